"""`dragoman evaluate`: its JSON, its files, and what it says of a mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any  # JSON, whose shape is faces/wire/evaluation.py

import pytest
from click.testing import CliRunner, Result

from dragoman.faces.cli import main

CATALOGUE = """SKU,Product name,Brand,Price USD
001,Desk fan 30 cm,Coolio,20
002,Ceiling fan,Coolio,60
003,Optical mouse,Klikk,9
004,USB stick 32 GB,Klikk,7
"""
JUDGMENTS = "query,docid,rating\nfan,001,3\nfan,002,2\nfan,003,0\nmouse,003,3\ncoolio,002,1\nnetflix,004,0\n"
FIGURES = {"queries", "ndcg@10", "ndcg@10_ci", "condensed_ndcg@10", "judged@10", "mrr", "recall@50"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluate")
    (folder / "list.csv").write_text(CATALOGUE, encoding="utf-8")
    (folder / "judgments.csv").write_text(JUDGMENTS, encoding="utf-8")
    (folder / "queries.tsv").write_text("query\tde\nfan\tVentilator\nmouse\tMaus\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["--home", str(folder / "home"), "ingest", str(folder / "list.csv")])
    assert done.exit_code == 0, done.output
    return folder


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(
        main,
        ["--home", str(home / "home"), "evaluate", "--judgments", str(home / "judgments.csv"), *words],
    )


def run_json(home: Path, *words: str) -> dict[str, Any]:
    done = run(home, *words, "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_json_has_the_fields_of_the_contract(home: Path) -> None:
    answer = run_json(home, "--queries", str(home / "queries.tsv"))
    assert answer.keys() >= FIGURES | {"by_language", "by_class", "took_ms"}
    assert answer["by_language"].keys() == {"en", "de"}
    assert all(one.keys() >= FIGURES for one in answer["by_language"].values())
    assert answer["took_ms"].keys() == {"p50", "p95"}
    assert (answer["queries"], answer["queries_judged"], answer["queries_without_relevant"]) == (3, 4, 1)


def test_a_catalogue_that_answers_well_is_measured_so(home: Path) -> None:
    answer = run_json(home)
    assert answer["mrr"] == answer["recall@50"] == 1.0
    assert 0.8 < answer["ndcg@10"] <= 1.0
    low, high = answer["ndcg@10_ci"]
    assert low <= answer["ndcg@10"] <= high
    assert answer["by_class"].keys() == {"brand", "one_word"}
    assert answer["by_class"]["brand"]["ndcg@10_ci"] is None


def test_a_run_compared_with_the_one_it_wrote_changes_nothing(home: Path, tmp_path: Path) -> None:
    run_json(home, "--run-out", str(tmp_path / "one.run"))
    (english,) = run_json(home, "--compare-run", str(tmp_path / "one.run"))["comparison"]
    assert (english["queries"], english["better"], english["worse"], english["changed"]) == (3, 0, 0, [])
    assert english["measures"]["ndcg@10"]["p_value"] == 1.0


def test_a_worse_run_of_before_shows_what_became_better(home: Path, tmp_path: Path) -> None:
    (tmp_path / "old.run").write_text(
        "fan Q0 003 1 2 x\nfan Q0 001 2 1 x\nmouse Q0 003 1 1 x\n", encoding="utf-8"
    )
    (english,) = run_json(home, "--compare-run", str(tmp_path / "old.run"))["comparison"]
    assert (english["queries"], english["better"]) == (2, 1)
    (change,) = english["changed"]
    assert change["query"] == "fan"
    assert change["before"] < change["after"]


def test_every_query_is_told_when_asked_for(home: Path) -> None:
    assert run_json(home)["per_query"] is None
    told = run_json(home, "--per-query")["per_query"]
    assert [case["query"] for case in told] == ["fan", "mouse", "coolio", "netflix"]
    assert told[0]["top"][0]["rating"] in {2, 3}
    assert told[3]["ndcg@10"] is None


def test_worst_limits_the_list(home: Path) -> None:
    assert len(run_json(home, "--worst", "1")["worst"]) == 1
    assert run_json(home, "--worst", "0")["worst"] == []


def test_a_saved_report_is_kept_in_the_home_with_every_query(home: Path) -> None:
    run_json(home, "--save", "first")
    saved = json.loads((home / "home" / "evaluations" / "first.json").read_text(encoding="utf-8"))
    assert (saved["name"], saved["judgments"], saved["offers"]) == ("first", "judgments.csv", 4)
    assert len(saved["evaluation"]["per_query"]) == 4


@pytest.mark.parametrize("name", ["../outside", "a/b", "", ".hidden"])
def test_a_report_is_saved_nowhere_but_there(home: Path, name: str) -> None:
    done = run(home, "--save", name)
    assert done.exit_code == 2
    assert "becomes a file under HOME/evaluations" in done.stderr


def test_a_person_reads_the_same_figures(home: Path) -> None:
    answer, shown = run_json(home), run(home, "--queries", str(home / "queries.tsv"), "--per-query")
    assert shown.exit_code == 0, shown.output
    assert f"{answer['ndcg@10']:.3f}" in shown.stdout
    assert "1 queries have no offer rated above 0" in shown.stdout
    assert "Ventilator" in shown.stdout


def test_a_mistake_in_a_file_is_one_line_and_exit_code_2(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("query,docid,rating\nfan,1,good\n", encoding="utf-8")
    done = run(home, "--judgments", str(tmp_path / "bad.csv"))
    assert done.exit_code == 2
    assert "bad.csv, line 2: expected a rating of 0 to 3, got 'good'" in done.stderr
