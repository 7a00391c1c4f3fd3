"""Tables of PDF price lists: with and without lines, over pages, in two columns; groups, footnotes, and hostile files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats import READERS
from dragoman.formats.pdf import PdfReader
from dragoman.formats.pdf_limits import PageLimits
from dragoman.formats.pdf_process import PageMessage
from dragoman.model import Problem
from dragoman.ports import FormatReader, ReadOptions, Row, Table
from dragoman.testing.format_reader import COLUMNS, FormatReaderContract, rows_of, source_of
from dragoman.testing.pdf_files import PaperPage, paper

LEFTS = (40.0, 110.0, 340.0, 420.0)
NAMES = ("Art. no.", "Description", "MOQ", "Price EUR")


def read(data: bytes, options: ReadOptions | None = None) -> list[tuple[Table, list[Row | Problem]]]:
    tables = PdfReader().read(source_of(data, "list.pdf"), options or ReadOptions())
    return [(table, list(table.rows)) for table in tables]


def only(data: bytes) -> tuple[Table, list[Row]]:
    ((table, rows),) = read(data)
    found = [row for row in rows if not isinstance(row, Problem)]
    assert not [row.message() for row in rows if isinstance(row, Problem)]
    return table, found


def cells(rows: Sequence[Row]) -> list[dict[str, object]]:
    return [dict(row.values) for row in rows]


def some_rows(start: int, count: int) -> list[tuple[str, str, str, str]]:
    return [(f"B-{start + i}", f"Steel bottle {start + i}", "100", f"{i % 7 + 2}.50") for i in range(count)]


def page_of(rows: Sequence[Sequence[str]], *, top: float = 100, pitch: float = 14) -> PaperPage:
    """A plain page: a header and rows below, without lines."""
    page = PaperPage()
    page.row(LEFTS, top, NAMES)
    for at, row in enumerate(rows, start=1):
        page.row(LEFTS, top + at * pitch, row)
    return page


class TestContract(FormatReaderContract):
    streams = False

    def reader(self) -> FormatReader:
        return PdfReader()

    def others(self) -> Sequence[FormatReader]:
        return READERS

    def write(self, columns: Sequence[str], rows: Sequence[Sequence[str]], /) -> bytes:
        pages: list[PaperPage] = []
        for start in range(0, len(rows), 50):
            page = PaperPage()
            page.row((40, 150, 400, 460), 60, columns)
            for at, row in enumerate(rows[start : start + 50], start=1):
                page.row((40, 150, 400, 460), 60 + at * 14, row)
            pages.append(page)
        return paper(pages)

    def place(self, row: int, column: int, /) -> tuple[str | None, int | None, str | None]:
        return None, None, None


def test_a_cell_knows_its_page_and_its_box_in_points_from_the_top_left() -> None:
    _, rows = only(paper([page_of(some_rows(0, 30)), page_of(some_rows(30, 30))]))
    origin = rows[30].cell("Description")
    assert (origin.page, origin.where()) == (2, "list.pdf, page 2")
    assert origin.box is not None
    x0, top, x1, bottom = origin.box
    assert x0 == pytest.approx(110, abs=1)
    assert x1 == pytest.approx(110 + 15 * 4.5, abs=3)
    assert top < 114 < bottom
    assert bottom - top < 14


def test_a_header_names_the_columns_and_is_not_a_row_again_on_the_next_page() -> None:
    table, rows = only(paper([page_of(some_rows(0, 30)), page_of(some_rows(30, 30))]))
    assert [column.key for column in table.columns] == list(NAMES)
    assert table.columns[3].header_origin is not None
    assert table.columns[3].header_origin.page == 1
    assert [row.text("Art. no.") for row in rows] == [f"B-{i}" for i in range(60)]


@pytest.mark.parametrize(
    "behind",
    [b"\n" * 5_000, b"\r\n--=_gateway\r\nScanned by a mail gateway\r\n" * 400, bytes(200_000)],
    ids=["blank lines", "mail gateway", "zeros"],
)
def test_what_a_mail_gateway_puts_behind_a_whole_pdf_is_no_part_of_it(behind: bytes) -> None:
    _, rows = only(paper([page_of(some_rows(0, 30))]) + behind)
    assert len(rows) == 30


def test_a_pdf_that_is_cut_off_behind_an_earlier_end_mark_is_not_whole() -> None:
    data = paper([page_of(some_rows(0, 30))])
    with pytest.raises(FileUnreadable, match="whose end is missing"):
        read(data + b"\n99 0 obj\n<< /Length 9000 >>\nstream\n" + b"x" * 6_000)


def test_a_page_without_a_header_goes_on_with_the_table_before_it() -> None:
    second = PaperPage()
    for at, row in enumerate(some_rows(30, 12)):
        second.row(LEFTS, 100 + at * 14, row)
    _, rows = only(paper([page_of(some_rows(0, 30)), second]))
    assert len(rows) == 42
    assert rows[41].text("Price EUR") == "6.50"


@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
@pytest.mark.parametrize("lined", [True, False])
def test_a_wrapped_title_is_one_cell_wherever_the_values_stand_beside_it(align: str, *, lined: bool) -> None:
    page = PaperPage()
    page.row(LEFTS, 100, NAMES)
    down, edges = 100.0, [88.0, 106.0]
    for number in range(12):
        wrapped = number % 3 == 1
        first = down + 18
        last = first + (11 if wrapped else 0)
        beside = {"top": first, "middle": (first + last) / 2, "bottom": last}[align]
        page.text(LEFTS[1], first, "Insulated bottle of steel with a lid," if wrapped else f"Bottle {number}")
        if wrapped:
            page.text(LEFTS[1], last, f"double wall, number {number}")
        page.row(LEFTS, beside, (f"B-{number}", "", "100", "4.50"))
        down = last
        edges.append(down + 6)
    if lined:
        page.grid((36, 106, 336, 416, 500), edges)
    _, rows = only(paper([page]))
    assert [row.text("Art. no.") for row in rows] == [f"B-{number}" for number in range(12)]
    assert rows[4].text("Description") == "Insulated bottle of steel with a lid, double wall, number 4"
    assert rows[5].text("Description") == "Bottle 5"
    box = rows[4].cell("Description").box
    assert box is not None
    assert box[3] - box[1] > 18


def test_a_wrapped_title_is_told_from_a_group_where_all_lines_are_equally_far_apart() -> None:
    page = PaperPage()
    page.row(LEFTS, 100, NAMES)
    lines = [
        ("", "Bottles", "", ""),
        ("B-1", "Insulated bottle of stainless steel, double", "100", "4.50"),
        ("", "walled, with a lid", "", ""),
        ("B-2", "Bottle", "100", "5.50"),
        ("", "Cups", "", ""),
        ("B-3", "Cup of steel", "200", "1.50"),
        ("B-4", "Cup of the finest steel, with a handle and", "200", "1.70"),
        ("", "a saucer", "", ""),
        ("B-5", "Cup", "200", "1.20"),
    ]
    for at, line in enumerate(lines, start=1):
        page.row(LEFTS, 100 + at * 11, line)
    _, rows = only(paper([page]))
    assert [(row.text("Description"), row.text("Category")) for row in rows] == [
        ("Insulated bottle of stainless steel, double walled, with a lid", "Bottles"),
        ("Bottle", "Bottles"),
        ("Cup of steel", "Cups"),
        ("Cup of the finest steel, with a handle and a saucer", "Cups"),
        ("Cup", "Cups"),
    ]


def test_titles_of_groups_become_the_category_of_the_rows_below_with_their_own_place() -> None:
    page = PaperPage()
    page.row(LEFTS, 100, NAMES)
    page.text(40, 120, "Drinkware", 13)
    page.text(40, 140, "Bottles", 11)
    page.row(LEFTS, 156, ("B-1", "Bottle", "100", "4.50"))
    page.row(LEFTS, 170, ("B-2", "Flask", "100", "4.70"))
    page.text(40, 190, "Cups", 11)
    page.row(LEFTS, 206, ("C-1", "Cup", "100", "1.50"))
    page.text(40, 230, "Kitchen", 13)
    page.row(LEFTS, 246, ("K-1", "Knife", "100", "9.50"))
    _, rows = only(paper([page]))
    assert [row.text("Category") for row in rows] == [
        "Drinkware > Bottles",
        "Drinkware > Bottles",
        "Drinkware > Cups",
        "Kitchen",
    ]
    box = rows[2].cell("Category").box
    assert box is not None
    assert box[1] < 190 < box[3]


def test_a_group_that_is_said_to_go_on_is_the_same_group() -> None:
    first, second = page_of([]), page_of([])
    for page, title, start in ((first, "Bottles", 0), (second, "Bottles (continued)", 10)):
        page.text(40, 120, title, 11)
        for at, row in enumerate(some_rows(start, 10)):
            page.row(LEFTS, 140 + at * 14, row)
    _, rows = only(paper([first, second]))
    assert {row.text("Category") for row in rows} == {"Bottles"}
    assert len(rows) == 20


def test_two_columns_of_a_page_are_read_one_after_the_other() -> None:
    page = PaperPage()
    lefts = (40.0, 90.0, 230.0, 320.0, 370.0, 510.0)
    page.row(lefts, 100, ("Code", "Product", "Price") * 2)
    for at in range(20):
        page.row(
            lefts,
            114 + at * 14,
            (f"A{at}", f"Bottle {at}", "2.50", f"A{at + 20}", f"Bottle {at + 20}", "3.50"),
        )
    table, rows = only(paper([page]))
    assert [column.key for column in table.columns] == ["Code", "Product", "Price"]
    assert [row.text("Code") for row in rows] == [f"A{i}" for i in range(40)]
    box = rows[20].cell("Price").box
    assert box is not None
    assert box[0] == pytest.approx(510, abs=1)


def test_footnotes_stand_beside_the_rows_that_point_to_them_and_in_the_notes() -> None:
    page = page_of(some_rows(0, 5))
    page.row(LEFTS, 184, ("B-5", "Steel bottle 5", "100", "3.50"))
    page.text(LEFTS[3] + 4 * 4.5 + 0.5, 181, "1)", 5)
    page.row(LEFTS, 198, ("B-6", "Steel bottle 6*", "100", "3.60"))
    page.text(40, 700, "1) Full pallets only.")
    page.text(40, 712, "* While stock lasts.")
    table, rows = only(paper([page]))
    assert (rows[5].text("Price EUR"), rows[5].text("Footnote")) == ("3.50", "Full pallets only.")
    assert (rows[6].text("Description"), rows[6].text("Footnote")) == ("Steel bottle 6", "While stock lasts.")
    assert "Footnote" not in rows[0].values
    assert rows[5].cell("Footnote").page == 1
    assert {"1) Full pallets only.", "* While stock lasts."} <= {text for text, _ in table.notes}


def test_a_raised_figure_that_is_no_footnote_stays() -> None:
    page = page_of(some_rows(0, 4))
    page.row(LEFTS, 170, ("B-4", "Cloth, sold by m", "100", "2.50"))
    page.text(LEFTS[1] + 16 * 4.5 + 0.2, 167, "2", 5)
    _, rows = only(paper([page]))
    assert rows[4].text("Description") == "Cloth, sold by m²"


def test_dots_that_lead_the_eye_to_a_price_are_no_text() -> None:
    page = PaperPage()
    page.row((40, 400), 100, ("Product", "Price EUR"))
    for at in range(8):
        name = f"Bottle {at}"
        page.text(40, 116 + at * 14, name + "." * (70 - len(name)))
        page.text(400, 116 + at * 14, f"{at + 2}.50")
    _, rows = only(paper([page]))
    assert cells(rows)[0] == {"Product": "Bottle 0", "Price EUR": "2.50"}


def test_a_header_of_two_lines_names_its_columns_by_both() -> None:
    page = PaperPage()
    lefts = (40.0, 110.0, 340.0, 400.0, 460.0)
    page.text(370, 90, "Price EUR")
    page.line(338, 92, 500, 92)
    page.row(lefts, 101, ("Art. no.", "Description", "100+", "500+", "1000+"))
    for at in range(10):
        page.row(lefts, 116 + at * 14, (f"B-{at}", f"Bottle {at}", "2.50", "2.40", "2.30"))
    table, rows = only(paper([page]))
    names = ["Art. no.", "Description", "Price EUR 100+", "Price EUR 500+", "Price EUR 1000+"]
    assert [column.key for column in table.columns] == names
    assert rows[9].text("Price EUR 1000+") == "2.30"


def test_a_currency_in_a_place_of_its_own_belongs_to_its_price() -> None:
    page = PaperPage()
    page.row((40, 110, 420), 100, ("Code", "Product", "Price"))
    for at in range(10):
        page.row((40, 110, 380, 420), 116 + at * 14, (f"B-{at}", f"Bottle {at}", "USD", "2.50"))
    _, rows = only(paper([page]))
    assert rows[3].text("Price") == "USD 2.50"


def test_what_is_printed_on_every_page_is_said_once() -> None:
    pages = [page_of(some_rows(start, 20)) for start in (0, 20, 40, 60)]
    for number, page in enumerate(pages, start=1):
        page.text(40, 30, "Muster GmbH, price list 2026", 12)
        page.text(280, 820, f"Page {number} of 4")
    table, rows = only(paper(pages))
    assert len(rows) == 80
    assert [text for text, _ in table.notes] == ["Muster GmbH, price list 2026", "Page 1 of 4"]


def test_a_letterhead_is_a_note_and_no_row() -> None:
    page = page_of(some_rows(0, 10), top=200)
    page.text(40, 50, "Muster GmbH", 14)
    page.text(40, 70, "All prices in EUR, EXW Hamburg, valid until 2026-12-31.")
    table, rows = only(paper([page]))
    assert len(rows) == 10
    assert [text for text, _ in table.notes] == [
        "Muster GmbH",
        "All prices in EUR, EXW Hamburg, valid until 2026-12-31.",
    ]


def test_two_tables_with_other_columns_are_two_tables() -> None:
    page = page_of(some_rows(0, 10))
    page.row((40, 200, 330), 400, ("Material", "Colour", "Lead time"))
    for at in range(6):
        page.row((40, 200, 330), 414 + at * 14, ("Steel", "blue", f"{at} days"))
    first, second = read(paper([page]))
    assert [column.key for column in first[0].columns] == list(NAMES)
    assert [column.key for column in second[0].columns] == ["Material", "Colour", "Lead time"]
    assert (len(first[1]), len(second[1])) == (10, 6)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_the_viewer_turns_is_read_as_it_is_shown(rotate: int) -> None:
    wide, high = (842, 595) if rotate in (90, 270) else (595, 842)
    page = PaperPage(rotate=rotate, width=wide, height=high)
    straight = page_of(some_rows(0, 10))
    page.content = _turned(straight.content, rotate)
    _, rows = only(paper([page]))
    assert [row.text("Art. no.") for row in rows] == [f"B-{i}" for i in range(10)]
    box = rows[0].cell("Art. no.").box
    assert box is not None
    assert box[0] == pytest.approx(40, abs=2)
    assert box[1] < 114 < box[3]


def _turned(content: Sequence[str], rotate: int) -> list[str]:
    """Print of a page of 595 by 842 turned back, so that the viewer's turn sets it upright."""
    matrix = {90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"}[rotate]
    return [f"q {matrix} cm", *content, "Q"]


def test_a_table_printed_sideways_is_read_and_its_boxes_are_those_of_the_page() -> None:
    page = PaperPage(sideways=True)
    page.row(LEFTS, 100, NAMES)
    for at, row in enumerate(some_rows(0, 10), start=1):
        page.row(LEFTS, 100 + at * 14, row)
    _, rows = only(paper([page]))
    assert [row.text("Price EUR") for row in rows][:3] == ["2.50", "3.50", "4.50"]
    box = rows[0].cell("Art. no.").box
    assert box is not None
    assert box[0] < 114 < box[2] + 1
    assert box[3] == pytest.approx(842 - 40, abs=2)


def test_a_word_over_the_edge_of_its_column_and_an_odd_price_are_problems_to_look_at() -> None:
    rows = some_rows(0, 30)
    rows[17] = ("B-17", "Steel bottle 17", "100", "45O")
    rows[21] = ("B-21", "Steel bottle 21", "100", "")
    ((_, found),) = read(paper([page_of(rows)]))
    problems = [one for one in found if isinstance(one, Problem)]
    assert [(one.value, one.severity) for one in problems] == [("45O", "warning"), ("", "warning")]
    assert problems[0].origin.page == 1
    assert problems[0].origin.box is not None
    assert "compare it with page 1 of list.pdf" in problems[0].advice
    assert sum(not isinstance(one, Problem) for one in found) == 30


def test_a_total_that_is_not_the_product_is_a_problem() -> None:
    page = PaperPage()
    lefts = (40.0, 110.0, 300.0, 360.0, 430.0)
    page.row(lefts, 100, ("Code", "Product", "Quantity", "Price", "Amount"))
    for at in range(20):
        total = f"{(at + 2) * (at + 1.5):.2f}" if at != 7 else "99.99"
        page.row(lefts, 114 + at * 14, (f"B-{at}", f"Bottle {at}", str(at + 2), f"{at + 1.5:.2f}", total))
    ((_, found),) = read(paper([page]))
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert problem.value == "99.99"
    assert "not 'Quantity' times 'Price'" in problem.advice


def test_a_price_that_rises_with_the_quantity_is_a_problem() -> None:
    page = PaperPage()
    lefts = (40.0, 110.0, 300.0, 400.0)
    page.row(lefts, 100, ("Code", "Product", "Price 100+", "Price 500+"))
    for at in range(20):
        page.row(lefts, 114 + at * 14, (f"B-{at}", f"Bottle {at}", "3.50", "3.20" if at != 4 else "5.20"))
    ((_, found),) = read(paper([page]))
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert problem.value == "5.20"


def test_the_user_may_say_which_row_is_the_header() -> None:
    page = PaperPage()
    page.row(LEFTS, 100, ("1", "2", "3", "4"))
    page.row(LEFTS, 114, ("x", "y", "z", "w"))
    for at, row in enumerate(some_rows(0, 8)):
        page.row(LEFTS, 128 + at * 14, row)
    ((table, rows),) = read(paper([page]), ReadOptions(header_row=2))
    assert [column.key for column in table.columns] == ["x", "y", "z", "w"]
    assert len(rows) == 8
    with pytest.raises(FileUnreadable, match=r"list\.pdf: expected the header in row 99"):
        read(paper([page]), ReadOptions(header_row=99))


# -------------------------------------------------------------------------------------- hostile files


def test_a_pdf_with_a_password_is_refused_saying_what_to_do() -> None:
    locked = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O <"
        + "41" * 32
        + "> /U <"
        + "42" * 32
        + "> /P -4 >> /ID [<00> <00>]"
    )
    with pytest.raises(
        FileUnreadable, match=r"list\.pdf: expected a PDF that opens, got one with a password"
    ):
        read(paper([page_of(some_rows(0, 3))], trailer=locked))


