"""Pictures of the real page, taken in headless Chromium.

    python scripts/screenshots.py URL FOLDER           every page at 1280 and 375 px, light, dark and Arabic
    python scripts/screenshots.py URL FOLDER --readme  only search.png, as README.md and docs/ show it

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

QUESTION = "500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe"
BROKEN = b"PK\x03\x04 a workbook cut off in the midst"
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
    for width in (1280, 375)
    for name, theme, language in (("light", "light", "en"), ("dark", "dark", "en"), ("arabic", "light", "ar"))
)
PAGES = {
    "start": "/",
    "search": f"/?{urlencode({'q': QUESTION})}",
    "nothing": f"/?{urlencode({'q': 'steel bottles', 'max_price': '0.0001'})}",
    "problems": "/problems",
    "ingest": "/ingest",
    "status": "/status",
    "missing": "/offer/nothing",
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
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
                _every_page(browser, arguments.url, look, arguments.folder)
        browser.close()
    return 0


def _readme(browser: Browser, url: str, folder: Path) -> None:
    with _page(browser, url, Look(name="readme", width=1280), height=1000) as page:
        page.goto(f"{url}{PAGES['search']}", wait_until="networkidle")
        page.screenshot(path=folder / "search.png")


def _every_page(browser: Browser, url: str, look: Look, folder: Path) -> None:
    with _page(browser, url, look, height=900 if look.width > 600 else 800) as page:
        for name, path in PAGES.items():
            page.goto(f"{url}{path}", wait_until="networkidle")
            _picture(page, folder / f"{name}-{look.name}.png")
        page.goto(f"{url}{PAGES['search']}", wait_until="networkidle")
        if look.name == "1280-light":
            page.locator(".chip-edit summary").first.click()
            page.screenshot(path=folder / f"chip-{look.name}.png")
        page.locator(".card-title a").first.click()
        page.wait_for_load_state("networkidle")
        _picture(page, folder / f"offer-{look.name}.png")
        _failed_load(page, url, folder / f"failed-{look.name}.png")


def _failed_load(page: Page, url: str, target: Path) -> None:
    """A file that cannot be read; nothing of it enters the record but its name."""
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "cut off.xlsx"
        broken.write_bytes(BROKEN)
        page.goto(f"{url}/ingest", wait_until="networkidle")
        page.locator("#files").set_input_files(broken)
        page.locator("button[value=preview]").click()
        page.wait_for_selector(".preview", timeout=30_000)
        _picture(page, target)


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
    """The whole page, at most 2,400 px of it."""
    box = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    width = page.viewport_size["width"] if page.viewport_size else box[0]
    page.screenshot(
        path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(box[1], 2400)}
    )


if __name__ == "__main__":
    sys.exit(main())
