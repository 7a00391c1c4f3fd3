"""Changing one requirement of a question in its text: what a chip's cross and its field do."""

from __future__ import annotations

import re

from dragoman.errors import QueryError
from dragoman.search.request import Query, Requirement, Span


def remove_requirement(query: Query, requirement_id: str, /) -> str:
    """The text without the requirement. Raises QueryError for an id that the query does not have."""
    requirement = _requirement(query, requirement_id)
    return _tidy(_without(query.text, requirement.spans, ""))


def replace_requirement(query: Query, requirement_id: str, phrase: str, /) -> str:
    """The text with the requirement said anew; one that no word of the text says is added at the end."""
    requirement = _requirement(query, requirement_id)
    phrase = " ".join(phrase.split())
    if not requirement.spans:
        return _tidy(f"{query.text}, {phrase}")
    return _tidy(_without(query.text, requirement.spans, phrase))


def _requirement(query: Query, requirement_id: str) -> Requirement:
    for one in query.requirements:
        if one.requirement_id == requirement_id:
            return one
    known = ", ".join(one.requirement_id for one in query.requirements) or "none"
    raise QueryError(f"expected the id of a requirement of this query ({known}), got {requirement_id!r}")


def _without(text: str, spans: tuple[Span, ...], phrase: str) -> str:
    """The first stretch becomes the phrase, the others go."""
    ordered = sorted(spans, key=lambda span: span.start)
    for number, span in reversed(list(enumerate(ordered))):
        text = text[: span.start] + (f" {phrase} " if phrase and number == 0 else " ") + text[span.end :]
    return text


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,;，、])", r"\1", text)
    text = re.sub(r"([,;，、])(?:\s*[,;，、])+", r"\1", text)
    return text.strip(" ,;，、")
