"""Fixtures that several areas share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from dragoman.app import Dragoman, limits_of, open_dragoman
from dragoman.ingest.load import IngestRequest
from dragoman.ports import ReadOptions
from dragoman.settings import Settings

# A test is about behaviour, not speed: the machine may be busy. CI draws the same examples each time.
hypothesis_settings.register_profile("local", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "local")

# Starlette's test client calls the server "testserver"; the guard against foreign names must know it.
os.environ.setdefault("DRAGOMAN_ALLOWED_HOSTS", "testserver")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the checkout, for tests marked `shared`."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, the real data beside the checkout, which is not here")
    return SHARED


def ingest_request(*paths: Path, settings: Settings) -> IngestRequest:
    """A load of `paths` with nothing else said."""
    return IngestRequest(
        paths=paths,
        mapping=None,
        supplier=None,
        country=None,
        options=ReadOptions(),
        limits=limits_of(settings),
    )


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with every sample catalogue loaded and the sample rates in force; do not change it."""
    home = tmp_path_factory.mktemp("sample-home")
    (home / "rates.csv").write_bytes((ROOT / "samples" / "rates.csv").read_bytes())
    settings = Settings(home=home)
    with open_dragoman(settings) as dragoman:
        dragoman.ingest(
            ingest_request(ROOT / "samples" / "catalogues", settings=settings), lambda _event: None
        )
    return home


@pytest.fixture
def sample_dragoman(sample_home: Path) -> Iterator[Dragoman]:
    """The samples, open."""
    with open_dragoman(Settings(home=sample_home)) as dragoman:
        yield dragoman
