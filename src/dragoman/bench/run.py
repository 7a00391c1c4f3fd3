"""A whole run: make a catalogue, load it, ask it; each task in a process of its own.

HOME/                   an ordinary home of Dragoman
HOME/bench/plan.json    which catalogue it holds; a home of another, or of anybody's own, is refused
HOME/bench/load.json    figures of the load, kept for later runs on the same home
HOME/bench/figures.json of the last run
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit

import msgspec

from dragoman.bench.figures import (
    Asked,
    Catalogue,
    Changed,
    Figures,
    Load,
    Machine,
    Opened,
    Recall,
    Served,
    Stage,
)
from dragoman.bench.generator import identity, offers, write
from dragoman.bench.memory import PeakMemory
from dragoman.bench.questions import QUESTION_KINDS, QuestionKind
from dragoman.bench.tasks import Task, Tell
from dragoman.bench.trade import MARKETS, Market
from dragoman.errors import InputError
from dragoman.processors import processors

Part = Literal["stages", "open", "library", "http", "recall", "changes"]
PARTS: tuple[Part, ...] = get_args(Part)
"""What is measured of a home that is loaded."""

F = TypeVar("F")

_WORKER = (sys.executable, "-P", "-m", "dragoman.bench.worker")
_DRAGOMAN = (sys.executable, "-P", "-c", "from dragoman.faces.cli import main; main()")
_MOST_WAIT_SECONDS = 300.0
_LOOK_SECONDS = 5.0
"""Between looks at the server's memory: each goes through all its pages, a twentieth of a second for a million offers."""
_RATES_OF = "2026-11-20"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure."""

    offers: int
    home: Path
    seed: int = 1
    clients: tuple[int, ...] = (1, 4, 16)
    kinds: tuple[QuestionKind, ...] = QUESTION_KINDS
    parts: tuple[Part, ...] = PARTS
    seconds: float = 5.0
    """That several clients ask a kind of question for."""
    questions: int = 200
    """Of each kind."""
    workers: int | None = None
    """Of the server; None: as many as it takes by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """HOME/bench/plan.json."""

    identity: str
    offers: int
    edition: int = 0
    """Of the changes that were loaded last."""


def measured(plan: Plan, tell: Tell, /) -> Figures:
    """Measure all that the plan asks for; a home that is loaded already is asked as it is.

    Raises:
        InputError: the home holds something else.
        RuntimeError: a task ended without figures.
    """
    catalogue = Catalogue(offers=plan.offers, seed=plan.seed, identity=identity(plan.seed))
    machine = _machine()
    kept = _kept(plan, catalogue)
    figures = Figures(machine=machine, catalogue=catalogue, load=_loaded(plan, tell))
    for part in plan.parts:
        figures = _with(figures, part, plan, kept, tell)
        _store(_folder(plan) / "figures.json", figures)
    return figures


def _folder(plan: Plan) -> Path:
    return plan.home / "bench"


def _kept(plan: Plan, catalogue: Catalogue) -> _Kept:
    """What the home holds: it begins to hold the plan's catalogue where it is new."""
    path = _folder(plan) / "plan.json"
    wanted = _Kept(identity=catalogue.identity, offers=catalogue.offers)
    if path.exists():
        found = msgspec.json.decode(path.read_bytes(), type=_Kept)
        if replace(found, edition=0) != wanted:
            raise InputError(
                f"{plan.home}: expected a home with {wanted.offers:,} offers of catalogue {wanted.identity}, got one with "
                f"{found.offers:,} of {found.identity}; name another with --home, or delete it"
            )
        return found
    if plan.home.exists() and any(plan.home.iterdir()):
        raise InputError(
            f"{plan.home}: expected a new folder or the home of an earlier benchmark, got a folder with other files; "
            "name another with --home"
        )
    _store(path, wanted)
    rates = [
        f"EUR,{one.currency},{one.per_euro},{_RATES_OF},invented for benchmarks" for one in _currencies()
    ]
    (plan.home / "rates.csv").write_text(
        "\n".join(["base,quote,rate,as_of,source", *rates, ""]), encoding="utf-8"
    )
    return wanted


def _currencies() -> list[Market]:
    """One market of each currency but the euro."""
    return list({market.currency: market for market in MARKETS if market.currency != "EUR"}.values())


