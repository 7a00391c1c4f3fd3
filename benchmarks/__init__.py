"""Measurements, apart from the tests: `make bench` and `make bars-1`. Figures go to docs/benchmarks.md."""
