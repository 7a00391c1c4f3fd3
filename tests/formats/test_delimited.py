"""CSV and its kin, as suppliers really send them."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.delimited import DelimitedReader
from dragoman.formats.limits import ReadLimits
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row, Table
from dragoman.testing.format_reader import CountedOpens, rows_of, source_of

READER = DelimitedReader()


def table_of(
    data: bytes | str, options: ReadOptions | None = None, reader: DelimitedReader = READER
) -> Table:
    raw = data.encode() if isinstance(data, str) else data
    return next(reader.read(source_of(raw, "list.csv"), options or ReadOptions()))


def texts(table: Table) -> list[dict[str, str]]:
    return [{key: row.text(key) for key in row.values} for row in rows_of(table)]


def mixed(table: Table) -> tuple[list[Row], list[Problem]]:
    every = list(table.rows)
    return [row for row in every if not isinstance(row, Problem)], [
        row for row in every if isinstance(row, Problem)
    ]


@pytest.mark.parametrize(("delimiter", "shown"), [(",", ","), (";", ";"), ("\t", "tab"), ("|", "|")])
def test_the_delimiter_is_detected_and_shown(delimiter: str, shown: str) -> None:
    rows = [["sku", "title", "price"], *[[f"A-{i}", f"Bottle {i} ml", f"{i}.50"] for i in range(9)]]
    table = table_of("\n".join(delimiter.join(row) for row in rows))
    assert table.detected["delimiter"] == shown
    assert [column.key for column in table.columns] == rows[0]


def test_decimal_commas_do_not_make_the_comma_the_delimiter() -> None:
    table = table_of("Artikel;Preis;Gewicht\n" + "".join(f"A{i};{i},50;0,{i}5\n" for i in range(20)))
    assert table.detected["delimiter"] == ";"
    assert texts(table)[3] == {"Artikel": "A3", "Preis": "3,50", "Gewicht": "0,35"}


def test_the_user_overrides_delimiter_and_encoding() -> None:
    table = table_of("a,b;c\n1,2;3\n", ReadOptions(delimiter=",", encoding="cp1252"))
    assert [column.key for column in table.columns] == ["a", "b;c"]
    assert table.detected["encoding"] == "cp1252 (as given)"


def test_tab_can_be_named() -> None:
    assert len(table_of("a\tb\n1\t2\n", ReadOptions(delimiter="tab")).columns) == 2


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n"])
def test_a_delimiter_that_is_none_is_told(delimiter: str) -> None:
    with pytest.raises(FileUnreadable, match="expected one character as the delimiter"):
        table_of("a,b\n1,2\n", ReadOptions(delimiter=delimiter))


def test_a_sep_line_is_obeyed_and_not_counted() -> None:
    table = table_of('sep=;\r\nsku;price\r\n"A,1";2\r\n')
    assert texts(table) == [{"sku": "A,1", "price": "2"}]
    assert rows_of(table_of("sep=;\r\nsku;price\r\nA1;2\r\n"))[0].cell("sku").cell == "A2"


def test_leading_zeros_and_blanks_stay() -> None:
    assert texts(table_of("gtin,name\n0001234, Cup \n")) == [{"gtin": "0001234", "name": " Cup "}]


def test_a_quoted_cell_over_lines_is_one_row_of_a_spreadsheet() -> None:
    rows = rows_of(table_of('sku,text,price\nA,"one\ntwo; ""three""\n",5\nB,x,6\n'))
    assert rows[0].text("text") == 'one\ntwo; "three"\n'
    assert rows[1].cell("price").cell == "C3"


def test_cells_in_single_quotes_are_unquoted_and_apostrophes_are_text() -> None:
    assert texts(table_of("sku,name\n'A','Cup, blue'\n'B','Box'\n"))[0] == {"sku": "A", "name": "Cup, blue"}
    rows = texts(table_of("réf;nom\nA;'s-Hertogenbosch\nB;Bouteille d'eau\nC;'Cup'\nD;x\nE;y\n"))
    assert [row["nom"] for row in rows] == ["'s-Hertogenbosch", "Bouteille d'eau", "'Cup'", "x", "y"]


def test_a_space_before_an_opening_quote_does_no_harm() -> None:
    rows = texts(table_of('sku, name, price\nA, "Cup, blue", 3\nB, "Box, red", 4\n'))
    assert [row["name"] if "name" in row else row[" name"] for row in rows] == ["Cup, blue", "Box, red"]


def test_backslashes_before_quotes_are_escapes_where_the_file_has_them() -> None:
    assert texts(table_of('sku,name\nA,"Tube 12\\" steel"\nB,"Box"\n'))[0]["name"] == 'Tube 12" steel'


def test_inch_marks_inside_cells_are_text() -> None:
    assert (
        texts(table_of('sku;name;price\nA;Rohr 12" Stahl;3\nB;Rohr 14" Stahl;4\n'))[0]["name"]
        == 'Rohr 12" Stahl'
    )


def test_a_quote_that_is_never_closed_costs_its_own_row_only() -> None:
    lines = ["sku;name;price", *[f"A{i};Cup {i};{i},50" for i in range(50)]]
    lines[10] = 'A9;"Super Cup;9,50'
    rows, problems = mixed(table_of("\n".join(lines)))
    assert [row.text("sku") for row in rows] == [f"A{i}" for i in range(50) if i != 9]
    assert [(p.origin.cell, p.value) for p in problems] == [("A11", 'A9;"Super Cup;9,50')]


def test_a_stray_quote_does_not_swallow_rows_up_to_the_next_one() -> None:
    lines = ["sku;name;price", *[f"A{i};Cup {i};{i},50" for i in range(50)]]
    lines[10] = 'A9;"Super Cup;9,50'
    lines[20] = 'A19;"Blue" Cup;9,50'
    rows, problems = mixed(table_of("\n".join(lines)))
    assert [row.text("sku") for row in rows] == [f"A{i}" for i in range(50) if i != 9]
    assert len(problems) == 1


def test_rows_with_too_many_and_too_few_cells_are_rows() -> None:
    rows = rows_of(table_of("sku,name,price\nA,Cup,1\nB\nC,Box,3,extra\n"))
    assert [dict(row.values) for row in rows][1:] == [
        {"sku": "B"},
        {"sku": "C", "name": "Box", "price": "3", "D": "extra"},
    ]


def test_blank_lines_count_as_in_a_spreadsheet() -> None:
    assert [row.number for row in rows_of(table_of("a,b\n\n1,2\n\n\n3,4\n"))] == [3, 6]


def test_old_mac_line_ends_are_line_ends() -> None:
    assert texts(table_of("sku,price\rA,1\rB,2\r")) == [
        {"sku": "A", "price": "1"},
        {"sku": "B", "price": "2"},
    ]


def test_a_dos_end_mark_is_no_row() -> None:
    assert len(rows_of(table_of(b"sku,price,name\r\nA,1,x\r\nB,2,y\r\n\x1a"))) == 2


def test_a_letterhead_is_notes_and_the_header_is_found() -> None:
    table = table_of("Muster GmbH;;\nPreisliste 2027;;\n;;\nArtikel;Name;Preis EUR\n1;Cup;2,50\n2;Box;3,50\n")
    assert [text for text, _ in table.notes] == ["Muster GmbH", "Preisliste 2027"]
    assert [column.key for column in table.columns] == ["Artikel", "Name", "Preis EUR"]


def test_an_accent_far_into_the_file_still_tells_the_encoding() -> None:
    plain = "".join(f"A{i};Trinkflasche {i};{i},50\n" for i in range(20_000))
    late = "".join(f"B{i};Flasche für Kühlschränke {i};{i},50\n" for i in range(20_000))
    table = table_of(("Artikel;Name;Preis\n" + plain + late).encode("cp1252"))
    assert table.detected["encoding"].startswith("cp1252")
    assert "Flasche für Kühlschränke 3" in {row.text("Name") for row in rows_of(table)}


def test_a_byte_of_another_encoding_costs_its_own_row_only() -> None:
    data = "Artikel;Name\n1;Größe\n2;Maß\n".encode() * 30 + b"3;Gr\xf6\xdfe\n" + "4;Süß\n".encode()
    rows, problems = mixed(table_of(data))
    assert rows[-1].text("Name") == "Süß"
    assert [(p.kind, p.value, p.origin.cell) for p in problems] == [("encoding", "3;Gr\\xf6\\xdfe", "A91")]


def test_a_wrong_encoding_names_the_file_the_byte_and_what_to_do() -> None:
    with pytest.raises(FileUnreadable, match=r"list\.csv: expected text in utf-8, .* position 12.*cp1252"):
        list(table_of("Name,Preis\nK\u00fcche,2\n".encode("cp1252"), ReadOptions(encoding="utf-8")).rows)


def test_a_wrong_encoding_is_told_also_deep_in_the_file() -> None:
    data = b"Name,Preis\n" + b"Cup,2\n" * 60_000 + b"K\xfcche,2\n"
    with pytest.raises(FileUnreadable, match="position 360,012"):
        list(table_of(data, ReadOptions(encoding="utf-8")).rows)


@pytest.mark.parametrize("name", ["klingon", "base64", "", "zip", "rot13"])
def test_an_encoding_that_is_none_is_told(name: str) -> None:
    with pytest.raises(FileUnreadable, match="expected the name of a text encoding"):
        table_of("a,b\n1,2\n", ReadOptions(encoding=name))


def test_utf16_as_spreadsheets_save_it_is_read() -> None:
    table = table_of("货号\t品名\t单价\r\nA1\t保温杯\t3.5\r\n".encode("utf-16"))
    assert texts(table) == [{"货号": "A1", "品名": "保温杯", "单价": "3.5"}]


def test_a_ten_megabyte_line_is_refused_with_bounded_memory() -> None:
    data = b"x," * 5_000_000
    source = source_of(data, "line.csv")
    tracemalloc.start()
    try:
        with pytest.raises(FileTooLarge, match=r"line\.csv: expected lines of at most"):
            list(READER.read(source, ReadOptions()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 60_000_000


def test_a_line_too_long_in_the_middle_costs_itself_only() -> None:
    reader = DelimitedReader(ReadLimits(max_row_chars=1_000))
    data = "sku,name,price\nA,x,1\nB," + "y" * 5_000 + ",2\nC,z,3\n"
    rows, problems = mixed(table_of(data, reader=reader))
    assert [row.text("sku") for row in rows] == ["A", "C"]
    assert [(p.kind, p.origin.cell) for p in problems] == [("limit", "A3")]
    assert rows[1].cell("sku").cell == "A4"


def test_a_row_of_too_many_cells_is_a_problem() -> None:
    _, problems = mixed(table_of("a,b\n1,2\n" + "," * 20_000 + "\n3,4\n"))
    assert [p.kind for p in problems] == ["limit"]


def test_a_zero_byte_costs_its_own_row_only() -> None:
    data = b"sku,price\n" + b"A,1\n" * 20_000 + b"B\x00,2\nC,3\n"
    rows, problems = mixed(table_of(data))
    assert len(problems) == 1
    assert rows[-1].text("sku") == "C"


def test_memory_stays_flat_over_a_long_file() -> None:
    data = b"sku,name,price\n" + b"A-1,A bottle of some length,4.50\n" * 100_000
    table = next(READER.read(CountedOpens(data, "long.csv").source(), ReadOptions()))
    tracemalloc.start()
    count = sum(1 for _row in table.rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 5_000_000


def test_a_backslash_that_ends_a_quoted_cell_is_only_a_backslash() -> None:
    table = table_of('sku,name,price\n,0,"""\\"\n')
    assert [row.text("price") for row in rows_of(table)] == ['"\\']


