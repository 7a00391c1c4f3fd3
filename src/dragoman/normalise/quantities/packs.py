"""What a packing unit holds: "24 pcs/ctn", "Karton à 24 Stück", "24"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from dragoman.model import Pack, Quantity
from dragoman.normalise.quantities.basis import PACKING
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.tokens import tokens

_TIMES = re.compile(r"^[^\d]{0,12}[x×*][^\d]{0,3}$", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def parse_pack(text: str, /, *, unit: str = "carton") -> Found[Pack] | None:
    """The pack that a cell describes.

    Args:
        unit: The packing unit where the cell names none.
    """
    if text.strip().startswith("-"):
        return None
    items = tokens(text)
    numbers = [one for one in items if one.number is not None and one.number > 0]
    if not numbers or any(one.number is not None and one.number <= 0 for one in items):
        return None
    times = next(
        (
            (one, following)
            for one, following in pairwise(numbers)
            if _TIMES.search(text[one.end : following.start])
        ),
        None,
    )
    outer = next((one.unit for one in items if one.unit in PACKING), None)
    # "1 carton of 24": the number that counts the contents is not the one before the packing unit
    inside = numbers[-1] if len(numbers) > 1 and numbers[0].number == 1 else numbers[0]
    doubt, note = (1.0, "") if outer is not None else (0.9, f"no packing unit is named; read as {unit}")
    if times is not None and times[0].number is not None and times[1].number is not None:
        inside = replace(times[1], number=times[0].number * times[1].number)
        doubt, note = (0.7, f"{text.strip()!r} read as {inside.number} in all")
        outer = next((one.unit for one in items if one.unit in PACKING and one.start > inside.end), None)
        if times[0].number == 1:
            doubt, note = 0.9, f"no packing unit is named; read as {outer or unit}"
    elif len(numbers) > 1 and numbers[0].number != 1:
        if outer is None:
            return None  # "6/24": inner and outer, or something else
        doubt, note = 0.7, "several packings; the first is taken"
    following = next((one for one in items if one.start >= inside.end), None)
    inner = following.unit if following is not None and following.unit is not None else "piece"
    if inner in PACKING and inner == outer:
        inner = "piece"
    if outer is None and len(items) > 1 and all(one.unit is None and one.number is None for one in items[1:]):
        return None
    if inside.number is None:
        return None
    return Found(
        value=Pack(unit=outer or unit, contains=Quantity(value=inside.number, unit=inner)),
        start=items[0].start,
        end=items[-1].end,
        confidence=doubt,
        note=note,
    )
