"""Pages of printed lists in the page: the picture, the place of a value on it, and what is said when it cannot be shown."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.server import make_server
from dragoman.faces.web.interface import INTERFACE_LANGUAGES
from dragoman.faces.web.paper import boxes_of, page_link, row_link, sheet
from dragoman.model import Origin
from dragoman.ports import PagePicture
from dragoman.testing.pdf_files import PaperPage, paper
from web.conftest import home_with_rates, load, wait_for_jobs
from web.reading import Page, barriers, read

COLUMNS = (40, 120, 330, 420)


def printed_list(*, gap: int | None = None) -> bytes:
    """Two pages; on the second, a price that is unlike its column's others.

    Args:
        gap: Number of a row without a price.
    """
    pages = []
    for first in (0, 20):
        page = PaperPage()
        page.row(COLUMNS, 60, ["Item no.", "Description", "Price EUR", "MOQ"])
        for at in range(20):
            number = first + at
            price = "1.5" if number == 31 else f"{number % 7 + 1}.50"
            texts = [f"P-{100 + number}", f"Enamel mug {number} cl", price if number != gap else "", "100"]
            page.row(COLUMNS, 90 + 24 * at, texts)
        pages.append(page)
    return paper(pages)


@dataclass(frozen=True)
class Site:
    """A printed list that was loaded, and a visitor."""

    dragoman: Dragoman
    client: TestClient
    path: Path
    sha256: str

    def look(self, path: str, **parameters: str) -> Page:
        self.client.cookies.clear()  # of the language that another test asked for
        return read(self.client.get(path, params=parameters or None))

    def offer(self, external_id: str) -> Page:
        page = self.look("/", q=external_id)
        (link,) = page.links(f"//article[.//code[text()='{external_id}']]//h2/a")
        return self.look(link.partition("?")[0])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("paper")
    path = folder / "Email & Söhne <b>.pdf"
    path.write_bytes(printed_list())
    with open_dragoman(home_with_rates(folder)) as dragoman:
        load(dragoman, path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        yield Site(dragoman, TestClient(make_server(dragoman)), path, sha256)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


# ------------------------------------------------------------------------------------ pictures


def test_a_page_is_served_as_a_picture_that_a_browser_takes_for_nothing_else(site: Site) -> None:
    answer = site.client.get(f"/page/{site.sha256}/2.png")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")
    width, height = size_of(answer.content)
    assert (width, abs(height - 1698) <= 2) == (1200, True)


@pytest.mark.parametrize(
    "path",
    [
        "/page/..%2f..%2fetc%2fpasswd/1.png",
        f"/page/{'0' * 64}/1.png",
        f"/page/{'0' * 63}/1.png",
        f"/page/{'A' * 64}/1",
        f"/page/{'0' * 64}/1/part/..",
    ],
)
def test_only_pages_of_loaded_files_are_served(site: Site, path: str) -> None:
    answer = site.client.get(path)
    assert answer.status_code in (400, 404)
    assert "image" not in answer.headers["content-type"]


@pytest.mark.parametrize("number", ["0", "3", "-1", "99999999999", "1e3"])
def test_pages_that_a_file_does_not_have_are_not_served(site: Site, number: str) -> None:
    assert site.client.get(f"/page/{site.sha256}/{number}.png").status_code in (400, 404)


@pytest.mark.parametrize(
    "box", ["1,2,3", "a,b,c,d", "1,2,3,4,5", "nan,1,2,3", "-1,2,3,4", "1,2,3,4\n", "1" * 80]
)
def test_a_box_is_four_plain_numbers(site: Site, box: str) -> None:
    assert site.client.get(f"/page/{site.sha256}/1", params={"box": box}).status_code == 400


# ------------------------------------------------------------------------------------ places


def test_each_value_of_a_printed_offer_leads_to_its_place_on_the_page(site: Site) -> None:
    page = site.offer("P-131")
    price = page.links("//tr[th='Prices' or th='Price']/td[@class='where']/a")
    assert price
    assert all(link.startswith(f"/page/{site.sha256}/2?box=") for link in price)
    whole = site.look(price[0])
    assert whole.status == 200
    (rect,) = whole.all("//section[@id='marked']//*[local-name()='rect']")
    x, y = float(rect.get("x", "")), float(rect.get("y", ""))
    assert x == pytest.approx(COLUMNS[2] - 1.5, abs=2)
    assert y <= 90 + 24 * 11 <= y + float(rect.get("height", "")) + 2


def test_values_of_one_page_have_places_of_their_own(site: Site) -> None:
    page = site.offer("P-105")
    links = page.links("//td[@class='where']/a")
    assert len(set(links)) == len(links) == 3
    assert len(set(page.ids)) == len(page.ids)


def test_the_row_is_shown_on_the_offers_page_with_its_cells_marked(site: Site) -> None:
    page = site.offer("P-105")
    (waiting,) = page.all("//div[@hx-get]")
    (fallback,) = page.links("//div[@hx-get]/a")
    part = site.look(waiting.get("hx-get", ""))
    assert len(part.all("//*[local-name()='rect']")) == 3
    (image,) = part.all("//*[local-name()='image']")
    assert image.get("href") == f"/page/{site.sha256}/1.png"
    assert site.look(fallback).status == 200


def test_a_doubt_about_a_printed_cell_stands_beside_its_picture(site: Site) -> None:
    page = site.look("/problems")
    (problem,) = page.all("//li[.//code='1.5']")
    (waiting,) = problem.xpath(".//div[@hx-get]")
    part = site.look(waiting.get("hx-get"))
    (rect,) = part.all("//*[local-name()='rect']")
    assert float(rect.get("width", "")) < 60


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_page_of_a_list_keeps_no_screen_reader_out(site: Site, language: str) -> None:
    page = site.look(f"/page/{site.sha256}/1", box="40,82,60,92", lang=language)
    assert not barriers(page)
    assert "Email & Söhne <b>.pdf" in page.text("//h1")
    assert "<b>" not in page.source


def test_a_page_of_a_list_leads_to_the_problems_of_its_file(site: Site) -> None:
    (link,) = site.look(f"/page/{site.sha256}/1").links("//header[@class='page-head']//a")
    assert site.look(link).text("//p[@class='total']").startswith("1 problem")


# ------------------------------------------------------------------------------------ no longer there


def test_a_list_that_changed_or_is_gone_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    data = printed_list()
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    with open_dragoman(home_with_rates(tmp_path)) as dragoman:
        load(dragoman, path)
        client = TestClient(make_server(dragoman))
        path.write_bytes(data + b"\n")
        changed = read(client.get(f"/page/{sha256}/1"))
        path.unlink()
        gone = read(client.get(f"/page/{sha256}/1", params={"lang": "de"}))
        part = read(client.get(f"/page/{sha256}/1/part", params={"lang": "en"}))
        picture = client.get(f"/page/{sha256}/1.png")
    assert (changed.status, gone.status, part.status, picture.status_code) == (404, 404, 200, 404)
    assert "has changed since it was loaded" in changed.text()
    assert "liegt nicht mehr dort" in gone.text()
    assert "no longer where it was loaded from" in part.text("//p")


# ------------------------------------------------------------------------------------ arithmetic

numbers = st.floats(0, 99_999).map(lambda value: round(value, 1))


@given(box=st.tuples(numbers, numbers, numbers, numbers))
def test_a_box_comes_back_from_its_link(box: tuple[float, float, float, float]) -> None:
    origin = Origin(file="a.pdf", sha256="a" * 64, page=1, box=box)
    text = page_link(origin).partition("box=")[2].removesuffix("#marked")
    x0, y0, x1, y1 = box
    assert boxes_of([text]) == [(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))]


@given(boxes=st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=5))
def test_what_is_shown_lies_on_the_page(boxes: list[tuple[float, float, float, float]]) -> None:
    texts = [",".join(map(str, box)) for box in boxes]
    shown = sheet(PagePicture(png=b"", width=595, height=842), "/x.png", boxes_of(texts))
    for part in (*shown.marks, shown.detail):
        assert min(part.x, part.y) >= 0
        assert min(part.width, part.height) > 0
        assert part.x + part.width <= 595.001
        assert part.y + part.height <= 842.001


def test_of_a_row_only_what_stands_in_it_is_marked() -> None:
    def at(top: float, *, page: int = 1) -> Origin:
        return Origin(file="a.pdf", sha256="a" * 64, page=page, box=(40, top, 90, top + 10))

    row, cell, letterhead, other_page = at(700), at(702), at(20), at(700, page=2)
    link = row_link(row, [letterhead, cell, other_page, cell])
    assert link.partition("?")[2] == "box=40,702,90,712"
    assert row_link(row, [letterhead]).partition("?")[2] == "box=40,700,90,710"


def test_values_that_stand_in_no_box_have_no_page() -> None:
    cell = Origin(file="a.csv", sha256="a" * 64, cell="C3")
    assert (page_link(cell), row_link(cell, [cell])) == ("", "")
    assert page_link(Origin(file="a.pdf", sha256="unknown", page=1, box=(1, 2, 3, 4))) == ""


# ------------------------------------------------------------------------------------ corrected


def correction(page: Page) -> dict[str, str]:
    """The fields of the only form that corrects a cell."""
    (form,) = page.all("//form[@action='/correct']")
    return {field.get("name", ""): field.get("value", "") for field in form.xpath(".//input")}


@pytest.mark.parametrize(("right", "price"), [("4.50", "4.50"), ("1.5", "1.50")])
def test_a_doubtful_cell_is_settled_in_the_page_and_used_when_the_file_is_loaded_again(
    fresh: Dragoman, tmp_path: Path, right: str, price: str
) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(printed_list())
    load(fresh, path)
    client = TestClient(make_server(fresh))
    fields = correction(read(client.get("/problems")))
    assert (fields["read"], fields["right"], fields["page"]) == ("1.5", "1.5", "2")
    kept = read(client.post("/correct", data={**fields, "right": right}))
    assert "1 cell was looked at since the file was loaded." in kept.text("//section[@id='waiting']")
    assert correction(kept)["right"] == right
    (again,) = kept.all("//form[@action='/correct/load']")
    job = client.post("/correct/load", data={"sha256": again.xpath(".//input")[0].get("value")})
    assert job.url.path.startswith("/ingest/")
    wait_for_jobs()
    assert read(client.get("/problems")).all("//li[contains(@class, 'problem')]") == []
    page = read(client.get("/", params={"q": "P-131"}))
    (link,) = page.links("//article[.//code[text()='P-131']]//h2/a")
    offer = read(client.get(link.partition("?")[0]))
    assert price in offer.text("//tr[th='Price']/td[@class='value']")
    assert (fresh.counts().offers, fresh.counts().suppliers) == (40, 1)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"sha256": "0" * 64}, 404),
        ({"sha256": "../../x"}, 400),
        ({"page": "0"}, 400),
        ({"box": "1,2,3"}, 400),
        ({"right": " "}, 400),
        ({"right": "a\nb"}, 400),
        ({"right": "x" * 300}, 400),
        ({"read": ""}, 400),
    ],
)
def test_what_corrects_no_cell_is_refused(site: Site, changed: dict[str, str], status: int) -> None:
    fields = {
        "sha256": site.sha256,
        "page": "2",
        "box": "330,346.8,343.5,355.8",
        "read": "1.5",
        "right": "1.50",
    }
    site.client.cookies.clear()
    answer = site.client.post("/correct", data={**fields, **changed})
    assert answer.status_code == status
    assert not site.dragoman.corrections.of(site.sha256).cells


def test_another_site_cannot_correct_a_cell(site: Site) -> None:
    fields = {"sha256": site.sha256, "page": "2", "box": "1,2,3,4", "read": "1.5", "right": "9.50"}
    answer = site.client.post("/correct", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not site.dragoman.corrections.of(site.sha256).cells


def test_a_file_that_would_get_another_name_is_not_loaded_again_from_the_page(
    fresh: Dragoman, tmp_path: Path
) -> None:
    path = tmp_path / "in" / "deep" / "list.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(printed_list())
    load(fresh, tmp_path / "in")
    client = TestClient(make_server(fresh))
    kept = read(client.post("/correct", data=correction(read(client.get("/problems")))))
    assert "the way it was loaded" in kept.text("//section[@id='waiting']")
    assert kept.all("//form[@action='/correct/load']") == []
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert client.post("/correct/load", data={"sha256": sha256}).status_code == 400


# ------------------------------------------------------------------------------------ empty cells


def settled(client: TestClient, page: Page) -> Page:
    """The problems after the files that wait on a page were loaded again."""
    (again,) = page.all("//form[@action='/correct/load']")
    client.post("/correct/load", data={"sha256": again.xpath(".//input")[0].get("value")})
    wait_for_jobs()
    return read(client.get("/problems"))


def offer_of(client: TestClient, external_id: str) -> Page:
    page = read(client.get("/", params={"q": external_id}))
    (link,) = page.links(f"//article[.//code[text()='{external_id}']]//h2/a")
    return read(client.get(link.partition("?")[0]))


@pytest.fixture
def gap(fresh: Dragoman, tmp_path: Path) -> tuple[TestClient, str]:
    """A visitor, and the hash of a list whose row P-107 has no price."""
    path = tmp_path / "list.pdf"
    path.write_bytes(printed_list(gap=7))
    load(fresh, path)
    return TestClient(make_server(fresh)), hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_empty_cell_is_filled_in_beside_the_picture_of_its_row(gap: tuple[TestClient, str]) -> None:
    client, _ = gap
    page = read(client.get("/problems"))
    (form,) = page.all("//li[.//b[contains(., 'Nothing read here')]]//form[@action='/correct']")
    fields = {field.get("name", ""): field.get("value", "") for field in form.xpath(".//input")}
    assert (fields["read"], fields["right"], fields["page"], fields["column"]) == ("", "", "1", "Price EUR")
    kept = read(client.post("/correct", data={**fields, "right": "8.25"}))
    assert "1 cell was looked at since the file was loaded." in kept.text("//section[@id='waiting']")
    assert "Nothing read here" not in settled(client, kept).text()
    offer = offer_of(client, "P-107")
    assert "8.25" in offer.text("//tr[th='Price']/td[@class='value']")
    assert "filled in by a person" in offer.text()
    (where,) = offer.links("//tr[th='Price']/td[@class='where']/a")
    assert "/1?box=40" in where, "the place is that of the row on the page"


def test_any_cell_is_chosen_by_row_and_column_on_the_page_of_its_file(gap: tuple[TestClient, str]) -> None:
    client, sha256 = gap
    page = read(client.get(f"/page/{sha256}/1"))
    assert len(page.all("//section[@id='read']//tbody/tr")) == 20
    assert page.texts("//select[@name='column']/option") == ["Item no.", "Description", "Price EUR", "MOQ"]
    chosen = read(client.get(f"/page/{sha256}/1", params={"row": 3, "column": "Description"}))
    (rect,) = chosen.all("//section[@id='chosen']//*[local-name()='rect']")
    assert float(rect.get("width", "")) > 300, "the whole row is marked"
    fields = correction(chosen)
    assert (fields["read"], fields["row"]) == ("Enamel mug 2 cl", "3")
    kept = read(client.post("/correct", data={**fields, "right": "Enamel mug 2.5 cl"}))
    assert "kept" in kept.text("//section[@id='chosen']")
    settled(client, kept)
    again = read(client.get(f"/page/{sha256}/1"))
    assert "Enamel mug 2.5 cl" in again.texts("//section[@id='read']//tbody/tr[3]/td[2]")[0]
    assert again.all("//section[@id='waiting']") == []


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_chosen_cell_keeps_no_screen_reader_out(gap: tuple[TestClient, str], language: str) -> None:
    client, sha256 = gap
    page = read(client.get(f"/page/{sha256}/1", params={"row": 8, "column": "Price EUR", "lang": language}))
    assert not barriers(page)
    (field,) = page.all("//input[@id='right']")
    assert field.get("value") == ""
    assert page.all("//label[@for='right']")


def test_a_doubt_says_that_its_value_is_in(site: Site) -> None:
    page = site.look("/problems")
    (problem,) = page.all("//li[.//code='1.5']")
    assert "Read with doubt: please confirm" in problem.text_content()
    assert "Value is in, as read" in problem.text_content()


@pytest.mark.parametrize("asked", [{"row": "99", "column": "MOQ"}, {"row": "1", "column": "x"}, {"row": "1"}])
def test_a_cell_that_is_not_there_is_not_chosen(site: Site, asked: dict[str, str]) -> None:
    page = site.look(f"/page/{site.sha256}/1", **asked)
    assert (page.status, page.all("//section[@id='chosen']")) == (200, [])
