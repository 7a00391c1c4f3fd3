"""A page as its words and straight lines, in points from its top left; the same for a PDF's text and for what OCR reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.model import Origin
from dragoman.ports import SourceFile

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


class Word(NamedTuple):
    """Characters without a space between them."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    """Of the letters' baseline."""
    size: float
    """Height of its line, about 1.15 of the font's size."""
    glued: bool = False
    """One printed space, and nothing else, parts it from the word before: they are of one cell."""
    confidence: float = 1.0
    """Of OCR; 1.0 for text that the file holds."""
    struck: bool = False
    """A line goes through it."""

    @property
    def middle(self) -> float:
        """Across."""
        return (self.x0 + self.x1) / 2


class Rule(NamedTuple):
    """A straight line: across where it is wider than high, else down."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def across(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Words and rules of a page that was turned so that most of its text stands upright."""

    number: int
    width: float
    height: float
    """Of the page as turned."""
    turn: int
    """Clockwise quarters from the page as it is shown to the page as turned."""
    words: Sequence[Word]
    rules: Sequence[Rule]
    skew: float = 0.0
    """Degrees by which its lines fell to the right before it was straightened about its middle."""
    read: bool = False
    """By OCR."""
    has_struck: bool = False
    """Whether a line goes through some of its words."""
    spaced: bool = False
    """Whether words of one cell are parted by printed spaces, so that those without one are of two cells."""

    def origin(self, source: SourceFile, box: Box, /) -> Origin:
        """Of a box of the page as turned, on the page as it is shown."""
        x0, y0, x1, y1 = self._shown(box)
        return Origin(
            file=source.name,
            sha256=source.sha256,
            page=self.number,
            box=(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)),
        )

    def _skewed(self, box: Box) -> Box:
        """Where a box of the straightened page is on the one that fell."""
        angle = math.radians(self.skew)
        middle_x, middle_y = self.width / 2, self.height / 2
        corners = [(x - middle_x, y - middle_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [middle_x + x * math.cos(angle) - y * math.sin(angle) for x, y in corners]
        ys = [middle_y + x * math.sin(angle) + y * math.cos(angle) for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def _shown(self, box: Box) -> Box:
        box = self._skewed(box) if self.skew else box
        x0, y0, x1, y1 = box
        if self.turn == 0:
            return box
        if self.turn == 1:
            return y0, self.width - x1, y1, self.width - x0
        if self.turn == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        return self.height - y1, x0, self.height - y0, x1


def around(boxes: Sequence[Box], /) -> Box:
    """The box that holds all of them; at least one."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def box_of(word: Word, /) -> Box:
    """Where a word stands."""
    return word.x0, word.top, word.x1, word.bottom
