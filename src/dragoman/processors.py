"""How many processors this process may use."""

from __future__ import annotations

import os


def processors() -> int:
    """At least 1; where the system tells, those that it may run on, else all of the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
