"""Tables that leave for a spreadsheet: formulas from suppliers' files are made harmless."""

from __future__ import annotations

from dragoman.model import Problem

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
