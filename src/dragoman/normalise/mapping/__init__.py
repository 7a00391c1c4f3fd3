"""What the columns of a supplier's table are: proposed, shown, corrected by a file."""

from dragoman.normalise.mapping.file import (
    ColumnRule,
    MappingFile,
    load_mapping,
    save_mapping,
    to_toml,
)
from dragoman.normalise.mapping.propose import propose
from dragoman.normalise.mapping.roles import ColumnRole, TableMapping

__all__ = [
    "ColumnRole",
    "ColumnRule",
    "MappingFile",
    "TableMapping",
    "load_mapping",
    "propose",
    "save_mapping",
    "to_toml",
]
