"""Searches sorted and filtered by landed cost: every candidate, the same in every currency, by every face."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any  # JSON of our own, whose shape is faces/wire/shapes.py

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from dragoman.app import Dragoman, open_dragoman
from dragoman.errors import QueryError, RateMissing
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.model import Quantity
from dragoman.search.request import Hit, SearchRequest, SearchResult
from dragoman.settings import Settings

DUTIES = """destination,code,rate,origins,kind,source,as_of
EU,7323.93,3.2%,,mfn,Regulation (EEC) 2658/87,2026-01-01
EU,9617.00,6.7%,,mfn,Regulation (EEC) 2658/87,2026-01-01
EU,3924.10,6.5%,,mfn,Regulation (EEC) 2658/87,2026-01-01
EU,6912.00,12%,,mfn,Regulation (EEC) 2658/87,2026-01-01
"""
CARDS = """
as_of = 2026-11-01
[[card]]
name = "To Hamburg"
legs = ["main_carriage"]
destinations = ["DE"]
currency = "USD"
charge = [{ per = "shipment", amount = "900" }]
[[card]]
name = "At departure"
legs = ["pre_carriage", "export_clearance", "origin_handling"]
currency = "USD"
charge = [{ per = "shipment", amount = "210" }]
[[card]]
name = "Hamburg to the door, cleared"
legs = ["destination_handling", "import_clearance", "on_carriage"]
destinations = ["DE"]
currency = "EUR"
charge = [{ per = "shipment", amount = "350" }]
"""


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("landed-order")
    home = folder / "home"
    shutil.copytree(sample_home, home)
    for name, text in {"duty.csv": DUTIES, "cards.toml": CARDS}.items():
        (folder / name).write_text(text, encoding="utf-8")
        run(home, "rates", "import", str(folder / name))
    return home


@pytest.fixture(scope="module")
def dragoman(home: Path) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=home)) as opened:
        yield opened


def run(home: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["--home", str(home), *words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def asked(**more: Any) -> SearchRequest:  # Any: the fields of a SearchRequest
    """500 bottles to Germany by landed cost, all on one page."""
    given: dict[str, Any] = {
        "text": "steel bottle",
        "quantity": 500,
        "destination": "DE",
        "sort": "landed",
        "limit": 1000,
        "on": date(2026, 11, 26),
    }
    return SearchRequest(**{**given, **more})


def ids(result: SearchResult) -> list[str]:
    return [hit.offer.offer_id for hit in result.hits]


def place(hit: Hit) -> tuple[int, Decimal, Decimal]:
    """Where the exact cost puts a hit, by the rule that is documented."""
    cost = hit.landed
    if cost is None or cost.quantity.unit != "piece":
        return (2, Decimal(0), Decimal(0))
    likely, high = (
        round(end.amount / cost.quantity.value, 9) for end in (cost.exact.likely, cost.exact.high)
    )
    return (0 if cost.complete else 1, likely, high)


def test_every_candidate_stands_where_its_exact_cost_puts_it(dragoman: Dragoman) -> None:
    result = dragoman.search(asked())
    places = [place(hit) for hit in result.hits]
    assert len(places) == result.total > 50
    assert places == sorted(places)
    assert {rank for rank, *_ in places} >= {0, 1}


def test_the_cheapest_at_the_door_is_found_however_late_it_stands_by_relevance(dragoman: Dragoman) -> None:
    first = dragoman.search(asked(limit=3))
    relevant = dragoman.search(asked(sort="relevance", limit=10))
    assert not set(ids(first)) <= set(ids(relevant))
    assert set(ids(first)) <= set(ids(dragoman.search(asked(sort="relevance"))))


def test_pages_by_landed_cost_fit_together(dragoman: Dragoman) -> None:
    whole = ids(dragoman.search(asked(limit=30)))
    pages = [ids(dragoman.search(asked(limit=10, offset=start))) for start in (0, 10, 20)]
    assert [one for page in pages for one in page] == whole


@pytest.mark.parametrize("currency", ["USD", "JPY", "GBP"])
def test_the_currency_that_is_shown_never_changes_the_order(dragoman: Dragoman, currency: str) -> None:
    shown = dragoman.search(asked(currency=currency))
    assert ids(shown) == ids(dragoman.search(asked(currency="EUR")))
    assert {hit.landed.currency for hit in shown.hits if hit.landed is not None} == {currency}


def test_the_quantity_changes_the_order(dragoman: Dragoman) -> None:
    assert ids(dragoman.search(asked(quantity=20))) != ids(dragoman.search(asked(quantity=20_000)))


def test_a_limit_keeps_only_offers_known_to_cost_so_little(dragoman: Dragoman) -> None:
    every = dragoman.search(asked(currency="EUR"))
    known = [hit for hit in every.hits if place(hit)[0] == 0]
    limit = place(known[len(known) // 2])[1] + Decimal("0.0001")
    kept = dragoman.search(asked(currency="EUR", filters=(f"landed<={limit}",)))
    assert ids(kept) == [hit.offer.offer_id for hit in known if place(hit)[1] <= limit]
    assert kept.total == len(kept.hits) < every.total
    assert sum(one.count for one in kept.facets["language"]) == kept.total
    by_relevance = dragoman.search(asked(currency="EUR", filters=(f"landed<={limit}",), sort="relevance"))
    assert set(ids(by_relevance)) == set(ids(kept))
    assert all(hit.landed is not None for hit in by_relevance.hits)


def test_a_limit_is_in_the_currency_that_is_shown(dragoman: Dragoman) -> None:
    in_euro = dragoman.search(asked(currency="EUR", filters=("landed<=6",)))
    rate = dragoman.rates.rate("EUR", "JPY").value
    in_yen = dragoman.search(asked(currency="JPY", filters=(f"landed<={6 * rate}",)))
    assert ids(in_yen) == ids(in_euro)
    assert in_euro.hits


def test_other_currencies_taken_to_be_dearer_make_foreign_offers_dearer(dragoman: Dragoman) -> None:
    def costs(moved: str) -> dict[str, Decimal]:
        result = dragoman.search(asked(exchange_moved=Decimal(moved), currency="EUR"))
        return {hit.offer.offer_id: hit.landed.exact.likely.amount for hit in result.hits if hit.landed}

    now, dearer = costs("0"), costs("10")
    prices = {hit.offer.offer_id: hit.price for hit in dragoman.search(asked()).hits}
    for offer_id, cost in now.items():
        price = prices[offer_id]
        assert price is not None
        if price.native.money.currency != "EUR":
            assert dearer[offer_id] > cost
    assert dearer != now


def test_the_text_may_name_the_destination(dragoman: Dragoman) -> None:
    named = dragoman.search(asked(text="500 steel bottle to Hamburg", quantity=None, destination=None))
    assert named.landed is not None
    assert named.landed.destination == "DE"
    assert named.landed.quantity == Quantity(value=Decimal(500))
    assert all(hit.landed is None or hit.landed.destination == "DE" for hit in named.hits)


def test_without_a_destination_it_is_said_what_to_give(dragoman: Dragoman) -> None:
    with pytest.raises(QueryError, match="expected a destination to reckon landed costs into"):
        dragoman.search(asked(destination=None))


def test_a_destination_without_rules_still_gives_an_order_and_says_what_is_missing(
    dragoman: Dragoman,
) -> None:
    result = dragoman.search(asked(destination="BR"))
    assert result.total == len(result.hits) > 0
    assert any("not known" in notice for notice in result.notices)
    with pytest.raises(RateMissing, match="no currency to move"):
        dragoman.search(asked(destination="BR", exchange_moved=Decimal(5)))


def test_command_line_and_rest_give_the_same_order_and_costs(home: Path, dragoman: Dragoman) -> None:
    words = ["--sort", "landed", "--quantity", "500", "--to", "de", "--on", "2026-11-26", "--fx", "2.5"]
    by_cli = run(home, "search", "steel bottle", *words, "--filter", "landed<=40")
    parameters: dict[str, str | int] = {
        "q": "steel bottle",
        "sort": "landed",
        "quantity": 500,
        "to": "de",
        "on": "2026-11-26",
        "fx": "2.5",
        "filter": "landed<=40",
    }
    answer = TestClient(make_server(dragoman)).get("/api/search", params=parameters).json()
    assert answer["hits"] == by_cli["hits"]
    landed = by_cli["hits"][0]["landed"]
    assert (landed["destination"], landed["on"], landed["per"]) == ("DE", "2026-11-26", "piece")
    assert landed["low"] <= landed["likely"] <= landed["high"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--sort", "landed"], "expected a destination"),
        (["--filter", "landed<=4"], "expected a destination"),
        (["--sort", "landed", "--to", "DE", "--fx", "200"], "expected a percentage from -90 to 90"),
        (["--sort", "landed", "--to", "DE", "--on", "soon"], "expected a day"),
        (["--to", "DE", "--filter", "landed=4"], "landed<=N"),
    ],
)
def test_a_mistake_in_the_options_is_told(home: Path, words: list[str], said: str) -> None:
    done = CliRunner().invoke(main, ["--home", str(home), "search", "steel bottle", *words])
    assert done.exit_code == 2
    assert said in done.stderr


def test_the_command_line_shows_what_a_hit_costs_at_the_door(home: Path) -> None:
    words = ["--sort", "landed", "--quantity", "500", "--to", "DE", "--limit", "2"]
    done = CliRunner().invoke(main, ["--home", str(home), "search", "steel bottle", *words])
    assert done.output.count("at your door:") == 2


def test_a_rate_that_is_taken_in_counts_from_the_next_search_on(
    home: Path, dragoman: Dragoman, tmp_path: Path
) -> None:
    def duty(result: SearchResult) -> list[object]:
        return [
            line.amount
            for hit in result.hits
            if hit.landed
            for line in hit.landed.lines
            if line.key == "duty"
        ]

    request = asked(destination="NL", filters=("country=CN",))
    before = dragoman.search(request)
    (tmp_path / "dearer.csv").write_text(
        "destination,code,rate,origins,kind,source,as_of\nEU,9617.00,50%,CN,additional,invented,2026-02-01\n",
        encoding="utf-8",
    )
    run(home, "rates", "import", str(tmp_path / "dearer.csv"))
    after = dragoman.search(request)
    places = [place(hit) for hit in after.hits]
    assert places == sorted(places)
    assert [place(hit) for hit in before.hits] != places
    assert duty(before)
