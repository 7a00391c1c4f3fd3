"""What holds of every process that this one starts for its own use: how it is ended, and how often it is started again."""

from __future__ import annotations

import subprocess
from contextlib import suppress

MOST_STARTS = 3
"""One that died as often (killed for want of memory, say) would do so again: it is not started any more."""


def end(process: subprocess.Popen[bytes], /) -> None:
    """Kill it, close its pipes, wait until it is gone."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was never sent, to nobody
                pipe.close()
    process.wait()
