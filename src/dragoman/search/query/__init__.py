"""A buyer's words -> a typed Query, by grammar and vocabulary alone, in nine languages."""

from dragoman.search.query.edit import remove_requirement, replace_requirement
from dragoman.search.query.understand import understand

__all__ = ["remove_requirement", "replace_requirement", "understand"]
