"""The tables of the record. `migrations/` brings an older file to this shape."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

HEAD = "0006"
"""Revision of `migrations/versions` that this module describes."""

metadata = MetaData()

suppliers = Table(
    "suppliers",
    metadata,
    Column("supplier_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("country", String),
)

files = Table(
    "files",
    metadata,
    Column("file_id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("supplier_id", ForeignKey("suppliers.supplier_id"), nullable=False),
    Column("sha256", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("state", String, nullable=False),
    Column("load", Integer, nullable=False),
    Column("rows_done", Integer, nullable=False),
    Column("started_at", String, nullable=False),
    Column("finished_at", String),
    Column("error", String),
    Column("path", String),
    UniqueConstraint("name", "supplier_id"),
)

raw_rows = Table(
    "raw_rows",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("file_id", ForeignKey("files.file_id"), nullable=False),
    Column("load", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("raw_rows_by_load", "file_id", "load"),
)

offers = Table(
    "offers",
    metadata,
    Column("offer_id", String, primary_key=True),
    Column("file_id", ForeignKey("files.file_id"), nullable=False),
    Column("load", Integer, nullable=False),
    Column("row_id", ForeignKey("raw_rows.row_id")),
    Column("generation", Integer, nullable=False, unique=True),
    Column("active", Boolean, nullable=False),
    Column("updated_at", String, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("offers_by_file", "file_id", "active", "load"),
    Index("offers_by_row", "row_id"),
)

offer_versions = Table(
    "offer_versions",
    metadata,
    Column("version_id", Integer, primary_key=True),
    Column("offer_id", String, nullable=False),
    Column("valid_from", String, nullable=False),
    Column("change", String, nullable=False),
    Column("changed_fields", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("versions_by_offer", "offer_id", "version_id"),
)
"""None for an offer that never changed: it was added when it began. A body that is empty is the one that `offers` has."""

problems = Table(
    "problems",
    metadata,
    Column("problem_id", Integer, primary_key=True),
    Column("file_id", ForeignKey("files.file_id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("problems_by_file", "file_id"),
)

state = Table(
    "state",
    metadata,
    Column("only", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
)

product_decisions = Table(
    "product_decisions",
    metadata,
    Column("left_id", String, primary_key=True),
    Column("right_id", String, primary_key=True),
    Column("same", Boolean, nullable=False),
    Column("made_at", String, nullable=False),
)
"""What the user said; no offer is asked for: a decision outlives the withdrawal of its offers."""

product_pairs = Table(
    "product_pairs",
    metadata,
    Column("left_id", String, primary_key=True),
    Column("right_id", String, primary_key=True),
    Column("confidence", Float, nullable=False),
    Column("reasons", String, nullable=False),
    Index("product_pairs_by_right", "right_id"),
)

product_groups = Table(
    "product_groups",
    metadata,
    Column("offer_id", String, primary_key=True),
    Column("group_id", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Index("product_groups_by_group", "group_id"),
)

product_doubts = Table(
    "product_doubts",
    metadata,
    Column("gtin", String, primary_key=True),
    Column("confidence", Float, nullable=False),
    Column("reason", String, nullable=False),
)
"""GTINs that do not name one product."""

product_state = Table(
    "product_state",
    metadata,
    Column("only", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("matcher", String, nullable=False),
)
