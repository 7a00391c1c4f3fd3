"""Costs at the door on the page, without a browser: the order of a search, offers side by side, what if, letters."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html
from openpyxl import load_workbook

from dragoman.app import Dragoman, open_dragoman
from dragoman.compare import asks
from dragoman.faces.compare_words import cell_text
from dragoman.faces.comparing import compared, workbook
from dragoman.faces.landed_terms import TermsAsGiven
from dragoman.faces.server import make_server
from dragoman.faces.web import compare_labels
from dragoman.faces.web.compare_chart import chart
from dragoman.faces.web.interface import INTERFACE_LANGUAGES, interface
from dragoman.search.notices import PARTS_UNKNOWN
from web.conftest import home_with_rates, load
from web.price_lists import write_lists
from web.reading import Page, barriers, read, words

DUTIES = "destination,code,rate,as_of\nEU,7323.93,3.2%,2026-01-01\nEU,9617.00,6.7%,2026-01-01\n"
CARDS = """
as_of = 2026-11-01
[[card]]
name = "To Hamburg"
legs = ["main_carriage"]
currency = "USD"
charge = [{ per = "shipment", amount = "900" }]
[[card]]
name = "At departure"
legs = ["pre_carriage", "export_clearance", "origin_handling"]
currency = "USD"
charge = [{ per = "shipment", amount = "210" }]
[[card]]
name = "Cleared, to the door"
legs = ["destination_handling", "import_clearance", "on_carriage"]
currency = "EUR"
charge = [{ per = "shipment", amount = "350" }]
[[card]]
name = "Broker"
legs = ["import_clearance"]
currency = "EUR"
charge = [{ per = "shipment", amount = "90" }]
"""
EVIL = """SKU;Product name;Price EUR;MOQ;HS code;Incoterm;Country of origin
EV-1001;"</textarea><script>alert(1)</script> bottle %(number)s {{ 7*7 }}";1.00;10;7323.93;DAP Hamburg;DE
EV-1002;Insulated bottle by road;2.00;10;7323.93;DAP Hamburg;DE
EV-1003;Insulated bottle by ship;1.50;2000;9617.00;CIF Hamburg;CN
"""
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def dragoman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """The three price lists and a hostile one, with a tariff and rate cards."""
    folder = tmp_path_factory.mktemp("door")
    with open_dragoman(home_with_rates(folder)) as opened:
        lists = write_lists(folder / "lists")
        evil = folder / "lists" / "Evil.csv"
        evil.write_text(EVIL, encoding="utf-8")
        load(opened, *lists, evil)
        for name, text in (("duty.csv", DUTIES), ("cards.toml", CARDS)):
            (folder / name).write_text(text, encoding="utf-8")
            opened.take_in_rates(folder / name)
        yield opened


@pytest.fixture(scope="module")
def server(dragoman: Dragoman) -> FastAPI:
    return make_server(dragoman)


@pytest.fixture
def client(server: FastAPI) -> TestClient:
    """A visitor who comes for the first time."""
    return TestClient(server)


def look(client: TestClient, path: str, **parameters: object) -> Page:
    return read(client.get(path, params=dict(parameters.items())))  # type: ignore[arg-type] # texts, numbers and lists of texts


def offers(client: TestClient, *numbers: str) -> list[str]:
    """Ids of the offers with these numbers of their suppliers, as the ticks in the results have them."""
    found = []
    for number in numbers or ("00412", "EV-1001", "EV-1002", "EV-1003"):
        page = look(client, "/", q=number)
        box = page.one(f"//article[.//code[text()='{number}']]//input[@name='offer']")
        found.append(box.get("value", ""))
    return found


# ------------------------------------------------------------------------------- the search


def test_a_search_by_cost_at_the_door_says_what_each_offer_costs_there(client: TestClient) -> None:
    page = look(client, "/", q="bottle", sort="landed", to="DE", quantity=500)
    shown = page.texts("//p[@class='landed']")
    assert len(shown) == len(page.titles)
    assert all("at your door in Germany" in one for one in shown)
    assert page.one("//select[@id='sort']/option[@selected]").get("value") == "landed"
    assert page.one("//select[@id='to']/option[@selected]").get("value") == "DE"
    assert page.all("//details[@id='what-if']//input[@name='fx']")


def test_without_a_country_the_page_asks_for_one_and_shows_offers_all_the_same(client: TestClient) -> None:
    page = look(client, "/", q="bottle", sort="landed")
    assert page.status == 200
    assert page.titles
    assert "Choose a country under" in page.text()
    assert page.one("//select[@id='sort']/option[@selected]").get("value") == "landed"


def test_what_if_and_the_limit_stay_in_the_address(client: TestClient) -> None:
    page = look(
        client,
        "/",
        q="bottle",
        sort="landed",
        to="DE",
        quantity=500,
        fx="5",
        on="2027-01-15",
        max_landed="40",
    )
    kept = parse_qs(urlsplit(next(one for one in page.links("//a[@class='chip-remove']"))).query)
    assert (kept["fx"], kept["on"], kept["max_landed"], kept["to"]) == (["5"], ["2027-01-15"], ["40"], ["DE"])
    fewer = look(client, "/", q="bottle", sort="landed", to="DE", quantity=500, max_landed="3.5")
    assert (
        0
        < len(fewer.titles)
        < len(look(client, "/", q="bottle", sort="landed", to="DE", quantity=500).titles)
    )


@pytest.mark.parametrize("parameter", [{"fx": "much"}, {"on": "soon"}, {"to": "Germany"}])
def test_a_mistake_in_the_address_is_told(client: TestClient, parameter: dict[str, str]) -> None:
    assert (
        look(client, "/", q="bottle", sort="landed", quantity=500, **{"to": "DE", **parameter}).status == 400
    )


def test_ticked_offers_carry_quantity_and_country_to_the_comparison(client: TestClient) -> None:
    page = look(client, "/", q="500 bottles to Hamburg", sort="landed")
    form = page.one("//form[@id='compare-form']")
    assert form.get("action") == "/compare"
    carried = {
        one.get("name"): one.get("value")
        for one in page.all("//form[@id='compare-form']/input[@type='hidden']")
    }
    assert (carried["to"], carried["quantity"]) == ("DE", "500")
    assert {one.get("form") for one in page.all("//input[@name='offer']")} == {"compare-form"}


# ------------------------------------------------------------------------------- side by side


def test_offers_stand_side_by_side_the_cheapest_first(client: TestClient) -> None:
    ids = offers(client)
    page = look(client, "/compare", offer=ids, to="DE", quantity=500)
    assert len(page.all("//table[contains(@class,'side-by-side')]/thead//th")) == len(ids)
    places = page.texts("//span[@class='place']")
    assert places == [f"{number}." for number in range(1, len(ids) + 1)]
    assert page.all("//tr[contains(@class,'strong')]/td[@class='best']")
    assert page.all("//tr[contains(@class,'differs')]")


def test_every_value_leads_to_its_cell(client: TestClient) -> None:
    page = look(client, "/compare", offer=offers(client), to="DE", quantity=500)
    links = page.links("//tr[contains(@class,'row-fact')]//a[@class='cell']")
    assert links
    target = urlsplit(links[0])
    there = look(client, f"{target.path}?{target.query}")
    assert there.all(f"//*[@id='{target.fragment}']")


def test_each_of_several_prices_leads_to_its_own_cell(client: TestClient) -> None:
    page = look(client, "/compare", offer=offers(client, "00412", "B-100"), to="DE", quantity=500)
    row = page.one("//tr[th='Price as written' or th[starts-with(., 'Price as written')]]")
    parts = [words(one) for one in row.xpath("td//span[@class='part']")]
    assert any("from 100 pieces: 4.10 USD / piece Harrow Steel Works.csv · E2" in one for one in parts)
    assert any("from 500 pieces: 3.60 USD / piece Harrow Steel Works.csv · F2" in one for one in parts)
    certificates = page.one("//tr[th[starts-with(., 'Certificate')]]")
    both = certificates.xpath("td//span[@class='part']")[0]
    assert words(both).count(" · ") == 1  # they stand in one cell


def test_each_of_several_prices_has_its_place_in_every_export(client: TestClient) -> None:
    asked: dict[str, list[str] | str] = {
        "offer": offers(client, "00412", "B-100"),
        "quantity": "500",
        "to": "DE",
    }
    rows = client.get("/api/compare", params=asked).json()["rows"]
    (prices,) = (row["cells"] for row in rows if row["key"] == "prices")
    places = ["Harrow Steel Works.csv, cell E2", "Harrow Steel Works.csv, cell F2"]
    assert [one["where"] for one in prices[0]["origins"]] == places
    text = client.get("/api/compare/export", params=asked | {"format": "csv"}).text
    assert "; ".join(places) in text
    book = load_workbook(
        io.BytesIO(client.get("/api/compare/export", params=asked | {"format": "xlsx"}).content)
    )
    told = [
        [str(cell.value) for cell in row]
        for row in book["Sources"].iter_rows(min_row=2)
        if str(row[1].value) == "Price as written" and str(row[4].value) in places
    ]
    assert [(row[4], ": 4.1 USD" in row[3], ": 3.6 USD" in row[3]) for row in told] == [
        (places[0], True, False),
        (places[1], False, True),
    ]


def test_what_is_not_known_is_a_question_and_a_letter(client: TestClient) -> None:
    page = look(client, "/compare", offer=offers(client), to="DE", quantity=500)
    assert any("What does one piece weigh" in one for one in page.texts("//span[@class='ask-this']"))
    texts = page.texts("//textarea")
    assert any(one.startswith("Dear Sir or Madam,") for one in texts)
    assert all("500 pieces" in one for one in texts if one.startswith("Dear"))


def test_the_letter_is_in_the_suppliers_language(client: TestClient) -> None:
    ids = offers(client, "B-100", "N-7501")
    page = look(client, "/compare", offer=ids, to="DE", quantity=500, lang="fr")
    languages = {one.get("lang"): words(one) for one in page.all("//textarea")}
    assert languages["de"].startswith("Sehr geehrte Damen und Herren,")
    assert languages["zh"].startswith("您好")
    assert "500 Stück" in languages["de"]
    assert "德国" in languages["zh"]


def test_what_is_typed_in_another_country_or_day_moves_the_totals(client: TestClient) -> None:
    def totals(**more: object) -> list[str]:
        page = look(client, "/compare", offer=offers(client), **{"to": "DE", "quantity": 500, **more})
        return page.texts("//tr[contains(@class,'strong')][1]/td")

    now = totals()
    assert totals(quantity=5000) != now
    assert totals(to="FR") != now
    assert totals(fx="10") != now
    assert totals(currency="USD") != now


def test_htmx_gets_the_changing_part_alone_and_the_address(client: TestClient) -> None:
    ids = offers(client)
    answer = client.get(
        "/compare", params={"offer": ids, "to": "DE", "quantity": 500, "fx": "0"}, headers=HTMX
    )
    assert "<html" not in answer.text
    address = answer.headers["HX-Replace-Url"]
    assert parse_qs(urlsplit(address).query) == {"offer": ids, "to": ["DE"], "quantity": ["500"]}


def test_without_a_country_the_comparison_asks_for_one(client: TestClient) -> None:
    page = look(client, "/compare", offer=offers(client))
    assert page.status == 200
    assert "Choose a country under" in page.text()
    assert page.all("//form[@id='compare-terms']//select[@name='to']")


@pytest.mark.parametrize("many", [0, 1])
def test_fewer_than_two_offers_are_told_before_a_country_is_asked_for(client: TestClient, many: int) -> None:
    page = look(client, "/compare", offer=offers(client)[:many])
    assert page.status == 400
    assert "expected 2 to 8 different offers to compare" in page.text()


def test_an_offer_can_be_left_out_but_for_the_last_two(client: TestClient) -> None:
    ids = offers(client)
    page = look(client, "/compare", offer=ids, to="DE")
    for link in page.links("//a[@class='leave-out']"):
        assert len(parse_qs(urlsplit(link).query)["offer"]) == len(ids) - 1
    assert not look(client, "/compare", offer=ids[:2], to="DE").all("//a[@class='leave-out']")


def test_the_exports_carry_all_that_was_chosen(client: TestClient) -> None:
    ids = offers(client)
    page = look(client, "/compare", offer=ids, to="DE", quantity=500, fx="5", currency="USD")
    links = [one for one in page.links() if one.startswith("/api/compare/export")]
    assert {parse_qs(urlsplit(one).query)["format"][0] for one in links} == {"xlsx", "csv", "json"}
    for link in links:
        assert client.get(link).status_code == 200
        assert parse_qs(urlsplit(link).query)["fx"] == ["5"]


def test_the_chart_has_a_line_for_each_offer_known_in_full_and_a_table_beside_it(client: TestClient) -> None:
    ids = offers(client)
    page = look(client, "/compare", offer=ids, to="DE", quantity=500)
    lines = page.all("//figure[@class='break-even']//*[name()='path']")
    known = len(
        [
            one
            for one in page.texts("//tr[contains(@class,'strong')][2]/td")
            if "≥" not in one and not one.startswith("?")
        ]
    )
    assert len(lines) == known > 0
    for one in lines:
        assert re.fullmatch(r"M[\d. ]+( L[\d. ]+)*", one.get("d", ""))
    assert page.one("//figure[@class='break-even']/*[name()='svg']").get("aria-hidden") == "true"
    assert page.texts("//section[@aria-labelledby='break-head']//table[1]/tbody/tr")


def test_a_chart_of_nothing_is_no_chart(dragoman: Dragoman, client: TestClient) -> None:
    from dragoman.compare.break_even import BreakEven

    nothing = BreakEven(currency="EUR", unit="piece", curves=((), ()), stretches=())
    assert chart(interface("en"), nothing, factor=1.0, asked=None) is None


def test_a_hostile_title_is_shown_as_the_words_it_is(client: TestClient) -> None:
    ids = offers(client, "EV-1001", "EV-1002")
    page = look(client, "/compare", offer=ids, to="DE", quantity=500)
    assert page.status == 200
    assert not page.all("//script[contains(., 'alert')]")
    assert any(
        "</textarea><script>alert(1)</script> bottle %(number)s {{ 7*7 }}" in one
        for one in page.texts("//textarea")
    )


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_comparison_keeps_no_screen_reader_out(client: TestClient, language: str) -> None:
    page = look(client, "/compare", offer=offers(client), to="DE", quantity=500, fx="5", lang=language)
    assert page.status == 200
    assert barriers(page) == []


def test_the_questions_are_those_of_the_comparison() -> None:
    assert dict(compare_labels.ASKS) == dict(asks.ASKS)
    assert compare_labels.LETTER == (asks.GREETING, asks.ABOUT, asks.CLOSING)


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_letter_holds_every_value_in_every_language(language: str) -> None:
    said = interface(language).say
    text = asks.letter(
        ("price", "weight"), title="50 % steel", number="A-1", quantity="7 x", country="Y", say=said
    )
    for one in ("50 % steel", "A-1", "7 x", "Y", "1. ", "2. "):
        assert one in text
    assert "%(" not in text


def test_bad_parameters_are_told(client: TestClient) -> None:
    ids = offers(client)
    for wrong in ({"quantity": "many"}, {"on": "soon"}, {"fx": "x"}, {"to": "Germany"}, {"currency": "EURO"}):
        answer = client.get("/compare", params={"offer": ids, "to": "DE", **wrong})
        assert answer.status_code == 400
        assert html.document_fromstring(answer.text).xpath("//h1")
    assert client.get("/compare", params={"offer": ["nothing", ids[0]], "to": "DE"}).status_code == 404


def test_the_page_prints_without_its_controls() -> None:
    style = (Path(compare_labels.__file__).parent / "static" / "compare.css").read_text(encoding="utf-8")
    printed = style[style.index("@media print") :]
    assert ".compare-terms" in printed
    assert "details-content" in printed


# ------------------------------------------------------------------------------- not sure and not known in full

RANGES = """SKU;Product name;Price EUR;MOQ;HS code;Incoterm;Country of origin
RA-1001;Steel bottle;2.00 - 3.00;10;7323.93;EXW;DE
RA-1002;Steel bottle, blue;2.50 - 4.00;10;7323.93;EXW;DE
"""


@pytest.fixture(scope="module")
def ranges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """Prices that are ranges, and no rate of duty or carriage."""
    folder = tmp_path_factory.mktemp("ranges")
    (folder / "ranges.csv").write_text(RANGES, encoding="utf-8")
    with open_dragoman(home_with_rates(folder)) as opened:
        load(opened, folder / "ranges.csv")
        yield opened


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_cost_that_is_neither_sure_nor_known_in_full_has_no_high_end(
    ranges: Dragoman, language: str
) -> None:
    client = TestClient(make_server(ranges), headers={"Accept-Language": language})
    ui = interface(language)
    searched = look(client, "/", q="RA-1001", sort="landed", to="BR", quantity=500, currency="EUR")
    ids = offers(client, "RA-1001", "RA-1002")
    side = look(client, "/compare", offer=ids, to="BR", quantity=500, currency="EUR")
    sure = ui.say("in any case at least %(amount)s", amount=ui.amount(Decimal("2.00"), "EUR"))
    for page, place in (
        (searched, "//div[@class='card-price'][.//*[@class='landed']]"),
        (side, "//tr[contains(@class,'strong')][1]/td"),
    ):
        said = page.texts(place)[0]
        assert ui.say("likely") in said
        assert sure in said
        assert ui.say("at least") in said
        assert ui.amount(Decimal("3.00"), "EUR") in said
        assert " – " not in said


def test_the_command_line_and_files_give_such_a_cost_no_high_end(ranges: Dragoman) -> None:
    ids = offers(TestClient(make_server(ranges)), "RA-1001", "RA-1002")
    found = compared(ranges, ids, TermsAsGiven(destination="BR", quantity=500), "EUR", None)
    cells = {row.key: cell_text(row.cells[0]) for row in found.rows if row.kind == "cost"}
    assert cells["unit_cost"] == "likely ≥ 3 EUR per piece, in any case ≥ 2 EUR per piece"
    assert cells["total"] == "likely ≥ 1500.00 EUR, in any case ≥ 1000.00 EUR"
    assert cells["goods"] == "1000.00 to 1500.00 EUR"
    sheet = load_workbook(io.BytesIO(workbook(ranges, found)))["Compare"]
    formats = {str(line[0].value): line[1].number_format for line in sheet.iter_rows(min_row=10)}
    assert formats["Order at your door"] == '"likely ≥ "#,##0.00##'


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_country_or_currency_that_is_on_no_list_stays_chosen(ranges: Dragoman, language: str) -> None:
    client = TestClient(make_server(ranges), headers={"Accept-Language": language})
    assert "BR" not in ranges.destinations()
    ids = offers(client, "RA-1001", "RA-1002")
    for page in (
        look(client, "/", q="RA-1001", sort="landed", to="BR", quantity=500),
        look(client, "/compare", offer=ids, to="BR", quantity=500),
    ):
        chosen = page.one("//select[@name='to']/option[@selected]")
        assert (chosen.get("value"), chosen.text) == ("BR", interface(language).country("BR"))
    page = look(client, "/", q="RA-1001", currency="XOF")
    assert page.one("//select[@name='currency']/option[@selected]").get("value") == "XOF"


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_what_is_missing_of_costs_at_the_door_is_said_in_the_visitor_s_language(
    ranges: Dragoman, language: str
) -> None:
    client = TestClient(make_server(ranges), headers={"Accept-Language": language})
    ui = interface(language)
    page = look(client, "/", q="RA-1001", sort="landed", to="BR", quantity=500)
    values = {"count": ui.number(len(page.titles)), "country": ui.country("BR")}
    assert ui.say(PARTS_UNKNOWN, **values) in page.text()
