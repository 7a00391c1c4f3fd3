"""What OCR tells of a page, rough as it is, becomes rows: words found as one piece, words that stick out, small letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from dragoman.formats import ocr_child
from dragoman.formats.pdf_process import PageMessage, page_of
from dragoman.formats.pdf_tables import tables_of
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row
from dragoman.testing.format_reader import source_of

Told = tuple[str, float, float, float, float, float, float, bool]
SIZE = 8.0


def word(text: str, x0: float, x1: float, base: float, *, glued: bool = False, size: float = SIZE) -> Told:
    return text, x0, base - 0.8 * size, x1, base + 0.2 * size, base, size, glued


def header(base: float) -> list[Told]:
    return [
        word("Item", 20, 36, base),
        word("Description", 70, 112, base),
        word("Price", 196, 214, base),
        word("EUR", 216.5, 230, base, glued=True),
        word("Lead", 238, 254, base),
        word("time", 256.5, 272, base, glued=True),
    ]


def row(number: int, base: float, *, one_piece: bool = False, sticks_out: bool = False) -> list[Told]:
    """The price ends at 230, the lead time begins at 236: six points, less than a line's height."""
    return [
        word(f"A-{100 + number}", 20, 46, base),
        word("Cup", 70, 86, base),
        word(f"{number}00", 88.5, 101, base, glued=True),
        word(f"{number + 1}.50", 210, 230, base),
        word(f"{number + 7}", 228 if sticks_out else 236, 245, base, glued=one_piece),
        word("days", 247.5, 266, base, glued=True),
    ]


def read(
    pages: Sequence[Sequence[Told]], rules: Sequence[tuple[float, float, float, float]] = ()
) -> tuple[list[Row], list[Problem]]:
    """The rows and problems of pages that OCR tells so, with the same lines on each."""
    told = [
        PageMessage(
            number=number,
            width=300,
            height=800,
            words=list(words),
            confidences=[0.99] * len(words),
            chars=1,
            rules=list(rules),
        )
        for number, words in enumerate(pages, start=1)
    ]
    (table,) = tables_of(source_of(b"scan", "scan.png"), [page_of(one) for one in told], ReadOptions(), {})
    every = list(table.rows)
    return [one for one in every if not isinstance(one, Problem)], [
        one for one in every if isinstance(one, Problem)
    ]


def page(
    rows: int, *, first: int = 0, one_piece: Sequence[int] = (), sticks_out: Sequence[int] = ()
) -> list[Told]:
    words = header(90)
    for at in range(rows):
        words += row(first + at, 110 + 14 * at, one_piece=at in one_piece, sticks_out=at in sticks_out)
    return words


def test_two_columns_that_ocr_often_finds_as_one_piece_stay_two() -> None:
    thirds = range(0, 30, 3)
    rows, problems = read([page(30, one_piece=thirds), page(30, first=30, one_piece=thirds)])
    assert [(one.text("Price EUR"), one.text("Lead time")) for one in rows[:4]] == [
        ("1.50", "7 days"),
        ("2.50", "8 days"),
        ("3.50", "9 days"),
        ("4.50", "10 days"),
    ]
    assert (len(rows), problems) == (60, [])


def test_a_word_that_ocr_draws_into_the_next_column_is_doubted_and_the_column_stays() -> None:
    rows, problems = read([page(30, sticks_out=[11])])
    assert [one.text("Lead time") for one in rows[10:13]] == ["17 days", "18 days", "19 days"]
    assert [one.text("Price EUR") for one in rows[10:13]] == ["11.50", "12.50", "13.50"]
    assert all(one.origin in (rows[11].cell("Lead time"), rows[11].cell("Price EUR")) for one in problems)


def test_words_of_a_title_stay_together_where_a_line_is_stretched() -> None:
    words = page(20)
    at = next(index for index, one in enumerate(words) if one[0] == "300")
    words[at] = word("300", 89.9, 101, words[at][5], glued=True)
    rows, _ = read([words])
    assert rows[3].text("Description") == "Cup 300"


def test_a_letterhead_close_above_a_box_of_lines_is_no_part_of_the_columns_names() -> None:
    words = [
        word("Muster", 20, 50, 78),
        word("Handels", 53, 90, 78, glued=True),
        word("GmbH", 93, 120, 78, glued=True),
        word("EXW", 204, 226, 78),
        word("Hamburg", 229, 268, 78, glued=True),
        *page(15),
    ]
    downs = [81.5, 96.0, *(113.0 + 14 * at for at in range(15))]
    across = [(16.0, down, 272.0, down) for down in downs]
    down = [(x, downs[0], x, downs[-1]) for x in (16.0, 66.0, 190.0, 233.0, 272.0)]
    rows, problems = read([words], [*across, *down])
    assert dict(rows[0].values) == {
        "Item": "A-100",
        "Description": "Cup 000",
        "Price EUR": "1.50",
        "Lead time": "7 days",
    }
    assert (len(rows), problems) == (15, [])


def test_a_sign_that_no_other_number_of_the_column_has_is_doubted() -> None:
    words = page(30)
    at = next(index for index, one in enumerate(words) if one[0] == "12.50")
    words[at] = word("12.50|", 210, 231, words[at][5])
    rows, problems = read([words])
    assert [one.value for one in problems] == ["12.50|"]
    assert problems[0].origin == rows[11].cell("Price EUR")


# ------------------------------------------------------------------------------- heights, from ink


def ink(*glyphs: tuple[int, int, int], shape: str = "block", high: int = 40) -> npt.NDArray[np.bool_]:
    """Letters side by side, each (width, first row, last row + 1). "seven": a bar on top, and a leg."""
    made = np.zeros((high, sum(width + 2 for width, _, _ in glyphs)), dtype=np.bool_)
    x = 0
    for width, top, bottom in glyphs:
        if shape == "seven":
            made[top : top + 3, x : x + width] = True
            made[top:bottom, x + width // 2 : x + width // 2 + 2] = True
        else:
            made[top:bottom, x : x + width] = True
        x += width + 2
    return made


def test_figures_that_are_narrow_at_the_foot_stand_on_their_feet() -> None:
    sevens = ink((10, 8, 30), (10, 8, 30), (10, 8, 30), shape="seven")
    assert ocr_child._baseline(sevens, "777") == 30


def test_letters_that_hang_do_not_lower_the_line_they_stand_on() -> None:
    assert ocr_child._baseline(ink((8, 14, 30), (8, 14, 36), (8, 14, 30), (8, 8, 30)), "agen") == 30
    assert ocr_child._baseline(ink((8, 14, 36), (8, 14, 36), (20, 14, 30)), "ggm") == 30


@pytest.mark.parametrize(
    ("chars", "glyphs"),
    [
        ("Box", ((9, 8, 30), (9, 14, 30), (9, 14, 30))),
        ("our", ((9, 14, 30), (9, 14, 30), (9, 14, 30))),
        ("colours", ((9, 14, 30), (9, 14, 30), (3, 8, 30), *(((9, 14, 30),) * 4))),
    ],
)
def test_a_line_is_as_high_whichever_letters_stand_on_it(
    chars: str, glyphs: tuple[tuple[int, int, int], ...]
) -> None:
    assert ocr_child._size(ink(*glyphs), 30, chars) == pytest.approx(35.5, rel=0.04)


def test_a_page_without_ink_has_a_line_all_the_same() -> None:
    blank = np.zeros((40, 30), dtype=np.bool_)
    assert (ocr_child._baseline(blank, "x"), ocr_child._size(blank, 30, "x")) == (30, 38)
