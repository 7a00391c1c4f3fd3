"""What is measured, task by task; `bench.worker` runs each in a process of its own."""

from __future__ import annotations

import gc
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from dragoman.app import Parts, open_dragoman
from dragoman.bench.clocks import Clock, clocked
from dragoman.bench.figures import Asked, Changed, Load, Opened, Recall, Stage
from dragoman.bench.generator import changes, edition_word, offers, write
from dragoman.bench.measures import Latency, by_clients, percentile, recall
from dragoman.bench.memory import PeakMemory, memory_of
from dragoman.bench.questions import QUESTION_KINDS, Question, QuestionKind, leg_requests, questions
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestRequest
from dragoman.ports import FacetFilter, IndexRequest, SearchIndex
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

A = TypeVar("A")
Tell = Callable[[str, int, int], None]
"""(what, how much of it is done, of how much)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a process of its own is to measure."""

    name: str
    home: Path
    seed: int
    offers: int
    file: Path | None = None
    """That is loaded."""
    kinds: tuple[QuestionKind, ...] = QUESTION_KINDS
    clients: tuple[int, ...] = (1,)
    seconds: float = 5.0
    """That several clients ask for."""
    questions: int = 200
    """Of each kind."""
    url: str = ""
    """Of the server."""
    edition: int = 1
    """Of the changes."""


_WARMING = 20
"""Questions asked before any are timed, none of which is asked again."""
_WARMING_SECONDS = 2.0
"""That as many clients ask them as ever do: each worker of a server has its own to get warm."""
_MORE = 4
"""Times as many questions for several clients, all of them new: what was asked is remembered here and there."""
_SAMPLE = 2_900
"""Offers of which the stages are measured: few enough to be indexed in the same process."""
_RECALLED = 40
_NEAREST = 100
_POLL_SECONDS = 0.02
_MOST_WAIT_SECONDS = 120.0


# ----------------------------------------------------------------------------------------- loading


def load(task: Task, tell: Tell, /) -> Load:
    """Load the file into the home."""
    assert task.file is not None
    timeline: list[tuple[float, int]] = []
    record_seconds = 0.0
    with open_dragoman(Settings(home=task.home)) as dragoman, PeakMemory() as memory:
        started = time.perf_counter()

        def on_event(event: IngestEvent) -> None:
            nonlocal record_seconds
            timeline.append((time.perf_counter() - started, event.rows))
            record_seconds = timeline[-1][0]
            tell("loading", event.rows, task.offers)

        report = dragoman.ingest(
            IngestRequest(paths=(task.file,)),
            on_event,
            lambda done, total: tell("indexing the rest", done, total),
        )
        seconds = time.perf_counter() - started
    here = report.added + report.updated
    return Load(
        offers=here,
        problems=report.problems,
        seconds=seconds,
        record_seconds=record_seconds,
        per_second=here / seconds,
        slowest_tenth=slowest_tenth(timeline),
        peak=memory.peak,
        file_mb=size_mb(task.file),
        record_mb=sum(size_mb(path) for path in task.home.glob("record.sqlite3*")),
        index_mb=size_mb(task.home / "index"),
    )


def slowest_tenth(timeline: Sequence[tuple[float, int]], /) -> float:
    """Rows a second of the slowest tenth of them, of (seconds, rows so far) as they came; 0 where too few came. What
    remains behind the last whole tenth is left out.

    >>> slowest_tenth([(float(second), 100 * second) for second in range(11)])
    100.0
    """
    if len(timeline) < 2 or timeline[-1][1] <= timeline[0][1]:
        return 0.0
    first, last = timeline[0][1], timeline[-1][1]
    rates: list[float] = []
    since, rows = timeline[0]
    for now, reached in timeline[1:]:
        if reached - rows >= (last - first) / 10 and now > since:
            rates.append((reached - rows) / (now - since))
            since, rows = now, reached
    return min(rates, default=0.0)


