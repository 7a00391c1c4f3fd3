"""Run as a program of its own: parses a spreadsheet and writes its cells to standard output.

    python spreadsheet_child.py MEMORY_BYTES SECONDS [SHEET] < file

The parser holds a sheet whole and ends the process where memory runs out, which a few hundred bytes of
hostile XLSX bring about; at some damage it goes round for ever. In a process with bounded memory and time that costs one
file, not the server. It imports nothing of Dragoman, so that it starts fast.

Each message is four bytes of length (big endian) and MessagePack: {"sheets": [...]}, then for each sheet
{"sheet": name, "merged": [...], "marks": of an XLS}, {"rows": [[cell, ...], ...]} ... and {"end": true}; or {"error": kind, "text": why}.
A cell is null, text, a number, a boolean, or [kind, ISO text] for dates and times.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO  # Any: a module that is loaded by its path

import msgspec
import python_calamine as calamine

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BATCH_CELLS = 5_000
_MAX_MERGED = 20_000
_MAX_COLUMNS = 16_384
"""A spreadsheet's own limit; only damaged files have cells further to the right, millions of empty ones before them."""


def main(arguments: list[str], source: BinaryIO, target: BinaryIO) -> int:
    """Parse `source`; 0 also where an error was told in a message."""
    memory, seconds = map(int, arguments[:2])
    _bound(memory, seconds)
    wanted = arguments[2] if len(arguments) > 2 else None
    try:
        _workbook(source, target, wanted)
    except calamine.PasswordError:
        _send(target, {"error": "password", "text": "it is protected by a password"})
    except calamine.CalamineError as error:
        _send(target, {"error": "broken", "text": str(error)})
    except MemoryError:
        _send(target, {"error": "memory", "text": "out of memory"})
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the parser's own, of bytes that it did not expect
            raise
        _send(target, {"error": "broken", "text": str(error)})
    else:
        _send(target, {"end": True})
    return 0


def _bound(memory: int, seconds: int) -> None:
    """Bound address space and processor time where the system can (Linux; elsewhere the limits on file sizes must do)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _workbook(source: BinaryIO, target: BinaryIO, wanted: str | None) -> None:
    workbook = calamine.CalamineWorkbook.from_filelike(source)
    metadata = workbook.sheets_metadata
    grids = [
        sheet
        for sheet in metadata
        if sheet.typ in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet)
    ]
    shown = [sheet.name for sheet in grids if sheet.visible == calamine.SheetVisibleEnum.Visible]
    marks = _marks_of(source)
    styles = marks.styles if marks is not None else []
    _send(target, {"sheets": [sheet.name for sheet in grids], "visible": shown, "styles": styles})
    names = [*shown, *(sheet.name for sheet in grids if sheet.name not in shown)]
    if wanted is not None:
        names = [name for name in workbook.sheet_names if name == wanted]
    order = [sheet.name for sheet in grids]
    for name in names:
        marked = marks.sheet(order.index(name)) if marks is not None and name in order else None
        _sheet(workbook.get_sheet_by_name(name), target, name, marked)


def _marks_of(source: BinaryIO) -> Any:
    """The marks of an XLS; None of anything else, and of one whose marks cannot be read."""
    source.seek(0)
    if source.read(8) != _OLE:
        return None
    source.seek(0)
    try:
        return _beside("xls_marks").XlsMarks(source)
    except (OSError, ValueError, IndexError, TypeError):
        return None


def _beside(name: str) -> ModuleType:
    """A module of this folder, without the package around it."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _sheet(
    sheet: calamine.CalamineSheet, target: BinaryIO, name: str, marked: dict[str, object] | None
) -> None:
    merged = [
        [top, left, bottom, right]
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:_MAX_MERGED]
    ]
    left = sheet.start[1] if sheet.start is not None else 0
    if sheet.end is not None and sheet.end[1] >= _MAX_COLUMNS:
        raise calamine.CalamineError(
            f"a cell in column {sheet.end[1] + 1:,}, of {_MAX_COLUMNS:,} there can be"
        )
    _send(target, {"sheet": name, "merged": merged, "left": left, "marks": marked})
    if sheet.start is None:
        return
    per_batch = max(1, _BATCH_CELLS // max(1, sheet.width))
    batch: list[list[object]] = []
    for row in sheet.iter_rows():
        batch.append([_cell(value) for value in row])
        if len(batch) >= per_batch:
            _send(target, {"rows": batch})
            batch = []
    _send(target, {"rows": batch})


def _cell(value: object) -> object:
    if value == "":
        return None
    if isinstance(value, str | float | int):
        return value
    if isinstance(value, datetime.datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, datetime.date):
        return ["date", value.isoformat()]
    if isinstance(value, datetime.time):
        return ["time", value.isoformat()]
    return ["duration", str(value)]


def _send(target: BinaryIO, message: dict[str, object]) -> None:
    data = msgspec.msgpack.encode(message)
    target.write(len(data).to_bytes(4, "big") + data)
    target.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
