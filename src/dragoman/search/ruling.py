"""A verdict before it is tied to its requirement: the finding, the value, the reason and the cell."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model import Origin
from dragoman.search.request import VerdictKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    verdict: VerdictKind
    value: str
    reason: str
    origin: Origin | None


def met(value: str, reason: str, origin: Origin, /) -> Ruling:
    return Ruling(verdict="met", value=value, reason=reason, origin=origin)


def unmet(value: str, reason: str, origin: Origin, /) -> Ruling:
    return Ruling(verdict="unmet", value=value, reason=reason, origin=origin)


def unknown(reason: str, origin: Origin | None = None, /) -> Ruling:
    """`origin`: of the value that could not be compared; None where nothing is given."""
    return Ruling(verdict="unknown", value="", reason=reason, origin=origin)
