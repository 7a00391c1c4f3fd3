"""Ending a process that this one started for its own use."""

from __future__ import annotations

import subprocess
from contextlib import suppress


def end(process: subprocess.Popen[bytes], /) -> None:
    """Kill it, close its pipes, wait until it is gone."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was never sent, to nobody
                pipe.close()
    process.wait()
