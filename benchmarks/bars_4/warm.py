"""Imported once by the server that victims are forked from: they begin with everything loaded, and die sooner."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.bars_4.victim import work
from dragoman.app import open_dragoman
from dragoman.settings import Settings

with tempfile.TemporaryDirectory(prefix="dragoman-warm-") as _folder:
    _file = Path(_folder) / "list.csv"
    _file.write_text("SKU,Product name,Price USD,MOQ\nA,Steel bottle,1.10,100\n", encoding="utf-8")
    with (Path(_folder) / "told").open("wb") as _told:
        work("ingest", Path(_folder) / "home", _file, _told.fileno())
    with open_dragoman(Settings(home=Path(_folder) / "home")) as _dragoman:
        _dragoman.warm_up()
