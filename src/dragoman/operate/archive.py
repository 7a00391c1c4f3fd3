"""A home in one file: a ZIP of the record and of all else that the user gave or made, with a list of its contents.

    backup.json      versions, when, and of each member its size and SHA-256; the last one written
    record.sqlite3   one moment of the record, by SQLite's own online copy
    ...              everything else in the home, under its name there: rates, synonyms, ranker, evaluations,
                     uploads, mappings; not the index, which is made from the record

What comes back from a stranger's disk is not trusted: names, kinds, sizes and sums are checked before anything is used.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from dragoman.broken_zip import BROKEN_ZIP
from dragoman.disk import out_of_space, sync_folder, written
from dragoman.errors import FileUnreadable, InputError
from dragoman.operate import damage

FORMAT = 1
"""Rises when an older Dragoman could not restore what is written now."""
CONTENTS = "backup.json"
RECORD = "record.sqlite3"
ASIDE = "before-restore-"
"""Folders of what a restore replaced."""
_DERIVED = frozenset({"index", damage.FILE, CONTENTS, RECORD, f"{RECORD}-wal", f"{RECORD}-shm", "cache"})
_PACKED = frozenset(
    {".zip", ".gz", ".xlsx", ".xz", ".png", ".jpg", ".jpeg", ".docx", ".odt", ".ods", ".parquet"}
)
_BESIDE = ("-wal", "-shm")
"""Endings of what SQLite keeps beside an open database."""
_DRIVE = re.compile("[A-Za-z]:")
_MOST_MEMBERS = 1_000_000
_MOST_CONTENTS_BYTES = 256 * 1024 * 1024
_CHUNK = 1 << 20


class Member(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    size: int
    sha256: str


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The list in the backup."""

    format: int
    dragoman: str
    made_at: datetime
    revision: str
    """Of the record's schema."""
    generation: int
    offers: int
    members: list[Member]


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What the list says of the record beside its bytes."""

    dragoman: str
    revision: str
    generation: int
    offers: int


def kept(home: Path, /) -> Iterator[Path]:
    """Files of the home that a backup holds beside the record, in order of their names."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        beside = name.name.endswith(_BESIDE) and path.with_name(path.name[: -len(_BESIDE[0])]).exists()
        if not is_derived(name.as_posix()) and not beside and path.is_file():
            yield path


def is_derived(name: str, /) -> bool:
    """Whether a name in the home is of what is made anew, held only while running, or set aside."""
    first, *_ = parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") for part in parts)
    running = len(parts) == 1 and name.endswith((".lock", ".part", *_BESIDE))
    return first in _DERIVED or first.startswith(ASIDE) or hidden or running


# ------------------------------------------------------------------------------------------ writing


def write(
    target: Path,
    members: Mapping[str, Path],
    described: Described,
    /,
    *,
    work: Path,
) -> Contents:
    """Pack the files, by name, into `target`; whole or not at all.

    Args:
        work: Folder on the disk of `target`, for what is not whole yet; whoever made it removes it.
    Raises:
        OutOfSpace, StoreError: it cannot be written.
    """
    partial = work / "whole.zip.part"
    with written(target.parent):
        contents = _packed(partial, members, described)
        partial.replace(target)
        sync_folder(target.parent)
    return contents


