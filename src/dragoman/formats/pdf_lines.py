"""Words of a page -> lines of text, and lines -> runs of words that belong together."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from rapidfuzz.distance import Levenshtein

from dragoman.formats.header_words import is_header_word
from dragoman.formats.pdf_page import Box, Page, Rule, Word, around, box_of
from dragoman.formats.shapes import shape

_SAME_LINE = 0.35
"""Baselines that differ by less than this share of the text's height are of one line."""
_RUN_GAP, _UNGLUED_GAP = 0.75, 0.3
"""Words nearer than this share of the text's height belong together; and where printed spaces part those that do."""
_NO_SPACE = 0.1
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_DIGITS = re.compile(r"\d+")
_MARK = re.compile(r"\(?(?:\d{1,2}|[*†‡]{1,3}|[a-e])\)?|\)")
_NEAR_TABLE = 1.6
"""Lines nearer than this to a table's, in heights of the text, are its own."""
_NAME_WORDS = 4
"""A column's name, or a line of it, has no more."""
_EDGE = 0.14
"""Share of a page's height, at its top and its bottom, where running titles and page numbers stand."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    page: Page
    words: tuple[Word, ...]

    def runs(self, rules: Sequence[Rule] = ()) -> list[tuple[Word, ...]]:
        """Words that belong together, parted at wide gaps and at rules that go down."""
        return runs_of(self.words, rules, spaced=self.page.spaced)

    @property
    def base(self) -> float:
        return median(word.base for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def box(self) -> Box:
        return around([box_of(word) for word in self.words])

    @property
    def text(self) -> str:
        return joined(self.words)


def lines_of(page: Page, words: Iterable[Word] | None = None, /) -> list[Line]:
    """The lines of a page (or of some of its words), from the top down."""
    lines: list[list[Word]] = []
    reach = 0.0
    for word in sorted(page.words if words is None else words, key=lambda word: (word.base, word.x0)):
        if lines and word.base <= reach:
            lines[-1].append(word)
        else:
            lines.append([word])
            reach = word.base + _SAME_LINE * word.size
    return [Line(page, tuple(sorted(line, key=lambda word: word.x0))) for line in _with_raised(lines) if line]


def _with_raised(lines: list[list[Word]]) -> list[list[Word]]:
    """Small raised words (footnote marks) put on the line of the word that they hang on."""
    for at, line in enumerate(lines[:-1]):
        below = lines[at + 1]
        for word in [one for one in line if _MARK.fullmatch(one.text) is not None]:
            host = next((one for one in below if hangs_on(word, one)), None)
            if host is not None:
                line.remove(word)
                below.append(word)
    return lines


def hangs_on(word: Word, host: Word, /) -> bool:
    """Whether a word is a small raised mark at the end of another."""
    return (
        word.size < 0.8 * host.size
        and _MARK.fullmatch(word.text) is not None
        and host.base - word.base > 0.15 * host.size
        and host.base - word.base < 0.8 * host.size
        and -0.2 * host.size < word.x0 - host.x1 < 0.3 * host.size
    )


def runs_of(
    words: Sequence[Word], rules: Sequence[Rule] = (), /, *, spaced: bool = False
) -> list[tuple[Word, ...]]:
    """Words of a line parted where the gap is wide or one of the rules, which go down, stands between them."""
    runs: list[list[Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if last is None or _parted(last, word, rules, spaced=spaced):
            runs.append([word])
        else:
            runs[-1].append(word)
    return [tuple(run) for run in runs]


def _parted(left: Word, right: Word, rules: Sequence[Rule], *, spaced: bool) -> bool:
    wide = (_UNGLUED_GAP if spaced else _RUN_GAP) * max(left.size, right.size)
    if right.x0 - left.x1 > wide and not _glued(left, right):
        return True
    if right.x0 < left.x1 - 1 or (_glued(left, right) and right.x0 - left.x1 < 0.6 * left.size):
        return False
    low, high = left.x1 - 1, right.x0 + 1
    middle = left.base - 0.3 * left.size
    return any(low <= rule.x0 <= high and rule.top <= middle <= rule.bottom for rule in rules)


def _glued(left: Word, right: Word) -> bool:
    """Whether words that stand side by side are parted by a single printed space."""
    one = left if _RTL.search(left.text) else right
    return one.glued and right.x0 - left.x1 < max(left.size, right.size)


def joined(words: Sequence[Word], /) -> str:
    """The text of words on one line; a run in a script from right to left in its order of reading."""
    if not words:
        return ""
    rtl = sum(bool(_RTL.search(word.text)) for word in words)
    if rtl * 2 > len(words):
        return " ".join(word.text for word in sorted(words, key=lambda word: -word.x1))
    parts = [words[0].text]
    for last, word in pairwise(words):
        near = word.x0 - last.x1 < _NO_SPACE * max(last.size, word.size)
        parts.append(word.text if near else f" {word.text}")
    return "".join(parts)


def wrapped(texts: Sequence[str], /) -> str:
    """The lines of one cell as one text: nothing is put where Chinese or a hyphen breaks, else a space.

    >>> wrapped(["Edelstahl-", "flasche 750 ml"]), wrapped(["不锈钢", "保温杯"]), wrapped(["steel", "cup"])
    ('Edelstahl-flasche 750 ml', '不锈钢保温杯', 'steel cup')
    """
    whole = ""
    for text in texts:
        if (
            not whole
            or not text
            or (whole[-1] == "-" and whole[-2:-1].isalnum() and text[0].isalnum())
            or (_CJK.match(whole[-1]) and _CJK.match(text[0]))
        ):
            whole += text
        else:
            whole += f" {text}"
    return whole


def looks_like_header(line: Line, down: Sequence[Rule], /) -> bool:
    """Whether a line is of words that head columns, and holds no values."""
    runs = line.runs(down)
    texts = [joined(run) for run in runs]
    known = sum(is_header_word(text) and len(text.split()) <= _NAME_WORDS for text in texts)
    steps = sum(shape(text) in ("range", "number") for text in texts)
    return known >= 2 and known * 2 >= len(texts) - steps and not has_values(texts)


def has_values(texts: Sequence[str], /) -> bool:
    """Whether some are numbers, other than the rising quantities that prices begin at, or whole sentences."""
    values = [text for text in texts if shape(text) in ("number", "prose")]
    return bool(values) and not _are_steps(values)


def _are_steps(values: Sequence[str]) -> bool:
    """Whether numbers are the quantities that prices begin at: 100, 500, 1000."""
    if len(values) < 2 or not all(text.isdecimal() and len(text) < 8 for text in values):
        return False
    steps = [int(text) for text in values]
    return steps == sorted(set(steps))


def alike(one: str, other: str, /) -> bool:
    """Whether two texts are the same but for slips of OCR: few letters, no figure.

    >>> alike("item no.|ean", "item n0.|e an"), alike("item no.|ean", "itern no.|ean"), alike("price eur", "price usd")
    (False, True, False)
    """
    plain, rest = "".join(one.split()), "".join(other.split())
    if _DIGITS.findall(plain) != _DIGITS.findall(rest):
        return False
    return Levenshtein.distance(plain, rest) <= max(2, len(plain) // 12)


def furniture(pages: Sequence[Sequence[Line]], /) -> tuple[list[list[Line]], list[Line]]:
    """Lines without what is printed on every page (running titles, page numbers), and that once.

    A line of many runs at a page's top may be the header of its table and stays.
    """
    if len(pages) < 2:
        return [list(lines) for lines in pages], []
    keys = [[_edge_key(line) for line in lines] for lines in pages]
    for lines, own in zip(pages, keys, strict=True):
        _spare_tables(lines, own)
    seen: Counter[tuple[str, int]] = Counter()
    for own in keys:
        seen.update({key for key in own if key is not None})
    common = {key for key, count in seen.items() if count >= max(min(3, len(pages)), len(pages) // 3)}
    kept: list[list[Line]] = []
    taken: dict[str, Line] = {}
    for lines, own in zip(pages, keys, strict=True):
        rest: list[Line] = []
        for line, key in zip(lines, own, strict=True):
            if key is not None and any((key[0], key[1] + shift) in common for shift in (-1, 0, 1)):
                taken.setdefault(key[0], line)
            else:
                rest.append(line)
        kept.append(rest)
    return kept, list(taken.values())


def _spare_tables(lines: Sequence[Line], keys: list[tuple[str, int] | None]) -> None:
    """Take back the keys of headers, of lines close to one or to a row of many runs, and of rows below a header."""
    anchors = [
        line
        for line, key in zip(lines, keys, strict=True)
        if len(line.runs()) > 3 or (key is not None and looks_like_header(line, ()))
    ]
    header = next((line.base for line in anchors if looks_like_header(line, ())), math.inf)
    for index, line in enumerate(lines):
        if keys[index] is not None and header < line.base < 0.5 * line.page.height and len(line.runs()) > 1:
            keys[index] = None
        if keys[index] is not None and any(
            abs(line.base - anchor.base) <= _NEAR_TABLE * min(line.size, anchor.size) for anchor in anchors
        ):
            keys[index] = None


def _edge_key(line: Line) -> tuple[str, int] | None:
    """The text of a line at a page's edge, its numbers left open, and where it stands; None further in."""
    height = line.page.height
    if _EDGE * height < line.base < (1 - _EDGE) * height or len(line.runs()) > 3:
        return None
    return _DIGITS.sub("#", line.text.casefold()), round(line.base / 4)
