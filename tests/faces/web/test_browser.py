"""The real page in a real browser: what scripts, styles and the keyboard make of it.

Each test's visitor ends by telling whether the page wrote an error to the console, asked for something that
failed, or asked anything of a host that is not this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.server import make_server
from dragoman.faces.web.interface import interface
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestReport, IngestRequest
from web.conftest import home_with_rates, load, wait_for_jobs
from web.price_lists import KONTOR, QUESTION, write_rivals
from web.test_paper import printed_list

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SEARCH = f"/?q={quote(QUESTION)}"
PLACES = (
    "/",
    SEARCH,
    "/?q=bottle&f=material%3Dglass&max_price=0.01",
    "/problems",
    "/ingest",
    "/status",
    "/nowhere",
)
WAIT_MS = 20_000
"""The machine may be busy."""
INTO_SIGHT = "(one) => one.scrollIntoView()"
"""At once: what is seen may be replaced (a picture comes), and Playwright waits until it stands still."""


@dataclass(slots=True, kw_only=True)
class Visitor:
    """A page of a browser of one's own, and what went wrong in it."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def first_offer(self) -> str:
        """Path of the best offer's page."""
        self.go(SEARCH)
        return str(self.page.locator(".card-title a").first.get_attribute("href"))


Visit = Callable[..., Visitor]


