"""Bar 7: each part of the search turned off, one by one: what it is worth.

A part is turned off at a port, so that nothing in the engine has to know of it: the index that is asked without
something, as `dragoman evaluate --without` does it. The engine keeps its encoder: without a vector it takes a question
for an empty one, and shows the newest offers first. `python -m benchmarks.bars_2.parts HOME` prints the table for
docs/benchmarks.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_2.icecat import JUDGMENTS, TRANSLATIONS, home
from benchmarks.running import ROOT
from dragoman.app import Dragoman, open_dragoman
from dragoman.evaluate import Case, Evaluation, cases, compare, read_judgments, read_translations
from dragoman.evaluate.compare import Comparison
from dragoman.indexes.local import LocalIndex
from dragoman.language.encode import SentenceEncoder
from dragoman.ports import (
    IndexCapabilities,
    IndexChanges,
    IndexRequest,
    IndexResponse,
    SearchIndex,
    TextField,
)
from dragoman.ranking.lightgbm import LightGbmReranker
from dragoman.ranking.linear import LinearReranker
from dragoman.rates import RateTable
from dragoman.search.features import FEATURES
from dragoman.settings import Settings
from dragoman.stores.sql import SqlStore

TABLE = ROOT / "docs" / "benchmarks.md"

Request = Callable[[IndexRequest], IndexRequest]
Response = Callable[[IndexResponse], IndexResponse]


class AskedOtherwise:
    """An index whose requests and answers are changed on the way."""

    def __init__(self, index: SearchIndex, *, request: Request, response: Response) -> None:
        self._index = index
        self._request = request
        self._response = response

    @property
    def capabilities(self) -> IndexCapabilities:
        return self._index.capabilities

    def generation(self) -> int:
        return self._index.generation()

    def apply(self, changes: IndexChanges, /) -> None:
        self._index.apply(changes)

    def search(self, request: IndexRequest, /) -> IndexResponse:
        return self._response(self._index.search(self._request(request)))

    def vocabulary(
        self, prefix: str, /, *, limit: int = 10, field: TextField = "title"
    ) -> list[tuple[str, int]]:
        return self._index.vocabulary(prefix, limit=limit, field=field)

    def offer_ids(self) -> set[str]:
        return self._index.offer_ids()

    def damage(self) -> tuple[str, ...]:
        return self._index.damage()

    def refresh(self) -> None:
        self._index.refresh()

    def tidy(self) -> None:
        self._index.tidy()

    def clear(self) -> None:
        self._index.clear()

    def close(self) -> None:
        self._index.close()


def _as_is(request: IndexRequest) -> IndexRequest:
    return request


def _as_found(response: IndexResponse) -> IndexResponse:
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is turned off, and how."""

    name: str
    request: Request = _as_is
    response: Response = _as_found
    without_meaning: bool = False
    without_learning: bool = False


def _without_field(field: TextField) -> Request:
    return lambda request: replace(request, field_weights={**request.field_weights, field: 0.0})


def _without_terms(keep: Callable[[str], bool]) -> Request:
    """Terms by their token; a group that loses all of them is no longer asked for."""

    def asked(request: IndexRequest) -> IndexRequest:
        terms = tuple(term for term in request.terms if keep(term.token))
        groups = len({term.group for term in terms})
        return replace(request, terms=terms, minimum_groups=max(1, min(request.minimum_groups, groups)))

    return asked


def _without_kinds(response: IndexResponse) -> IndexResponse:
    return replace(
        response,
        candidates=tuple(msgspec.structs.replace(candidate, facets={}) for candidate in response.candidates),
    )


PARTS: tuple[Part, ...] = (
    Part(name="meaning (sentence vectors)", without_meaning=True),
    Part(name="words (BM25)", request=lambda request: replace(request, terms=())),
    Part(name="stems", request=_without_terms(lambda token: not token.startswith("~"))),
    Part(name="concepts in nine languages", request=_without_field("concepts")),
    Part(name="kind of product in the order", response=_without_kinds),
    Part(name="summary: title, brand, category, description as one", request=_without_field("summary")),
    Part(name="title field beside it", request=_without_field("title")),
    Part(name="attributes field", request=_without_field("attributes")),
    Part(name="learned order, cross-validated", without_learning=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """nDCG@10 with everything on, less that without the part, by language."""

    part: Part
    by_language: Mapping[str, Comparison]

    def of(self, language: str, /) -> float:
        return -self.by_language[language].differences["ndcg@10"].difference

    def p_value(self, language: str, /) -> float:
        return self.by_language[language].differences["ndcg@10"].p_value

    @property
    def others(self) -> float:
        """Mean over the languages beside English."""
        return float(np.mean([self.of(language) for language in self.by_language if language != "en"]))

    def row(self) -> str:
        return f"| {self.part.name} | {self.of('en'):+.3f} | {self.p_value('en'):.3f} | {self.others:+.3f} |"


def measure(work: Path) -> Iterator[Bar]:
    written = TABLE.read_text(encoding="utf-8") if TABLE.exists() else ""
    for worth in worths(home(work)):
        named = f"| {worth.part.name} |" in written
        yield Bar(
            number="7",
            name=f"worth of {worth.part.name}, nDCG@10",
            figure=f"{worth.of('en'):+.3f} in English (p {worth.p_value('en'):.3f}), {worth.others:+.3f} in the others; "
            f"{'in' if named else 'not in'} {TABLE.relative_to(ROOT)}",
            passed=named,
        )


def worths(home: Path, /) -> Iterator[Worth]:
    """Everything on once, then each part off."""
    asked = cases(read_judgments(JUDGMENTS), read_translations(TRANSLATIONS), language="en")
    whole = _evaluated(home, asked, Part(name="nothing"))
    with open_dragoman(Settings(home=home)) as dragoman:
        crossed = dragoman.cross_validated(asked, dragoman.examples(asked), language="en")
    for part in PARTS:
        without = _evaluated(home, asked, part)
        found = compare(asked, without, (crossed if part.without_learning else whole).run)
        yield Worth(part=part, by_language={one.language: one for one in found})


def _evaluated(home: Path, asked: Sequence[Case], part: Part) -> Evaluation:
    settings = Settings(home=home)
    encoder = SentenceEncoder(threads=settings.encoder_threads)
    index = LocalIndex(settings.index_path, encoder_name=encoder.name, dimensions=encoder.dimensions)
    with Dragoman(
        settings=settings,
        store=SqlStore(settings.record_path),
        index=AskedOtherwise(index, request=part.request, response=part.response),
        encoder=encoder,
        rates=RateTable.empty(settings.rates_path),
        reranker=LinearReranker(FEATURES) if part.without_learning else LightGbmReranker.shipped(),
    ) as dragoman:
        search = dragoman.searching_without(["meaning"]) if part.without_meaning else None
        return dragoman.evaluate(asked, language="en", search=search)


def main(home: Path) -> None:
    print("| turned off | English | p | eight others, mean |\n|---|---:|---:|---:|")
    for worth in worths(home):
        print(worth.row(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
