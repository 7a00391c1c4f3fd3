"""Pictures of the real page, taken in headless Chromium.

    python scripts/screenshots.py URL FOLDER           every page at 1280, 768 and 360 px, light, dark and Arabic
    python scripts/screenshots.py URL FOLDER --only offer,compare --looks 360-light,768-arabic
    python scripts/screenshots.py URL FOLDER --readme  only search.png, as README.md and docs/ show it

What is wider than the page, and what is too small to touch at 360 px, is told on the way.

URL is that of a running `dragoman serve` whose record holds the samples (`make demo`). The picture of the README
is made anew, while `make demo` serves, with:

    .venv/bin/python scripts/screenshots.py http://127.0.0.1:8765 docs/images --readme
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

QUESTION = "500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe"
BROKEN = b"PK\x03\x04 a workbook cut off in the midst"
PREVIEWED = {
    "price list.csv": (
        b"Art.;Bezeichnung;EK;VK;Anmerkung zur Verpackung und Lieferung\n"
        b"1001;Trinkflasche Edelstahl 750 ml;2,10;4,90;Karton zu 24\n"
        b"1002;Trinkflasche Edelstahl 500 ml;1,90;4,20;Karton zu 24\n"
        b"1003;Thermobecher 350 ml;auf Anfrage;6,10;\n"
    )
}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a page is looked at."""

    name: str
    width: int
    theme: str = "light"
    language: str = "en"


LOOKS = tuple(
    Look(name=f"{width}-{name}", width=width, theme=theme, language=language)
    for width in (1280, 768, 360)
    for name, theme, language in (
        ("light", "light", "en"),
        ("dark", "dark", "en"),
        ("arabic", "light", "ar"),
        ("arabic-dark", "dark", "ar"),
    )
)
PAGES = {
    "start": "/",
    "search": f"/?{urlencode({'q': QUESTION})}",
    "landed": f"/?{urlencode({'q': QUESTION, 'sort': 'landed', 'max_landed': '6', 'f': 'material=stainless_steel'})}",
    "nothing": f"/?{urlencode({'q': 'steel bottles', 'max_price': '0.0001'})}",
    "problems": "/problems",
    "ingest": "/ingest",
    "status": "/status",
    "quality": "/evaluate",
    "missing": "/offer/nothing",
}
VISITED = ("offer", "compare", "paper", "preview", "failed", "menu")
"""Pages that others lead to."""

TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const inScroll = (one) => { for (let at = one; at; at = at.parentElement) if (["auto", "scroll", "hidden"].includes(getComputedStyle(at).overflowX) && at !== document.documentElement) return true; return false; };
  return [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.right > wide + 1 || box.left < -1) && !inScroll(one.parentElement) && getComputedStyle(one).position !== "fixed" && !one.closest(".skip, .only-heard, svg, .menu:not([open]), noscript");
  }).slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
}"""
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")].filter((one) => {
  if (one.closest(".skip, .only-heard, noscript") || !one.checkVisibility({ checkVisibilityCSS: true })) return false;
  const label = one.matches("input[type=checkbox]") && one.closest("label");
  const box = (label || one).getBoundingClientRect();
  if (one.tabIndex < 0 || box.width === 0) return false;
  const inText = one.matches("a") && getComputedStyle(one).display === "inline";
  return !inText && (box.height < 43.5 || box.width < 43.5);
}).map((one) => `${one.tagName.toLowerCase()}.${one.className || one.id} ${Math.round(one.getBoundingClientRect().width)}x${Math.round(one.getBoundingClientRect().height)}`)"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--only", type=_names, default=frozenset(), help="these pages: " + ",".join([*PAGES, *VISITED])
    )
    parser.add_argument(
        "--looks",
        type=_names,
        default=frozenset(),
        help="these looks: " + ",".join(look.name for look in LOOKS),
    )
    parser.add_argument("--readme", action="store_true", help="only search.png")
    arguments = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print(
            "expected Chromium on the PATH; install it (apt-get install chromium) or set CHROMIUM=/path/to/it",
            file=sys.stderr,
        )
        return 1
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        if arguments.readme:
            _readme(browser, arguments.url, arguments.folder)
        else:
            for look in LOOKS:
                if not arguments.looks or look.name in arguments.looks:
                    _every_page(browser, arguments.url, look, arguments.folder, arguments.only)
        browser.close()
    return 0


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


def _readme(browser: Browser, url: str, folder: Path) -> None:
    with _page(browser, url, Look(name="readme", width=1280), height=1000) as page:
        page.goto(f"{url}{PAGES['search']}", wait_until="networkidle")
        page.screenshot(path=folder / "search.png")


def _every_page(browser: Browser, url: str, look: Look, folder: Path, only: frozenset[str]) -> None:
    def wanted(name: str) -> bool:
        return not only or name in only

    def taken(name: str) -> None:
        _picture(page, folder / f"{name}-{look.name}.png")
        _tell(page, f"{name}-{look.name}", look)

    with _page(browser, url, look, height=900 if look.width > 600 else 800) as page:
        for name, path in PAGES.items():
            if wanted(name):
                page.goto(f"{url}{path}", wait_until="networkidle")
                taken(name)
        for name, go in (("offer", _offer), ("compare", _compare), ("paper", _paper), ("menu", _menu)):
            if wanted(name) and go(page, url):
                taken(name)
        for name, files in (("preview", PREVIEWED), ("failed", {"cut off.xlsx": BROKEN})):
            if wanted(name):
                _preview(page, url, files)
                taken(name)


def _tell(page: Page, name: str, look: Look) -> None:
    """What does not fit the page, and what a finger cannot hit."""
    for what in page.evaluate(TOO_WIDE):
        print(f"{name}: wider than the page: {what}")
    small = Counter(page.evaluate(TOO_SMALL)) if look.width < 600 else Counter[str]()
    for what, times in small.most_common():
        print(f"{name}: smaller than 44 px: {what} ({times})")


def _offer(page: Page, url: str) -> bool:
    page.goto(f"{url}{PAGES['search']}", wait_until="networkidle")
    page.locator(".card-title a").first.click()
    page.wait_for_load_state("networkidle")
    return True


def _compare(page: Page, url: str) -> bool:
    page.goto(f"{url}{PAGES['search']}", wait_until="networkidle")
    for number in range(4):
        page.locator(".pick input").nth(number).check()
    page.locator("#compare-form [type=submit]").click()
    page.wait_for_load_state("networkidle")
    return True


def _paper(page: Page, url: str) -> bool:
    """A page of a printed list; False where none is loaded."""
    page.goto(f"{url}/problems?kind=doubtful_value", wait_until="networkidle")
    link = page.locator("a.paper-link").first
    if link.count() == 0:
        return False
    page.goto(f"{url}{link.get_attribute('href')}", wait_until="networkidle")
    return True


def _menu(page: Page, url: str) -> bool:
    page.goto(f"{url}/ingest", wait_until="networkidle")
    page.locator(".menu summary").click()
    return True


def _preview(page: Page, url: str, files: Mapping[str, bytes]) -> None:
    """Nothing of it enters the record but its name."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        page.goto(f"{url}/ingest", wait_until="networkidle")
        page.locator("#files").set_input_files(paths)
        page.locator("button[value=preview]").click()
        page.wait_for_selector(".preview", timeout=30_000)


@contextmanager
def _page(browser: Browser, url: str, look: Look, *, height: int) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": look.width, "height": height},
        device_scale_factor=1 if look.width > 600 else 2,
        color_scheme="dark" if look.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    host = urlsplit(url).hostname or "127.0.0.1"
    context.add_cookies([{"name": "language", "value": look.language, "domain": host, "path": "/"}])
    try:
        yield context.new_page()
    finally:
        context.close()


def _picture(page: Page, target: Path) -> None:
    """The whole page, at most 2,600 px of it."""
    box = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    width = page.viewport_size["width"] if page.viewport_size else box[0]
    page.screenshot(
        path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(box[1], 2600)}
    )


if __name__ == "__main__":
    sys.exit(main())
