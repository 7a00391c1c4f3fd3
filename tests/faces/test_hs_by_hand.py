"""The user says which HS code an offer has, by command line, REST or page: it is remembered and goes before all else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from web.conftest import home_with_rates, load

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.search.request import SearchRequest

LIST = (
    "sku,title,price,currency,hs code\nM-1,Zorx mug 350 ml,2.10,USD,6911.10\nM-2,Zorx cup 200 ml,1.10,USD,\n"
)


@pytest.fixture
def dragoman(tmp_path: Path) -> Iterator[Dragoman]:
    (tmp_path / "list.csv").write_text(LIST)
    with open_dragoman(home_with_rates(tmp_path)) as opened:
        load(opened, tmp_path / "list.csv")
        yield opened


@pytest.fixture
def client(dragoman: Dragoman) -> TestClient:
    return TestClient(make_server(dragoman), base_url="http://127.0.0.1")


def _id(dragoman: Dragoman, words: str) -> str:
    return dragoman.search(SearchRequest(text=words, limit=1)).hits[0].offer.offer_id


def test_a_code_that_is_said_over_rest_is_the_offer_s_everywhere(
    dragoman: Dragoman, client: TestClient
) -> None:
    mug = _id(dragoman, "mug")
    said = client.post(f"/api/offers/{mug}/hs", params={"code": "7323.93"})
    assert said.status_code == 200
    assert said.json()["own_code"]["verdict"] == "said"
    assert (said.json()["guesses"][0]["code"], said.json()["guesses"][0]["probability"]) == ("732393", 1)
    shown = client.get(f"/api/offers/{mug}").json()
    assert "said by the user" in json.dumps(shown)
    landed = client.get(f"/api/offers/{mug}/landed", params={"to": "DE", "quantity": 100}).json()
    assert landed["hs_codes"] == ["732393"]
    assert not any("does not fit the texts" in one["text"] for one in landed["questions"])
    hit = dragoman.search(SearchRequest(text="mug", limit=1)).hits[0].offer
    assert hit.hs_code is not None
    assert (hit.hs_code.value, hit.hs_code.raw) == ("732393", "6911.10")


def test_it_holds_when_the_supplier_sends_a_new_list_until_it_is_taken_back(
    dragoman: Dragoman, client: TestClient, tmp_path: Path
) -> None:
    mug, cup = _id(dragoman, "mug"), _id(dragoman, "cup")
    for offer_id in (mug, cup):
        client.post(f"/api/offers/{offer_id}/hs", params={"code": "7323.93"})
    (tmp_path / "list.csv").write_text(LIST.replace("2.10", "2.40"))
    load(dragoman, tmp_path / "list.csv")
    assert {dragoman.offer(one).offer.hs_code.value for one in (mug, cup)} == {"732393"}  # type: ignore[union-attr] # just said
    taken_back = client.post(f"/api/offers/{mug}/hs/forget")
    assert taken_back.json()["own_code"]["given"] == "691110"
    client.post(f"/api/offers/{cup}/hs/forget")
    assert dragoman.offer(cup).offer.hs_code is None
    changes = [version.changed_fields for version in dragoman.offer(cup).history]
    assert changes.count(("hs_code",)) == 2


def test_the_command_line_says_it_and_takes_it_back(dragoman: Dragoman) -> None:
    home, mug = str(dragoman.settings.home), _id(dragoman, "mug")
    done = CliRunner().invoke(main, ["--home", home, "classify", mug, "--say", "7323 93"])
    assert done.exit_code == 0, done.output
    assert "is what you said" in done.output
    assert dragoman.offer(mug).offer.hs_code.value == "732393"  # type: ignore[union-attr] # just said
    done = CliRunner().invoke(main, ["--home", home, "classify", mug, "--forget"])
    assert done.exit_code == 0, done.output
    assert dragoman.said_codes.of(mug) is None
    both = CliRunner().invoke(main, ["--home", home, "classify", mug, "--say", "7323.93", "--forget"])
    assert (both.exit_code, "leave one out" in both.output) == (2, True)


@pytest.mark.parametrize(
    ("code", "told"), [("8517.12", "HS 2017"), ("mug", "no digit"), ("7323", "six digits at least")]
)
def test_a_code_that_cannot_hold_is_refused_and_nothing_is_kept(
    dragoman: Dragoman, client: TestClient, code: str, told: str
) -> None:
    mug = _id(dragoman, "mug")
    refused = client.post(f"/api/offers/{mug}/hs", params={"code": code})
    assert refused.status_code == 400
    assert told in refused.text
    assert dragoman.said_codes.of(mug) is None
    assert client.post("/api/offers/nosuch/hs", params={"code": "7323.93"}).status_code == 404


def test_the_page_shows_codes_with_reasons_and_keeps_the_one_that_is_chosen(
    dragoman: Dragoman, client: TestClient
) -> None:
    cup = _id(dragoman, "cup")
    assert f"/offer/{cup}/hs" in client.get(f"/offer/{cup}").text
    page = client.get(f"/offer/{cup}/hs?lang=en").text
    assert "The supplier gives no code." in page
    assert 'value="6911.10"' in page
    chosen = client.post(f"/offer/{cup}/hs?lang=en", data={"code": "6911.10"})
    assert chosen.url.path == f"/offer/{cup}/hs"
    assert "You said so." in chosen.text
    assert "You said so." in client.get(f"/offer/{cup}").text
    forgotten = client.post(f"/offer/{cup}/hs/forget")
    assert "Forget what I said" not in forgotten.text
    assert dragoman.offer(cup).offer.hs_code is None


@pytest.mark.parametrize("language", ["en", "zh", "es", "de", "fr", "ar"])
def test_the_page_says_in_the_visitor_s_language_what_is_wrong_and_keeps_what_was_typed(
    dragoman: Dragoman, client: TestClient, language: str
) -> None:
    cup = _id(dragoman, "cup")
    answer = client.post(f"/offer/{cup}/hs?lang={language}", data={"code": '"><script>'})
    assert answer.status_code == 400
    assert "<script>&" not in answer.text
    assert "&#34;&gt;&lt;script&gt;" in answer.text
    assert ("is not kept" in answer.text) is (language == "en")
    assert ('dir="rtl"' in answer.text) is (language == "ar")
