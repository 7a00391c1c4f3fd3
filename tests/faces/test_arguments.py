"""What is typed behind a command and has no meaning is said in a line, with exit code 2."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.faces.cli import main
from dragoman.settings import Settings

LATIN_1 = "Gl\udce4ser"
"""As Python gives a byte that is no UTF-8."""


def run(home: Path, *words: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(main, ["--home", str(home), *words])


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", ""),
        ("ingest", "list.csv", ""),
        ("ingest", "list.csv", "--mapping", ""),
        ("backup", ""),
        ("restore", ""),
        ("problems", "--export", ""),
        ("--home", "", "files"),
    ],
    ids=" ".join,
)
def test_an_empty_path_is_not_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("SKU,Product name\nA,Bottle\n", encoding="utf-8")
    done = run(tmp_path / "home", *words)
    assert done.exit_code == 2
    assert "a path is empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


@pytest.mark.parametrize("name", ["HOME", "RATES", "RANKER"])
def test_an_empty_setting_of_a_path_is_not_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner(env={f"DRAGOMAN_{name}": ""}).invoke(main, ["search", "bottle"])
    assert done.exit_code == 2
    assert "a path is empty" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("search", LATIN_1),
        ("complete", LATIN_1),
        ("match", "show", LATIN_1),
        ("ingest", "x", "--supplier", LATIN_1),
    ],
    ids=lambda words: words[0],
)
def test_text_that_is_no_utf_8_is_said_in_a_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(tmp_path / "home", *words)
    assert done.exit_code == 2
    assert "expected text in UTF-8" in done.stderr


def test_a_file_may_have_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    path = tmp_path / f"{LATIN_1}.csv"
    path.write_text("SKU,Product name,Price USD\nA,Steel bottle,1.10\n", encoding="utf-8")
    assert run(tmp_path / "home", "ingest", str(path)).exit_code == 0


def test_a_name_that_is_too_long_is_that_of_no_file(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "ingest", "x" * 300)
    assert done.exit_code == 2
    assert "found nothing there" in done.stderr


def test_a_terminal_that_lacks_a_letter_shows_another_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="latin-1"))
    main.main(["--home", str(tmp_path / "home"), "understand", "不锈钢 bottle"], standalone_mode=False)
    sys.stdout.flush()
    assert b"bottle" in shown.getvalue()


@pytest.mark.parametrize("ignored", [False, True])
def test_ctrl_c_ends_a_command_that_still_loads_without_a_trace(ignored: bool) -> None:
    program = "; ".join(
        (
            "import os, signal, sys",
            f"signal.signal(signal.SIGINT, signal.{'SIG_IGN' if ignored else 'default_int_handler'})",
            "from dragoman.faces.command import main",
            "sys.meta_path.insert(0, type('', (), {'find_spec': lambda *_: os.kill(os.getpid(), signal.SIGINT)}))",
            "sys.argv = ['dragoman', '--version']",
            "main()",
        )
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == (0 if ignored else -signal.SIGINT)


def test_settings_named_in_the_program_may_have_any_path() -> None:
    assert Settings(home=Path()).home == Path()
