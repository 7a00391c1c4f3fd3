"""What people said is right: judgments, and the questions' translations, read from the user's files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from dragoman.errors import InputError
from dragoman.model import Language

HIGHEST_RATING = 3
COLUMNS = ("query", "docid", "rating")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")

Judgments = Mapping[str, Mapping[str, int]]
"""Query as written -> the supplier's own id of an offer (`external_id`) -> rating, 0 (wrong) to 3 (just right)."""

Translations = Mapping[Language, Mapping[str, str]]
"""Language -> query as in the judgments -> its translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question asked in one language, with what is right for it."""

    query: str
    """As in the judgments: the name that all its translations share."""
    language: Language
    text: str
    """What is asked: the query, or its translation."""
    ratings: Mapping[str, int]
    """external_id -> rating."""

    @property
    def relevant(self) -> int:
        """Offers rated above 0. Where there is none, no order is better than another: the case is asked, and
        left out of every mean."""
        return sum(rating > 0 for rating in self.ratings.values())


def cases(judgments: Judgments, translations: Translations, /, *, language: Language) -> list[Case]:
    """Every judged query in its own language, then each of its translations, language by language.

    Args:
        language: That the judgments' queries are written in.
    Raises:
        InputError: `translations` has a column for that language too.
    """
    if language in translations:
        raise InputError(
            f"expected translations into languages other than {language!r}, the judgments' own, "
            f"and got a column {language!r}; say with --language what the judgments' queries are written in"
        )
    own = [
        Case(query=query, language=language, text=query, ratings=rated) for query, rated in judgments.items()
    ]
    translated = [
        Case(query=query, language=into, text=texts[query], ratings=rated)
        for into, texts in translations.items()
        for query, rated in judgments.items()
        if query in texts
    ]
    return [*own, *translated]


def read_judgments(path: Path, /) -> Judgments:
    """Read a CSV with the columns query, docid and rating (0 to 3); others are ignored.

    Raises InputError naming the line: no such file or column, a rating that is none, one pair rated twice
    and differently.
    """
    found: dict[str, dict[str, int]] = {}
    for where, row in _rows(path, delimiter=",", needed=COLUMNS):
        query, docid, rating = row["query"], row["docid"], row["rating"]
        if not query or not docid:
            raise InputError(
                f"{where}: expected a query and a docid, got {query!r} and {docid!r}; fill them in"
            )
        if rating not in {str(number) for number in range(HIGHEST_RATING + 1)}:
            raise InputError(
                f"{where}: expected a rating of 0 to {HIGHEST_RATING}, got {rating!r}; "
                "0 is wrong, 3 is just right"
            )
        before = found.setdefault(query, {}).setdefault(docid, int(rating))
        if before != int(rating):
            raise InputError(
                f"{where}: expected one rating of {docid!r} for {query!r}, got {rating} after {before}; keep one"
            )
    if not found:
        raise InputError(f"{path}: expected at least one judgment, got none; one line is query,docid,rating")
    return found


def read_translations(path: Path, /) -> Translations:
    """Read a TSV with a column `query` (as in the judgments) and one column a language, named by its BCP 47 tag.

    An empty cell is a query that is not asked in that language. Raises InputError naming the line or column.
    """
    found: dict[Language, dict[str, str]] = {}
    for where, row in _rows(path, delimiter="\t", needed=("query",)):
        query = row.pop("query")
        for language, text in row.items():
            if not _LANGUAGE.fullmatch(language):
                raise InputError(
                    f"{path}: expected columns named by a language such as 'de' or 'zh', got {language!r}; "
                    "rename or remove it"
                )
            texts = found.setdefault(language, {})
            if text and texts.setdefault(query, text) != text:
                raise InputError(
                    f"{where}: expected {query!r} once, got a second translation into {language}: {text!r}; keep one"
                )
    return found


def _rows(path: Path, /, *, delimiter: str, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """("FILE, line 7", column -> trimmed text) of each line that is not blank."""
    with _opened(path) as lines:
        reader = csv.DictReader(lines, delimiter=delimiter, restkey="", restval="")
        names = [name.strip() for name in reader.fieldnames or ()]
        missing = [name for name in needed if name not in names]
        if missing:
            raise InputError(
                f"{path}: expected the columns {', '.join(needed)} in the first line, got {', '.join(names) or 'none'}; "
                f"add {', '.join(missing)}"
            )
        reader.fieldnames = names
        for row in reader:
            if row.pop("", None):
                raise InputError(
                    f"{path}, line {reader.line_num}: expected {len(names)} cells, got more; quote cells that hold "
                    f"{delimiter!r}"
                )
            yield f"{path}, line {reader.line_num}", {name: text.strip() for name, text in row.items()}


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """The file as UTF-8 text; what goes wrong while it is read becomes an InputError that names it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except OSError as error:
        raise InputError(
            f"{path}: expected a file that can be read, got {error.strerror}; check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: expected UTF-8, got byte {error.start} that is not; save it as UTF-8"
        ) from error
    except csv.Error as error:
        raise InputError(f"{path}: expected delimited text, got {error}; save it as CSV or TSV") from error