@contextmanager
def served(dragoman: Dragoman) -> Iterator[str]:
    """Its address, while a server of its own listens on a free port of this machine."""
    server = uvicorn.Server(
        uvicorn.Config(make_server(dragoman), host="127.0.0.1", port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server ended before it listened"
            thread.join(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium on the PATH, or CHROMIUM=/path/to/it; make test installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(lists_dragoman: Dragoman) -> Iterator[str]:
    """The three price lists, served; nothing is loaded into it."""
    with served(lists_dragoman) as url:
        yield url


@pytest.fixture(scope="module")
def own_dragoman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """An empty one, for tests that load."""
    with open_dragoman(home_with_rates(tmp_path_factory.mktemp("own"))) as dragoman:
        yield dragoman
        wait_for_jobs()


@pytest.fixture(scope="module")
def own_site(own_dragoman: Dragoman) -> Iterator[str]:
    with served(own_dragoman) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Makes visitors; the test fails where one of them met an error."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def begin(
        *,
        url: str = site,
        width: int = 1280,
        theme: str = "light",
        language: str = "en",
        scripts: bool = True,
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            locale="en-GB",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(WAIT_MS)
        context.add_cookies([{"name": "language", "value": language, "domain": "127.0.0.1", "path": "/"}])
        contexts.append(context)
        visitor = Visitor(page=context.new_page(), url=url)
        _watch(visitor)
        visitors.append(visitor)
        return visitor

    expect.set_options(timeout=WAIT_MS)
    yield begin
    for context in contexts:
        context.close()
    assert [one for visitor in visitors for one in visitor.wrong] == []


def _watch(visitor: Visitor) -> None:
    page, wrong = visitor.page, visitor.wrong
    page.on(
        "console",
        lambda said: wrong.append(f"console: {said.text}") if said.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on(
        "requestfailed",  # what is broken off because one went on or typed on has not failed
        lambda asked: (
            wrong.append(f"failed: {asked.url} {asked.failure}")
            if asked.failure != "net::ERR_ABORTED"
            else None
        ),
    )
    page.on(
        "request",
        lambda asked: (
            wrong.append(f"left this machine: {asked.url}")
            if urlsplit(asked.url).scheme in {"http", "https", "ws", "wss"}
            and urlsplit(asked.url).hostname != "127.0.0.1"
            else None
        ),
    )


def forgive(visitor: Visitor, pattern: str) -> None:
    """Take off what this test brought about itself; it must have come about."""
    kept = [one for one in visitor.wrong if not re.search(pattern, one)]
    assert len(kept) < len(visitor.wrong), f"expected {pattern!r} among {visitor.wrong}"
    visitor.wrong[:] = kept


def numbers(page: Page) -> list[str]:
    """Suppliers' numbers of the offers shown."""
    return page.locator(".card-from code").all_inner_texts()


# ---------------------------------------------------------------------------------- search


def test_hits_are_shown_while_one_types_and_the_address_follows(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("glasflasche")
    expect(page.locator(".card").first).to_be_visible()
    expect(page).to_have_url(f"{visitor.url}/?q=glasflasche")
    assert numbers(page)[0] == "B-102"
    expect(page).to_have_title("glasflasche · Dragoman")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#said")).to_have_text(re.compile(r"\d+ offers?"))
    page.go_back()
    assert page.url == "about:blank", "no entry of the history for each letter"


def test_words_typed_before_the_scripts_have_come_are_searched(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    held: list[Route] = []
    page.route("**/htmx.min.js*", lambda route: held.append(route))  # noqa: PLW0108  a bound append cannot be marked by Playwright
    page.goto(f"{visitor.url}/", wait_until="commit")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("glasflasche")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".card").first).to_be_visible()
    expect(page).to_have_url(f"{visitor.url}/?q=glasflasche")
    expect(page.locator("#q")).to_be_focused()
    assert numbers(page)[0] == "B-102"


def test_the_last_words_typed_win(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/")
    page.keyboard.type("00412")
    expect(page.locator(".card").first).to_be_visible()
    page.locator("#q").press("Control+a")
    page.keyboard.type("B-10", delay=20)
    page.keyboard.type("2", delay=20)
    expect(page.locator(".card-from code").first).to_have_text("B-102")
    expect(page).to_have_url(f"{visitor.url}/?q=B-102")


def test_a_chip_taken_out_changes_the_words_and_the_hits_and_back_brings_it_again(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/?q=bottle%2C+must+be+made+in+Germany")
    expect(page.locator("#total")).to_contain_text("6 offers")
    page.get_by_label("Take out: Made in Germany").click()
    expect(page.locator("#total")).to_contain_text("12 offers")
    expect(page.locator("#q")).not_to_have_value(re.compile("Germany"))
    expect(page.locator(".chip-remove")).to_have_count(0)
    page.go_back()
    expect(page.locator("#total")).to_contain_text("6 offers")
    expect(page.locator("#q")).to_have_value("bottle, must be made in Germany")


def test_a_chip_is_said_anew_in_place(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go(SEARCH)
    budget = page.locator(".chip-edit", has_text="Budget")
    budget.locator("summary").click()
    phrase = budget.get_by_label("Say it another way")
    expect(phrase).to_be_focused()
    page.keyboard.type("under 3.50 USD")
    page.keyboard.press("Enter")
    expect(page.locator(".chip-edit", has_text="Budget").locator("summary")).to_contain_text(
        "at most 3.50 USD"
    )
    expect(page.locator("#q")).to_have_value(re.compile("under 3.50 USD"))
    expect(page.locator(".verdict", has_text="Budget").first).to_contain_text("not met")


def test_facets_order_and_limits_work_at_once(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/?q=bottle")
    page.get_by_role("checkbox", name="Kontor Nordlicht").check()
    expect(page.locator("#total")).to_contain_text("4 offers")
    expect(page.locator(".active")).to_contain_text("Kontor Nordlicht")
    page.get_by_label("Order by").select_option("unit_price")
    expect(page).to_have_url(re.compile("sort=unit_price"))
    expect(page.locator(".card-from code").first).to_have_text("B-102")
    page.get_by_label("Take out: Supplier Kontor Nordlicht").click()
    expect(page.locator("#total")).to_contain_text("12 offers")
    page.get_by_label("Minimum order").fill("50")
    page.keyboard.press("Tab")
    expect(page.locator("#total")).to_contain_text("3 offers")


@pytest.mark.parametrize(("field", "typed"), [("quantity", "1.5"), ("quantity", "0"), ("max_price", "-1")])
def test_a_wrong_number_is_said_beside_its_field_and_the_words_are_searched_without_it(
    visit: Visit, field: str, typed: str
) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/?q=bottle&quantity=500")
    page.locator(f"#{field}").fill(typed)
    page.keyboard.press("Tab")
    expect(page.locator(f"#{field}-wrong")).to_be_visible()
    expect(page.locator("#wrong-heard")).to_contain_text("Not used")
    expect(page.locator(f"#{field}")).to_have_attribute("aria-describedby", f"{field}-wrong")
    page.locator("#q").press("End")
    page.keyboard.type(" made of glass", delay=60)  # slower than the pause that starts a search
    expect(page).to_have_url(re.compile(r"q=bottle\+made\+of\+glass"))
    assert f"{field}=" not in page.url
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("bottle made of glass")
    expect(page.locator(f"#{field}")).to_have_value(typed)
    expect(page.locator(f"#{field}-wrong")).to_be_visible()
    page.locator(f"#{field}").fill("7")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(f"{field}=7"))
    expect(page.locator(f"#{field}-wrong")).to_be_hidden()
    expect(page.locator("#wrong-heard")).to_be_empty()


def test_the_keyboard_stays_near_what_it_changed(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    chip, heading = page.locator(".chips > li:focus-within"), page.locator("#total:focus")
    visitor.go(SEARCH)
    chips = page.locator(".chips > li:has(.chip-remove)")
    many = chips.count()
    chips.nth(0).locator(".chip-remove").press("Enter")
    expect(chips).to_have_count(many - 1)
    expect(chip).to_have_text(str(chips.nth(0).text_content()))
    chips.last.locator(".chip-remove").press("Enter")
    expect(chips).to_have_count(many - 2)
    expect(chip).to_have_text(str(chips.last.text_content()))
    page.locator(".chip-edit", has_text="Budget").locator("summary").press("Enter")
    expect(page.locator(".chip-edit [name=phrase]:focus")).to_be_visible()  # nobody types as fast as a script
    page.keyboard.type("under 3.50 USD")
    page.keyboard.press("Enter")
    expect(chip).to_contain_text("at most 3.50 USD")
    page.locator(".tool-words a").press("Enter")
    expect(page.locator(".tool-words a")).to_have_text("Also offers near in meaning")
    expect(heading).to_be_visible()
    visitor.go("/?q=bottle")
    page.get_by_role("link", name="Next").press("Enter")
    expect(page.locator(".pager [aria-current=page]")).to_have_text("2")
    expect(heading).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.tools') !== null")


def test_the_pager_turns_the_page_in_place(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/?q=bottle")
    first = numbers(page)
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".pager [aria-current=page]")).to_have_text("2")
    assert not set(first) & set(numbers(page))
    expect(page).to_have_url(f"{visitor.url}/?q=bottle&page=2")


def test_the_keyboard_alone_reaches_a_hit_and_comes_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/status")
    page.keyboard.press("/")
    page.wait_for_url(f"{visitor.url}/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("00414")
    page.keyboard.press("Enter")
    expect(page.locator(".card-from code").first).to_have_text("00414")
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        seen.append(_focus(page))
        assert seen[-1]["outlined"], f"one cannot see where one is: {seen[-1]}"
        if seen[-1]["hit"]:
            break
    assert seen[-1]["hit"], f"no hit within {len(seen)} steps"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Vacuum flask 1 L with cup lid")


def _focus(page: Page) -> Mapping[str, object]:
    found: dict[str, object] = page.evaluate(
        """() => {
          const one = document.activeElement, style = getComputedStyle(one);
          const around = one.closest("label, .ask-box, summary, .drop");
          const seen = [style, ...(around ? [getComputedStyle(around)] : [])];
          return {
            words: one.outerHTML.slice(0, 80),
            hit: one.matches(".card-title a"),
            outlined: one === document.body
              || seen.some((s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"),
          };
        }"""
    )
    return found


def test_the_content_is_one_key_away_and_escape_closes_what_is_open(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go(SEARCH)
    page.locator("body").press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.locator(".chip-edit summary").first.click()
    expect(page.locator(".chip-edit[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".chip-edit[open]")).to_have_count(0)
    expect(page.locator(".chip-edit summary").first).to_be_focused()


def test_an_answer_that_does_not_come_is_said_and_the_words_are_kept(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/?q=bottle")
    page.route("**/?q=*", lambda route: route.abort())
    page.locator("#q").fill("glass jar")
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("#q")).to_have_value("glass jar")
    page.unroute("**/?q=*")
    page.locator("#q").press("Enter")
    expect(page.locator("#lost")).to_be_hidden()
    forgive(visitor, "ERR_FAILED|Failed to fetch")


# ---------------------------------------------------------------------------------- offer


def test_the_price_chart_is_drawn_and_follows_the_colours(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go(visitor.first_offer())
    canvas = page.locator("[data-chart] canvas")
    expect(canvas).to_be_visible()
    light = _colours(page)
    assert len(light) > 3, "nothing is drawn"
    page.locator("#menu summary").click()
    page.get_by_role("link", name="Dark").click()
    page.wait_for_function("document.querySelectorAll('[data-chart] canvas').length === 1")
    assert _colours(page) != light


def _colours(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => {
          const canvas = document.querySelector("[data-chart] canvas");
          const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const seen = new Set();
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
          return [...seen].sort();
        }"""
    )
    return found


def test_a_cell_leads_to_its_row_of_the_offer(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go(SEARCH)
    page.locator(".verdict-cell a").first.click()
    target = page.locator(":target")
    expect(target).to_have_count(1)
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text("Harrow Steel Works.csv")


# ---------------------------------------------------------------------------------- loading


def test_files_dropped_are_loaded_while_one_watches_and_can_be_found(
    own_dragoman: Dragoman, own_site: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load waits at each step until the page has shown it."""
    read, made_findable = threading.Event(), threading.Event()
    real = own_dragoman.ingest

    def in_steps(
        request: IngestRequest,
        on_event: Callable[[IngestEvent], None],
        on_indexed: Callable[[int, int], None],
    ) -> IngestReport:
        def event(one: IngestEvent) -> None:
            on_event(one)
            if one.file:
                read.wait(60)

        def indexed(done: int, total: int) -> None:
            on_indexed(done, total)
            made_findable.wait(60)

        return real(request, event, indexed)

    monkeypatch.setattr(own_dragoman, "ingest", in_steps)
    visitor = visit(url=own_site)
    page = visitor.page
    visitor.go("/ingest")
    dropped = page.evaluate_handle(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "Kontor Nordlicht.csv", { type: "text/csv" }));
          return data;
        }""",
        KONTOR,
    )
    page.dispatch_event("[data-drop]", "dragenter", {"dataTransfer": dropped})
    expect(page.locator("[data-drop]")).to_have_class(re.compile("drop-over"))
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})
    expect(page.locator("[data-chosen]")).to_have_text("Kontor Nordlicht.csv")
    page.get_by_role("button", name="Load", exact=True).click()
    page.wait_for_url(re.compile("/ingest/.+"))
    try:
        expect(page.locator(".job-said")).to_contain_text("Reading Kontor Nordlicht.csv")
        expect(page.get_by_role("progressbar")).to_be_visible()
        read.set()
        expect(page.locator(".job-said")).to_contain_text(re.compile(r"Making the offers findable: \d of 5"))
        expect(page.locator("#job-heard")).to_contain_text("Making the offers findable")
    finally:
        read.set()
        made_findable.set()
    expect(page.locator("#job h2")).to_have_text("5 offers loaded")
    expect(page.locator("#job-heard")).to_have_text("5 offers loaded")
    page.get_by_role("link", name="Search them").click()
    page.keyboard.type("Isolierflasche 500 ml")
    expect(page.locator(".card-from code").first).to_have_text("B-101")


def test_a_broken_file_shows_its_problem_in_preview_and_in_load(
    own_site: str, visit: Visit, tmp_path: Path
) -> None:
    broken = tmp_path / "cut off.xlsx"
    broken.write_bytes(b"PK\x03\x04 a workbook cut off in the midst")
    visitor = visit(url=own_site)
    page = visitor.page
    visitor.go("/ingest")
    page.locator("#files").set_input_files(broken)
    page.get_by_role("button", name="Preview first").click()
    expect(page.locator(".preview .flag")).to_contain_text("This file cannot be read.")
    expect(page.locator(".preview .flag")).to_contain_text("cut off.xlsx")
    expect(page.get_by_role("button", name="Load these files")).to_have_count(0)
    page.get_by_role("link", name="Choose other files").click()
    page.locator("#files").set_input_files(broken)
    page.locator("button[value=load]").click()
    expect(page.locator("#job h2")).to_have_text("No offer was loaded")
    expect(page.locator("#job .failures")).to_contain_text("cut off.xlsx")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Status").click()
    expect(page.locator("tr", has_text="cut off.xlsx")).to_contain_text("failed")


def test_too_much_at_once_is_said_before_it_is_sent(own_site: str, visit: Visit, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * (3 << 19))
    visitor = visit(url=own_site)
    page = visitor.page
    visitor.go("/ingest")
    page.locator("#files").set_input_files(large)
    expect(page.locator("[data-too-large]")).to_be_visible()
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_disabled()
    page.locator("#files").set_input_files([])
    expect(page.locator("[data-too-large]")).to_be_hidden()
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_enabled()


def test_files_that_were_chosen_stay_chosen_when_the_language_is_changed(
    own_site: str, visit: Visit, tmp_path: Path
) -> None:
    list_ = tmp_path / "liste.csv"
    list_.write_text(KONTOR, encoding="utf-8")
    visitor = visit(url=own_site)
    page = visitor.page
    visitor.go("/ingest")
    page.locator("#files").set_input_files(list_)
    page.locator(".options summary").click()
    page.get_by_label("Supplier", exact=True).fill("Kontor Nordlicht")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("h1")).to_have_text("Dateien von Lieferanten laden")
    expect(page.locator("[data-chosen]")).to_have_text("liste.csv")
    expect(page.locator("#supplier")).to_have_value("Kontor Nordlicht")
    expect(page.locator(".menu summary")).to_be_focused()
    page.locator("button[value=preview]").click()
    expect(page.locator(".preview h2")).to_have_text("liste.csv")
    choice = page.locator("tr:has(th bdi:text-is('Bezeichnung')) select")
    choice.select_option("description")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("tr:has(th bdi:text-is('Bezeichnung')) select")).to_have_value("description")


def test_words_being_written_go_along_to_another_language(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go("/?q=bottle")
    page.locator("#q").fill("bottle made of glass")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#q")).to_have_value("bottle made of glass")


def test_an_upload_that_is_refused_says_why_on_the_same_page(
    own_site: str, visit: Visit, tmp_path: Path
) -> None:
    """Two files of one name, as two folders hold them."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "list.csv").write_text(KONTOR, encoding="utf-8")
    visitor = visit(url=own_site)
    page = visitor.page
    visitor.go("/ingest")
    page.locator("#files").set_input_files([tmp_path / "a" / "list.csv", tmp_path / "b" / "list.csv"])
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.locator("[data-failed]")).to_contain_text("list.csv")
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_enabled()
    forgive(visitor, "status of 400")


# ---------------------------------------------------------------------------------- looks


def test_dark_and_light_follow_the_system_and_the_choice_is_kept(visit: Visit) -> None:
    dark = visit(theme="dark")
    dark.go("/")
    assert _luminance(dark.page) < 0.1
    light = visit()
    light.go("/")
    page = light.page
    assert _luminance(page) > 0.8
    page.locator("#menu summary").click()
    page.get_by_role("link", name="Dark").click()
    assert _luminance(page) < 0.1, "at once, without a new page"
    light.go("/status")
    assert _luminance(page) < 0.1
    page.locator("#menu summary").click()
    expect(page.locator("[data-theme-choice=dark]")).to_have_attribute("aria-current", "true")


def _luminance(page: Page) -> float:
    """Of the page's ground, 0 to 1."""
    said = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", said)[:3])
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def test_arabic_runs_from_the_right_and_suppliers_words_as_they_are(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.go(SEARCH)
    page.locator("#menu summary").click()
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#total")).to_contain_text(
        interface("ar").count("%(num)s offer", "%(num)s offers", 5)
    )
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    brand, menu = page.locator(".brand").bounding_box(), page.locator("#menu").bounding_box()
    assert brand is not None
    assert menu is not None
    assert brand["x"] > menu["x"]
    title = page.locator(".card-title bdi").first
    assert title.evaluate("(one) => getComputedStyle(one).direction") == "ltr"
    expect(title).to_have_text("Insulated stainless steel bottle 750 ml")


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_nothing_sticks_out_of_a_narrow_screen(visit: Visit, language: str) -> None:
    visitor = visit(width=375, language=language)
    page = visitor.page
    wide = {}
    for path in (*PLACES, visitor.first_offer()):
        visitor.go(path)
        for detail in page.locator("main details > summary").all()[:3]:
            detail.click()
        wide[path] = page.evaluate(
            "[document.documentElement.scrollWidth, document.body.scrollWidth].reduce((a, b) => Math.max(a, b))"
        )
    assert {path: width for path, width in wide.items() if width > 375} == {}
    forgive(visitor, "status of 404")


TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
  .filter((one) => {
    if (one.closest(".skip, noscript") || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (getComputedStyle(one).display === "inline" || one.matches(".cell")) return false;
    const box = (one.matches("[type=checkbox]") ? one.closest("label") : one).getBoundingClientRect();
    return box.height < 44 || box.width < 44;
  }).map((one) => one.outerHTML.slice(0, 90))"""
"""What is pressed and is less than 44 px high or wide. A link within a sentence is as high as its line."""


@pytest.mark.parametrize(("width", "language"), [(360, "de"), (768, "ar")])
def test_what_is_pressed_is_large_enough_for_a_finger(visit: Visit, width: int, language: str) -> None:
    visitor = visit(width=width, language=language)
    page = visitor.page
    small = {}
    for path in (*PLACES, visitor.first_offer(), f"{SEARCH}&sort=landed&fold=0"):
        visitor.go(path)
        page.locator(".menu summary").click()
        small[path] = page.evaluate(TOO_SMALL)
    forgive(visitor, "404")  # /nowhere
    assert not {path: said for path, said in small.items() if said}


@pytest.mark.parametrize("language", ["en", "zh", "es", "de", "fr", "ar"])
def test_a_narrow_screen_shows_every_page_of_the_menu_whole(visit: Visit, language: str) -> None:
    visitor = visit(width=360, language=language)
    visitor.go("/status")
    for link in visitor.page.locator(".places a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0, link.inner_text()
        assert box["x"] + box["width"] <= 360, link.inner_text()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_table_of_a_narrow_screen_hides_no_column(visit: Visit, language: str) -> None:
    visitor = visit(width=360, language=language)
    page = visitor.page
    for path in ("/status", visitor.first_offer()):
        visitor.go(path)
        for region in page.locator("main .scroll").all():
            assert region.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1"), path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(visit: Visit, theme: str) -> None:
    """Contrast of at least 4.5, of 3 where letters are large. Source: WCAG 2.2, 1.4.3."""
    visitor = visit(theme=theme)
    pale = {}
    for path in (*PLACES, visitor.first_offer()):
        visitor.go(path)
        pale[path] = visitor.page.evaluate(PALE)
    assert {path: found for path, found in pale.items() if found} == {}
    forgive(visitor, "status of 404")


PALE = """() => {
  const parts = (said) => (said.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (one.closest("script, style, noscript, option, [aria-hidden=true] .u-over, :disabled")) continue;
    const style = getComputedStyle(one);
    const [a, b] = [light(parts(style.color)), light(ground(one))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if ((a + 0.05) / (b + 0.05) < least) found.add(`${one.tagName}.${one.className}: ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
  }
  return [...found];
}"""


def test_every_control_has_a_name_as_the_browser_tells_it(visit: Visit) -> None:
    """The browser's own tree, which is what a screen reader gets."""
    visitor = visit()
    page = visitor.page
    tree = page.context.new_cdp_session(page)
    nameless: dict[str, list[str]] = {}
    for path in (*PLACES, visitor.first_offer()):
        visitor.go(path)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        nodes = tree.send("Accessibility.getFullAXTree")["nodes"]
        roles = [_said(node, "role") for node in nodes if not node.get("ignored")]
        assert {"main", "navigation", "banner", "link", "heading"} <= set(roles), path
        nameless[path] = [
            _said(node, "role")
            for node in nodes
            if not node.get("ignored") and _said(node, "role") in CONTROLS and not _said(node, "name").strip()
        ]
    assert {path: found for path, found in nameless.items() if found} == {}
    forgive(visitor, "status of 404")


CONTROLS = frozenset(
    [
        "button",
        "link",
        "textbox",
        "searchbox",
        "combobox",
        "listbox",
        "checkbox",
        "radio",
        "spinbutton",
        "DisclosureTriangle",
        "progressbar",
        "image",
        "navigation",
        "region",
    ]
)
"""Roles that need a name."""


def _said(node: Mapping[str, object], name: str) -> str:
    held = node.get(name)
    return str(held.get("value", "")) if isinstance(held, dict) else ""


# ---------------------------------------------------------------------------------- without scripts


def test_without_scripts_one_can_search_narrow_change_and_load(
    own_site: str, visit: Visit, tmp_path: Path
) -> None:
    visitor = visit(scripts=False)
    page = visitor.page
    visitor.go("/")
    page.locator("#q").fill("bottle, must be made in Germany")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#total")).to_contain_text("6 offers")
    page.get_by_label("Take out: Made in Germany").click()
    expect(page.locator("#total")).to_contain_text("12 offers")
    page.get_by_label("Order by").select_option("unit_price")
    page.locator(".tools").get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("sort=unit_price"))

    page.get_by_text("English").first.click()
    page.get_by_role("link", name="Dark").click()
    expect(page).to_have_url(re.compile(r"/\?q=bottle.*sort=unit_price"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator(".keys")).to_be_hidden()  # Enter only breaks the line

    loading = visit(url=own_site, scripts=False)
    path = tmp_path / "Ohne Skript.csv"
    path.write_text("SKU,Product name,Price USD\nO-1,Garden hose 20 m,9.50\n", encoding="utf-8")
    loading.go("/ingest")
    loading.page.locator("#files").set_input_files(path)
    loading.page.get_by_role("button", name="Load", exact=True).click()
    expect(loading.page.locator("#job h2")).to_have_text("1 offer loaded")


# ---------------------------------------------------------------------------------- printed lists


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two offers whose titles, numbers and file's name are words without an end, one with a problem; served."""
    folder = tmp_path_factory.mktemp("long")
    path = folder / f"{'pricelist' * 9}.csv"
    rows = "".join(f"L-{n}{'0' * 40},{LONG_WORD}{n} lamp,{n}.50,{'later' * 20}\n" for n in (1, 2))
    path.write_text(f"SKU,Product name,Price EUR,Lead time\n{rows}", encoding="utf-8")
    with open_dragoman(home_with_rates(folder)) as dragoman:
        load(dragoman, path)
        with served(dragoman) as url:
            yield url


LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.mark.parametrize("width", [375, 320])
def test_words_without_an_end_are_broken_and_a_cell_is_never_cut_off(
    visit: Visit, long_site: str, width: int
) -> None:
    visitor = visit(url=long_site, width=width)
    page = visitor.page
    visitor.go("/?q=lamp")
    tick(visitor, 2)
    ids = [str(one.get_attribute("value")) for one in page.locator(".pick input").all()]
    compare = f"/compare?offer={ids[0]}&offer={ids[1]}&to=DE"
    for path in (
        f"/?q={LONG_WORD}1+lamp",
        "/?q=lamp+at+most+1+EUR",
        "/problems",
        f"/offer/{ids[0]}",
        compare,
    ):
        visitor.go(path)
        for summary in page.locator("main details > summary").all()[:8]:
            if summary.is_visible():
                summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for place in page.locator(".cell-place").all():
            cut = "(one) => one.scrollWidth - one.clientWidth > 1 || one.offsetLeft + one.offsetWidth > one.parentElement.offsetLeft + one.parentElement.offsetWidth"
            assert not place.is_visible() or not place.evaluate(cut), (path, place.inner_text())


@pytest.fixture(scope="module")
def paper_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A printed price list with one doubtful cell, served."""
    folder = tmp_path_factory.mktemp("printed")
    path = folder / "Printed list.pdf"
    path.write_bytes(printed_list())
    with open_dragoman(home_with_rates(folder)) as dragoman:
        load(dragoman, path)
        with served(dragoman) as url:
            yield url


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_a_doubtful_cell_is_seen_beside_its_picture(
    visit: Visit, paper_site: str, width: int, theme: str
) -> None:
    visitor = visit(url=paper_site, width=width, theme=theme)
    page = visitor.page
    with page.expect_response(re.compile(r"\.png$")) as picture:
        visitor.go("/problems")
        page.locator(".problem").scroll_into_view_if_needed()
    assert picture.value.ok
    mark = page.locator(".problem .sheet-mark")
    expect(mark).to_be_visible()
    strip = page.locator(".problem .paper-strip").bounding_box()
    drawn = mark.bounding_box()
    assert strip is not None
    assert drawn is not None
    assert strip["x"] <= drawn["x"]
    assert drawn["x"] + drawn["width"] <= strip["x"] + strip["width"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "ar")])
def test_a_value_leads_to_its_place_on_the_page_by_keyboard(
    visit: Visit, paper_site: str, width: int, language: str
) -> None:
    visitor = visit(url=paper_site, width=width, language=language)
    page = visitor.page
    visitor.go("/?q=P-105")
    page.locator(".card-title a").first.click()
    page.locator(".paper-part").evaluate(INTO_SIGHT)
    expect(page.locator(".paper-part .sheet-mark")).to_have_count(3)
    link = page.locator("td.where a").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/page/[0-9a-f]{64}/1\?box=.*#marked$"))
    expect(page.locator("#marked .sheet-mark")).to_be_visible()
    expect(page.locator(".paper-whole .sheet-mark")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".paper-whole").focus()
    expect(page.locator(".paper-whole")).to_be_focused()


def test_a_doubtful_cell_is_settled_by_keyboard(visit: Visit, paper_site: str) -> None:
    visitor = visit(url=paper_site, width=360)
    page = visitor.page
    visitor.go("/problems")
    field = page.get_by_label("What is printed there")
    field.fill("4.50")
    field.press("Enter")
    expect(page.locator("#waiting")).to_contain_text("1 cell was looked at")
    expect(page.get_by_label("What is printed there")).to_have_value("4.50")
    expect(page.get_by_role("button", name="Load the file again")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def doubts_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A printed price list with two doubtful cells, served."""
    folder = tmp_path_factory.mktemp("doubts")
    path = folder / "Emaille.pdf"
    path.write_bytes(printed_list(gap=33))
    with open_dragoman(home_with_rates(folder)) as dragoman:
        load(dragoman, path)
        with served(dragoman) as url:
            yield url


@pytest.mark.parametrize("width", [360, 1280])
def test_a_settled_cell_stays_in_place_and_the_next_is_one_key_away(
    visit: Visit, doubts_site: str, width: int
) -> None:
    visitor = visit(url=doubts_site, width=width)
    page = visitor.page
    visitor.go("/problems?kind=doubtful_value")
    fields = page.get_by_label("What is printed there")
    expect(fields).to_have_count(2)
    place = "(one) => Math.round(one.getBoundingClientRect().top)"
    page.locator(".paper-part").last.evaluate(INTO_SIGHT)
    page.wait_for_load_state("networkidle")
    fields.nth(1).focus()
    before = fields.nth(1).evaluate(place)
    fields.nth(1).fill("5.50")
    fields.nth(1).press("Enter")
    expect(page.locator(".correct-kept")).to_have_count(1)
    expect(page.locator("#waitings")).to_contain_text("1 cell was looked at")
    expect(fields.nth(1)).to_be_focused()
    assert abs(fields.nth(1).evaluate(place) - before) <= 1
    assert page.url == f"{visitor.url}/problems?kind=doubtful_value"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Next doubtful cell")).to_be_focused()
    page.keyboard.press("Enter")
    expect(fields.nth(0)).to_be_focused()
    page.reload()
    expect(fields.nth(1)).to_have_value("5.50")
    fields.nth(1).fill("")
    fields.nth(1).press("Enter")  # as it was, for the next visitor


def test_without_scripts_a_settled_cell_is_come_back_to(visit: Visit, doubts_site: str) -> None:
    visitor = visit(url=doubts_site, scripts=False)
    page = visitor.page
    visitor.go("/problems?kind=doubtful_value&severity=warning")
    page.locator("#right-1").fill("4.50")
    page.locator("#right-1").press("Enter")
    expect(page).to_have_url(re.compile(r"/problems\?kind=doubtful_value&severity=warning#right-1$"))
    expect(page.locator("#right-1")).to_have_value("4.50")
    expect(page.locator("#said-1")).to_contain_text("kept")


def test_without_scripts_a_doubtful_cell_leads_to_its_page(visit: Visit, paper_site: str) -> None:
    visitor = visit(url=paper_site, scripts=False)
    visitor.go("/problems")
    visitor.page.locator(".problem .paper-link").click()
    expect(visitor.page.locator("#marked .sheet-mark")).to_be_visible()


@pytest.fixture
def rivals_site(tmp_path: Path) -> Iterator[str]:
    """Two suppliers with a product in common."""
    with open_dragoman(home_with_rates(tmp_path)) as dragoman:
        load(dragoman, *write_rivals(tmp_path / "lists"))
        dragoman.match()
        with served(dragoman) as url:
            yield url


def test_a_visitor_parts_two_offers_of_one_product_and_joins_them_again(
    rivals_site: str, visit: Visit
) -> None:
    visitor = visit(url=rivals_site)
    page = visitor.page
    visitor.go(f"/?q={quote('flask Trailmaster 750 ml')}&currency=EUR")
    expect(page.locator(".card")).to_have_count(2)
    page.get_by_text("2 suppliers, from 3.55").click()
    page.get_by_role("link", name="Why, and correct it").click()
    product = page.locator("#product")
    product.get_by_text("Why", exact=True).click()
    expect(product.get_by_text("same GTIN: 04006381333931")).to_be_visible()
    product.get_by_role("button", name="Not the same").click()
    expect(product.get_by_role("heading", name="Another product, as you said")).to_be_visible()
    visitor.go(f"/?q={quote('flask Trailmaster 750 ml')}")
    expect(page.locator(".card")).to_have_count(3)
    page.locator(".card-title a").first.click()
    product.get_by_role("button", name="Same product").first.click()
    expect(product.get_by_text("You said so.")).to_be_visible()


# ------------------------------------------------------------------------------ costs at the door

BY_COST = "/?q=bottle&sort=landed&to=DE&quantity=500"


def tick(visitor: Visitor, many: int) -> None:
    """The first offers of the results."""
    boxes = visitor.page.locator(".pick input")
    for place in range(many):
        boxes.nth(place).check()


def compare(visitor: Visitor) -> None:
    """Send what is ticked, and wait for the page: a click does not."""
    visitor.page.locator("#compare-form [type=submit]").click()
    visitor.page.wait_for_url("**/compare?**")
    expect(visitor.page.locator(".side-by-side")).to_be_visible()


def totals(visitor: Visitor) -> list[str]:
    """What the order costs at the door, of each offer."""
    return visitor.page.locator(".side-by-side .strong").nth(1).locator("td").all_inner_texts()


def test_ticked_offers_are_compared_and_ticks_outlast_another_search(visit: Visit) -> None:
    visitor = visit()
    visitor.go(BY_COST)
    tick(visitor, 2)
    visitor.page.locator("#quantity").fill("600")
    visitor.page.locator("#quantity").press("Enter")
    visitor.page.wait_for_url("**quantity=600**")  # the hits have come, and the address with them
    expect(visitor.page.locator(".pick input:checked")).to_have_count(2)
    expect(visitor.page.locator("#compare-form input[name=quantity]")).to_have_value("600")
    compare(visitor)
    expect(visitor.page.locator(".side-by-side thead th")).to_have_count(2)
    assert "quantity=600" in visitor.page.url
    assert "to=DE" in visitor.page.url


def test_what_is_ticked_is_told_and_can_be_cleared_wherever_it_was_ticked(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    bar, chosen = page.locator("#compare-form"), page.locator("[data-chosen]")
    compare = bar.locator("[type=submit]")
    visitor.go(BY_COST)
    expect(compare).to_be_disabled()
    expect(bar.locator(".hint")).to_have_text("Tick two to eight offers to see them side by side.")
    tick(visitor, 1)
    expect(chosen).to_contain_text("Chosen: 1")
    expect(compare).to_be_disabled()
    tick(visitor, 8)
    expect(compare).to_be_enabled()
    expect(bar.locator(".hint")).to_have_text("Eight are the most: take one out to choose another.")
    visitor.go("/?q=Glasflasche")  # another search: there, none can be ticked, and why is told
    expect(page.locator(".pick input:not(:checked)").first).to_be_disabled()
    expect(chosen).to_contain_text("Chosen: 8")
    expect(bar.locator(".hint")).to_be_visible()
    elsewhere = page.locator("#chosen-elsewhere")
    there = int(elsewhere.locator("summary").inner_text().split()[-1])
    elsewhere.locator("summary").click()
    expect(elsewhere.locator("li")).to_have_count(there)
    elsewhere.get_by_role("button", name="Take out:").first.click()
    expect(elsewhere.locator("li")).to_have_count(there - 1)
    expect(chosen).to_contain_text("Chosen: 7")
    expect(page.locator(".pick input:not(:checked)").first).to_be_enabled()
    compare.click()
    expect(page.locator("#compare-terms")).to_be_visible()
    page.go_back()
    expect(chosen).to_contain_text("Chosen: 7")
    chosen.get_by_role("button", name="Clear").click()
    expect(chosen).to_be_hidden()
    expect(elsewhere).to_be_hidden()
    expect(page.locator(".pick input:checked")).to_have_count(0)
    expect(page.locator("#total")).to_be_focused()


def test_sliders_move_totals_and_address_without_loading_the_page_anew(visit: Visit) -> None:
    visitor = visit()
    visitor.go(BY_COST)
    tick(visitor, 3)
    compare(visitor)
    before = totals(visitor)
    visitor.page.evaluate("window.stayed = true")
    visitor.page.locator("input[data-slides=quantity]").fill("400")
    expect(visitor.page.locator("#compare-terms [name=quantity]")).to_have_value("10000")
    expect(visitor.page.locator("#side-head")).to_contain_text("10,000")
    assert totals(visitor) != before
    visitor.page.locator("#fx").fill("10")
    expect(visitor.page.locator("output[data-slid=fx]")).to_have_text("10")
    expect(visitor.page.locator("#compared .flag").first).to_contain_text("10%")
    expect(visitor.page).to_have_url(re.compile("quantity=10000.*fx=10"))
    assert visitor.page.evaluate("window.stayed")


def test_without_scripts_the_comparison_is_a_form(visit: Visit) -> None:
    visitor = visit(scripts=False)
    visitor.go(BY_COST)
    tick(visitor, 2)
    compare(visitor)
    before = totals(visitor)
    visitor.page.locator("#compare-terms [name=quantity]").fill("20")
    visitor.page.locator("#compare-terms button").click()
    expect(visitor.page.locator("#side-head")).to_contain_text("20 to Germany")
    assert totals(visitor) != before
    expect(visitor.page.locator("input[data-slides]").first).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_comparison_fits_and_prints(visit: Visit, width: int) -> None:
    visitor = visit(width=width)
    visitor.go(BY_COST)
    tick(visitor, 3)
    compare(visitor)
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visitor.page.evaluate(over) == 0
    printed = visitor.page.pdf(format="A4", landscape=True)
    assert printed.startswith(b"%PDF")
    assert len(printed) > 10_000
