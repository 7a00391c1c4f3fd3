"""Certificates, materials and colours of a cell, as codes of the vocabulary or the supplier's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dragoman.normalise.quantities.found import Found
from dragoman.remembered import remembered
from dragoman.vocabulary.certificates import find_certificates
from dragoman.vocabulary.colours import colour_of
from dragoman.vocabulary.denials import denied, made_of
from dragoman.vocabulary.materials import find_materials, is_a
from dragoman.vocabulary.phrases import Match

_PARTS = re.compile(r"[,;|、，؛،；·\n•+]|\s/\s|\s&\s|\s-\s")
_SLASH = re.compile(r"/(?!\d)|(?<!\d)/")
_NOTHING = re.compile(
    r"(?:none|no|n/?a|n\.a\.|-+|–|—|keine?|ninguno|aucun|nenhum|无|なし|無し|لا يوجد|нет|sin|sans|ohne|/)",
    re.IGNORECASE,
)
_LONGEST = 60
_SHORTEST = 3
"""Letters that can be a certificate's name between slashes: "MCS", not "w/o"."""


@remembered(20_000)
def parse_certificates(text: str, /) -> tuple[Found[str], ...]:
    """The certificates of a cell; a part that names none that is known stays in the supplier's words."""
    found: list[Found[str]] = []
    seen: set[str] = set()
    at = 0
    for part in _PARTS.split(text):
        start = text.find(part, at)
        at = start + len(part)
        words = part.strip()
        if not words or _NOTHING.fullmatch(words):
            continue
        named = find_certificates(part, running=False)
        placed = [replace(one, start=start + one.start, end=start + one.end) for one in named]
        taken_back = denied(text, placed)
        if taken_back and words not in seen:
            seen.add(words)
            found.append(
                _as_written(words[:_LONGEST], start, at, "denied, pending or expired; kept as written")
            )
        for one, place in zip(named, placed, strict=True):
            if place in taken_back:
                continue
            if one.code not in seen:
                seen.add(one.code)
                found.append(Found(value=one.code, start=start + one.start, end=start + one.end))
        for first, last in _unnamed(part, named):
            unknown = part[first:last].strip()
            if len(unknown) <= _LONGEST and unknown not in seen:
                seen.add(unknown)
                note = "not among the certificates that are known; kept as written"
                found.append(_as_written(unknown, start + first, start + last, note))
    return tuple(found)


def _as_written(words: str, start: int, end: int, note: str) -> Found[str]:
    return Found(value=words, start=start, end=end, confidence=0.8, note=note)


def _unnamed(part: str, named: Sequence[Match]) -> list[tuple[int, int]]:
    """Places of what a part names beside the certificates that are known: "IEC 61215" in "CE/IEC 61215"."""
    cuts = [-1, *(slash.start() for slash in _SLASH.finditer(part)), len(part)]
    pieces = [(before + 1, after) for before, after in pairwise(cuts)]
    if not named and any(len(part[first:last].strip()) < _SHORTEST for first, last in pieces):
        return [(0, len(part))]
    return [
        (first, last)
        for first, last in (pieces if len(pieces) > 1 or not named else ())
        if any(char.isalpha() for char in part[first:last])
        and not any(one.start < last and first < one.end for one in named)
    ]


@remembered(20_000)
def parse_material(text: str, /) -> Found[str] | None:
    """The material of a cell: the first one named, or a narrower one of its kind; else the words."""
    words = text.strip()
    if not words or _NOTHING.fullmatch(words):
        return None
    every = find_materials(text, running=False)
    named = made_of(text, every)
    if not named:
        if len(words) > _LONGEST:
            return None
        note = "denied or imitated" if every else "not among the materials that are known"
        return _as_written(words, 0, len(text), f"{note}; kept as written")
    first = named[0]
    narrower = next(
        (one for one in named[1:] if one.code != first.code and is_a(one.code, first.code)), first
    )
    others = {one.code for one in named} - {first.code, narrower.code}
    return Found(
        value=narrower.code,
        start=first.start,
        end=first.end,
        confidence=0.9 if others else 1.0,
        note=f"the first of several: also {', '.join(sorted(others))}" if others else "",
    )


@remembered(20_000)
def parse_colour(text: str, /) -> Found[str] | None:
    """The colour of a cell as a code; else the words."""
    words = text.strip()
    if not words or _NOTHING.fullmatch(words) or len(words) > _LONGEST:
        return None
    code = colour_of(words)
    if code is not None:
        return Found(value=code, start=0, end=len(text))
    return Found(
        value=words,
        start=0,
        end=len(text),
        confidence=0.8,
        note="not among the colours that are known; kept as written",
    )
