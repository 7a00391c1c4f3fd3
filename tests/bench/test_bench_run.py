"""A whole run, small."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.bench import tasks
from dragoman.bench.run import Plan, measured
from dragoman.errors import InputError
from dragoman.faces.cli import main


def tell(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.mark.slow
def test_a_home_is_loaded_once_and_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    first = measured(Plan(offers=150, home=home, parts=()), tell)
    assert first.load is not None
    assert first.load.offers == 150
    assert measured(Plan(offers=150, home=home, parts=()), tell).load == first.load
    with pytest.raises(InputError, match="expected a home with 200 offers"):
        measured(Plan(offers=200, home=home), tell)
    monkeypatch.setattr(tasks, "settle", lambda: None)  # it is for a process of its own
    task = tasks.Task(
        name="library",
        home=home,
        seed=1,
        offers=150,
        kinds=("hybrid", "text", "prefix"),
        clients=(1, 2),
        questions=3,
        seconds=0.05,
    )
    asked = {(one.kind, one.latency.clients) for one in tasks.library(task, tell)}
    assert asked == {
        *((kind, clients) for kind in ("hybrid", "text", "prefix") for clients in (1, 2)),
        ("words leg", 1),
        ("meaning leg", 1),
    }
    assert tasks.recalled(task, tell).at_10 == 1.0
    changes = replace(task, file=home / "bench" / "changes.jsonl")
    assert tasks.changed(changes, tell).found == 150


def test_a_home_that_is_somebodys_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").write_bytes(b"mine")
    with pytest.raises(InputError, match="a folder with other files"):
        measured(Plan(offers=100, home=tmp_path), tell)
    assert [path.name for path in tmp_path.iterdir()] == ["record.sqlite3"]


def test_the_command_writes_a_catalogue_of_json_lines(tmp_path: Path) -> None:
    target = tmp_path / "offers.jsonl"
    done = CliRunner().invoke(main, ["bench", "generate", "--offers", "25", "--out", str(target)])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 25
    assert all(row["title"] and row["supplier"] for row in rows)


@pytest.mark.parametrize(
    ("option", "value"), [("--kinds", "poetry"), ("--clients", "0"), ("--parts", ","), ("--clients", "two")]
)
def test_an_option_without_meaning_is_refused_with_what_is_allowed(option: str, value: str) -> None:
    done = CliRunner().invoke(main, ["bench", "run", option, value])
    assert done.exit_code == 2
    assert "expected" in done.output
