"""JSON lines and JSON documents."""

from __future__ import annotations

import json
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FileTooLarge, FileUnreadable
from dragoman.formats.json_array import JsonReader
from dragoman.formats.json_lines import JsonLinesReader
from dragoman.formats.limits import ReadLimits
from dragoman.model import Problem
from dragoman.ports import ReadOptions, Row, Table
from dragoman.testing.format_reader import rows_of, source_of

LINES = JsonLinesReader()
DOCUMENT = JsonReader()


def lines_table(text: str | bytes, reader: JsonLinesReader = LINES) -> Table:
    raw = text.encode() if isinstance(text, str) else text
    return next(reader.read(source_of(raw, "list.jsonl"), ReadOptions()))


def document_tables(
    text: str | bytes, reader: JsonReader = DOCUMENT
) -> list[tuple[Table, list[Row | Problem]]]:
    raw = text.encode() if isinstance(text, str) else text
    return [(table, list(table.rows)) for table in reader.read(source_of(raw, "list.json"), ReadOptions())]


def test_nested_values_get_paths_as_keys_and_json_pointers() -> None:
    row = rows_of(lines_table('{"id": 7, "price": {"amount": 4.50, "a/b": "x"}, "images": ["u", "v"]}\n'))[0]
    assert row.values == {
        "id": 7,
        "price.amount": Decimal("4.50"),
        "price.a/b": "x",
        "images[0]": "u",
        "images[1]": "v",
    }
    assert row.cell("images[1]").where() == "list.jsonl, line 1, /images/1"
    assert row.cell("price.a/b").path == "/price/a~1b"


def test_numbers_keep_every_digit_as_written() -> None:
    row = rows_of(
        lines_table(
            [
                '{"price": 4.50, "gtin": 04006381333931, "x": 1}',
                '{"price": 4.50, "big": 12345678901234567890123}',
            ][1]
        )
    )[0]
    assert row.text("price") == "4.50"
    assert row.text("big") == "12345678901234567890123"


def test_keys_that_collide_when_flattened_are_both_kept() -> None:
    row = rows_of(lines_table('{"a.b": 1, "a": {"b": 2}}\n'))[0]
    assert row.values == {"a.b": 1, "a.b (2)": 2}
    assert (row.cell("a.b").path, row.cell("a.b (2)").path) == ("/a.b", "/a/b")


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 2',
        "{'id': 2}",
        "[1,",
        "null",
        "3",
        '"text"',
        '{"id": NaN}',
        "not json",
        "[" * 100_000,
        '{"a":' * 5_000,
    ],
)
def test_a_broken_line_is_a_problem_and_the_rest_goes_on(line: str) -> None:
    rows = list(lines_table(f'{{"id": 1}}\n{line}\n{{"id": 3}}\n').rows)
    first, second, third = rows
    assert not isinstance(first, Problem)
    assert isinstance(second, Problem)
    assert not isinstance(third, Problem)
    assert second.origin.line == 2
    assert third.cell("id").line == 3


def test_blank_lines_between_items_are_skipped_and_counted() -> None:
    assert [row.number for row in rows_of(lines_table('{"id": 1}\n\n\n{"id": 2}\n'))] == [1, 4]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert rows_of(lines_table('\ufeff{"id": 1}\n'))[0].values == {"id": 1}


def test_json_lines_in_another_encoding_are_read() -> None:
    line = json.dumps({"品名": "不锈钢保温杯", "单价": 3}, ensure_ascii=False) + "\n"
    assert rows_of(lines_table(line.encode("gb18030")))[0].values == {"品名": "不锈钢保温杯", "单价": 3}


def test_halves_of_characters_are_replaced_so_that_the_row_can_be_stored() -> None:
    row = rows_of(lines_table('{"name": "x\\ud83d", "\\ud83d": 1}\n'))[0]
    assert row.values == {"name": "x\ufffd", "\ufffd": 1}
    row.cell("\ufffd").where().encode()


def test_a_line_beyond_the_limit_is_a_problem() -> None:
    reader = JsonLinesReader(ReadLimits(max_row_chars=200))
    rows = list(lines_table('{"id": 1}\n{"x": "' + "y" * 900 + '"}\n{"id": 3}\n', reader).rows)
    assert [type(row).__name__ for row in rows] == ["ItemRow", "Problem", "ItemRow"]


def test_an_item_of_too_many_values_is_a_problem() -> None:
    rows = list(lines_table(json.dumps({"x": list(range(20_000))}) + '\n{"id": 3}\n').rows)
    assert isinstance(rows[0], Problem)
    assert rows[0].kind == "limit"


def test_what_stands_around_the_items_is_notes() -> None:
    ((table, rows),) = document_tables(
        '{"supplier": {"name": "Muster"}, "currency": "EUR", "products": [{"id": 1}]}'
    )
    assert [(text, origin.path) for text, origin in table.notes] == [
        ("supplier.name: Muster", "/supplier/name"),
        ("currency: EUR", "/currency"),
    ]
    assert len(rows) == 1


def test_several_arrays_of_items_are_several_tables() -> None:
    tables = document_tables('{"cups": [{"id": 1}, {"id": 2}], "note": "x", "boxes": [{"id": 3}]}')
    assert [(table.sheet, len(rows)) for table, rows in tables] == [("/cups", 2), ("/boxes", 1)]


