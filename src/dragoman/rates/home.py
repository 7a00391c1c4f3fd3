"""The rates of a home: what is shipped, and what was taken in, as it stands now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from dragoman.ports import RateImport, RateKind, RateSource
from dragoman.rates.duty_store import DutyFile
from dragoman.rates.freight import FreightTable
from dragoman.rates.importing import RatePlaces, import_rates
from dragoman.rates.tax import TaxTable, tables_in

Read = TypeVar("Read")
_Stamp = tuple[tuple[str, int, int], ...]


class _Folder(Generic[Read]):
    """What the TOML files of a folder say; read again when one of them changes."""

    def __init__(self, folder: Path, read: Callable[[list[Path]], Read], /) -> None:
        self._folder = folder
        self._read = read
        self._held: tuple[_Stamp, Read] | None = None
        self._lock = threading.Lock()

    def now(self) -> Read:
        with self._lock:
            paths = tables_in(self._folder)
            stamp = tuple((str(path), (at := path.stat()).st_mtime_ns, at.st_size) for path in paths)
            if self._held is None or self._held[0] != stamp:
                self._held = (stamp, self._read(paths))
            return self._held[1]


class RatesHome:
    """Duties, taxes and freight of a home. Safe to share between threads; sees what another process takes in."""

    def __init__(self, folder: Path, /, *, exchange: Path) -> None:
        self._places = RatePlaces(folder=folder, exchange=exchange)
        self._taxes = _Folder(self._places.taxes, TaxTable)
        self._freight = _Folder(self._places.freight, FreightTable.from_files)
        self.duties = DutyFile(self._places.duties)

    @property
    def taxes(self) -> TaxTable:
        """Raises InputError where a table in the home has a mistake."""
        return self._taxes.now()

    @property
    def freight(self) -> FreightTable:
        """Raises InputError where a table in the home has a mistake."""
        return self._freight.now()

    def sources(self) -> tuple[RateSource, ...]:
        """Of duties, taxes and freight, in this order."""
        return (*self.duties.sources(), *self.taxes.sources(), *self.freight.sources())

    def take_in(
        self, path: Path, /, *, today: date, as_of: date | None = None, kind: RateKind | None = None
    ) -> RateImport:
        """Raises InputError; nothing is changed then."""
        return import_rates(path, self._places, today=today, as_of=as_of, kind=kind)

    def close(self) -> None:
        self.duties.close()
