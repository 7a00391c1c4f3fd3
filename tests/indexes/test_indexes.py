"""Every index keeps the contract; the local one also survives crashes, other processes and damage."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import IndexDamaged
from dragoman.indexes.local import LocalIndex
from dragoman.indexes.local import manifest as manifests
from dragoman.indexes.memory import MemoryIndex
from dragoman.ports import FacetFilter, IndexRequest, SearchIndex, Term
from dragoman.testing.search_index import (
    DIMENSIONS,
    SearchIndexContract,
    changes,
    document,
    ids,
    vector,
    words,
)


def open_index(
    path: Path,
    *,
    encoder: str = "test",
    exact_rows: int = 50_000,
    spared_rows: int = 20_000,
    merged_from: int = 100_000,
) -> LocalIndex:
    return LocalIndex(
        path,
        encoder_name=encoder,
        dimensions=DIMENSIONS,
        exact_rows=exact_rows,
        spared_rows=spared_rows,
        merged_from=merged_from,
    )


class TestMemoryIndex(SearchIndexContract):
    @pytest.fixture
    def index(self) -> SearchIndex:
        return MemoryIndex()


class TestLocalIndex(SearchIndexContract):
    @pytest.fixture
    def index(self, tmp_path: Path) -> SearchIndex:
        return open_index(tmp_path / "index")


class TestLocalIndexWithCodes(SearchIndexContract):
    """The same as a large index does it: through RaBitQ codes, kept in a file, and without the rows of the past."""

    @pytest.fixture
    def index(self, tmp_path: Path) -> SearchIndex:
        return open_index(tmp_path / "index", exact_rows=0, spared_rows=0)


class TestLocalIndexWithCells(SearchIndexContract):
    """The same where the codes are parted into cells, all of which are looked at, and words are looked for meanwhile."""

    @pytest.fixture
    def index(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchIndex:
        monkeypatch.setattr("dragoman.indexes.local.codes.CELLS_FROM", 1)
        monkeypatch.setattr("dragoman.indexes.local.codes.ROWS_A_CELL", 2)
        monkeypatch.setattr("dragoman.indexes.local.answer._BESIDE_FROM", 1)
        return open_index(tmp_path / "index", exact_rows=0, spared_rows=0)


class TestLocalIndexOfBroadWords(SearchIndexContract):
    """The same where no question is so narrow that its matches are all taken out of Tantivy, which hands over a few values
    of a facet."""

    @pytest.fixture
    def index(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchIndex:
        for name in ("_FEW", "_SPARE", "_MORE_THAN_TOLD"):
            monkeypatch.setattr(f"dragoman.indexes.local.words.{name}", 1)
        monkeypatch.setattr("dragoman.indexes.local.words._TIMES_TOLD", 1)
        return open_index(tmp_path / "index")


def test_what_was_applied_is_there_after_reopening(tmp_path: Path) -> None:
    open_index(tmp_path).apply(changes(document("a", "steel bottle", seed=3), generation=4))
    again = open_index(tmp_path)
    assert again.generation() == 4
    assert ids(again.search(words("bottle", vector=vector(3)))) == ["a"]


def test_another_process_sees_a_change_after_refresh(tmp_path: Path) -> None:
    reader = open_index(tmp_path)
    process = multiprocessing.get_context("spawn").Process(target=_apply_elsewhere, args=(tmp_path,))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert reader.offer_ids() == set()
    reader.refresh()
    assert ids(reader.search(words("mouse"))) == ["elsewhere"]


def _apply_elsewhere(path: Path) -> None:
    open_index(path).apply(changes(document("elsewhere", "mouse")))


@pytest.mark.parametrize("after", ["vectors", "log", "words"])
def test_a_crash_at_any_step_of_a_change_leaves_the_index_as_it_was_and_the_change_can_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    index = open_index(tmp_path)
    index.apply(changes(document("a", "steel"), document("b", "bottle")))

    def crash(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    target = {
        "vectors": "dragoman.indexes.local.row_log.append",
        "log": "dragoman.indexes.local.words.Words.write",
        "words": "dragoman.indexes.local.manifest.write",
    }[after]
    batch = changes(document("b", "mouse"), document("c", "lid"), deletes=("a",), generation=2)
    with monkeypatch.context() as patched:
        patched.setattr(target, crash)
        with pytest.raises(KeyboardInterrupt):
            index.apply(batch)
    again = open_index(tmp_path)
    assert again.generation() == 1
    assert again.offer_ids() == {"a", "b"}
    assert ids(again.search(words("lid"))) == []
    other = changes(document("d", "spoon"), document("b", "mouse"), deletes=("a",), generation=2)
    again.apply(other)
    assert again.offer_ids() == {"b", "d"}
    assert ids(again.search(words("mouse"))) == ["b"]
    assert ids(again.search(words("lid"))) == []
    assert ids(again.search(words("spoon"))) == ["d"]


@pytest.mark.parametrize("after", ["log", "vectors", "codes"])
def test_a_crash_while_an_index_is_put_in_order_leaves_it_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    index = open_index(tmp_path, exact_rows=0, spared_rows=0)
    for generation in range(1, 5):
        index.apply(changes(*(document(f"o{n}", seed=n) for n in range(4)), generation=generation))
    target = {
        "log": "dragoman.indexes.local.dense.append",
        "vectors": "dragoman.indexes.local.manifest.write",
        "codes": "dragoman.indexes.local.checks.sum_of",
    }[after]

    def crash(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(target, crash)
        with pytest.raises(KeyboardInterrupt):
            index.tidy()
    again = open_index(tmp_path, exact_rows=0, spared_rows=0)
    assert (again.damage(), again.generation(), len(again.offer_ids())) == ((), 4, 4)
    assert ids(again.search(IndexRequest(vector=vector(2), dense_limit=1))) == ["o2"]
    again.tidy()
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.is_file() and path.stat().st_size) == [
        ".f16",
        ".faiss",
        ".json",
        ".log",
    ]
    assert open_index(tmp_path).offer_ids() == {"o0", "o1", "o2", "o3"}
    assert ids(again.search(IndexRequest(vector=vector(2), dense_limit=1))) == ["o2"]


def test_a_reader_goes_on_while_another_process_puts_the_index_in_order(tmp_path: Path) -> None:
    writer = open_index(tmp_path, exact_rows=0, spared_rows=0)
    for generation in range(1, 4):
        writer.apply(changes(*(document(f"o{n}", seed=n) for n in range(4)), generation=generation))
    reader = open_index(tmp_path)
    writer.tidy()
    asked = IndexRequest(vector=vector(2), dense_limit=1)
    assert ids(reader.search(asked)) == ["o2"]
    reader.refresh()
    assert ids(reader.search(asked)) == ["o2"]
    writer.apply(changes(document("o9", "mouse"), deletes=("o1",), generation=4))
    reader.refresh()
    assert reader.offer_ids() == {"o0", "o2", "o3", "o9"}
    assert ids(reader.search(words("mouse"))) == ["o9"]


def test_an_index_of_another_encoder_is_made_anew(tmp_path: Path) -> None:
    open_index(tmp_path).apply(changes(document("a")))
    again = open_index(tmp_path, encoder="other")
    assert again.offer_ids() == set()
    assert again.generation() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("manifest.json", b"{"), ("rows.log", b""), ("rows.log", b"\xff" * 4000), ("vectors.f16", b"xx")],
)
def test_damaged_files_are_told_by_name_with_the_way_out(tmp_path: Path, name: str, content: bytes) -> None:
    open_index(tmp_path).apply(changes(document("a")))
    (tmp_path / name).write_bytes(content)
    with pytest.raises(IndexDamaged, match="reindex") as caught:
        open_index(tmp_path)
    assert name in str(caught.value)


def test_a_reader_keeps_up_when_another_process_makes_the_index_anew(tmp_path: Path) -> None:
    reader, writer = open_index(tmp_path), open_index(tmp_path)
    writer.apply(changes(document("a", "steel")))
    reader.refresh()
    writer.clear()
    writer.apply(changes(document("b", "steel"), document("c", "steel"), generation=2))
    reader.refresh()
    assert reader.offer_ids() == {"b", "c"}
    assert sorted(ids(reader.search(IndexRequest(terms=words("steel").terms)))) == ["b", "c"]


def test_the_manifest_is_never_half_written(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    manifests.write(path, manifests.Manifest(encoder="e", dimensions=3))
    manifests.write(path, manifests.Manifest(encoder="e", dimensions=3, generation=9))
    found = manifests.read(path)
    assert found is not None
    assert found.generation == 9
    assert [one.name for one in tmp_path.iterdir()] == ["manifest.json"]


def test_segments_of_one_size_become_one_and_everything_is_found_as_before(tmp_path: Path) -> None:
    index = open_index(tmp_path, merged_from=0)
    for generation in range(1, 7):
        index.apply(
            changes(document(f"o{generation}", f"mouse {generation}", seed=generation), generation=generation)
        )
    asked = words("mouse")
    before, many = index.search(asked), index._words.segments
    index.tidy()
    index._words.now()
    assert (many, index._words.segments) == (6, 1)
    assert ids(index.search(asked)) == ids(before)
    again = open_index(tmp_path)
    assert again._snapshot.words_agree
    assert again.damage() == ()
    assert again.search(asked).total == 6
    again.apply(changes(document("o7", "mouse 7", seed=7), deletes=("o1",), generation=7))
    assert again.search(asked).total == 6


def test_a_crash_while_segments_are_merged_leaves_no_empty_documents_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index(tmp_path, merged_from=0)
    for generation in range(1, 7):
        index.apply(changes(document(f"o{generation}", "mouse"), generation=generation))

    def crash(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("dragoman.indexes.local.words._from", crash)
        with pytest.raises(KeyboardInterrupt):
            index.tidy()
    again = open_index(tmp_path)
    assert again.damage() == ()
    agreed = [again._snapshot.words_agree]
    assert again.search(words("mouse")).total == 6
    again.apply(changes(document("o7", "mouse"), generation=7))
    assert [*agreed, again._snapshot.words_agree] == [False, True]
    assert again.search(words("mouse")).total == 7


def test_a_word_of_many_offers_gives_the_best_and_counts_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.indexes.local.words._FEW", 3)
    index, oracle = open_index(tmp_path), MemoryIndex()
    added = changes(*(document(f"o{n}", "mouse " * (1 + n % 4)) for n in range(12)))
    for one in (index, oracle):
        one.apply(added)
    asked = IndexRequest(terms=(Term(token="mouse", group=0),), limit=2, facets=("supplier",))
    found, expected = index.search(asked), oracle.search(asked)
    assert index._snapshot.words.surely_many(asked)
    assert (ids(found), found.total, found.facets) == (ids(expected), 12, expected.facets)


@given(
    suppliers=st.lists(st.integers(1, 3), min_size=8, max_size=14)
    .map(lambda counts: [name for name, count in enumerate(counts) for _ in range(count)])
    .flatmap(st.permutations),
    told=st.integers(0, 8),
    named=st.lists(st.integers(0, 14), max_size=2),
    far=st.lists(st.integers(0, 14), max_size=4),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_commonest_values_of_many_are_told_as_if_all_were_counted(
    monkeypatch: pytest.MonkeyPatch, suppliers: list[int], told: int, named: list[int], far: list[int]
) -> None:
    """Ties at the last place too, values that a filter names, and offers that meaning alone finds."""
    for name, few in (("_FEW", 3), ("_TIMES_TOLD", 1), ("_MORE_THAN_TOLD", 2)):
        monkeypatch.setattr(f"dragoman.indexes.local.words.{name}", few)
    offers = [
        document(f"o{n}", "mouse " * (1 + n % 20), seed=None, supplier=f"s{one}")
        for n, one in enumerate(suppliers)
    ]
    offers += [document(f"f{n}", "house", seed=1, supplier=f"s{one}") for n, one in enumerate(far)]
    chosen = tuple(f"s{one}" for one in named)
    asked = IndexRequest(
        terms=(Term(token="mouse", group=0),),
        vector=vector(1),
        limit=2,
        filters=(FacetFilter(field="supplier", any_of=(*chosen, "s0", "s1", "s2", "s3")),) if chosen else (),
        facets=("supplier",),
        facet_values=told,
    )
    with TemporaryDirectory() as folder:
        index, oracle = open_index(Path(folder)), MemoryIndex()
        for one in (index, oracle):
            one.apply(changes(*offers))
        found, expected = index.search(asked), oracle.search(asked)
    assert (found.facets, found.total) == (expected.facets, expected.total)
