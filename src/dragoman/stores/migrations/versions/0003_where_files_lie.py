"""Files keep where they lay on disk, so that a page of one can be shown beside what was read of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("files", sa.Column("path", sa.String()))
