"""From the paths a user gives to single files: folders are walked, archives and e-mails opened, bombs refused.

Nothing is ever written under a name that an archive gives: members are unpacked as streams into anonymous
temporary files, which the system frees when they are closed, also after a kill.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedIOBase
from pathlib import Path, PureWindowsPath
from typing import IO, BinaryIO

from dragoman.ingest import mail, outlook, tnef
from dragoman.ingest.budget import Budget, Limits, Refused, too_many
from dragoman.ingest.documents import OLE, is_apple
from dragoman.ingest.mime import take_apart
from dragoman.ingest.spool import Spool
from dragoman.ingest.tars import Cautious, is_tar
from dragoman.ingest.xz import Xz
from dragoman.ingest.zip_directory import directory_size, own_names
from dragoman.model import Origin, Problem, ProblemKind
from dragoman.ports import Sending, SourceFile

__all__ = ["Limits", "expand"]

_CHUNK = 1_048_576
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BZIP2 = re.compile(rb"BZh[1-9]1AY&SY")
_XZ = b"\xfd7zXZ\x00"
_CLOSED = ((b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"), (b"Rar!\x1a\x07", "a RAR archive"))
"""Archives that no library with a permissive licence opens."""
_HEAD_BYTES = 65_536
_DAMAGED = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, tarfile.TarError, lzma.LZMAError),
    *(EOFError, zlib.error, NotImplementedError, RecursionError, ValueError, LookupError),
)
"""What the openers of containers raise where one is cut off or damaged."""
_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")
_MAPPING = ".mapping.toml"


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
    sending: Sending | None = None
    """The e-mail it came in."""
    is_message: bool = False
    incidental: bool = False


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
            given = _Bytes(name=name, size=found.st_size, open=lambda: path.open("rb"))
            for one in self._bytes(given, None):
                yield one if isinstance(one, Problem) else replace(one, path=Path(real))
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

    def _bytes(self, data: _Bytes, budget: Budget | None) -> Iterator[SourceFile | Problem]:
        """The file itself, or what it holds where it is compressed."""
        with data.open() as stream:
            head = stream.read(_HEAD_BYTES)
        for sign, words in _CLOSED:
            if head.startswith(sign):
                yield _problem(
                    data.name,
                    "files, or an archive such as .zip or .tar.gz",
                    words,
                    "unpack it and load the folder",
                )
                return
        opener = self._opener(data, head)
        if opener is not None:
            yield from self._nested(data, budget, opener)
            return
        yield SourceFile(
            name=data.name,
            sha256=data.sha256 if data.sha256 is not None else _sha256(data),
            size=data.size,
            open=data.open,
            sending=data.sending,
            is_message=data.is_message,
            incidental=data.incidental,
        )

    def _opener(self, data: _Bytes, head: bytes) -> _Opener | None:
        """What opens a container that begins with `head`; None for a file."""
        if head.startswith(_GZIP):
            return lambda one, budget: self._compressed(one, budget, _gunzip)
        if _BZIP2.match(head):
            return lambda one, budget: self._compressed(one, budget, bz2.BZ2File)
        if head.startswith(_XZ):
            return lambda one, budget: self._compressed(one, budget, Xz)
        if head.startswith(_ZIP):
            return None if _is_document(head) else self._zip
        if is_tar(head):
            return self._tar
        return self._mail_opener(data, head)

    def _mail_opener(self, data: _Bytes, head: bytes) -> _Opener | None:
        if head.startswith(tnef.SIGN):
            return self._envelope
        if mail.is_mailbox(head):
            return self._mailbox
        if mail.is_mail(head):
            return self._mail
        is_outlook = head.startswith(OLE) and outlook.is_message(data.open, data.size)
        return self._outlook if is_outlook else None

    def _nested(
        self,
        data: _Bytes,
        budget: Budget | None,
        unpack: _Opener,
    ) -> Iterator[SourceFile | Problem]:
        if data.nesting >= self._limits.max_nesting:
            yield _problem(
                data.name,
                f"archives and e-mails within each other at most {self._limits.max_nesting} deep",
                "one more",
                "unpack it yourself and load the folder",
                kind="limit",
            )
            return
        try:
            yield from unpack(data, budget if budget is not None else Budget(self._limits))
        except Refused as refused:
            yield _problem(data.name, refused.expected, refused.got, refused.advice, kind=refused.kind)
        except _DAMAGED as error:
            yield _problem(
                data.name,
                "a whole archive or e-mail",
                f"one that is cut off or damaged ({error})",
                "fetch it again, or unpack it yourself and load the folder",
            )

    def _compressed(
        self, data: _Bytes, budget: Budget, opened: Callable[[BinaryIO], BufferedIOBase]
    ) -> Iterator[SourceFile | Problem]:
        with data.open() as raw:
            try:
                with opened(raw) as unpacked:
                    inner = self._unpack(unpacked, data.name, data.size, data, budget)
            except OSError as error:  # what bz2 raises for damage
                raise EOFError(str(error)) from error
        yield from self._bytes(inner, budget)

    def _tar(self, data: _Bytes, budget: Budget) -> Iterator[SourceFile | Problem]:
        """The members in their order; an archive without files is told."""
        found = False
        with data.open() as raw, tarfile.open(fileobj=Cautious(raw), mode="r:") as archive:
            for member in archive:
                budget.member()
                if member.isdir() or _skipped(member.name):
                    continue
                found = True
                yield from self._tar_member(data, archive, member, budget)
        if not found:
            raise _empty()

    def _tar_member(
        self, data: _Bytes, archive: tarfile.TarFile, member: tarfile.TarInfo, budget: Budget
    ) -> Iterator[SourceFile | Problem]:
        name = f"{data.name}!/{_shown(member.name)}"
        problem = _tar_refusal(name, member) or (_twice(name) if name in self._names else None)
        stream = archive.extractfile(member) if problem is None else None
        if problem is not None or stream is None:
            yield problem or _problem(
                name, "a file", "something else", "ask the supplier to pack the file itself"
            )
            return
        self._names.add(name)
        with stream:
            inner = self._unpack(stream, name, member.size, data, budget)
        if inner.size < member.size:
            raise EOFError("it ends too early")
        yield from self._bytes(inner, budget)

    def _zip(self, data: _Bytes, budget: Budget) -> Iterator[SourceFile | Problem]:
        with data.open() as raw:
            if directory_size(raw, data.size) > self._limits.max_members * 1_000:
                raise too_many(self._limits)
            with zipfile.ZipFile(raw) as archive:
                members = self._members(archive)
                budget.member(len(members))
                for member in members:
                    yield from self._member(data, archive, member, budget)

    def _members(self, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        if len(members) > self._limits.max_members:
            raise too_many(self._limits)
        found = [member for member in members if not _skipped(_member_name(member))]
        if not found:
            raise _empty()
        return sorted(found, key=lambda member: member.filename)

    def _member(
        self, data: _Bytes, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget
    ) -> Iterator[SourceFile | Problem]:
        name = f"{data.name}!/{_shown(_member_name(member))}"
        problem = _member_refusal(name, member) or (_twice(name) if name in self._names else None)
        if problem is not None:
            yield problem
            return
        self._names.add(name)
        try:
            with archive.open(member) as unpacked:
                inner = self._unpack(unpacked, name, member.compress_size, data, budget)
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
        self, stream: BufferedIOBase | IO[bytes], name: str, packed: int, outer: _Bytes, budget: Budget
    ) -> _Bytes:
        spool = Spool()
        digest = hashlib.sha256()
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            budget.spend(len(chunk), unpacked=size, packed=packed)
            digest.update(chunk)
            spool.write(chunk)
        return replace(
            outer,
            name=name,
            size=size,
            open=spool.open,
            sha256=digest.hexdigest(),
            nesting=outer.nesting + 1,
            is_message=False,
            incidental=False,
        )

    # ------------------------------------------------------------------------------------ e-mails

    def _mailbox(self, data: _Bytes, budget: Budget) -> Iterator[SourceFile | Problem]:
        """Each message under its number: "box.mbox!/message-12.eml"; those without files are talk, and passed over."""
        files = 0
        with data.open() as stream:
            for number, spool in enumerate(mail.letters_of(stream), 1):
                budget.member()
                size = spool.size()
                budget.spend(size, unpacked=size, packed=size)
                letter = replace(
                    data,
                    name=f"{data.name}!/message-{number}.eml",
                    size=size,
                    open=spool.open,
                    sha256=None,
                    nesting=data.nesting + 1,
                )
                for found in self._nested(letter, budget, self._mail_of_a_box):
                    files += 1
                    yield found
        if not files:
            raise _nothing_sent("a mailbox", ())

    def _mail_of_a_box(self, data: _Bytes, budget: Budget) -> Iterator[SourceFile | Problem]:
        yield from self._mail(data, budget, others=True)

    def _mail(self, data: _Bytes, budget: Budget, *, others: bool = False) -> Iterator[SourceFile | Problem]:
        with data.open() as stream:
            letter = take_apart(stream, data.size, budget)
        sha256 = data.sha256 if data.sha256 is not None else _sha256(data)
        opened = mail.open_letter(letter, data.name, sha256, budget)
        yield from self._letter(data, opened, budget, others=others)
        if letter.ends_early:
            yield _problem(
                data.name,
                "a whole e-mail",
                "one that ends before its last part does",
                "what could be read of it is in; save it anew from your mail program, or fetch it again",
            )

    def _envelope(self, data: _Bytes, budget: Budget) -> Iterator[SourceFile | Problem]:
        """The attachments of a winmail.dat."""
        taken: set[str] = set()
        with data.open() as stream:
            for number, packed in enumerate(tnef.attachments(stream, data.size), 1):
                budget.member()
                at = stream.tell()
                name = f"{data.name}!/{mail.safe_name(packed.name, taken, number=number)}"
                spool, digest = Spool(), hashlib.sha256()
                for piece in tnef.pieces(stream, packed):
                    budget.spend(len(piece), unpacked=packed.size, packed=packed.size)
                    spool.write(piece)
                    digest.update(piece)
                inner = replace(
                    data,
                    name=name,
                    size=packed.size,
                    open=spool.open,
                    sha256=digest.hexdigest(),
                    nesting=data.nesting + 1,
                )
                yield from self._bytes(inner, budget)
                stream.seek(at)
        if not taken:
            raise _nothing_sent("an Outlook envelope (winmail.dat)", ())

    def _outlook(self, data: _Bytes, budget: Budget) -> Iterator[SourceFile | Problem]:
        sha256 = data.sha256 if data.sha256 is not None else _sha256(data)
        with outlook.open_message(data.open, data.name, sha256, budget) as message:
            yield from self._outlook_message(message, data, budget)

    def _outlook_message(
        self, message: outlook.Message, data: _Bytes, budget: Budget
    ) -> Iterator[SourceFile | Problem]:
        """A message, and those attached to it, which lie in the same file."""
        yield from self._letter(data, message.opened(), budget, others=bool(message.attached()))
        for name, inner in message.attached():
            within = replace(data, name=f"{data.name}!/{name}", nesting=data.nesting + 1)
            yield from self._nested(within, budget, partial(self._outlook_message, inner))

    def _letter(
        self, data: _Bytes, opened: mail.Opened, budget: Budget, *, others: bool = False
    ) -> Iterator[SourceFile | Problem]:
        """The files of a message; one without any is told, since somebody sent it for something."""
        attached = others or any(not file.is_text for file in opened.files)
        if not opened.files and not others:
            raise _nothing_sent("an e-mail", opened.sending.left_out)
        for file in opened.files:
            inner = _Bytes(
                name=f"{data.name}!/{file.name}",
                size=file.size,
                open=file.open,
                sha256=file.sha256,
                nesting=data.nesting + 1,
                sending=opened.sending,
                is_message=file.is_text,
                incidental=file.is_text and attached,
            )
            try:
                yield from self._bytes(inner, budget)
            except OSError as error:
                yield _unreadable(inner.name, error)


_Opener = Callable[[_Bytes, Budget], Iterator[SourceFile | Problem]]


def _nothing_sent(kind: str, left_out: Sequence[str]) -> Refused:
    return Refused(
        f"{kind} with files attached, or with a table in its text",
        "neither" + (f" (left out: {', '.join(left_out)})" if left_out else ""),
        "ask the supplier for the list; a link in the text is not followed",
        "unreadable_file",
    )


def _gunzip(raw: BinaryIO) -> gzip.GzipFile:
    return gzip.GzipFile(fileobj=raw)


def _empty() -> Refused:
    return Refused(
        "an archive with files", "an empty one", "ask the supplier to send it again", "unreadable_file"
    )


def _sha256(data: _Bytes) -> str:
    digest = hashlib.sha256()
    with data.open() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_document(head: bytes) -> bool:
    """Whether a zip is an office document (XLSX, ODS, DOCX), which its reader opens by itself."""
    if head[30:80].startswith(b"mimetypeapplication/vnd.") or is_apple(head):
        return True
    own = own_names(head)
    return any(part in own for part in (b"[Content_Types].xml", b"xl/workbook", b"word/document"))


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


def _path_refusal(name: str, written: str) -> Problem | None:
    path = PureWindowsPath(written)
    if path.drive or path.root or ".." in path.parts:
        return _problem(
            name,
            "a member with a path inside the archive",
            written,
            "this is how archives attack; if you trust it, unpack it yourself and load the folder",
        )
    return None


def _tar_refusal(name: str, member: tarfile.TarInfo) -> Problem | None:
    outside = _path_refusal(name, member.name)
    if outside is not None:
        return outside
    if not member.isreg() or member.issparse():
        kind = "a link" if member.issym() or member.islnk() else "a device, a pipe or a file with holes"
        return _problem(name, "a file", kind, "ask the supplier to pack the file itself")
    return None


def _member_refusal(name: str, member: zipfile.ZipInfo) -> Problem | None:
    outside = _path_refusal(name, member.filename)
    if outside is not None:
        return outside
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
