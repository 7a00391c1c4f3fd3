"""A home goes into one file and back, while it is used; nothing of a stranger's or damaged file is let in."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import os
import shutil
import signal
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any  # the list in a backup; its shape is operate/archive.py

import pytest
from click.testing import CliRunner

from conftest import ingest_request
from dragoman.app import open_dragoman, restore_home
from dragoman.errors import DragomanError, FileUnreadable, InputError, OutOfSpace, StoreError
from dragoman.faces.cli import main
from dragoman.operate import archive
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

HEADER = "SKU,Product name,Price USD,MOQ"
BOTTLES = "\n".join([HEADER, *(f"B-{n},Steel bottle {n} ml,{n}.10,100" for n in range(1, 9))])
JARS = "\n".join([HEADER, *(f"J-{n},Glass jar {n} ml,{n}.20,100" for n in range(1, 5))])


def load(home: Path, name: str, text: str) -> None:
    path = home.parent / name
    path.write_text(text, encoding="utf-8")
    settings = Settings(home=home)
    with open_dragoman(settings) as dragoman:
        dragoman.ingest(ingest_request(path, settings=settings), lambda _event: None)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with something of everything, and its backup beside it; change neither."""
    folder = tmp_path_factory.mktemp("made")
    home = folder / "home"
    load(home, "bottles.csv", BOTTLES)
    for name, text in (
        ("rates.csv", "base,quote,rate,as_of,source\nUSD,EUR,0.9,2026-11-20,test\n"),
        ("synonyms.txt", "flask, bottle\n"),
        ("evaluations/monday.json", "{}"),
        ("uploads/list.csv", BOTTLES),
        ("mappings/nordwind.toml", "supplier = 'Nordwind'\n"),
        ("uploads/.half.part", "not whole"),
    ):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    with open_dragoman(Settings(home=home)) as dragoman:
        dragoman.backup(folder / "backup.zip")
    return folder


@pytest.fixture
def backup(made: Path) -> Path:
    return made / "backup.zip"


def everything(home: Path) -> object:
    with open_dragoman(Settings(home=home)) as dragoman:
        dragoman.catch_up()
        offers = {one: dragoman.offer(one) for one in sorted(dragoman.indexed_offer_ids())}
        assert dragoman.verify().ok
        return dragoman.counts(), offers


def files(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in archive.kept(home)}


def test_what_was_backed_up_is_restored_whole(made: Path, backup: Path, tmp_path: Path) -> None:
    contents = restore_home(Settings(home=tmp_path / "new"), backup)
    assert contents.offers == 8
    assert everything(tmp_path / "new") == everything(made / "home")
    found = files(tmp_path / "new")
    assert found == files(made / "home")
    assert {
        "rates.csv",
        "synonyms.txt",
        "evaluations/monday.json",
        "uploads/list.csv",
        "mappings/nordwind.toml",
    } == set(found)
    assert sorted(one.name for one in (tmp_path / "new").iterdir() if one.name.startswith(".")) == []


def test_rates_and_ranker_named_elsewhere_are_in_the_backup(tmp_path: Path) -> None:
    rates = tmp_path / "table.csv"
    rates.write_text("base,quote,rate,as_of,source\nUSD,EUR,0.9,2026-11-20,test\n", encoding="utf-8")
    with open_dragoman(Settings(home=tmp_path / "home", rates=rates)) as dragoman:
        dragoman.backup(tmp_path / "b.zip")
    restore_home(Settings(home=tmp_path / "new"), tmp_path / "b.zip")
    assert (tmp_path / "new" / "rates.csv").read_bytes() == rates.read_bytes()


def test_a_backup_is_of_one_moment_while_a_load_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    many = "\n".join([HEADER, *(f"B-{n},Steel bottle {n} ml,{n}.10,100" for n in range(1, 2500))])
    began = threading.Event()
    path = tmp_path / "many.csv"
    path.write_text(many, encoding="utf-8")
    settings = Settings(home=home)
    with open_dragoman(settings) as dragoman:
        request = ingest_request(path, settings=settings)
        thread = threading.Thread(target=lambda: dragoman.ingest(request, lambda _event: began.set()))
        thread.start()
        assert began.wait(60)
        contents = dragoman.backup(tmp_path / "b.zip")
        thread.join(120)
    assert contents.offers >= 1
    restore_home(Settings(home=tmp_path / "new"), tmp_path / "b.zip")
    with open_dragoman(Settings(home=tmp_path / "new")) as restored:
        assert restored.verify().ok
        assert restored.counts().offers == contents.offers


def test_a_file_that_is_there_is_kept_unless_it_is_forced(backup: Path, made: Path) -> None:
    before = backup.read_bytes()
    with open_dragoman(Settings(home=made / "home")) as dragoman:
        with pytest.raises(InputError, match="--force"):
            dragoman.backup(backup)
        with pytest.raises(InputError, match="within the home"):
            dragoman.backup(made / "home" / "b.zip")
    assert backup.read_bytes() == before


