"""Every page without a browser: what it shows, where its links lead, how it speaks, what it says when things go wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from dragoman.app import Dragoman, open_dragoman
from dragoman.errors import StoreBusy
from dragoman.faces.server import make_server
from dragoman.faces.web.interface import INTERFACE_LANGUAGES, interface
from dragoman.faces.web.pager import pages
from dragoman.faces.web.search_form import SearchForm
from dragoman.settings import Settings
from dragoman.vocabulary.lexicon import name_of
from web.conftest import Look, home_with_rates, load, wait_for_jobs
from web.price_lists import KONTOR, QUESTION, STEEL
from web.reading import Page, barriers, by_class, read, words

HTMX = {"HX-Request": "true"}
PLACES = [
    "/",
    f"/?q={QUESTION}",
    "/?q=bottle&f=country=ZZ",
    "/problems",
    "/ingest",
    "/status",
    "/offer/nothing",
]


def offer_page(look: Look, external_id: str, **parameters: str | int) -> Page:
    """Through the search, as a visitor gets there."""
    page = look("/", q=external_id)
    (link,) = page.links(f"//article[.//code[text()='{external_id}']]//h2/a")
    return look(urlsplit(link).path, **parameters)


def chip(page: Page, name: str) -> str:
    """Words of the chip of that name."""
    found = [
        words(one) for one in page.all(f"{by_class('chip', 'div')}//summary") if words(one).startswith(name)
    ]
    assert len(found) == 1, f"expected one chip {name!r}, got {found}"
    return found[0].removeprefix(name).strip()


def chip_names(page: Page) -> list[str]:
    return page.texts(f"{by_class('chip', 'div')}//span[@class='chip-name']")


def remove_link(page: Page, name: str) -> str:
    (link,) = page.links(f"//a[@class='chip-remove'][starts-with(@aria-label, 'Take out: {name}')]")
    return link


def total(page: Page) -> int:
    """How many offers were found."""
    return int(page.text("//h1[@id='total']").split()[0].replace(",", ""))


def facet(page: Page, name: str) -> dict[str, int]:
    """Choice -> count, of the facet of that name."""
    choices = page.all(f"//fieldset[legend='{name}']//label[@class='choice']")
    return {
        words(one.xpath("span")[0]): int(words(one.xpath("span[@class='choice-count']")[0]))
        for one in choices
    }


# ---------------------------------------------------------------------------------- every page


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_no_page_keeps_a_screen_reader_out(look: Look, language: str) -> None:
    found = {
        path: barriers(look(path, lang=language) if "?" not in path else look(f"{path}&lang={language}"))
        for path in PLACES
    }
    found["offer"] = barriers(offer_page(look, "00412", lang=language))
    assert not {path: said for path, said in found.items() if said}


@pytest.mark.parametrize("path", PLACES)
def test_every_link_of_a_page_leads_somewhere(client: TestClient, path: str) -> None:
    page = read(client.get(path))
    for link in set(page.links("//a | //link")) - {"#main"}:
        assert link.startswith("/"), "a link that leaves the machine"
        assert client.get(link).status_code == (404 if "/offer/nothing" in link else 200), link
    for source in page.all("//script[@src]"):
        assert client.get(source.get("src", "")).status_code == 200


def test_the_page_where_one_is_says_so_in_the_menu(look: Look) -> None:
    here = "//nav[@class='places']/a[@aria-current='page']"
    assert [look(path).text(here) for path in ("/", "/ingest", "/problems", "/status")] == [
        "Search",
        "Load files",
        "Problems",
        "Status",
    ]


def test_pages_are_not_kept_by_caches_and_scripts_are_kept_under_their_content(client: TestClient) -> None:
    page = read(client.get("/"))
    assert page.answer.headers["cache-control"] == "no-store"
    (script,) = page.all("//script[@type='module']")
    assert "immutable" in client.get(script.get("src", "")).headers["cache-control"]
    assert client.get("/static/search.js").headers["cache-control"] == "no-cache"


# ---------------------------------------------------------------------------------- search


def test_the_start_page_shows_what_is_there_and_what_one_may_ask(look: Look) -> None:
    page = look("/")
    assert page.text("//h1") == "Ask once, compare every supplier."
    assert dict(
        zip(page.texts("//dl[@class='tallies']//dt"), page.texts("//dl[@class='tallies']//dd"), strict=True)
    ) == {
        "Offers": "15",
        "Suppliers": "3",
        "Files": "3",
        "Open problems": "2",
    }
    examples = page.links("//a[@data-example]")
    assert len(examples) == 4
    assert [look(link).text("//textarea") for link in examples] == page.texts("//a[@data-example]")


def test_without_offers_the_start_page_leads_to_loading(empty: Dragoman) -> None:
    page = read(TestClient(make_server(empty)).get("/"))
    assert page.text("//h1") == "No offers yet"
    assert page.links("//main//a[contains(@class, 'button')]") == ["/ingest"]
    assert barriers(page) == []


def test_a_hit_shows_its_price_at_my_quantity_and_a_verdict_with_its_cell_for_each_wish(look: Look) -> None:
    page = look("/", q=QUESTION)
    assert page.ids[0] == "00412"
    card = "(//article[@class='card'])[1]"
    assert page.text(f"{card}//p[@class='price']") == "3.60 USD / piece"
    assert page.text(f"{card}//p[@class='price-at']") == "at 500 pieces 1,800.00 USD in total"
    verdicts = {
        page.text(f"({card}//li)[{place}]/span[@class='verdict-asked']"): (
            page.text(f"({card}//li)[{place}]/span[@class='verdict-sign']"),
            page.text(f"({card}//li)[{place}]/span[@class='verdict-cell']"),
        )
        for place in range(1, 8)
    }
    assert verdicts["Budget at most 4.00 USD / piece"] == ("met", "Harrow Steel Works.csv · F2")
    assert verdicts["Deadline within 42 days"] == ("met", "Harrow Steel Works.csv · H2")
    assert verdicts["Certificate food contact"] == ("met", "Harrow Steel Works.csv · J2")
    assert verdicts["Deliver to Hamburg, Germany"][0] == "unknown"
    assert page.text(f"{card}//p[contains(@class, 'card-met')]") == "6 of 7 requirements met"


def test_every_cell_named_on_a_card_is_a_row_of_the_offers_page(look: Look) -> None:
    page = look("/", q=QUESTION)
    links = set(page.links("//article[@class='card']//a"))
    anchors = {urlsplit(link).fragment for link in links} - {""}
    assert len(anchors) > 20
    for path in {urlsplit(link).path for link in links}:
        ids = {one.get("id") for one in look(path).all("//*[@id]")}
        wanted = {urlsplit(link).fragment for link in links if urlsplit(link).path == path} - {""}
        assert wanted <= ids, f"{path} has no {wanted - ids}"


def test_what_was_understood_is_shown_and_what_was_not_is_said(look: Look) -> None:
    page = look("/", q=QUESTION)
    assert chip(page, "Quantity") == "500 pieces"
    assert chip(page, "Budget") == "at most 4.00 USD / piece"
    assert chip(page, "Deliver to") == "Hamburg, Germany"
    assert chip(page, "Deadline") == "within 42 days"
    assert chip(page, "Certificate") == "food contact"
    assert chip(page, "Volume") == "750 ml"


def test_a_chip_taken_out_leaves_the_words_and_the_price_without_it(look: Look, client: TestClient) -> None:
    page = look("/", q=QUESTION)
    away = read(client.get(remove_link(page, "Quantity")))
    assert away.answer.history[0].status_code == 303
    assert "drop" not in str(away.answer.url)
    assert "500" not in away.text("//textarea")
    assert "Quantity" not in chip_names(away)
    assert set(chip_names(away)) == set(chip_names(page)) - {"Quantity"}
    assert "at 100 pieces" in away.text("(//p[@class='price-at'])[1]")


def test_a_must_taken_out_gives_more_offers(look: Look, client: TestClient) -> None:
    narrow = look("/", q="bottle, must be made in Germany")
    wide = read(client.get(remove_link(narrow, "Made in")))
    assert narrow.ids[0].startswith("B-")
    assert not [one for one in narrow.ids if one.startswith("004")], "Harrow's bottles are made in China"
    assert (total(narrow), total(wide)) == (6, 12)


def test_a_chip_said_anew_changes_the_words_and_the_verdicts(look: Look, client: TestClient) -> None:
    page = look("/", q=QUESTION)
    form = page.one("//form[input[@value='budget']]")
    fields = {one.get("name", ""): one.get("value", "") for one in form.xpath(".//input")}
    assert fields["phrase"] == "under 4 USD"
    changed = read(client.get("/", params=fields | {"phrase": "under 3.50 USD"}))
    assert chip(changed, "Budget") == "at most 3.50 USD / piece"
    assert "under 3.50 USD" in changed.text("//textarea")
    first = "(//article[.//code='00412'])//li[contains(., 'Budget')]//span[@class='verdict-sign']"
    assert (page.text(first), changed.text(first)) == ("met", "not met")


def test_a_chip_said_anew_with_nothing_is_taken_out(client: TestClient) -> None:
    page = read(client.get("/", params={"q": QUESTION, "change": "deadline", "phrase": "  "}))
    assert "Deadline" not in chip_names(page)


@pytest.mark.parametrize("name", ["drop", "change"])
def test_a_chip_that_is_not_there_any_more_changes_nothing(client: TestClient, name: str) -> None:
    answer = client.get("/", params={"q": "steel bottle", name: "gone", "phrase": "blue"})
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or read(answer).text("//textarea") == "steel bottle"


def test_facets_count_every_hit_and_a_choice_narrows_to_its_count(look: Look) -> None:
    page = look("/", q="bottle")
    suppliers = facet(page, "Supplier")
    assert suppliers == {"Harrow Steel Works": 5, "Kontor Nordlicht": 4, "Ninghai Brightcup": 3}
    (value,) = [
        one.get("value", "")
        for one in page.all("//input[@name='f'][following-sibling::span='Kontor Nordlicht']")
    ]
    narrow = look("/", q="bottle", f=value)
    assert len(narrow.ids) == 4
    assert all(one.startswith("B-") for one in narrow.ids)
    assert narrow.one(f"//input[@value='{value}']").get("checked") is not None
    assert facet(narrow, "Supplier") == suppliers, "the other choices stay, so that one can add to it"
    assert len(look("/", q="bottle", f=["supplier=Kontor Nordlicht", "supplier=Ninghai Brightcup"]).ids) == 7


def test_a_filter_that_is_on_can_be_taken_off(look: Look) -> None:
    page = look("/", q="bottle", f=["supplier=Kontor Nordlicht", "material=glass"], sort="lead_time")
    assert page.ids == ["B-102"]
    off = page.links("//ul[@class='active']//a")
    assert page.texts("//ul[@class='active']//a") == ["Supplier: Kontor Nordlicht", "Material: glass"]
    assert len(look(off[1]).ids) == 4
    clear = look(page.links("//a[@class='clear']")[0])
    assert clear.answer.url.params.multi_items() == [("q", "bottle"), ("sort", "lead_time")]


def test_limits_keep_offers_at_or_below_them(look: Look) -> None:
    page = look("/", q="bottle", max_price="3.5", max_moq="100", quantity=500)
    assert page.ids
    assert all(float(one.split()[0]) <= 3.5 for one in page.texts("//p[@class='price']"))
    assert page.one("//input[@id='max_price']").get("value") == "3.5"


def test_only_offers_proven_to_meet_a_wish(look: Look) -> None:
    page = look("/", q=QUESTION, f="met=budget")
    signs = page.texts("//article//li[contains(., 'Budget')]//span[@class='verdict-sign']")
    assert signs
    assert set(signs) == {"met"}
    assert look("/", q="bottle", f="met=budget").status == 200, "the wish is gone from the words"


def test_what_must_not_be_is_told_so_beside_its_verdicts_and_its_filter(look: Look) -> None:
    page = look("/", q="bottle 750 ml no glass")
    assert "Material not glass" in page.texts("//span[@class='verdict-asked']")
    assert "Material: not glass" in page.texts("//label[starts-with(@for, 'met-')]")


def test_the_order_is_the_one_asked_for(look: Look) -> None:
    by_price = look("/", q="bottle", sort="unit_price", quantity=500)
    prices = [float(one.split()[0]) for one in by_price.texts("//p[@class='price']")]
    assert prices == sorted(prices)
    assert len(prices) > 5
    assert by_price.one("//select[@id='sort']/option[@selected]").get("value") == "unit_price"
    days = [
        int(re.findall(r"\d+", one)[-1])
        for one in look("/", q="bottle", sort="lead_time").texts("//div[dt='Lead time']/dd")
    ]
    assert days == sorted(days)


def test_offers_near_in_meaning_can_be_left_out_and_taken_in_again(look: Look) -> None:
    with_meaning = look("/", q="steel bottle")
    (link,) = with_meaning.links(f"{by_class('tool-words', 'p')}/a")
    words_alone = look(link)
    assert total(words_alone) < total(with_meaning)
    assert ("meaning", "0") in [
        (one.get("name"), one.get("value")) for one in words_alone.all("//input[@form='search-form']")
    ]
    (back,) = words_alone.links(f"{by_class('tool-words', 'p')}/a")
    assert total(look(back)) == total(with_meaning)


def test_the_currency_is_the_one_asked_for_with_its_dated_rate(look: Look) -> None:
    page = look("/", q="00412", currency="EUR", quantity=500)
    assert page.text("(//p[@class='price'])[1]") == "3.27 EUR / piece"
    assert page.text("(//p[@class='price-native'])[1]") == "supplier asks 3.60 USD / piece"
    assert page.text("//p[@class='rates']") == "Exchange rates of Nov 20, 2026 rates.csv (Test rates)"


def test_an_offer_without_a_price_says_why(look: Look) -> None:
    asked = look("/", q="00417")
    assert "Price on request" in asked.text("//article[.//code='00417']")
    none = look("/", q="B-104")
    assert "No price given" in none.text("//article[.//code='B-104']")


def test_a_minimum_order_above_my_quantity_is_flagged(look: Look) -> None:
    page = look("/", q="20 steel bottles")
    assert "Minimum order is above your quantity" in page.text("//article[.//code='00412']")


def test_nothing_found_says_what_one_can_do(look: Look) -> None:
    page = look("/", q="bottle, must be made in Iceland", max_price="0.01")
    assert page.titles == []
    assert page.text(f"{by_class('empty')}/h2") == "No offer fits all of this"
    ways = page.texts(f"{by_class('empty')}//li")
    assert ways[:2] == ["Clear all filters", "Search without: Made in Iceland"]
    assert len(look(page.links(f"{by_class('empty')}//a")[1]).links("//a[@class='clear']")) == 1


def test_only_the_answer_is_sent_where_the_page_asks_for_a_part(client: TestClient) -> None:
    whole = client.get("/", params={"q": "bottle"})
    part = client.get("/", params={"q": "bottle"}, headers=HTMX)
    again = client.get("/", params={"q": "bottle"}, headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert "<html" in again.text
    assert read(part).ids == read(whole).ids
    assert "12 offers" in read(part).text("//*[@hx-target='#said']")
    assert "HX-Request" in part.headers["vary"]


def test_each_search_gets_an_address_but_not_each_letter_typed(client: TestClient) -> None:
    chosen = client.get("/", params={"q": "bottle", "sort": "unit_price"}, headers=HTMX)
    typed = client.get("/", params={"q": "bottl"}, headers=HTMX | {"X-Typed": "1"})
    assert chosen.headers["hx-push-url"] == "/?q=bottle&sort=unit_price"
    assert typed.headers["hx-replace-url"] == "/?q=bottl"
    assert "hx-push-url" not in typed.headers


def test_the_address_holds_all_of_the_search(look: Look) -> None:
    asked = {
        "q": "steel bottle",
        "quantity": "300",
        "currency": "EUR",
        "max_price": "9",
        "f": "material=stainless_steel",
        "sort": "unit_price",
    }
    first = look("/", **asked)
    following = first.links("//a[@class='chip-remove']") + first.links("//ul[@class='active']//a")
    (without_limit,) = [one for one in following if "max_price" not in one]
    assert parse_qs(urlsplit(without_limit).query)["f"] == ["material=stainless_steel"]
    for link in following:
        kept = parse_qs(urlsplit(link).query)
        assert (kept["currency"], kept["sort"]) == (["EUR"], ["unit_price"])
        assert link == without_limit or (kept["max_price"], kept["limit_in"]) == (["9"], ["EUR"])


# ---------------------------------------------------------------------------------- pager


def test_the_pager_goes_through_every_hit_once(look: Look) -> None:
    first = look("/", q="bottle")
    assert first.texts("//nav[@class='pager']//li") == ["1", "2"]
    second = look(first.links("//a[@rel='next']")[0])
    assert (len(first.ids), len(second.ids)) == (10, 2)
    assert not set(first.ids) & set(second.ids)
    assert second.one("//ol[@class='cards']").get("start") == "11"
    assert second.text("//nav[@class='pager']//a[@aria-current='page']") == "2"
    assert look(second.links("//a[@rel='prev']")[0]).ids == first.ids
    assert not second.all("//a[@rel='next']")


def test_a_page_behind_the_last_leads_to_the_last(client: TestClient) -> None:
    page = read(client.get("/", params={"q": "bottle", "page": 99}))
    assert len(page.ids) == 2
    assert page.answer.url.params["page"] == "2"
    part = client.get("/", params={"q": "bottle", "page": 99}, headers=HTMX)
    assert (len(read(part).ids), part.headers["hx-push-url"]) == (2, "/?q=bottle&page=2")


@pytest.mark.parametrize(
    ("page", "total", "shown"),
    [
        (1, 10, None),
        (1, 11, "1* 2"),
        (1, 1000, "1* 2 … 100"),
        (4, 1000, "1 … 3 4* 5 … 100"),
        (3, 1000, "1 2 3* 4 … 100"),
        (100, 1000, "1 … 99 100*"),
        (1, 10**6, "1* 2 … 1000"),
    ],
)
def test_the_pager_shows_first_last_and_neighbours(page: int, total: int, shown: str | None) -> None:
    found = pages(SearchForm(text="x", limits={}, page=page), total, 10)
    said = None
    if found is not None:
        said = " ".join(
            f"{'… ' if one.gap_before else ''}{one.number}{'*' if one.current else ''}" for one in found.shown
        )
    assert said == shown


# ---------------------------------------------------------------------------------- offer


def test_an_offer_shows_where_every_value_stands_and_what_was_written_there(look: Look) -> None:
    page = offer_page(look, "B-100")
    rows = {
        page.text(f"(//table[contains(@class, 'values')]/tbody/tr)[{place}]/th"): page.texts(
            f"(//table[contains(@class, 'values')]/tbody/tr)[{place}]/td"
        )
        for place in range(1, len(page.all("//table[contains(@class, 'values')]/tbody/tr")) + 1)
    }
    where = "Kontor Nordlicht.csv · "
    assert rows["Title"] == ["Isolierflasche Edelstahl 750 ml", "the same", f"{where}B2"]
    assert rows["Lead time"][0] == "14–21 days"
    assert rows["Lead time"][1].startswith("2-3 Wochen")
    assert rows["Lead time"][2] == f"{where}F2"
    assert rows["Colour"][0] == "black"
    assert rows["Colour"][1].startswith("schwarz")
    assert rows["Made in"][0] == "Germany"
    assert rows["Incoterm"][::2] == ["DAP Hamburg", f"{where}G2"]
    assert page.text("//table[contains(@class, 'raw-row')]//tr[th='Preis EUR']/td") == "4,35"
    assert "Added" in page.text("//ol[@class='history']")


def test_the_values_of_the_offer_are_in_the_suppliers_language(look: Look) -> None:
    page = offer_page(look, "B-100", lang="ar")
    assert page.one("//h1/bdi").get("lang") == "de"
    assert page.one("//h1/bdi").get("dir") == "auto"
    assert page.one("/html").get("lang") == "ar"


def test_the_price_by_quantity_is_a_table_with_its_cells_and_the_chart_is_drawn_from_it(look: Look) -> None:
    page = offer_page(look, "00412", quantity=300)
    rows = page.all("//table[@data-chart-table]/tbody/tr")
    assert [(one.get("data-x"), one.get("data-y")) for one in rows] == [("100", "4.1"), ("500", "3.6")]
    assert [words(one) for one in rows[1].xpath("*")][:2] == ["500 pieces", "3.60 USD"]
    assert [words(one.xpath("td[last()]")[0]) for one in rows] == [
        "Harrow Steel Works.csv · E2",
        "Harrow Steel Works.csv · F2",
    ]
    chart = page.one("//div[@data-chart]")
    assert (chart.get("data-asked"), chart.get("aria-hidden")) == ("300", "true")
    assert page.text("//p[@class='price']") == "4.10 USD / piece"
    assert page.one("//input[@id='at']").get("value") == "300"


def test_where_the_minimum_order_lies_above_several_tiers_the_curve_begins_with_the_one_that_holds(
    fresh: Dragoman, tmp_path: Path
) -> None:
    rows = (
        "LAMP-901,Lamp E27,0.712,0.669,0.619,500\n"  # where the second tier begins
        "LAMP-902,Lamp E14,0.812,0.769,0.719,700\n"  # within the second tier
        "LAMP-903,Lamp GU10,0.912,0.869,0.819,5000\n"  # above all of them
    )
    path = tmp_path / "lamps.csv"
    path.write_text("SKU,Name,Price USD 1-499,Price USD 500-1999,Price USD 2000+,MOQ\n" + rows)
    load(fresh, path)
    visitor = TestClient(make_server(fresh))

    def curve_of(number: str) -> list[list[str]]:
        page = offer_page(lambda path, **given: read(visitor.get(path, params=given)), number)
        return [[words(one) for one in row] for row in page.all("//table[@data-chart-table]/tbody/tr")]

    last = [
        "2,000 pieces",
        "0.619 USD",
        "from 2,000 pieces: 0.619 USD / piece",
        "lamps.csv · E2",
    ]
    assert curve_of("LAMP-901") == [
        ["500 pieces", "0.669 USD", "from 500 pieces: 0.669 USD / piece", "lamps.csv · D2"],
        last,
    ]
    assert curve_of("LAMP-902")[0] == [
        "700 pieces",
        "0.769 USD",
        "from 500 pieces: 0.769 USD / piece",
        "lamps.csv · D3",
    ]
    assert curve_of("LAMP-903") == [
        ["5,000 pieces", "0.819 USD", "from 2,000 pieces: 0.819 USD / piece", "lamps.csv · E4"]
    ]


def test_one_price_needs_no_chart_and_no_price_no_table(look: Look) -> None:
    assert not offer_page(look, "B-100").all("//div[@data-chart]")
    asked = offer_page(look, "00417")
    assert not asked.all("//table[@data-chart-table]")
    assert asked.text("//section[@aria-labelledby='price-head']").startswith(
        "Comparable price Price on request"
    )


def test_the_curve_can_be_read_in_another_currency(look: Look) -> None:
    page = offer_page(look, "00412", currency="EUR")
    assert "EUR / piece" in page.texts("//table[@data-chart-table]/thead//th")
    assert page.texts("//table[@data-chart-table]/tbody/tr/td[1]") == ["3.73 EUR", "3.27 EUR"]


def test_a_web_address_is_a_link_and_anything_else_is_not(look: Look) -> None:
    assert offer_page(look, "N-7502").links("//td[@class='value']/a") == ["https://example.com/n-7502"]
    assert offer_page(look, "N-7501").links("//td[@class='value']/a") == []


@pytest.mark.parametrize(
    "parameters", [{"quantity": "0"}, {"quantity": "x"}, {"currency": "usd"}, {"quantity": "1e99"}]
)
def test_a_price_cannot_be_asked_for_at_a_quantity_that_is_none(
    look: Look, parameters: dict[str, str]
) -> None:
    page = offer_page(look, "00412", **parameters)
    assert page.status == 400
    assert next(iter(parameters)) in page.text(by_class("detail", "p"))


def test_a_quantity_left_empty_is_the_least_order(look: Look) -> None:
    page = offer_page(look, "00412", quantity="", currency="")
    assert page.status == 200
    assert page.text("//p[@class='price']") == offer_page(look, "00412").text("//p[@class='price']")
    assert page.one("//input[@id='at']").get("value") == ""


def test_a_change_and_a_withdrawal_are_told_with_what_was_before(fresh: Dragoman, tmp_path: Path) -> None:
    path = tmp_path / "Harrow.csv"
    client = TestClient(make_server(fresh))
    links = []
    for text in (STEEL, STEEL.replace("4.10,3.60", "4.40,3.90"), STEEL.replace("00412", "99412")):
        path.write_text(text, encoding="utf-8")
        load(fresh, path)
        links += read(client.get("/", params={"q": "00412"})).links("//article[.//code='00412']//h2/a")
    first, second = links
    assert urlsplit(first).path == urlsplit(second).path, (
        "the same offer, and gone from the search in the end"
    )
    page = read(client.get(first))
    assert "Withdrawn: the supplier’s newest file no longer lists it." in page.text(
        "//header[@class='offer-head']"
    )
    assert page.texts("//ol[@class='history']/li/p/b") == ["Withdrawn", "Updated", "Added"]
    (changed,) = page.all("//ol[@class='history']/li[2]//tr[th='Price']")
    before, after = (words(one) for one in changed.xpath("td"))
    assert ("4.10" in before, "4.40" in after) == (True, True)


# ---------------------------------------------------------------------------------- problems


def test_a_problem_names_the_cell_what_came_what_was_expected_and_what_to_do(look: Look) -> None:
    page = look("/problems")
    assert page.text("//p[@class='total']") == "2 problems"
    first = page.text("(//ol[@class='problems']/li)[1]")
    assert "Price not understood" in first
    assert "Kontor Nordlicht.csv · D6" in first
    assert page.text("(//ol[@class='problems']/li)[1]//code") == "viel"
    assert all(page.texts("//dd"))


def test_problems_are_chosen_by_file_kind_and_effect(look: Look) -> None:
    assert look("/problems", kind="bad_lead_time").text("//p[@class='total']") == "1 problem"
    other = look("/problems", file="Harrow Steel Works.csv")
    assert other.text(f"{by_class('empty')}/h2") == "No problem of this kind"
    assert other.links(f"{by_class('empty')}//a") == ["/problems"]
    assert other.text("//select[@id='file']/option[@selected]") == "Harrow Steel Works.csv"
    assert look("/problems", severity="fatal").status == 400


def test_a_page_of_problems_behind_the_last_leads_to_the_last(look: Look) -> None:
    page = look("/problems", page=3, kind="bad_price")
    assert "Price not understood" in page.text("//ol[@class='problems']")
    assert dict(page.answer.url.params) == {"kind": "bad_price"}


def test_problems_are_exported_as_chosen(client: TestClient) -> None:
    page = read(client.get("/problems", params={"kind": "bad_price"}))
    (link,) = page.links("//a[@download]")
    answer = client.get(link)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (row["kind"], row["cell"], row["value"]) == ("bad_price", "D6", "viel")


def test_no_problem_is_good_news(empty: Dragoman) -> None:
    page = read(TestClient(make_server(empty)).get("/problems"))
    assert page.text(f"{by_class('empty')}") == "No problems Every row of every file was understood."
    assert not page.all("//a[@download]")


def test_many_problems_are_shown_fifty_at_a_time(fresh: Dragoman, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    rows = "".join(f"J-{n},Glass jar {n} ml,{'much' if n > 19 else n + 1}\n" for n in range(80))
    path.write_text(f"SKU,Product name,Price USD\n{rows}", encoding="utf-8")
    load(fresh, path)
    client = TestClient(make_server(fresh))
    first = read(client.get("/problems"))
    second = read(client.get(first.links("//a[@rel='next']")[0]))
    assert (
        len(first.all("//li[contains(@class, 'problem-')]")),
        len(second.all("//li[contains(@class, 'problem-')]")),
    ) == (50, 10)
    assert second.one("//ol[@class='problems']").get("start") == "51"
    assert read(client.get("/problems?page=9")).texts("//dd") == second.texts("//dd")
    assert read(client.get(second.links("//a[@rel='prev']")[0])).texts("//dd") == first.texts("//dd")


# ---------------------------------------------------------------------------------- loading


def sent(name: str, text: str | bytes) -> tuple[str, tuple[str, bytes]]:
    return "files", (name, text.encode() if isinstance(text, str) else text)


def test_files_are_loaded_and_the_report_leads_to_them(fresh: Dragoman) -> None:
    client = TestClient(make_server(fresh))
    begun = client.post("/ingest", files=[sent("Kontor Nordlicht.csv", KONTOR)], follow_redirects=False)
    assert begun.status_code == 303
    wait_for_jobs()
    page = read(client.get(begun.headers["location"]))
    assert page.text("//section[@id='job']/h2") == "5 offers loaded"
    tallies = dict(zip(page.texts("//dt"), page.texts("//dd"), strict=True))
    assert (tallies["Added"], tallies["Problems"], tallies["Files"]) == ("5", "2", "1")
    assert {"/", "/problems", "/ingest"} <= set(page.links("//section[@id='job']//a"))
    assert barriers(page) == []
    assert read(client.get("/", params={"q": "B-100"})).ids[0] == "B-100"


def test_a_preview_shows_how_each_column_is_read_and_loads_nothing(fresh: Dragoman) -> None:
    client = TestClient(make_server(fresh))
    begun = client.post(
        "/ingest",
        files=[sent("liste.csv", KONTOR)],
        data={"action": "preview", "supplier": "Nordlicht GmbH"},
        follow_redirects=False,
    )
    wait_for_jobs()
    page = read(client.get(begun.headers["location"]))
    columns = {
        words(one.xpath("th")[0]): words(one.xpath("td[1]//option[@selected]")[0])
        for one in page.all("//table/tbody/tr")
    }
    assert columns["Artikelnummer"] == "Supplier's number"
    assert columns["Bezeichnung"] == "Title"
    german = read(client.get(begun.headers["location"], params={"lang": "de"}))
    assert german.texts("//table/tbody/tr/td[1]//option[@selected]")[:2] == [
        "Nummer des Lieferanten",
        "Bezeichnung",
    ]
    assert "Trennzeichen: ;" in german.text("//article//p[@class='hint']")
    client.cookies.clear()
    assert "Nordlicht GmbH" in page.text(by_class("preview", "article"))
    assert barriers(page) == []
    assert fresh.counts().offers == 0
    confirmed = client.post(
        page.one("//button[normalize-space()='Load these files']").get("formaction", ""),
        follow_redirects=False,
    )
    wait_for_jobs()
    assert (
        read(client.get(confirmed.headers["location"])).text("//section[@id='job']/h2") == "5 offers loaded"
    )
    assert [one.name for one in fresh.suppliers()] == ["Nordlicht GmbH"]


def test_a_broken_file_is_told_beside_a_good_one(fresh: Dragoman) -> None:
    client = TestClient(make_server(fresh))
    begun = client.post(
        "/ingest",
        files=[sent("cut.xlsx", b"PK\x03\x04 cut off"), sent("good.csv", KONTOR)],
        follow_redirects=False,
    )
    wait_for_jobs()
    page = read(client.get(begun.headers["location"]))
    assert page.text("//section[@id='job']/h2") == "5 offers loaded"
    assert page.text("//section[@id='job']/h3") == "1 file could not be loaded"
    assert page.text("//ul[@class='failures']/li").startswith("cut.xlsx")
    status = read(client.get("/status"))
    assert "failed" in status.text("//tr[contains(., 'cut.xlsx')]")


def test_a_preview_of_a_file_that_cannot_be_read_says_what_was_expected_and_what_came(
    fresh: Dragoman,
) -> None:
    client = TestClient(make_server(fresh))
    begun = client.post(
        "/ingest",
        files=[sent("cut.xlsx", b"PK\x03\x04 cut off"), sent("good.csv", KONTOR)],
        data={"action": "preview"},
        follow_redirects=False,
    )
    wait_for_jobs()
    page = read(client.get(begun.headers["location"]))
    said = page.text(by_class("preview", "article") + "[h2='cut.xlsx']//p[@class='flag']")
    assert said.startswith("This file cannot be read. cut.xlsx: expected a whole ")
    assert page.all(by_class("preview", "article") + "[h2='good.csv']//table")


def test_a_load_in_the_midst_asks_again_for_itself_and_says_how_far_it_is(
    fresh: Dragoman, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load is held at its first step until the page has been looked at."""
    import threading

    looked_at = threading.Event()
    reading = threading.Event()
    real = fresh.ingest

    def held(request: object, on_event: object, on_indexed: object) -> object:
        reading.set()
        assert looked_at.wait(30)
        return real(request, on_event, on_indexed)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(fresh, "ingest", held)
    client = TestClient(make_server(fresh))
    files = [sent("good.csv", KONTOR)]
    first = client.post("/ingest", files=files, follow_redirects=False).headers["location"]
    assert reading.wait(30)
    second = client.post("/ingest", files=[sent("next.csv", KONTOR)], follow_redirects=False).headers[
        "location"
    ]
    page, part, waiting = (
        read(client.get(first)),
        read(client.get(first, headers=HTMX)),
        read(client.get(second)),
    )
    looked_at.set()
    wait_for_jobs()
    assert page.one("//section[@id='job']").get("hx-get") == first
    assert (page.text(by_class("job-said")), part.text(by_class("job-said"))) == ("Reading …", "Reading …")
    assert page.all("//progress[@aria-label]")
    assert waiting.text(by_class("job-said")) == "Waiting for another load to end …"
    assert barriers(page) == []
    done = read(client.get(first, headers=HTMX))
    assert done.one("//section[@id='job']").get("hx-get") is None
    assert done.text("//section/h2") == "5 offers loaded"


