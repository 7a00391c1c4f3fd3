"""The catalogue that people judged, loaded once a run by the real command, and what they said of it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from benchmarks.running import ICECAT, ICECAT_MAPPING, SHARED, Json, run_json, with_sample_rates
from dragoman.app import open_dragoman
from dragoman.evaluate import Evaluation, cases, read_judgments, read_translations
from dragoman.settings import Settings

JUDGMENTS = SHARED / "icecat" / "judgments.dev.csv"
TRANSLATIONS = SHARED / "icecat" / "queries.dev.translated.tsv"


@cache
def home(work: Path, /) -> Path:
    """A home with the 19,406 products; made at the first call."""
    made = with_sample_rates(work / "icecat")
    run_json(made, "ingest", str(ICECAT), "--mapping", str(ICECAT_MAPPING))
    return made


@cache
def evaluated(work: Path, translations: Path, /) -> Json:
    """`dragoman evaluate --json` of the judgments and these translations."""
    return run_json(home(work), "evaluate", "--judgments", str(JUDGMENTS), "--queries", str(translations))


@cache
def crossed(work: Path, /) -> Evaluation:
    """The same judgments, each question asked of a model that has seen neither it nor its translations."""
    asked = cases(read_judgments(JUDGMENTS), read_translations(TRANSLATIONS), language="en")
    with open_dragoman(Settings(home=home(work))) as dragoman:
        return dragoman.cross_validated(asked, dragoman.examples(asked), language="en")


def queries() -> list[str]:
    """As judged, in the file's order."""
    with JUDGMENTS.open(encoding="utf-8", newline="") as lines:
        return list(dict.fromkeys(row["query"] for row in csv.DictReader(lines)))


def translated() -> list[str]:
    """Every translation of every query."""
    with TRANSLATIONS.open(encoding="utf-8", newline="") as lines:
        return [
            text
            for row in csv.DictReader(lines, delimiter="\t")
            for name, text in row.items()
            if name != "query"
        ]
