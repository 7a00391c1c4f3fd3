"""Which characters separate and quote the cells of a text table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import clevercsv

from dragoman.errors import FileUnreadable
from dragoman.ports import ReadOptions, SourceFile

_SAMPLE_CHARS = 8_000
_LINE_CHARS = 2_000
"""Of each line; the detector's patterns take quadratic time on long runs."""
_CANDIDATES = [",", ";", "\t", "|"]
_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_NEVER = "\x1f"
"""Separates the cells of a file that has one column."""
_QUOTED = re.compile(r'"[^"]*"')
_UNENCODABLE = re.compile("[\ud800-\udfff]")
"""What the detector would stumble over."""
_SEP_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the lines of a file are cut into cells."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    sep_line: bool = False
    """Whether the first line is "sep=;", which spreadsheets write and hide."""

    def show(self) -> dict[str, str]:
        """For `Table.detected`."""
        name = {"\t": "tab", _NEVER: "none (one column)"}.get(self.delimiter, self.delimiter)
        return {"delimiter": name, "quote": self.quote}


def dialect_of(source: SourceFile, options: ReadOptions, text: str, /) -> Dialect:
    """The dialect asked for, or the one of the file's first lines. Raises FileUnreadable."""
    wanted = _wanted(source, options)
    sep = _SEP_LINE.fullmatch(text.split("\n", 1)[0])
    quote, escape, found = _detect(text)
    delimiter = wanted or (sep.group(1) if sep else found)
    return Dialect(delimiter=delimiter, quote=quote, escape=escape, sep_line=sep is not None)


def _wanted(source: SourceFile, options: ReadOptions) -> str | None:
    if options.delimiter is None:
        return None
    wanted = _NAMED.get(options.delimiter.lower(), options.delimiter)
    if len(wanted) != 1 or wanted in '"\r\n':
        raise FileUnreadable(
            f"{source.name}: expected one character as the delimiter, got {options.delimiter!r}; "
            "give ',', ';', '|' or 'tab', or leave it to be detected"
        )
    return wanted


def _detect(text: str) -> tuple[str, str | None, str]:
    """(quote, escape, delimiter) of a text."""
    lines = _lines(text)
    cut = "".join(lines)
    found = clevercsv.Detector().detect(_UNENCODABLE.sub("?", cut), delimiters=_CANDIDATES) if lines else None
    quote = "'" if found is not None and found.quotechar == "'" and cut.count("'") > cut.count('"') else '"'
    escape = "\\" if f"\\{quote}" in cut else None
    with_tabs = sum("\t" in line for line in lines if line.strip())
    if with_tabs and with_tabs * 5 >= 4 * sum(bool(line.strip()) for line in lines):
        return quote, escape, "\t"
    return quote, escape, (found.delimiter if found is not None and found.delimiter else _NEVER)


def _lines(text: str) -> list[str]:
    """The first whole lines of a text, none of them long."""
    lines: list[str] = []
    left = _SAMPLE_CHARS
    for line in text.splitlines(keepends=True):
        if left <= 0:
            break
        lines.append(line if len(line) <= _LINE_CHARS else line[:_LINE_CHARS] + "\n")
        left -= len(lines[-1])
    return lines


def has_columns(text: str, /) -> bool:
    """Whether a text looks like several columns: one delimiter, equally often in at least half of its lines.

    Delimiters in quotes do not count; lines of a letterhead may come first.
    """
    lines = [_QUOTED.sub("", line) for line in _lines(text) if line.strip()]
    for delimiter in _CANDIDATES:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        if counts and max(counts.values()) * 2 >= len(lines):
            return True
    return False
