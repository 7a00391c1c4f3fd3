"""The benchmark that puts engines side by side: its truth, its judgement, and each engine that is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from benchmarks.side_by_side import bars, corpus, engines, report
from benchmarks.side_by_side.corpus import Corpus
from benchmarks.side_by_side.engine import FACETS, Asked, Conditions, counted, fused
from benchmarks.side_by_side.measure import Result, measured
from benchmarks.side_by_side.tasks import PROBES, TASKS, Asking, Truth, probe

from dragoman.ports import Vectors

OFFERS = 600


class _Hashed:
    """Vectors by the words of a text, so that no model is loaded."""

    def __init__(self, *, threads: int = 1) -> None:
        self.name = f"hashed {threads}"

    def encode(self, texts: Sequence[str], /) -> Vectors:
        rows = np.zeros((len(texts), 512), dtype=np.float32)
        for place, text in enumerate(texts):
            for word in text.split() or ["-"]:
                seed = int.from_bytes(blake2b(word.encode(), digest_size=4).digest())
                rows[place] += np.random.default_rng(seed).standard_normal(512).astype(np.float32)
        normalised: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return normalised


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus, "HOME", tmp_path_factory.mktemp("side_by_side"))
        patch.setattr(corpus, "SentenceEncoder", _Hashed)
        return corpus.prepared(OFFERS, seed=1)


def _installed(name: str) -> str:
    lacking = engines.missing(name)
    if lacking:
        pytest.skip(f"{', '.join(lacking)} not installed: uv sync --group bench")
    return name


def test_a_corpus_of_the_same_size_and_seed_is_made_once(
    made: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "HOME", made.folder.parent)
    before = (made.folder / "offers.arrow").stat().st_mtime_ns
    again = corpus.prepared(OFFERS, seed=1)
    assert again.folder == made.folder
    assert (again.folder / "offers.arrow").stat().st_mtime_ns == before


def test_documents_come_with_the_vectors_of_their_rows(made: Corpus) -> None:
    documents = [one for batch in made.documents() for one in batch]
    assert len(documents) == len(made) == OFFERS
    vectors = [one.vector for one in documents]
    assert all(vector is not None for vector in vectors)
    assert np.array_equal(np.array(vectors), np.array(made.vectors))


def test_broad_words_match_about_a_tenth_of_the_offers(made: Corpus) -> None:
    truth, asking = Truth(made), Asking(made)
    for number in range(5):
        matching = truth.matching(asking.asked(TASKS["facets"], number))
        assert 0.08 * OFFERS <= len(matching) <= 0.12 * OFFERS


def test_filters_let_the_share_through_that_they_are_named_after(made: Corpus) -> None:
    truth, asking = Truth(made), Asking(made)
    for passing, share in (("10 %", 0.1), ("1 %", 0.01)):
        assert truth.passing(asking.conditions(passing)).mean() == pytest.approx(share, abs=0.002)  # type: ignore[arg-type]  # literals


def test_exact_search_has_a_recall_of_one_and_the_farthest_have_none(made: Corpus) -> None:
    truth = Truth(made)
    asked = Asking(made).asked(probe("two filters"), 3)
    assert asked.vector is not None
    passing = np.flatnonzero(truth.passing(asked.conditions))
    by_cosine = passing[np.argsort(-(np.array(made.vectors)[passing] @ asked.vector))].tolist()
    wanted = min(asked.limit, len(by_cosine))
    assert truth.recall(asked, by_cosine[:wanted]) == 1.0
    assert truth.recall(asked, by_cosine[-1:]) <= 1 / wanted
    assert truth.recall(asked, by_cosine[: wanted // 2]) == pytest.approx((wanted // 2) / wanted, abs=0.05)


def test_offers_that_do_not_pass_the_filter_are_no_recall(made: Corpus) -> None:
    truth = Truth(made)
    asked = Asking(made).asked(probe("two filters"), 3)
    shut_out = np.flatnonzero(~truth.passing(asked.conditions)).tolist()
    assert truth.recall(asked, shut_out) == 0.0


@pytest.mark.parametrize("name", list(engines.MODULES))
@pytest.mark.filterwarnings("ignore")
def test_an_engine_counts_facets_exactly_and_finds_the_nearest(
    name: str, made: Corpus, tmp_path: Path
) -> None:
    engine = engines.opened(_installed(name))
    engine.build(made, tmp_path)
    engine = engines.opened(name)
    engine.open(made, tmp_path)
    truth, asking = Truth(made), Asking(made)
    thorough = engine.rungs[-1]
    try:
        for number in range(3):
            broad = asking.asked(TASKS["facets, all values"], number)
            assert engine.search(broad, thorough).facets == truth.counts(broad)
            few = replace(broad, facet_values=3)
            told = engine.search(few, thorough).facets
            assert told is not None
            assert truth.tells(few, told)
            for passing in PROBES:
                near = asking.asked(probe(passing), number)
                found = list(engine.search(near, thorough).rows)
                assert truth.recall(near, found) >= 0.95, passing
            hybrid = asking.asked(TASKS["hybrid"], number)
            rows = engine.search(hybrid, thorough).rows
            assert rows
            assert len(set(rows)) == len(rows) <= hybrid.limit
            assert truth.passing(hybrid.conditions)[list(rows)].all()
    finally:
        engine.close()


@pytest.mark.parametrize("name", list(engines.MODULES))
@pytest.mark.filterwarnings("ignore")
def test_an_engine_answers_words_with_offers_that_carry_them(name: str, made: Corpus, tmp_path: Path) -> None:
    engine = engines.opened(_installed(name))
    engine.build(made, tmp_path)
    engine.open(made, tmp_path)
    truth, asking = Truth(made), Asking(made)
    try:
        for number in range(3):
            asked = asking.asked(TASKS["text"], number)
            matching = set(truth.matching(asked).tolist())
            found = [int(row) for row in engine.search(asked, engine.rungs[0]).rows]
            assert len(found) == min(asked.limit, len(matching))
            assert set(found) <= matching
    finally:
        engine.close()


def test_a_run_measures_every_task_and_an_engine_that_breaks_does_not_stop_it(
    made: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines.MODULES, "no such engine", ("no_such_module", ()))
    said: list[str] = []
    ours, broken = measured(
        made,
        ["tantivy+faiss", "no such engine"],
        work=tmp_path,
        rounds=2,
        seconds=0.2,
        reuse=False,
        say=said.append,
    )
    assert not ours.failed
    assert ours.build_seconds > 0
    assert ours.bytes_on_disk > 0
    assert ours.resident_mb > ours.anonymous_mb > 0
    assert set(ours.ms) == set(TASKS)
    assert all(recall >= 0.95 for recall in ours.recall.values())
    assert all(ours.facets_exact.values())
    assert "no such engine" in broken.failed
    text = report.markdown(made, [ours, broken])
    assert "| tantivy+faiss |" in text
    assert "Not measured to its end" in text


def test_ranks_are_fused_as_the_paper_says() -> None:
    assert fused([[1, 2], [2]], 10) == [2, 1]
    assert fused([[1, 2], [3]], 2) == [1, 3]
    assert fused([], 5) == []


def test_no_value_is_not_counted() -> None:
    rows = [
        {"supplier": "A", "country": "", "category": "x"},
        {"supplier": "A", "country": "DE", "category": ""},
    ]
    assert counted(rows, 9) == {"supplier": {"A": 2}, "country": {"DE": 1}, "category": {"x": 1}}
    assert set(counted([], 9)) == set(FACETS)


def test_of_many_values_the_commonest_are_told() -> None:
    rows = [{"supplier": one, "country": "", "category": ""} for one in "ABBCCC"]
    assert counted(rows, 2)["supplier"] == {"C": 3, "B": 2}


def test_counts_that_are_wrong_or_not_of_the_commonest_are_noticed(made: Corpus) -> None:
    truth, asking = Truth(made), Asking(made)
    asked = replace(asking.asked(TASKS["facets"], 0), facet_values=2)
    right = {
        name: dict(sorted(values.items(), key=lambda one: -one[1])[:2])
        for name, values in truth.counts(asked).items()
    }
    assert truth.tells(asked, right)
    for name, values in right.items():
        commonest, second = values
        assert not truth.tells(asked, right | {name: {commonest: values[commonest]}}), "one is missing"
        assert not truth.tells(asked, right | {name: values | {second: values[second] - 1}}), "too few"
        assert not truth.tells(asked, right | {name: values | {second: values[second] + 1}}), "too many"
        rarest = min(truth.counts(asked)[name].items(), key=lambda one: one[1])
        if rarest[1] < values[second]:
            assert not truth.tells(
                asked, right | {name: {commonest: values[commonest], rarest[0]: rarest[1]}}
            )


def test_conditions_know_whether_they_ask_anything() -> None:
    assert not Conditions().any
    assert Conditions(moq_high=0.0).any
    assert not Asked().conditions.any


def _result(name: str, ms: float, *, recall: float = 0.97, exact: bool = True) -> Result:
    return Result(
        engine=name,
        ms={task: [ms] * 10 for task in TASKS},
        recall=dict.fromkeys(PROBES, recall),
        facets_exact=dict.fromkeys(("hybrid + facets", *bars.FACETS), exact),
    )


def _judged(**changed: Result) -> dict[str, bool]:
    results = {
        "dragoman": _result("dragoman", 10),
        "limit": _result("tantivy+faiss", 4),
        "lance": _result("lancedb", 60),
        "milvus": _result("milvus-lite", 900),
        **changed,
    }
    return {bar.number: bar.passed for bar in bars.judged(list(results.values()))}


def test_the_bars_pass_where_every_ratio_keeps_to_them() -> None:
    assert _judged() == {"2a": True, "2b": True, "2c": True, "2d": True}


def test_a_ratio_that_is_missed_fails_its_own_bar_only() -> None:
    assert _judged(lance=_result("lancedb", 30)) == {"2a": True, "2b": False, "2c": True, "2d": True}
    assert _judged(milvus=_result("milvus-lite", 199))["2c"] is False
    assert _judged(limit=_result("tantivy+faiss", 3.3))["2d"] is False


def test_the_values_that_a_search_tells_decide_about_facets_and_all_of_them_are_shown() -> None:
    lance = _result("lancedb", 60)
    lance.ms["facets, all values"] = [30] * 10
    results = [_result("dragoman", 10), lance, _result("milvus-lite", 900), _result("tantivy+faiss", 4)]
    bar = next(bar for bar in bars.judged(results) if bar.number == "2b")
    assert bar.passed
    assert "facets 6.0 times" in bar.figure
    assert "facets, all values 3.0 times" in bar.figure


def test_speed_at_a_lower_recall_or_with_wrong_counts_is_no_speed() -> None:
    assert not any(_judged(dragoman=_result("dragoman", 10, recall=0.94))[bar] for bar in ("2a", "2c", "2d"))
    assert not any(_judged(dragoman=_result("dragoman", 10, exact=False)).values())


def test_an_engine_that_broke_fails_the_bar_and_says_why() -> None:
    broken = _result("lancedb", 60)
    broken.failed = "lancedb: turn: it broke"
    others = [_result("dragoman", 1), _result("tantivy+faiss", 1), _result("milvus-lite", 90)]
    lines = list(bars.judged([*others, broken]))
    assert [bar.passed for bar in lines] == [False, False, True, True]
    assert "it broke" in lines[0].figure


def test_where_the_engines_are_not_installed_the_bar_says_how_to_install_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "missing", lambda name: ("lancedb",) if name == "lancedb" else ())
    (bar,) = bars.measure()
    assert not bar.passed
    assert "lancedb not installed" in bar.figure
    assert "--group bench" in bar.figure
