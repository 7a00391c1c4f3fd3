"""`dragoman mappings`: the corrections that are remembered: list, show, export, import, forget them."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from dragoman.app import Dragoman
from dragoman.errors import QueryError
from dragoman.faces.cli_show import broken_mappings, out
from dragoman.faces.wire.mappings import MappingDoneWire, mapping_text_wire, mappings_wire
from dragoman.faces.wire.shapes import Wire
from dragoman.ingest.mappings_folder import Library

ACTIONS = ("list", "show", "export", "import", "forget")
_WANTED = {
    "list": "",
    "show": "NAME",
    "export": "NAME FILE",
    "import": "FILE",
    "forget": "NAME",
}


@click.argument("action", type=click.Choice(ACTIONS), default="list")
@click.argument("what", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def mappings_command(dragoman: Dragoman, action: str, what: tuple[str, ...], as_json: bool) -> None:
    """Corrections of mappings that are remembered: list; show NAME; export NAME FILE; import FILE; forget NAME.

    A mapping file that `dragoman ingest --mapping` was given is kept in HOME/mappings/ as TOML, and used again for
    files of that supplier with the same columns: docs/how-to/correct-a-mapping.md.
    """
    wanted = _WANTED[action].split()
    if len(what) != len(wanted):
        raise QueryError(
            f"expected `dragoman mappings {' '.join([action, *wanted])}`, got {len(what)} words after {action!r}"
        )
    folder = dragoman.mappings
    done: MappingDoneWire
    match action:
        case "show":
            learned = folder.get(what[0])
            _json(mapping_text_wire(learned)) if as_json else click.echo(_plain(learned.says.text), nl=False)
            return
        case "export":
            folder.export(what[0], Path(what[1]))
            done = MappingDoneWire(action=action, name=what[0], file=what[1])
        case "import":
            done = MappingDoneWire(action=action, name=folder.take_in(Path(what[0])).name, file=what[0])
        case "forget":
            folder.forget(what[0])
            done = MappingDoneWire(action=action, name=what[0])
        case _:
            library = folder.read()
            _json(mappings_wire(library)) if as_json else _list(
                library, folder=dragoman.settings.mappings_path
            )
            return
    _json(done) if as_json else out.print(_said(done))


def _json(wire: Wire) -> None:
    sys.stdout.buffer.write(wire.to_json() + b"\n")
    sys.stdout.flush()


def _plain(text: str) -> str:
    """Without what a terminal would obey."""
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)


def _said(done: MappingDoneWire) -> str:
    name, file = escape(done.name), escape(done.file or "")
    match done.action:
        case "export":
            return (
                f"{name} is written to {file}; another Dragoman takes it in with `dragoman mappings import`"
            )
        case "import":
            return f"{file} is remembered as {name}"
        case _:
            return f"{name} is forgotten; what was loaded by it stays until the files are loaded again"


def _list(library: Library, *, folder: Path) -> None:
    if library.known:
        table = Table("name", "supplier", "sheet", "columns", "corrected")
        for one in library.known:
            table.add_row(
                escape(one.name),
                escape(_plain(one.layout.supplier)),
                escape(_plain(one.layout.sheet or "")),
                str(len(one.layout.columns)),
                escape(_plain(", ".join(rule.pattern for rule in one.says.columns))),
            )
        out.print(table)
        out.print(f"kept in {escape(str(folder))}, to read and edit")
    else:
        out.print("No mapping is remembered; one is when `dragoman ingest --mapping FILE` is given.")
    broken_mappings(library.broken)
