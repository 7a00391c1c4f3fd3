"""Run as a program of its own: reads pictures of pages by OCR and writes their words and lines to standard output.

    python ocr_child.py MEMORY_BYTES CPU_SECONDS MAX_PIXELS pdf PAGES < file       PAGES: "1,2,7"
    python ocr_child.py MEMORY_BYTES CPU_SECONDS MAX_PIXELS picture MAX_FRAMES < file
    python ocr_child.py MEMORY_BYTES CPU_SECONDS MAX_PIXELS show PAGE WIDE_PIXELS < file

Text is found and read by PP-OCR (the weights are in the wheel of rapidocr: nothing is downloaded); this module turns
and straightens the page first, reads all pieces of one width together, and finds where each word stands from what the
network saw at each place. Messages are those of `pdf_child`. `show` reads nothing: it gives a page as a PNG picture,
{"picture": bytes, "width": points, "height": points}. It imports nothing of Dragoman.
"""

from __future__ import annotations

import contextlib
import io
import math
import os
import re
import struct
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""Grey, shape (height, width)."""
Quad = npt.NDArray[np.float64]
"""Corners from the top left clockwise, shape (4, 2), in pixels."""

_DPI = 200
_A4_INCHES = 8.27
_HIGH = 48
"""Pixels that the network wants a line's height to be."""
_STEP = 16
"""Widths are rounded to so many pixels, so that pieces can be read together."""
_MOST_WIDE = 3_200
_BATCH = 640
"""Places (of eight pixels) that are read at once; each takes 75 kB."""
_PROBES = 12
_STRAIGHT = 0.15
"""Degrees of skew that do no harm."""
_SMALLEST = 1_600
"""Pictures whose longer side has fewer pixels are enlarged."""
_MARK = re.compile(r"(?:\d{1,2}\)?|\)|[*†‡]+)$")
_UNREAD_SHARE = 0.15
"""Of the pieces of a page, from which on it is refused."""
_UNREAD = "\ufffd"
_SPACE = 0.27
"""Ink further apart, as a share of the line's height, is of two words."""


class _Missing(Exception):
    """The extra for OCR is not installed."""


def main(arguments: list[str], source: BinaryIO, target: BinaryIO) -> int:
    """Read `source`; 0 also where an error was told in a message."""
    memory, seconds, pixels = map(int, arguments[:3])
    _bound(memory, seconds)
    try:
        if arguments[3] == "show":
            _send(target, _shown(source.read(), int(arguments[4]), int(arguments[5]), pixels))
            return 0
        reader = _Reader()
        if arguments[3] == "pdf":
            numbers = [int(number) for number in arguments[4].split(",")]
            _send(target, {"pages": len(numbers)})
            pictures = _pdf_pages(source.read(), numbers, pixels)
        else:
            pictures = _frames(source.read(), int(arguments[4]), pixels, target)
        for picture in pictures:
            _send(target, {"page": _page(reader, picture)})
    except _Missing as error:
        _send(target, {"error": "missing", "text": str(error)})
    except MemoryError:
        _send(target, {"error": "memory", "text": "out of memory"})
    except _Broken as error:
        _send(target, {"error": error.kind, "text": str(error)})
    else:
        _send(target, {"end": True})
    return 0


