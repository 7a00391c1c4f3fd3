"""How much of a printed price list arrives: a seeded one of 2,000 offers on 40 pages, as PDF and as a scan of it.

    python -m benchmarks.price_list_pdf                 # with lines, without lines
    python -m benchmarks.price_list_pdf --scan          # the same pages as pictures of 200 dots per inch
    python -m benchmarks.price_list_pdf --keep DIR      # leave the files there
    python -m benchmarks.price_list_pdf --looks 50      # small lists in looks drawn at random, most of them never tuned to

The list is as suppliers print them: titles that wrap, titles of groups, a header of two rows repeated on each page,
running titles, page numbers, footnotes with conditions, empty cells, a price here and there on request. Company and
products are invented. A cell is right if its text is what was printed; an error is flagged if a Problem names its cell
or its row. Memory is the peak of this process and of the largest child.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal  # reportlab has no types

import pypdfium2 as pdfium
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table, TableStyle

from dragoman.formats.pdf import PdfReader
from dragoman.model import Problem
from dragoman.ports import FormatReader, ReadOptions, Row, SourceFile

Look = Literal["lines", "no lines"]
PAGES, PER_PAGE = 40, 50
GROUP, NOTE = "Category", "Footnote"
COLUMNS = (
    "Item no.",
    "Description",
    "Material",
    "EAN",
    "Carton",
    "MOQ",
    "Price EUR 100+",
    "Price EUR 500+",
    "Price EUR 1000+",
    "Lead time",
)
_WIDTHS = (46, 148, 52, 62, 34, 30, 44, 44, 46, 46)
_KINDS = {
    "Bottles and flasks": (
        "Insulated bottle",
        "Sports bottle",
        "Vacuum flask",
        "Water bottle with carrying loop",
    ),
    "Lunch boxes": ("Lunch box with divider", "Bento box", "Snack box, leak-proof"),
    "Mugs & tumblers": ("Travel mug", "Tumbler with sliding lid", "Espresso cup, double wall"),
    "Kitchen knives": ("Chef's knife", "Paring knife", "Bread knife with serrated edge"),
    "Cutting boards": ("Cutting board with juice groove", "Serving board", "Chopping board, reversible"),
    "Storage jars": ("Storage jar with clip lid", "Spice jar", "Canister, airtight"),
}
_MATERIALS = ("Steel 18/8", "Tritan", "Bamboo", "Glass", "Aluminium", "Acacia")
_COLOURS = ("blue", "matt black", "red", "mint", "sand", "white", "stone grey")
_EXTRAS = (
    "powder coated",
    "with spare lid and cleaning brush",
    "gift box in four colours",
    "dishwasher safe up to 60 degrees",
    "BPA free, tested to EN 12546",
    "non-slip base",
)
_NOTES = {
    "1": "Price holds for full cartons only; opened cartons are charged 8 % more.",
    "2": "Goods on order, no return; the deposit of 30 % is due with the order.",
}
_SMALL = ParagraphStyle("cell", fontName="Helvetica", fontSize=6.8, leading=8)
_HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=6.8, leading=8)


@dataclass(frozen=True, slots=True)
class Printed:
    """An offer as it is printed, by column; group and footnote too."""

    cells: dict[str, str]
    mark: str = ""


@dataclass(slots=True)
class Measured:
    """What came back of a file."""

    file: str
    offers: int
    cells: int
    right: int
    unflagged: list[str] = field(default_factory=list)
    """Wrong cells that no Problem names: what was printed and what came."""
    surplus: int = 0
    """Rows that are no offer: a header taken for one, a note."""
    problems: int = 0
    needless: int = 0
    """Problems about cells that are right."""
    seconds: float = 0.0
    own_mb: float = 0.0
    child_mb: float = 0.0

    @property
    def share(self) -> float:
        return self.right / max(1, self.cells)


def offers(pages: int = PAGES, *, seed: int = 20261126) -> list[list[Printed]]:
    """The offers of each page."""
    draw = random.Random(seed)
    listed: list[list[Printed]] = []
    group, left = "", 0
    for page in range(pages):
        listed.append([])
        for at in range(PER_PAGE):
            if left == 0:
                group = draw.choice([kind for kind in _KINDS if kind != group])
                left = draw.randrange(9, 40)
            left -= 1
            listed[-1].append(_offer(draw, page * PER_PAGE + at, group))
    return listed


def _offer(draw: random.Random, number: int, group: str) -> Printed:
    parts = [
        draw.choice(_KINDS[group]),
        f"{draw.choice((250, 350, 500, 750, 1000))} ml",
        draw.choice(_COLOURS),
    ]
    if draw.random() < 0.3:
        parts += draw.sample(_EXTRAS, draw.randrange(1, 3))
    price = draw.randrange(90, 4_800)
    tiers = [price, price * draw.randrange(88, 97) // 100, price * draw.randrange(78, 87) // 100]
    on_request = draw.random() < 0.01
    texts = [
        f"{'ABCDEFGH'[number % 8]}{draw.randrange(10, 99)}-{10_000 + number}",
        ", ".join(parts),
        draw.choice(_MATERIALS),
        "" if draw.random() < 0.06 else _ean(4_006_000_000_000 // 10 + number * 37),
        str(draw.choice((6, 12, 24, 48, 96))),
        str(draw.choice((24, 48, 100, 120, 240, 500))),
        *("on request" if on_request else f"{cents // 100}.{cents % 100:02}" for cents in tiers),
        f"{draw.choice((5, 10, 14, 21, 30, 45))} days",
    ]
    mark = draw.choice("12") if draw.random() < 0.05 and not on_request else ""
    cells = dict(zip(COLUMNS, texts, strict=True)) | {GROUP: group}
    if mark:
        cells[NOTE] = _NOTES[mark]
    return Printed({key: text for key, text in cells.items() if text}, mark)


def _ean(twelve: int) -> str:
    digits = f"{twelve:012}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return digits + str(-(odd + 3 * even) % 10)


# ------------------------------------------------------------------------------------------ printing


def price_list(listed: Sequence[Sequence[Printed]], look: Look, /) -> bytes:
    """The list as PDF."""
    made = io.BytesIO()
    document = BaseDocTemplate(
        made, pagesize=A4, invariant=1, leftMargin=20, rightMargin=20, title="Price list"
    )
    frame = Frame(18, 50, A4[0] - 36, A4[1] - 92, 0, 0, 0, 0)

    def around(canvas: Canvas, _document: object) -> None:
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(24, A4[1] - 34, "Muster Handels GmbH - price list autumn 2026")
        canvas.setFont("Helvetica", 7)
        canvas.drawRightString(A4[0] - 24, A4[1] - 34, "EXW Hamburg, prices without VAT")
        canvas.drawCentredString(A4[0] / 2, 18, f"Page {canvas.getPageNumber()} of {len(listed)}")
        for mark, text in _NOTES.items():
            canvas.drawString(24, 40 - 9 * (int(mark) - 1), f"{mark}) {text}")

    document.addPageTemplates([PageTemplate("page", [frame], onPage=around)])
    parts: list[Any] = []
    group = ""
    for page in listed:
        parts.append(_table(page, look, group))
        group = page[-1].cells[GROUP]
        parts.append(PageBreak())
    document.build(parts[:-1])
    return made.getvalue()


def _table(page: Sequence[Printed], look: Look, group: str) -> Table:
    top = ["Item no.", "Description", "Material", "EAN", "Carton", "MOQ", "Price EUR", "", "", "Lead time"]
    under = ["", "", "", "", "", "", "100+", "500+", "1000+", ""]
    rows: list[list[Any]] = [top, under]
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), "Helvetica", 6.8),
        ("FONT", (0, 0), (-1, 1), "Helvetica-Bold", 6.8),
        ("SPAN", (6, 0), (8, 0)),
        ("ALIGN", (6, 0), (8, 0), "CENTER"),
        ("ALIGN", (4, 1), (8, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 1.0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
    ]
    for offer in page:
        if offer.cells[GROUP] != group:
            group = offer.cells[GROUP]
            style += [
                ("SPAN", (0, len(rows)), (-1, len(rows))),
                ("FONT", (0, len(rows)), (0, len(rows)), "Helvetica-Bold", 7.6),
            ]
            rows.append([group, *[""] * (len(COLUMNS) - 1)])
        texts: list[Any] = [offer.cells.get(key, "") for key in COLUMNS]
        texts[1] = Paragraph(texts[1], _SMALL)
        if offer.mark:
            right = ParagraphStyle("price", parent=_SMALL, alignment=2)
            texts[6] = Paragraph(f"{texts[6]}<super size=4.5>{offer.mark})</super>", right)
        rows.append(texts)
    if look == "lines":
        style += [
            ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
            ("BACKGROUND", (0, 0), (-1, 1), colors.lightgrey),
        ]
        style += [("SPAN", (column, 0), (column, 1)) for column in (0, 1, 2, 3, 4, 5, 9)]
    else:
        style += [("LINEBELOW", (0, 1), (-1, 1), 0.6, colors.black)]
    return Table(rows, colWidths=_WIDTHS, style=TableStyle(style), repeatRows=2)


def scan_of(data: bytes, /, *, dpi: int = 200, seed: int = 1) -> bytes:
    """The pages of a PDF as a scanner gives them: grey pictures with a little noise, and nothing else."""
    import numpy as np
    from PIL import Image

    noise = np.random.default_rng(seed)
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    document = pdfium.PdfDocument(data)
    for index in range(len(document)):
        grey = document[index].render(scale=dpi / 72, grayscale=True).to_numpy().astype(np.int16)
        rough = grey.reshape(grey.shape[:2]) + noise.normal(0, 6, grey.shape[:2])
        picture = io.BytesIO()
        Image.fromarray(np.clip(rough, 0, 255).astype(np.uint8)).save(picture, "JPEG", quality=80)
        canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
        canvas.showPage()
    canvas.save()
    return made.getvalue()


# ------------------------------------------------------------------------------------- drawn looks


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a small list looks."""

    font: str
    bold: str
    size: float
    columns: tuple[str, ...]
    border: str
    valign: str
    padding: float
    group: str
    price: str
    title_width: int
    header: str
    """On each page, or on the first."""