def told_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM comes while the record's copy is packed."""

    def killed(*_arguments: object, **_more: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("dragoman.operate.backup.write", killed)


def test_a_backup_that_is_told_to_end_leaves_nothing_and_says_that_it_was_not_done(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_to_end(monkeypatch)
    done = CliRunner().invoke(main, ["--home", str(made / "home"), "backup", str(tmp_path / "b.zip")])
    assert done.exit_code == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_backup_left_goes_with_the_next_one_but_not_what_another_is_at(
    made: Path, tmp_path: Path
) -> None:
    dead, alive = tmp_path / ".dragoman-backup-dead", tmp_path / ".dragoman-backup-alive"
    for folder in (dead, alive):
        folder.mkdir()
        (folder / "record.sqlite3").write_bytes(b"half")
    handle = os.open(alive, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with open_dragoman(Settings(home=made / "home")) as dragoman:
            dragoman.backup(tmp_path / "b.zip")
    finally:
        os.close(handle)
    assert sorted(path.name for path in tmp_path.iterdir()) == [alive.name, "b.zip"]


def test_a_backup_may_have_as_long_a_name_as_the_disk_takes(made: Path, tmp_path: Path) -> None:
    with open_dragoman(Settings(home=made / "home")) as dragoman:
        assert dragoman.backup(tmp_path / f"{'b' * 251}.zip").offers == 8
        with pytest.raises(StoreError, match="File name too long"):
            dragoman.backup(tmp_path / f"{'b' * 252}.zip")


def test_a_damaged_record_is_not_backed_up_and_that_says_what_to_do(made: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(made / "home", tmp_path / "home"))
    record = home / "record.sqlite3"
    with contextlib.closing(sqlite3.connect(record)) as looked_at:
        (size,) = looked_at.execute("PRAGMA page_size").fetchone()
        (page,) = looked_at.execute("SELECT rootpage FROM sqlite_master WHERE name = 'raw_rows'").fetchone()
    content = bytearray(record.read_bytes())
    content[size * (page - 1) : size * page] = b"\x5a" * size
    record.write_bytes(bytes(content))
    done = CliRunner().invoke(main, ["--home", str(home), "backup", str(tmp_path / "b.zip")])
    assert done.exit_code == 5
    assert "Nothing was written" in done.stderr
    assert "restore" in done.stderr
    assert "***" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "b.zip").exists()


def test_a_home_that_holds_something_is_kept_unless_it_is_forced(backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    load(home, "jars.csv", JARS)
    (home / "synonyms.txt").write_text("jar, pot\n", encoding="utf-8")
    (home / "own.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="--force"):
        restore_home(Settings(home=home), backup)
    with open_dragoman(Settings(home=home)) as dragoman:
        assert dragoman.counts().offers == 4
    restore_home(Settings(home=home), backup, force=True)
    with open_dragoman(Settings(home=home)) as dragoman:
        assert dragoman.verify().ok
        assert dragoman.counts().offers == 8
    (aside,) = home.glob(f"{archive.ASIDE}*")
    assert files(aside) == {"synonyms.txt": b"jar, pot\n", "own.toml": b"mine"}
    assert not (home / "own.toml").exists()


def test_a_server_that_has_the_home_open_answers_from_the_restored_record(
    backup: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    load(home, "jars.csv", JARS)
    with open_dragoman(Settings(home=home)) as serving:
        assert serving.search(SearchRequest(text="jar")).total == 4
        restore_home(Settings(home=home), backup, force=True)
        assert serving.counts().offers == 8
        assert serving.catch_up() == 8
        assert serving.search(SearchRequest(text="steel bottle")).total == 8
        assert serving.search(SearchRequest(text="glass jar", filters=("category=x",))).total == 0
        assert serving.verify().ok


def test_a_record_that_no_longer_opens_is_set_aside(backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "record.sqlite3").write_bytes(b"no database at all" * 300)
    restore_home(Settings(home=home), backup, force=True)
    with open_dragoman(Settings(home=home)) as dragoman:
        assert dragoman.verify().ok
    (aside,) = home.glob(f"{archive.ASIDE}*")
    assert (aside / "record.sqlite3").exists()


# ------------------------------------------------------------------------------ what is refused


Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def changed(backup: Path, target: Path, change: Change, mode: int = 0o100600) -> Path:
    """The backup with its files (by name) and its list as `change` leaves them."""
    with zipfile.ZipFile(backup) as source:
        held = {name: source.read(name) for name in source.namelist()}
    listed: dict[str, Any] = json.loads(held.pop(archive.CONTENTS))
    change(held, listed)
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in held.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (0o120777 if name == "link" else mode) << 16
            packed.writestr(info, content)
        packed.writestr(archive.CONTENTS, json.dumps(listed))
    return target


def with_member(name: str, content: bytes = b"x") -> Change:
    import hashlib

    def add(held: dict[str, bytes], listed: dict[str, Any]) -> None:
        held[name] = content
        digest = hashlib.sha256(content).hexdigest()
        listed["members"].append({"name": name, "size": len(content), "sha256": digest})

    return add


def newer_format(_held: dict[str, bytes], listed: dict[str, Any]) -> None:
    listed["format"] = archive.FORMAT + 1


def other_bytes(held: dict[str, bytes], _listed: dict[str, Any]) -> None:
    held["synonyms.txt"] = held["synonyms.txt"][::-1]


def unlisted(held: dict[str, bytes], _listed: dict[str, Any]) -> None:
    held["more.txt"] = b"x"


def without_record(held: dict[str, bytes], listed: dict[str, Any]) -> None:
    del held["record.sqlite3"]
    listed["members"] = [one for one in listed["members"] if one["name"] != "record.sqlite3"]


def other_counts(_held: dict[str, bytes], listed: dict[str, Any]) -> None:
    listed["offers"] += 1


def larger_than_said(_held: dict[str, bytes], listed: dict[str, Any]) -> None:
    next(one for one in listed["members"] if one["name"] == "rates.csv")["size"] = 3


def a_record_that_is_none(held: dict[str, bytes], listed: dict[str, Any]) -> None:
    without_record(held, listed)
    with_member("record.sqlite3", b"SQLite format 3\x00" + b"\x07" * 5000)(held, listed)


UNSAFE = (
    "../out.txt",
    "/dragoman-out.txt",
    "a/../../out.txt",
    "a\\..\\out",
    "C:out",
    "index/manifest.json",
    "load.lock",
    "link",
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        *((with_member(name), "no place|plain file") for name in UNSAFE),
        (newer_format, "newer Dragoman"),
        (other_bytes, "checksum"),
        (unlisted, "not those of its list"),
        (without_record, "no record"),
        (other_counts, "its list says"),
        (larger_than_said, "its list says 3"),
        (a_record_that_is_none, "record"),
    ],
)
def test_a_backup_that_is_not_as_it_was_written_is_refused_and_nothing_changes(
    backup: Path, tmp_path: Path, change: Change, said: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "synonyms.txt").write_text("jar, pot\n", encoding="utf-8")
    bad = changed(backup, tmp_path / "bad.zip", change)
    with pytest.raises(DragomanError, match=said):
        restore_home(Settings(home=home), bad, force=True)
    kept = sorted(path.name for path in home.iterdir())
    assert kept == ["index.lock", "load.lock", "synonyms.txt"]
    assert not (tmp_path / "out.txt").exists()
    assert not Path("/dragoman-out.txt").exists()


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_backup_that_was_cut_short_is_refused(backup: Path, tmp_path: Path, share: float) -> None:
    whole = backup.read_bytes()
    (tmp_path / "short.zip").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileUnreadable):
        restore_home(Settings(home=tmp_path / "home"), tmp_path / "short.zip")


def test_any_flipped_bit_of_a_backup_is_refused_or_without_effect(
    made: Path, backup: Path, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    for number, at in enumerate(range(7, len(whole), len(whole) // 25)):
        content = bytearray(whole)
        content[at] ^= 0x20
        bad, home = tmp_path / f"{number}.zip", tmp_path / str(number)
        bad.write_bytes(bytes(content))
        try:
            restore_home(Settings(home=home), bad)
        except DragomanError:
            continue
        assert files(home) == files(made / "home")
        shutil.rmtree(home)


def test_a_flipped_bit_in_the_directory_of_a_backup_is_refused_or_without_effect(
    backup: Path, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    bad, into = tmp_path / "bad.zip", tmp_path / "into"
    directory = range(whole.index(b"PK\x01\x02"), len(whole))
    for at, bit in itertools.product(directory, (0x04, 0x80)):
        content = bytearray(whole)
        content[at] ^= bit
        bad.write_bytes(content)
        into.mkdir()
        with contextlib.suppress(FileUnreadable, OutOfSpace):
            archive.unpack(bad, into, free_bytes=lambda: 10_000_000)
        shutil.rmtree(into)


def test_a_disk_without_room_is_told_before_anything_is_unpacked(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr("dragoman.operate.backup.shutil.disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(OutOfSpace, match="free some space"):
        restore_home(Settings(home=tmp_path / "home"), backup)


def test_the_commands_say_what_they_did(backup: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    done = CliRunner().invoke(main, ["--home", home, "restore", str(backup), "--json"])
    assert json.loads(done.stdout)["offers"] == 8
    again = CliRunner().invoke(main, ["--home", home, "restore", str(backup)])
    assert (again.exit_code, "--force" in again.stderr) == (2, True)
    kept = CliRunner().invoke(main, ["--home", home, "backup", str(tmp_path / "b.zip")])
    assert (kept.exit_code, "8 offers" in kept.stdout) == (0, True)
    sound = CliRunner().invoke(main, ["--home", home, "verify", "--json"])
    assert (sound.exit_code, json.loads(sound.stdout)["ok"]) == (0, True)
