"""What is typed behind a command, looked at before the command sees it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any  # what click hands over: whatever the parameter's type made

import click


class FilePath(click.Path):
    """A path; an empty one, as an unset variable in a script leaves it, would be the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("a path is empty; name a file or folder ('.' is the current one)", param, ctx)
        return super().convert(value, param, ctx)


FILE = FilePath()


def refuse_broken_text(given: Mapping[str, object], /) -> None:
    """Raises BadParameter for text whose bytes are not UTF-8. Paths may be: the system's names are bytes."""
    for name, value in given.items():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and any("\ud800" <= letter <= "\udfff" for letter in text):
                raise click.BadParameter(f"expected text in UTF-8, got {text!r}", param_hint=name)
