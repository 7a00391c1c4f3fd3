"""The command line: JSON contract, exit codes, errors that say what to do."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.faces.cli import main
from dragoman.faces.export import safe_cell

GOOD = "SKU,Product name,Price USD,MOQ\n00412,Steel bottle 750 ml,2.10,100\n00413,Glass jar 500 ml,1.05,200\n"


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


@pytest.fixture
def price_list(tmp_path: Path) -> Path:
    path = tmp_path / "prices.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_ingest_reports_the_fields_of_the_json_contract(tmp_path: Path, price_list: Path) -> None:
    report = json.loads(run(tmp_path / "home", "ingest", str(price_list), "--json").stdout)
    assert {
        "files",
        "rows",
        "offers",
        "added",
        "updated",
        "unchanged",
        "withdrawn",
        "problems",
        "seconds",
    } <= report.keys()
    assert (report["rows"], report["offers"], report["added"]) == (2, 2, 2)


def test_the_beginning_of_a_record_is_said_once_and_beside_the_json(tmp_path: Path, price_list: Path) -> None:
    said = [run(tmp_path / "home", "ingest", str(price_list), "--json") for _ in range(2)]
    assert [one.stderr.count("a new, empty one was begun there") for one in said] == [1, 0]
    assert [json.loads(one.stdout)["added"] for one in said] == [2, 0]


def test_the_same_file_twice_is_unchanged(tmp_path: Path, price_list: Path) -> None:
    run(tmp_path / "home", "ingest", str(price_list))
    again = json.loads(run(tmp_path / "home", "ingest", str(price_list), "--json").stdout)
    assert (again["unchanged"], again["added"], again["updated"]) == (2, 0, 0)


def test_a_changed_file_updates_withdraws_and_keeps_the_history(tmp_path: Path, price_list: Path) -> None:
    home = tmp_path / "home"
    run(home, "ingest", str(price_list))
    price_list.write_text(GOOD.replace("2.10", "2.35").rsplit("00413", 1)[0], encoding="utf-8")
    changed = json.loads(run(home, "ingest", str(price_list), "--json").stdout)
    assert (changed["updated"], changed["withdrawn"]) == (1, 1)
    hit = json.loads(run(home, "search", "00412", "--json").stdout)["hits"][0]
    offer = json.loads(run(home, "offer", hit["offer_id"], "--json").stdout)
    prices = [
        value["raw"]
        for version in offer["history"]
        for value in version["values"]
        if value["field"] == "prices"
    ]
    assert prices == ["2.10", "2.35"]


def test_search_answers_with_the_fields_of_the_json_contract(tmp_path: Path, price_list: Path) -> None:
    home = tmp_path / "home"
    run(home, "ingest", str(price_list))
    answer = json.loads(run(home, "search", "300 steel bottles under 3 USD", "--json").stdout)
    assert {"query", "total", "took_ms", "hits", "facets"} <= answer.keys()
    assert {"encode", "retrieve", "rank", "total"} <= answer["took_ms"].keys()
    hit = answer["hits"][0]
    assert hit["external_id"] == "00412"
    assert (hit["unit_price"]["amount"], hit["unit_price"]["currency"], hit["unit_price"]["per"]) == (
        2.1,
        "USD",
        "piece",
    )
    budget = next(one for one in hit["requirements"] if one["requirement"] == "budget")
    assert budget["verdict"] == "met"
    assert (budget["origin"]["file"], budget["origin"]["cell"]) == ("prices.csv", "C2")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_loaded(
    tmp_path: Path, price_list: Path
) -> None:
    bad = tmp_path / "empty.csv"
    bad.write_bytes(b"")
    done = run(tmp_path / "home", "ingest", str(price_list), str(bad), "--json")
    report = json.loads(done.stdout)
    assert done.exit_code == 3
    assert report["added"] == 2
    assert "empty.csv" in report["failed"][0]["error"]


def test_an_unknown_offer_exits_with_4_and_says_so(tmp_path: Path, price_list: Path) -> None:
    run(tmp_path / "home", "ingest", str(price_list))
    done = run(tmp_path / "home", "offer", "nothing")
    assert done.exit_code == 4
    assert "no offer 'nothing'" in done.stderr


def test_a_filter_without_meaning_exits_with_2_and_says_what_is_allowed(
    tmp_path: Path, price_list: Path
) -> None:
    run(tmp_path / "home", "ingest", str(price_list))
    done = run(tmp_path / "home", "search", "bottle", "--filter", "colourr=red")
    assert done.exit_code == 2
    assert "colourr" in done.stderr
    assert "country" in done.stderr


def test_exported_problems_hold_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(
        'SKU,Product name,Price USD\n1,Steel bottle,"=HYPERLINK(""http://x"")"\n2,Glass jar,1.05\n',
        encoding="utf-8",
    )
    home, exported = tmp_path / "home", tmp_path / "problems.csv"
    run(home, "ingest", str(path))
    run(home, "problems", "--export", str(exported))
    with exported.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["value"] for row in rows] == ['\'=HYPERLINK("http://x")']


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "-2+3"])
def test_a_formula_is_made_text_for_a_spreadsheet(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_doctor_names_what_is_wrong_and_what_to_do(tmp_path: Path, price_list: Path) -> None:
    run(tmp_path / "home", "ingest", str(price_list))
    done = run(tmp_path / "home", "doctor", "--json")
    report = json.loads(done.stdout)
    findings = {finding["name"]: finding for finding in report["findings"]}
    assert done.exit_code == 1
    assert not findings["exchange rates"]["ok"]
    assert "rates.csv" in findings["exchange rates"]["advice"]
    assert findings["sentence encoder"]["ok"]
