"""The kind that is asked for comes before things of other kinds that say its name."""

from __future__ import annotations

import pytest

from conftest import ingest_request
from dragoman.app import Dragoman, open_dragoman
from dragoman.search.features import kind_match
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

LIST = """sku,title,description,price,currency
T1,Toner cartridge for laser printer,"For every laser printer. Laser printer toner, black.",31.00,USD
T2,Drum for laser printer,"Laser printer drum; fits any laser printer.",44.00,USD
T3,Cleaning cloth for laser printer,"Cloth for the glass of a laser printer.",2.00,USD
P1,Xerox 5550 A3 monochrome laser printer,Network and duplex.,890.00,USD
P2,Colour laser printer HL-9310,"31 pages a minute, 600 sheets.",610.00,USD
P3,Printer Phaser 3250,Prints by laser.,320.00,USD
"""


@pytest.fixture(scope="module")
def dragoman(tmp_path_factory: pytest.TempPathFactory) -> Dragoman:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    settings = Settings(home=folder / "home")
    opened = open_dragoman(settings)
    opened.ingest(ingest_request(folder / "list.csv", settings=settings), lambda _event: None)
    return opened


@pytest.mark.parametrize(
    ("question", "first"),
    [("laser printer", {"P1", "P2"}), ("Laserdrucker", {"P1", "P2"})],
)
def test_the_thing_comes_before_what_is_made_for_it(
    dragoman: Dragoman, question: str, first: set[str]
) -> None:
    hits = dragoman.search(SearchRequest(text=question)).hits
    assert {hit.offer.external_id for hit in hits[: len(first)]} == first


@pytest.mark.parametrize(
    ("offered", "asked", "expected"),
    [
        (("laser_printer",), ("printer",), 1.0),
        (("gaming_mouse",), ("computer_mouse",), 1.0),
        (("printer",), ("laser_printer",), 0.5),
        (("toner_cartridge",), ("laser_printer",), 0.0),
        ((), ("printer",), 0.5),
        (("printer",), (), 0.5),
    ],
)
def test_what_is_only_known_as_something_general_may_be_the_special_thing(
    offered: tuple[str, ...], asked: tuple[str, ...], expected: float
) -> None:
    assert kind_match(offered, asked) == expected