def test_a_backslash_before_a_quote_in_a_cell_escapes_it() -> None:
    table = table_of('sku,name,price\n1,"a 3.5\\" disk, new",2\n')
    assert [row.text("name") for row in rows_of(table)] == ['a 3.5" disk, new']


word = st.text(  # without ': a file of cells that begin and end with it reads as one that quotes with it
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff'"), max_size=10
)
line = st.lists(word, min_size=3, max_size=3).filter(lambda cells: sum(bool(c.strip()) for c in cells) > 1)


@given(st.lists(line, min_size=1, max_size=20), st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_csv_writer_wrote_is_read_back(rows: Sequence[Sequence[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["sku", "name", "price"], *rows])
    table = table_of(out.getvalue(), ReadOptions(delimiter=delimiter, encoding="utf-8", header_row=1))
    expected = [
        {k: v for k, v in zip(("sku", "name", "price"), row, strict=True) if v.strip()} for row in rows
    ]
    assert texts(table) == [
        row for row in expected if row != {"sku": "sku", "name": "name", "price": "price"}
    ]


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_by_name(data: bytes) -> None:
    try:
        for table in READER.read(source_of(data, "any.csv"), ReadOptions()):
            for row in table.rows:
                if not isinstance(row, Problem):
                    assert all(row.cell(key).cell for key in row.values)
    except FileUnreadable as error:
        assert "any.csv" in str(error)  # noqa: PT017 - most inputs are read


def wide(*lines: str) -> tuple[list[dict[str, str]], list[Problem]]:
    """The rows of comma-parted lines as texts, and the problems."""
    rows, problems = mixed(table_of("\n".join(lines), ReadOptions(delimiter=",")))
    return [{key: row.text(key) for key in row.values} for row in rows], problems


@pytest.mark.parametrize("price", ["1,50", "12,95", "1,234.50", "USD 3,5", "2,05 EUR", "1,234,567"])
def test_a_number_that_its_comma_cut_in_two_is_joined_where_only_one_way_fits_and_told(price: str) -> None:
    rows, problems = wide("SKU,Product,Price EUR", f"A1,Nail,{price}", "A2,Bolt,4")
    assert rows == [
        {"SKU": "A1", "Product": "Nail", "Price EUR": price},
        {"SKU": "A2", "Product": "Bolt", "Price EUR": "4"},
    ]
    assert [(one.kind, one.origin.cell, one.value) for one in problems] == [("doubtful_value", "C2", price)]
    assert "more cells" not in problems[0].expected
    assert "as many cells in the row as the header has (3)" in problems[0].message()


def test_what_the_other_rows_hold_tells_which_cells_are_one_number() -> None:
    rows, problems = wide("Pos,No,Product,Price,Per", "1,200,Nail,1,50,pc", "2,300,Bolt,4.00,pc")
    assert rows[0] == {"Pos": "1", "No": "200", "Product": "Nail", "Price": "1,50", "Per": "pc"}
    assert [one.kind for one in problems] == ["doubtful_value"]


def test_a_row_whose_numbers_can_be_joined_in_two_ways_keeps_what_stands_before_them() -> None:
    rows, problems = wide("SKU,Product,Price EUR,MOQ", "A1,Nail,1,50,100", "A2,Bolt,4.00,300")
    assert rows[0] == {"SKU": "A1", "Product": "Nail"}
    assert [(one.kind, one.origin.cell, one.value) for one in problems] == [("bad_value", "C2", "1,50,100")]


def test_a_row_with_a_comma_in_its_name_is_doubted_where_the_others_have_as_many_cells_as_the_header() -> (
    None
):
    rows, problems = wide(
        "SKU,Product,Price EUR", "A1,Nail,1.50", "A2,Bolt,4.00", "A3,Nut,2.00", "A4,Washer, large,3.00"
    )
    assert len(rows) == 4
    assert [(one.kind, one.origin.cell) for one in problems] == [("doubtful_value", "D5")]


@pytest.mark.parametrize(
    "lines",
    [
        ("SKU,Product,Price EUR", "A1,Nail,1.50,,,", "A2,Bolt,4.00"),
        ("SKU,Product,Price EUR,MOQ,", "A1,Nail,4,50,", "A2,Bolt,4.00,300,"),
        ("SKU,Product,Price EUR,MOQ", "A1,Nail,4,50,", "A2,Bolt,4.00,300,"),
        ("SKU,Product,Price EUR", "A1,Nail,1.50,in stock", "A2,Bolt,4.00,sold out"),
    ],
)
def test_empty_cells_and_a_column_without_a_name_are_no_mistake(lines: tuple[str, ...]) -> None:
    rows, problems = wide(*lines)
    assert [row["Product"] for row in rows] == ["Nail", "Bolt"]
    assert problems == []


def test_a_shift_that_an_empty_last_cell_hides_is_seen() -> None:
    rows, problems = wide("SKU,Product,Price EUR,MOQ", "A1,Nail,1,50,", "A2,Bolt,4.00,300", "A3,Nut,2.00,200")
    assert rows[0] == {"SKU": "A1", "Product": "Nail", "Price EUR": "1,50"}
    assert [one.kind for one in problems] == ["doubtful_value"]


def test_a_second_header_begins_a_table_of_its_own() -> None:
    data = "SKU,Product,Price EUR\nA1,Nail,2.50\n\nSKU,Product,Price USD\nA2,Bolt,3.50\n"
    found = [
        ([column.key for column in table.columns], texts(table))
        for table in READER.read(source_of(data.encode(), "list.csv"), ReadOptions())
    ]
    assert [keys[2] for keys, _ in found] == ["Price EUR", "Price USD"]
    assert [rows for _, rows in found] == [
        [{"SKU": "A1", "Product": "Nail", "Price EUR": "2.50"}],
        [{"SKU": "A2", "Product": "Bolt", "Price USD": "3.50"}],
    ]


def test_a_second_header_is_seen_far_below() -> None:
    rows = "".join(f"A{i},Nail,{i}.50\n" for i in range(3_000))
    data = f"SKU,Product,Price EUR\n{rows}SKU,Product,Price USD\nB1,Bolt,3.50\n"
    counts = [
        sum(1 for _ in table.rows) for table in READER.read(source_of(data.encode(), "l.csv"), ReadOptions())
    ]
    assert counts == [3_000, 1]


def test_a_header_that_is_repeated_makes_no_other_table() -> None:
    header = "SKU,Product,Price EUR\n"
    data = f"{header}A1,Nail,2.50\n{header}A2,Bolt,3.50\n"
    tables = READER.read(source_of(data.encode(), "list.csv"), ReadOptions())
    assert [[row["SKU"] for row in texts(table)] for table in tables] == [["A1", "A2"]]
