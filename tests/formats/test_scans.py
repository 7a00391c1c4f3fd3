"""Scans and photographs by OCR: upright, turned, skewed; what it does not read is said. The words are in PP-OCR's wheel."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import reportlab

from dragoman.errors import FileTooLarge, FileUnreadable, NotFound
from dragoman.formats import READERS, ocr
from dragoman.formats.pdf import PdfReader
from dragoman.formats.pdf_limits import PageLimits
from dragoman.formats.pdf_picture import page_picture
from dragoman.formats.pdf_process import ChildDied
from dragoman.formats.scan import ScanReader
from dragoman.ingest.detect import open_tables
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row, Table
from dragoman.testing.format_reader import source_of
from dragoman.testing.pdf_files import PaperPage, paper

Image = pytest.importorskip("PIL.Image", reason="OCR is an extra: pip install 'dragoman[ocr]'")
ImageDraw = pytest.importorskip("PIL.ImageDraw")
ImageFont = pytest.importorskip("PIL.ImageFont")
pytest.importorskip("rapidocr")

NAMES = ("Art. no.", "Description", "MOQ", "Price EUR")
ROWS = [
    ("B-1001", "Isolierflasche, Größe 750 ml", "100", "12.50"),
    ("B-1002", "Steel bottle, blue", "240", "8.90"),
    ("B-1004", "Tasse à café en verre", "48", "3.05"),
    ("B-1005", "Lunch box with divider", "1000", "4.40"),
]
LEFTS = (80, 300, 900, 1100)
SIZE = (1400, 700)
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
CYRILLIC = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def picture(
    rows: Sequence[Sequence[str]] = ROWS, *, font: Path | None = None, lines: bool = True
) -> Any:  # PIL is an extra
    """A price list as a scanner at 150 dots per inch gives it."""
    letters = ImageFont.truetype(str(font or VERA), 26)
    made = Image.new("L", SIZE, 250)
    draw = ImageDraw.Draw(made)
    for at, row in enumerate([NAMES, *rows]):
        for x, text in zip(LEFTS, row, strict=True):
            draw.text((x, 100 + at * 60), text, font=letters, fill=20)
    if lines:
        for at in range(len(rows) + 2):
            draw.line((60, 88 + at * 60, 1320, 88 + at * 60), fill=90, width=2)
        for x in (60, 280, 880, 1080, 1320):
            draw.line((x, 88, x, 88 + (len(rows) + 1) * 60), fill=90, width=2)
    return made


def saved(made: Any, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    made.save(out, kind, dpi=(150, 150), **more)
    return out.getvalue()


def read(data: bytes, name: str = "list.png") -> tuple[Table, list[Row], list[Problem]]:
    reader, tables = open_tables(source_of(data, name), READERS, ReadOptions())
    assert reader in ("scan", "pdf")
    (table,) = tables
    rows = list(table.rows)
    return (
        table,
        [row for row in rows if not isinstance(row, Problem)],
        [row for row in rows if isinstance(row, Problem)],
    )


def texts(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    return [tuple(row.text(name) for name in NAMES) for row in rows]


def test_a_scan_gives_its_table_each_cell_with_its_box_in_points() -> None:
    table, rows, problems = read(saved(picture()))
    assert [column.key for column in table.columns] == list(NAMES)
    assert texts(rows) == ROWS
    assert not problems
    origin = rows[1].cell("Price EUR")
    assert origin.page == 1
    assert origin.box is not None
    points = 72 / 150
    assert origin.box[0] == pytest.approx(1100 * points, abs=3)
    assert origin.box[1] < (100 + 2 * 60 + 14) * points < origin.box[3]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "WEBP"])
def test_other_kinds_of_pictures_are_read_alike(kind: str) -> None:
    _, rows, _ = read(saved(picture(lines=False), kind), f"list.{kind.lower()}")
    assert texts(rows) == ROWS


@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_scan_is_read_upright_and_its_boxes_are_on_the_picture_as_it_is(turn: int) -> None:
    _, rows, _ = read(saved(picture().rotate(turn, expand=True)))
    assert texts(rows) == ROWS
    box = rows[0].cell("Art. no.").box
    assert box is not None
    x, y = 80 + 40, 160 + 14
    wide, high = SIZE
    there = {90: (y, wide - x), 180: (wide - x, high - y), 270: (high - y, x)}[turn]
    assert box[0] < there[0] * 72 / 150 < box[2]
    assert box[1] < there[1] * 72 / 150 < box[3]


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [3.0, -2.0])
def test_a_skewed_scan_is_straightened_and_its_boxes_are_on_the_skewed_picture(degrees: float) -> None:
    import math

    _, rows, _ = read(saved(picture().rotate(degrees, fillcolor=250, resample=Image.Resampling.BICUBIC)))
    assert texts(rows) == ROWS
    box = rows[3].cell("Price EUR").box
    assert box is not None
    x, y = 1100 + 30 - SIZE[0] / 2, 100 + 4 * 60 + 16 - SIZE[1] / 2
    angle = -math.radians(degrees)
    at = (
        SIZE[0] / 2 + x * math.cos(angle) - y * math.sin(angle),
        SIZE[1] / 2 + x * math.sin(angle) + y * math.cos(angle),
    )
    assert box[0] < at[0] * 72 / 150 < box[2]
    assert box[1] < at[1] * 72 / 150 < box[3]


def test_pages_of_text_and_scanned_pages_of_one_pdf_are_one_table() -> None:
    import pypdfium2 as pdfium

    page = PaperPage(width=672, height=336)
    lefts = [x * 72 / 150 for x in LEFTS]
    page.row(lefts, 60, NAMES)
    for at in range(12):
        page.row(lefts, 80 + at * 16, (f"A-{at}", f"Cup {at}", "100", "2.50"))
    both = pdfium.PdfDocument(paper([page]))
    both.import_pages(pdfium.PdfDocument(saved(picture(), "PDF", resolution=150)))
    out = io.BytesIO()
    both.save(out)
    table, rows, _ = read(out.getvalue(), "list.pdf")
    assert len(rows) == 12 + len(ROWS)
    assert table.detected["scanned pages"] == "2"
    assert (rows[12].text("Description"), rows[12].origin.page) == (ROWS[0][1], 2)


def scribbles() -> Any:  # PIL is an extra
    """Writing in no script there is."""
    import random

    draw_at = random.Random(5)
    made = Image.new("L", SIZE, 250)
    draw = ImageDraw.Draw(made)
    for row in range(7):
        for x in LEFTS:
            for letter in range(7):
                left, top = x + letter * 20, 100 + row * 60
                for _ in range(3):
                    ends = [(left + draw_at.randrange(16), top + draw_at.randrange(28)) for _ in range(3)]
                    draw.line(ends, fill=20, width=3)
    return made


def test_writing_that_is_not_read_is_refused_naming_the_scripts_that_are() -> None:
    with pytest.raises(
        FileUnreadable, match=r"list\.png: expected text in Latin letters, Chinese or Japanese"
    ):
        read(saved(scribbles()))


@pytest.mark.skipif(not CYRILLIC.is_file(), reason="needs a font with Cyrillic letters")
def test_a_list_in_cyrillic_letters_is_refused_and_not_read_as_junk() -> None:
    rows = [
        ("Б-1001", "Изолированная бутылка", "100 шт.", "12,50 руб."),
        ("Б-1002", "Термокружка с крышкой", "240 шт.", "8,90 руб."),
        ("Б-1003", "Нержавеющая сталь", "500 шт.", "7,15 руб."),
    ]
    with pytest.raises(FileUnreadable, match="Cyrillic, Arabic and other scripts are not read"):
        read(saved(picture(rows, font=CYRILLIC)))


def test_a_cell_that_is_blurred_is_a_problem_to_look_at() -> None:
    from PIL import ImageFilter

    made = picture()
    part = made.crop((1085, 210, 1310, 262)).filter(ImageFilter.GaussianBlur(7))
    made.paste(part, (1085, 210))
    _, rows, problems = read(saved(made))
    doubtful = [problem for problem in problems if problem.origin == rows[1].cell("Price EUR")]
    assert doubtful
    assert texts(rows)[2:] == ROWS[2:]


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileTooLarge, match=r"list\.png: expected a picture of at most 60,000,000 pixels"):
        read(png_header(60_000, 60_000))


def test_a_damaged_picture_is_refused_by_name() -> None:
    whole = saved(picture(), "JPEG")
    with pytest.raises(FileUnreadable, match=r"list\.jpg: expected a whole picture"):
        read(whole[: len(whole) // 3], "list.jpg")


def test_a_picture_without_text_is_refused() -> None:
    with pytest.raises(FileUnreadable, match=r"list\.png"):
        read(saved(Image.new("L", SIZE, 250)))


def test_a_page_that_takes_too_long_is_stopped() -> None:
    reader = ScanReader(PageLimits(max_ocr_page_seconds=0.05))
    with pytest.raises(FileTooLarge, match=r"expected pages that are read in 0\.05 seconds each"):
        list(reader.read(source_of(saved(picture()), "list.png"), ReadOptions()))


class _NoEngine:
    """A child on a machine without the extra."""

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> _NoEngine:
        return self

    def __exit__(self, *_: object) -> None: ...

    def count(self) -> int:
        raise ChildDied("missing", "no module named rapidocr")


def test_without_the_extra_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PageProcess", _NoEngine)
    with pytest.raises(FileUnreadable, match=r"pip install 'dragoman\[ocr\]'"):
        read(saved(picture()))


def test_without_the_extra_scanned_pages_among_others_are_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2 as pdfium

    monkeypatch.setattr(ocr, "PageProcess", _NoEngine)
    page = PaperPage()
    page.row((40, 110, 340, 420), 100, NAMES)
    for at in range(12):
        page.row((40, 110, 340, 420), 114 + at * 14, (f"A-{at}", f"Cup {at}", "100", "2.50"))
    both = pdfium.PdfDocument(paper([page]))
    both.import_pages(pdfium.PdfDocument(saved(picture(), "PDF", resolution=150)))
    out = io.BytesIO()
    both.save(out)
    (table,) = PdfReader().read(source_of(out.getvalue(), "list.pdf"), ReadOptions())
    rows = list(table.rows)
    (problem,) = [row for row in rows if isinstance(row, Problem)]
    assert problem.origin.page == 2
    assert "pip install" in problem.advice
    assert len(rows) == 13


def test_a_page_is_shown_as_a_picture_with_the_place_of_a_cell_on_it() -> None:
    data = saved(picture())
    source = source_of(data, "list.png")
    shown = page_picture(source, 1, wide_pixels=700)
    again = Image.open(io.BytesIO(shown.png))
    assert again.size == (700, 350)
    x0, top, x1, bottom = shown.share((1090 * 72 / 150, 88 * 72 / 150, 1320 * 72 / 150, 148 * 72 / 150))
    part = again.crop((round(x0 * 700), round(top * 350) + 3, round(x1 * 700) - 3, round(bottom * 350) - 3))
    assert part.getextrema()[0] < 120
    with pytest.raises(NotFound, match=r"list\.png: expected a page 2"):
        page_picture(source, 2)


def test_a_page_of_a_pdf_is_shown_as_the_viewer_turns_it() -> None:
    page = PaperPage(width=300, height=200, rotate=90)
    page.shade(0, 0, 60, 40)
    shown = page_picture(source_of(paper([page]), "list.pdf"), 1, wide_pixels=200)
    made = Image.open(io.BytesIO(shown.png)).convert("L")
    assert (made.size, shown.width, shown.height) == ((200, 300), 200, 300)
    assert made.getpixel((190, 10)) < 250
    assert made.getpixel((10, 10)) > 250
