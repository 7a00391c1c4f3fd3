"""Talks to a process that reads pages (`pdf_child`, `ocr_child`): starts it, takes its messages, ends it when it takes too long."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from dragoman.child_process import end
from dragoman.formats.pdf_page import Page, Rule, Word
from dragoman.formats.rows import row_problem
from dragoman.model import Origin, Problem
from dragoman.ports import SourceFile

_WIDEST_SPACE = 0.5
"""Of a line's height; a printed space is about a quarter of it, and justified text stretches it."""
_LOW = frozenset("acegmnopqrsuvwxyz.,:;-")
"""What does not reach above the small letters."""
_MAX_MESSAGE = 256 * 1024 * 1024


UnseenWord = tuple[str, float, float, float, float, str]
"""Text that a page holds and does not show: its box, and why it is not seen."""


class PageMessage(msgspec.Struct):
    """A page as a child tells it; which fields are set tells what became of it."""

    number: int
    width: float = 0.0
    height: float = 0.0
    turn: int = 0
    skew: float = 0.0
    words: list[tuple[str, float, float, float, float, float, float, bool]] = []
    confidences: list[float] = []
    """Of the words, by OCR."""
    unseen: list[UnseenWord] = []
    struck: list[int] = []
    """Indexes of words that a line goes through."""
    rules: list[tuple[float, float, float, float]] = []
    pictures: float = 0.0
    """Share of the page that pictures cover."""
    unmapped: int = 0
    """Characters whose font does not say what they are."""
    chars: int = 0
    failed: str = ""
    crowded: int = 0
    unread: str = ""
    """What script the page seems to be in, where OCR does not read it."""


class Shown(msgspec.Struct):
    """A page as a picture."""

    picture: bytes
    """PNG."""
    width: float
    height: float
    """Points."""


class _Message(msgspec.Struct):
    picture: bytes | None = None
    width: float = 0.0
    height: float = 0.0
    pages: int | None = None
    page: PageMessage | None = None
    end: bool = False
    error: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRequest:
    """What to run on which bytes."""

    program: str
    """File name of the child, beside this module."""
    arguments: Sequence[str]
    message_seconds: float
    """That the child may take for one message."""


class ChildDied(Exception):
    """The child told an error or ended without a word. `kind`: "memory", "password", "broken", "time", "missing"."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


class PageProcess:
    """A file's pages being read; opened and closed like a file."""

    def __init__(self, source: SourceFile, stream: BinaryIO, request: ChildRequest) -> None:
        self._source = source
        self._stream = stream
        self._request = request
        self._stack = ExitStack()
        self._decoder = msgspec.msgpack.Decoder(_Message)
        self._late = False

    def __enter__(self) -> Self:
        spool = self._stack.enter_context(tempfile.TemporaryFile())
        shutil.copyfileobj(self._stream, spool, 1024 * 1024)
        spool.seek(0)
        child = Path(__file__).with_name(self._request.program)
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", str(child), *self._request.arguments],
            stdin=spool,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(end, self._process)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def count(self) -> int:
        """Pages of the document; the first message. Raises ChildDied."""
        return self._receive().pages or 0

    def pages(self) -> Iterator[PageMessage]:
        """Each page in turn. Raises ChildDied."""
        while not (message := self._receive()).end:
            if message.page is not None:
                yield message.page

    def shown(self) -> Shown:
        """The page asked for, as a picture. Raises ChildDied."""
        message = self._receive()
        if message.picture is None:
            raise ChildDied("broken", "no picture came")
        return Shown(message.picture, message.width, message.height)

    def _receive(self) -> _Message:
        clock = threading.Timer(self._request.message_seconds, self._too_late)
        clock.daemon = True
        clock.start()
        try:
            message = self._message()
        finally:
            clock.cancel()
        if message.error is not None:
            raise ChildDied(message.error, message.text)
        return message

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _message(self) -> _Message:
        stdout = self._process.stdout
        size = stdout.read(4) if stdout is not None else b""
        length = int.from_bytes(size, "big")
        if stdout is None or len(size) < 4 or length > _MAX_MESSAGE:
            raise self._died()
        data = stdout.read(length)
        if len(data) < length:
            raise self._died()
        return self._decoder.decode(data)

    def _died(self) -> ChildDied:
        code = self._process.wait()
        if self._late or code in (-24, -9):
            return ChildDied("time", f"it took more than {self._request.message_seconds:g} seconds")
        return ChildDied("memory" if code else "broken", "it ends too early")


def page_of(message: PageMessage, /) -> Page:
    """A page from a child's message."""
    sure = message.confidences or [1.0] * len(message.words)
    words = [Word(*word, confidence) for word, confidence in zip(message.words, sure, strict=True)]
    for at in message.struck:
        words[at] = words[at]._replace(struck=True)
    return Page(
        number=message.number,
        width=message.width,
        height=message.height,
        turn=message.turn,
        skew=message.skew,
        words=words if not message.confidences else _parted(_evened(words)),
        rules=[Rule(*rule) for rule in message.rules],
        read=bool(message.confidences),
        has_struck=bool(message.struck),
        spaced=not message.confidences and _are_spaced(message),
    )


def _evened(words: Sequence[Word]) -> list[Word]:
    """OCR measures heights roughly: those near the page's usual one are that. A word of small letters ("grey",
    "colours") does not show how high its line is."""
    if not words:
        return []
    usual = median(word.size for word in words)
    return [
        word._replace(size=usual) if _least(word.text) < word.size / usual < 1.3 else word for word in words
    ]


def _least(text: str) -> float:
    """From which share of the usual height on a word may be as high as others."""
    low = sum(char in _LOW for char in text)
    return 0.66 if low > 0.75 * len(text) else 0.75


def _parted(words: Sequence[Word]) -> list[Word]:
    """OCR finds words of two columns as one piece where these are near: those further apart than a printed space are
    not of one cell for it."""
    parted: list[Word] = []
    for word in words:
        last = parted[-1] if parted else None
        wide = last is not None and word.x0 - last.x1 > _WIDEST_SPACE * word.size
        parted.append(word._replace(glued=False) if word.glued and wide else word)
    return parted


def _are_spaced(message: PageMessage) -> bool:
    """Whether most of the words that stand close together on a line are parted by a printed space."""
    close = glued = 0
    for left, right in pairwise(message.words):
        gap = right[1] - left[3]
        if abs(right[5] - left[5]) < 1 and 0 < gap < 0.7 * left[6]:
            close += 1
            glued += right[7]
    return close >= 5 and glued >= 0.7 * close


def lost_page(
    source: SourceFile, number: int, why: str, advice: str, /, *, expected: str = "a page that can be read"
) -> Problem:
    """A page that could not be read."""
    origin = Origin(file=source.name, sha256=source.sha256, page=number)
    return row_problem(origin, kind="unreadable_row", value=why, expected=expected, advice=advice)
