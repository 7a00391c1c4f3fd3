"""`dragoman train`: a ranking model of the user's own, from their judgments."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dragoman.app import Dragoman
from dragoman.evaluate import cases, read_judgments, read_translations
from dragoman.faces.arguments import FILE
from dragoman.faces.cli_show import out


@click.option("--judgments", required=True, type=FILE, help="CSV: query,docid,rating (0 to 3).")
@click.option("--queries", type=FILE, help="TSV: query and one column a language with its translation.")
@click.option(
    "--language", default="en", show_default=True, help="Language that the judgments' queries are written in."
)
@click.option(
    "--out",
    "target",
    type=FILE,
    help="Where to write the model. Default: HOME/ranker.txt, in use from then on.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def train_command(
    dragoman: Dragoman,
    judgments: Path,
    queries: Path | None,
    language: str,
    target: Path | None,
    as_json: bool,
) -> None:
    """Learn the order of hits from your own judgments.

    Says what it is worth first: the search measured with models that have not seen the question asked, beside the
    search with the present model.
    """
    translations = {} if queries is None else read_translations(queries)
    asked = cases(read_judgments(judgments), translations, language=language)
    dragoman.catch_up()
    learned = dragoman.examples(asked)
    present = dragoman.evaluate(asked, language=language).overall.means.get("ndcg@10", 0.0)
    crossed = dragoman.cross_validated(asked, learned, language=language).overall.means.get("ndcg@10", 0.0)
    path = target or dragoman.settings.ranker_path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dragoman.train(learned), encoding="utf-8")
    figures = {
        "model": str(path),
        "questions": len(set(learned.queries)),
        "examples": len(learned.ratings),
        "ndcg@10_present": round(present, 4),
        "ndcg@10_cross_validated": round(crossed, 4),
    }
    if as_json:
        click.echo(json.dumps(figures))
        return
    out.print(
        f"{figures['questions']} judged questions, {figures['examples']} candidates\n"
        f"nDCG@10 with the present model {present:.3f}, cross-validated with a new one {crossed:.3f}\n"
        f"wrote {path}"
    )
