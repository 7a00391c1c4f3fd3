"""The page of formats says what the code does, and a page that is behind is told."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.formats import READERS
from dragoman.formats.delimited import DelimitedReader
from dragoman.formats.limits import ReadLimits

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "format_matrix.py"
PAGE = ROOT / "docs" / "reference" / "format-matrix.md"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("format_matrix", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["format_matrix"] = module
    spec.loader.exec_module(module)
    return module


def cells(name: str) -> list[str]:
    """Of a format's row in the page."""
    line = next(one for one in PAGE.read_text().splitlines() if one.startswith(f"| `{name}` |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_page_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_reader_has_a_row_with_files_an_origin_and_limits(reader: object) -> None:
    _, _, files, origin, *_, limits = cells(str(getattr(reader, "name", "")))
    assert int(files) >= 1
    assert origin != "–"
    assert limits


@pytest.mark.parametrize("name", ["xlsx", "xls", "ods"])
def test_every_workbook_has_its_hidden_and_struck_parts_told(name: str) -> None:
    _, _, _, _, _, _, hidden, struck, *_ = cells(name)
    assert (hidden, struck) == ("rows, columns, sheets", "yes")


def test_a_page_that_is_behind_is_told_and_left_alone(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "format-matrix.md"
    old.write_text("old")
    monkeypatch.setattr(script, "PAGE", old)
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "page", lambda: "new")
    monkeypatch.setattr(sys, "argv", ["format_matrix.py", "--check"])
    assert script.main() == 1
    assert "format-matrix.md is behind the code" in capsys.readouterr().err
    assert old.read_text() == "old"


def test_limits_are_those_that_a_reader_looks_at(script: ModuleType) -> None:
    found = script.limits_of(DelimitedReader())
    assert "max_record_lines" in found
    assert not {"max_row_group_bytes", "max_sheet_file_bytes"} & set(found)
    assert script.all_limits()["max_depth"][0] == ReadLimits().max_depth
