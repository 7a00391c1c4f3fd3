"""A preview before a load: what a visitor says of columns and files is used, kept and given back, whatever happens."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.app import Dragoman
from dragoman.faces.server import make_server
from web.conftest import wait_for_jobs
from web.reading import Page, barriers, by_class, read, words

LIST = (
    b"Art.;Bezeichnung;EK;VK\n"
    b"0071;Trinkflasche Edelstahl 750 ml;2,10;4,90\n"
    b"0072;Trinkflasche Edelstahl 500 ml;1,90;4,20\n"
)
"""No column says that it holds prices, none that it holds numbers."""

NOTES = b"Item no.,Product name,Price USD\n1,,2.10\n2,,1.90\n"
"""A file that is read, and in which nothing is an offer."""

FUZZED = Path(__file__).parents[2] / "formats" / "fuzzed"


class Visitor:
    """Sends files and the forms that the pages show, as a browser without scripts does."""

    def __init__(self, dragoman: Dragoman) -> None:
        self.client = TestClient(make_server(dragoman))

    def send(self, *files: tuple[str, bytes], action: str = "preview", **said: str) -> Page:
        return self._followed("/ingest", [("files", file) for file in files], {"action": action, **said})

    def press(self, page: Page, button: str, **changes: str) -> Page:
        """Press a button of the page's form with some of its fields changed."""
        (form,) = [
            one for one in page.all("//main//form") if one.xpath(f".//button[normalize-space()='{button}']")
        ]
        (pressed,) = form.xpath(f".//button[normalize-space()='{button}']")
        fields = {
            name: "" if value is None else str(value)
            for name, value in form.form_values()
            if name != "mapping"
        }
        assert set(changes) <= set(fields), f"no such field among {sorted(fields)}"
        return self._followed(pressed.get("formaction") or form.get("action", ""), [], fields | changes)

    def _followed(
        self, path: str, files: list[tuple[str, tuple[str, bytes]]], fields: Mapping[str, str]
    ) -> Page:
        answer = self.client.post(path, files=files, data=dict(fields), follow_redirects=False)
        assert answer.status_code == 303, answer.text
        wait_for_jobs()
        return read(self.client.get(answer.headers["location"]))


@pytest.fixture
def visitor(fresh: Dragoman) -> Visitor:
    return Visitor(fresh)


def choices(page: Page) -> dict[str, str]:
    """Column -> what it is taken for."""
    return {
        words(row.xpath("th")[0]): words(row.xpath(".//option[@selected]")[0])
        for row in page.all("//table/tbody/tr[.//select]")
    }


def field_of(page: Page, column: str) -> str:
    """Name of the field that says what a column is."""
    return str(page.one(f"//table/tbody/tr[th[normalize-space()='{column}']]//select").get("name"))


def given(page: Page, name: str) -> str:
    """What stands in a field."""
    return str(page.one(f"//*[@name='{name}']").get("value"))


def test_a_column_is_said_in_the_preview_and_read_so_from_then_on(visitor: Visitor, fresh: Dragoman) -> None:
    first = visitor.send(("liste.csv", LIST))
    assert choices(first)["EK"] == "Other property"
    second = visitor.press(first, "Preview again", **{field_of(first, "EK"): "price", "currency": "EUR"})
    assert choices(second)["EK"] == "Price"
    assert given(second, "currency") == "EUR"
    third = visitor.press(second, "Preview again", **{field_of(second, "Art."): "external_id"})
    assert (choices(third)["EK"], choices(third)["Art."]) == ("Price", "Supplier's number")
    assert fresh.counts().offers == 0
    assert visitor.press(third, "Load these files").text("//section[@id='job']/h2") == "2 offers loaded"
    card = read(visitor.client.get("/", params={"q": "0071"}))
    assert card.ids == ["0071"]
    assert card.text("//p[@class='price-native']") == "supplier asks 2.10 EUR / piece"


