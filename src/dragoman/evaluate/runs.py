"""Runs: for each question the ids found, best first; kept in the format that TREC's tools read.

A line is `question Q0 id rank score tag`. TREC allows no blank inside a field, so a question "usb stick" is
written usb_stick, its German translation usb_stick@de; `_`, `@`, `%` and other blanks inside are written %5F, %40 ...
A question that found nothing keeps one line with the id `-`, so that it is told from one that was never asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from dragoman.errors import InputError
from dragoman.model import Language

_RESERVED = re.compile(r"[%_@\s]")
_NOTHING = "-"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class QuestionId:
    """A question of a run: the query as in the judgments, and the language it was asked in."""

    query: str
    language: Language


Run = Mapping[QuestionId, tuple[str, ...]]
"""Question -> external ids, best first, none twice."""


def write_run(run: Run, path: Path, /, *, language: Language, tag: str = "dragoman") -> None:
    """Write a TREC run. The score is the number of ids from here to the end: only the order is meant.

    Args:
        language: Of the judgments; its questions carry no "@".
    """
    lines = [
        f"{_written(question, language)} Q0 {found} {rank} {max(len(ids), 1) - rank + 1} {tag}\n"
        for question, ids in run.items()
        for rank, found in enumerate(map(_escaped, ids) if ids else (_NOTHING,), start=1)
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{path}: expected a place to write to, got {error.strerror}; check the path"
        ) from error


def read_run(path: Path, /, *, language: Language) -> Run:
    """Read a TREC run; ids are ordered by falling score and then as the file has them.

    Raises InputError naming the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: expected a run in UTF-8, got {error}; check the path") from error
    scored: dict[QuestionId, list[tuple[float, str]]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        cells = line.split()
        if not cells:
            continue
        try:
            question, _, found, _, score, _ = cells
            pair = (float(score), found)
        except ValueError as error:
            raise InputError(
                f"{path}, line {number}: expected 'question Q0 id rank score tag', got {line[:200]!r}; "
                "write it with --run-out"
            ) from error
        scored.setdefault(_read(question, language), []).append(pair)
    return {
        question: tuple(
            dict.fromkeys(
                unquote(found) for _, found in sorted(pairs, key=lambda pair: -pair[0]) if found != _NOTHING
            )
        )
        for question, pairs in scored.items()
    }


def _written(question: QuestionId, language: Language) -> str:
    query = _RESERVED.sub(
        lambda found: "_" if found.group() == " " else _percent(found.group()), question.query
    )
    return query if question.language == language else f"{query}@{question.language}"


def _read(text: str, language: Language) -> QuestionId:
    query, _, other = text.partition("@")
    return QuestionId(query=unquote(query.replace("_", " ")), language=other or language)


def _escaped(text: str) -> str:
    return "%2D" if text == _NOTHING else re.sub(r"[%\s]", lambda found: _percent(found.group()), text)


def _percent(char: str) -> str:
    """
    >>> _percent("_"), _percent("\\u3000")
    ('%5F', '%E3%80%80')
    """
    return "".join(f"%{byte:02X}" for byte in char.encode())
