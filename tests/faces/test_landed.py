"""Landed costs and rates by command line and REST: the same answers, whatever is missing said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # JSON of our own, whose shape is faces/wire/landed.py

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.settings import Settings

DUTIES = """destination,code,rate,origins,kind,source,as_of
EU,7323.93,3.2%,,mfn,Regulation (EEC) 2658/87,2026-01-01
EU,9617.00,6.7%,,mfn,Regulation (EEC) 2658/87,2026-01-01
"""
CARDS = """
as_of = 2026-11-01
[[card]]
name = "Far East to Hamburg"
legs = ["main_carriage"]
destinations = ["DE"]
modes = ["sea"]
currency = "USD"
[[card.charge]]
per = "shipment"
amount = "900"
[[card]]
name = "Hamburg to the door, cleared"
legs = ["destination_handling", "import_clearance", "on_carriage"]
destinations = ["DE"]
currency = "EUR"
[[card.charge]]
per = "shipment"
amount = "350"
"""


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, with a tariff and rate cards taken in."""
    folder = tmp_path_factory.mktemp("landed")
    home = folder / "home"
    shutil.copytree(sample_home, home)
    for name, text in {"duty.csv": DUTIES, "cards.toml": CARDS}.items():
        (folder / name).write_text(text, encoding="utf-8")
        assert run(home, "rates", "import", str(folder / name))["entries"] == 2
    return home


@pytest.fixture(scope="module")
def offer(home: Path) -> str:
    """Of a Chinese supplier, with a price."""
    hits = run(home, "search", "steel bottle", "--filter", "country=CN", "--limit", "20")["hits"]
    return str(next(hit["offer_id"] for hit in hits if hit["unit_price"]))


@pytest.fixture(scope="module")
def dragoman(home: Path) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=home)) as opened:
        yield opened


