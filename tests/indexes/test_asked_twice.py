"""What a search asks the index for a second time, with filters, is answered out of what was found the first time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.indexes.local import LocalIndex
from dragoman.indexes.local.columns import Mask, Rows
from dragoman.indexes.local.dense import Nearest
from dragoman.indexes.memory import MemoryIndex
from dragoman.ports import FacetFilter, Filter, IndexRequest, NumberFilter, Vector, Vectors
from dragoman.testing.search_index import DIMENSIONS, changes, document, vector

OFFERS, LIMIT = 120, 10
FILTERS: tuple[tuple[Filter, ...], ...] = (
    (FacetFilter(field="supplier", any_of=("s0",)),),
    (FacetFilter(field="supplier", any_of=("s1", "s2")), NumberFilter(field="moq", low=30.0)),
    (NumberFilter(field="moq", high=5.0),),
    (FacetFilter(field="supplier", any_of=("s9",)),),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    documents = [
        document(f"o{n:03}", seed=n if n % 7 else None, supplier=f"s{n % 4}", moq=float(n))
        for n in range(OFFERS)
    ]
    opened(made).apply(changes(*documents))
    return made


def opened(folder: Path) -> LocalIndex:
    return LocalIndex(folder, encoder_name="test", dimensions=DIMENSIONS)


def asked(floor: float, filters: tuple[Filter, ...] = ()) -> IndexRequest:
    return IndexRequest(
        vector=vector(500), dense_limit=LIMIT, dense_floor=floor, filters=filters, limit=LIMIT
    )


@given(chosen=st.sampled_from(FILTERS), floor=st.one_of(st.floats(-1, 1), st.none()))
def test_the_answer_is_that_of_an_index_that_was_asked_nothing_before(
    folder: Path, chosen: tuple[Filter, ...], floor: float | None
) -> None:
    index = opened(folder)
    wide = asked(-1.0)
    nearest = index.search(wide).candidates
    lowest = min(one.cosine for one in nearest if one.cosine is not None)
    narrow = replace(wide, filters=chosen, dense_floor=lowest if floor is None else floor)
    assert index.search(narrow) == opened(folder).search(narrow)


def test_the_nearest_are_looked_for_once_where_the_floor_lies_no_lower(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(folder)
    times: list[int] = []
    compared = Nearest.compared

    def counted(self: Nearest, near: Vector, among: Mask, /, *, limit: int) -> tuple[Rows, Vectors]:
        times.append(limit)
        return compared(self, near, among, limit=limit)

    monkeypatch.setattr(Nearest, "compared", counted)
    wide = asked(-1.0)
    lowest = min(one.cosine for one in index.search(wide).candidates if one.cosine is not None)
    index.search(replace(wide, filters=FILTERS[0], dense_floor=lowest))
    assert len(times) == 1
    index.search(replace(wide, filters=FILTERS[0], dense_floor=lowest - 0.1))
    assert len(times) == 2, "further away there may be others that pass"


def test_beginnings_that_are_remembered_are_those_of_the_moment(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.apply(changes(document("a", "steel bottle"), document("b", "steel stool"), generation=1))
    first = index.vocabulary("st")
    assert first == [("steel", 2), ("stool", 1)]
    first.clear()
    assert index.vocabulary("st") == [("steel", 2), ("stool", 1)]
    index.apply(changes(document("c", "stool"), document("d", "stool"), deletes=("a",), generation=2))
    assert index.vocabulary("st") == [("stool", 3), ("steel", 1)]


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_beginnings_leave_replaced_offers_out_however_many_tokens_begin_so(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    index, oracle = opened(tmp_path_factory.mktemp("index")), MemoryIndex()
    words = st.lists(st.integers(0, 29).map(lambda number: f"st{number}"), min_size=1, max_size=6).map(
        " ".join
    )
    for generation in (1, 2):
        titles = data.draw(st.lists(words, min_size=8, max_size=24))
        gone = tuple(f"o{number}" for number in range(len(titles), len(titles) + 4))
        batch = changes(
            *(document(f"o{number}", title) for number, title in enumerate(titles)),
            deletes=gone if generation > 1 else (),
            generation=generation,
        )
        index.apply(batch)
        oracle.apply(batch)
    for limit in (1, 3, 10, 50):
        assert index.vocabulary("st", limit=limit) == oracle.vocabulary("st", limit=limit)
