"""Which offers are one product: what the user decided, which pairs were found, how they are grouped."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "product_decisions",
        sa.Column("left_id", sa.String(), primary_key=True),
        sa.Column("right_id", sa.String(), primary_key=True),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
    )
    op.create_table(
        "product_pairs",
        sa.Column("left_id", sa.String(), primary_key=True),
        sa.Column("right_id", sa.String(), primary_key=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
    )
    op.create_index("product_pairs_by_right", "product_pairs", ["right_id"])
    op.create_table(
        "product_groups",
        sa.Column("offer_id", sa.String(), primary_key=True),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
    op.create_index("product_groups_by_group", "product_groups", ["group_id"])
    op.create_table(
        "product_state",
        sa.Column("only", sa.Integer(), primary_key=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("matcher", sa.String(), nullable=False),
    )
