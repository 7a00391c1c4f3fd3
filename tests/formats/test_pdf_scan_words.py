"""What OCR tells of a page, rough as it is, becomes rows: words found as one piece, words that stick out, small letters."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

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
    """The price ends at 230, the lead time begins at 236.5: six points and a half, less than a line's height."""
    return [
        word(f"A-{100 + number}", 20, 46, base),
        word("Cup", 70, 86, base),
        word(f"{number}00", 88.5, 101, base, glued=True),
        word(f"{number + 1}.50", 210, 230, base),
        word(f"{number + 7}", 228 if sticks_out else 236.5, 245, base, glued=one_piece),
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


@pytest.mark.parametrize(("last", "high"), [("grey", 0.72), ("colours", 0.74), ("on", 0.69)])
def test_the_rest_of_a_wrapped_title_in_small_letters_is_as_high_as_its_line(last: str, high: float) -> None:
    words, base = header(60), 80.0
    for at in range(30):
        if at % 3:
            words += row(at, base)
        else:
            base += 4
            words += [
                word("Mug", 70, 86, base - 4),
                word("stone", 88.5, 110, base - 4, glued=True),
                *(one for one in row(at, base) if not 60 < one[1] < 190),
                word(last, 70, 90, base + 4, size=high * SIZE),
            ]
            base += 4
        base += 10
    rows, problems = read([words])
    assert [one.text("Description") for one in rows[:4]] == [
        f"Mug stone {last}",
        "Cup 100",
        "Cup 200",
        f"Mug stone {last}",
    ]
    assert [one.text("Category") for one in rows] == [""] * 30
    assert problems == []


def test_small_print_stays_small() -> None:
    told = [word("Cup", 20, 36, 90), word("Mug", 40, 56, 90), word("on", 60, 66, 90, size=0.4 * SIZE)]
    made = page_of(PageMessage(number=1, width=300, height=800, words=told, confidences=[0.9] * 3, chars=8))
    assert [one.size for one in made.words] == [SIZE, SIZE, 0.4 * SIZE]
