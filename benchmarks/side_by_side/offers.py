"""The generator's offers as Dragoman reads them: JSON lines -> record -> the documents that its index holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dragoman.bench import generator
from dragoman.formats import READER_VERSION, READERS
from dragoman.ingest.load import ingest
from dragoman.ingest.reading import IngestRequest
from dragoman.model import Language
from dragoman.ports import IndexDocument
from dragoman.search.indexing import document, text_to_encode
from dragoman.stores.sql import SqlStore

NAME = f"dragoman.bench {generator.VERSION}"
_PAGE = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An offer and its document."""

    document: IndexDocument
    """Without its vector."""
    to_encode: str
    title: str
    language: Language


def made(count: int, seed: int, changed: npt.NDArray[np.float64], /, *, work: Path) -> Iterator[Made]:
    """The first `count` offers of a seed, said to have changed at these times (seconds since 1970, UTC).

    Args:
        work: Folder for the file and the record; emptied in the end.
    """
    shutil.rmtree(work, ignore_errors=True)
    lines = work / "offers.jsonl"
    generator.write(generator.offers(seed, 0, count), lines)
    store = SqlStore(work / "record.sqlite")
    try:
        report = ingest(
            IngestRequest(paths=(lines,)),
            store=store,
            readers=READERS,
            reader_version=READER_VERSION,
            progress=lambda _: None,
        )
        if report.offers != count:
            raise ValueError(f"expected {count} offers of the generator in the record, got {report.offers}")
        yield from _documents(store, changed)
    finally:
        store.close()
        shutil.rmtree(work)


def _documents(store: SqlStore, changed: npt.NDArray[np.float64]) -> Iterator[Made]:
    row = generation = 0
    while (page := store.changes_since(generation, limit=_PAGE)).upserts:
        for offer in page.upserts:
            at = datetime.fromtimestamp(int(changed[row]), UTC)
            yield Made(
                document=document(offer, at, None),
                to_encode=text_to_encode(offer),
                title=offer.title.value,
                language=offer.language,
            )
            row += 1
        generation = page.generation
