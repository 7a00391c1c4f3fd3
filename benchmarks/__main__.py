"""`make bench`: how fast each part is, on the sample suppliers and, where it is there, the real catalogue.

Ratios are of two measurements that take turns in one run, since the machine is shared and its speed drifts.
Prints Markdown for docs/benchmarks.md. `ARGS="--only search"` runs one part.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bars_1.real_input import mixed_requests
from benchmarks.running import ICECAT, ICECAT_MAPPING, SAMPLES
from dragoman.app import Dragoman, limits_of, open_dragoman
from dragoman.bench.measures import percentile
from dragoman.indexes.local import LocalIndex
from dragoman.ingest.load import IngestRequest
from dragoman.language.encode import SentenceEncoder
from dragoman.normalise.text import query_terms
from dragoman.ports import IndexRequest, ReadOptions, SearchIndex
from dragoman.search.query import understand
from dragoman.search.request import SearchRequest
from dragoman.settings import Settings

STAGES = ("understand", "encode", "retrieve", "rank", "total")
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the report."""

    what: str
    figure: str


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=["ingest", "search"], help="run one part")
    arguments = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}, `make bench`, Python {sys.version.split()[0]}\n")
    print("| what | figure |\n|---|---|")
    with tempfile.TemporaryDirectory() as work:
        for catalogue in _catalogues(Path(work)):
            with open_dragoman(Settings(home=catalogue.home)) as dragoman:
                lines = _measured(dragoman, catalogue, arguments.only)
                for line in lines:
                    print(f"| {catalogue.name}: {line.what} | {line.figure} |", flush=True)
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What is loaded and asked."""

    name: str
    home: Path
    request: IngestRequest
    questions: Sequence[str]


def _catalogues(work: Path) -> Iterator[Catalogue]:
    yield _catalogue("samples", work, SAMPLES / "catalogues", None, _sample_questions())
    if ICECAT.exists():
        questions = [str(request["q"]) for request in mixed_requests(200)]
        yield _catalogue("icecat", work, ICECAT, ICECAT_MAPPING, questions)
    else:
        print("| icecat | not measured: ../shared/data is not there |")


def _catalogue(
    name: str, work: Path, path: Path, mapping: Path | None, questions: Sequence[str]
) -> Catalogue:
    home = work / name
    home.mkdir()
    shutil.copyfile(SAMPLES / "rates.csv", home / "rates.csv")
    request = IngestRequest(
        paths=(path,),
        mapping=mapping,
        supplier=None,
        country=None,
        options=ReadOptions(),
        limits=limits_of(Settings(home=home)),
    )
    return Catalogue(name=name, home=home, request=request, questions=questions)


def _sample_questions() -> list[str]:
    things = (
        "steel bottle 750 ml",
        "LED-Lampe E27",
        "有机棉T恤",
        "tornillo M8",
        "gants de travail",
        "кружка",
        "كوب",
        "水筒",
    )
    return [
        f"{count} {thing}, under 9 USD, to Hamburg in 6 weeks"
        for thing in things
        for count in (50, 500, 5000)
    ]


def _measured(dragoman: Dragoman, catalogue: Catalogue, only: str | None) -> Iterator[Line]:
    yield from _ingest(dragoman, catalogue)
    if only != "ingest":
        yield from _search(dragoman, catalogue.questions)


def _ingest(dragoman: Dragoman, catalogue: Catalogue) -> Iterator[Line]:
    started = time.perf_counter()
    report = dragoman.ingest(catalogue.request, lambda _: None)
    seconds = time.perf_counter() - started
    yield Line(
        what="ingest, encoding and index included",
        figure=f"{report.offers} offers in {seconds:.1f} s, {report.offers / seconds:.0f}/s",
    )
    started = time.perf_counter()
    dragoman.reindex()
    seconds = time.perf_counter() - started
    yield Line(
        what="of that, encoding and index alone (`reindex`)", figure=f"{report.offers / seconds:.0f} offers/s"
    )


def _search(dragoman: Dragoman, questions: Sequence[str]) -> Iterator[Line]:
    for question in questions[:20]:
        dragoman.search(SearchRequest(text=question))
    took = [dragoman.search(SearchRequest(text=question)).took for question in questions]
    for stage in STAGES:
        values = [float(getattr(one, stage)) for one in took]
        yield Line(
            what=f"search, {stage}",
            figure=f"p50 {percentile(values, 0.5):.1f} ms, p95 {percentile(values, 0.95):.1f} ms",
        )
    whole = _seconds(lambda question: dragoman.search(SearchRequest(text=question)), questions)
    index = LocalIndex(
        dragoman.settings.index_path,
        encoder_name=SentenceEncoder().name,
        dimensions=SentenceEncoder().dimensions,
    )
    words = _seconds(lambda question: _by_words(index, question), questions)
    yield Line(
        what="a whole search against BM25 alone on the same index",
        figure=f"{whole / words:.1f} times as long (median of {ROUNDS} turns: {whole * 1000 / len(questions):.1f} ms, {words * 1000 / len(questions):.1f} ms a question)",
    )


def _by_words(index: SearchIndex, question: str) -> None:
    """What a search box without understanding does: any of the words, fifty best."""
    query = understand(question, today=datetime.now(UTC).date())
    index.search(IndexRequest(terms=query_terms(question, query.language), limit=50))


def _seconds(act: Callable[[str], object], questions: Sequence[str]) -> float:
    """Median of ROUNDS passes over the questions."""
    passes = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for question in questions:
            act(question)
        passes.append(time.perf_counter() - started)
    return sorted(passes)[ROUNDS // 2]


if __name__ == "__main__":
    sys.exit(main())
