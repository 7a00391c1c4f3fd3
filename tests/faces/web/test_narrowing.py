"""Limits and filters of a search: each is told and taken off for itself; money keeps its worth; offers know the way back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.app import Dragoman
from dragoman.errors import RateMissing
from dragoman.faces.server import make_server
from dragoman.faces.web.search_form import LIMITS, SearchForm
from dragoman.faces.web.way_back import allowed
from dragoman.model import Currency
from dragoman.ports import Rate
from web.conftest import Look, load
from web.price_lists import QUESTION
from web.reading import Page, barriers, read, words


def active(page: Page) -> dict[str, str]:
    """What stands among the filters that are on -> address without it."""
    return {words(one): one.get("href", "") for one in page.all("//ul[@class='active']//a")}


def test_every_limit_is_a_filter_that_can_be_taken_off_alone(look: Look) -> None:
    page = look(
        "/",
        q=QUESTION,
        max_price="5",
        max_moq="600",
        max_lead="60",
        f=["met=quantity", "material=stainless_steel"],
    )
    on = active(page)
    assert list(on) == [
        "Unit price: at most 5.00 USD",
        "Minimum order: at most 600",
        "Lead time: at most 60 days",
        "Only offers proven to meet: Quantity 500 pieces",
        "Material: stainless steel",
    ]
    for said, link in on.items():
        left = active(look(link))
        assert list(left) == [one for one in on if one != said]
    assert barriers(page) == []


def test_a_filter_that_leaves_nothing_is_named_as_it_is_shown(look: Look) -> None:
    page = look("/", q="bottle", max_price="0.0001")
    assert 'Without the filter "Unit price at most 0.0001 USD" there are' in page.text()


def test_a_limit_of_money_is_worth_the_same_in_another_currency(look: Look) -> None:
    dollars = look("/", q="bottle", max_price="4", currency="USD")
    assert dollars.one("//input[@name='limit_in']").get("value") == "USD"
    euros = look("/", q="bottle", max_price="4", currency="EUR", limit_in="USD")
    worth = Decimal(euros.one("//input[@name='max_price']").get("value", ""))
    assert worth < 4
    assert euros.ids == dollars.ids
    (on,) = active(euros)
    assert on == f"Unit price: at most {worth:.2f} EUR"
    again = look("/", q="bottle", max_price=str(worth), currency="USD", limit_in="EUR")
    assert abs(Decimal(again.one("//input[@name='max_price']").get("value", "")) - 4) <= Decimal("0.01")


def test_a_limit_without_a_currency_is_one_of_the_answer(look: Look) -> None:
    page = look("/", q="bottle", max_price="4", currency="EUR")
    assert page.one("//input[@name='max_price']").get("value") == "4"


class NoRates:
    """A table that has nothing."""

    as_of = None
    source = "nowhere"

    def rate(self, base: Currency, quote: Currency, /) -> Rate:
        raise RateMissing(f"no {base}->{quote} rate")

    def currencies(self) -> tuple[Currency, ...]:
        return ()


@pytest.mark.parametrize("limit", ["max_moq", "max_lead", ""])
def test_a_limit_that_is_no_money_needs_no_rate(limit: str) -> None:
    form = SearchForm(limits={name: "4" if name == limit else "" for name in LIMITS}, limit_in="USD")
    assert form.with_limits_in("EUR", NoRates()).limits == form.limits
    priced = SearchForm(limits={**form.limits, "max_price": "4"}, limit_in="USD")
    with pytest.raises(RateMissing):
        priced.with_limits_in("EUR", NoRates())


def test_an_offer_leads_back_to_the_results_it_was_chosen_from(client: TestClient) -> None:
    results = f"/?q={QUESTION.replace(' ', '+')}&sort=unit_price&page=1&lang=en"
    link = read(client.get(results)).links("//article//h2/a")[0]
    offer = read(client.get(link, headers={"Referer": f"http://testserver{results}"}))
    assert offer.text("//p[@class='trail']") == "Back to the results"
    (back,) = offer.links("//p[@class='trail']/a")
    assert "sort=unit_price" in back
    assert "lang" not in back
    assert read(client.get(back)).one("//textarea").text.strip() == QUESTION
    german = read(client.get(next(one for one in offer.links("//a[@hreflang]") if one.endswith("lang=de"))))
    assert german.links("//p[@class='trail']/a") == [back]
    assert offer.one("//form[contains(@class, 'at-quantity')]/input[@name='back']").get("value") == back
    assert barriers(offer) == []


def test_a_comparison_leads_back_to_the_results_and_an_offer_to_the_comparison(client: TestClient) -> None:
    results = "/?q=bottle&to=DE"
    ids = [one.get("value", "") for one in read(client.get(results)).all("//input[@name='offer']")]
    compare = f"/compare?offer={ids[0]}&offer={ids[1]}&to=DE"
    page = read(client.get(compare, headers={"Referer": f"http://testserver{results}"}))
    assert page.links("//p[@class='trail']/a") == [results]
    here = str(page.answer.url)
    (link, *_more) = page.links("//thead//a[not(@class)]")
    offer = read(client.get(link, headers={"Referer": here}))
    assert offer.text("//p[@class='trail']") == "Back to the comparison"
    (back,) = offer.links("//p[@class='trail']/a")
    assert read(client.get(back)).links("//p[@class='trail']/a") == [results]


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/?q=cup",
        "http://testserver/status",
        "http://testserver/",
        "nonsense",
        "http://[",
        "",
    ],
)
def test_from_elsewhere_there_is_no_way_back(client: TestClient, referer: str) -> None:
    link = read(client.get("/?q=00412")).links("//article//h2/a")[0]
    page = read(client.get(link, headers={"Referer": referer}))
    assert page.all("//p[@class='trail']") == []


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example/?q=1",
        "/\\evil.example?",
        "javascript:alert(1)",
        "/?q=\n",
        "/status?x",
    ],
)
def test_the_way_back_never_leaves_the_site(address: str) -> None:
    assert allowed(address) == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Hamburg, Germany"),
        ("de", "Hamburg, Deutschland"),
        ("es", "Hamburgo, Alemania"),
        ("fr", "Hambourg, Allemagne"),
        ("ar", "هامبورغ، ألمانيا"),
        ("zh", "汉堡，德国"),
    ],
)
def test_a_place_is_called_as_in_the_visitors_language(look: Look, language: str, said: str) -> None:
    page = look("/", q=QUESTION, lang=language)
    assert said in page.texts("//bdi[@class='chip-asked']")


def test_suppliers_are_counted_that_offer_something(fresh: Dragoman, tmp_path: Path) -> None:
    """A trading house's list names the maker of each article: the file's own name stands for nobody."""
    path = tmp_path / "makers.csv"
    path.write_text(
        "SKU,Name,Price USD,Supplier\n1,Cup,2.10,Nord GmbH\n2,Jar,1.90,Sued AG\n3,Pan,9.90,Nord GmbH\n",
        encoding="utf-8",
    )
    load(fresh, path)
    client = TestClient(make_server(fresh))
    assert fresh.counts().suppliers == 2
    for place in ("/", "/status"):
        tallies = read(client.get(place))
        told = dict(zip(tallies.texts("//dl//dt"), tallies.texts("//dl//dd"), strict=True))
        assert told["Suppliers"] == "2"


def test_a_comparison_goes_where_the_words_say(look: Look) -> None:
    page = look("/", q=QUESTION)
    assert page.one("//form[@id='compare-form']/input[@name='to']").get("value") == "DE"


def test_latin_units_read_from_the_left_among_arabic_words(look: Look) -> None:
    page = look("/", q=QUESTION, lang="ar")
    assert "\u2066750\xa0ml\u2069" in page.source
    assert "\u2066" not in look("/", q=QUESTION, lang="en").source
