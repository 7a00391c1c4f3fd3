"""From the paths a user gives to single files: folders are walked, .gz and .zip unpacked, bombs refused.

Nothing is ever written under a name that an archive gives: members are unpacked as streams into anonymous
temporary files, which the system frees when they are closed, also after a kill.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path, PureWindowsPath
from typing import IO, BinaryIO

from dragoman.ingest.spool import Spool
from dragoman.ingest.zip_directory import directory_size
from dragoman.model import Origin, Problem, ProblemKind
from dragoman.ports import SourceFile

_CHUNK = 1_048_576
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")
_MAPPING = ".mapping.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be opened at all; memory and disk stay bounded by these."""

    max_file_bytes: int = 4 * 1024**3
    """Largest single file."""
    max_unpacked_bytes: int = 8 * 1024**3
    """Most that one archive or compressed file may unpack to, all members together."""
    max_ratio: float = 200.0
    """Most that a member may grow by; real tables grow 5 to 50 times. Counts from `ratio_from_bytes` on."""
    ratio_from_bytes: int = 16 * 1024**2
    """A member that unpacks to less than this may have any ratio."""
    max_members: int = 10_000
    """Most members of one archive."""
    max_nesting: int = 2
    """An archive, and one within it."""


def expand(paths: Sequence[Path], limits: Limits, /) -> Iterator[SourceFile | Problem]:
    """The files behind the paths: each once, in the order given, those of a folder by their names.

    A file's name is its path relative to the folder given, or its base name; a member's is
    "offers.zip!/list.csv". Hidden files and mapping files are skipped. What cannot or must not be opened comes as
    a Problem in its place; nothing is raised for it. A member's temporary file lives as long as its SourceFile.
    """
    expansion = _Expansion(limits)
    for path in paths:
        yield from expansion.path(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bytes:
    """Something to read that may turn out to be an archive."""

    name: str
    size: int
    open: Callable[[], AbstractContextManager[BinaryIO]]
    sha256: str | None = None
    """Known already for what was unpacked."""
    nesting: int = 0


class _Refused(Exception):
    def __init__(self, expected: str, got: str, advice: str, kind: ProblemKind = "limit") -> None:
        super().__init__(expected)
        self.expected, self.got, self.advice, self.kind = expected, got, advice, kind


class _Budget:
    """Counts what one archive unpacks to, everything inside it together."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = 0

    def spend(self, size: int, /, *, unpacked: int, packed: int) -> None:
        """`size` more bytes; `unpacked` so far of this member, which takes `packed` bytes in the archive."""
        self._total += size
        limits = self._limits
        if self._total > limits.max_unpacked_bytes:
            raise _Refused(
                f"an archive that unpacks to at most {limits.max_unpacked_bytes:,} bytes",
                f"more than {self._total:,}",
                "unpack it yourself and load the folder, or raise DRAGOMAN_MAX_UNPACKED_MB if you trust it",
            )
        if unpacked > limits.max_file_bytes:
            raise _Refused(
                f"files of at most {limits.max_file_bytes:,} bytes",
                f"more than {unpacked:,}",
                "split the file, or raise DRAGOMAN_MAX_FILE_MB",
            )
        if unpacked > limits.ratio_from_bytes and unpacked > limits.max_ratio * max(packed, 1):
            raise _Refused(
                f"a file that grows at most {limits.max_ratio:g} times when unpacked",
                f"{unpacked:,} bytes out of {packed:,}",
                "this is how zip bombs are made; if you trust it, unpack it yourself and load the folder",
            )


class _Expansion:
    """One call of `expand`: remembers what was given out, so that each file comes once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seen: set[str] = set()
        self._names: set[str] = set()

    # ---------------------------------------------------------------------------- paths and folders

    def path(self, path: Path) -> Iterator[SourceFile | Problem]:
        if path.is_dir():
            yield from self._folder(path)
        else:
            yield from self._file(path, _shown(path.name))

    def _folder(self, folder: Path) -> Iterator[SourceFile | Problem]:
        root = folder.resolve()
        failed: list[OSError] = []
        for here, folders, files in os.walk(folder, onerror=failed.append, followlinks=False):
            links = [name for name in folders if not _hidden(name) and (Path(here) / name).is_symlink()]
            folders[:] = sorted(name for name in folders if not _hidden(name) and name not in links)
            for name in links:
                yield _link(_shown((Path(here) / name).relative_to(folder).as_posix()))
            for name in sorted(name for name in files if not _hidden(name) and not name.endswith(_MAPPING)):
                path = Path(here) / name
                shown = _shown(path.relative_to(folder).as_posix())
                if path.is_symlink() and not _inside(path, root):
                    yield _link(shown)
                else:
                    yield from self._file(path, shown)
        for error in failed:
            yield _unreadable(_shown(str(error.filename)), error)

    def _file(self, path: Path, name: str) -> Iterator[SourceFile | Problem]:
        try:
            found = path.stat()
            real = str(path.resolve())
        except (OSError, RuntimeError) as error:
            yield _unreadable(name, error)
            return
        if real in self._seen:
            return
        self._seen.add(real)
        problem = self._refusal(found, name)
        if problem is not None:
            yield problem
            return
        self._names.add(name)
        try:
            yield from self._bytes(_Bytes(name=name, size=found.st_size, open=lambda: path.open("rb")), None)
        except OSError as error:
            yield _unreadable(name, error)

    def _refusal(self, found: os.stat_result, name: str) -> Problem | None:
        if not stat.S_ISREG(found.st_mode):
            return _problem(name, "a file or a folder", "a device or a pipe", "give the path of a file")
        if found.st_size > self._limits.max_file_bytes:
            return _problem(
                name,
                f"a file of at most {self._limits.max_file_bytes:,} bytes",
                f"{found.st_size:,} bytes",
                "split the file, or raise DRAGOMAN_MAX_FILE_MB",
                kind="limit",
            )
        if name in self._names:
            return _problem(
                name,
                "files with names of their own",
                f"a second file called {name}",
                "give the folder that holds both; if it is the next edition of the same list, load it afterwards",
            )
        return None

    # ---------------------------------------------------------------------------------- archives

    def _bytes(self, data: _Bytes, budget: _Budget | None) -> Iterator[SourceFile | Problem]:
        """The file itself, or what it holds where it is compressed."""
        with data.open() as stream:
            head = stream.read(4)
        if head.startswith(_GZIP):
            yield from self._nested(data, budget, self._gzip)
        elif head.startswith(_ZIP) and not _is_document(data):
            yield from self._nested(data, budget, self._zip)
        else:
            sha256 = data.sha256 if data.sha256 is not None else _sha256(data)
            yield SourceFile(name=data.name, sha256=sha256, size=data.size, open=data.open)

    def _nested(
        self,
        data: _Bytes,
        budget: _Budget | None,
        unpack: Callable[[_Bytes, _Budget], Iterator[SourceFile | Problem]],
    ) -> Iterator[SourceFile | Problem]:
        if data.nesting >= self._limits.max_nesting:
            yield _problem(
                data.name,
                f"archives within archives at most {self._limits.max_nesting} deep",
                "one more",
                "unpack it yourself and load the folder",
                kind="limit",
            )
            return
        try:
            yield from unpack(data, budget if budget is not None else _Budget(self._limits))
        except _Refused as refused:
            yield _problem(data.name, refused.expected, refused.got, refused.advice, kind=refused.kind)
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError) as error:
            yield _problem(
                data.name,
                "a whole archive",
                f"one that is cut off or damaged ({error})",
                "fetch it again, or unpack it yourself and load the folder",
            )

    def _gzip(self, data: _Bytes, budget: _Budget) -> Iterator[SourceFile | Problem]:
        with data.open() as raw, gzip.GzipFile(fileobj=raw) as unpacked:
            inner = self._unpack(unpacked, data.name, data.size, data.nesting, budget)
        yield from self._bytes(inner, budget)

    def _zip(self, data: _Bytes, budget: _Budget) -> Iterator[SourceFile | Problem]:
        with data.open() as raw:
            if directory_size(raw, data.size) > self._limits.max_members * 1_000:
                raise _too_many(self._limits)
            with zipfile.ZipFile(raw) as archive:
                for member in self._members(archive):
                    yield from self._member(data, archive, member, budget)

    def _members(self, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > self._limits.max_members:
            raise _too_many(self._limits)
        found = [member for member in members if not _skipped(_member_name(member))]
        if not found:
            raise _Refused(
                "an archive with files",
                "an empty one",
                "ask the supplier to send it again",
                "unreadable_file",
            )
        return sorted(found, key=lambda member: member.filename)

    def _member(
        self, data: _Bytes, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget
    ) -> Iterator[SourceFile | Problem]:
        name = f"{data.name}!/{_shown(_member_name(member))}"
        problem = _member_refusal(name, member) or (_twice(name) if name in self._names else None)
        if problem is not None:
            yield problem
            return
        self._names.add(name)
        try:
            with archive.open(member) as unpacked:
                inner = self._unpack(unpacked, name, member.compress_size, data.nesting, budget)
        except (
            zipfile.BadZipFile,
            EOFError,
            zlib.error,
            NotImplementedError,
            OSError,
            RuntimeError,
        ) as error:
            yield _problem(
                name,
                "a whole member",
                f"one that is damaged ({error})",
                "ask the supplier for the archive again",
            )
            return
        yield from self._bytes(inner, budget)

    def _unpack(
        self, stream: BufferedIOBase | IO[bytes], name: str, packed: int, nesting: int, budget: _Budget
    ) -> _Bytes:
        spool = Spool()
        digest = hashlib.sha256()
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            budget.spend(len(chunk), unpacked=size, packed=packed)
            digest.update(chunk)
            spool.write(chunk)
        return _Bytes(name=name, size=size, open=spool.open, sha256=digest.hexdigest(), nesting=nesting + 1)


def _too_many(limits: Limits) -> _Refused:
    return _Refused(
        f"an archive of at most {limits.max_members:,} files",
        "more",
        "unpack it yourself and load the folders one by one",
    )


def _sha256(data: _Bytes) -> str:
    digest = hashlib.sha256()
    with data.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_document(data: _Bytes) -> bool:
    """Whether a zip is an office document (XLSX, ODS, DOCX), which its reader opens by itself."""
    with data.open() as stream:
        head = stream.read(65_536)
    first = head[30:80]
    return (
        first.startswith(b"mimetypeapplication/vnd.")
        or b"[Content_Types].xml" in head
        or b"xl/workbook" in head
    )


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _HIDDEN


def _skipped(member_name: str) -> bool:
    """Whether a member is what the system left there, not the supplier."""
    parts = [part for part in member_name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return any(_hidden(part) for part in parts) or member_name.endswith(_MAPPING)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name as UTF-8 where the archive has it so without saying so."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _member_refusal(name: str, member: zipfile.ZipInfo) -> Problem | None:
    written = PureWindowsPath(member.filename)
    if written.drive or written.root or ".." in written.parts:
        return _problem(
            name,
            "a member with a path inside the archive",
            member.filename,
            "this is how archives attack; if you trust it, unpack it yourself and load the folder",
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        return _problem(name, "a file", "a link", "ask the supplier to pack the file itself")
    if member.flag_bits & 0x1:
        return _problem(
            name,
            "a member without a password",
            "an encrypted one",
            "unpack it with its password and load the folder",
        )
    return None


def _twice(name: str) -> Problem:
    return _problem(
        name,
        "members with names of their own",
        "a second one of this name",
        "unpack it yourself and load the folder",
    )


def _inside(path: Path, root: Path) -> bool:
    """Whether a link leads to a file within the folder given."""
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _link(name: str) -> Problem:
    return _problem(
        name, "a file or a folder", "a link that leads elsewhere", "give the path that it leads to itself"
    )


def _unreadable(name: str, error: Exception) -> Problem:
    got = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return _problem(name, "a file that can be read", got, "check the path and that you may read it")


def _problem(
    name: str, expected: str, got: str, advice: str, *, kind: ProblemKind = "unreadable_file"
) -> Problem:
    return Problem(
        kind=kind,
        origin=Origin(file=name, sha256=""),
        value=got[:200],
        expected=expected,
        advice=advice,
        severity="error",
    )


def _shown(name: str) -> str:
    """A name that can be stored and printed, whatever bytes the file system or archive gave."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "\ufffd")
