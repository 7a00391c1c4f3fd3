"""Opening a home that may be a new one: its record is never begun without a word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from dragoman.app import Dragoman, has_record, open_dragoman
from dragoman.settings import Settings


@contextmanager
def opened_or_begun(settings: Settings, /) -> Iterator[Dragoman]:
    """Over the record of the home, or over a new one, which is said on standard error."""
    begins = not has_record(settings)
    with open_dragoman(settings) as dragoman:
        if begins:
            click.echo(
                f"{settings.home} had no record: a new, empty one was begun there. If your offers should be in it, is the disk "
                "mounted, and is it the right --home or DRAGOMAN_HOME?",
                err=True,
            )
        yield dragoman
