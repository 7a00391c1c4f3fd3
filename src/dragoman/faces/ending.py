"""SIGTERM, as those who stop services send it, ends as Ctrl-C does: what is open is closed."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

BROKEN_OFF = 128 + signal.SIGTERM
"""Exit code of what was not done when the signal came."""


@contextmanager
def ended_by_sigterm(exit_code: int = 0) -> Iterator[None]:
    """SIGTERM ends the block as `sys.exit(exit_code)` within it would. A server that handles signals has its turn first."""

    def end(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # whoever says it twice must not break off the closing
        sys.exit(exit_code)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
