"""HS codes by command line and REST: one answer, with what decided; landed costs take the likely ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any  # JSON of our own, whose shape is faces/wire/classify.py

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from dragoman.app import Dragoman
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.search.request import SearchRequest


def run(home: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["--home", str(home), *words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def client(sample_dragoman: Dragoman) -> TestClient:
    return TestClient(make_server(sample_dragoman), base_url="http://127.0.0.1")


def test_a_text_gets_the_same_answer_by_command_line_and_rest(sample_home: Path, client: TestClient) -> None:
    by_rest = client.get("/api/classify", params={"q": "Edelstahl-Trinkflasche 750 ml", "hs": "9617.00"})
    by_cli = run(sample_home, "classify", "Edelstahl-Trinkflasche 750 ml", "--hs", "9617.00")
    assert by_rest.status_code == 200
    assert by_rest.json() == by_cli
    assert by_cli["language"] == "de"
    assert by_cli["own_code"]["verdict"] == "agrees"
    assert by_cli["guesses"][0]["reasons"]


def test_an_offer_is_classified_by_its_id(
    sample_home: Path, sample_dragoman: Dragoman, client: TestClient
) -> None:
    offer_id = sample_dragoman.search(SearchRequest(text="steel bottle", limit=1)).hits[0].offer.offer_id
    by_rest = client.get(f"/api/offers/{offer_id}/classify", params={"most": 3}).json()
    assert by_rest == run(sample_home, "classify", offer_id, "--most", "3")
    assert len(by_rest["guesses"]) == 3


def test_an_unknown_offer_is_not_found_by_rest(client: TestClient) -> None:
    assert client.get("/api/offers/nosuch/classify").status_code == 404


def test_nothing_to_classify_is_refused(sample_home: Path) -> None:
    done = CliRunner().invoke(main, ["--home", str(sample_home), "classify", "  "])
    assert done.exit_code != 0
    assert "expected words" in done.output


def test_people_read_code_share_and_reason(sample_home: Path) -> None:
    done = CliRunner().invoke(main, ["--home", str(sample_home), "classify", "bluetooth headphones"])
    assert done.exit_code == 0
    assert "8518.30" in done.output
    assert "a guess, not a ruling" in done.output


def test_a_landed_cost_without_a_code_says_which_it_guessed(
    sample_home: Path, sample_dragoman: Dragoman
) -> None:
    hits = sample_dragoman.search(SearchRequest(text="", limit=200)).hits
    without = next(
        hit.offer
        for hit in hits
        if hit.offer.hs_code is None and hit.offer.prices and hit.offer.supplier.country not in {None, "US"}
    )
    asked = ("landed", without.offer_id, "--to", "US", "--incoterm", "FOB", "--made-in", "CN")
    guessed = run(sample_home, *asked)
    assert any("guessed from the offer's texts" in text for text in guessed["assumptions"])
    settled = run(sample_home, *asked, "--hs", "732393")
    assert not any("guessed" in text for text in settled["assumptions"])
