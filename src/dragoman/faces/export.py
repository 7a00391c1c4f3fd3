"""Tables that leave for a spreadsheet: formulas from suppliers' files are made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from dragoman.app import Dragoman
from dragoman.errors import InputError
from dragoman.model import Problem
from dragoman.ports import ProblemFilter

PROBLEM_COLUMNS = (
    "severity",
    "kind",
    "file",
    "sheet",
    "cell",
    "line",
    "field",
    "value",
    "expected",
    "advice",
)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str, /) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula.

    A plain number keeps its sign. Source: OWASP, CSV Injection.

    >>> safe_cell("=1+1"), safe_cell("-3.50"), safe_cell("steel")
    ("'=1+1", '-3.50', 'steel')
    """
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text if text[0] in "+-" else f"'{text}"


def problem_cells(problem: Problem, /) -> tuple[str, ...]:
    """One row of an exported problem list, in the order of PROBLEM_COLUMNS."""
    origin = problem.origin
    cells = (
        problem.severity,
        problem.kind,
        origin.file,
        origin.sheet or "",
        origin.cell or origin.path or "",
        str(origin.line or ""),
        problem.field_name or "",
        problem.value,
        problem.expected,
        problem.advice,
    )
    return tuple(safe_cell(cell) for cell in cells)


_BATCH = 1000
"""Problems held in memory at once."""


def every_problem(dragoman: Dragoman, asked: ProblemFilter, /) -> Iterator[Problem]:
    """All that pass the filter, whatever its limit and offset."""
    offset = 0
    while found := dragoman.problems(replace(asked, limit=_BATCH, offset=offset)).problems:
        yield from found
        offset += len(found)


def problems_csv(problems: Iterable[Problem], /) -> Iterator[str]:
    """The lines of a CSV file, with a byte order mark before them so that spreadsheets read UTF-8."""
    yield "\ufeff" + _line(PROBLEM_COLUMNS)
    for problem in problems:
        yield _line(problem_cells(problem))


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def write_problems_xlsx(problems: Iterable[Problem], target: IO[bytes], /) -> None:
    """A workbook of one sheet. Every cell is text, and guarded as in CSV: it may be saved as CSV later."""
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(target, options) as book:
        sheet = book.add_worksheet("problems")
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, name in enumerate(PROBLEM_COLUMNS):
            sheet.write_string(0, column, name, bold)
        for row, problem in enumerate(problems, start=1):
            for column, cell in enumerate(problem_cells(problem)):
                sheet.write_string(row, column, cell)


def export_problems(problems: Iterable[Problem], path: Path, /) -> None:
    """Write a .csv or .xlsx file. Raises InputError for another ending, or where it cannot be written."""
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        raise InputError(
            f"expected a file name that ends in .csv or .xlsx, got {str(path)!r}; name one of the two"
        )
    try:
        if kind == ".xlsx":
            with path.open("wb") as stream:
                write_problems_xlsx(problems, stream)
        else:
            with path.open("w", encoding="utf-8", newline="") as text:
                text.writelines(problems_csv(problems))
    except OSError as error:
        raise InputError(
            f"{path}: expected to write the list of problems there, got: {error.strerror}; name another file"
        ) from error