def test_a_load_that_breaks_says_so_and_what_is_kept(
    fresh: Dragoman, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise StoreBusy("the record is busy; try again when the other load has ended")

    monkeypatch.setattr(fresh, "ingest", broken)
    client = TestClient(make_server(fresh))
    begun = client.post("/ingest", files=[sent("good.csv", KONTOR)], follow_redirects=False)
    wait_for_jobs()
    page = read(client.get(begun.headers["location"]))
    assert page.text("//section[@id='job']").startswith("This did not work the record is busy; try again")


def test_nothing_sent_is_said(client: TestClient) -> None:
    page = read(client.post("/ingest", data={"supplier": "Nobody"}))
    assert page.status == 400
    assert "expected at least one file" in page.text(by_class("detail", "p"))


def test_a_load_of_another_time_is_not_known_any_more(look: Look) -> None:
    page = look("/ingest/another-time")
    assert page.status == 404
    assert "/status" in page.text(by_class("detail", "p"))


# ---------------------------------------------------------------------------------- status, errors


def test_the_status_page_says_what_is_there_and_how_it_stands(look: Look) -> None:
    page = look("/status")
    assert "Every offer can be found" in page.text("//section[@aria-labelledby='state-head']")
    assert "Exchange rates of Nov 20, 2026" in page.text("//section[@aria-labelledby='state-head']")
    assert "Ready; running since" in page.text("//section[@aria-labelledby='running-head']")
    assert [words(one) for one in page.all("//table//th[@scope='row']")] == [
        "Harrow Steel Works.csv",
        "Kontor Nordlicht.csv",
        "Ninghai Brightcup.csv",
    ]
    assert page.all("//ul[@class='findings']/li")


def test_without_rates_the_status_page_warns(tmp_path: Path) -> None:
    with open_dragoman(Settings(home=tmp_path / "home")) as dragoman:
        page = read(TestClient(make_server(dragoman)).get("/status"))
    assert "No exchange rates" in page.text("//section[@aria-labelledby='state-head']")
    assert "No file is loaded yet." in page.text()


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nowhere", 404, "There is nothing here"),
        ("/offer/nothing", 404, "There is nothing here"),
        ("/static/nothing.js", 404, "There is nothing here"),
        ("/?q=x&sort=cheapest", 400, "expected one of relevance"),
        ("/?q=x&quantity=many", 400, "expected a whole number"),
        ("/?q=x&max_price=cheap", 400, "expected a number"),
        ("/?q=x&max_price=NaN", 400, "expected a number"),
        ("/?q=x&page=0", 400, "expected a whole number"),
        ("/?q=x&f=colourr=red", 400, "colourr"),
        ("/?q=x&currency=EURO", 400, "EURO"),
        ("/problems?page=0", 400, "page"),
        ("/preferences?theme=pink", 400, "theme"),
        (f"/?q={'x' * 2001}", 400, "expected at most 2000 characters"),
    ],
)
def test_an_error_is_a_page_that_says_what_was_wrong_and_leads_back(
    client: TestClient, path: str, status: int, said: str
) -> None:
    page = read(client.get(path))
    assert page.status == status
    assert said in page.text(by_class("failure"))
    assert page.links(f"{by_class('failure')}//a") == ["/"]
    assert barriers(page) == []
    part = read(client.get(path, headers=HTMX))
    assert (part.status, said in part.text(by_class("failure"))) == (status, True)
    assert "<html" not in part.source


