"""HOME/hs-codes.jsonl: which HS codes the user said that offers have. They hold in every load until taken back.

A line for each word of the user, the last of an offer holds; a word that takes one back has no code. Lines are added
only, so that nothing is lost where two processes of a server write.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from dragoman.disk import written
from dragoman.ingest.turns import turn
from dragoman.model import Offer, Sourced
from dragoman.normalise.quantities.identifiers import parse_hs

_NOTE = "said by the user on"
"""Begins the note of a code that is the user's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCode:
    """What the user said of an offer."""

    offer_id: str
    code: str
    """Digits."""
    said_at: datetime
    """UTC, aware."""


class SaidCodes:
    """The file; made when the first code is said. Safe to share between threads and processes."""

    def __init__(self, path: Path, /) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, int], Mapping[str, SaidCode]] = ((0, 0), {})

    def now(self) -> Mapping[str, SaidCode]:
        """Offer id -> what holds; read anew once the file has changed. A line that cannot be used is passed over."""
        try:
            stat = self._path.stat()
        except OSError:
            return {}
        stamp = (stat.st_mtime_ns, stat.st_size)
        with self._lock:
            if self._read[0] != stamp:
                self._read = (stamp, _of_lines(self._path.read_text(encoding="utf-8", errors="replace")))
            return self._read[1]

    def of(self, offer_id: str, /) -> SaidCode | None:
        return self.now().get(offer_id)

    def say(self, offer_id: str, code: str, /) -> SaidCode:
        """Remember it.

        Args:
            code: Digits of a subheading, as `classify.given_code` reads them.
        """
        said = SaidCode(offer_id=offer_id, code=code, said_at=datetime.now(UTC).replace(microsecond=0))
        self._add(said.offer_id, said.code, said.said_at)
        return said

    def forget(self, offer_id: str, /) -> bool:
        """Whether anything was said of the offer."""
        if self.of(offer_id) is None:
            return False
        self._add(offer_id, None, datetime.now(UTC).replace(microsecond=0))
        return True

    def applied(self, offers: Iterable[Offer], /) -> list[Offer]:
        """Offers as read, with the codes that were said of them."""
        said = self.now()
        return [
            offer if (one := said.get(offer.offer_id)) is None else with_said(offer, one) for offer in offers
        ]

    def _add(self, offer_id: str, code: str | None, at: datetime) -> None:
        line = json.dumps({"offer": offer_id, "code": code, "said": at.isoformat()}, ensure_ascii=False)
        with written(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._turn(), self._path.open("ab+") as file:
                begun = "" if _ends_whole(file) else "\n"
                file.write(f"{begun}{line}\n".encode())

    def _turn(self) -> AbstractContextManager[None]:
        """Other processes of the server wait."""
        return turn(self._path.with_name(f"{self._path.name}.lock"), wait_seconds=None, waiting=_nothing)


def _ends_whole(file: BinaryIO) -> bool:
    """Whether a file is empty or ends with a whole line."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def with_said(offer: Offer, said: SaidCode, /) -> Offer:
    """The offer with the code that the user said; what the supplier wrote stays beside it."""
    own = offer.hs_code
    supplier_s = own.raw if own is not None else ""
    beside = f"; the supplier's: {supplier_s}" if supplier_s else "; the supplier gives none"
    code = Sourced(
        value=said.code,
        origin=own.origin if own is not None else offer.origin,
        raw=supplier_s,
        note=f"{_NOTE} {said.said_at.date().isoformat()}{beside}",
    )
    return replace(offer, hs_code=code)


def without_said(offer: Offer, /) -> Offer:
    """The offer with the supplier's own code again, or none; as it is where its code is not the user's."""
    own = offer.hs_code
    if own is None or not own.note.startswith(_NOTE):
        return offer
    found = parse_hs(own.raw)
    if found is None:
        return replace(offer, hs_code=None)
    given = Sourced(
        value=found.value, origin=own.origin, raw=own.raw, confidence=found.confidence, note=found.note
    )
    return replace(offer, hs_code=given)


def _of_lines(text: str) -> Mapping[str, SaidCode]:
    found: dict[str, SaidCode] = {}
    for line in text.split("\n"):
        try:
            held: object = json.loads(line)
            if not isinstance(held, dict):
                continue
            offer_id, code, at = held["offer"], held["code"], datetime.fromisoformat(held["said"])
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if not isinstance(offer_id, str):
            continue
        found.pop(offer_id, None)
        if isinstance(code, str) and code.isascii() and code.isdecimal() and at.tzinfo is not None:
            found[offer_id] = SaidCode(offer_id=offer_id, code=code, said_at=at)
    return found


def _nothing() -> None:
    return