def _packed(partial: Path, members: Mapping[str, Path], described: Described) -> Contents:
    with partial.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            found = [_packed_member(archive, name, path) for name, path in members.items()]
            contents = Contents(
                format=FORMAT,
                dragoman=described.dragoman,
                made_at=datetime.now(UTC),
                revision=described.revision,
                generation=described.generation,
                offers=described.offers,
                members=found,
            )
            archive.writestr(CONTENTS, msgspec.json.format(msgspec.json.encode(contents), indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    return contents


def _packed_member(archive: zipfile.ZipFile, name: str, path: Path) -> Member:
    if not is_safe(name):
        raise InputError(
            f"{path}: its name {name!r} has no place in a backup (it must be UTF-8, below 1024 bytes, without backslashes); "
            "rename the file and try again"
        )
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if path.suffix.lower() in _PACKED else zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as packed:
        while piece := source.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
            packed.write(piece)
    return Member(name=name, size=size, sha256=digest.hexdigest())


# ------------------------------------------------------------------------------------------ reading


def offers_in(source: Path, /) -> int:
    """How many a backup says that it holds; 0 where the file is no backup that can be read."""
    try:
        with zipfile.ZipFile(source) as archive:
            return _contents(source, archive).offers
    except (FileUnreadable, *BROKEN_ZIP, OSError):
        return 0


def unpack(source: Path, into: Path, /, *, free_bytes: Callable[[], int]) -> Contents:
    """Unpack a backup into the folder `into`, and check every byte of it.

    Raises FileUnreadable (no backup, of a newer format, damaged, or with names that have no place in a home), OutOfSpace.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            contents = _contents(source, archive)
            infos = _checked(source, archive, contents)
            if sum(one.size for one in contents.members) > free_bytes():
                raise out_of_space(into)
            for member in contents.members:
                _unpacked(source, archive, infos[member.name], member, into)
    except FileNotFoundError as error:
        raise FileUnreadable(f"{source}: expected a backup, there is no such file") from error
    except IsADirectoryError as error:
        raise FileUnreadable(f"{source}: expected a backup, got a folder") from error
    except PermissionError as error:
        raise FileUnreadable(f"{source}: expected to read it, got: {error.strerror}") from error
    except BROKEN_ZIP as error:
        raise _damaged(source, str(error)) from error
    return contents


def _contents(source: Path, archive: zipfile.ZipFile) -> Contents:
    try:
        info = archive.getinfo(CONTENTS)
    except KeyError as error:
        raise FileUnreadable(
            f"{source}: expected a file that `dragoman backup` made, got a ZIP without {CONTENTS}"
        ) from error
    if info.file_size > _MOST_CONTENTS_BYTES:
        raise _damaged(source, f"{CONTENTS} is {info.file_size} bytes")
    try:
        raw = b"".join(_pieces(source, archive, info))
        form = msgspec.json.decode(raw, type=_Form).format
        if form > FORMAT:
            raise FileUnreadable(
                f"{source}: expected a backup of format {FORMAT} at most, got {form}; restore it with a newer Dragoman"
            )
        return msgspec.json.decode(raw, type=Contents)
    except msgspec.DecodeError as error:
        raise _damaged(source, f"{CONTENTS} does not parse: {error}") from error


class _Form(msgspec.Struct):
    format: int


def _checked(source: Path, archive: zipfile.ZipFile, contents: Contents) -> dict[str, zipfile.ZipInfo]:
    """The members by name. Raises FileUnreadable for any that has no place in a home."""
    infos = archive.infolist()
    names = [one.filename for one in infos]
    listed = [one.name for one in contents.members]
    if len(infos) > _MOST_MEMBERS:
        raise _damaged(source, f"it holds {len(infos)} files, expected at most {_MOST_MEMBERS}")
    if sorted([*listed, CONTENTS]) != sorted(names) or len(set(names)) != len(names):
        raise _damaged(source, "its files are not those of its list")
    if RECORD not in listed:
        raise _damaged(source, f"it holds no {RECORD}")
    by_name = {one.filename: one for one in infos}
    for member in contents.members:
        info = by_name[member.name]
        if not is_safe(member.name):
            raise FileUnreadable(
                f"{source}: holds a file named {member.name!r}, which has no place in a home; nothing was restored"
            )
        if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG} or info.flag_bits & 1:
            raise FileUnreadable(
                f"{source}: {member.name!r} is no plain file (a link, a folder, or encrypted); nothing was restored"
            )
        if info.file_size != member.size:
            raise _damaged(source, f"{member.name!r} is {info.file_size} bytes, its list says {member.size}")
    return by_name


def is_safe(name: str, /) -> bool:
    """Whether a member's name is one that `write` gives.

    >>> [is_safe(name) for name in ("record.sqlite3", "uploads/list.csv", "../x", "/x", "a/../../x", "index/lock", "C:x")]
    [True, True, False, False, False, False, False]
    """
    plain = PurePosixPath(name)
    return (
        bool(name)
        and name == plain.as_posix()
        and not plain.is_absolute()
        and not any(part in {".", ".."} for part in plain.parts)
        and not any(letter in name for letter in "\\\x00")
        and not _DRIVE.match(name)
        and len(name.encode("utf-8", "surrogatepass")) < 1024
        and not any("\ud800" <= letter <= "\udfff" for letter in name)
        and (name == RECORD or not is_derived(name))
    )


def _unpacked(
    source: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member, into: Path
) -> None:
    target = into / member.name
    with written(into):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            size, sha256 = _copied(source, archive, info, member, stream)
            stream.flush()
            os.fsync(stream.fileno())
    if (size, sha256) != (member.size, member.sha256):
        raise _damaged(source, f"{member.name!r} does not have the checksum that its list says")


def _copied(
    source: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member, stream: BinaryIO
) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(source, archive, info):
        size += len(piece)
        if size > member.size:
            break
        digest.update(piece)
        stream.write(piece)
    return size, digest.hexdigest()


def _pieces(source: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member holds. Raises FileUnreadable."""
    try:
        with archive.open(info) as packed:
            while piece := packed.read(_CHUNK):
                yield piece
    except (*BROKEN_ZIP, OSError) as error:
        raise _damaged(source, f"{info.filename!r}: {error}") from error


def _damaged(source: Path, why: str) -> FileUnreadable:
    return FileUnreadable(
        f"{source}: expected a whole backup, got a damaged one ({why}); nothing was restored, use another copy"
    )