def size_mb(path: Path, /) -> float:
    """Of a file, or of all files in a folder."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files) / 2**20


def stages(task: Task, tell: Tell, /) -> tuple[Stage, ...]:
    """A sample loaded into a new home with clocks around record, index and encoder."""
    clock = Clock()
    count = min(task.offers, _SAMPLE)
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-") as folder:
        file = Path(folder) / "offers.jsonl"
        write(offers(task.seed, 0, count), file)
        settings = Settings(home=Path(folder) / "home")
        with open_dragoman(settings, around=lambda parts: clocked(parts, clock)) as dragoman:
            dragoman.warm_up()
            clock.clear()
            loaded = [0.0]
            started = time.thread_time()

            def on_event(_event: IngestEvent) -> None:
                loaded[0] = time.thread_time()

            tell("stages of a load", 0, count)
            dragoman.ingest(IngestRequest(paths=(file,)), on_event)
            over = time.thread_time()
            tell("stages of a load", count, count)
    taken = {
        "read and normalise": loaded[0] - started - clock.processor("record"),
        "record": clock.wall("record"),
        "read back": clock.wall("read back"),
        "encode": clock.wall("encode"),
        "make documents": over - loaded[0] - clock.processor("read back") - clock.processor("index"),
        "index": clock.wall("index"),
    }
    return tuple(
        Stage(name=name, ms_per_thousand=seconds / count * 1_000_000) for name, seconds in taken.items()
    )


# ----------------------------------------------------------------------------------------- opening


def opened(task: Task, tell: Tell, /, *, import_seconds: float) -> Opened:
    """How long until a fresh process answers, and what it then holds."""
    tell("opening", 0, 1)
    started = time.perf_counter()
    with open_dragoman(Settings(home=task.home)) as dragoman:
        open_seconds = time.perf_counter() - started
        started = time.perf_counter()
        dragoman.search(_some(task, "text")[0].request)
        first = time.perf_counter() - started
        started = time.perf_counter()
        dragoman.warm_up()
        warm = time.perf_counter() - started
        tell("opening", 1, 1)
        return Opened(
            import_seconds=import_seconds,
            open_seconds=open_seconds,
            first_search_seconds=first,
            warm_seconds=warm,
            memory=memory_of(os.getpid()),
        )


# ------------------------------------------------------------------------------------------ asking


def library(task: Task, tell: Tell, /) -> tuple[Asked, ...]:
    """Every kind of question at every number of clients, each a thread; then the two legs of the index alone."""
    held: list[Parts] = []

    def kept(parts: Parts) -> Parts:
        held.append(parts)
        return parts

    found: list[Asked] = []
    rounds = len(task.kinds) * len(task.clients) + 2
    with open_dragoman(Settings(home=task.home), around=kept) as dragoman:
        dragoman.warm_up()
        words_alone = dragoman.searching_without({"meaning", "bridge"})
        settle()
        for kind in task.kinds:
            answers = _Answers()

            def ask(question: Question, answers: _Answers = answers) -> None:
                if question.prefix:
                    answers.total(len(dragoman.complete(question.prefix)))
                    return
                search = words_alone if question.kind == "text" else dragoman.search
                result = search(question.request)
                took = result.took
                answers.total(result.total)
                answers.stages(took.understand, took.encode, took.retrieve, took.rank, took.total)

            found += _measured(task, kind, answers, _shared(ask), tell, "library", len(found), rounds)
        found += _legs(task, held[0], tell, rounds)
    return tuple(found)


def _legs(task: Task, parts: Parts, tell: Tell, rounds: int) -> list[Asked]:
    asked = _some(task, "text") + _some(task, "dense")
    pairs = list(leg_requests(asked, parts.encoder))
    found: list[Asked] = []
    for place, name in enumerate(("words leg", "meaning leg")):
        answers = _Answers()

        def ask(request: IndexRequest, answers: _Answers = answers) -> None:
            answers.total(parts.index.search(request).total)

        requests = [pair[place] for pair in pairs]
        for request in requests[:_WARMING]:
            ask(request)
        answers.clear()
        timed = by_clients(_shared(ask), requests, clients=1, seconds=0.0)
        found.append(answers.asked(name, timed))
        tell("library", rounds - 1 + place, rounds)
    return found


def http(task: Task, tell: Tell, /) -> tuple[Asked, ...]:
    """The same through the server that runs at `task.url`."""
    found: list[Asked] = []
    address = urlsplit(task.url)
    for kind in task.kinds:
        answers = _Answers()

        def connected(answers: _Answers = answers) -> Callable[[Question], None]:
            assert address.hostname is not None
            connection = HTTPConnection(address.hostname, address.port, timeout=60)

            def ask(question: Question) -> None:
                body = got(connection, path_of(question))
                if question.prefix:
                    answers.total(len(json.loads(body)["completions"]))
                else:
                    answers.total(int(body.split(b'"total":', 1)[1].split(b",", 1)[0]))

            return ask

        found += _measured(
            task, kind, answers, connected, tell, "HTTP", len(found), len(task.kinds) * len(task.clients)
        )
    return tuple(found)


def _measured(
    task: Task,
    kind: QuestionKind,
    answers: _Answers,
    make_call: Callable[[], Callable[[Question], None]],
    tell: Tell,
    what: str,
    done: int,
    total: int,
) -> Iterator[Asked]:
    counts = [task.questions * (1 if clients == 1 else _MORE) for clients in task.clients]
    made = questions(kind, _WARMING + sum(counts), task.seed, size=task.offers)
    by_clients(make_call, made[:_WARMING], clients=max(task.clients), seconds=_WARMING_SECONDS)
    begin = _WARMING
    for place, (clients, count) in enumerate(zip(task.clients, counts, strict=True)):
        answers.clear()
        tell(f"{what}: {kind}, {clients} clients", done + place, total)
        asked = made[begin : begin + count]
        timed = by_clients(make_call, asked, clients=clients, seconds=task.seconds if clients > 1 else 0.0)
        yield answers.asked(kind, timed)
        begin += count


def path_of(question: Question, /) -> str:
    """What a browser asks for; no facet at all is a facet of which no value is told."""
    if question.prefix:
        return f"/api/complete?{urlencode({'prefix': question.prefix})}"
    asked: SearchRequest = question.request
    words: list[tuple[str, str]] = [("q", asked.text), ("sort", asked.sort), ("limit", str(asked.limit))]
    words += [("filter", one) for one in asked.filters] + [("facet", one) for one in asked.facets]
    words += [] if asked.meaning else [("meaning", "false")]
    if asked.quantity is not None:
        words.append(("quantity", str(asked.quantity)))
    if asked.currency is not None:
        words.append(("currency", asked.currency))
    if not asked.facets:
        words += [("facet", "language"), ("facet_values", "0")]
    return f"/api/search?{urlencode(words)}"


def got(connection: HTTPConnection, path: str, /) -> bytes:
    """The body of an answer. Raises ConnectionError where the server does not answer 200."""
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
    except HTTPException as error:
        connection.close()
        raise ConnectionError(f"{path}: {type(error).__name__}: {error}") from error
    if answer.status != 200:
        raise ConnectionError(f"{path}: {answer.status}: {body[:200]!r}")
    return body


# ------------------------------------------------------------------------------- rightness, freshness


def recalled(task: Task, tell: Tell, /) -> Recall:
    """The dense leg against itself told to compare everything: by the port's contract the nearest of as many as there
    are offers are all of them, so nothing can be missed."""
    held: list[Parts] = []

    def kept(parts: Parts) -> Parts:
        held.append(parts)
        return parts

    at_10: list[float] = []
    at_100: list[float] = []
    quick: list[float] = []
    slow: list[float] = []
    with open_dragoman(Settings(home=task.home), around=kept):
        index, encoder = held[0].index, held[0].encoder
        some = replace(task, questions=_RECALLED // 2)
        asked = [pair[1] for pair in leg_requests(_some(some, "text") + _some(some, "dense"), encoder)]
        for request in asked:
            index.search(request)
        countries = _countries(index)
        for place, request in enumerate(asked):
            tell("recall against exact search", place, len(asked))
            started = time.perf_counter()
            found = _cosines(index, replace(request, dense_limit=_NEAREST, limit=_NEAREST))
            quick.append(time.perf_counter() - started)
            started = time.perf_counter()
            exact = _exact(index, request, countries, most=task.offers)
            slow.append(time.perf_counter() - started)
            at_10.append(recall(found, exact[:10]))
            at_100.append(recall(found, exact))
    return Recall(
        questions=len(asked),
        at_10=sum(at_10) / len(at_10),
        at_100=sum(at_100) / len(at_100),
        p50_ms=percentile(quick, 0.5) * 1000,
        p95_ms=percentile(quick, 0.95) * 1000,
        exact_p50_ms=percentile(slow, 0.5) * 1000,
    )


def _exact(index: SearchIndex, request: IndexRequest, countries: Sequence[str], *, most: int) -> list[float]:
    """Country by country, which takes a part of the memory."""
    found: list[float] = []
    for country in countries:
        among = replace(
            request,
            filters=(FacetFilter(field="country", any_of=(country,)),) if country else (),
            dense_limit=most,
            limit=_NEAREST,
        )
        found += _cosines(index, among)
    return sorted(found, reverse=True)[:_NEAREST]


def _countries(index: SearchIndex) -> tuple[str, ...]:
    """That every offer is of one of; ("",) for no filter where some have none."""
    whole = index.search(IndexRequest(facets=("country",), limit=0))
    counted = whole.facets["country"]
    if sum(one.count for one in counted) != whole.total:
        return ("",)
    return tuple(one.value for one in counted)


def _cosines(index: SearchIndex, request: IndexRequest) -> list[float]:
    near = [one.cosine for one in index.search(request).candidates if one.near and one.cosine is not None]
    return sorted(near, reverse=True)


def changed(task: Task, tell: Tell, /) -> Changed:
    """Load later versions of offers, and look for them until all are found."""
    assert task.file is not None
    count = min(1000, task.offers)
    tell("changed offers", 0, count)
    write(changes(task.seed, task.offers, count, edition=task.edition), task.file)
    word = SearchRequest(text=edition_word(task.seed, task.edition), facets=())
    with open_dragoman(Settings(home=task.home)) as dragoman:
        dragoman.warm_up()
        dragoman.search(word)
        started = time.perf_counter()
        dragoman.ingest(IngestRequest(paths=(task.file,)), lambda _event: None)
        found = dragoman.search(word).total
        while found < count and time.perf_counter() - started < _MOST_WAIT_SECONDS:
            time.sleep(_POLL_SECONDS)
            found = dragoman.search(word).total
        seconds = time.perf_counter() - started
    tell("changed offers", count, count)
    return Changed(offers=count, seconds=seconds, found=found)


# -------------------------------------------------------------------------------------------- help


class _Answers:
    """What answers tell beside their time."""

    _STAGES = ("understand", "encode", "retrieve", "rank", "total")

    def __init__(self) -> None:
        self._totals: list[int] = []
        self._stages: list[tuple[float, ...]] = []

    def clear(self) -> None:
        self._totals.clear()
        self._stages.clear()

    def total(self, found: int) -> None:
        self._totals.append(found)

    def stages(self, *milliseconds: float) -> None:
        self._stages.append(milliseconds)

    def asked(self, kind: str, timed: Latency) -> Asked:
        count = max(len(self._stages), 1)
        summed = [sum(column) for column in zip(*self._stages, strict=True)]
        return Asked(
            kind=kind,
            latency=timed,
            found=sum(self._totals) / max(len(self._totals), 1),
            stages_ms={name: one / count for name, one in zip(self._STAGES, summed, strict=False)},
        )


def _shared(call: Callable[[A], None]) -> Callable[[], Callable[[A], None]]:
    """One call for all clients."""
    return lambda: call


def _some(task: Task, kind: QuestionKind) -> tuple[Question, ...]:
    return questions(kind, task.questions, task.seed, size=task.offers)


def settle() -> None:
    """As the server does once it is warm: what is loaded stays, and the collector need not look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
