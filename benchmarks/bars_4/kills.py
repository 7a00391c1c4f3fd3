"""Bar 5: kill -9 at random points of every kind of work; after each, nothing acknowledged is lost or doubled."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing.context import ForkServerContext
from pathlib import Path

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_4.victim import work
from dragoman.app import Dragoman, limits_of, open_dragoman, restore_home
from dragoman.ingest.load import IngestRequest
from dragoman.ports import ReadOptions
from dragoman.settings import Settings

KILLS = 200
ROWS = 1200
"""Of the file that is loaded again and again: three batches."""
KINDS = ("ingest", "ingest", "catch-up", "reindex", "backup", "restore", "migration")
"""In turn; an ingest most often, since it is what acknowledges."""
FINISHED = 0.3
"""Share of the kills after which the load is brought to its end; after the others the next kill comes on top."""
LOOK_EVERY = 0.002


@dataclass(kw_only=True)
class _Tally:
    hits: Counter[str] = field(default_factory=Counter)
    """Kills that hit work going on, by kind."""
    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    """Offers that a load had acknowledged when it was killed, in all."""


def measure(folder: Path, *, kills: int = KILLS, seed: int = 20261126) -> Iterator[Bar]:
    run = _Run(folder, seed)
    started = time.monotonic()
    most = kills * 3
    for number in range(most):
        if sum(run.tally.hits.values()) >= kills:
            break
        run.once(KINDS[number % len(KINDS)])
        if number % 20 == 19:
            hit = sum(run.tally.hits.values())
            print(f"{hit} of {kills} kills, {len(run.tally.faults)} faults", file=sys.stderr, flush=True)
    tally = run.tally
    hits = sum(tally.hits.values())
    by_kind = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.hits.items()))
    yield Bar(
        number="5",
        name=f"{kills} kills -9 at random points",
        figure=f"{hits} kills hit running work ({by_kind}), {tally.acknowledged} acknowledged offers looked for again, "
        f"{len(tally.faults)} faults{': ' + '; '.join(tally.faults[:5]) if tally.faults else ''} "
        f"({time.monotonic() - started:.0f} s)",
        passed=hits >= kills and not tally.faults,
    )


class _Run:
    """A home that is loaded, killed, looked at, and loaded on."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.draw = random.Random(seed)
        self.tally = _Tally()
        self.home = folder / "home"
        self.file = folder / "list.csv"
        self.backup = folder / "backup.zip"
        self.folder = folder
        self.edition = 0
        self.lasted: dict[str, float] = {}
        self.context: ForkServerContext = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["benchmarks.bars_4.warm"])
        self._write_edition()
        with open_dragoman(Settings(home=self.home)) as dragoman:
            self._ingest(dragoman)
            dragoman.backup(self.backup)
        self.backed_up = self.edition

    def once(self, kind: str) -> None:
        """Begin the work, kill it, look at what is left."""
        home, file = self.home, self.backup if kind in {"backup", "restore"} else self.file
        if kind == "ingest":
            self._write_edition()
        elif kind == "catch-up":
            self._fall_behind()
        elif kind == "migration":
            home = self.folder / "new"
            shutil.rmtree(home, ignore_errors=True)
        elif kind == "backup":
            file = self.folder / "killed.zip"
        before = self._now() if kind == "restore" else {}
        rows, hit = self._kill(kind, home, file)
        self.tally.hits[kind] += hit
        if kind == "restore":
            self._look_after_restore(before)
        elif kind == "backup":
            self._look_at_backup(file)
        elif kind == "migration":
            self._look(home, kind, None, 0)
        else:
            self._look(home, kind, rows if kind == "ingest" else None, self.edition)

    # ------------------------------------------------------------------------ killing

    def _kill(self, kind: str, home: Path, file: Path) -> tuple[int, bool]:
        """(rows acknowledged, whether it still ran)."""
        told = self.folder / "told"
        told.unlink(missing_ok=True)
        process = self.context.Process(target=_victim, args=(kind, home, file, told))
        process.start()
        begun = self._wait_for_begin(told, process)
        # the first of its kind is left to end, to know how long it lasts
        end = begun + (self.draw.uniform(0, self.lasted[kind]) if kind in self.lasted else 600.0)
        while time.monotonic() < end and process.is_alive():
            time.sleep(LOOK_EVERY)
        running = process.is_alive()
        if running and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        said = told.read_text().split() if told.exists() else []
        done = "done" in said
        if not running:
            self.lasted[kind] = max(0.02, time.monotonic() - begun)
            if process.exitcode != 0:
                self.tally.faults.append(f"{kind} ended by itself with {process.exitcode}")
        numbers = [int(one) for one in said if one.isdigit()]
        return (max(numbers, default=0), running and not done)

    @staticmethod
    def _wait_for_begin(told: Path, process: multiprocessing.process.BaseProcess) -> float:
        while process.is_alive() and not (told.exists() and told.stat().st_size):
            time.sleep(LOOK_EVERY)
        return time.monotonic()

    # ------------------------------------------------------------------------ looking

    def _look(self, home: Path, kind: str, acknowledged: int | None, edition: int) -> None:
        with open_dragoman(Settings(home=home)) as dragoman:
            report = dragoman.verify()
            for finding in report.findings:
                if not finding.ok:
                    self.tally.faults.append(f"after a kill of {kind}: {finding.name}: {finding.value}")
            if kind == "migration":
                return
            found = _prices(dragoman)
            doubled = [sku for sku, prices in found.items() if len(prices) > 1]
            if doubled:
                self.tally.faults.append(
                    f"after a kill of {kind}: {len(doubled)} offers doubled ({doubled[0]})"
                )
            if acknowledged is not None:
                self.tally.acknowledged += acknowledged
                lost = [sku for sku, price in _rows(edition)[:acknowledged] if found.get(sku) != [price]]
                if lost:
                    self.tally.faults.append(
                        f"{len(lost)} of {acknowledged} acknowledged offers lost ({lost[0]})"
                    )
            if edition != self.edition or self.draw.random() > FINISHED:
                return
            self._ingest(dragoman)
            if _prices(dragoman) != {sku: [price] for sku, price in _rows(self.edition)}:
                self.tally.faults.append(f"after a kill of {kind} the load did not go on to its end")

    def _look_at_backup(self, file: Path) -> None:
        left = [path.name for path in self.folder.glob(".killed*")]
        for name in left:
            (self.folder / name).unlink()
        for path in self.folder.glob(".dragoman-backup-*"):
            shutil.rmtree(path)
        if file.exists():
            new = self.folder / "restored"
            restore_home(Settings(home=new), file)
            self._look(new, "backup", None, self.edition)
            shutil.rmtree(new)
            file.unlink()
        self._look(self.home, "backup", None, self.edition)

    def _look_after_restore(self, before: dict[str, list[str]]) -> None:
        """The record is the one before or the one of the backup, never between; restoring again succeeds."""
        with open_dragoman(Settings(home=self.home)) as dragoman:
            if not dragoman.verify().ok:
                self.tally.faults.append("after a kill of restore: record and index differ")
            found = _prices(dragoman)
        if found not in (before, {sku: [price] for sku, price in _rows(self.backed_up)}):
            self.tally.faults.append("after a kill of restore: the record is of neither moment")
        restore_home(Settings(home=self.home), self.backup, force=True)
        for path in self.home.glob("before-restore-*"):
            shutil.rmtree(path)
        self._look(self.home, "restore", None, self.edition)

    def _now(self) -> dict[str, list[str]]:
        with open_dragoman(Settings(home=self.home)) as dragoman:
            return _prices(dragoman)

    # ------------------------------------------------------------------------ loading

    def _write_edition(self) -> None:
        self.edition += 1
        lines = ["SKU,Product name,Price USD,MOQ"]
        lines += [f"{sku},Steel bottle {sku} number,{price},100" for sku, price in _rows(self.edition)]
        self.file.write_text("\n".join(lines), encoding="utf-8")

    def _fall_behind(self) -> None:
        """The record takes in a new edition; the index does not."""
        self._write_edition()
        with open_dragoman(Settings(home=self.home)) as dragoman:
            dragoman.catch_up = lambda *_arguments: 0  # type: ignore[method-assign]  # as if it were killed before
            self._ingest(dragoman)

    def _ingest(self, dragoman: Dragoman) -> None:
        dragoman.ingest(
            IngestRequest(
                paths=(self.file,),
                mapping=None,
                supplier=None,
                country=None,
                options=ReadOptions(),
                limits=limits_of(dragoman.settings),
            ),
            lambda _event: None,
        )


def _victim(kind: str, home: Path, file: Path, told: Path) -> None:
    handle = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    work(kind, home, file, handle)


def _rows(edition: int) -> list[tuple[str, str]]:
    """(identifier, price) of each row: some go and come from edition to edition, every third price changes."""
    return [
        (f"B-{n}", f"{1 + n / 1000 + (edition if n % 3 == 0 else 0):.3f}")
        for n in range(ROWS)
        if (n + edition) % 50
    ]


def _prices(dragoman: Dragoman) -> dict[str, list[str]]:
    """Prices of every offer, by the supplier's identifier; that all of them can be found is `verify`'s to say."""
    found: dict[str, list[str]] = {}
    for offer in dragoman._offers():
        price = offer.prices[0].value.price.money.amount if offer.prices else Decimal(0)
        found.setdefault(offer.external_id, []).append(f"{price:.3f}")
    return found
