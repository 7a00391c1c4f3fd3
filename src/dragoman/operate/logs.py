"""Logs: lines for people or one JSON object each, on standard error, so that answers on standard output stay whole.

No contents of catalogues, prices or questions above DEBUG.
"""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog

LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]


def configure(form: LogFormat, level: LogLevel, /) -> None:
    """Send our events, and those of the libraries, to standard error in one shape."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    shown: structlog.types.Processor
    if form == "json":
        shared.append(structlog.processors.format_exc_info)
        shown = structlog.processors.JSONRenderer(sort_keys=False)
    else:
        shown = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[*shared, shown],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=_StandardError(),
        cache_logger_on_first_use=False,
    )
    handler = _OnStandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _OnStandardError)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))


class _OnStandardError(logging.StreamHandler):  # type: ignore[type-arg]  # whichever stream standard error is now
    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


class _StandardError:
    """Writes to standard error as it is at that moment: tests and terminals replace it."""

    def __call__(self, *_arguments: object) -> structlog.PrintLogger:
        return structlog.PrintLogger(sys.stderr)
