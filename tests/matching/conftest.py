"""Three invented suppliers with goods in common."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.app import Dragoman, open_dragoman
from dragoman.ingest.load import IngestRequest
from dragoman.settings import Settings

NORD = """SKU,Product name,GTIN,MPN,Brand,Price EUR,MOQ
N-1,Harrow Trailmaster flask 750 ml black HT750BK,4006381333931,HT750BK,Harrow,4.20,100
N-2,Harrow Trailmaster flask 500 ml black HT500BK,4006381333948,HT500BK,Harrow,3.60,100
N-3,Lark lunch box two layers 1.2 l green,,LB12G,Lark,5.10,50
N-4,Paper bag kraft 24 x 10 x 32 cm brown,,,,0.12,1000
"""
SUD = """Ref,Name,EAN,MPN,Brand,Price USD,MOQ
S-1,Trailmaster vacuum bottle 0.75 l by Harrow,4006381333931,,,3.90,200
S-2,Lunch box Lark 1200 ml green LB12G,,LB12G,Lark,6.40,50
S-3,Trailmaster vacuum bottle 0.5 l by Harrow,4006381333948,,,3.30,200
"""
OST = """Ref,Name,EAN,MPN,Brand,Price USD,MOQ
O-1,Harrow flask Trailmaster HT750BK black 750ml,,HT750BK,Harrow,4.00,300
O-2,Ceramic mug 330 ml white,,,,1.10,300
"""


def load(dragoman: Dragoman, *paths: Path) -> None:
    dragoman.ingest(IngestRequest(paths=paths), lambda _event: None)


def _write(folder: Path) -> dict[str, Path]:
    folder.mkdir()
    paths = {}
    for name, text in (("Nord Haus", NORD), ("Sud Trading", SUD), ("Ost Import", OST)):
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(text, encoding="utf-8")
    return paths


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, Path]:
    return _write(tmp_path / "lists")


def new_home(place: Path) -> Path:
    place.mkdir()
    (place / "rates.csv").write_text(
        "base,quote,rate,as_of,source\nEUR,USD,1.10,2026-11-20,Test rates\n", encoding="utf-8"
    )
    return place


@pytest.fixture(scope="session")
def matched_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All three lists loaded and matched; copied for each test."""
    folder = tmp_path_factory.mktemp("matched")
    home = new_home(folder / "home")
    with open_dragoman(Settings(home=home)) as opened:
        load(opened, *_write(folder / "lists").values())
        opened.match()
    return home


@pytest.fixture
def home(tmp_path: Path, matched_home: Path) -> Path:
    return Path(shutil.copytree(matched_home, tmp_path / "home"))


@pytest.fixture
def dragoman(home: Path) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=home)) as opened:
        yield opened


def by_number(dragoman: Dragoman) -> dict[str, str]:
    """Supplier's article number -> offer id."""
    _, offers = dragoman.products.search_of()
    return {one.external_id: one.offer_id for one in offers}
