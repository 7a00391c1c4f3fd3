"""Text that a page holds and does not show, and text that a line goes through: never a live value, always told."""

from __future__ import annotations

import pytest

from dragoman.formats.pdf import PdfReader
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row
from dragoman.testing.format_reader import source_of
from dragoman.testing.pdf_files import PaperPage, paper

LEFTS = (40.0, 110.0, 340.0, 420.0)
NAMES = ("Art. no.", "Description", "MOQ", "Price EUR")


def read(page: PaperPage) -> tuple[list[Row], list[Problem]]:
    (table,) = PdfReader().read(source_of(paper([page]), "list.pdf"), ReadOptions())
    found = list(table.rows)
    return (
        [one for one in found if not isinstance(one, Problem)],
        [one for one in found if isinstance(one, Problem)],
    )


def listed(count: int = 14) -> PaperPage:
    page = PaperPage()
    page.row(LEFTS, 100, NAMES)
    for at in range(count):
        page.row(LEFTS, 114 + 14 * at, (f"B-{at}", f"Steel bottle {at}", "100", f"{at % 7 + 2}.50"))
    return page


def hide(page: PaperPage, how: str, x: float, down: float, text: str) -> None:
    """Print a text in a way that nobody sees."""
    before, after = {
        "white": ("1 g", "0 g"),
        "render mode": ("BT 3 Tr ET", "BT 0 Tr ET"),
        "tiny": ("", ""),
        "outside": ("", ""),
    }[how]
    page.content.append(before)
    page.text(x + (600 if how == "outside" else 0), down, text, 0.8 if how == "tiny" else 9)
    page.content.append(after)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("white", "white on white"),
        ("render mode", "not drawn on the page"),
        ("tiny", "too small to be read"),
        ("outside", "outside the page's edge"),
    ],
)
def test_text_that_the_page_does_not_show_is_no_cell_and_told(how: str, said: str) -> None:
    page = listed()
    hide(page, how, 480, 114 + 14 * 3, "dealer 1.10")
    rows, problems = read(page)
    assert [row.text("Price EUR") for row in rows] == [f"{at % 7 + 2}.50" for at in range(14)]
    assert not any("1.10" in str(value) for row in rows for value in row.values.values())
    (problem,) = problems
    assert (problem.kind, problem.value, problem.origin.page) == ("bad_value", "dealer 1.10", 1)
    assert said in problem.advice


def test_a_hidden_price_right_beside_the_live_one_does_not_join_it() -> None:
    page = listed()
    hide(page, "white", LEFTS[3] + 22, 114 + 14 * 3, "1.10")
    rows, problems = read(page)
    assert rows[3].text("Price EUR") == "5.50"
    assert [problem.value for problem in problems] == ["1.10"]


def test_white_letters_on_a_dark_band_are_seen() -> None:
    page = PaperPage()
    page.content.append("0.1 0.2 0.5 rg 36 738 500 16 re f 1 g")
    page.row(LEFTS, 100, NAMES)
    page.content.append("0 g")
    for at in range(14):
        page.row(LEFTS, 118 + 14 * at, (f"B-{at}", f"Steel bottle {at}", "100", "2.50"))
    rows, problems = read(page)
    assert rows[0].text("Price EUR") == "2.50"
    assert problems == []


def test_a_struck_price_beside_a_new_one_is_left_out_and_told() -> None:
    page = listed()
    down = 114 + 14 * 3
    page.line(LEFTS[3], down - 2.8, LEFTS[3] + 18, down - 2.8)
    page.text(LEFTS[3] + 24, down, "4.90")
    rows, problems = read(page)
    assert rows[3].text("Price EUR") == "4.90"
    assert [(problem.kind, problem.value) for problem in problems] == [("withdrawn", "5.50")]


def test_a_row_that_is_struck_through_gives_no_offer() -> None:
    page = listed()
    down = 114 + 14 * 3
    page.line(LEFTS[0] - 2, down - 2.8, LEFTS[3] + 30, down - 2.8)
    rows, problems = read(page)
    assert [row.text("Art. no.") for row in rows] == [f"B-{at}" for at in range(14) if at != 3]
    (problem,) = problems
    assert (problem.kind, problem.severity) == ("withdrawn", "error")
    assert problem.value.startswith("B-3 Steel bottle 3")


def test_lines_between_rows_and_under_words_strike_nothing_through() -> None:
    page = listed()
    page.grid((36, 106, 336, 416, 500), [90 + 14 * at for at in range(16)])
    page.line(LEFTS[1], 114 + 14 * 5 + 1.5, LEFTS[1] + 60, 114 + 14 * 5 + 1.5)
    rows, problems = read(page)
    assert len(rows) == 14
    assert problems == []
