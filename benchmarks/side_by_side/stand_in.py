"""Offers of our own until the generator is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dragoman.normalise.text import analyse
from dragoman.ports import IndexDocument

if TYPE_CHECKING:
    from benchmarks.side_by_side.corpus import Made

NAME = "stand-in"
NOUNS = [
    "bottle",
    "mouse",
    "lamp",
    "cable",
    "bolt",
    "shirt",
    "glove",
    "mug",
    "chair",
    "table",
    "keyboard",
    "monitor",
    "charger",
    "adapter",
    "filter",
    "pump",
    "valve",
    "bearing",
    "hose",
    "clamp",
    "helmet",
    "jacket",
    "boot",
    "sock",
    "towel",
    "blanket",
    "pillow",
    "mirror",
    "clock",
    "scale",
    "knife",
    "fork",
    "spoon",
    "pan",
    "pot",
    "kettle",
    "toaster",
    "blender",
    "mixer",
    "drill",
    "saw",
    "hammer",
    "wrench",
    "screwdriver",
    "tape",
    "glue",
    "paint",
    "brush",
]
ADJECTIVES = [
    "stainless",
    "wireless",
    "ergonomic",
    "heavy",
    "light",
    "large",
    "small",
    "black",
    "white",
    "red",
    "blue",
    "green",
    "industrial",
    "portable",
    "foldable",
    "waterproof",
    "insulated",
    "organic",
    "cotton",
    "steel",
    "plastic",
    "wooden",
    "ceramic",
]


def made(offers: int, seed: int, changed: npt.NDArray[np.float64]) -> Iterator[Made]:
    from benchmarks.side_by_side.corpus import Made

    random = np.random.default_rng(seed + 1)
    countries = ["CN", "DE", "IN", "VN", "TR", "IT", "PL", "US", "MX", "BR"]
    for row in range(offers):
        noun = NOUNS[min(len(NOUNS) - 1, int(random.zipf(1.3)) - 1)]
        adjectives = random.choice(ADJECTIVES, 2, replace=False).tolist()
        code = f"x{int(random.integers(0, 30000))}"
        title = f"{adjectives[0]} {adjectives[1]} {noun} {code}"
        filler = " ".join(f"q{min(20000, int(one))}" for one in random.zipf(1.15, 25))
        tokens = (*analyse(title, "en"), *analyse(filler, "en"))
        country = countries[min(9, int(random.zipf(1.5)) - 1)]
        document = IndexDocument(
            offer_id=f"offer-{row:07}",
            text={"title": analyse(title, "en"), "summary": tokens},
            facets={
                "supplier": (f"supplier {int(random.zipf(1.2)) % 300}",),
                "country": (country,),
                "category": (f"{noun}s",),
            },
            numbers={
                "moq": float(random.choice([1, 10, 50, 100, 500, 1000])),
                "updated_at": float(int(changed[row])),
            },
        )
        yield Made(document=document, to_encode=title, title=title, language="en")
