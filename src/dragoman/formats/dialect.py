"""Which characters separate and quote the cells of a text table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

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
_UNENCODABLE = re.compile("[\x00\ud800-\udfff]")
"""What the detector would stumble over."""
_SEP_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the lines of a file are cut into cells."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    spaced: bool = False
    """Whether a space stands between a delimiter and an opening quote: 1, "Cup, blue"."""
    sep_line: bool = False
    """Whether the first line is "sep=;", which spreadsheets write and hide."""

    def show(self) -> dict[str, str]:
        """For `Table.detected`."""
        name = {"\t": "tab", _NEVER: "none (one column)"}.get(self.delimiter, self.delimiter)
        return {"delimiter": name, "quote": self.quote}


def dialect_of(source: SourceFile, options: ReadOptions, text: str, /) -> Dialect:
    """The dialect asked for, or the one of the file's first lines. Raises FileUnreadable."""
    wanted = delimiter_wanted(source, options)
    sep = _SEP_LINE.fullmatch(text.split("\n", 1)[0])
    lines = _lines(text)
    delimiter = wanted or (sep.group(1) if sep else _delimiter(lines))
    cut = "".join(lines)
    quote = _quote(lines, delimiter)
    return Dialect(
        delimiter=delimiter,
        quote=quote,
        escape="\\" if _escapes(cut, delimiter, quote) else None,
        spaced=f"{delimiter} {quote}" in cut and f"{delimiter}{quote}" not in cut,
        sep_line=sep is not None,
    )


def _escapes(text: str, delimiter: str, quote: str) -> bool:
    """Whether a backslash before a quote keeps the cell open: something follows that no closed cell goes on with."""
    closing = re.escape(f"{delimiter}{quote}")
    return re.search(rf"\\{re.escape(quote)}[^\S\r\n]*[^\s{closing}]", text) is not None


def delimiter_wanted(source: SourceFile, options: ReadOptions, /) -> str | None:
    """The delimiter that the user named; None where none is. Raises FileUnreadable for what can be none."""
    if options.delimiter is None:
        return None
    wanted = _NAMED.get(options.delimiter.lower(), options.delimiter)
    if len(wanted) != 1 or wanted in '"\r\n':
        raise FileUnreadable(
            f"{source.name}: expected one character as the delimiter, got {options.delimiter!r}; "
            "give ',', ';', '|' or 'tab', or leave it to be detected"
        )
    return wanted


def _delimiter(lines: list[str]) -> str:
    """The delimiter of a text's first lines; tabs, where most lines have them, are never mere punctuation."""
    filled = [line for line in lines if line.strip()]
    if filled and sum("\t" in line for line in filled) * 5 >= 4 * len(filled):
        return "\t"
    import clevercsv  # a tenth of what a command takes to start, and most read no text table

    found = (
        clevercsv.Detector().detect(_UNENCODABLE.sub("?", "".join(lines)), delimiters=_CANDIDATES)
        if filled
        else None
    )
    return found.delimiter if found is not None and found.delimiter else _NEVER


def _quote(lines: list[str], delimiter: str) -> str:
    """The double quote, unless at least half of the lines have cells in single ones."""
    edge = re.escape(delimiter)
    cell = re.compile(rf"(?:^|{edge})'[^']*'(?:{edge}|\r?\n?$)")
    return "'" if sum(bool(cell.search(line)) for line in lines) * 2 >= max(len(lines), 1) else '"'


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


def _punctuates(lines: list[str], delimiter: str) -> bool:
    """Whether a delimiter mostly stands before a space, as in sentences."""
    spaced = sum(line.count(f"{delimiter} ") + line.rstrip().endswith(delimiter) for line in lines)
    return spaced * 5 >= 4 * sum(line.count(delimiter) for line in lines)


def has_columns(text: str, /) -> bool:
    """Whether a text looks like several columns: one delimiter, equally often in at least half of its lines.

    Delimiters in quotes do not count; lines of a letterhead may come first.
    """
    lines = [_QUOTED.sub("", line) for line in _lines(text) if line.strip()]
    for delimiter in _CANDIDATES:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        if counts and max(counts.values()) * 2 >= len(lines) and not _punctuates(lines, delimiter):
            return True
    return False
