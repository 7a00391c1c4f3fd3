"""Run as a program of its own by `faces.workers`: one of several servers over one home and one socket.

Standard input is one line of JSON (`Orders`) and then stays open as long as the parent lives: where it ends, so does this.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

from dragoman.app import open_dragoman
from dragoman.errors import DragomanError
from dragoman.faces.beginning import opened_or_begun
from dragoman.faces.ending import ended_by_sigterm
from dragoman.faces.server import DRAIN_SECONDS, serve_beside
from dragoman.faces.workers import Orders
from dragoman.operate.board import Board, opened
from dragoman.operate.logs import configure
from dragoman.settings import Settings


def main() -> None:
    """Serve until told to stop, or until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, who passes it on
    with ended_by_sigterm():
        said = io.FileIO(0, closefd=False)
        orders = Orders.read(said.readline())
        threading.Thread(target=_watch, args=(said,), name="parent", daemon=True).start()
        settings = Settings.model_validate_json(orders.settings)
        configure(settings.log_format, settings.log_level)
        board = Board(Path(orders.folder), orders.workers)
        try:
            first = not opened(board.folder, 0)  # later a record that is gone is no new home's
            with opened_or_begun(settings) if first else open_dragoman(settings, new=False) as dragoman:
                serve_beside(
                    dragoman,
                    bound=orders.bound,
                    listener=orders.listener,
                    board=board,
                    worker=orders.worker,
                )
        except DragomanError as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)  # noqa: T201 - as the command would
            sys.exit(error.exit_code)


def _watch(said: io.FileIO) -> None:
    """Nothing more is said: reading on ends when the parent does."""
    said.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(DRAIN_SECONDS + 5)
    os._exit(1)


if __name__ == "__main__":
    main()
