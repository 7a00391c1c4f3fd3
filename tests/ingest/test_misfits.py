"""A column whose values are not what its name says is told, once, where its name stands."""

from __future__ import annotations

from pathlib import Path

from dragoman.formats import READERS
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.model import Problem
from dragoman.ports import ProblemFilter
from dragoman.stores.memory import MemoryStore


def told(path: Path, text: str) -> list[Problem]:
    path.write_text(text, encoding="utf-8")
    store = MemoryStore()
    ingest(
        IngestRequest(paths=(path,)),
        store=store,
        readers=READERS,
        reader_version="test",
        progress=lambda _: None,
    )
    return list(store.problems(ProblemFilter()).problems)


def test_a_column_named_price_without_one_amount_is_told_at_its_header(tmp_path: Path) -> None:
    rows = "".join(f"{number},Steel bottle {number},much\n" for number in range(700))
    (problem,) = told(tmp_path / "list.csv", "SKU,Product name,Price USD\n" + rows)
    assert (problem.kind, problem.field_name, problem.value) == ("bad_price", "price", "much")
    assert problem.origin.where() == "list.csv, cell C1"
    assert "'Price USD'" in problem.expected


def test_without_headers_of_its_own_it_is_told_at_the_first_row(tmp_path: Path) -> None:
    (problem,) = told(tmp_path / "list.jsonl", '{"sku": "1", "name": "Bottle", "price": "much"}\n')
    assert (problem.kind, problem.origin.line) == ("bad_price", 1)


def test_a_column_that_fits_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path / "list.csv", "SKU,Product name,Price USD\n1,Steel bottle,2.10\n2,Jar,3.00\n") == []


def test_prices_whose_currency_nothing_says_are_told_once_for_their_column(tmp_path: Path) -> None:
    rows = "".join(f"{number},Steel bottle {number},2.{number}\n" for number in range(10, 710))
    (problem,) = told(tmp_path / "list.csv", "SKU,Product name,Price\n" + rows)
    assert (problem.kind, problem.field_name, problem.value) == ("bad_currency", "price", "2.10")
    assert problem.origin.where() == "list.csv, cell C1"
    assert "'Price'" in problem.expected
    assert "--currency EUR" in problem.advice


def test_a_cell_without_a_currency_among_others_that_have_one_is_told_itself(tmp_path: Path) -> None:
    text = "SKU,Product name,Price\n1,Steel bottle,2.10 EUR\n2,Jar,3.00\n3,Cup,1.20\n"
    assert [one.origin.where() for one in told(tmp_path / "list.csv", text)] == [
        "list.csv, cell C3",
        "list.csv, cell C4",
    ]


def test_a_currency_column_that_says_something_else_is_told_row_by_row(tmp_path: Path) -> None:
    text = "SKU,Product name,Price,Currency\n1,Steel bottle,2.10,gold\n2,Jar,3.00,\n3,Cup,1.20,\n"
    problems = told(tmp_path / "list.csv", text)
    assert {(one.kind, one.value) for one in problems} >= {("bad_currency", "gold")}
