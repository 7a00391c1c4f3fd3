"""`dragoman verify`, `backup`, `restore`: whether all is well, and copies of everything."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dragoman.app import Dragoman, open_dragoman, restore_home
from dragoman.faces import cli_show as show
from dragoman.faces.arguments import FILE
from dragoman.faces.ending import BROKEN_OFF, ended_by_sigterm
from dragoman.faces.wire.convert import doctor_wire
from dragoman.faces.wire.operate import BackupWire, backup_wire
from dragoman.settings import Settings

_as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")


@_as_json
def verify_command(dragoman: Dragoman, as_json: bool) -> None:
    """Read the record and the index from end to end and compare them; exit code 1 where something is wrong.

    What a killed load left is indexed first. A load that runs is waited for.
    """
    with show.ingest_progress(quiet=as_json) as progress:
        report = dragoman.verify(progress.on_indexed)
    if as_json:
        _print(doctor_wire(report).to_json())
    else:
        show.doctor(report)
    if not report.ok:
        sys.exit(1)


@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Write over FILE where it exists.")
@_as_json
def backup_command(dragoman: Dragoman, file: Path, force: bool, as_json: bool) -> None:
    """Copy the record, rates, synonyms, ranker, evaluations, uploads and mappings into FILE, a .zip.

    The server and loads go on meanwhile. The index is left out: it is made anew from the record.
    """
    with ended_by_sigterm(BROKEN_OFF):
        contents = dragoman.backup(file, overwrite=force)
    _tell(backup_wire(contents, file), as_json, "backed up to")


@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace what the home holds.")
@_as_json
@click.pass_obj
def restore_command(settings: Settings, file: Path, force: bool, as_json: bool) -> None:
    """Bring the home (see --home) to what FILE, made by `dragoman backup`, holds, and make the index anew.

    Every byte is checked before anything changes. A running server answers from the restored record at once;
    restart it where the rates or the ranker changed. With --force, files that are replaced are moved to a folder
    before-restore-<time> in the home; the record is replaced.
    """
    with ended_by_sigterm(BROKEN_OFF):
        contents = restore_home(settings, file, force=force)
    with open_dragoman(settings) as dragoman, show.ingest_progress(quiet=as_json) as progress:
        dragoman.catch_up(progress.on_indexed)
    _tell(backup_wire(contents, file), as_json, f"{settings.home} restored from")


def _tell(wire: BackupWire, as_json: bool, done: str) -> None:
    if as_json:
        _print(wire.to_json())
        return
    click.echo(
        f"{done} {wire.file}: {wire.offers} offers, generation {wire.generation}, {wire.members} files, "
        f"{wire.bytes / 1024**2:.1f} MB unpacked, of {wire.made_at:%Y-%m-%d %H:%M} UTC"
    )


def _print(json: bytes) -> None:
    sys.stdout.buffer.write(json + b"\n")
    sys.stdout.flush()
