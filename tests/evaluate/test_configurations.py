"""`dragoman evaluate --against` and `--without`: two configurations of the search compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any  # JSON, whose shape is faces/wire/evaluation.py

import pytest
from click.testing import CliRunner, Result

from dragoman.faces.cli import main

CATALOGUE = "SKU,Product name,Price USD\n001,Desk fan 30 cm,20\n002,Ceiling fan,60\n003,Optical mouse,9\n"
JUDGMENTS = "query,docid,rating\nfan,001,3\nfan,003,0\nmouse,003,3\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("configurations")
    (folder / "list.csv").write_text(CATALOGUE, encoding="utf-8")
    (folder / "judgments.csv").write_text(JUDGMENTS, encoding="utf-8")
    CliRunner().invoke(main, ["--home", str(folder / "home"), "ingest", str(folder / "list.csv")])
    run_json(folder, "--save", "whole")
    return folder


def run(home: Path, *words: str) -> Result:
    judgments = () if "--judgments" in words else ("--judgments", str(home / "judgments.csv"))
    return CliRunner().invoke(main, ["--home", str(home / "home"), "evaluate", *judgments, *words])


def run_json(home: Path, *words: str) -> dict[str, Any]:
    done = run(home, *words, "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_same_search_against_what_was_saved_of_it_changes_nothing(home: Path) -> None:
    answer = run_json(home, "--against", "whole")
    (english,) = answer["comparison"]
    assert answer["compared_with"] == "whole"
    assert (english["queries"], english["changed"]) == (2, [])
    assert english["measures"]["ndcg@10"]["p_value"] == 1.0


def test_a_part_turned_off_is_compared_with_everything_on(home: Path) -> None:
    answer = run_json(home, "--without", "words", "--without", "meaning")
    (english,) = answer["comparison"]
    assert answer["compared_with"] == "everything on"
    assert english["measures"]["ndcg@10"]["before"] == run_json(home)["ndcg@10"]
    assert english["measures"]["ndcg@10"]["after"] == answer["ndcg@10"]
    assert english["worse"] >= 1


def test_a_part_turned_off_against_a_saved_evaluation_gives_the_same_differences(home: Path) -> None:
    off = ("--without", "words", "--without", "meaning")
    live, saved = run_json(home, *off), run_json(home, *off, "--against", "whole")
    (one,), (other,) = live["comparison"], saved["comparison"]
    for measure, difference in one["measures"].items():
        assert difference["difference"] == pytest.approx(other["measures"][measure]["difference"], abs=2e-4)
    assert [change["query"] for change in one["changed"]] == [change["query"] for change in other["changed"]]


def test_a_person_reads_what_it_was_compared_with(home: Path) -> None:
    shown = run(home, "--without", "words", "--without", "meaning", "--against", "whole")
    assert "compared with whole" in shown.stdout
    assert "worse" in shown.stdout


def test_other_judgments_are_noticed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("query,docid,rating\nfan,002,3\n", encoding="utf-8")
    notices = run_json(home, "--judgments", str(tmp_path / "other.csv"), "--against", "whole")["notices"]
    assert any("the judgments are not the same" in notice for notice in notices)
    assert any("1 in whole only" in notice for notice in notices)
    assert run_json(home, "--against", "whole")["notices"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--against", "nothing"), 4, "no evaluation 'nothing'"),
        (("--against", "../x"), 2, "becomes a file under HOME/evaluations"),
        (("--against", "whole", "--compare-run", "x.run"), 2, "compare with one at a time"),
        (("--without", "colour"), 2, "'words', 'stems', 'concepts'"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_measured(
    home: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(home, *words)
    assert (done.exit_code, said in " ".join(done.stderr.split())) == (code, True), done.stderr
