"""A disk that is full at any write: told, the record intact, and the same load goes on once there is space."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import ingest_request
from dragoman.app import open_dragoman
from dragoman.errors import DragomanError, OutOfSpace
from dragoman.faces.cli import main
from dragoman.faces.uploads import keep_uploads
from dragoman.ingest.load import IngestRequest
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

ROWS = 1500


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "bottles.csv"
    rows = (f"B-{n},Steel bottle {n} ml number {n},{1 + n / 1000:.3f},100" for n in range(ROWS))
    path.write_text("\n".join(["SKU,Product name,Price USD,MOQ", *rows]), encoding="utf-8")
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """32 MB of a file system of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("needs the right to mount a small disk; the other tests of this file do without")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path, *, leave_kb: int) -> None:
    free = shutil.disk_usage(disk).free
    with (disk / "filler").open("wb") as stream:
        stream.write(b"x" * (free - leave_kb * 1024))


@pytest.mark.parametrize("leave_kb", [20, 700, 1500, 3000])
def test_a_load_on_a_full_disk_is_told_and_goes_on_when_there_is_space(
    small_disk: Path, catalogue: Path, leave_kb: int
) -> None:
    settings = Settings(home=small_disk / "home")
    request = ingest_request(catalogue, settings=settings)
    fill(small_disk, leave_kb=leave_kb)
    with pytest.raises(OutOfSpace, match="free some space"), open_dragoman(settings) as dragoman:
        dragoman.ingest(request, lambda _event: None)
    (small_disk / "filler").unlink()
    with open_dragoman(settings) as dragoman:
        held = dragoman.counts().offers
        assert held % 500 == 0, "whole batches"
        dragoman.ingest(request, lambda _event: None)
        assert dragoman.counts().offers == ROWS
        assert len(dragoman.indexed_offer_ids()) == ROWS
        assert dragoman.verify().ok


def test_an_open_server_answers_on_a_full_disk_and_catches_up_when_there_is_space(
    small_disk: Path, catalogue: Path
) -> None:
    settings = Settings(home=small_disk / "home")
    with open_dragoman(settings) as dragoman:
        fill(small_disk, leave_kb=2500)
        with pytest.raises(OutOfSpace):
            dragoman.ingest(ingest_request(catalogue, settings=settings), lambda _event: None)
        assert dragoman.search(SearchRequest(text="bottle")).total <= ROWS
        (small_disk / "filler").unlink()
        dragoman.ingest(ingest_request(catalogue, settings=settings), lambda _event: None)
        assert len(dragoman.indexed_offer_ids()) == ROWS


Harm = Callable[..., object]


def no_space(*_arguments: object, **_more: object) -> object:
    raise OSError(errno.ENOSPC, "No space left on device")


def no_space_in_rust(*_arguments: object, **_more: object) -> object:
    raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")


WRITES: dict[str, Harm] = {
    "dragoman.indexes.local.dense.append": no_space,
    "dragoman.indexes.local.row_log.append": no_space,
    "dragoman.indexes.local.words.Words.write": no_space_in_rust,
    "dragoman.indexes.local.checks.word_sums": no_space,
    "dragoman.indexes.local.manifest.write": no_space,
    "dragoman.ingest.load.find": no_space,
}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("few") / "few.csv"
    path.write_text("SKU,Product name,Price USD\nA,Steel bottle,1.10\nB,Jar,2.10\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("where", WRITES)
def test_no_space_at_any_write_of_a_load_is_told_and_the_next_attempt_goes_on(
    tmp_path: Path, few: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    settings = Settings(home=tmp_path / "home")
    request: IngestRequest = ingest_request(few, settings=settings)
    with open_dragoman(settings) as dragoman:
        with monkeypatch.context() as patched:
            patched.setattr(where, WRITES[where])
            with pytest.raises(OutOfSpace, match="free some space"):
                dragoman.ingest(request, lambda _event: None)
        dragoman.ingest(request, lambda _event: None)
        assert len(dragoman.indexed_offer_ids()) == dragoman.counts().offers == 2
        assert dragoman.verify().ok


def test_an_upload_on_a_full_disk_is_told_and_leaves_nothing_half(
    tmp_path: Path, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Upload:
        filename = "list.csv"
        file = few.open("rb")

    settings = Settings(home=tmp_path)
    with monkeypatch.context() as patched, Upload.file:
        patched.setattr("dragoman.faces.uploads.os.fsync", no_space)
        with pytest.raises(OutOfSpace):
            keep_uploads(settings, [Upload()])
    assert list(settings.uploads_path.iterdir()) == []


def test_a_backup_onto_a_full_disk_is_told_and_leaves_nothing_half(
    tmp_path: Path, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home")
    target = tmp_path / "out" / "b.zip"
    with open_dragoman(settings) as dragoman:
        dragoman.ingest(ingest_request(few, settings=settings), lambda _event: None)
        with monkeypatch.context() as patched:
            patched.setattr("dragoman.operate.archive.os.fsync", no_space)
            with pytest.raises(DragomanError, match="free some space"):
                dragoman.backup(target)
        assert list(target.parent.iterdir()) == []
        assert dragoman.backup(target).offers == 2


def test_on_a_full_disk_a_search_answers_from_what_is_indexed_and_verify_reads_what_it_can(
    tmp_path: Path, few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home")
    with open_dragoman(settings) as dragoman:
        dragoman.ingest(ingest_request(few, settings=settings), lambda _event: None)
        more = tmp_path / "more.csv"
        more.write_text("SKU,Product name,Price USD\nC,Steel bottle,3.10\n", encoding="utf-8")
        monkeypatch.setattr("dragoman.indexes.local.row_log.append", no_space)
        with pytest.raises(OutOfSpace):
            dragoman.ingest(ingest_request(more, settings=settings), lambda _event: None)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["--home", str(settings.home), *words])

    found = json.loads(run("search", "steel bottle", "--json").stdout)
    assert [hit["title"] for hit in found["hits"]][:1] == ["Steel bottle"]
    assert any("catching up" in notice for notice in found["notices"])
    verified = run("verify", "--json")
    findings = {one["name"]: one for one in json.loads(verified.stdout)["findings"]}
    assert verified.exit_code == 1
    assert "free some space" in findings["disk"]["advice"]
    assert findings["record is sound"]["ok"]
    assert findings["offers that can be found"]["value"].startswith("2 of 3")
    monkeypatch.setattr("dragoman.doctor.free_bytes", lambda _path: 1000)
    examined = json.loads(run("doctor", "--json").stdout)["findings"]
    (index,) = (one for one in examined if one["name"] == "index")
    assert index["advice"].startswith("free some space on the disk first")
