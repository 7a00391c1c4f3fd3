"""Bar 4: 500 identifiers of the catalogue, as printed and with dashes or spaces changed, find their product first."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_2.icecat import home
from benchmarks.running import ICECAT, Server, serving

COUNT = 500
LEAST_RIGHT = 0.99
SEED = 20261125
_SHOWN = 5

Kind = Literal["EAN", "manufacturer number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An identifier as it is typed, and the products that carry it."""

    kind: Kind
    typed: str
    changed: bool
    right: frozenset[str]
    """external_ids: more than one where the catalogue gives one number to several products."""


def measure(work: Path) -> Iterator[Bar]:
    asked = drawn(COUNT, seed=SEED)
    with serving(home(work)) as server:
        wrong = [one for one in asked if _first(server, one.typed) not in one.right]
    for kind in ("EAN", "manufacturer number"):
        for changed in (False, True):
            yield _bar(kind, changed, asked, wrong)
    share = 1 - len(wrong) / len(asked)
    yield Bar(
        number="4",
        name=f"{len(asked)} identifiers in all, first hit right",
        figure=f"{share:.3f} (at least {LEAST_RIGHT})",
        passed=share >= LEAST_RIGHT,
    )


def _bar(kind: str, changed: bool, asked: list[Asked], wrong: list[Asked]) -> Bar:
    these = [one for one in asked if (one.kind, one.changed) == (kind, changed)]
    missed = [one.typed for one in wrong if (one.kind, one.changed) == (kind, changed)]
    share = 1 - len(missed) / len(these)
    shown = f"; missed {', '.join(map(repr, missed[:_SHOWN]))}" if missed else ""
    return Bar(
        number="4",
        name=f"{len(these)} times {kind} {'with dashes or spaces changed' if changed else 'as printed'}",
        figure=f"{share:.3f} (at least {LEAST_RIGHT}){shown}",
        passed=share >= LEAST_RIGHT,
    )


def _first(server: Server, typed: str) -> str | None:
    hits = server.get("/api/search", q=typed, limit=1)["hits"]
    return str(hits[0]["external_id"]) if hits else None


def drawn(count: int, /, *, seed: int) -> list[Asked]:
    """Half EANs, half manufacturer numbers; every other one changed."""
    draw = random.Random(seed)
    carriers: dict[Kind, dict[str, set[str]]] = {
        "EAN": defaultdict(set),
        "manufacturer number": defaultdict(set),
    }
    printed: dict[Kind, dict[str, None]] = {"EAN": {}, "manufacturer number": {}}
    for product in _products():
        for kind, texts in _identifiers(product).items():
            for text in texts:
                carriers[kind][_key(text)].add(str(product["id"]))
                printed[kind][text] = None
    kinds: tuple[Kind, ...] = ("EAN", "manufacturer number")
    return [
        Asked(
            kind=kind,
            typed=changed(text, draw) if place % 2 else text,
            changed=bool(place % 2),
            right=frozenset(carriers[kind][_key(text)]),
        )
        for kind in kinds
        for place, text in enumerate(draw.sample(list(printed[kind]), count // 2))
    ]


def _products() -> Iterator[dict[str, object]]:
    with gzip.open(ICECAT, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _identifiers(product: Mapping[str, object]) -> dict[Kind, list[str]]:
    eans, name = product.get("ean"), str(product["name"])
    return {
        "EAN": [str(ean) for ean in eans] if isinstance(eans, list) else [],
        "manufacturer number": [name] if is_number(name) else [],
    }


def is_number(name: str, /) -> bool:
    """Whether a product's `name` is a manufacturer's number and not a name: one word of at least four letters or
    digits with a digit in it, and at least five where it is digits alone.

    >>> [is_number(name) for name in ("006R90321", "dv7-1211ea", "Back-UPS", "85", "1234", "USB 2.0 cable")]
    [True, True, False, False, False, False]
    """
    key = _key(name)
    return (
        len(name.split()) == 1
        and any(char.isdigit() for char in key)
        and len(key) >= (5 if key.isdigit() else 4)
    )


def changed(text: str, draw: random.Random, /) -> str:
    """The same identifier typed another way: dashes become blanks, or go; without a dash, one dash or blank comes in.

    >>> changed("dv7-1211ea", random.Random(1)), changed("0095205603217", random.Random(2))
    ('dv7 1211ea', '0-095205603217')
    """
    if "-" in text.strip("-"):
        return text.replace("-", draw.choice([" ", ""]))
    place = draw.randrange(1, len(text))
    return text[:place] + draw.choice(["-", " "]) + text[place:]


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
