"""What OCR read on a page is kept by the file's bytes, so that a corrected file is read again in moments."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.formats import ocr, ocr_words
from dragoman.formats.ocr import picture_pages, scanned_pages
from dragoman.formats.ocr_words import KeptWords
from dragoman.formats.pdf_limits import DEFAULT_PAGE_LIMITS
from dragoman.formats.pdf_process import ChildDied, PageMessage
from dragoman.ports import SourceFile
from dragoman.testing.format_reader import source_of

SHA = "a" * 64
LIMITS = DEFAULT_PAGE_LIMITS


def page(number: int, word: str = "mug") -> PageMessage:
    box = (10.0, 20.0, 30.0, 30.0, 29.0, 9.0, False)
    return PageMessage(number=number, width=595.0, height=842.0, words=[(word, *box)], confidences=[0.97])


class Reading:
    """Stands for the process that reads pages, and counts them."""

    def __init__(self, *, of: int = 3, dies_at: int | None = None) -> None:
        self.read: list[int] = []
        self._of = of
        self._dies_at = dies_at

    def __call__(self, source: SourceFile, what: list[str], limits: object) -> Iterator[PageMessage]:
        del source, limits
        numbers = map(int, what[1].split(",")) if what[0] == "pdf" else range(1, self._of + 1)
        for number in numbers:
            if number == self._dies_at:
                raise ChildDied("time", "too long")
            self.read.append(number)
            yield page(number)


@pytest.fixture
def source() -> SourceFile:
    return replace(source_of(b"printed", "list.pdf"), sha256=SHA)


@pytest.fixture
def kept(tmp_path: Path) -> KeptWords:
    return KeptWords(tmp_path / "cache" / "ocr")


def reading(monkeypatch: pytest.MonkeyPatch, **how: int) -> Reading:
    made = Reading(**how)
    monkeypatch.setattr(ocr, "_pages", made)
    return made


def test_a_page_is_read_once_and_comes_back_as_it_was(
    source: SourceFile, kept: KeptWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = reading(monkeypatch)
    first = list(scanned_pages(source, [2, 5], LIMITS, kept))
    second = list(scanned_pages(source, [1, 2, 5, 7], LIMITS, kept))
    assert process.read == [2, 5, 1, 7]
    assert [one.number for one in second] == [1, 2, 5, 7]
    assert (second[1], second[2]) == (first[0], first[1])


def test_pages_that_were_read_before_a_load_was_cut_off_are_kept(
    source: SourceFile, kept: KeptWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(monkeypatch, dies_at=3)
    with pytest.raises(ChildDied):
        list(scanned_pages(source, [1, 2, 3], LIMITS, kept))
    process = reading(monkeypatch)
    assert [one.number for one in scanned_pages(source, [1, 2, 3], LIMITS, kept)] == [1, 2, 3]
    assert process.read == [3]


def test_a_picture_is_read_again_unless_it_was_read_to_its_end(
    source: SourceFile, kept: KeptWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = reading(monkeypatch, of=2)
    next(picture_pages(source, LIMITS, kept))
    assert len(list(picture_pages(source, LIMITS, kept))) == 2
    assert process.read == [1, 1, 2]
    assert [one.number for one in picture_pages(source, LIMITS, kept)] == [1, 2]
    assert process.read == [1, 1, 2]


def test_other_bytes_and_another_version_of_the_reader_have_nothing_kept(
    source: SourceFile, kept: KeptWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(SHA, page(1), LIMITS)
    assert kept.pages("b" * 64, [1], LIMITS) == {}
    assert kept.pages("../" + "a" * 61, [1], LIMITS) == {}
    assert kept.pages(SHA, [1], replace(LIMITS, max_pixels=1_000)) == {}
    monkeypatch.setattr(ocr_words, "_read_by", lambda *_limits: "another")
    assert kept.pages(SHA, [1], LIMITS) == {}


@pytest.mark.parametrize("data", [b"", b"nonsense", b"x\x9c\x03\x00"])
def test_what_is_damaged_is_read_again(kept: KeptWords, tmp_path: Path, data: bytes) -> None:
    kept.keep(SHA, page(1), LIMITS)
    kept.keep(SHA, page(2), LIMITS)
    (folder,) = (tmp_path / "cache" / "ocr").iterdir()
    (folder / "1").write_bytes(data)
    (folder / "3").write_bytes((folder / "2").read_bytes())  # says that it is another page
    assert list(kept.pages(SHA, [1, 2, 3], LIMITS)) == [2]


def test_what_was_used_longest_ago_makes_room(tmp_path: Path) -> None:
    path = tmp_path / "ocr"
    kept = KeptWords(path, most_bytes=1)
    for age, sha256 in enumerate(("c" * 64, "b" * 64, SHA)):
        KeptWords(path).keep(sha256, page(1), LIMITS)
        (folder,) = path.glob(f"{sha256}-*")
        os.utime(folder, (1_000_000 + age, 1_000_000 + age))
    kept = KeptWords(path, most_bytes=sum(file.stat().st_size for file in path.glob(f"[ab]{'?' * 80}/*")))
    kept.trim()
    assert sorted(one.name[0] for one in path.iterdir()) == ["a", "b"]
    assert kept.pages("b" * 64, [1], LIMITS)


def test_a_folder_that_cannot_be_written_only_costs_time(
    source: SourceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ocr"
    path.write_bytes(b"a file is in the way")
    process = reading(monkeypatch)
    kept = KeptWords(path)
    for _ in range(2):
        assert len(list(scanned_pages(source, [1, 2], LIMITS, kept))) == 2
    assert process.read == [1, 2, 1, 2]