def test_a_pdf_of_sentences_has_no_table_and_is_refused() -> None:
    page = PaperPage()
    for at in range(10):
        page.text(40, 100 + at * 14, "We thank you for your interest and will send the prices soon.")
    with pytest.raises(FileUnreadable, match="got 1 pages of text without one"):
        read(paper([page]))


def test_too_many_pages_are_refused() -> None:
    reader = PdfReader(PageLimits(max_pages=2))
    with pytest.raises(FileTooLarge, match="at most 2 pages, got 3"):
        list(reader.read(source_of(paper([page_of(some_rows(0, 3))] * 3), "list.pdf"), ReadOptions()))


def test_a_page_with_too_many_characters_is_a_problem_and_the_others_are_read() -> None:
    crowded = PaperPage()
    for at in range(60):
        crowded.text(10, 10 + at * 5, "x" * 200, 3)
    reader = PdfReader(PageLimits(max_page_chars=5_000))
    data = paper([page_of(some_rows(0, 10)), crowded])
    (table,) = reader.read(source_of(data, "list.pdf"), ReadOptions())
    rows = list(table.rows)
    (problem,) = [row for row in rows if isinstance(row, Problem)]
    assert problem.origin.page == 2
    assert len(rows) == 11


def test_a_page_of_endless_drawing_is_stopped_by_the_clock(tmp_path: Path) -> None:
    page = page_of(some_rows(0, 3))
    page.content += ["q 1 0 0 1 0 0 cm", "0 0 m 10 10 l S", "Q"] * 400_000
    reader = PdfReader(PageLimits(max_page_seconds=0.2))
    with pytest.raises(FileTooLarge, match=r"list\.pdf: expected pages that are read in 0.2 seconds"):
        list(reader.read(source_of(paper([page]), "list.pdf"), ReadOptions()))


