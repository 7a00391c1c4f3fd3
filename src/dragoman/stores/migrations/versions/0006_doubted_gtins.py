"""Which GTINs do not name one product in this catalogue, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "product_doubts",
        sa.Column("gtin", sa.String(), primary_key=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
    )
