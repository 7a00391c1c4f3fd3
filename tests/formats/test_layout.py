"""The table is found inside a sheet of cells."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileUnreadable
from dragoman.formats.header import Merged
from dragoman.formats.layout import Sheet, find_table
from dragoman.formats.rows import GridRow
from dragoman.model import Problem
from dragoman.ports import CellValue, ReadOptions, Row, Table
from dragoman.testing.format_reader import rows_of, source_of


def table_of(
    rows: Sequence[Sequence[CellValue]],
    merged: Sequence[Merged] = (),
    options: ReadOptions | None = None,
    name: str | None = None,
) -> Table:
    """The table in a sheet that begins at A1."""
    sheet = Sheet(
        source=source_of(b"x", "list.xlsx"),
        rows=iter([GridRow(number, cells) for number, cells in enumerate(rows, 1)]),
        name=name,
        merged=merged,
        detected={},
    )
    table = find_table(sheet, options or ReadOptions())
    assert table is not None
    return table


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns]


LETTERHEAD: list[list[CellValue]] = [
    ["ACME Trading Co., Ltd."],
    ["Shenzhen, China", None, None, None, "sales@acme.example"],
    [],
    ["Price list", None, "valid until 2027-01-31"],
    [],
]
BODY: list[list[CellValue]] = [
    ["SKU", "Product", "Price USD", "MOQ", "Lead time"],
    ["A-1", "Steel bottle 750 ml", 4.5, 500, "15 days"],
    ["A-2", "Steel cup", 3.2, 300, "15 days"],
    ["A-3", "Lunch box", 5.75, 200, "20 days"],
]


def test_lines_above_the_header_are_notes_with_their_cells() -> None:
    table = table_of(LETTERHEAD + BODY)
    assert keys(table) == ["SKU", "Product", "Price USD", "MOQ", "Lead time"]
    assert [(text, origin.cell) for text, origin in table.notes] == [
        ("ACME Trading Co., Ltd.", "A1"),
        ("Shenzhen, China sales@acme.example", "A2"),
        ("Price list valid until 2027-01-31", "A4"),
    ]


def test_rows_below_the_header_keep_their_own_numbers_and_cells() -> None:
    rows = rows_of(table_of(LETTERHEAD + BODY))
    assert [row.number for row in rows] == [7, 8, 9]
    assert rows[0].cell("Price USD").cell == "C7"


def test_the_header_knows_its_cell() -> None:
    table = table_of(LETTERHEAD + BODY)
    origin = table.columns[2].header_origin
    assert origin is not None
    assert origin.cell == "C6"
    assert table.columns[2].letter == "C"
    assert table.detected["header"] == "row 6"


@pytest.mark.parametrize(
    "header",
    [
        ["Item No.", "Description", "Unit price", "MOQ"],
        ["货号", "品名", "单价(元)", "起订量"],
        ["Referencia", "Descripción", "Precio", "Cantidad mínima"],
        ["Artikelnummer", "Bezeichnung", "Preis EUR", "Mindestmenge"],
        ["Référence", "Désignation", "Prix", "Quantité minimale"],
        ["Referência", "Descrição", "Preço", "Quantidade mínima"],
        ["品番", "商品名", "単価", "最小ロット"],
        ["رقم الصنف", "اسم المنتج", "السعر", "الحد الأدنى"],
        ["Артикул", "Наименование", "Цена", "Мин. заказ"],
        ["Kod", "Nazwa towaru", "Cena netto", "Ilość"],
    ],
)
def test_a_header_is_found_in_any_language(header: list[CellValue]) -> None:
    table = table_of([["ACME"], [], header, ["A1", "x y", "1,50", "10"], ["A2", "z", "2,50", "20"]])
    assert keys(table) == header


def test_a_header_of_words_over_words_is_the_first_row() -> None:
    assert keys(table_of([["Foo", "Bar"], ["bottle", "red"], ["cup", "blue"]])) == ["Foo", "Bar"]


def test_names_with_numbers_over_numbers_are_a_header() -> None:
    table = table_of([["id", "price1", "price2", "feature_1"], ["A-1", 3, 2, "x"], ["A-2", 6, 5, "y"]])
    assert keys(table) == ["id", "price1", "price2", "feature_1"]


def test_a_table_without_a_header_gets_letters() -> None:
    table = table_of(
        [["1001", "Steel bottle", "4,50"], ["1002", "Steel cup", "3,20"], ["1003", "Box", "1,00"]]
    )
    assert keys(table) == ["A", "B", "C"]
    assert [row.text("A") for row in rows_of(table)] == ["1001", "1002", "1003"]
    assert "none" in table.detected["header"]


def test_a_data_row_with_a_word_that_heads_columns_is_not_the_header() -> None:
    table = table_of(
        [["CAN", "Canister", "2024-01-01"], ["CTN", "Carton", "2024-01-02"], ["BOX", "Box", "2024-01-03"]]
    )
    assert keys(table) == ["A", "B", "C"]


def test_the_row_that_the_user_names_is_the_header() -> None:
    table = table_of([["x", "y"], ["1", "2"], ["a", "b"], ["3", "4"]], options=ReadOptions(header_row=3))
    assert keys(table) == ["a", "b"]
    assert [row.number for row in rows_of(table)] == [4]


def test_header_row_zero_says_that_there_is_none() -> None:
    table = table_of([["Name", "Price"], ["Bottle", 2.5]], options=ReadOptions(header_row=0))
    assert keys(table) == ["A", "B"]
    assert len(rows_of(table)) == 2


def test_a_header_row_that_is_not_there_is_told() -> None:
    with pytest.raises(FileUnreadable, match=r"list\.xlsx: expected the header in row 9"):
        table_of([["a", "b"], ["1", "2"]], options=ReadOptions(header_row=9))


def test_merged_group_headings_are_joined_with_their_parts() -> None:
    rows: list[list[CellValue]] = [
        ["SKU", "Product", "Price USD", None, None, "MOQ"],
        [None, None, "1-99", "100-499", 500],
        ["A-1", "Bottle", 5, 4.5, 4, 50],
        ["A-2", "Cup", 3, 2.5, 2, 50],
    ]
    merged = [
        Merged(top=1, left=2, bottom=1, right=4),
        *(Merged(top=1, left=left, bottom=2, right=left) for left in (0, 1, 5)),
    ]
    table = table_of(rows, merged)
    assert keys(table) == ["SKU", "Product", "Price USD 1-99", "Price USD 100-499", "Price USD 500", "MOQ"]
    assert [column.header_origin.cell for column in table.columns if column.header_origin] == [
        *("A1", "B1", "C2", "D2", "E2", "F1")
    ]
    assert [row.number for row in rows_of(table)] == [3, 4]


def test_two_row_headers_are_joined_where_nothing_says_what_is_merged() -> None:
    table = table_of(
        [
            ["SKU", "Product", "Price USD", "", "", "MOQ"],
            ["", "", "1-99", "100-499", "500+", ""],
            ["A-1", "Bottle", "5", "4.5", "4", "50"],
            ["A-2", "Cup", "3", "2.5", "2", "50"],
        ]
    )
    assert keys(table) == ["SKU", "Product", "Price USD 1-99", "Price USD 100-499", "Price USD 500+", "MOQ"]


def test_a_row_of_group_names_above_the_names_is_joined() -> None:
    table = table_of(
        [
            ["", "", "Price USD", "", "", ""],
            ["SKU", "Product", "1-99", "100-499", "500+", "MOQ"],
            ["A-1", "Bottle", "5", "4.5", "4", "50"],
            ["A-2", "Cup", "3", "2.5", "2", "50"],
        ]
    )
    assert keys(table) == ["SKU", "Product", "Price USD 1-99", "Price USD 100-499", "Price USD 500+", "MOQ"]


def test_a_title_merged_over_the_whole_table_is_a_note_not_a_group() -> None:
    rows: list[list[CellValue]] = [["Price list 2027"], *BODY]
    table = table_of(rows, [Merged(top=1, left=0, bottom=1, right=4)])
    assert keys(table) == ["SKU", "Product", "Price USD", "MOQ", "Lead time"]
    assert [text for text, _ in table.notes] == ["Price list 2027"]


def test_units_in_brackets_below_the_names_are_joined() -> None:
    table = table_of([["Item", "Weight", "Price"], ["", "(kg)", "(USD)"], ["Cup", 0.2, 3], ["Box", 0.3, 4]])
    assert keys(table) == ["Item", "Weight (kg)", "Price (USD)"]


def test_a_header_in_two_languages_is_joined() -> None:
    table = table_of(
        [["Item No.", "Product", "Price"], ["货号", "产品名称", "价格"], ["A1", "Cup", 3], ["A2", "Box", 4]]
    )
    assert keys(table) == ["Item No. 货号", "Product 产品名称", "Price 价格"]


def test_a_first_row_with_gaps_is_data_not_a_second_header_row() -> None:
    table = table_of(
        [
            ["SKU", "Name", "Price", "Colour"],
            ["A-1", "Cup", "", ""],
            ["A-2", "Box", "4", "red"],
            ["A-3", "Lid", "1", "blue"],
        ]
    )
    assert keys(table) == ["SKU", "Name", "Price", "Colour"]
    assert len(rows_of(table)) == 3


def test_tiers_in_the_header_may_be_bare_numbers() -> None:
    table = table_of([["SKU", "Name", 100, 500, 1000], ["A-1", "Cup", 3, 2, 1], ["A-2", "Box", 6, 5, 4]])
    assert keys(table) == ["SKU", "Name", "100", "500", "1000"]


def test_repeated_names_are_numbered_and_blank_ones_get_letters() -> None:
    table = table_of([["SKU", "Price", "Price", ""], ["A-1", 3, 2, "x"], ["A-2", 6, 5, "y"]])
    assert keys(table) == ["SKU", "Price", "Price (2)", "D"]


def test_a_name_of_two_lines_becomes_one() -> None:
    table = table_of([["SKU", "Price\n USD", "Name"], ["A-1", 3, "Cup"], ["A-2", 6, "Box"]])
    assert keys(table) == ["SKU", "Price USD", "Name"]


def test_empty_columns_without_a_name_are_no_columns() -> None:
    table = table_of([["", "SKU", "", "Price"], ["", "A-1", "", 3], ["", "A-2", "", 6]])
    assert [(column.key, column.letter) for column in table.columns] == [("SKU", "B"), ("Price", "D")]


def test_notes_below_the_table_are_notes_not_rows() -> None:
    below: list[list[CellValue]] = [
        [],
        ["* All prices FOB Shanghai, 30% deposit"],
        ["Payment:", "T/T in advance"],
    ]
    table = table_of(BODY + below)
    assert [(text, origin.cell) for text, origin in table.notes] == [
        ("* All prices FOB Shanghai, 30% deposit", "A6"),
        ("Payment: T/T in advance", "A7"),
    ]
    assert [row.number for row in rows_of(table)] == [2, 3, 4]


def test_titles_of_sections_are_notes_not_rows() -> None:
    table = table_of([*BODY, ["Kitchen"], ["A-9", "Spoon", 1, 100, "5 days"]])
    assert [text for text, _ in table.notes] == ["Kitchen"]
    assert [row.text("SKU") for row in rows_of(table)] == ["A-1", "A-2", "A-3", "A-9"]


@pytest.mark.parametrize(
    "title", ["-- Kitchen --", "=== Kitchen", "【Kitchen】", "Kitchen:", "** KITCHEN **"]
)
def test_the_title_of_a_group_is_the_category_of_the_rows_below_it(title: str) -> None:
    table = table_of([BODY[0], ["-- Travel --"], *BODY[1:], [title], ["A-9", "Spoon", 1, 100, "5 days"]])
    assert keys(table) == [*map(str, BODY[0]), "Category"]
    rows = rows_of(table)
    assert [row.text("Category").title() for row in rows] == ["Travel", "Travel", "Travel", "Kitchen"]
    assert [row.cell("Category").cell for row in rows] == ["A2", "A2", "A2", "A6"]
    assert [row.text("SKU") for row in rows] == ["A-1", "A-2", "A-3", "A-9"]


def test_a_category_column_of_its_own_stays_beside_the_titles_of_groups() -> None:
    header: list[CellValue] = ["SKU", "Name", "Price", "Category"]
    table = table_of([header, ["Kitchen"], ["A-1", "Cup", 3, "cups"], ["A-2", "Lid", 1, "lids"]])
    assert keys(table) == ["SKU", "Name", "Price", "Category", "Category (2)"]
    assert [row.text("Category (2)") for row in rows_of(table)] == ["Kitchen", "Kitchen"]


def test_a_decorated_or_merged_title_is_told_even_in_a_narrow_table_of_words() -> None:
    rows: list[list[CellValue]] = [
        ["Name", "Price", "MOQ"],
        ["-- Cups --"],
        ["Cup", 3, 10],
        ["Lids"],
        ["Lid", 1, 10],
    ]
    table = table_of(rows, [Merged(top=4, left=0, bottom=4, right=2)])
    assert [(row.text("Name"), row.text("Category")) for row in rows_of(table)] == [
        ("Cup", "Cups"),
        ("Lid", "Lids"),
    ]


@pytest.mark.parametrize(
    "note",
    ["* prices without tax", "Prices are without tax.", "Payment: 30% deposit", "Prices of May 2027", "1"],
)
def test_a_note_among_the_rows_is_no_category(note: str) -> None:
    table = table_of([*BODY[:3], [note], *BODY[3:]])
    assert "Category" not in keys(table)


def test_titles_far_below_are_categories_too() -> None:
    many: list[list[CellValue]] = [[f"A-{i}", "Bottle", i, 10, "5 days"] for i in range(1_200)]
    table = table_of([BODY[0], ["Bottles"], *many, ["Cups"], ["C-1", "Cup", 1, 10, "5 days"]])
    rows = rows_of(table)
    assert (rows[-2].text("Category"), rows[-1].text("Category")) == ("Bottles", "Cups")
    assert rows[-1].cell("Category").cell == "A1203"


def test_a_letterhead_above_a_table_without_header_is_no_category() -> None:
    table = table_of(
        [["ACME Trading"], ["1001", "Bottle x", "4,50"], ["1002", "Cup y", "3,20"], ["1003", "Box z", "1,00"]]
    )
    assert "Category" not in keys(table)


def test_a_row_with_nothing_but_its_number_is_still_a_row() -> None:
    table = table_of([*BODY, ["A-4"]])
    assert [row.text("SKU") for row in rows_of(table)] == ["A-1", "A-2", "A-3", "A-4"]


def test_empty_rows_are_skipped_and_numbers_go_on() -> None:
    table = table_of([*BODY[:2], [], ["", " "], *BODY[2:]])
    assert [row.number for row in rows_of(table)] == [2, 5, 6]


def test_a_header_repeated_on_each_page_is_no_row() -> None:
    table = table_of([*BODY, BODY[0], ["A-4", "Spoon", 1, 100, "5 days"]])
    assert [row.text("SKU") for row in rows_of(table)] == ["A-1", "A-2", "A-3", "A-4"]


def test_cells_beyond_the_header_are_kept_under_their_letter() -> None:
    many: list[list[CellValue]] = [[f"A-{i}", i] for i in range(1_500)]
    table = table_of([["SKU", "Price"], *many, ["A-9", 3, "extra", "more"]])
    row = rows_of(table)[-1]
    assert row.values == {"SKU": "A-9", "Price": 3, "C": "extra", "D": "more"}
    assert row.cell("D").cell == "D1502"


def test_a_row_with_too_few_cells_is_a_row() -> None:
    row = rows_of(table_of([["SKU", "Name", "Price"], ["A-1", "Cup", 3], ["A-2"]]))[-1]
    assert row.values == {"SKU": "A-2"}
    assert row.text("Price") == ""


def test_a_note_far_below_comes_as_a_problem_in_its_place() -> None:
    many: list[list[CellValue]] = [[f"A-{i}", "Bottle", i, 10, "5 days"] for i in range(1_200)]
    table = table_of([BODY[0], *many, ["Prices without obligation"]])
    last = list(table.rows)[-1]
    assert isinstance(last, Problem)
    assert last.origin.cell == "A1202"
    assert last.value == "Prices without obligation"


cells = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(allow_nan=True), st.booleans(), st.dates()
)


@given(st.lists(st.lists(cells, max_size=7), max_size=25))
def test_no_filled_cell_of_any_sheet_is_lost(rows: list[list[CellValue]]) -> None:
    given_rows = [GridRow(number, row) for number, row in enumerate(rows, 1)]
    sheet = Sheet(source=source_of(b"x"), rows=iter(given_rows), detected={})
    table = find_table(sheet, ReadOptions())
    if table is None:
        assert not any(row.filled() for row in given_rows)
        return
    read = {row.number: row for row in table.rows if not isinstance(row, Problem)}
    noted = {int("".join(filter(str.isdigit, origin.cell or ""))) for _, origin in table.notes}
    header = _header_rows(table)
    for row in given_rows:
        if row.filled() and row.number not in noted | header:
            assert _same_as_header(row, rows, header) or len(read[row.number].values) >= len(row.filled())


def _header_rows(table: Table) -> set[int]:
    shown = table.detected["header"]
    numbers = [
        int(part) for part in shown.replace("rows ", "").replace("row ", "").split("-") if part.isdigit()
    ]
    return set(range(numbers[0], numbers[-1] + 1)) if numbers else set()


def _same_as_header(row: GridRow, rows: list[list[CellValue]], header: set[int]) -> bool:
    return any([v for v in rows[n - 1] if v] == [v for v in row.cells if v] for n in header)


@given(st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=12))
def test_every_cell_of_every_row_has_an_origin(rows: list[list[CellValue]]) -> None:
    sheet = Sheet(
        source=source_of(b"x"), rows=iter([GridRow(n, r) for n, r in enumerate(rows, 1)]), detected={}
    )
    table = find_table(sheet, ReadOptions())
    for row in table.rows if table is not None else ():
        assert not isinstance(row, Problem)
        check(row)


def check(row: Row) -> None:
    for key in row.values:
        assert row.cell(key).cell
        assert row.text(key)


def test_a_sheet_of_sentences_is_notes_and_no_table() -> None:
    table = table_of(
        [
            ["Terms of sale"],
            ["1. Lead times count from the confirmation of the order."],
            ["2. Claims are to be made within 7 days."],
            ["3. Prices may change without notice."],
        ],
        name="Terms",
    )
    assert rows_of(table) == []
    assert [text for text, _ in table.notes][:1] == ["Terms of sale"]


def test_a_short_list_with_as_many_notes_as_rows_keeps_them_apart() -> None:
    table = table_of(
        [
            ["Item", "Name", "Price", "MOQ"],
            ["SR-01", "Bottle", 3.2, 500],
            ["Section B: glass", None, None, None],
            ["SR-02", "Cup", 0.85, 100],
            [],
            ["Payment: 30% deposit"],
            ["Lead time counts from deposit"],
        ]
    )
    assert [row.text("Item") for row in rows_of(table)] == ["SR-01", "SR-02"]
    assert [text for text, _ in table.notes] == [
        "Section B: glass",
        "Payment: 30% deposit",
        "Lead time counts from deposit",
    ]
