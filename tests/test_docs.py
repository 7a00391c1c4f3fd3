"""The documentation is true: every command, setting, filter and route is described, every example runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.app import Dragoman
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.ports import FACET_FIELDS
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), ROOT / "samples" / "README.md"])


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_documented(command: str) -> None:
    assert f"`dragoman {command}" in text_of("reference/cli.md")


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`DRAGOMAN_{setting.upper()}`" in text_of("reference/settings.md")


@pytest.mark.parametrize("field", FACET_FIELDS)
def test_every_facet_filter_is_documented(field: str) -> None:
    assert f"`{field}=`" in text_of("reference/cli.md")


def test_every_rest_route_is_documented(sample_dragoman: Dragoman) -> None:
    page = text_of("reference/rest.md")
    paths = make_server(sample_dragoman).openapi()["paths"]
    missing = [path for path in paths if path.startswith("/api") and path not in page]
    assert paths
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


def test_the_tutorial_runs_as_written(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = re.findall(r"^\s*\$ dragoman (.+)$", text_of("tutorial/first-comparison.md"), re.MULTILINE)
    assert len(examples) >= 4
    for example in examples:
        done = CliRunner().invoke(main, ["--home", str(sample_home), *shlex.split(example)])
        assert done.exit_code == 0, (example, done.output)
        assert done.output.strip()