def test_a_choice_made_when_load_is_pressed_counts(visitor: Visitor) -> None:
    first = visitor.send(("liste.csv", LIST))
    visitor.press(first, "Load these files", **{field_of(first, "Art."): "external_id"})
    assert read(visitor.client.get("/", params={"q": "0072"})).ids == ["0072"]


def test_a_column_whose_name_runs_over_two_lines_can_be_said(visitor: Visitor) -> None:
    text = b'No.,Name,"Ask ""us""\nUSD net"\n1,Jar,2.10\n2,Cup,1.90\n'
    first = visitor.send(("list.csv", text))
    (column,) = [one for one in choices(first) if one.startswith("Ask")]
    second = visitor.press(first, "Preview again", **{field_of(first, column): "price"})
    assert choices(second)[column] == "Price"


def test_what_was_said_is_given_back_when_it_cannot_be_used(visitor: Visitor, fresh: Dragoman) -> None:
    first = visitor.send(("liste.csv", LIST))
    failed = visitor.press(
        first,
        "Load these files",
        **{
            field_of(first, "EK"): "price",
            "currency": "EURO",
            "supplier": "Müller <b> & Söhne",
            "country": "DE",
        },
    )
    assert failed.text("//section[@id='job']/h2") == "This did not work"
    assert "EURO" in failed.text("//section[@id='job']/p[@lang='en']")
    assert (given(failed, "currency"), given(failed, "supplier")) == ("EURO", "Müller <b> & Söhne")
    assert failed.text("//select[@name='country']/option[@selected]") == "Germany"
    assert choices(failed) == {"EK": "Price"}
    assert barriers(failed) == []
    assert fresh.counts().offers == 0
    loaded = visitor.press(failed, "Load", currency="EUR")
    assert loaded.text("//section[@id='job']/h2") == "2 offers loaded"
    assert [one.name for one in fresh.suppliers()] == ["Müller <b> & Söhne"]


def test_a_currency_is_never_cut_down_to_one(visitor: Visitor) -> None:
    """EURO was taken for EUR, and would have been for EUREKA."""
    page = visitor.send(("liste.csv", LIST), currency="euro")
    assert page.text("//section[@id='job']/h2") == "This did not work"
    assert given(page, "currency") == "EURO"


def test_a_mapping_file_with_a_mistake_keeps_its_place_and_the_columns_said(visitor: Visitor) -> None:
    client = visitor.client
    answer = client.post(
        "/ingest",
        files=[("files", ("liste.csv", LIST)), ("mapping", ("ours.toml", b"columns = 3\n"))],
        data={"action": "preview", "supplier": "Nord"},
        follow_redirects=False,
    )
    wait_for_jobs()
    page = read(client.get(answer.headers["location"]))
    assert page.text("//section[@id='job']/h2") == "This did not work"
    assert page.text("//p[@id='mapping-sent']") == "Sent along already: ours.toml"
    assert given(page, "supplier") == "Nord"
    again = client.post(
        page.one("//form[contains(@class, 'again')]").get("action", ""),
        files=[("mapping", ("ours.toml", b'[columns]\nEK = { field = "price", currency = "EUR" }\n'))],
        data={"supplier": "Nord"},
        follow_redirects=False,
    )
    wait_for_jobs()
    second = read(client.get(again.headers["location"]))
    assert choices(second)["EK"] == "Price"
    third = visitor.press(second, "Preview again", **{field_of(second, "Art."): "external_id"})
    assert (choices(third)["EK"], choices(third)["Art."]) == ("Price", "Supplier's number")


def test_columns_that_were_remembered_stay_when_another_is_said(visitor: Visitor) -> None:
    first = visitor.send(("januar.csv", LIST), supplier="Nord")
    visitor.press(first, "Load these files", **{field_of(first, "EK"): "price", "currency": "EUR"})
    second = visitor.send(("februar.csv", LIST), supplier="Nord")
    assert choices(second)["EK"] == "Price"
    third = visitor.press(second, "Preview again", **{field_of(second, "Art."): "external_id"})
    assert (choices(third)["EK"], choices(third)["Art."]) == ("Price", "Supplier's number")


