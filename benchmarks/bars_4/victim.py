"""What is killed: one piece of work in a home, in a process of its own, telling what it acknowledged."""

from __future__ import annotations

import os
from pathlib import Path

from dragoman.app import limits_of, open_dragoman, restore_home
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestRequest
from dragoman.operate import abreast
from dragoman.ports import ReadOptions
from dragoman.settings import Settings

ABREAST_FROM = 300
"""Rows from which on a load is indexed by a process of its own here, so that it is killed with that one running too."""


def work(kind: str, home: Path, file: Path, told: int) -> None:
    """Run it to its end, or until the process is killed.

    Args:
        kind: ingest, catch-up, reindex, backup, restore or migration.
        file: To load, or of the backup.
        told: Where to write "begun", then each number of rows that the load has committed, then "done".
    """

    def tell(said: object) -> None:
        os.write(told, f"{said}\n".encode())

    settings = Settings(home=home)
    if kind == "restore":
        tell("begun")
        restore_home(settings, file, force=True)
        tell("done")
        return
    if kind == "migration":
        tell("begun")
    with open_dragoman(settings) as dragoman:
        if kind != "migration":
            tell("begun")
        if kind == "ingest":
            abreast.FROM_ROWS = ABREAST_FROM

            def on_event(event: IngestEvent) -> None:
                if not event.waiting:
                    tell(event.rows)

            request = IngestRequest(
                paths=(file,),
                mapping=None,
                supplier=None,
                country=None,
                options=ReadOptions(),
                limits=limits_of(settings),
            )
            dragoman.ingest(request, on_event)
        elif kind == "catch-up":
            dragoman.catch_up()
        elif kind == "reindex":
            dragoman.reindex()
        elif kind == "backup":
            dragoman.backup(file, overwrite=True)
    tell("done")