def drawn(seed: int, /) -> Drawn:
    """A look by chance."""
    draw = random.Random(seed)
    font, bold = draw.choice(
        (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Courier", "Courier-Bold"))
    )
    kept = [
        one for one in COLUMNS if one in ("Item no.", "Description", "Price EUR 100+") or draw.random() < 0.7
    ]
    if draw.random() < 0.3:
        kept = ["Description", *(one for one in kept if one != "Description")]
    return Drawn(
        font=font,
        bold=bold,
        size=6 if font == "Courier" else draw.choice((6.5, 7, 8)),
        columns=tuple(kept),
        border=draw.choice(("grid", "below", "box", "shaded", "none", "between")),
        valign=draw.choice(("TOP", "MIDDLE", "BOTTOM")),
        padding=draw.choice((0.3, 1, 2.5, 4)),
        group=draw.choice(("left", "centre", "none", "as rows")),
        price=draw.choice(("{}", "{} EUR", "EUR {}", "comma")),
        title_width=draw.choice((110, 150, 190)),
        header=draw.choice(("each", "first")),
    )


def drawn_list(look: Drawn, listed: Sequence[Sequence[Printed]], /) -> tuple[bytes, list[Printed]] | None:
    """The PDF and what is printed in it; None where the columns are wider than the page."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shown = [[_as_drawn(offer, look) for offer in page] for page in listed]
    widths = [
        look.title_width
        if key == "Description"
        else 7
        + max(
            stringWidth(key, look.bold, look.size),
            *(
                stringWidth(offer.cells.get(key, ""), look.font, look.size)
                for page in shown
                for offer in page
            ),
        )
        for key in look.columns
    ]
    if sum(widths) > A4[0] - 30:
        return None
    made = io.BytesIO()
    document = BaseDocTemplate(made, pagesize=A4, invariant=1)
    document.addPageTemplates([PageTemplate("page", [Frame(15, 30, A4[0] - 30, A4[1] - 60, 0, 0, 0, 0)])])
    title = ParagraphStyle("title", fontName=look.bold, fontSize=12, leading=18)
    parts: list[Any] = [Paragraph("Muster Ltd price list, prices EXW", title)]
    group = ""
    for number, page in enumerate(shown):
        parts += [_drawn_table(page, look, widths, group, first=number == 0), PageBreak()]
        group = page[-1].cells.get(GROUP, "")
    document.build(parts[:-1])
    return made.getvalue(), [offer for page in shown for offer in page]


def _as_drawn(offer: Printed, look: Drawn) -> Printed:
    cells: dict[str, str] = {}
    for key in (*look.columns, *((GROUP,) if look.group != "none" else ())):
        text = offer.cells.get(key, "")
        if key.startswith("Price") and text[:1].isdigit():
            text = text.replace(".", ",") if look.price == "comma" else look.price.format(text)
        if text:
            cells[key] = text
    return Printed(cells)


def _drawn_table(
    page: Sequence[Printed], look: Drawn, widths: Sequence[float], group: str, *, first: bool
) -> Table:
    rows: list[list[Any]] = []
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), look.font, look.size),
        ("LEADING", (0, 0), (-1, -1), look.size * 1.18),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), look.padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), look.padding),
        ("VALIGN", (0, 0), (-1, -1), look.valign),
        *_BORDERS[look.border],
        *(
            ("ALIGN", (at, 0), (at, -1), "RIGHT")
            for at, key in enumerate(look.columns)
            if key.startswith("Price") or key in ("MOQ", "Carton")
        ),
    ]
    if look.header == "each" or first:
        rows.append(list(look.columns))
        style.append(("FONT", (0, 0), (-1, 0), look.bold, look.size))
        if look.border == "box":
            style.append(("LINEBELOW", (0, 0), (-1, 0), 0.7, colors.black))
    cell = ParagraphStyle("cell", fontName=look.font, fontSize=look.size, leading=look.size * 1.18)
    for offer in page:
        if offer.cells.get(GROUP, group) != group:
            group = offer.cells[GROUP]
            at = len(rows)
            larger = look.size if look.group == "as rows" else look.size + 1.5
            style += [("SPAN", (0, at), (-1, at)), ("FONT", (0, at), (0, at), look.bold, larger)]
            if look.group == "centre":
                style.append(("ALIGN", (0, at), (0, at), "CENTER"))
            rows.append([group, *[""] * (len(look.columns) - 1)])
        texts = [offer.cells.get(key, "") for key in look.columns]
        rows.append(
            [
                Paragraph(text, cell) if key == "Description" else text
                for key, text in zip(look.columns, texts, strict=True)
            ]
        )
    return Table(
        rows, colWidths=list(widths), style=TableStyle(style), repeatRows=1 if look.header == "each" else 0
    )


_BORDERS: dict[str, list[tuple[Any, ...]]] = {
    "grid": [("GRID", (0, 0), (-1, -1), 0.4, colors.black)],
    "below": [("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.grey)],
    "between": [("LINEAFTER", (0, 0), (-2, -1), 0.4, colors.grey)],
    "box": [("BOX", (0, 0), (-1, -1), 0.7, colors.black)],
    "shaded": [("ROWBACKGROUNDS", (0, 1), (-1, -1), (colors.whitesmoke, colors.white))],
    "none": [],
}


def measure_looks(count: int, /, *, first: int = 1_000) -> list[tuple[Drawn, Measured]]:
    """Small lists of three pages in `count` looks, those too wide for the page left out."""
    found: list[tuple[Drawn, Measured]] = []
    for seed in range(first, first + count):
        look = drawn(seed)
        listed = [page[: 20 + seed % 3 * 8] for page in offers(3, seed=seed)]
        made = drawn_list(look, listed)
        if made is not None:
            found.append((look, measure(f"look {seed}", made[0], [made[1]])))
    return found


# ---------------------------------------------------------------------------------------- comparing


def measure(name: str, data: bytes, listed: Sequence[Sequence[Printed]], /) -> Measured:
    """Read a file and compare each cell with what was printed."""
    source = SourceFile(
        name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), open=lambda: io.BytesIO(data)
    )
    wanted = [offer for page in listed for offer in page]
    found = Measured(name, len(wanted), sum(len(COLUMNS) + 2 for _ in wanted), 0)
    started = time.perf_counter()
    got = list(_rows(source))
    found.seconds = time.perf_counter() - started
    found.own_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found.child_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    found.problems = sum(len(problems) for _, problems in got)
    aligned = list(_aligned(wanted, got))
    found.surplus = len(got) - sum(row is not None for row, _ in aligned)
    for offer, (row, problems) in zip(wanted, aligned, strict=True):
        _compare(offer, row, problems, found)
    return found


def _rows(source: SourceFile) -> Iterator[tuple[Row, list[Problem]]]:
    """Each row with the problems that follow it."""
    reader: FormatReader = PdfReader()
    last: tuple[Row, list[Problem]] | None = None
    for table in reader.read(source, ReadOptions()):
        for row in table.rows:
            if isinstance(row, Problem):
                if last is not None:
                    last[1].append(row)
                continue
            if last is not None:
                yield last
            last = (row, [])
    if last is not None:
        yield last


def _aligned(
    wanted: Sequence[Printed], got: Sequence[tuple[Row, list[Problem]]]
) -> Iterator[tuple[Row | None, list[Problem]]]:
    """The row of each offer: in order, those between missed by neither; by number of article, then by likeness."""
    import difflib

    keys = [_near_key(offer.cells) for offer in wanted]
    have = [_near_key(row.values) for row, _ in got]
    matcher = difflib.SequenceMatcher(None, keys, have, autojunk=False)
    pairs: dict[int, int] = {}
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and high - low == end - start):
            pairs.update(zip(range(low, high), range(start, end), strict=True))
        elif tag == "replace":
            pairs.update(zip(range(low, high), range(start, end), strict=False))
    for index in range(len(wanted)):
        yield got[pairs[index]] if index in pairs else (None, [])


def _near_key(cells: Any) -> str:
    return str(cells.get("Item no.") or cells.get("EAN") or "")


def _compare(offer: Printed, row: Row | None, problems: Sequence[Problem], found: Measured) -> None:
    flagged = {problem.origin for problem in problems}
    for key in (*COLUMNS, GROUP, NOTE):
        printed = offer.cells.get(key, "")
        came = " ".join(row.text(key).split()) if row is not None else ""
        if row is not None and came == printed:
            found.right += 1
            found.needless += any(problem.origin == _origin(row, key) for problem in problems if came)
        elif row is None or not ({_origin(row, key), row.origin} & flagged):
            found.unflagged.append(f"{offer.cells['Item no.']} {key}: printed {printed!r}, came {came!r}")


def _origin(row: Row, key: str) -> object:
    try:
        return row.cell(key)
    except KeyError:
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a file; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--scan", action="store_true", help="the pages as pictures, by OCR")
    parser.add_argument("--keep", type=Path, help="folder to leave the files in")
    parser.add_argument(
        "--looks", type=int, default=0, help="how many looks to draw, instead of the long list"
    )
    parser.add_argument("--show", type=int, default=5, help="wrong cells without a flag to print")
    given = parser.parse_args(arguments)
    if given.looks:
        return _print_looks(measure_looks(given.looks), given.show)
    listed = offers(given.pages)
    missed = 0
    print(
        "| file | offers | cells | right | wrong, not flagged | rows too many | problems | needless | s | MB own / child |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    looks: tuple[Look, ...] = ("lines", "no lines")
    for look in looks:
        data = price_list(listed, look)
        if given.scan:
            data = scan_of(data)
        name = f"list, {look}{', scan' if given.scan else ''}.pdf"
        if given.keep is not None:
            given.keep.mkdir(parents=True, exist_ok=True)
            (given.keep / name).write_bytes(data)
        found = measure(name, data, listed)
        print(
            f"| {name} | {found.offers:,} | {found.cells:,} | {found.share:.2%} | {len(found.unflagged)} | {found.surplus} | {found.problems} "
            f"| {found.needless} | {found.seconds:.1f} | {found.own_mb:.0f} / {found.child_mb:.0f} |",
            flush=True,
        )
        for line in found.unflagged[: given.show]:
            print(f"  {line}", file=sys.stderr)
        missed += found.share < (0.97 if given.scan else 0.995) or (not given.scan and bool(found.unflagged))
    return 1 if missed else 0


def _print_looks(measured: Sequence[tuple[Drawn, Measured]], show: int) -> int:
    cells, right = sum(one.cells for _, one in measured), sum(one.right for _, one in measured)
    unflagged = sum(len(one.unflagged) for _, one in measured)
    whole = sum(one.right == one.cells and not one.surplus for _, one in measured)
    surplus = sum(one.surplus for _, one in measured)
    print(
        f"{len(measured)} looks: {right / max(1, cells):.2%} of {cells:,} cells right, {whole} looks without an error, ",
        end="",
    )
    print(f"{unflagged} wrong cells not flagged, {surplus} rows too many")
    for look, one in measured:
        if one.right < one.cells or one.surplus:
            print(f"{one.share:.2%} +{one.surplus} {one.file} {look}", file=sys.stderr)
            print(*(f"  {line}" for line in one.unflagged[:show]), sep="\n", file=sys.stderr)
    return 1 if right < 0.995 * cells or surplus else 0


if __name__ == "__main__":
    sys.exit(main())
