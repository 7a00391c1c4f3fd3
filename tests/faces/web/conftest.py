"""Small price lists in a home of their own, and a browser's stand-in that reads the page made of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.server import make_server
from dragoman.faces.web.load_request import load_request
from dragoman.ingest.load import IngestReport
from dragoman.settings import Settings
from web.price_lists import RATES, write_lists
from web.reading import Page, read

Look = Callable[..., Page]
"""Path, then parameters of the URL; the page there."""


def home_with_rates(folder: Path) -> Settings:
    """Settings of a new home with the tests' rates in force."""
    home = folder / "home"
    home.mkdir()
    (home / "rates.csv").write_text(RATES, encoding="utf-8")
    return Settings(home=home, max_upload_mb=1)


def load(dragoman: Dragoman, *paths: Path) -> IngestReport:
    """Load files with nothing else said."""
    request = load_request(dragoman, paths, mapping=None, supplier="", country="")
    return dragoman.ingest(request, lambda _event: None)


def wait_for_jobs() -> None:
    """Until every load that the page began has ended."""
    for thread in threading.enumerate():
        if thread.name.startswith("job-"):
            thread.join(timeout=60)
            assert not thread.is_alive(), f"{thread.name} still runs after a minute"


@pytest.fixture(scope="session")
def lists_dragoman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """The three price lists, loaded and open; do not change it."""
    folder = tmp_path_factory.mktemp("lists")
    settings = home_with_rates(folder)
    with open_dragoman(settings) as dragoman:
        load(dragoman, *write_lists(folder / "lists"))
        yield dragoman


@pytest.fixture(scope="session")
def lists_server(lists_dragoman: Dragoman) -> FastAPI:
    return make_server(lists_dragoman)


@pytest.fixture
def client(lists_server: FastAPI) -> TestClient:
    """A visitor who comes for the first time."""
    return TestClient(lists_server)


@pytest.fixture
def look(client: TestClient) -> Look:
    """Read a page of the three price lists."""

    def page(path: str, /, **parameters: str | int | Sequence[str]) -> Page:
        return read(client.get(path, params=parameters or None))

    return page


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dragoman]:
    """A Dragoman without offers, for tests that load nothing."""
    with open_dragoman(home_with_rates(tmp_path_factory.mktemp("empty"))) as dragoman:
        yield dragoman
        assert dragoman.counts().files == 0, "a test that loads takes `fresh`"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Dragoman]:
    """An empty Dragoman, for tests that load."""
    with open_dragoman(home_with_rates(tmp_path)) as dragoman:
        yield dragoman
        wait_for_jobs()