def _bound(memory: int, seconds: int) -> None:
    """Bound the address space and the time where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# ----------------------------------------------------------------------------------------- pictures


class _Broken(Exception):
    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class _Scan(NamedTuple):
    """A page as a picture, and how many points a pixel is."""

    number: int
    grey: Picture
    points: float


def _pdf_pages(data: bytes, numbers: Sequence[int], pixels: int) -> Iterator[_Scan]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        for number in numbers:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_DPI / 72, math.sqrt(pixels / max(1.0, width * height)))
            shown = page.render(scale=scale, grayscale=True)
            grey = np.array(shown.to_numpy(), dtype=np.uint8)
            page.close()
            yield _Scan(number, grey.reshape(grey.shape[0], grey.shape[1]), 1 / scale)
    except pdfium.PdfiumError as error:
        raise _Broken("broken", str(error)) from error


def _shown(data: bytes, number: int, wide: int, pixels: int) -> dict[str, object]:
    """A page as a person sees it, `wide` pixels across."""
    if b"%PDF-" in data[:1_024]:
        return _shown_pdf(data, number, wide, pixels)
    scan = next((one for one in _frames(data, number, pixels, None) if one.number == number), None)
    if scan is None:
        raise _Broken("page", str(number))
    import cv2

    high = max(1, round(scan.grey.shape[0] * wide / scan.grey.shape[1]))
    small = _grey(cv2.resize(scan.grey, (wide, high), interpolation=cv2.INTER_AREA))
    width, height = scan.grey.shape[1] * scan.points, scan.grey.shape[0] * scan.points
    return {"picture": _png(small), "width": width, "height": height}


def _shown_pdf(data: bytes, number: int, wide: int, pixels: int) -> dict[str, object]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        if not 1 <= number <= len(document):
            raise _Broken("page", str(number))
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(wide / max(1.0, width), math.sqrt(pixels / max(1.0, width * height)))
        shown = np.array(page.render(scale=scale, rev_byteorder=True).to_numpy(), dtype=np.uint8)
    except pdfium.PdfiumError as error:
        raise _Broken("password" if "assword" in str(error) else "broken", str(error)) from error
    return {"picture": _png(shown[:, :, :3]), "width": width, "height": height}


def _png(values: Picture) -> bytes:
    """A grey (height, width) or coloured (height, width, 3) picture as PNG."""
    high, wide = values.shape[:2]
    rows = np.zeros((high, 1 + values[0].size), dtype=np.uint8)
    rows[:, 1:] = values.reshape(high, -1)
    header = struct.pack(">IIBBBBB", wide, high, 8, 0 if values.ndim == 2 else 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts
    )


def _frames(data: bytes, most: int, pixels: int, target: BinaryIO | None) -> Iterator[_Scan]:
    """The frames of a picture file, turned as its EXIF says; refused where one is too large to unpack."""
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise _Missing("pillow") from error
    Image.MAX_IMAGE_PIXELS = None  # it is bounded here, before anything is unpacked
    try:
        with Image.open(io.BytesIO(data)) as picture:
            count = int(getattr(picture, "n_frames", 1))
            if target is not None:
                _send(target, {"pages": count})
            for index in range(min(count, most)):
                picture.seek(index)
                width, height = picture.size
                if width * height > pixels:
                    raise _Broken("large", f"{width:,} x {height:,} pixels")
                dpi = _dpi(picture.info.get("dpi"), width, height)
                flat = ImageOps.exif_transpose(picture)
                if flat.mode in ("RGBA", "LA", "PA") or "transparency" in flat.info:
                    paper = Image.new("RGBA", flat.size, "white")
                    flat = Image.alpha_composite(paper, flat.convert("RGBA"))
                yield _Scan(index + 1, np.array(flat.convert("L"), dtype=np.uint8), 72 / dpi)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise _Broken("broken", str(error)[:200]) from error


def _dpi(said: object, width: int, height: int) -> float:
    """Of a picture; where it says nothing likely, as if its shorter side were that of A4."""
    if isinstance(said, tuple) and said and 90 <= float(said[0]) <= 1_200:
        return float(said[0])
    return min(width, height) / _A4_INCHES


# ------------------------------------------------------------------------------------- the networks


@dataclass(frozen=True, slots=True)
class _Text:
    """What was read of a piece: characters, how sure of each, and where along the piece (0 to 1)."""

    chars: str
    sure: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def score(self) -> float:
        return sum(self.sure) / len(self.sure) if self.sure else 0.0


class _Reader:
    """PP-OCR: finds pieces of text, and reads them."""

    def __init__(self) -> None:
        try:
            import cv2
            import onnxruntime
            import rapidocr
        except ImportError as error:
            raise _Missing(str(error)) from error
        models = Path(rapidocr.__file__).parent / "models"
        finder, reader = _weights(models, "_det_"), _weights(models, "_rec_")
        threads = min(4, os.cpu_count() or 1)
        cv2.setNumThreads(threads)
        self._cv2 = cv2
        self._find = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": 4_000,
                "Det.model_path": str(finder),
                "Det.max_candidates": 4_000,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            }
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        self._read = onnxruntime.InferenceSession(str(reader), options, providers=["CPUExecutionProvider"])
        listed = self._read.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._letters = ["", *listed, " "]
        self._input = self._read.get_inputs()[0].name

    def find(self, grey: Picture) -> list[Quad]:
        """The pieces of text of a page."""
        colour = self._cv2.cvtColor(grey, self._cv2.COLOR_GRAY2BGR)
        found = self._find(colour, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return [np.asarray(box, dtype=np.float64) for box in boxes] if boxes is not None else []

    def read(self, pieces: Sequence[Picture]) -> list[_Text]:
        """What stands on each piece; pieces of like width are read together."""
        texts: list[_Text] = [_Text("", (), ())] * len(pieces)
        alike: dict[int, list[int]] = defaultdict(list)
        for index, piece in enumerate(pieces):
            high, wide = piece.shape
            if high >= 4 and wide >= 3:
                scaled = round(_HIGH * wide / high / _STEP) * _STEP
                alike[max(2 * _STEP, min(_MOST_WIDE, scaled))].append(index)
        for width, members in alike.items():
            at_once = max(1, _BATCH // (width // 8))
            for start in range(0, len(members), at_once):
                some = members[start : start + at_once]
                for index, text in zip(some, self._batch([pieces[i] for i in some], width), strict=True):
                    texts[index] = text
        return texts

    def _batch(self, pieces: Sequence[Picture], width: int) -> list[_Text]:
        scaled = [
            np.asarray(self._cv2.resize(piece, (width, _HIGH), interpolation=self._cv2.INTER_LINEAR))
            for piece in pieces
        ]
        grey = np.stack(scaled).astype(np.float32) / 127.5 - 1.0
        stacked = np.repeat(grey[:, None, :, :], 3, axis=1)
        seen: npt.NDArray[np.float32] = self._read.run(None, {self._input: stacked})[0]
        return [self._decoded(one) for one in seen]

    def _decoded(self, seen: npt.NDArray[np.float32]) -> _Text:
        """The likeliest letter at each place, repeats and blanks taken out."""
        best = seen.argmax(axis=1)
        sure = seen.max(axis=1)
        chars: list[str] = []
        known: list[float] = []
        places: list[float] = []
        last = 0
        for place, letter in enumerate(best):
            if letter not in (0, last):
                chars.append(self._letters[letter] or " ")
                known.append(float(sure[place]))
                places.append((place + 0.5) / len(best))
            elif letter != 0:
                known[-1] = max(known[-1], float(sure[place]))
            last = letter
        return _Text("".join(chars), tuple(known), tuple(places))


def _weights(models: Path, part: str) -> Path:
    found = sorted(path for path in models.glob("*.onnx") if part in path.name)
    if not found:
        raise _Missing(f"no weights {part} in {models}")
    return found[-1]


# ------------------------------------------------------------------------------------------ a page


def _page(reader: _Reader, scan: _Scan) -> dict[str, object]:
    """The words and lines of a page, in points of the page as turned and straightened."""
    import cv2

    grey, points = scan.grey, scan.points
    longer = max(grey.shape)
    if longer < _SMALLEST:
        factor = _SMALLEST / longer
        grey = _grey(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))
        points /= factor
    quads = reader.find(grey)
    turn = _turn(reader, grey, quads)
    if turn:
        grey = np.ascontiguousarray(np.rot90(grey, -turn))
        quads = reader.find(grey)
    skew = _skew(grey, quads)
    if abs(skew) > _STRAIGHT:
        grey = _straightened(grey, skew)
        quads = reader.find(grey)
    else:
        skew = 0.0
    high, wide = grey.shape
    rules, clean = _rules(grey)
    boxes = [box for quad in quads if (box := _box(quad, wide, high)) is not None]
    pieces = [clean[top:bottom, left:right] for left, top, right, bottom in boxes]
    texts = reader.read(pieces)
    base = {
        "number": scan.number,
        "width": wide * points,
        "height": high * points,
        "turn": turn,
        "skew": skew,
        "pictures": 1.0,
    }
    unread = [_is_unread(text, piece) for text, piece in zip(texts, pieces, strict=True)]
    tellable = sum(piece.shape[1] >= 1.5 * piece.shape[0] for piece in pieces)
    if sum(unread) > max(2.0, _UNREAD_SHARE * tellable):
        return {**base, "unread": f"{sum(unread)} of {tellable} pieces of text"}
    words: list[tuple[_Word, float]] = []
    for box, piece, text, lost in zip(boxes, pieces, texts, unread, strict=True):
        words += _words_of(box, piece, _Text(_UNREAD, (0.0,), (0.5,)) if lost else text)
    return {
        **base,
        "words": [_scaled(word, points) for word, _ in words],
        "confidences": [round(sure, 3) for _, sure in words],
        "rules": [[round(side * points, 2) for side in rule] for rule in rules],
        "chars": sum(len(word.text) for word, _ in words),
    }


_Box = tuple[int, int, int, int]


def _box(quad: Quad, wide: int, high: int) -> _Box | None:
    left, top = np.floor(quad.min(axis=0)).astype(int)
    right, bottom = np.ceil(quad.max(axis=0)).astype(int)
    box = max(0, int(left)), max(0, int(top)), min(wide, int(right)), min(high, int(bottom))
    return box if box[2] - box[0] >= 3 and box[3] - box[1] >= 4 else None


def _sides(quad: Quad) -> tuple[float, float]:
    """How wide and high a piece is."""
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


def _turn(reader: _Reader, grey: Picture, quads: Sequence[Quad]) -> int:
    """Clockwise quarters that set the page upright: told by which way its longest pieces read best."""
    if not quads:
        return 0
    spans = [quad.max(axis=0) - quad.min(axis=0) for quad in quads]
    lying = sum(float(span[0]) for span in spans if span[0] > 1.5 * span[1])
    standing = sum(float(span[1]) for span in spans if span[1] > 1.5 * span[0])
    ways = (1, 3) if standing > lying else (0, 2)
    longest = sorted(quads, key=lambda quad: -float(np.ptp(quad, axis=0).max()))
    probes = [box for quad in longest[: 3 * _PROBES : 3] if (box := _box(quad, grey.shape[1], grey.shape[0]))]
    crops = [grey[top:bottom, left:right] for left, top, right, bottom in probes]
    scores = {
        way: sum(
            sum(text.sure) / max(1.0, 0.9 * crop.shape[1] / crop.shape[0]) * text.score
            for crop, text in _probed(reader, crops, way)
        )
        for way in ways
    }
    return max(ways, key=lambda way: (scores[way], -way))


def _probed(reader: _Reader, crops: Sequence[Picture], way: int) -> Iterator[tuple[Picture, _Text]]:
    turned = [np.ascontiguousarray(np.rot90(crop, -way)) for crop in crops]
    yield from zip(turned, reader.read(turned), strict=True)


def _skew(grey: Picture, quads: Sequence[Quad]) -> float:
    """Degrees by which lines fall to the right: the turn back by which ink and paper part best into rows.

    The pieces' own slant says where to look; it is too rough to go by.
    """
    import cv2

    factor = min(1.0, 1_000 / max(grey.shape))
    small = _grey(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    ink = _grey(cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 10))
    high, wide = ink.shape

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, matrix, (wide, high), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best = _slant(quads)
    for reach, step in ((2.0, 0.5), (0.4, 0.1), (0.08, 0.02)):
        tried = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(tried, key=sharpness))
    return best if sharpness(best) > 1.02 * sharpness(0.0) else 0.0


def _slant(quads: Sequence[Quad]) -> float:
    """Of the long pieces, the median, in degrees."""
    angles: list[float] = []
    for quad in quads:
        wide, high = _sides(quad)
        if wide > 4 * high:
            along = quad[1] - quad[0]
            angles.append(math.degrees(math.atan2(float(along[1]), float(along[0]))))
    return float(np.median(angles)) if len(angles) >= 3 else 0.0


def _straightened(grey: Picture, skew: float) -> Picture:
    """Turned back about its middle, at the same size; what comes in from outside is paper."""
    import cv2

    high, wide = grey.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0)
    paper = int(np.percentile(grey, 90))
    return _grey(cv2.warpAffine(grey, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper))


def _grey(values: npt.NDArray[Any]) -> Picture:
    return np.ascontiguousarray(values, dtype=np.uint8)


def _rules(grey: Picture) -> tuple[list[list[float]], Picture]:
    """Straight lines [x0, top, x1, bottom] in pixels, and the picture with them painted over."""
    import cv2

    dark = _grey(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 10))
    paper = int(np.percentile(grey, 80))
    clean = grey.copy()
    found: list[list[float]] = []
    for across in (True, False):
        along = dark if across else np.ascontiguousarray(dark.T)
        view = clean if across else clean.T
        for start, end, at, thick in _stretches(along):
            middle = at + thick / 2
            found.append([start, middle, end, middle] if across else [middle, start, middle, end])
            part = view[at : at + thick, start:end]
            part[along[at : at + thick, start:end] > 0] = paper
    return found, clean


def _stretches(dark: Picture) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, first row, rows) of the lines across a picture: its long pieces, joined over small breaks."""
    import cv2

    high, wide = dark.shape
    piece = max(24, min(high, wide) // 50)
    mended = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    long = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    pieces = sorted(
        (int(top) + int(rows) // 2, int(left), int(left + columns), int(top), int(rows))
        for left, top, columns, rows, _ in stats[1:20_000]
        if rows <= max(6, wide // 200)
    )
    groups: list[list[_Piece]] = []
    for one in pieces:
        if groups and one[0] - groups[-1][-1][0] <= 2 and one[0] - groups[-1][0][0] <= 4:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups:
        for run in _joined(sorted(group, key=lambda one: one[1]), piece // 3):
            start, end = run[0][1], max(one[2] for one in run)
            if end - start >= wide // 14:
                top = min(one[3] for one in run)
                yield start, end, top, max(one[3] + one[4] for one in run) - top


_Piece = tuple[int, int, int, int, int]
"""Of a line: its middle, start, end, first row, rows."""


def _joined(pieces: Sequence[_Piece], gap: int) -> list[list[_Piece]]:
    """Pieces that follow each other with at most a small gap."""
    runs: list[list[_Piece]] = []
    reach = 0
    for one in pieces:
        if runs and one[1] - reach <= gap:
            runs[-1].append(one)
        else:
            runs.append([one])
        reach = max(reach, one[2]) if len(runs[-1]) > 1 else one[2]
    return runs


def _is_unread(text: _Text, piece: Picture) -> bool:
    """Whether the network passed over what stands there, as it does with scripts that it does not know."""
    high, wide = piece.shape
    if wide < 1.5 * high:
        return False
    letters = len(text.chars.replace(" ", ""))
    return letters < 0.55 * wide / high or text.score < 0.55


# ------------------------------------------------------------------------------------------- words


class _Word(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    glued: bool


def _words_of(box: _Box, piece: Picture, text: _Text) -> Iterator[tuple[_Word, float]]:
    """The words of a piece with their places, from the ink around where each letter was seen."""
    left, top, _, _ = box
    high, wide = piece.shape
    ink = _ink(piece)
    filled = np.flatnonzero(ink.any(axis=1))
    base = _baseline(ink, filled, high)
    size = _size(ink, base, high)
    spans = _letter_spans(text, wide)
    glued = False
    for part in re.finditer(r"\S+", text.chars):
        start, end = part.span()
        x0, x1 = _ink_span(ink, spans[start][0], spans[end - 1][1])
        plain = start + _without_raised(part.group(), x0, x1, ink, base)
        if plain == start and not glued:
            plain = end
        middle = x1 if plain == end else x1 - (x1 - x0) * (end - plain) * 0.6 / (end - start)
        for first, last, low, high_x in _apart(text.chars, start, plain, x0, middle, ink, size):
            word = _placed(text.chars[first:last], left + low, left + high_x, top + base, size, glued=glued)
            yield word, min(text.sure[first:last])
            glued = True
        if plain < end:
            from_x = left + (middle if plain > start else x0)
            mark = _placed(text.chars[plain:end], from_x, left + x1, top + base - 0.42 * size, 0.55 * size)
            yield mark, min(text.sure[plain:end])
        glued = True


def _apart(
    chars: str, start: int, end: int, x0: float, x1: float, ink: npt.NDArray[np.bool_], size: float
) -> Iterator[tuple[int, int, float, float]]:
    """(first letter, end, from, to) of the parts of a word between which a space was passed over."""
    if start == end:
        return
    glyphs = _glyphs(ink[:, int(x0) : max(int(x0) + 1, math.ceil(x1))])
    if len(glyphs) != end - start:
        yield start, end, x0, x1
        return
    first = 0
    for at in range(1, len(glyphs) + 1):
        last = at == len(glyphs)
        pair = "" if last else chars[start + at - 1 : start + at + 1]
        wide = not last and glyphs[at].x0 - glyphs[at - 1].x1 > _SPACE * size
        if last or (wide and pair.isalnum() and sum(map(str.isdecimal, pair)) == 1):
            yield start + first, start + at, int(x0) + glyphs[first].x0, int(x0) + glyphs[at - 1].x1
            first = at


def _placed(text: str, x0: float, x1: float, base: float, size: float, *, glued: bool = False) -> _Word:
    return _Word(text, x0, base - 0.8 * size, x1, base + 0.2 * size, base, size, glued)


def _ink(piece: Picture) -> npt.NDArray[np.bool_]:
    """Where a piece is darker (or, on dark ground, lighter) than its paper."""
    values = piece.astype(np.float32)
    paper = float(np.median(values))
    low, high = float(values.min()), float(values.max())
    if paper - low >= high - paper:
        return values < paper - 0.4 * (paper - low)
    return values > paper + 0.4 * (high - paper)


def _baseline(ink: npt.NDArray[np.bool_], filled: npt.NDArray[np.intp], high: int) -> float:
    """Row under most of the letters: where most columns of ink end."""
    if not len(filled):
        return 0.75 * high
    columns = np.flatnonzero(ink.any(axis=0))
    ends = high - np.argmax(ink[::-1][:, columns], axis=0)
    return float(np.median(ends))


def _size(ink: npt.NDArray[np.bool_], base: float, high: int) -> float:
    """Height of a line of such letters: capitals and figures are as high as 0.62 of it."""
    tops = [base - glyph.top for glyph in _glyphs(ink) if glyph.bottom > 0.5 * base]
    tall = float(np.percentile(tops, 85)) if tops else 0.45 * high
    return min(max(tall / 0.62, 0.55 * high), 0.95 * high)


def _letter_spans(text: _Text, wide: int) -> list[tuple[float, float]]:
    """From where to where each letter goes, by the middles between the places where they were seen."""
    places = [place * wide for place in text.places]
    edges = [0.0, *((one + two) / 2 for one, two in pairwise(places)), float(wide)]
    return list(pairwise(edges))


def _ink_span(ink: npt.NDArray[np.bool_], low: float, high: float) -> tuple[float, float]:
    """The ink between two places."""
    start, end = int(low), max(int(low) + 1, math.ceil(high))
    columns = np.flatnonzero(ink[:, start:end].any(axis=0))
    return (start + float(columns[0]), start + float(columns[-1]) + 1) if len(columns) else (low, high)


def _without_raised(word: str, low: float, high: float, ink: npt.NDArray[np.bool_], base: float) -> int:
    """How many letters of a word come before its raised footnote mark; all of them where it has none.

    Letters are told apart by the ink between two places, as the network sees them too roughly.
    """
    glyphs = _glyphs(ink[:, int(low) : max(int(low) + 1, math.ceil(high))])
    raised = 0
    heights = sorted(glyph.bottom - glyph.top for glyph in glyphs)
    typical = heights[len(heights) * 3 // 4] if heights else 0
    for glyph in reversed(glyphs):
        if glyph.bottom > base - 0.15 * typical or glyph.bottom - glyph.top < 0.3 * typical:
            break
        raised += 1
    if not raised:
        return len(word)
    if len(glyphs) == len(word):
        length = raised
    elif len(glyphs) == len(word) + 1 and not word.endswith(")"):
        length = max(1, raised - 1)  # the bracket was passed over
    else:
        length = 2 if word.endswith(")") and raised > 1 else 1
    length = min(length, len(word))
    return len(word) - length if _MARK.fullmatch(word[len(word) - length :]) else len(word)


class _Glyph(NamedTuple):
    """A run of columns that hold ink: mostly one letter."""

    x0: int
    x1: int
    top: int
    bottom: int


def _glyphs(ink: npt.NDArray[np.bool_]) -> list[_Glyph]:
    """From left to right."""
    filled = np.flatnonzero(ink.any(axis=0))
    found: list[_Glyph] = []
    for columns in np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1):
        rows = np.flatnonzero(ink[:, columns].any(axis=1))
        if len(rows):
            found.append(_Glyph(int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1))
    return found


def _scaled(word: _Word, points: float) -> list[object]:
    places = [round(side * points, 2) for side in word[1:7]]
    return [word.text, *places, word.glued]


def _send(target: BinaryIO, message: dict[str, object]) -> None:
    data = msgspec.msgpack.encode(message, enc_hook=_plain)
    target.write(len(data).to_bytes(4, "big") + data)
    target.flush()


def _plain(value: Any) -> Any:  # numbers of numpy, as msgspec hands them over
    return value.item()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
