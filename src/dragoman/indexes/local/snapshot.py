"""One moment of the index, which a question is answered from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from dragoman.indexes.local import codes, dense
from dragoman.indexes.local.columns import Columns
from dragoman.indexes.local.lately import Lately
from dragoman.indexes.local.manifest import Manifest
from dragoman.indexes.local.words import Moment


@dataclass(frozen=True)
class Snapshot:
    """What readers see: one moment of the index, unchanged while they look."""

    manifest: Manifest
    columns: Columns
    vectors: codes.Stored
    words: Moment
    known_runs: tuple[codes.Run, ...] = ()
    """Of codes, of an earlier moment or from the file."""
    exact_rows: int = field(default=dense.EXACT_ROWS)
    lately: Lately = field(default_factory=Lately, compare=False)

    @cached_property
    def nearest(self) -> dense.Nearest:
        return dense.Nearest(self.vectors, self.known_runs, exact_rows=self.exact_rows)

    @cached_property
    def words_agree(self) -> bool:
        """Whether Tantivy may answer alone."""
        return self.words.holds_exactly(self.columns, next_serial=self.manifest.next_serial)

    @property
    def runs(self) -> tuple[codes.Run, ...]:
        """Codes made so far."""
        made = self.__dict__.get("nearest")
        return made.runs if isinstance(made, dense.Nearest) else self.known_runs