def test_a_page_cannot_be_posted_to(client: TestClient) -> None:
    assert read(client.post("/")).status == 405


def test_a_surprise_is_a_page_too_and_tells_no_inside(
    lists_dragoman: Dragoman, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> object:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(lists_dragoman, "counts", broken)
    client = TestClient(make_server(lists_dragoman), raise_server_exceptions=False)
    page = read(client.get("/status"))
    assert page.status == 500
    assert "Something broke on our side" in page.text("//h1")
    assert "secret" not in page.source
    assert "Traceback" not in page.source
    assert "content-security-policy" in page.answer.headers


# ---------------------------------------------------------------------------------- preferences


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_page_speaks_the_language_that_is_chosen_and_remembers_it(
    client: TestClient, language: str
) -> None:
    first = read(client.get("/", params={"lang": language, "q": "bottle"}))
    later = read(client.get("/problems"))
    for page in (first, later):
        assert page.one("/html").get("lang") == language
        assert page.one("/html").get("dir") == ("rtl" if language == "ar" else "ltr")
    assert later.text("//h1") == interface(language).say("Problems")
    assert first.text("//h1").startswith(interface(language).count("%(num)s offer", "%(num)s offers", 12))


def test_the_browsers_language_is_taken_where_none_is_chosen(client: TestClient) -> None:
    page = read(client.get("/", headers={"Accept-Language": "pt-BR, fr-CA;q=0.8, en;q=0.5"}))
    assert page.one("/html").get("lang") == "fr"
    assert read(client.get("/", headers={"Accept-Language": "tlh"})).one("/html").get("lang") == "en"


def test_another_language_keeps_what_is_looked_at(look: Look) -> None:
    page = look("/", q="bottle", f="material=glass")
    german = next(one.get("href", "") for one in page.all("//a[@hreflang='de']"))
    assert look(german).ids == page.ids
    assert look(german).one("/html").get("lang") == "de"


def test_in_arabic_suppliers_words_keep_their_own_direction(look: Look) -> None:
    page = look("/", q="bottle", lang="ar")
    assert all(one.get("dir") == "auto" for one in page.all("//h2[contains(@class, 'card-title')]//bdi"))
    assert {one.get("dir") for one in page.all("//p[@class='price']//bdi")} == {None}
    assert {one.get("dir") for one in page.all("//dl[@class='facts']//bdi")} == {"rtl"}
    assert page.ids == look("/", q="bottle", lang="en").ids


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("de", ["Niederlande", "Nordirland", "Österreich", "Polen", "Vereinigtes Königreich", "Zypern"]),
        ("fr", ["Danemark", "Émirats arabes unis", "Espagne", "États-Unis", "Finlande", "Irlande du Nord"]),
        ("es", ["Bulgaria", "Canadá", "Catar", "Chequia", "Hungría", "Irlanda", "Irlanda del Norte"]),
        ("ar", ["إستونيا", "البرتغال", "السويد", "ألمانيا", "أيرلندا", "إيطاليا"]),
        ("zh", ["奥地利", "德国", "法国", "芬兰", "美国", "西班牙", "英国"]),
    ],
)
def test_countries_stand_in_the_order_of_the_language_each_with_its_name(
    look: Look, language: str, in_order: list[str]
) -> None:
    names = look("/", q="bottle", lang=language).texts("//select[@id='to']/option")[1:]
    assert "XI" not in names
    shown = [name for name in names if name in in_order]
    assert shown == [name for name in in_order if name in names]
    assert len(shown) >= 3
    suppliers = look("/ingest", lang=language).texts("//select[@name='country']/option")
    assert [name for name in suppliers if name in in_order] == [one for one in in_order if one in suppliers]


