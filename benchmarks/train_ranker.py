"""Trains the ranking model that is shipped, on the judged questions of the real catalogue; needs ../shared.

    python -m benchmarks.train_ranker            cross-validated figures only
    python -m benchmarks.train_ranker --write    also write src/dragoman/ranking/models/default.txt

The same catalogue and judgments give the same model. Cross-validated: each question is asked of a model that has seen
neither the question nor its translations.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.running import ICECAT, ICECAT_MAPPING, ROOT, SHARED, run_json, with_sample_rates
from dragoman.app import Dragoman, open_dragoman
from dragoman.evaluate import Case, Evaluation, cases, read_judgments, read_translations
from dragoman.settings import Settings

JUDGMENTS = SHARED / "icecat" / "judgments.dev.csv"
TRANSLATIONS = SHARED / "icecat" / "queries.dev.translated.tsv"
MODEL = ROOT / "src" / "dragoman" / "ranking" / "models" / "default.txt"


def judged_cases() -> list[Case]:
    return cases(read_judgments(JUDGMENTS), read_translations(TRANSLATIONS), language="en")


@contextmanager
def icecat(home: Path | None = None) -> Iterator[Dragoman]:
    """The real catalogue, loaded into a new home or the one given."""
    with tempfile.TemporaryDirectory() as work:
        place = home or with_sample_rates(Path(work) / "icecat")
        run_json(place, "ingest", str(ICECAT), "--mapping", str(ICECAT_MAPPING))
        with open_dragoman(Settings(home=place)) as dragoman:
            yield dragoman


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the model")
    parser.add_argument("--home", type=Path, help="a home to keep the catalogue in")
    arguments = parser.parse_args()
    with icecat(arguments.home) as dragoman:
        asked = judged_cases()
        learned = dragoman.examples(asked)
        for name, evaluation in (
            (
                "weights set by hand",
                dragoman.evaluate(asked, language="en", search=dragoman.searching_with(None)),
            ),
            ("learned, cross-validated by question", dragoman.cross_validated(asked, learned, language="en")),
        ):
            print(f"{name}: {_line(evaluation)}", flush=True)
        if arguments.write:
            MODEL.write_text(dragoman.train(learned), encoding="utf-8")
            print(f"wrote {MODEL}")
    return 0


def _line(evaluation: Evaluation) -> str:
    return ", ".join(
        f"{language} {figures.figures.means['ndcg@10']:.3f} / {figures.figures.means['condensed_ndcg@10']:.3f}"
        for language, figures in evaluation.by_language.items()
    )


if __name__ == "__main__":
    sys.exit(main())
