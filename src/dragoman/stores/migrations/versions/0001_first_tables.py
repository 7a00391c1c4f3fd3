"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Files, raw rows, offers with their versions, problems, and the generation counter."""
    op.create_table(
        "suppliers",
        sa.Column("supplier_id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("country", sa.String),
    )
    op.create_table(
        "files",
        sa.Column("file_id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("supplier_id", sa.String, sa.ForeignKey("suppliers.supplier_id"), nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("load", sa.Integer, nullable=False),
        sa.Column("rows_done", sa.Integer, nullable=False),
        sa.Column("started_at", sa.String, nullable=False),
        sa.Column("finished_at", sa.String),
        sa.Column("error", sa.String),
        sa.UniqueConstraint("name", "supplier_id"),
    )
    op.create_table(
        "raw_rows",
        sa.Column("row_id", sa.Integer, primary_key=True),
        sa.Column("file_id", sa.Integer, sa.ForeignKey("files.file_id"), nullable=False),
        sa.Column("load", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("raw_rows_by_load", "raw_rows", ["file_id", "load"])
    op.create_table(
        "offers",
        sa.Column("offer_id", sa.String, primary_key=True),
        sa.Column("file_id", sa.Integer, sa.ForeignKey("files.file_id"), nullable=False),
        sa.Column("load", sa.Integer, nullable=False),
        sa.Column("row_id", sa.Integer, sa.ForeignKey("raw_rows.row_id")),
        sa.Column("generation", sa.Integer, nullable=False, unique=True),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("updated_at", sa.String, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("offers_by_file", "offers", ["file_id", "active", "load"])
    op.create_table(
        "offer_versions",
        sa.Column("version_id", sa.Integer, primary_key=True),
        sa.Column("offer_id", sa.String, nullable=False),
        sa.Column("valid_from", sa.String, nullable=False),
        sa.Column("change", sa.String, nullable=False),
        sa.Column("changed_fields", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("versions_by_offer", "offer_versions", ["offer_id", "version_id"])
    op.create_table(
        "problems",
        sa.Column("problem_id", sa.Integer, primary_key=True),
        sa.Column("file_id", sa.Integer, sa.ForeignKey("files.file_id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("severity", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("problems_by_file", "problems", ["file_id"])
    state = op.create_table(
        "state",
        sa.Column("only", sa.Integer, primary_key=True),
        sa.Column("generation", sa.Integer, nullable=False),
    )
    op.bulk_insert(state, [{"only": 1, "generation": 0}])
