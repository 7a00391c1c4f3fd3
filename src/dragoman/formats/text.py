"""Text files as lines of bounded length, in the encoding that was found or asked for."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from dragoman.errors import FileUnreadable
from dragoman.formats.encoding import detect
from dragoman.formats.limits import ReadLimits
from dragoman.ports import ReadOptions, SourceFile

HEAD_BYTES = 65_536
_PROBES = 8
_PROBE_BYTES = 32_768
_CHUNK = 1_048_576


@contextmanager
def opened(source: SourceFile, /) -> Iterator[BinaryIO]:
    """The file's bytes; an error of the disk becomes FileUnreadable naming the file."""
    try:
        with source.open() as stream:
            yield stream
    except OSError as error:
        raise FileUnreadable(
            f"{source.name}: expected to read its {source.size:,} bytes, got: {error}; "
            "check that the file is whole and may be read, then load it again"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a text file is decoded."""

    name: str
    shown: str
    """For `Table.detected`: "cp1252 (0.98)" or "cp1252 (as given)"."""
    forced: bool


def encoding_of(source: SourceFile, options: ReadOptions, /) -> Encoding:
    """The encoding asked for, or the one detected in the file's head and in pieces from further in.

    Raises FileUnreadable: the name is unknown, the bytes are impossible in it, or the file is not text.
    """
    if options.encoding is not None:
        return _forced(source, options.encoding)
    found = detect(sample(source))
    if found is None:
        raise FileUnreadable(
            f"{source.name}: expected a text file, got bytes that are no text in any known encoding; "
            "if it is text, name its encoding with --encoding, else save the table as CSV or XLSX"
        )
    return Encoding(name=found.encoding, shown=found.show(), forced=False)


def _forced(source: SourceFile, name: str) -> Encoding:
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError) as error:
        raise FileUnreadable(
            f"{source.name}: expected the name of a text encoding, got {name!r}; "
            "give one such as utf-8, cp1252, gb18030, shift_jis, big5 or cp1251, or leave it to be detected"
        ) from error
    where = undecodable_at(source, name, within=HEAD_BYTES)
    if where is not None:
        raise wrong_encoding(source, name, where)
    zeros = b"\x00" in head(source) and codecs.decode(head(source), name, "replace").count("\x00")
    if zeros:
        raise FileUnreadable(
            f"{source.name}: expected text in {name}, got zero bytes, which no text has: it is a binary file, "
            "or in UTF-16; leave the encoding to be detected"
        )
    return Encoding(name=name, shown=f"{name} (as given)", forced=True)


def wrong_encoding(source: SourceFile, name: str, position: int, /) -> FileUnreadable:
    """The error of a byte that cannot be in the encoding the user gave."""
    guess = detect(sample(source))
    hint = f" (it looks like {guess.encoding})" if guess is not None and guess.encoding != name else ""
    return FileUnreadable(
        f"{source.name}: expected text in {name}, got an impossible byte at position {position:,}; "
        f"leave out --encoding to have it detected, or give the right one{hint}"
    )


def head(source: SourceFile, /) -> bytes:
    """The first 64 kB."""
    with opened(source) as stream:
        return stream.read(HEAD_BYTES)


def sample(source: SourceFile, /) -> bytes:
    """The head, and whole lines from eight places further in: at most 320 kB, whatever the size.

    A file that begins in ASCII and has its first accent in row 10,000 is still told.
    """
    with opened(source) as stream:
        parts = [stream.read(HEAD_BYTES)]
        if source.size > HEAD_BYTES and stream.seekable() and b"\x00" not in parts[0]:
            step = max((source.size - HEAD_BYTES) // _PROBES, 1)
            parts[0] = _whole_lines(parts[0], first=True)
            for start in range(HEAD_BYTES, source.size, step):
                stream.seek(start)
                parts.append(_whole_lines(stream.read(_PROBE_BYTES), first=False))
    return b"".join(parts)


def _whole_lines(data: bytes, *, first: bool) -> bytes:
    begin = 0 if first else data.find(b"\n") + 1
    end = data.rfind(b"\n") + 1
    if end:
        return data[begin:end]
    return data if first else b""


def undecodable_at(source: SourceFile, encoding: str, /, *, within: int | None = None) -> int | None:
    """0-based position of the first byte that is impossible in the encoding; None where there is none."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    with opened(source) as stream:
        while within is None or done < within:
            chunk = stream.read(_CHUNK if within is None else within)
            last = not chunk
            done += len(chunk)
            try:
                decoder.decode(chunk, final=last and done == source.size)
            except UnicodeDecodeError as error:
                return done - len(error.object) + error.start
            except UnicodeError:
                return done - len(chunk)
            if last:
                return None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLong:
    """A line beyond the limit, skipped without being held."""

    start: str
    """Its first characters."""


_UNDECODED = re.compile("[\udc00-\udcff]")
_KEEP = "dragoman.keep"


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: each byte that cannot be decoded as a lone surrogate, also in UTF-16."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_KEEP, _keep)


def undecoded(line: str, /) -> bool:
    """Whether a line of `lines` holds bytes that are impossible in its encoding."""
    return not line.isascii() and _UNDECODED.search(line) is not None


def printable(line: str, /) -> str:
    r"""A line that can be shown and stored: bytes that could not be decoded as "\x81"."""
    return _UNDECODED.sub(lambda found: f"\\x{ord(found.group()) - 0xDC00:02x}", line)


def lines(source: SourceFile, encoding: Encoding, limits: ReadLimits, /) -> Iterator[str | TooLong]:
    """The file's lines with their ends, one at a time.

    A byte that is impossible in a detected encoding stays in the line as a lone surrogate (see
    `undecoded`); in an encoding that the user gave it raises FileUnreadable.
    """
    with opened(source) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding.name, errors=_KEEP, newline="")
        try:
            yield from _bounded(text, source, encoding, limits.max_row_chars)
        except UnicodeError as error:
            where = undecodable_at(source, encoding.name)
            raise wrong_encoding(source, encoding.name, where if where is not None else 0) from error
        finally:
            text.detach()


def _bounded(
    text: io.TextIOWrapper, source: SourceFile, encoding: Encoding, limit: int
) -> Iterator[str | TooLong]:
    first = True
    while line := text.readline(limit):
        if first:
            line = line.lstrip("\ufeff")
            first = False
        if encoding.forced and undecoded(line):
            raise wrong_encoding(source, encoding.name, undecodable_at(source, encoding.name) or 0)
        if len(line) == limit and not line.endswith(("\n", "\r")):
            yield TooLong(start=line[:200])
            while (rest := text.readline(limit)) and not rest.endswith(("\n", "\r")):
                pass
        else:
            yield line
