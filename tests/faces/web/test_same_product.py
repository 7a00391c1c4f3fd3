"""Offers of one product stand under one hit; on an offer's page the user says what is the same and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.server import make_server
from web.conftest import home_with_rates, load
from web.price_lists import write_rivals
from web.reading import read

QUESTION = "flask Trailmaster 750 ml"


@pytest.fixture
def rivals(tmp_path: Path) -> Iterator[Dragoman]:
    """Two suppliers with a product in common, matched."""
    with open_dragoman(home_with_rates(tmp_path)) as dragoman:
        load(dragoman, *write_rivals(tmp_path / "lists"))
        dragoman.match()
        yield dragoman


def test_a_hit_tells_how_many_suppliers_there_are_and_from_which_price(rivals: Dragoman) -> None:
    page = read(TestClient(make_server(rivals)).get("/", params={"q": QUESTION, "currency": "EUR"}))
    said = page.text("//details[contains(@class, 'same')]/summary")
    assert said == "2 suppliers, from 3.55 EUR / piece"
    assert len(page.all("//article[contains(@class, 'card')]")) == 2


def test_each_offer_can_be_shown_for_itself(rivals: Dragoman) -> None:
    client = TestClient(make_server(rivals))
    folded = read(client.get("/", params={"q": QUESTION}))
    link = next(one for one in folded.links("//p[contains(@class, 'tool-fold')]/a"))
    assert "fold=0" in link
    assert len(read(client.get(link)).all("//article[contains(@class, 'card')]")) == 3


def test_every_offer_of_a_group_is_linked_from_the_hit_it_is_folded_under(rivals: Dragoman) -> None:
    client = TestClient(make_server(rivals))
    ids = {hit["offer_id"] for hit in client.get("/api/search", params={"q": QUESTION}).json()["hits"]}
    page = client.get("/", params={"q": QUESTION}).text
    assert all(f"/offer/{offer_id}" in page for offer_id in ids)


def test_not_the_same_parts_two_offers_and_the_same_product_joins_them_again(rivals: Dragoman) -> None:
    client = TestClient(make_server(rivals))
    hits = client.get("/api/search", params={"q": QUESTION}).json()["hits"]
    one, other = next(hit["same_product"]["offers"] for hit in hits if hit["same_product"])
    path = f"/offer/{one}"
    assert "Same product" in client.get(path).text
    parted = client.post(f"{path}/product", data={"said": "other", "other": other})
    assert parted.url.path == path
    assert "Another product, as you said" in parted.text
    assert rivals.products.of(one).group is None
    joined = client.post(f"{path}/product", data={"said": "same", "other": other})
    assert "You said so." in joined.text
    assert rivals.products.of(other).group is not None


def test_what_is_said_of_two_offers_leaves_quantity_and_currency_as_they_are(rivals: Dragoman) -> None:
    client = TestClient(make_server(rivals))
    hits = client.get("/api/search", params={"q": QUESTION}).json()["hits"]
    one, other = next(hit["same_product"]["offers"] for hit in hits if hit["same_product"])
    seen = read(client.get(f"/offer/{one}", params={"quantity": "1000", "currency": "CNY"}))
    (address,) = {form.get("action", "") for form in seen.all("//form[contains(@class, 'member-said')]")}
    for said in ("other", "forget", "same"):
        page = read(client.post(address, data={"said": said, "other": other}))
        assert dict(page.answer.url.params) == {"quantity": "1000", "currency": "CNY"}
        assert page.answer.url.fragment == "product"
        assert page.one("//input[@id='at']").get("value") == "1000"
        assert "CNY / piece" in page.text("//p[@class='price']")


def test_another_site_cannot_say_what_is_one_product(rivals: Dragoman) -> None:
    client = TestClient(make_server(rivals))
    hits = client.get("/api/search", params={"q": QUESTION}).json()["hits"]
    one, other = next(hit["same_product"]["offers"] for hit in hits if hit["same_product"])
    answer = client.post(
        f"/offer/{one}/product",
        data={"said": "other", "other": other},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert rivals.products.of(one).group is not None


def test_only_what_the_user_said_is_wholly_sure(rivals: Dragoman) -> None:
    page = read(TestClient(make_server(rivals)).get("/", params={"q": QUESTION}))
    assert "100%" not in page.text("//details[contains(@class, 'same')]")
    assert "% sure" in page.text("//details[contains(@class, 'same')]")
