"""Finding the phrases of a vocabulary in text of any of the nine languages.

A phrase is written folded or not; "*" at the end of a word stands for any ending ("нержаве* стал*").
Words are matched whole; Chinese and Japanese phrases anywhere; Arabic ones also behind a prefix (ال, و, ب, ل).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar
from weakref import WeakSet

from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places

Code = TypeVar("Code", bound=str)

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_FROM = "\u0600"
_NO_WORD = r"(?![^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])"
"""A word ends here: Chinese and Japanese may follow at once ("CE认证", "FFP2口罩")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A phrase found: text[start:end] of the text as given."""

    code: str
    start: int
    end: int
    phrase: str
    """As the vocabulary writes it."""


class Phrases:
    """A vocabulary: code -> phrases parted by "|"."""

    def __init__(
        self, table: Mapping[Code, str], *, compounds: bool = False, before_digits: bool = False
    ) -> None:
        """
        Args:
            compounds: A phrase of six letters or more also matches as the head of a longer word
                ("Edelstahl" in "Edelstahlflasche").
            before_digits: A digit may follow at once ("USD2.10").
        """
        self._codes: dict[str, tuple[str, str]] = {}
        self._compounds = compounds
        self._end = r"(?![^\W\d_])" if before_digits else _NO_WORD
        pairs: list[tuple[str, str, str]] = [
            (fold_keeping_places(phrase)[0], code, phrase)
            for code, listed in table.items()
            for part in listed.split("|")
            if (phrase := " ".join(part.split()))
        ]
        pairs.sort(key=lambda pair: -len(pair[0]))
        patterns: dict[str, list[tuple[str, str]]] = {}
        for number, (folded, code, phrase) in enumerate(pairs):
            name = f"p{number}"
            self._codes[name] = (code, phrase)
            named = f"(?P<{name}>{self._pattern(folded)})"
            patterns.setdefault(folded[0], []).append((named, self._end_of(folded)))
        # one expression per first letter: most places of a text are then passed over at once
        self._patterns = {letter: _alternatives(listed) for letter, listed in patterns.items()}
        self._compiled: dict[str, re.Pattern[str]] = {}
        _VOCABULARIES.add(self)
        self._cached = remembered(4_000)(self._find)

    @staticmethod
    def _pattern(folded: str) -> str:
        words = [
            re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
            for word in folded.split()
        ]
        return r"[\s\-_]{0,2}".join(words) if len(words) > 1 else words[0]

    def _end_of(self, folded: str) -> str:
        """What must hold behind a phrase; "" for nothing."""
        open_end = self._compounds and len(folded) >= 6 and " " not in folded
        sign = not (folded[-1].isalnum() or folded[-1] == "*")  # "€2.10": a sign ends by itself
        return "" if open_end or sign or _CJK.search(folded) else self._end

    def _beginning_with(self, letter: str) -> re.Pattern[str] | None:
        """The phrases of one first letter, compiled when one is looked for: there are thousands of places."""
        compiled = self._compiled.get(letter)
        if compiled is None and letter in self._patterns:
            compiled = self._compiled[letter] = re.compile(self._patterns[letter])
        return compiled

    def compile(self) -> None:
        """Now what else the first text that needs it would wait for."""
        for letter in self._patterns:
            self._beginning_with(letter)

    def find(self, text: str, /) -> tuple[Match, ...]:
        """All phrases, longest first where they overlap, by place."""
        return self._cached(text)

    def _find(self, text: str) -> tuple[Match, ...]:
        folded, places = fold_keeping_places(text)
        found: list[Match] = []
        end = 0
        for at in beginnings(folded):
            expression = self._beginning_with(folded[at]) if at >= end else None
            hit = expression.match(folded, at) if expression is not None else None
            if hit is None or hit.lastgroup is None:
                continue
            code, phrase = self._codes[hit.lastgroup]
            found.append(
                Match(code=code, start=places[hit.start()], end=places[hit.end() - 1] + 1, phrase=phrase)
            )
            end = hit.end()
        return tuple(found)

    def exact(self, text: str, /) -> str | None:
        """The code of a text that is one phrase and nothing else."""
        found = self.find(text.strip())
        if len(found) == 1 and found[0].end - found[0].start >= len(text.strip()):
            return found[0].code
        return None


_VOCABULARIES: WeakSet[Phrases] = WeakSet()


def compile_all() -> None:
    """The phrases of every vocabulary that is loaded; for a server, whose first questions should be no slower."""
    for vocabulary in tuple(_VOCABULARIES):
        vocabulary.compile()


def _alternatives(listed: list[tuple[str, str]]) -> str:
    """(phrase, what must hold behind it), in order, as one expression; neighbours of one end share it, since each
    end costs as much to compile as many phrases."""
    return "|".join(
        f"(?:{'|'.join(phrase for phrase, _ in some)}){end}"
        for end, some in groupby(listed, key=lambda one: one[1])
    )


_PREFIX = re.compile(r"(?<!\w)(?:و|ف)?(?:بال|كال|لل|ال|ب|ل|ك)?$")


_PLAIN_BEGINNING = re.compile(r"(?:(?<!\w)|(?<=[\d²³¹])(?![\d²³¹]))(?=.)", re.DOTALL)
"""The same in a text of Latin, Greek or Cyrillic letters alone, several times as fast."""


@remembered(4_000)
def beginnings(folded: str) -> tuple[int, ...]:
    """The places at which a phrase may begin; all vocabularies ask for the same ones of a text."""
    if not folded or max(folded) < _ARABIC_FROM:
        return tuple(one.start() for one in _PLAIN_BEGINNING.finditer(folded))
    return tuple(at for at in range(len(folded)) if _begins(folded, at))


def _begins(folded: str, at: int) -> bool:
    """Whether a phrase may begin here: at a word's start, anywhere in Chinese and Japanese, behind an Arabic prefix."""
    if at == 0 or not (folded[at - 1].isalnum() or folded[at - 1] == "_"):
        return True
    here, before = folded[at], folded[at - 1]
    if before < _ARABIC_FROM and here < _ARABIC_FROM and before.isalpha():
        return False  # within a word of letters that are parted by blanks
    if _CJK.match(here) or _CJK.match(before):
        return True
    if before.isdigit() and not here.isdigit():
        return True
    if _ARABIC.match(here):
        return _PREFIX.search(folded[max(0, at - 5) : at]) is not None
    return False
