"""Run as a program of its own by `operate.abreast`: keeps the index up with a load that another process is at.

Standard input is a line of settings (JSON), then "finish" when the load is done; where it ends before, so does this. Each
line of standard output is "DONE TOTAL", of the offers indexed since the load was done.
"""

from __future__ import annotations

import io
import os

from dragoman.app import open_dragoman
from dragoman.operate.abreast import Finishing
from dragoman.settings import Settings


def main() -> None:
    """Index until the load is done and nothing is left."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no progress
    said = io.FileIO(
        0, closefd=False
    )  # without a buffer, whose lock a thread that listens would hold at the end
    settings = Settings.model_validate_json(said.readline())
    finishing = Finishing(said)

    def tell(done: int, total: int) -> None:
        if finishing.within(0):
            told.write(f"{done} {total}\n".encode())
            told.flush()

    with open_dragoman(settings, new=False) as dragoman:
        dragoman.follow(finishing.within, tell)


if __name__ == "__main__":
    main()
