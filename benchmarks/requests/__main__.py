"""`python -m benchmarks.requests [--half test] [--json] [--errors]`."""

from __future__ import annotations

import sys

from benchmarks.requests.score import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