def test_tables_can_be_asked_for_without_reading_their_rows() -> None:
    tables = list(DOCUMENT.read(source_of(b'{"a": [{"x": 1}, {"x": 2}], "b": [{"x": 3}]}'), ReadOptions()))
    assert [table.sheet for table in tables] == ["/a", "/b"]


def test_one_object_is_one_row_with_its_lists() -> None:
    ((_, rows),) = document_tables('{"id": 1, "title": "Cup", "variants": [{"size": "S"}, {"size": "M"}]}')
    (row,) = rows
    assert not isinstance(row, Problem)
    assert row.values == {"id": 1, "title": "Cup", "variants[0].size": "S", "variants[1].size": "M"}
    assert row.cell("variants[1].size").path == "/variants/1/size"


def test_objects_by_their_keys_are_rows() -> None:
    ((_, rows),) = document_tables(
        '{"items": {"A/1": {"name": "Cup", "price": 2}, "A2": {"name": "Box", "price": 3}}}'
    )
    found = [row for row in rows if not isinstance(row, Problem)]
    assert [row.text("key") for row in found] == ["A/1", "A2"]
    assert found[0].cell("price").path == "/items/A~11/price"


def test_objects_one_after_the_other_are_rows() -> None:
    ((_, rows),) = document_tables('{\n "id": 1\n}\n{\n "id": 2\n}\n')
    assert [row.values for row in rows if not isinstance(row, Problem)] == [{"id": 1}, {"id": 2}]


def test_utf16_documents_are_read() -> None:
    ((_, rows),) = document_tables('[{"name": "Größe 保温"}]'.encode("utf-16"))
    assert not isinstance(rows[0], Problem)
    assert rows[0].text("name") == "Größe 保温"


@pytest.mark.parametrize(
    "text", ['[{"id": 1}, {"id": 2', "[{'id': 1}]", '[{"id": 1},]', "{", '{"products": [{"id": 1}}']
)
def test_a_broken_document_names_the_file_and_what_to_do(text: str) -> None:
    with pytest.raises(FileUnreadable, match=r"list\.json: expected .*JSON.*export it anew"):
        document_tables(text)


def test_items_before_the_damage_come_out() -> None:
    table = next(DOCUMENT.read(source_of(b'[{"id": 1}, {"id": 2}, {"id"'), ReadOptions()))
    first, second = next(table.rows), next(table.rows)
    assert [row.number for row in (first, second) if not isinstance(row, Problem)] == [1, 2]
    with pytest.raises(FileUnreadable):
        next(table.rows)


def test_deep_nesting_is_refused_in_bounded_time_and_memory() -> None:
    text = "[" * 2_000_000
    tracemalloc.start()
    with pytest.raises(FileUnreadable, match=r"list\.json"):
        document_tables(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000


def test_an_item_nested_too_deep_is_a_problem_and_the_rest_goes_on() -> None:
    deep = '{"a":' * 200 + "1" + "}" * 200
    ((_, rows),) = document_tables(f'[{{"id": 1}}, {deep}, {{"id": 3}}]')
    assert [isinstance(row, Problem) for row in rows] == [False, True, False]


def test_a_text_without_end_is_refused_with_bounded_memory() -> None:
    text = '[{"id": "' + "x" * 30_000_000
    tracemalloc.start()
    with pytest.raises(FileTooLarge, match=r"list\.json"):
        document_tables(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000 + len(text)


def test_a_huge_item_is_a_problem_and_the_rest_goes_on() -> None:
    reader = JsonReader(ReadLimits(max_row_chars=1_000))
    huge = json.dumps({"x": ["y" * 100] * 50})
    ((_, rows),) = document_tables(f'[{{"id": 1}}, {huge}, {{"id": 3}}]', reader)
    assert [isinstance(row, Problem) for row in rows] == [False, True, False]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3).map(float),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.text(max_size=5), values, max_size=4), min_size=1, max_size=5))
def test_lines_and_documents_give_the_same_rows(items: list[dict[str, object]]) -> None:
    lined = [
        dict(row.values) for row in rows_of(lines_table("".join(json.dumps(item) + "\n" for item in items)))
    ]
    ((_, rows),) = document_tables(json.dumps(items))
    assert [dict(row.values) for row in rows if not isinstance(row, Problem)] == lined


@given(st.dictionaries(st.text(max_size=5), values, max_size=5))
def test_every_pointer_leads_to_its_value(item: dict[str, object]) -> None:
    (row,) = rows_of(lines_table(json.dumps(item) + "\n"))
    for key in row.values:
        found: object = item
        for token in (row.cell(key).path or "").split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found[name]  # type: ignore[index] # JSON
        assert str(found).lower() == row.text(key).lower() or float(str(found)) == float(row.text(key))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_by_name(data: bytes) -> None:
    for reader in (DOCUMENT, LINES):
        try:
            for table in reader.read(source_of(data, "any.json"), ReadOptions()):
                list(table.rows)
        except FileUnreadable as error:
            assert "any.json" in str(error)  # noqa: PT017 - some inputs are read