def test_a_preview_says_what_to_do_on_the_page_and_leads_there(visitor: Visitor) -> None:
    page = visitor.send(("liste.csv", LIST))
    said = page.text("//ul[@class='told']/li")
    assert "say which column holds them" in said
    (link,) = page.links("//ul[@class='told']//a")
    assert page.all(f"//*[@id='{link.removeprefix('#')}']")
    unsaid = visitor.send(("preise.csv", b"Art.-Nr.;Bezeichnung;Preis\n1;Becher;2,10\n2;Glas;1,90\n"))
    assert "#currency" in unsaid.links("//ul[@class='told']//a")
    for one in (page, unsaid):
        assert "--" not in one.text()
        assert "dragoman " not in one.text()
        assert barriers(one) == []


@pytest.mark.parametrize("action", ["preview", "load"])
def test_no_file_however_broken_breaks_the_page(visitor: Visitor, action: str) -> None:
    broken = [
        (path.name, path.read_bytes())
        for path in sorted(FUZZED.iterdir())[:40]
        if path.stat().st_size < 200_000
    ]
    broken += [
        ("nothing.csv", b""),
        ("zeros.xlsx", bytes(500)),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj"),
        ("half.json", b'{"items": [{"na'),
        ("\ud7ff\ufffe.xml", b"<?xml version='1.0'?><rss><channel><item>"),
        ("picture.png", b"\x89PNG\r\n\x1a\n broken"),
    ]
    page = visitor.send(*broken, action=action)
    assert page.status == 200
    assert "Something broke" not in page.text()
    assert barriers(page) == []


def test_a_file_that_cannot_be_read_is_not_offered_to_be_loaded(visitor: Visitor) -> None:
    page = visitor.send(("cut.xlsx", b"PK\x03\x04 cut off"))
    assert "Load these files" not in page.text()
    assert page.links("//form//a") == ["/ingest"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("notes.csv", NOTES), "gave an offer"),
        (("cut.xlsx", b"PK\x03\x04 cut off"), "None of the files could be read."),
    ],
)
def test_a_load_that_gives_no_offer_is_not_told_as_a_success(
    visitor: Visitor, file: tuple[str, bytes], why: str
) -> None:
    page = visitor.send(file, action="load")
    assert page.text("//section[@id='job']/h2") == "No offer was loaded"
    assert why in page.text("//section[@id='job']")
    assert page.all("//section[@id='job']/h2/*[contains(@class, 'icon-met')]") == []
    assert "Search them" not in page.text()
    again = visitor.press(page, "Preview these files")
    assert page.text("//header//bdi") == again.text("//header//bdi")
    assert again.all(by_class("preview", "article"))


def test_problems_are_told_in_the_visitors_language(visitor: Visitor) -> None:
    text = (
        b"Art.-Nr.;Bezeichnung;Preis EUR;Mindestmenge;EAN;Ursprungsland;Lieferbedingung\n"
        b"1;Becher;viel;0;4006381333932;Atlantis;FOOB\n"
        b"2;;1,90;100;400638;DE;FOB Hamburg\n"
        b"2;Glas;1,90;100;4006381333931;DE;FOB Hamburg\n"
        b"2;Kanne;2,90;100;4006381333931;DE;FOB Hamburg\n"
    )
    preview = visitor.send(("preise.csv", text))
    visitor.press(preview, "Load these files")
    for path in (str(preview.answer.url.path), "/problems"):
        for language, said in (("de", "etwa FOB Ningbo"), ("ar", "FOB Ningbo"), ("zh", "FOB Ningbo")):
            page = read(visitor.client.get(path, params={"lang": language}))
            told = page.all("//ul[@class='told']/li | //li[contains(@class, 'problem-')]")
            assert len(told) >= 5
            assert any(said in words(one) for one in told)
            assert [words(one) for row in told for one in row.xpath(".//*[@lang='en']")] == []
