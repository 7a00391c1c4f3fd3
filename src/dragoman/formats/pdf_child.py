"""Run as a program of its own: reads the words and lines of a PDF's pages and writes them to standard output.

    python pdf_child.py MEMORY_BYTES CPU_SECONDS MAX_PAGES MAX_PAGE_CHARS < file

PDF is a hostile format and its parser (pdfium) is C++: in a process with bounded memory and time a bad file costs
itself, not the server. It imports nothing of Dragoman, so that it starts fast.

Each message is four bytes of length (big endian) and MessagePack: {"pages": count}, then for each page a `page`
with its words and rules (see `pdf_page` for the shape of both), and {"end": true}; or {"error": kind, "text": why}.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as pdf

_MAX_RULES = 20_000
_MAX_OBJECTS = 200_000
_MAX_FORM_DEPTH = 4
_THIN = 2.5
"""Points; a filled shape no thicker is a line."""
_LEADER = re.compile(r"([.·․‥…_]{4,}|…{2,})")
_SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000\u200b\ufeff\x1f")
_CONTROL = "\x1f"
"""Stands for a character that no text holds: a font that does not say what its letters are gives their numbers."""
_WHITE_SPACE = frozenset((0, 9, 10, 11, 12, 13))
_UNMAPPED = ("\ufffd", _CONTROL)
_HYPHENS = {0x02: "-", 0xAD: "-"}
"""pdfium gives 2 for a hyphen at a line's end."""

_Point = tuple[float, float]
_Told = tuple[str, float, float, float, float, float, float, bool]
"""A word: its text, x0, top, x1, bottom, baseline, height, whether one printed space parts it from the word before."""
_ToPage = Callable[[float, float], _Point]
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Area = tuple[float, float, float, float]
_Unseen = tuple[str, float, float, float, float, str]
"""Text, box, and why it is not seen."""
_NOT_DRAWN, _CLIPS_ONLY = 3, 7
_FILLED = frozenset({0, 4})
"""Render modes of text that is filled and not outlined."""
_WHITE, _FAINT = 240, 12
"""Of 255: from which on a colour is white; below which a text is not seen."""
_TINY, _TINY_SHARE = 2.2, 0.35
"""Points, and share of the page's usual height, below which nobody reads a text."""
_A_SCAN, _ROW = 0.5, 6.0
_LEAST_TURNED, _TURNED_SPACE = 3, 0.12
"""Letters of a name that is printed sideways; the gap between its words, in heights of the text."""
_MAX_MARKED, _MAX_SHAPES = 20_000, 5_000
_STRIKE_LOW, _STRIKE_HIGH, _STRIKE_OVER = 0.12, 0.42, 0.85
"""A line through a word is so far above its foot, in heights of the text, and goes over so much of its width."""
_Handle = Any  # pdfium's pointers; the bindings have no types


