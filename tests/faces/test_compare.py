"""Offers side by side by command line and REST, and as files that a spreadsheet can trust."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # JSON of our own, whose shape is faces/wire/compare.py

import pytest
from benchmarks.bars_5.spreadsheet import MISSING, office, worked_out
from benchmarks.bars_5.workbooks import agreement
from click.testing import CliRunner
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.cli import main
from dragoman.faces.comparing import compared, workbook
from dragoman.faces.landed_terms import TermsAsGiven
from dragoman.faces.server import make_server
from dragoman.settings import Settings
from dragoman.trade.landed_cost import UNIT_DIGITS

DUTIES = """destination,code,rate,origins,kind,source,as_of
EU,9617.00,6.7%,,mfn,Regulation (EEC) 2658/87,2026-01-01
EU,9617.00,10%,CN,additional,invented,2026-01-01
"""
CARDS = """
as_of = 2026-11-01
[[card]]
name = "To Hamburg"
legs = ["main_carriage"]
currency = "USD"
charge = [{ per = "kg", amount = "0.9", minimum = "90" }, { per = "shipment", amount = "45" }]
[[card]]
name = "At departure"
legs = ["pre_carriage", "export_clearance", "origin_handling"]
currency = "USD"
charge = [{ per = "shipment", amount = "210" }]
[[card]]
name = "Hamburg to the door, cleared"
legs = ["destination_handling", "import_clearance", "on_carriage"]
currency = "EUR"
charge = [{ per = "shipment", amount = "350" }]
"""
HOSTILE = """SKU;Title;Price (USD);MOQ;Weight (kg);HS code;Incoterm;Country of origin;Colour
H-1;"=HYPERLINK(""http://evil.example"",""steel bottle"")";3.10;100;0.4;9617.00;FOB Ningbo;CN;"+red"
H-2;"@SUM(A1:A9)*cmd|' /C calc'!A0 steel bottle";2.90;2000;;9617.00;EXW;CN;"-blue"
H-3;"Steel bottle </script><b>750 ml</b> %(title)s";3.40;10;0.5;9617.00;;CN;green
H-4;"Steel bottle without a price";;10;0.5;;FOB Ningbo;CN;green
H-5;"Steel bottle by weight";7.10;1;;;FOB Ningbo;CN;
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    made = folder / "home"
    made.mkdir()
    shutil.copy(Path(__file__).parents[2] / "samples" / "rates.csv", made / "rates.csv")
    for name, text in {"duty.csv": DUTIES, "cards.toml": CARDS, "hostile.csv": HOSTILE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    run(made, "ingest", str(folder / "hostile.csv"), "--supplier", "=Evil & Sons", "--country", "CN")
    for name in ("duty.csv", "cards.toml"):
        run(made, "rates", "import", str(folder / name))
    return made


@pytest.fixture(scope="module")
def dragoman(home: Path) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(home: Path) -> list[str]:
    hits = run(home, "search", "steel bottle", "--limit", "20")["hits"]
    return [hit["offer_id"] for hit in sorted(hits, key=lambda hit: hit["external_id"])]


def run(home: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["--home", str(home), *words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rows(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in found["rows"]}


def test_command_line_and_rest_compare_alike(home: Path, dragoman: Dragoman, ids: list[str]) -> None:
    words = ["--quantity", "500", "--to", "de", "--on", "2026-11-26", "--fx", "3", "--currency", "usd"]
    by_cli = run(home, "compare", *ids, *words)
    parameters: dict[str, Any] = {
        "offer": ids,
        "quantity": 500,
        "to": "de",
        "on": "2026-11-26",
        "fx": "3",
        "currency": "usd",
    }
    answer = TestClient(make_server(dragoman)).get("/api/compare", params=parameters)
    assert answer.status_code == 200
    assert answer.json() == by_cli
    assert (by_cli["destination"], by_cli["currency"], by_cli["exchange_moved"]) == ("DE", "USD", 3)


def test_all_are_brought_to_one_currency_and_the_least_is_marked(home: Path, ids: list[str]) -> None:
    found = run(home, "compare", *ids, "--quantity", "500", "--to", "DE")
    cost = rows(found)["unit_cost"]["cells"]
    assert {cell["currency"] for cell in cost if cell["likely"] is not None} == {"EUR"}
    known = [cell for cell in cost if cell["complete"]]
    assert [cell for cell in cost if cell["best"]] == [min(known, key=lambda cell: cell["likely"])]
    totals = {one["offer_id"]: one["landed"] for one in found["offers"]}
    for one, cell in zip(found["offers"], cost, strict=True):
        if one["landed"] is not None:
            assert cell["likely"] == totals[one["offer_id"]]["unit_cost"]["likely"]


def test_the_parts_of_a_cost_add_up_to_the_order(home: Path, ids: list[str]) -> None:
    table = rows(run(home, "compare", *ids, "--quantity", "500", "--to", "DE"))
    for at, total in enumerate(table["total"]["cells"]):
        if total["likely"] is not None:
            parts = [
                table[key]["cells"][at]["likely"] or 0 for key in ("goods", "carriage", "duties", "taxes")
            ]
            assert round(sum(parts), 2) == total["likely"]


def test_differences_are_marked_and_what_is_not_said_becomes_a_question(home: Path, ids: list[str]) -> None:
    found = run(home, "compare", *ids, "--quantity", "500", "--to", "DE")
    table = rows(found)
    assert table["moq"]["differs"]
    assert not table["made_in"]["differs"]
    without_weight = table["weight"]["cells"][1]
    assert (without_weight["value"], without_weight["ask"]) == (None, "weight")
    assert table["weight"]["cells"][0]["origin"]["cell"] == "E2"
    asked = {one["name"]: [question["about"] for question in one["questions"]] for one in found["offers"]}
    assert "weight" in asked["B"]
    assert "incoterm" in asked["C"]
    assert "price" in asked["D"]
    assert "What does one piece weigh" in found["offers"][1]["letter"]


def test_an_offer_without_a_price_stands_last_and_is_asked(home: Path, ids: list[str]) -> None:
    found = run(home, "compare", *ids, "--quantity", "500", "--to", "DE")
    assert found["order"][-1] == ids[3]
    assert found["offers"][3]["landed"] is None
    assert rows(found)["total"]["cells"][3]["value"] is None


def test_the_order_is_that_of_a_search(home: Path, ids: list[str]) -> None:
    searched = run(home, "search", "steel bottle", "--sort", "landed", "--quantity", "500", "--to", "DE")
    found = run(home, "compare", *ids, "--quantity", "500", "--to", "DE")
    assert found["order"] == [hit["offer_id"] for hit in searched["hits"]]


@pytest.mark.parametrize("currency", ["USD", "JPY"])
def test_the_currency_never_changes_the_order(home: Path, ids: list[str], currency: str) -> None:
    words = ["--quantity", "500", "--to", "DE"]
    shown = run(home, "compare", *ids, *words, "--currency", currency)
    assert shown["order"] == run(home, "compare", *ids, *words)["order"]


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (["one"], 404, "no offer 'one'"),
        (["OFFER"], 400, "expected 2 to 8 different offers"),
        (["OFFER", "OFFER"], 400, "expected 2 to 8 different offers"),
    ],
)
def test_fewer_than_two_are_refused(
    dragoman: Dragoman, ids: list[str], given: list[str], status: int, said: str
) -> None:
    offers = [ids[0] if one == "OFFER" else one for one in given]
    answer = TestClient(make_server(dragoman)).get("/api/compare", params={"offer": offers, "to": "DE"})
    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_more_than_eight_are_refused(sample_dragoman: Dragoman) -> None:
    client = TestClient(make_server(sample_dragoman))
    hits = client.get("/api/search", params={"q": "bottle", "limit": 9}).json()["hits"]
    answer = client.get("/api/compare", params={"offer": [hit["offer_id"] for hit in hits], "to": "DE"})
    assert answer.status_code == 400
    assert "expected 2 to 8" in answer.json()["detail"]


# ------------------------------------------------------------------------------------ files


def exported(dragoman: Dragoman, ids: list[str], kind: str, **more: object) -> bytes:
    parameters: dict[str, Any] = {"offer": ids, "format": kind, "quantity": 500, "to": "DE", **more}
    answer = TestClient(make_server(dragoman)).get("/api/compare/export", params=parameters)
    assert answer.status_code == 200
    assert f'filename="comparison.{kind}"' in answer.headers["content-disposition"]
    return answer.content


def test_no_text_of_a_supplier_is_a_formula_in_the_workbook(dragoman: Dragoman, ids: list[str]) -> None:
    book = load_workbook(io.BytesIO(exported(dragoman, ids, "xlsx")))
    assert book.sheetnames == ["Compare", *(f"Offer {name}" for name in "ABCDE"), "Sources", "Questions"]
    allowed = {
        "MAX",
        "MIN",
        "IF",
        "ROUNDUP",
        "ROUNDDOWN",
        "ROUND",
        "SUM",
        "ABS",
        "AND",
        "TRUNC",
        "ISEVEN",
        "Compare",
        "Offer",
    }
    formulas = 0
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            if cell.data_type == "f":
                formulas += 1
                words = "".join(letter if letter.isalpha() else " " for letter in cell.value).split()
                assert {word for word in words if len(word) > 1} <= allowed, cell.value
            else:
                assert not cell.value.startswith(("=", "+", "@", "-")), cell.value
    assert formulas > 50


def test_formulas_in_csv_are_made_harmless_and_cells_say_where_they_come_from(
    dragoman: Dragoman, ids: list[str]
) -> None:
    text = exported(dragoman, ids, "csv").decode("utf-8-sig")
    table = {row[0]: row for row in csv.reader(io.StringIO(text))}
    assert table["Offer"][1].startswith("'=HYPERLINK")
    assert table["Offer"][3].startswith("'@SUM")
    assert table["Supplier"][1] == "'=Evil & Sons"
    assert table["Minimum order"][2].endswith("cell D2")
    assert all(not cell.startswith(("=", "+", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)


def test_json_is_the_comparison_itself(home: Path, dragoman: Dragoman, ids: list[str]) -> None:
    assert json.loads(exported(dragoman, ids, "json")) == run(
        home, "compare", *ids, "--quantity", "500", "--to", "DE"
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_the_command_line_writes_files(home: Path, ids: list[str], tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"out.{kind}"
    done = CliRunner().invoke(
        main, ["--home", str(home), "compare", *ids[:2], "--to", "DE", "--export", str(path)]
    )
    assert done.exit_code == 0, done.output
    assert path.stat().st_size > 500


def test_another_ending_or_a_folder_that_is_not_there_is_told(
    home: Path, ids: list[str], tmp_path: Path
) -> None:
    for path, said in (
        (tmp_path / "a.pdf", "ends in .xlsx, .csv or .json"),
        (tmp_path / "no" / "a.csv", "name another file"),
    ):
        done = CliRunner().invoke(
            main, ["--home", str(home), "compare", *ids[:2], "--to", "DE", "--export", str(path)]
        )
        assert done.exit_code == 2
        assert said in done.stderr


def test_the_command_line_shows_a_table_and_the_letters(home: Path, ids: list[str]) -> None:
    done = CliRunner().invoke(main, ["--home", str(home), "compare", *ids, "--to", "DE", "--quantity", "500"])
    assert done.exit_code == 0
    assert "Cheapest at your door:" in done.output
    assert "Dear Sir or Madam" in done.output


def test_a_cost_that_is_not_known_in_full_says_so_in_the_workbook_and_stays_a_number(
    dragoman: Dragoman, ids: list[str]
) -> None:
    answer = TestClient(make_server(dragoman)).get(
        "/api/compare", params={"offer": ids, "quantity": 500, "to": "DE"}
    )
    rows = {row["name"]: row["cells"] for row in answer.json()["rows"] if row["kind"] == "cost"}
    sheet = load_workbook(io.BytesIO(exported(dragoman, ids, "xlsx")))["Compare"]
    seen = set()
    for line in sheet.iter_rows(min_row=10, max_col=len(ids) + 1):
        for cell, told in zip(line[1:], rows.get(str(line[0].value), []), strict=False):
            if cell.data_type == "f":
                assert ("≥" in cell.number_format) is not told["complete"]
                seen.add(told["complete"])
    assert seen == {True, False}


def test_a_cost_per_unit_is_shown_to_the_decimals_that_it_has(dragoman: Dragoman, ids: list[str]) -> None:
    """A screw at 0.0042 stood in the workbook as 0.00."""
    sheet = load_workbook(io.BytesIO(exported(dragoman, ids, "xlsx")))["Compare"]
    of_unit = next(row for row in sheet.iter_rows() if row[0].value == "At your door, per unit")
    formats = {cell.number_format for cell in of_unit[1:] if cell.data_type == "f"}
    assert {len(one.rpartition(".")[2]) for one in formats} == {UNIT_DIGITS}


def test_every_source_is_on_the_sheet_of_sources(dragoman: Dragoman, ids: list[str]) -> None:
    book = load_workbook(io.BytesIO(exported(dragoman, ids, "xlsx")))
    named = {str(row[4].value) for row in book["Sources"].iter_rows(min_row=2)}
    assert any("hostile.csv" in one and "cell C2" in one for one in named)
    assert "Regulation (EEC) 2658/87" in " ".join(named)
    found = run_sources(dragoman, ids)
    assert found <= named


def run_sources(dragoman: Dragoman, ids: list[str]) -> set[str]:
    answer = TestClient(make_server(dragoman)).get(
        "/api/compare", params={"offer": ids, "quantity": 500, "to": "DE"}
    )
    return {
        one["origin"]["where"] if one["origin"] else one["source"]
        for offer in answer.json()["offers"]
        if offer["landed"]
        for line in offer["landed"]["lines"]
        for one in line["inputs"]
    }


@pytest.mark.skipif(office() is None, reason=MISSING)
@pytest.mark.parametrize("currency", [None, "JPY"])
def test_libreoffice_works_out_the_same_totals(
    dragoman: Dragoman, ids: list[str], currency: str | None
) -> None:
    found = compared(dragoman, ids, TermsAsGiven(destination="DE", quantity=500), currency, None)
    same, wrong = agreement(found, worked_out(workbook(dragoman, found)))
    assert wrong == []
    assert same == 3 * sum(one.cost is not None for one in found.offers)


@pytest.mark.skipif(office() is None, reason=MISSING)
def test_another_quantity_in_the_workbook_gives_the_costs_of_that_quantity(
    dragoman: Dragoman, ids: list[str]
) -> None:
    found = compared(dragoman, ids[:3], TermsAsGiven(destination="DE", quantity=500), None, None)
    other = compared(dragoman, ids[:3], TermsAsGiven(destination="DE", quantity=2700), None, None)
    cells = worked_out(workbook(dragoman, found), changed={("Compare", "B5"): 2700})
    assert agreement(other, cells)[1] == []