def test_figures_are_said_as_the_language_writes_them(look: Look) -> None:
    assert look("/", q=QUESTION, lang="de").text("(//p[@class='price'])[1]").startswith("3,60 USD")
    assert "1.800,00 USD" in look("/", q=QUESTION, lang="de").text("(//p[@class='price-at'])[1]")


def test_kinds_of_product_are_named_in_the_visitors_language(look: Look) -> None:
    choices = look("/", q="bottle", lang="de").all(
        "//fieldset[@class='facet'][.//input[starts-with(@value, 'kind=')]]//input"
    )
    assert choices
    for one in choices:
        code = one.get("value", "").removeprefix("kind=")
        assert name_of(code, "de") in words(one.getparent())


def test_the_colours_are_remembered_and_one_comes_back_to_where_one_was(client: TestClient) -> None:
    page = read(client.get("/problems"))
    dark = next(one.get("href", "") for one in page.all("//a[@data-theme-choice='dark']"))
    back = read(client.get(dark))
    assert back.answer.url.path == "/problems"
    assert back.one("/html").get("data-theme") == "dark"
    assert back.one("//a[@data-theme-choice='dark']").get("aria-current") == "true"
    assert read(client.get("/status")).one("/html").get("data-theme") == "dark"


@pytest.mark.parametrize("words", ["bottle", "瓶" * 2000])
def test_choosing_colours_without_scripts_keeps_the_search(client: TestClient, words: str) -> None:
    page = read(client.get("/", params={"q": words, "to": "DE"}))
    dark = next(one.get("href", "") for one in page.all("//a[@data-theme-choice='dark']"))
    assert dict(read(client.get(dark)).answer.url.params) == {"q": words, "to": "DE"}