def test_a_child_out_of_memory_costs_its_file_only() -> None:
    if os.name != "posix":
        pytest.skip("memory is bounded on Linux only")
    bomb = page_of(some_rows(0, 3))
    bomb.content.append(" " * 60_000_000)
    reader = PdfReader(PageLimits(max_memory_bytes=150_000_000))
    with pytest.raises(FileTooLarge, match="bytes of memory"):
        list(reader.read(source_of(paper([bomb]), "list.pdf"), ReadOptions()))
    assert only(paper([page_of(some_rows(0, 3))]))


def test_a_page_tree_that_goes_round_in_circles_is_refused_or_read() -> None:
    data = paper([page_of(some_rows(0, 5))]).replace(b"/Kids [8 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(FileUnreadable, match=r"list\.pdf"):
        read(data)


@settings(max_examples=12)
@given(st.binary(max_size=200), st.integers(min_value=9, max_value=2_000))
def test_any_bytes_within_a_pdf_are_read_or_refused_by_name(noise: bytes, at: int) -> None:
    whole = paper([page_of(some_rows(0, 5))])
    try:
        read(whole[:at] + noise + whole[at + len(noise) :])
    except FileUnreadable as error:
        assert "list.pdf" in str(error)  # noqa: PT017 - some damages are harmless


def test_columns_are_those_of_the_contract() -> None:
    assert TestContract().write(COLUMNS, [("1", "Cup", "2", "red")]).startswith(b"%PDF-")
    assert len(rows_of(only(TestContract().write(COLUMNS, some_rows(0, 3)))[0])) == 0


def test_a_price_close_to_the_column_beside_it_is_parted_by_what_is_printed_as_one() -> None:
    page = PaperPage()
    page.row((40, 110, 300), 100, ("Art. no.", "Description", "Price EUR"))
    page.text(345, 100, "Lead time")
    for at in range(12):
        page.row((40, 110), 116 + at * 14, (f"B-{at}", f"Steel bottle {at}"))
        page.right(340, 116 + at * 14, "EUR 2.50")
        page.text(345, 116 + at * 14, "10 days")
    table, rows = only(paper([page]))
    assert [column.key for column in table.columns] == ["Art. no.", "Description", "Price EUR", "Lead time"]
    assert (rows[3].text("Price EUR"), rows[3].text("Lead time")) == ("EUR 2.50", "10 days")


def test_shaded_rows_are_no_columns_and_part_the_rows() -> None:
    page = page_of([])
    down = 106.0
    for at in range(12):
        wrapped = at % 4 == 0
        if at % 2:
            page.shade(36, down, 500, down + (26 if wrapped else 15))
        page.row(
            LEFTS, down + 11, (f"B-{at}", "Insulated bottle with a" if wrapped else "Bottle", "100", "2.50")
        )
        if wrapped:
            page.text(LEFTS[1], down + 22, "lid and a loop")
        down += 26 if wrapped else 15
    table, rows = only(paper([page]))
    assert [column.key for column in table.columns] == list(NAMES)
    assert [row.text("Description") for row in rows][:2] == [
        "Insulated bottle with a lid and a loop",
        "Bottle",
    ]
    assert len(rows) == 12


def test_a_name_wider_than_its_column_is_that_columns_alone() -> None:
    page = PaperPage()
    page.row((40, 110, 318, 420), 100, ("Art. no.", "Description", "Carton of", "Price EUR"))
    for at in range(12):
        title = "Steel bottle with a lid, a loop and a brush" if at == 5 else f"Bottle {at}"
        page.row((40, 110, 350, 420), 116 + at * 14, (f"B-{at}", title, "24", "2.50"))
    table, rows = only(paper([page]))
    assert [column.key for column in table.columns] == ["Art. no.", "Description", "Carton of", "Price EUR"]
    assert rows[5].text("Description").endswith("brush")
    assert rows[5].text("Carton of") == "24"


def test_most_rows_may_be_wrapped() -> None:
    page = PaperPage()
    page.row(LEFTS, 100, NAMES)
    down = 100.0
    for at in range(14):
        lines = 1 if at == 3 else 2 + at % 2
        down += 15
        for line in range(lines):
            page.text(LEFTS[1], down + line * 10, f"Line {line} of row {at}")
        page.row(LEFTS, down + (lines - 1) * 5, (f"B-{at}", "", "100", "2.50"))
        down += (lines - 1) * 10
    _, rows = only(paper([page]))
    assert [row.text("Description").count("Line") for row in rows] == [
        1 if at == 3 else 2 + at % 2 for at in range(14)
    ]


def upwards(page: PaperPage, x: float, down: float, text: str, size: float = 9) -> None:
    """A text printed from the bottom up, its foot at (x, down)."""
    code = text.encode("utf-16-be").hex()
    page.content.append(f"BT /F1 {size} Tf 0 1 -1 0 {x} {page.height - down} Tm <{code}> Tj ET")


@pytest.mark.parametrize("foot", [150.0, 146.0])
def test_names_that_are_printed_from_the_bottom_up_head_their_columns(foot: float) -> None:
    page = PaperPage()
    lefts = (40.0, 110.0, 300.0, 340.0, 380.0, 440.0)
    page.row(lefts[:2], 150, ("Art. no.", "Description"))
    for x, name in zip(lefts[2:], ("Length (mm)", "Net weight (kg)", "MOQ", "Price EUR"), strict=True):
        upwards(page, x + 9, foot, name)
    for at in range(14):
        page.row(
            lefts,
            166 + 14 * at,
            (f"B-{at}", f"Steel bottle {at}", str(200 + at), f"0.{30 + at}", "100", "2.50"),
        )
    table, rows = only(paper([page]))
    assert [column.key for column in table.columns] == [
        *("Art. no.", "Description", "Length (mm)", "Net weight (kg)", "MOQ", "Price EUR")
    ]
    assert rows[13].text("Net weight (kg)") == "0.43"
    assert table.notes == ()


def test_a_column_of_single_figures_is_no_turned_name() -> None:
    page = PaperPage()
    page.row((40, 110, 300), 100, ("Art. no.", "Description", "MOQ"))
    for at in range(9):
        page.row((40, 110, 300), 114 + 11 * at, (f"B-{at}", f"Steel bottle {at}", ""))
    for at in range(9):
        page.text(300, 114 + 11 * at, str(at + 1))
    _, rows = only(paper([page]))
    assert [row.text("MOQ") for row in rows] == [str(at + 1) for at in range(9)]


def test_a_page_whose_font_does_not_say_what_its_letters_are_is_read_by_ocr_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rubbish = PaperPage()
    for at, row in enumerate([NAMES, *some_rows(30, 20)]):
        numbers = [
            "".join(chr(ord(char) - 29) for char in text) for text in row
        ]  # of glyphs, as "Price" is "3ULFH"
        rubbish.row(LEFTS, 100 + 14 * at, numbers)
    asked: list[Sequence[int]] = []

    def read_by_ocr(_source: object, pages: Sequence[int], *_more: object) -> Iterator[PageMessage]:
        asked.append(list(pages))
        words = [
            (text, x, 90 + 14.0 * at, x + 5 * len(text), 101 + 14.0 * at, 99 + 14.0 * at, 10.0, False)
            for at, row in enumerate(some_rows(30, 20))
            for x, text in zip(LEFTS, row, strict=True)
        ]
        yield PageMessage(number=2, width=595, height=842, words=words, confidences=[0.99] * len(words))

    monkeypatch.setattr("dragoman.formats.pdf.scanned_pages", read_by_ocr)
    found = read(paper([page_of(some_rows(0, 30)), rubbish]))
    assert asked == [[2]]
    assert (
        "pages 2: its font does not say what its letters are; read by OCR"
        in found[0][0].detected["text not used"]
    )
    rows = [row for _, rows in found for row in rows if not isinstance(row, Problem)]
    assert [row.text("Art. no.") for row in rows][-1].replace(" ", "") == "B-49"


def test_a_stray_control_character_is_a_space() -> None:
    page = page_of([*some_rows(0, 12), ("B-99", "Steel\x01mug", "100", "2.50")])
    _, rows = only(paper([page]))
    assert rows[12].text("Description") == "Steel mug"
