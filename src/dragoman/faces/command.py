"""What `dragoman` in a shell runs: the command line, which takes a moment to load, ended by Ctrl-C without a trace."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command that the arguments name."""
    stoppable = (
        signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )  # not where a shell said to ignore it
    if stoppable:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from dragoman.faces.cli import main as command

    if stoppable:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command()
