"""A record that is not where it should be, or older than its index: said, and nothing is made in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ingest_request
from dragoman.app import open_dragoman, restore_home
from dragoman.errors import InputError, RankingModelUnusable, RecordMissing
from dragoman.faces.cli import main
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

LIST = "SKU,Product name,Price USD\nA,Steel bottle,1.10\nB,Glass jar,2.10\n"
MORE = LIST + "C,Paper cup,0.10\n"


def load(home: Path, text: str) -> None:
    path = home.parent / "list.csv"
    path.write_text(text, encoding="utf-8")
    settings = Settings(home=home)
    with open_dragoman(settings) as dragoman:
        dragoman.ingest(ingest_request(path, settings=settings), lambda _event: None)


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two offers, an older record of one moment before, and a backup; change none of them."""
    folder = tmp_path_factory.mktemp("made")
    load(folder / "home", LIST)
    shutil.copytree(folder / "home", folder / "older")
    load(folder / "home", MORE)
    with open_dragoman(Settings(home=folder / "home")) as dragoman:
        dragoman.backup(folder / "backup.zip")
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "home", tmp_path / "home"))


READING = (
    ("search", "bottle"),
    ("complete", "bo"),
    ("offer", "x"),
    ("problems",),
    ("files",),
    ("landed", "x"),
    ("compare", "x", "y"),
    ("match",),
    ("evaluations",),
    ("verify",),
    ("reindex",),
)


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_a_command_that_reads_makes_no_home(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(tmp_path / "typo", *words)
    assert done.exit_code == 5
    assert "expected a record at" in done.stderr
    assert "dragoman ingest" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("understand", "500 steel bottles"), ("classify", "steel bottle")])
def test_what_needs_no_record_is_answered_without_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run(tmp_path / "none", *words).exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_doctor_looks_at_a_home_that_is_missing_and_does_not_make_it(tmp_path: Path) -> None:
    done = run(tmp_path / "typo", "doctor")
    assert done.exit_code == 1
    assert "tantivy" in done.stdout
    assert "found none" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", ["nothing", "a file without bytes"])
def test_the_backup_of_an_unmounted_home_is_refused_and_the_last_one_kept(
    made: Path, tmp_path: Path, left: str
) -> None:
    night, mount = tmp_path / "night.zip", tmp_path / "mount"
    shutil.copyfile(made / "backup.zip", night)
    mount.mkdir()
    if left != "nothing":
        (mount / "record.sqlite3").touch()
    before = night.read_bytes()
    done = run(mount, "backup", "--force", str(night))
    assert (done.exit_code, night.read_bytes()) == (5, before)
    assert "found none" in done.stderr


def test_a_backup_with_offers_is_not_replaced_by_one_without(made: Path, tmp_path: Path) -> None:
    night = Path(shutil.copyfile(made / "backup.zip", tmp_path / "night.zip"))
    with open_dragoman(Settings(home=tmp_path / "new")) as dragoman:
        with pytest.raises(InputError, match="holds 3 offers"):
            dragoman.backup(night, overwrite=True)
        dragoman.backup(tmp_path / "empty.zip")
        dragoman.backup(tmp_path / "empty.zip", overwrite=True)
    assert night.read_bytes() == (made / "backup.zip").read_bytes()


def test_an_index_without_its_record_means_that_the_record_is_gone(home: Path, made: Path) -> None:
    for name in ("record.sqlite3", "record.sqlite3-wal", "record.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    before = {path: path.stat().st_size for path in home.rglob("*") if path.is_file()}
    for words in (("search", "bottle"), ("ingest", str(made / "list.csv")), ("reindex",), ("verify",)):
        done = run(home, *words)
        assert done.exit_code == 5, words
        assert "restore" in done.stderr
    assert "restore" in run(home, "doctor").stdout
    assert {path: path.stat().st_size for path in home.rglob("*") if path.is_file()} == before
    restore_home(Settings(home=home), made / "backup.zip", force=True)
    with open_dragoman(Settings(home=home)) as dragoman:
        dragoman.catch_up()
        assert dragoman.search(SearchRequest(text="bottle")).total >= 1
        assert dragoman.verify().ok


def test_a_record_older_than_its_index_is_said_and_the_index_kept(home: Path, made: Path) -> None:
    shutil.copyfile(made / "older" / "record.sqlite3", home / "record.sqlite3")
    settings = Settings(home=home)
    with open_dragoman(settings) as dragoman:
        for act in (
            dragoman.catch_up,
            dragoman.catch_up_if_idle,
            dragoman.verify,
            lambda: dragoman.ingest(
                ingest_request(made / "list.csv", settings=settings), lambda _event: None
            ),
        ):
            with pytest.raises(RecordMissing, match="older than the index"):
                act()
        assert dragoman.generations() == (3, 2)
        advice = {one.name: one.advice for one in dragoman.doctor().findings}
        assert "restore" in advice["index"]
        assert dragoman.reindex() == 2
        assert dragoman.verify().ok


def test_a_ranker_that_is_named_and_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RankingModelUnusable, match="no such file"):
        open_dragoman(Settings(home=tmp_path / "home", ranker=tmp_path / "own.txt"))