def run(home: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["--home", str(home), *words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_lines_of_a_landed_cost_add_up_in_the_json(home: Path, offer: str) -> None:
    cost = run(
        home,
        "landed",
        offer,
        "--quantity",
        "500",
        "--to",
        "DE",
        "--incoterm",
        "FOB",
        "--hs",
        "9617.00",
    )
    counted = [line["amount"]["likely"] for line in cost["lines"] if line["counted"]]
    assert round(sum(counted), 2) == cost["total"]["likely"]
    assert cost["complete"]
    assert {line["key"] for line in cost["lines"]} >= {
        "goods",
        "main_carriage",
        "duty",
        "VAT",
        "customs_value",
    }


def test_every_line_names_where_its_figures_come_from(home: Path, offer: str) -> None:
    cost = run(
        home,
        "landed",
        offer,
        "--quantity",
        "500",
        "--to",
        "DE",
        "--incoterm",
        "FOB",
        "--hs",
        "9617.00",
    )
    for line in cost["lines"]:
        assert line["formula"]
        assert any(one["origin"] or one["source"] for one in line["inputs"])
    goods = cost["lines"][0]
    assert goods["inputs"][0]["origin"]["cell"]


def test_rest_and_command_line_give_the_same_landed_cost(home: Path, offer: str, dragoman: Dragoman) -> None:
    words = ["--quantity", "500", "--to", "de", "--incoterm", "EXW", "--mode", "sea", "--hs", "9617.00"]
    by_cli = run(home, "landed", offer, *words, "--weight-kg", "0.4", "--currency", "usd", "--margin", "2")
    asked: dict[str, str | int | list[str]] = {
        "quantity": 500,
        "to": "de",
        "incoterm": "EXW",
        "mode": "sea",
        "hs": ["9617.00"],
        "weight_kg": "0.4",
        "currency": "usd",
        "margin": "2",
    }
    answer = TestClient(make_server(dragoman)).get(f"/api/offers/{offer}/landed", params=asked)
    assert answer.status_code == 200
    assert answer.json() == by_cli
    assert by_cli["currency"] == "USD"
    assert by_cli["total"]["low"] < by_cli["total"]["likely"] < by_cli["total"]["high"]


def test_rest_and_command_line_list_the_same_rates_and_gaps(home: Path, dragoman: Dragoman) -> None:
    client = TestClient(make_server(dragoman))
    assert client.get("/api/rates").json() == run(home, "rates")
    assert client.get("/api/rates/gaps", params={"to": "DE"}).json() == run(
        home, "rates", "gaps", "--to", "DE"
    )


def test_what_was_taken_in_is_listed_with_its_date(home: Path) -> None:
    held = {one["name"]: one for one in run(home, "rates", "list")["sources"]}
    assert held["duty.csv"]["as_of"] == "2026-01-01"
    assert held["duty.csv"]["covers"] == ["EU"]
    assert held["eu-vat-rates-data"]["kind"] == "tax"
    assert held["Far East to Hamburg"]["kind"] == "freight"


def test_a_missing_duty_is_said_and_the_total_is_at_least_so_much(home: Path, offer: str) -> None:
    cost = run(home, "landed", offer, "--to", "BR", "--hs", "9617.00", "--made-in", "CN")
    assert not cost["complete"]
    assert any("no duty rate for 9617.00 from CN into BR" in one["text"] for one in cost["questions"])
    shown = CliRunner().invoke(main, ["--home", str(home), "landed", offer, "--to", "BR", "--hs", "9617.00"])
    assert shown.exit_code == 0
    assert "Total ≥ " in shown.output


def test_gaps_name_the_missing_duties_of_the_catalogue(home: Path) -> None:
    gaps = run(home, "rates", "gaps", "--to", "DE")["gaps"]
    assert all(one["offers"] >= 1 and one["message"] for one in gaps)
    assert "961700 from CN" not in {one["what"] for one in gaps}
    assert any(one["kind"] == "duty" for one in gaps)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["landed", "nothing", "--to", "DE"], 4, "no offer 'nothing'"),
        (["landed", "OFFER"], 2, "expected a destination"),
        (["landed", "OFFER", "--to", "Germany"], 2, "expected a country of two letters"),
        (["landed", "OFFER", "--to", "DE", "--hs", "cups"], 2, "expected an HS or national code"),
        (["landed", "OFFER", "--to", "DE", "--weight-kg", "heavy"], 2, "expected a number from 0"),
        (["landed", "OFFER", "--to", "DE", "--weight-kg", "3 2 1"], 2, "low, likely and high"),
        (["landed", "OFFER", "--to", "DE", "--shown-apart", "much"], 2, "expected an amount such as"),
        (["landed", "OFFER", "--to", "DE", "--on", "soon"], 2, "expected a day"),
        (["landed", "OFFER", "--to", "DE", "--currency", "XTS"], 2, "no EUR->XTS rate"),
        (["landed", "OFFER", "--to", "DE", "--tax-category", "lucky"], 2, "expected one of standard"),
        (["rates", "import"], 2, "expected a FILE"),
        (["rates", "import", "nowhere.csv"], 2, "expected a file of rates"),
        (["rates", "gaps"], 2, "expected a destination"),
        (["rates", "import", "nowhere.csv", "--as-of", "soon"], 2, "expected a day"),
    ],
)
def test_a_mistake_is_told_with_what_was_expected(
    home: Path, offer: str, words: list[str], code: int, said: str
) -> None:
    asked = [offer if word == "OFFER" else word for word in words]
    done = CliRunner().invoke(main, ["--home", str(home), *asked])
    assert done.exit_code == code
    assert said in done.stderr


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"to": "Germany"}, 400),
        ({"to": "DE", "incoterm": "XXX"}, 400),
        ({"to": "DE", "mode": "rocket"}, 400),
        ({"to": "DE", "currency": "XTS"}, 422),
        ({}, 400),
    ],
)
def test_rest_refuses_what_has_no_meaning(
    home: Path, offer: str, dragoman: Dragoman, asked: dict[str, str], status: int
) -> None:
    answer = TestClient(make_server(dragoman)).get(f"/api/offers/{offer}/landed", params=asked)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_server_that_runs_sees_what_another_process_takes_in(
    home: Path, dragoman: Dragoman, tmp_path: Path
) -> None:
    client = TestClient(make_server(dragoman))
    before = {one["name"] for one in client.get("/api/rates").json()["sources"]}
    (tmp_path / "more.csv").write_text(
        "destination,code,rate,as_of\nGB,9617.00,6%,2026-02-01\n", encoding="utf-8"
    )
    run(home, "rates", "import", str(tmp_path / "more.csv"))
    assert {one["name"] for one in client.get("/api/rates").json()["sources"]} - before == {"more.csv"}
