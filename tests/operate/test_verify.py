"""`dragoman verify` says what is wrong between record and index, and what to do; damage is mended and said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ingest_request
from dragoman.app import Dragoman, open_dragoman
from dragoman.doctor import Finding
from dragoman.faces.cli import main
from dragoman.indexes.memory import MemoryIndex
from dragoman.operate.damage import noted
from dragoman.operate.verify import compare
from dragoman.ports import CatalogueStore
from dragoman.settings import Settings
from dragoman.stores.memory import MemoryStore
from dragoman.testing.catalogue_store import load, numbered
from dragoman.testing.search_index import changes, document

NAME = numbered(1).supplier.name


def doc(offer_id: str, supplier: str = NAME):  # type: ignore[no-untyped-def]  # an IndexDocument
    return replace(document(offer_id), facets={"supplier": (supplier,)})


@pytest.fixture
def store() -> CatalogueStore:
    made = MemoryStore()
    load(made, [numbered(1), numbered(2)])
    return made


def wrong(store: CatalogueStore, index: MemoryIndex) -> dict[str, Finding]:
    return {one.name: one for one in compare(store=store, index=index).findings if not one.ok}


def test_an_index_that_says_what_the_record_says_is_sound(store: CatalogueStore) -> None:
    index = MemoryIndex()
    index.apply(changes(doc("o1"), doc("o2"), generation=store.generation()))
    assert wrong(store, index) == {}


def test_an_index_that_is_behind_is_told(store: CatalogueStore) -> None:
    index = MemoryIndex()
    index.apply(changes(doc("o1"), generation=1))
    found = wrong(store, index)
    assert found["generation of the index"].value == f"1 of {store.generation()}"
    assert "catches up" in found["generation of the index"].advice


def test_offers_missing_and_too_many_are_named(store: CatalogueStore) -> None:
    index = MemoryIndex()
    index.apply(changes(doc("o1"), doc("ghost"), generation=store.generation()))
    found = wrong(store, index)["offers that can be found"]
    assert "not found: 1 (o2)" in found.value
    assert "not in the record: 1 (ghost)" in found.value
    assert "reindex" in found.advice


def test_a_supplier_with_other_counts_is_named(store: CatalogueStore) -> None:
    index = MemoryIndex()
    index.apply(changes(doc("o1"), doc("o2", supplier="Other"), generation=store.generation()))
    found = wrong(store, index)
    assert set(found) == {"offers by supplier"}
    assert f"{NAME}: 1 of 2" in found["offers by supplier"].value


# ------------------------------------------------------------------------------ a real home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "bottles.csv"
    rows = (f"B-{n},Steel bottle {n} ml,{n}.10,100" for n in range(1, 9))
    path.write_text("\n".join(["SKU,Product name,Price USD,MOQ", *rows]), encoding="utf-8")
    settings = Settings(home=tmp_path / "home")
    with open_dragoman(settings) as dragoman:
        dragoman.ingest(ingest_request(path, settings=settings), lambda _event: None)
    return tmp_path / "home"


def harm(home: Path) -> None:
    path = home / "index" / "vectors.f16"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(bytes(content))


def said(dragoman: Dragoman) -> str:
    return "; ".join(f"{one.name}: {one.value} {one.advice}" for one in dragoman.doctor().findings)


def test_a_damaged_index_is_made_anew_from_the_record_and_verify_doctor_and_log_say_so(home: Path) -> None:
    harm(home)
    first = CliRunner().invoke(main, ["--home", str(home), "verify"])
    assert first.exit_code == 1
    assert "vectors.f16" in first.stdout
    assert "index_damaged" in first.stderr
    again = CliRunner().invoke(main, ["--home", str(home), "verify"])
    assert again.exit_code == 0, again.output
    with open_dragoman(Settings(home=home)) as dragoman:
        assert len(dragoman.indexed_offer_ids()) == 8
        assert "damaged index" in said(dragoman)
        assert dragoman.doctor().ok or "failing" not in said(dragoman)
    found = noted(home)
    assert found is not None
    assert found.times == 1


@pytest.mark.parametrize("harm", ["gone", "a folder"])
def test_an_index_that_lost_its_manifest_is_made_anew_and_that_is_said(home: Path, harm: str) -> None:
    manifest = home / "index" / "manifest.json"
    manifest.unlink()
    if harm == "a folder":
        manifest.mkdir()
    with open_dragoman(Settings(home=home)) as dragoman:
        assert dragoman.catch_up() > 0
        assert "damaged index" in {one.name for one in dragoman.doctor().findings}
        (manifest.unlink if harm == "gone" else lambda: manifest.replace(home / "aside"))()
        if harm == "a folder":
            manifest.mkdir()
        assert dragoman.heal()
        assert dragoman.verify().findings[-1].ok
    found = noted(home)
    assert found is not None
    assert "manifest" in found.reason
    assert found.times == 2


def test_a_disk_that_damages_files_again_is_called_failing(home: Path) -> None:
    for _time in range(2):
        harm(home)
        with open_dragoman(Settings(home=home)) as dragoman:
            dragoman.catch_up()
            told = said(dragoman)
    assert "failing" in told


def test_an_index_that_is_damaged_while_it_is_open_is_healed(home: Path) -> None:
    with open_dragoman(Settings(home=home)) as dragoman:
        assert not dragoman.heal()
        harm(home)
        assert dragoman.heal()
        assert len(dragoman.indexed_offer_ids()) == 8
        assert dragoman.verify().ok
        assert dragoman.watch.seen().rebuilds == 1


def test_what_a_killed_load_left_is_indexed_before_it_is_compared(home: Path) -> None:
    with open_dragoman(Settings(home=home)) as dragoman:
        dragoman._index.clear()
        assert dragoman.verify().ok
        assert len(dragoman.indexed_offer_ids()) == 8
