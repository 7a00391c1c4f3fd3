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
from collections import Counter
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
_SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000\u200b\ufeff")
_HYPHENS = {0x02: "-", 0xAD: "-"}
"""pdfium gives 2 for a hyphen at a line's end."""

_Point = tuple[float, float]
_Told = tuple[str, float, float, float, float, float, float, bool]
"""A word: its text, x0, top, x1, bottom, baseline, height, whether one printed space parts it from the word before."""
_ToPage = Callable[[float, float], _Point]
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
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
        unmapped += char.text == "\ufffd"
        chars.append(char)
    words = [told for told in _words(chars) if 0 <= told[1] <= wide and -1 <= told[2] <= high]
    rules, pictures = _drawn(page, to_page)
    text.close()
    return {
        "width": wide,
        "height": high,
        "turn": turn,
        "words": words,
        "rules": rules,
        "pictures": min(1.0, pictures / max(1.0, wide * high)),
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

    def place(x: float, y: float) -> _Point:
        across, down = to_shown(x, y)
        return (
            (across, down),
            (height - down, across),
            (width - across, height - down),
            (down, width - across),
        )[turn]

    return place


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
        return " "
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


# -------------------------------------------------------------------------------------------- lines


def _drawn(page: pdfium.PdfPage, to_page: _ToPage) -> tuple[list[list[float]], float]:
    """Straight lines (and edges of filled shapes), and the area that pictures cover, in square points."""
    rules: list[list[float]] = []
    pictures = 0.0
    seen = 0
    width, height = page.get_size()
    for handle, kind, matrix in _objects(page.raw, page, _IDENTITY, 0):
        seen += 1
        if seen > _MAX_OBJECTS or len(rules) > _MAX_RULES:
            return [], pictures
        if kind == pdf.FPDF_PAGEOBJ_IMAGE:
            pictures += _area(handle, matrix)
        elif kind == pdf.FPDF_PAGEOBJ_PATH:
            for rule in _rules(handle, matrix, to_page):
                if rule[4] and (rule[2] - rule[0] > 0.98 * width or rule[3] - rule[1] > 0.98 * height):
                    continue  # the edge of a page's background
                rules.append(rule[:4])
    return rules, pictures


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
