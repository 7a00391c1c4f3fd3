"""Measuring a search against people's judgments: which offers are right for which question.

    judgments (+ translations) -> cases -> a search asked each case -> figures per case -> means with intervals

Knows what is asked and answered (`search/request.py`) and nothing below it: what is measured is any
function from SearchRequest to SearchResult, so that an engine with a part turned off is measured the same way.
"""

from dragoman.evaluate.compare import Comparison, compare, compare_figures
from dragoman.evaluate.evaluation import SearchFunction, evaluate
from dragoman.evaluate.judgments import Case, Judgments, cases, read_judgments, read_translations
from dragoman.evaluate.parts import PARTS, Part
from dragoman.evaluate.report import CaseFigures, Evaluation, Figures
from dragoman.evaluate.runs import Run, read_run, write_run
from dragoman.evaluate.training import Examples, examples, folds, unseen

__all__ = [
    "PARTS",
    "Case",
    "CaseFigures",
    "Comparison",
    "Evaluation",
    "Examples",
    "Figures",
    "Judgments",
    "Part",
    "Run",
    "SearchFunction",
    "cases",
    "compare",
    "compare_figures",
    "evaluate",
    "examples",
    "folds",
    "read_judgments",
    "read_run",
    "read_translations",
    "unseen",
    "write_run",
]
