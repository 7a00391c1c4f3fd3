"""A page of a loaded file as a picture: from the same bytes only, drawn once, wherever the file is looked for."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dragoman.errors import FileChanged, FileGone, NotFound, StoreBusy
from dragoman.ingest import pages as under_test
from dragoman.ingest.pages import PagePictures
from dragoman.ingest.sources import Limits
from dragoman.model import Supplier
from dragoman.ports import FileRecord, PagePicture, SourceFile

LIST = b"%PDF-1.4 a list of cups"
SHA = hashlib.sha256(LIST).hexdigest()


class Pen:
    """Draws what a file holds, and counts how often it is asked."""

    def __init__(self) -> None:
        self.drawn: list[tuple[str, int]] = []

    def __call__(self, source: SourceFile, page: int, /) -> PagePicture:
        self.drawn.append((source.name, page))
        with source.open() as stream:
            return PagePicture(png=stream.read(), width=595, height=842)


def record(path: Path | None, name: str = "list.pdf", sha256: str = SHA) -> FileRecord:
    return FileRecord(
        file_id=1,
        name=name,
        sha256=sha256,
        supplier=Supplier(supplier_id="s", name="S", country=None),
        fingerprint="f",
        state="loaded",
        rows_done=1,
        started_at=datetime(2026, 11, 1, tzinfo=UTC),
        path=path,
    )


@pytest.fixture
def pen() -> Pen:
    return Pen()


def pictures(pen: Pen, files: Sequence[FileRecord], uploads: Path) -> PagePictures:
    return PagePictures(lambda: files, pen, uploads=uploads, limits=Limits())


def test_a_page_is_drawn_from_the_file_and_once_only(tmp_path: Path, pen: Pen) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(LIST)
    of = pictures(pen, [record(path)], tmp_path / "uploads")
    assert of.picture(SHA, 2).png == of.picture(SHA, 2).png == LIST
    assert pen.drawn == [("list.pdf", 2)]


def test_a_member_of_an_archive_is_found_by_its_bytes(tmp_path: Path, pen: Pen) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.pdf", b"%PDF-1.4 another")
        archive.writestr("list.pdf", LIST)
    of = pictures(pen, [record(path, "all.zip!/list.pdf")], tmp_path / "uploads")
    assert of.picture(SHA, 1).png == LIST


def test_a_file_with_other_bytes_is_never_shown(tmp_path: Path, pen: Pen) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(LIST + b" and mugs")
    of = pictures(pen, [record(path)], tmp_path / "uploads")
    with pytest.raises(FileChanged, match="found one with other bytes"):
        of.picture(SHA, 1)
    assert not pen.drawn


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path, pen: Pen) -> None:
    of = pictures(pen, [record(tmp_path / "list.pdf")], tmp_path / "uploads")
    with pytest.raises(FileGone, match="put it back"):
        of.picture(SHA, 1)


def test_uploads_are_found_after_the_home_has_moved(tmp_path: Path, pen: Pen) -> None:
    uploads = tmp_path / "new home" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "list.pdf").write_bytes(LIST)
    of = pictures(pen, [record(tmp_path / "old home" / "uploads" / "list.pdf")], uploads)
    assert of.picture(SHA, 1).png == LIST


@pytest.mark.parametrize("name", ["../list.pdf", "..", "", "a\\..\\list.pdf", "a\x00b"])
def test_a_name_never_leads_out_of_the_uploads(tmp_path: Path, pen: Pen, name: str) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (tmp_path / "list.pdf").write_bytes(LIST)
    of = pictures(pen, [record(None, name)], uploads)
    with pytest.raises(FileGone):
        of.picture(SHA, 1)


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", SHA.upper(), "0" * 64])
def test_only_files_of_the_record_have_pages(tmp_path: Path, pen: Pen, sha256: str) -> None:
    of = pictures(pen, [record(tmp_path / "list.pdf")], tmp_path)
    with pytest.raises(NotFound):
        of.picture(sha256, 1)


@pytest.mark.parametrize("page", [0, -1, 10**9])
def test_pages_are_counted_from_one(tmp_path: Path, pen: Pen, page: int) -> None:
    with pytest.raises(NotFound, match="they begin at 1"):
        pictures(pen, [], tmp_path).picture(SHA, page)


def test_the_pictures_that_are_kept_are_bounded(
    tmp_path: Path, pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "MAX_KEPT_BYTES", 2 * len(LIST))
    path = tmp_path / "list.pdf"
    path.write_bytes(LIST)
    of = pictures(pen, [record(path)], tmp_path)
    for page in (1, 2, 1, 3, 1, 2):
        of.picture(SHA, page)
    assert [page for _, page in pen.drawn] == [1, 2, 3, 2], "the one not looked at longest goes first"


def test_one_who_finds_too_many_waiting_is_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "MOST_WAITING", 0)
    with pytest.raises(StoreBusy, match="try again"):
        pictures(Pen(), [], tmp_path).picture(SHA, 1)


def test_those_who_ask_for_the_same_page_at_once_wait_for_one_drawing(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(LIST)
    begun, go_on = threading.Event(), threading.Event()
    pen = Pen()

    def slow(source: SourceFile, page: int, /) -> PagePicture:
        begun.set()
        assert go_on.wait(30)
        return pen(source, page)

    of = PagePictures(lambda: [record(path)], slow, uploads=tmp_path, limits=Limits())
    threads = [threading.Thread(target=of.picture, args=(SHA, 1)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(30)
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert len(pen.drawn) == 1
