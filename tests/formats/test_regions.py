"""Several tables on one sheet are told apart; one table with gaps and titles stays one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge
from dragoman.formats import regions
from dragoman.formats.header import Merged
from dragoman.formats.layout import Sheet
from dragoman.formats.regions import find_tables
from dragoman.formats.rows import GridRow
from dragoman.model import Problem
from dragoman.ports import CellValue, ReadOptions, Row, Table
from dragoman.testing.format_reader import rows_of, source_of


def tables_of(
    rows: Sequence[Sequence[CellValue]], merged: Sequence[Merged] = (), options: ReadOptions | None = None
) -> list[tuple[Table, list[Row]]]:
    sheet = Sheet(
        source=source_of(b"x", "list.xlsx"),
        rows=iter([GridRow(number, cells) for number, cells in enumerate(rows, 1)]),
        name="P",
        merged=merged,
        detected={},
    )
    return [(table, rows_of(table)) for table in find_tables(sheet, options or ReadOptions())]


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns]


BOTTLES: list[list[CellValue]] = [
    ["SKU", "Product", "Price USD", "MOQ"],
    ["A-1", "Bottle 500", 4.5, 100],
    ["A-2", "Bottle 750", 5.5, 100],
]
CUPS: list[list[CellValue]] = [
    ["Item no.", "Description", "Colour", "Price EUR"],
    ["C-1", "Cup", "red", 2.5],
    ["C-2", "Mug", "blue", 3.5],
]


def test_tables_below_each_other_are_each_a_table() -> None:
    (first, bottles), (second, cups) = tables_of([*BOTTLES, [], *CUPS])
    assert keys(first) == BOTTLES[0]
    assert keys(second) == CUPS[0]
    assert [row.text("SKU") for row in bottles] == ["A-1", "A-2"]
    assert [row.cell("Description").cell for row in cups] == ["B6", "B7"]


@pytest.mark.parametrize("gap", [[["Cups"]], [[], ["Cups"]], [["Cups"], []], [[], ["Cups"], []]])
def test_the_title_of_a_further_table_is_its_category(gap: list[list[CellValue]]) -> None:
    (_, bottles), (second, cups) = tables_of([["ACME"], [], *BOTTLES, *gap, *CUPS])
    assert [row.text("Category") for row in cups] == ["Cups", "Cups"]
    assert ("Cups", second.source.name) in [(text, origin.file) for text, origin in second.notes]
    assert all("Category" not in row.values for row in bottles)


def test_a_further_table_may_begin_without_a_gap() -> None:
    assert [keys(table) for table, _ in tables_of([*BOTTLES, *CUPS])] == [BOTTLES[0], CUPS[0]]


def test_a_further_table_may_have_a_header_of_two_rows() -> None:
    header: list[list[CellValue]] = [
        ["Code", "Name", "Price EUR", None],
        [None, None, "1-99", "100+"],
        ["D-1", "Lid", 1.5, 1.25],
        ["D-2", "Box", 2.5, 2.25],
    ]
    merged = [Merged(top=5, left=2, bottom=5, right=3)]
    (_, _), (second, rows) = tables_of([*BOTTLES, [], *header], merged)
    assert keys(second) == ["Code", "Name", "Price EUR 1-99", "Price EUR 100+"]
    assert [row.text("Code") for row in rows] == ["D-1", "D-2"]


def test_notes_below_a_table_stay_with_it() -> None:
    (first, _), (second, _) = tables_of([*BOTTLES, [], ["Prices are without tax."], [], [], *CUPS])
    assert "Prices are without tax." in [text for text, _ in (*first.notes, *second.notes)]


def test_far_below_a_table_begins_too() -> None:
    many: list[list[CellValue]] = [[f"A-{i}", "Bottle", i, 10] for i in range(3_000)]
    (_, first), (_, second) = tables_of([BOTTLES[0], *many, [], *CUPS])
    assert (len(first), len(second)) == (3_000, 2)
    assert second[0].cell("Colour").cell == "C3004"


def test_a_header_repeated_under_each_title_is_one_table_with_categories() -> None:
    rows: list[list[CellValue]] = [
        BOTTLES[0],
        ["Bottles"],
        *BOTTLES[1:],
        [],
        ["Cups"],
        BOTTLES[0],
        ["C-1", "Cup", 2, 10],
    ]
    ((_, read),) = tables_of(rows)
    assert [row.text("Category") for row in read] == ["Bottles", "Bottles", "Cups"]


@pytest.mark.parametrize(
    "rows",
    [
        [*BOTTLES, [], ["A-3", "Bottle 900", 6.5, 100], [], [], ["A-4", "Bottle 1000", 7.5, 100]],
        [["SKU", "Name", "Unit", "Price"], ["A-1", "Box", "carton", 3], [], ["A-2", "Item", "Box", 4]],
        [["ACME"], ["Price", "List"], [], *BOTTLES],
        [["Date", "Currency", "Incoterm"], ["2027-01-01", "USD", "FOB"], *[[]] * 0],
    ],
)
def test_one_table_stays_one(rows: list[list[CellValue]]) -> None:
    assert len(tables_of(rows)) == 1


def test_tables_beside_each_other_are_each_a_table() -> None:
    rows: list[list[CellValue]] = [
        ["ACME Trading Co."],
        [],
        ["SKU", "Name", "Price", None, "SKU", "Name", "Price"],
        ["A-1", "Bottle", 4.5, None, "C-1", "Cup", 2.5],
        ["A-2", "Flask", 5.5, None, "C-2", "Mug", 3.5],
        [None, None, None, None, "C-3", "Jar", 1.5],
    ]
    (first, bottles), (second, cups) = tables_of(rows)
    assert [text for text, _ in first.notes] == ["ACME Trading Co."]
    assert [column.letter for column in second.columns] == ["E", "F", "G"]
    assert keys(second) == ["SKU", "Name", "Price"]
    assert [row.text("SKU") for row in bottles] == ["A-1", "A-2"]
    assert [(row.text("SKU"), row.cell("Price").cell) for row in cups] == [
        ("C-1", "G4"),
        ("C-2", "G5"),
        ("C-3", "G6"),
    ]


def test_different_tables_with_a_wide_gap_between_them_are_told_apart() -> None:
    rows = [[*left, None, None, *right] for left, right in zip(BOTTLES, CUPS, strict=True)]
    assert [keys(table) for table, _ in tables_of(rows)] == [BOTTLES[0], CUPS[0]]


def test_a_table_with_an_empty_column_stays_one() -> None:
    rows: list[list[CellValue]] = [
        ["SKU", "Product", None, "Price", "MOQ"],
        ["A-1", "Bottle", None, 4.5, 100],
        ["A-2", "Cup", None, 3, 50],
    ]
    ((table, _),) = tables_of(rows)
    assert keys(table) == ["SKU", "Product", "Price", "MOQ"]


def test_the_header_that_the_user_names_makes_one_table() -> None:
    ((table, rows),) = tables_of([*BOTTLES, [], *CUPS], options=ReadOptions(header_row=1))
    assert keys(table) == BOTTLES[0]
    assert len(rows) == 5


def test_endless_tables_beside_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "_MOST_BESIDE", 50)
    many: list[list[CellValue]] = [["A", i, None, "B", i] for i in range(400)]
    rows: list[list[CellValue]] = [["SKU", "Price", None, "SKU", "Price"], *many]
    with pytest.raises(FileTooLarge, match=r"list\.xlsx.*beside each other"):
        tables_of(rows)


words = st.sampled_from(
    [None, None, "SKU", "Price", "Name", "MOQ", "Bottles", "A-1", "B-22", 3, 4.5, "x y", "1-99", "Prices."]
)


@given(st.lists(st.lists(words, max_size=8), max_size=30))
@settings(max_examples=200)
def test_no_filled_row_of_any_sheet_is_lost_or_read_twice(rows: list[list[CellValue]]) -> None:
    sheet = Sheet(
        source=source_of(b"x"), rows=iter([GridRow(n, r) for n, r in enumerate(rows, 1)]), detected={}
    )
    cells: list[str] = []
    for table in find_tables(sheet, ReadOptions()):
        for row in table.rows:
            assert not isinstance(row, Problem)
            cells += [row.cell(key).cell or "" for key in row.values if not key.startswith("Category")]
        cells += [f"note {origin.cell}" for _, origin in table.notes]
    assert len(cells) == len(set(cells))
