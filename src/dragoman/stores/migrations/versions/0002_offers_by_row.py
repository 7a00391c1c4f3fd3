"""Offers are found by their raw row: without it, replacing a file of n rows looked at n times n offers."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("offers_by_row", "offers", ["row_id"])
