.PHONY: help setup demo test check bench bars-1 bars-2 bars-3 bars-4 bars-5 clean
.DEFAULT_GOAL := help

READY := .venv/.ready
ARGS ?=

help: ## What can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(READY): pyproject.toml uv.lock scripts/setup.sh $(wildcard package-lock.json)
	@scripts/setup.sh

setup: $(READY) ## Make .venv (with .venv/bin/dragoman) and fetch the front-end files

demo: $(READY) ## Load samples/ and serve the search page; ARGS=--no-serve to load, search and stop
	@.venv/bin/python scripts/demo.py $(ARGS)

test: ## Set up, then run every test
	@scripts/setup.sh --with-browser
	.venv/bin/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(READY) ## Linters, types, import contracts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: $(READY) ## Measure speed; figures go to docs/benchmarks.md
	.venv/bin/python -m benchmarks $(ARGS)

bars-1: $(READY) ## Measure the bars of the foundation anew: one line each, exit 1 if one fails
	.venv/bin/python -m benchmarks.bars_1 $(ARGS)

bars-2: $(READY) ## Measure the bars of search quality anew: one line each, exit 1 if one fails
	.venv/bin/python -m benchmarks.bars_2 $(ARGS)

bars-3: $(READY) ## Measure the bars of reading suppliers' files anew: one line each, exit 1 if one fails
	.venv/bin/python -m benchmarks.bars_3 $(ARGS)

bars-4: $(READY) ## Measure the bars of kills and faults anew (ARGS="5 --kills 40"): one line each, exit 1 if one fails
	.venv/bin/python -m benchmarks.bars_4 $(ARGS)

bars-5: $(READY) ## Measure the bars of trade arithmetic and landed cost anew: one line each, exit 1 if one fails
	.venv/bin/python -m benchmarks.bars_5 $(ARGS)

clean: ## Remove what set-up and runs made (not your data in --home)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .dragoman .bench node_modules src/dragoman/faces/web/static/vendor
