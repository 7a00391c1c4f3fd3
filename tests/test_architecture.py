"""The import contracts hold, and each one catches a wrong import planted against it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PLANTED = {
    "Data flows one way: faces -> app -> stages and adapters -> ports -> model": (
        "normalise/text.py",
        "import dragoman.search.request",
    ),
    "Stages know ports, never adapters": ("search/engine.py", "import dragoman.stores.sql"),
    "Adapters know ports, never stages": ("rates/exchange.py", "import dragoman.search.engine"),
    "Adapters never know each other": ("language/encode.py", "import dragoman.indexes.memory"),
    "Faces know the app, never an adapter": ("faces/cli.py", "import dragoman.stores.sql"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            str(Path(sys.executable).parent / "lint-imports"),
            "--config",
            str(root / "pyproject.toml"),
            "--no-cache",
        ],
        cwd=root / "src",
        env={"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_contracts_hold(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", PLANTED)
def test_a_wrong_import_planted_against_a_contract_is_caught(copy: Path, contract: str) -> None:
    module, statement = PLANTED[contract]
    path = copy / "src" / "dragoman" / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{statement}\n", encoding="utf-8")
    result = lint(copy)
    assert result.returncode != 0
    assert f"{contract} BROKEN" in " ".join(result.stdout.split())


def test_every_contract_has_a_planted_import() -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert config.count("[[tool.importlinter.contracts]]") == len(PLANTED)
