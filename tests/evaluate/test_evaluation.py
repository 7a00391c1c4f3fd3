"""An evaluation asks every case and says of the answers what is true of them."""

from __future__ import annotations

import pytest
from answers import finding

from dragoman.evaluate import Evaluation, cases, compare, compare_figures, evaluate
from dragoman.search.request import SearchRequest, SearchResult

JUDGMENTS = {
    "fan": {"f1": 3, "f2": 1, "m1": 0},
    "mouse": {"m1": 3, "f1": 0},
    "usb stick": {"u1": 2},
    "netflix": {"f1": 0},
}
GERMAN = {"de": {"fan": "Ventilator", "mouse": "Maus"}}
CASES = cases(JUDGMENTS, GERMAN, language="en")
ANSWERS = {
    "fan": ["f1", "f2", "x"],
    "mouse": ["x", "m1"],
    "usb stick": [],
    "netflix": ["f1"],
    "Ventilator": ["f1", "f2"],
    "Maus": [],
}


def evaluated(answers: dict[str, list[str]] | None = None) -> Evaluation:
    return evaluate(CASES, finding(ANSWERS if answers is None else answers), language="en")


def test_the_means_are_of_the_judgments_own_language() -> None:
    found = evaluated()
    assert found.overall.queries == 3
    assert found.overall.means["mrr"] == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert found.overall.means == found.by_language["en"].figures.means


def test_a_query_with_nothing_relevant_is_asked_counted_and_in_no_mean() -> None:
    found = evaluated()
    (netflix,) = [case for case in found.cases if case.query == "netflix"]
    assert found.without_relevant == 1
    assert netflix.values is None
    assert netflix.found == 1
    assert netflix not in found.worst(10)


def test_another_language_is_set_beside_the_own_one_on_the_same_queries() -> None:
    german = evaluated().by_language["de"]
    assert german.figures.queries == german.own.queries == 2
    assert german.figures.means["ndcg@10"] == pytest.approx(0.5)
    own = (1 + 0.6309298) / 2
    assert german.share == pytest.approx(0.5 / own, abs=1e-6)


def test_the_worst_come_first() -> None:
    assert [case.query for case in evaluated().worst(2)] == ["usb stick", "mouse"]
    assert [case.query for case in evaluated().worst(1, language="de")] == ["mouse"]


def test_of_two_offers_with_one_external_id_the_better_placed_counts() -> None:
    found = evaluated({"fan": ["x", "f1", "x", "f1"]})
    fan = found.cases[0]
    assert [(hit.external_id, hit.title, hit.rating) for hit in fan.top] == [
        ("x", "x at 0", None),
        ("f1", "f1 at 1", 3),
    ]
    assert fan.found == 2


def test_a_case_keeps_what_was_shown_and_how_each_was_judged() -> None:
    fan = evaluated().cases[0]
    assert [hit.rating for hit in fan.top] == [3, 1, None]
    assert (fan.judged, fan.relevant, fan.found) == (3, 2, 3)


def test_the_search_is_asked_as_a_user_asks_it() -> None:
    asked: list[SearchRequest] = []

    def search(request: SearchRequest) -> SearchResult:
        asked.append(request)
        return finding(ANSWERS)(request)

    evaluate(CASES, search, language="en")
    assert set(asked) == {SearchRequest(text=case.text, limit=50) for case in CASES}


def test_ids_that_are_not_the_suppliers_own_are_noticed() -> None:
    (notice,) = evaluated({"fan": ["offer-1"], "mouse": ["offer-2"]}).notices
    assert "external_id, such as 'offer-1'" in notice


def test_an_empty_catalogue_is_noticed() -> None:
    (notice,) = evaluated({}).notices
    assert "nothing was found for any query" in notice
    assert evaluated().notices == ()


def test_a_comparison_pairs_the_queries_that_both_runs_have() -> None:
    before = evaluated({**ANSWERS, "fan": ["x", "f2"], "mouse": ["m1"]})
    run = {question: ids for question, ids in before.run.items() if question.query != "usb stick"}
    english, german = compare(CASES, evaluated(), run)
    assert (english.language, english.queries, english.better, english.worse) == ("en", 2, 1, 1)
    assert [change.question.query for change in english.changed] == ["fan", "mouse"]
    assert english.differences["mrr"].difference == pytest.approx(((1 - 0.5) + (0.5 - 1)) / 2)
    assert english.differences["mrr"].p_value == 1.0
    assert (german.language, german.queries, german.changed) == ("de", 2, ())


def test_a_run_compared_with_itself_differs_in_nothing() -> None:
    found = evaluated()
    for comparison in compare(CASES, found, found.run):
        assert comparison.changed == ()
        assert {one.difference for one in comparison.differences.values()} == {0.0}
        assert {one.p_value for one in comparison.differences.values()} == {1.0}


def test_a_run_of_other_questions_compares_with_nothing() -> None:
    assert compare(CASES, evaluated(), {}) == []


def test_what_should_have_been_shown_is_told_best_first_with_its_place() -> None:
    crowd = [f"x{number}" for number in range(10)]
    fan = evaluated({"fan": [*crowd, "f2"], "Ventilator": ["f1"]}).cases[0]
    assert [(one.external_id, one.rating, one.place) for one in fan.missed] == [
        ("f1", 3, None),
        ("f2", 1, 11),
    ]
    assert [one.title for one in fan.missed] == ["f1 at 0", "f2 at 10"]
    assert evaluated().cases[0].missed == ()


def test_two_evaluations_compare_as_an_evaluation_and_the_run_of_the_other() -> None:
    before, after = evaluated({**ANSWERS, "fan": ["x", "f2"]}), evaluated()
    assert compare_figures(after.cases, before.cases) == compare(CASES, after, before.run)
    assert compare_figures(after.cases, before.cases[:1])[0].queries == 1