def test_a_cookie_that_is_no_theme_and_no_language_is_passed_over(lists_dragoman: Dragoman) -> None:
    client = TestClient(make_server(lists_dragoman), cookies={"theme": '"><script>', "language": "../../x"})
    page = read(client.get("/"))
    assert (page.one("/html").get("data-theme"), page.one("/html").get("lang")) == ("auto", "en")


# ---------------------------------------------------------------------------------- the samples


SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "catalogues"
SOME = ("brightway.xlsx", "haijie.csv", "levante.xlsx", "nordwind.csv", "pacifico.zip", "rhone.ods")
"""A file of each kind of shape; all of the samples take longer to load than the rest of these tests."""


@pytest.fixture(scope="module")
def some_samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    with open_dragoman(home_with_rates(tmp_path_factory.mktemp("samples"))) as dragoman:
        load(dragoman, *(SAMPLES / name for name in SOME))
        yield dragoman


@pytest.fixture
def samples(some_samples: Dragoman) -> TestClient:
    return TestClient(make_server(some_samples))


def test_the_samples_are_searched_turned_through_and_narrowed(samples: TestClient) -> None:
    page = read(samples.get("/", params={"q": "bottle"}))
    assert total(page) > 50
    assert page.texts("//nav[@class='pager']//li[@aria-hidden]") == ["…"]
    last = read(samples.get(page.links("//nav[@class='pager']//li[last()]/a")[0]))
    assert len(last.ids) == (total(page) - 1) % 10 + 1
    more = page.texts("//details[@class='more']/summary")
    assert more
    suppliers = facet(page, "Supplier")
    name, count = next(iter(suppliers.items()))
    (value,) = [
        one.get("value", "")
        for one in page.all("//input[starts-with(@value, 'supplier=')]")
        if words(one.getparent().xpath("span")[0]) == name
    ]
    narrow = read(samples.get("/", params={"q": "bottle", "f": value}))
    assert total(narrow) >= count, "a narrower catalogue may let in what fits less well"
    assert set(narrow.texts("//article//span[@class='card-supplier']")) == {name}
    assert barriers(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_hit_of_the_samples_has_a_page_whose_cells_are_there(
    samples: TestClient, language: str
) -> None:
    page = read(samples.get("/", params={"q": QUESTION, "lang": language}))
    links = page.links("//article[@class='card']//a")
    for path in {urlsplit(link).path for link in links}:
        offer = read(samples.get(path))
        ids = {one.get("id") for one in offer.all("//*[@id]")}
        wanted = {urlsplit(link).fragment for link in links if urlsplit(link).path == path} - {""}
        assert wanted <= ids, f"{path} has no {wanted - ids}"
        inside = {link.removeprefix("#") for link in offer.links("//main//a") if link.startswith("#")}
        assert inside <= ids, f"{path} leads to {inside - ids}, which is not there"
        assert barriers(offer) == []
