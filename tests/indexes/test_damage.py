"""A truncated, flipped or missing file of the index is noticed when it is opened; what a kill leaves is no damage."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any  # what a patched method is called with

import pytest

from dragoman.errors import IndexDamaged
from dragoman.indexes.local import LocalIndex, checks
from dragoman.indexes.local.words import Words
from dragoman.testing.search_index import DIMENSIONS, changes, document, ids, vector, words

Harm = Callable[[Path], None]


def open_index(path: Path) -> LocalIndex:
    return LocalIndex(path, encoder_name="test", dimensions=DIMENSIONS)


def put(path: Path, content: bytes) -> None:
    """A new file in the place of the old one: whoever has the old one mapped goes on reading that."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def cut_short(path: Path) -> None:
    put(path, path.read_bytes()[:-1])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    put(path, bytes(content))


def remove(path: Path) -> None:
    path.unlink()


def put_a_folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = open_index(tmp_path)
    index.apply(changes(document("a", "steel bottle", seed=3), document("b", "mouse", seed=4)))
    index.apply(changes(document("c", "lid", seed=5), deletes=("b",), generation=2))
    return tmp_path


def kept_files(folder: Path) -> list[Path]:
    """Every file that says something of an offer."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size and path.suffix != ".lock" and path.name != ".managed.json"
    ]


def refused(folder: Path) -> bool:
    """Whether the folder is called damaged, with the way out."""
    try:
        open_index(folder)
    except IndexDamaged as error:
        return "reindex" in str(error)
    return False


@pytest.mark.parametrize("harm", [cut_short, flip_a_bit, remove, put_a_folder_in_its_place])
def test_each_file_of_the_index_is_missed_when_it_is_harmed(folder: Path, harm: Harm) -> None:
    names = [path.relative_to(folder) for path in kept_files(folder)]
    assert len(names) > 8, names
    unnoticed = []
    for name in names:
        path = folder / name
        before = path.read_bytes()
        harm(path)
        if not refused(folder):
            unnoticed.append(str(name))
        if path.is_dir():
            path.rmdir()
        put(path, before)
    assert unnoticed == []
    assert open_index(folder).damage() == ()


def test_a_manifest_with_any_bit_flipped_is_not_trusted(folder: Path) -> None:
    path = folder / "manifest.json"
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        content = bytearray(whole)
        content[at] ^= 0x04
        put(path, bytes(content))
        with pytest.raises(IndexDamaged, match="manifest"):
            open_index(folder)
    put(path, whole)
    assert open_index(folder).offer_ids() == {"a", "c"}


def test_an_index_that_is_large_compares_sizes_at_opening_and_reads_the_rest_when_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "AT_OPEN_BYTES", 0)
    flip_a_bit(folder / "vectors.f16")
    (damage,) = open_index(folder).damage()
    assert "vectors.f16" in damage
    cut_short(folder / "vectors.f16")
    with pytest.raises(IndexDamaged, match=r"vectors\.f16"):
        open_index(folder)


def test_files_of_a_change_that_was_cut_off_before_the_manifest_are_no_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index(folder)

    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("dragoman.indexes.local.manifest.write", crash)
        with pytest.raises(KeyboardInterrupt):
            index.apply(changes(document("a", "spoon"), document("d", "fork"), generation=3))
    again = open_index(folder)
    assert (again.damage(), again.generation()) == ((), 2)
    again.apply(changes(document("a", "spoon"), document("d", "fork"), generation=3))
    assert open_index(folder).damage() == ()
    assert open_index(folder).offer_ids() == {"a", "c", "d"}


_DIE_HOLDING_THE_LOCKS = """
import os, signal, sys
from pathlib import Path
from typing import Any  # what a patched method is called with
from dragoman.indexes.local import LocalIndex, index
from dragoman.testing.search_index import DIMENSIONS, changes, document
opened = LocalIndex(Path(sys.argv[1]), encoder_name="test", dimensions=DIMENSIONS)
index.row_log.append = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
opened.apply(changes(document("x", "spoon"), generation=3))
"""


def test_a_lock_that_a_killed_process_held_is_free(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _DIE_HOLDING_THE_LOCKS, str(folder)], check=False, timeout=60
    )
    assert done.returncode == -9
    index = open_index(folder)
    index.apply(changes(document("d", "fork", seed=9), generation=3))
    assert ids(index.search(words("fork", vector=vector(9))))[0] == "d"


def test_everything_a_manifest_speaks_of_is_on_the_disk_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut keeps what was synchronised and may lose the rest: the manifest must come last."""
    index, order = open_index(folder), list[str]()
    real_sync, real_replace, real_words = os.fsync, Path.replace, Words.write

    def fsync(handle: int) -> None:
        order.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().name}")
        real_sync(handle)

    def replace(self: Path, target: Path) -> Path:
        order.append(f"rename {target.name}")
        return real_replace(self, target)

    def write(self: Words, *arguments: Any, **more: Any) -> None:
        real_words(self, *arguments, **more)
        order.append("words committed")

    monkeypatch.setattr("os.fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Words, "write", write)
    index.apply(changes(document("z", "fork"), generation=3))
    assert order == [
        "sync vectors.f16",
        "sync rows.log",
        "words committed",  # Tantivy synchronises its files and folder within its commit
        "sync manifest.new",
        "rename manifest.json",
        f"sync {folder.name}",
    ]


def test_a_change_that_another_process_is_making_is_no_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between Tantivy's commit, which may delete files, and the manifest that speaks of the new ones."""
    reader, writer = open_index(folder), open_index(folder)
    differing = LocalIndex._differing
    looks: list[int] = []

    def in_the_middle(self: LocalIndex, *, whole: bool) -> tuple[str, ...]:
        looks.append(len(looks))
        if len(looks) == 1:
            writer.apply(changes(document("q", "fork"), generation=3))
            return ("a file is gone",)
        return differing(self, whole=whole)

    monkeypatch.setattr(LocalIndex, "_differing", in_the_middle)
    assert reader.damage() == ()
    assert looks == [0, 1]


def test_a_kill_in_the_middle_of_emptying_the_index_is_no_damage(folder: Path) -> None:
    """The empty manifest comes first; the files go one after the other."""
    index = open_index(folder)
    gone = next(path for path in sorted((folder / "words").iterdir()) if path.suffix == ".term")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            "dragoman.indexes.local.index.shutil.rmtree", lambda *_arguments, **_more: gone.unlink()
        )
        with pytest.raises(IndexDamaged):
            index.clear()
    again = open_index(folder)
    assert (again.offer_ids(), again.generation(), again.damage()) == (set(), 0, ())
    again.apply(changes(document("a", "spoon")))
    assert open_index(folder).offer_ids() == {"a"}