def _loaded(plan: Plan, tell: Tell) -> Load:
    path, file = _folder(plan) / "load.json", _folder(plan) / "offers.jsonl"
    if path.exists():
        return msgspec.json.decode(path.read_bytes(), type=Load)
    if not file.exists():
        rows = offers(plan.seed, 0, plan.offers)
        write(rows, file, lambda done: tell("making offers", done, plan.offers))
    found = _run(replace(_task(plan), name="load", file=file), Load, tell)
    _store(path, found)
    return found


def _with(figures: Figures, part: Part, plan: Plan, kept: _Kept, tell: Tell) -> Figures:
    task = replace(_task(plan), name=part)
    match part:
        case "stages":
            return replace(figures, stages=_run(task, tuple[Stage, ...], tell))
        case "open":
            return replace(figures, opened=_run(task, Opened, tell))
        case "library":
            return replace(figures, library=_run(task, tuple[Asked, ...], tell))
        case "http":
            return replace(figures, served=_served(plan, task, tell))
        case "recall":
            return replace(figures, recall=_run(task, Recall, tell))
        case "changes":
            edition = kept.edition + 1
            _store(_folder(plan) / "plan.json", replace(kept, edition=edition))
            task = replace(task, edition=edition, file=_folder(plan) / "changes.jsonl")
            return replace(figures, changed=_run(task, Changed, tell))


def _task(plan: Plan) -> Task:
    return Task(
        name="",
        home=plan.home,
        seed=plan.seed,
        offers=plan.offers,
        kinds=plan.kinds,
        clients=plan.clients,
        seconds=plan.seconds,
        questions=plan.questions,
    )


def _run(task: Task, kind: type[F], tell: Tell, /) -> F:
    """The figures of a task. Raises RuntimeError where it ends without."""
    with subprocess.Popen(_WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own program
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(task, enc_hook=str))
        process.stdin.close()
        for line in process.stdout:
            said = msgspec.json.decode(line)
            if isinstance(said, dict):
                return msgspec.convert(said["figures"], kind)
            tell(*said)
    raise RuntimeError(
        f"expected figures of the task {task.name!r}, got none: its process ended with {process.returncode}; "
        "what it said is above"
    )


# ------------------------------------------------------------------------------------- the server


def _served(plan: Plan, task: Task, tell: Tell) -> Served:
    tell("starting the server", 0, 1)
    started = time.perf_counter()
    with serving(plan.home, workers=plan.workers) as (url, process):
        ready = time.perf_counter() - started
        with PeakMemory(process, every_seconds=_LOOK_SECONDS) as memory:
            asked = _run(replace(task, url=url), tuple[Asked, ...], tell)
    return Served(workers=plan.workers or 1, ready_seconds=ready, memory=memory.peak, asked=asked)


@contextmanager
def serving(home: Path, /, *, workers: int | None = None) -> Iterator[tuple[str, int]]:
    """`dragoman serve` on a free port, ready to be asked: (its address, its process).

    Raises RuntimeError where it does not become ready.
    """
    words = [*_DRAGOMAN, "--home", str(home), "serve", "--port", "0"]
    words += [] if workers is None else ["--workers", str(workers)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ)  # noqa: S603 - our own program
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            raise RuntimeError(f"expected the server's address, got {line!r}; what it said is above")
        _until_ready(found.group(0), process)
        yield found.group(0), process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def _until_ready(url: str, process: subprocess.Popen[str]) -> None:
    """Until every worker is: one that is still warming takes no connections, and a processor."""
    address = urlsplit(url)
    assert address.hostname is not None
    end = time.monotonic() + _MOST_WAIT_SECONDS
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection(address.hostname, address.port, timeout=30)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            stands = msgspec.json.decode(answer.read(), type=_Stands)
            if answer.status == 200 and stands.workers_ready == stands.workers:
                return
        except (OSError, HTTPException, msgspec.MsgspecError):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise RuntimeError(
        f"expected {url}/readyz to say that all workers are ready, it did not within {_MOST_WAIT_SECONDS:.0f} s"
    )


class _Stands(msgspec.Struct):
    """Of what /readyz says."""

    workers: int
    workers_ready: int


# ------------------------------------------------------------------------------------------- help


def _machine() -> Machine:
    return Machine(
        date=datetime.now(UTC).date().isoformat(),
        cores=processors(),
        load=round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
        memory_mb=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        python=platform.python_version(),
        dragoman=version("dragoman"),
    )


def to_json(figures: Figures, /) -> bytes:
    """One object, indented, with a line's end."""
    return msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n"


def from_json(content: bytes, /) -> Figures:
    """What `to_json` wrote."""
    return msgspec.json.decode(content, type=Figures)


def _store(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")
    unfinished.replace(path)