class _Char(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base_x: float
    base: float
    generated: bool


def main(arguments: list[str], source: BinaryIO, target: BinaryIO) -> int:
    """Read `source`; 0 also where an error was told in a message."""
    memory, seconds, most_pages, most_chars = map(int, arguments)
    _bound(memory, seconds)
    try:
        _document(source.read(), target, most_pages, most_chars)
    except pdfium.PdfiumError as error:
        password = "assword" in str(error)
        _send(target, {"error": "password" if password else "broken", "text": str(error)})
    except MemoryError:
        _send(target, {"error": "memory", "text": "out of memory"})
    else:
        _send(target, {"end": True})
    return 0


def _bound(memory: int, seconds: int) -> None:
    """Bound the address space and the time where the system can (Linux; elsewhere the reader's clock must do)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _document(data: bytes, target: BinaryIO, most_pages: int, most_chars: int) -> None:
    document = pdfium.PdfDocument(data)
    count = len(document)
    _send(target, {"pages": count})
    if count > most_pages:
        return
    for index in range(count):
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            _send(target, {"page": {"number": index + 1, "failed": str(error)}})
            continue
        _send(target, {"page": {"number": index + 1, **_page(page, most_chars)}})
        page.close()


def _page(page: pdfium.PdfPage, most_chars: int) -> dict[str, object]:
    left, bottom, right, top = page.get_bbox()
    quarter = page.get_rotation() // 90 % 4
    width, height = (right - left, top - bottom) if quarter % 2 == 0 else (top - bottom, right - left)
    to_shown = _shown(left, bottom, right, top, quarter)
    text = page.get_textpage()
    count = text.count_chars()
    if count > most_chars:
        return {"width": width, "height": height, "crowded": count}
    turn = _turn(text.raw, count, quarter)
    to_page = _turned(to_shown, width, height, turn)
    wide, high = (width, height) if turn % 2 == 0 else (height, width)
    unmapped = 0
    chars: list[_Char] = []
    for char in _chars(text.raw, count, to_page):
        unmapped += char.text in _UNMAPPED and not char.generated
        chars.append(char)
    drawn = _drawn(page, to_page)
    seen, unseen = _Sight(page, text.raw, to_page, drawn, wide, high).parted(
        _turned_names(list(_words(chars)))
    )
    text.close()
    return {
        "width": wide,
        "height": high,
        "turn": turn,
        "words": seen,
        "unseen": unseen,
        "struck": _struck(seen, [*drawn.rules, *_strike_outs(page, to_page)]),
        "rules": drawn.rules,
        "pictures": min(1.0, drawn.pictures / max(1.0, wide * high)),
        "unmapped": unmapped,
        "chars": sum(not char.generated for char in chars),
    }


# ------------------------------------------------------------------------------------------- places


def _shown(left: float, bottom: float, right: float, top: float, quarter: int) -> _ToPage:
    """From PDF's own coordinates to points from the top left of the page as it is shown."""
    return (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )[quarter]


def _turned(to_shown: _ToPage, width: float, height: float, turn: int) -> _ToPage:
    """Further, to the page turned clockwise by quarters so that its text stands upright."""
    if turn == 0:
        return to_shown

    def right(x: float, y: float) -> _Point:
        across, down = to_shown(x, y)
        return height - down, across

    def over(x: float, y: float) -> _Point:
        across, down = to_shown(x, y)
        return width - across, height - down

    def left(x: float, y: float) -> _Point:
        across, down = to_shown(x, y)
        return down, width - across

    return (right, over, left)[turn - 1]


def _turn(text: _Handle, count: int, quarter: int) -> int:
    """Clockwise quarters that bring most of the text upright."""
    step = max(1, count // 400)
    seen: Counter[int] = Counter()
    for index in range(0, count, step):
        if pdf.FPDFText_IsGenerated(text, index) != 1:
            angle = pdf.FPDFText_GetCharAngle(text, index)  # clockwise
            if math.isfinite(angle):
                seen[round(angle / (math.pi / 2)) % 4] += 1
    if not seen:
        return 0
    return -(seen.most_common(1)[0][0] + quarter) % 4


# -------------------------------------------------------------------------------------------- words


def _chars(text: _Handle, count: int, to_page: _ToPage) -> Iterator[_Char]:
    box, x, y = pdf.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(count):
        code = pdf.FPDFText_GetUnicode(text, index)
        generated = pdf.FPDFText_IsGenerated(text, index) == 1
        pdf.FPDFText_GetLooseCharBox(text, index, box)
        pdf.FPDFText_GetCharOrigin(text, index, x, y)
        if not generated and not (box.left < box.right and box.bottom < box.top):
            _tight_box(text, index, box)
        ax, ay = to_page(box.left, box.top)
        bx, by = to_page(box.right, box.bottom)
        base_x, base = to_page(x.value, y.value)
        yield _Char(
            _text(code, text, index),
            min(ax, bx),
            min(ay, by),
            max(ax, bx),
            max(ay, by),
            base_x,
            base,
            generated,
        )


def _tight_box(text: _Handle, index: int, box: _Handle) -> None:
    sides = [ctypes.c_double() for _ in range(4)]
    pdf.FPDFText_GetCharBox(text, index, *sides)
    box.left, box.right, box.bottom, box.top = (side.value for side in sides)


def _text(code: int, text: _Handle, index: int) -> str:
    """The character; U+FFFD for a glyph whose font does not say which it is."""
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code < 32:
        return " " if code in _WHITE_SPACE else _CONTROL
    unknown = code > 0x10FFFF or 0xD800 <= code <= 0xF8FF or code in (0xFFFD, 0xFFFE, 0xFFFF)
    if unknown or pdf.FPDFText_HasUnicodeMapError(text, index) == 1:
        return "\ufffd"
    return chr(code)


class _Word:
    """A word being put together."""

    def __init__(self, char: _Char, *, glued: bool) -> None:
        self.chars = [char]
        self.glued = glued

    def goes_on(self, char: _Char) -> bool:
        last = self.chars[-1]
        size = max(last.bottom - last.top, char.bottom - char.top, 1.0)
        if abs(char.base - last.base) > 0.12 * size:
            return False
        tall = (char.bottom - char.top) / max(0.1, last.bottom - last.top)
        if not 0.8 < tall < 1.25:
            return False
        ahead, back = char.base_x - last.x1, last.x0 - char.x1
        return max(ahead, back) < 0.3 * size and min(abs(ahead), abs(back)) < 0.6 * size

    def parts(self) -> Iterator[_Told]:
        """The word, or its pieces between the dots that lead the eye from a name to its price."""
        text = "".join(char.text for char in self.chars)
        if len(text) != len(self.chars) or not _LEADER.search(text):
            yield _told(self.chars, text, glued=self.glued)
            return
        at = 0
        for piece in _LEADER.split(text):
            if piece and not _LEADER.fullmatch(piece):
                yield _told(self.chars[at : at + len(piece)], piece, glued=self.glued and at == 0)
            at += len(piece)


def _told(chars: list[_Char], text: str, *, glued: bool) -> _Told:
    heights = sorted(char.bottom - char.top for char in chars)
    return (
        text,
        round(min(char.x0 for char in chars), 2),
        round(min(char.top for char in chars), 2),
        round(max(char.x1 for char in chars), 2),
        round(max(char.bottom for char in chars), 2),
        round(chars[0].base, 2),
        round(heights[len(heights) // 2], 2),
        glued,
    )


def _words(chars: list[_Char]) -> Iterator[_Told]:
    word: _Word | None = None
    last: _Char | None = None
    spaces: list[_Char] = []
    for char in chars:
        if char.generated or char.text in _SPACES:
            if word is not None:
                yield from word.parts()
                word = None
            spaces.append(char)
            continue
        if word is not None and word.goes_on(char):
            word.chars.append(char)
        else:
            if word is not None:
                yield from word.parts()
            word = _Word(char, glued=last is not None and _one_space(last, spaces, char))
        last, spaces = char, []
    if word is not None:
        yield from word.parts()


def _one_space(left: _Char, spaces: list[_Char], right: _Char) -> bool:
    """Whether a single space that the file itself holds, and no jump, parts two characters."""
    if len(spaces) != 1 or spaces[0].generated or abs(left.base - right.base) > 1:
        return False
    width = max(spaces[0].x1 - spaces[0].x0, 0.5)
    gap = max(right.x0 - left.x1, left.x0 - right.x1)
    return gap <= 1.5 * width + 0.5


# ------------------------------------------------------------------------------------ turned names


def _turned_names(words: list[_Told]) -> list[_Told]:
    """Words, with each name that is printed from the bottom up or from the top down (as over narrow columns) as one, its
    foot on the line of the upright names beside it."""
    if not any(map(_goes_down, words, words[1:])):
        return words
    upright: list[_Told] = []
    turned: list[_Told] = []
    run: list[_Told] = []
    for word in [*words, None]:
        if word is not None and run and _goes_down(run[-1], word):
            run.append(word)
            continue
        if len(run) >= _LEAST_TURNED:
            turned.append(_one_name(run))
        else:
            upright += run
        run = [word] if word is not None else []
    return [*upright, *_on_lines(turned, upright)]


def _goes_down(one: _Told, other: _Told) -> bool:
    """Whether two characters stand above each other and lie on their side."""
    if len(one[0]) > 1 or len(other[0]) > 1:
        return False
    wide = one[3] - one[1]
    if abs(one[1] - other[1]) > 0.2 * wide or abs(one[3] - other[3]) > 0.2 * wide:
        return False
    if one[4] - one[2] > 0.95 * wide or other[4] - other[2] > 0.95 * wide:
        return False
    gap = max(other[2] - one[4], one[2] - other[4])
    return -0.3 * wide < gap < 0.7 * wide and abs(one[2] - other[2]) > 0.1


def _one_name(run: list[_Told]) -> _Told:
    wide = run[0][3] - run[0][1]
    text = run[0][0]
    for last, word in pairwise(run):
        gap = max(word[2] - last[4], last[2] - word[4])
        text += f" {word[0]}" if gap > _TURNED_SPACE * wide else word[0]
    top, bottom = min(word[2] for word in run), max(word[4] for word in run)
    left, right = min(word[1] for word in run), max(word[3] for word in run)
    return text, left, top, right, bottom, bottom, round(wide, 2), False


def _on_lines(turned: list[_Told], upright: list[_Told]) -> Iterator[_Told]:
    """Names that stand side by side on one line: the lowest that upright names beside them stand on, else their foot."""
    groups: list[list[_Told]] = []
    for name in sorted(turned, key=lambda word: word[4]):
        middle = [(name[2] + name[4]) / 2, name[4]]
        beside = next((one for one in groups if any(one[0][2] <= at <= one[0][4] + 2 for at in middle)), None)
        if beside is None:
            groups.append([name])
        else:
            beside.append(name)
    for group in groups:
        top, bottom = min(name[2] for name in group), max(name[4] for name in group)
        bases = [word[5] for word in upright if top - 2 <= word[5] <= bottom + 3]
        base = max(bases, default=bottom)
        yield from ((*name[:5], base, *name[6:]) for name in group)


# ------------------------------------------------------------------------------- seen or not, struck


class _Sight:
    """Tells the words that a reader of the page sees from those that it only holds."""

    def __init__(
        self, page: pdfium.PdfPage, text: _Handle, to_page: _ToPage, drawn: _Drawn, wide: float, high: float
    ) -> None:
        self._page = page
        self._text = text
        self._to_page = to_page
        self._drawn = drawn
        self._wide, self._high = wide, high

    def parted(self, words: list[_Told]) -> tuple[list[_Told], list[_Unseen]]:
        """(words that are seen, words that are not, with the reason)."""
        inside = [0 <= word[1] <= self._wide and -1 <= word[2] <= self._high for word in words]
        sizes = sorted(word[6] for word, one in zip(words, inside, strict=True) if one)
        tiny = min(_TINY, _TINY_SHARE * sizes[len(sizes) // 2]) if sizes else 0.0
        scanned = (
            self._drawn.pictures > _A_SCAN * self._wide * self._high
        )  # what OCR put beneath it may be unseen
        covered = self._covered(words) if self._drawn.white or (self._drawn.invisible and not scanned) else {}
        if not covered and all(inside) and (not sizes or sizes[0] >= tiny):
            return words, []
        seen: list[_Told] = []
        unseen: list[_Unseen] = []
        for at, word in enumerate(words):
            why = covered.get(at, "")
            if not inside[at]:
                why = (
                    "outside"
                    if word[3] < 0 or word[1] > self._wide or word[4] < 0 or word[2] > self._high
                    else "-"
                )
            elif not why and word[6] < tiny:
                why = "tiny"
            if not why:
                seen.append(word)
            elif why != "-":
                unseen.append((word[0], *word[1:5], why))
        return seen, unseen

    def _covered(self, words: list[_Told]) -> dict[int, str]:
        """Index of a word that is not drawn, or white on white -> "invisible" or "white"."""
        marked = self._marked()
        if not marked:
            return {}
        pictures, shapes = self._behind()
        found: dict[int, str] = {}
        rows: dict[int, list[tuple[float, float, bool]]] = defaultdict(list)
        for one in marked:
            rows[int(one[1] // _ROW)].append(one)
        for at, word in enumerate(words):
            near = [
                one
                for row in range(int(word[2] // _ROW), int(word[4] // _ROW) + 1)
                for one in rows.get(row, ())
                if word[1] <= one[0] <= word[3] and word[2] <= one[1] <= word[4]
            ]
            if not near or len(near) * 2 < len(word[0]):
                continue
            why = "white" if near[0][2] else "invisible"
            x, y = (word[1] + word[3]) / 2, (word[2] + word[4]) / 2
            behind = [*pictures, *shapes] if near[0][2] else pictures
            if not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in behind):
                found[at] = why
        return found

    def _marked(self) -> list[tuple[float, float, bool]]:
        """Middle of each character of a text object that may not be seen, and whether it is white."""
        box = pdf.FS_RECTF()
        marked: list[tuple[float, float, bool]] = []
        both = self._drawn.invisible | self._drawn.white
        for index in range(pdf.FPDFText_CountChars(self._text)):
            handle = pdf.FPDFText_GetTextObject(self._text, index)
            if not handle or (address := _address(handle)) not in both:
                continue
            pdf.FPDFText_GetLooseCharBox(self._text, index, box)
            ax, ay = self._to_page((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            marked.append((ax, ay, address in self._drawn.white))
            if len(marked) > _MAX_MARKED:
                break
        return marked

    def _behind(self) -> tuple[list[_Area], list[_Area]]:
        """Where pictures are, and shapes that are filled with another colour than white."""
        pictures: list[_Area] = []
        shapes: list[_Area] = []
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        for handle, kind, matrix in _objects(self._page.raw, self._page, _IDENTITY, 0):
            if kind == pdf.FPDF_PAGEOBJ_IMAGE:
                pictures.append(_extent([(0, 0), (1, 0), (0, 1), (1, 1)], matrix, self._to_page))
            elif kind == pdf.FPDF_PAGEOBJ_SHADING:
                shapes.append((0.0, 0.0, self._wide, self._high))
            elif kind == pdf.FPDF_PAGEOBJ_PATH and len(shapes) < _MAX_SHAPES:
                pdf.FPDFPath_GetDrawMode(handle, mode, stroked)
                plain = pdf.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
                white = plain and min(red.value, green.value, blue.value) > _WHITE
                if mode.value and not white and (corners := _points(handle)):
                    shapes.append(_extent(corners, matrix, self._to_page))
        return pictures, shapes


def _points(path: _Handle) -> list[_Point]:
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[_Point] = []
    for index in range(min(pdf.FPDFPath_CountSegments(path), 1_000)):
        pdf.FPDFPathSegment_GetPoint(pdf.FPDFPath_GetPathSegment(path, index), x, y)
        found.append((x.value, y.value))
    return found


def _extent(points: list[_Point], matrix: _Matrix, to_page: _ToPage) -> _Area:
    a, b, c, d, e, f = matrix
    places = [to_page(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs), min(ys), max(xs), max(ys)


def _struck(words: list[_Told], rules: list[list[float]]) -> list[int]:
    """Indexes of words that a line goes through, between the foot and the head of their small letters."""
    order = sorted(range(len(words)), key=lambda at: words[at][5])
    bases = [words[at][5] for at in order]
    most = max((word[6] for word in words), default=0.0) * _STRIKE_HIGH
    found: set[int] = set()
    for x0, top, x1, bottom, *_ in rules:
        if bottom - top > 1 or x1 - x0 < bottom - top:
            continue
        y = (top + bottom) / 2
        first = bisect_left(bases, y)
        if first == len(bases) or bases[first] > y + most:
            continue
        for place in range(first, bisect_right(bases, y + most)):
            word = words[order[place]]
            above = word[5] - y
            if _STRIKE_LOW * word[6] < above < _STRIKE_HIGH * word[6]:
                over = min(x1, word[3]) - max(x0, word[1])
                if over >= _STRIKE_OVER * (word[3] - word[1]):
                    found.add(order[place])
    return sorted(found)


def _strike_outs(page: pdfium.PdfPage, to_page: _ToPage) -> Iterator[list[float]]:
    """The lines of annotations that strike text out."""
    for index in range(min(pdf.FPDFPage_GetAnnotCount(page.raw), 5_000)):
        annotation = pdf.FPDFPage_GetAnnot(page.raw, index)
        if pdf.FPDFAnnot_GetSubtype(annotation) == pdf.FPDF_ANNOT_STRIKEOUT:
            quad = pdf.FS_QUADPOINTSF()
            for number in range(min(pdf.FPDFAnnot_CountAttachmentPoints(annotation), 200)):
                if pdf.FPDFAnnot_GetAttachmentPoints(annotation, number, quad):
                    places = [
                        to_page(x, y)
                        for x, y in (
                            (quad.x1, quad.y1),
                            (quad.x2, quad.y2),
                            (quad.x3, quad.y3),
                            (quad.x4, quad.y4),
                        )
                    ]
                    y = sum(place[1] for place in places) / 4
                    yield [min(place[0] for place in places), y, max(place[0] for place in places), y]
        pdf.FPDFPage_CloseAnnot(annotation)


# -------------------------------------------------------------------------------------------- lines


class _Drawn(NamedTuple):
    """What a page shows beside its text, and which of its text may not be seen."""

    rules: list[list[float]]
    """Straight lines, and edges of filled shapes."""
    pictures: float
    """The area that pictures cover, in square points."""
    invisible: set[int]
    """Addresses of text objects that are not drawn."""
    white: set[int]
    """And of those that are white."""


def _drawn(page: pdfium.PdfPage, to_page: _ToPage) -> _Drawn:
    rules: list[list[float]] = []
    pictures = 0.0
    seen = 0
    invisible: set[int] = set()
    white: set[int] = set()
    width, height = page.get_size()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for handle, kind, matrix in _objects(page.raw, page, _IDENTITY, 0):
        seen += 1
        if seen > _MAX_OBJECTS or len(rules) > _MAX_RULES:
            return _Drawn([], pictures, invisible, white)
        if kind == pdf.FPDF_PAGEOBJ_TEXT:
            mode = pdf.FPDFTextObj_GetTextRenderMode(handle)
            if mode in (_NOT_DRAWN, _CLIPS_ONLY):
                invisible.add(_address(handle))
            elif mode in _FILLED and pdf.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha):
                if alpha.value < _FAINT:
                    invisible.add(_address(handle))
                elif min(red.value, green.value, blue.value) > _WHITE:
                    white.add(_address(handle))
        elif kind == pdf.FPDF_PAGEOBJ_IMAGE:
            pictures += _area(handle, matrix)
        elif kind == pdf.FPDF_PAGEOBJ_PATH:
            for rule in _rules(handle, matrix, to_page):
                if rule[4] and (rule[2] - rule[0] > 0.98 * width or rule[3] - rule[1] > 0.98 * height):
                    continue  # the edge of a page's background
                rules.append(rule[:4])
    return _Drawn(rules, pictures, invisible, white)


def _address(handle: _Handle) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _objects(
    owner: _Handle, page: pdfium.PdfPage, matrix: _Matrix, depth: int
) -> Iterator[tuple[_Handle, int, _Matrix]]:
    if depth == 0:
        count, get = pdf.FPDFPage_CountObjects(owner), pdf.FPDFPage_GetObject
    else:
        count, get = pdf.FPDFFormObj_CountObjects(owner), pdf.FPDFFormObj_GetObject
    for index in range(min(count, _MAX_OBJECTS)):
        handle = get(owner, index)
        kind = pdf.FPDFPageObj_GetType(handle)
        own = pdf.FS_MATRIX()
        pdf.FPDFPageObj_GetMatrix(handle, own)
        inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        if kind == pdf.FPDF_PAGEOBJ_FORM:
            if depth < _MAX_FORM_DEPTH:
                yield from _objects(handle, page, inner, depth + 1)
        else:
            yield handle, kind, inner


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _area(image: _Handle, matrix: _Matrix) -> float:
    """A picture is the unit square under its matrix."""
    del image
    a, b, c, d, _, _ = matrix
    return abs(a * d - b * c)


def _rules(path: _Handle, matrix: _Matrix, to_page: _ToPage) -> Iterator[list[float]]:
    """[x0, top, x1, bottom, 1 for the edge of a filled shape] of the straight parts of a path."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdf.FPDFPath_GetDrawMode(path, mode, stroked)
    filled = mode.value != 0
    if not filled and not stroked.value:
        return
    for points in _subpaths(path, matrix, to_page):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, top, x1, bottom = min(xs), min(ys), max(xs), max(ys)
        if filled and len(points) >= 3 and min(x1 - x0, bottom - top) <= _THIN:
            middle = (x0 + x1) / 2, (top + bottom) / 2
            if x1 - x0 >= bottom - top:
                yield [x0, middle[1], x1, middle[1], 0]
            else:
                yield [middle[0], top, middle[0], bottom, 0]
            continue
        for (ax, ay), (bx, by) in pairwise(points):
            if min(abs(ax - bx), abs(ay - by)) < 0.5 and max(abs(ax - bx), abs(ay - by)) > 3:
                yield [min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), 0 if stroked.value else 1]


def _subpaths(path: _Handle, matrix: _Matrix, to_page: _ToPage) -> Iterator[list[_Point]]:
    """The corners of each part of a path; curves are left out."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    for index in range(min(pdf.FPDFPath_CountSegments(path), 10_000)):
        segment = pdf.FPDFPath_GetPathSegment(path, index)
        kind = pdf.FPDFPathSegment_GetType(segment)
        pdf.FPDFPathSegment_GetPoint(segment, x, y)
        place = to_page(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdf.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [place]
        elif kind == pdf.FPDF_SEGMENT_LINETO:
            points.append(place)
        else:
            points = []
        if points and pdf.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _send(target: BinaryIO, message: dict[str, object]) -> None:
    data = msgspec.msgpack.encode(message)
    target.write(len(data).to_bytes(4, "big") + data)
    target.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
