"""`python -m benchmarks.side_by_side [--offers 200000]`: engines side by side, as Markdown; --json keeps all figures."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.side_by_side import engines, report
from benchmarks.side_by_side.bars import INSTALL, SEED
from benchmarks.side_by_side.corpus import HOME, prepared
from benchmarks.side_by_side.measure import measured


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side", description=__doc__)
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--engines", nargs="+", choices=list(engines.MODULES), default=list(engines.MODULES))
    parser.add_argument("--rounds", type=int, default=4, help="turns of each engine at each task")
    parser.add_argument("--seconds", type=float, default=20.0, help="for one task of one engine, all rounds")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--reuse", action="store_true", help="open indexes of an earlier run, build none")
    parser.add_argument("--json", type=Path, help="write everything that was measured here")
    parser.add_argument("--markdown", type=Path, help="write the tables here too")
    options = parser.parse_args(words)
    lacking = sorted({one for name in options.engines for one in engines.missing(name)})
    if lacking:
        print(f"not installed: {', '.join(lacking)}; install them with\n  {INSTALL}", file=sys.stderr)
        return 1
    corpus = prepared(options.offers, seed=options.seed)
    results = measured(
        corpus,
        options.engines,
        work=HOME / f"indexes-{corpus.folder.name}",
        rounds=options.rounds,
        seconds=options.seconds,
        reuse=options.reuse,
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )
    text = report.markdown(corpus, results)
    print(text)
    if options.markdown:
        options.markdown.write_text(text + "\n")
    if options.json:
        options.json.write_text(json.dumps(report.as_json(corpus, results), indent=1, ensure_ascii=False))
    return int(any(one.failed for one in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
