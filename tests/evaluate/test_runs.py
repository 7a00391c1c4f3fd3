"""A run that is written is read back the same, whatever the questions and ids."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.evaluate import read_run, write_run
from dragoman.evaluate.runs import QuestionId

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
QUESTIONS = st.builds(QuestionId, query=TEXT, language=st.sampled_from(["en", "de", "zh"]))


@given(st.dictionaries(QUESTIONS, st.lists(TEXT, max_size=5, unique=True).map(tuple), max_size=5))
def test_a_run_round_trips(run: dict[QuestionId, tuple[str, ...]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.run"
        write_run(run, path, language="en")
        assert all(len(line.split()) == 6 for line in path.read_text(encoding="utf-8").splitlines())
        assert read_run(path, language="en") == run


def test_a_run_looks_like_trecs(tmp_path: Path) -> None:
    run = {
        QuestionId(query="usb stick", language="en"): ("00412", "7 A"),
        QuestionId(query="usb stick", language="de"): (),
    }
    write_run(run, tmp_path / "one.run", language="en")
    assert (tmp_path / "one.run").read_text(encoding="utf-8").splitlines() == [
        "usb_stick Q0 00412 1 2 dragoman",
        "usb_stick Q0 7%20A 2 1 dragoman",
        "usb_stick@de Q0 - 1 1 dragoman",
    ]


def test_a_run_of_another_tool_is_ordered_by_its_scores(tmp_path: Path) -> None:
    (tmp_path / "other.run").write_text("fan Q0 b 1 0.5 x\n\nfan Q0 a 2 1.5e1 x\n", encoding="utf-8")
    assert read_run(tmp_path / "other.run", language="en") == {
        QuestionId(query="fan", language="en"): ("a", "b")
    }


@pytest.mark.parametrize("line", ["usb stick Q0 1 1 2 x", "fan Q0 1 1 best x", "fan"])
def test_a_line_that_is_no_run_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.run").write_text(f"fan Q0 1 1 2 x\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.run, line 2: expected 'question Q0 id rank score tag'"):
        read_run(tmp_path / "bad.run", language="en")
