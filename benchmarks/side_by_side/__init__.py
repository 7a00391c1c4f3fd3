"""Dragoman's index beside the engines that a user would pick instead: same offers, vectors, questions, one run.

    corpus.py     offers, vectors and questions, made once and kept under .bench/
    engine.py     what every engine here can do
    engines/      one module each; a process of its own holds each (worker.py)
    measure.py    tuning to equal recall, then rounds in which the engines take turns
    report.py     table and JSON

`python -m benchmarks.side_by_side --offers 200000`; settings and reasons: docs/explanation/side-by-side.md.
"""
