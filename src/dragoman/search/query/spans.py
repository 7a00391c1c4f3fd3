"""Which stretches of a question are taken, and by what: the ground that the readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from dragoman.model import Language
from dragoman.search.query import cues
from dragoman.search.query.asking import find_asking
from dragoman.search.query.spelled import Plain, plain
from dragoman.search.request import Span, Strength

_CLAUSE = re.compile(
    r"[;；。!！?？\n]|,(?!\d)|[，、،]|\.(?=\s)|(?<!\w)(?:and|but|und|aber|y|pero|et|mais|e|mas|и|но|و|لكن)(?!\w)",
    re.IGNORECASE,
)


_NEAR = 24
"""Characters on either side of a value among which "must" is looked for."""

_LONGEST_CUE = 80
"""Characters beside a value that are looked at for words that tell what it is."""


@dataclass
class Question:
    """A question's text with what has been read of it so far. Places are those of the plain text."""

    made_plain: Plain
    language: Language = "en"
    taken: list[tuple[int, int]] = field(default_factory=list)
    """Stretches that some requirement has read; no other reads them again."""
    cut: list[tuple[int, int]] = field(default_factory=list)
    """Stretches that are no words of the product."""
    no_term: list[Span] = field(default_factory=list)
    """Stretches that were read and are no requirement that can be judged; the buyer is told of them."""

    @classmethod
    def of(cls, written: str, /, *, language: Language = "en") -> Question:
        return cls(made_plain=plain(written, language=language), language=language)

    @property
    def text(self) -> str:
        """Numbers in digits: what the readers read."""
        return self.made_plain.text

    @property
    def names_in(self) -> tuple[Language, ...]:
        """The languages in which names of goods are looked up: the question's, and English."""
        return tuple(dict.fromkeys((self.language, "en")))

    def free(self, start: int, end: int, /) -> bool:
        """Whether nothing has read text[start:end]."""
        return all(end <= left or right <= start for left, right in self.taken)

    def before(self, start: int, /) -> str:
        """The text before a place, back to what was read last; no more than a cue is long."""
        floor = max((right for left, right in self.taken if right <= start), default=0)
        floor = max(floor, start - _LONGEST_CUE)
        return self.text[floor:start]

    def behind(self, end: int, /) -> str:
        """The text behind a place, up to what was read first; no more than a cue is long."""
        ceiling = min((left for left, right in self.taken if left >= end), default=len(self.text))
        ceiling = min(ceiling, end + _LONGEST_CUE)
        return self.text[end:ceiling]

    def widened(
        self, start: int, end: int, before: re.Pattern[str] | None, behind: re.Pattern[str] | None
    ) -> tuple[int, int, bool]:
        """A value's stretch with the cues around it, and whether there are any."""
        told = False
        if before is not None and (found := before.search(self.before(start))) is not None:
            start -= len(self.before(start)) - found.start()
            told = True
        if behind is not None and (after := behind.match(self.behind(end))) is not None:
            end += after.end()
            told = True
        while start < end and self.text[start].isspace():
            start += 1
        return start, end, told

    def with_limits(self, start: int, end: int, /) -> tuple[int, int, bool]:
        """An order's stretch with "at least", "up to", "or more" around it, and whether there are any."""
        least = self.widened(start, end, cues.LEAST_BEFORE, cues.LEAST_BEHIND)
        most = self.widened(start, end, cues.MOST_BEFORE, cues.MOST_BEHIND)
        first, last, told = min(least, most, key=lambda one: (one[0], -one[1]))
        return first, last + (told and self.text.startswith(("的", "の"), last)), told

    def take(self, start: int, end: int, /, *, cut: bool) -> Span:
        """Mark a stretch as read.

        Args:
            cut: It is no part of the product's words.
        """
        self.taken.append((start, end))
        if cut:
            self.cut.append((start, end))
        return self.shown(start, end)

    def shown(self, start: int, end: int, /) -> Span:
        """A stretch as the buyer wrote it."""
        left, right = self.made_plain.written(start, end)
        return Span(start=left, end=right, text=self.made_plain.source[left:right])

    def clause(self, start: int, /) -> tuple[int, int]:
        """The bounds of the clause around a place."""
        begin = 0
        for left, right in self._borders:
            if left >= start:
                return begin, left
            begin = right
        return begin, len(self.text)

    @cached_property
    def _borders(self) -> tuple[tuple[int, int], ...]:
        """What parts the clauses."""
        return tuple(found.span() for found in _CLAUSE.finditer(self.text))

    def is_refused_before(self, before: str, /) -> bool:
        """Whether the words before a value refuse it; Portuguese "no" is "in the"."""
        found = cues.NOT_BEFORE.search(before)
        return found is not None and not (self.language == "pt" and found.group().strip().lower() == "no")

    def strength(self, start: int, end: int, /) -> Strength:
        """must / should / not, by the words before and behind a stretch."""
        if self.is_refused_before(self.text[max(0, start - _LONGEST_CUE) : start]) or cues.NOT_BEHIND.match(
            self.text[end:]
        ):
            return "not"
        begin, last = self.clause(start)
        before = self.text[max(begin, start - _NEAR) : start]
        near = cues.POSTPOSED_MUST.sub("", before) + "\n" + self.text[end : min(last, end + _NEAR)]
        if cues.MUST_BEHIND.match(self.text[end:]):
            return "must"
        return "must" if cues.MUST.search(near) else "should"

    def not_asking(self, start: int, end: int, /) -> str:
        """text[start:end] without words of asking ("we would like to buy around")."""
        parts: list[str] = []
        at = start
        for one in find_asking(self.text, self.language):
            if start <= one.start < end:
                parts.append(self.text[at : one.start])
                at = min(one.end, end)
        return " ".join((*parts, self.text[at:end]))

    def asked_right_before(self, start: int, /) -> bool:
        """Whether words of asking end right before a place: "suchen wir 120 ..."."""
        return any(
            one.start < start and not self.text[one.end : start].strip(" :")
            for one in find_asking(self.text, self.language)
            if one.end <= start
        )

    def cut_asking(self) -> None:
        """Words of asking are no words of the product, but where nothing else is left."""
        kept = set(self.taken) - set(self.cut)
        stretches = [
            (one.start, one.end)
            for one in find_asking(self.text, self.language)
            if all(one.end <= left or right <= one.start for left, right in kept)
        ]
        cut = [*self.cut, *stretches]
        rest = list(self.text)
        for start, end in cut:
            rest[start:end] = " " * (end - start)
        if re.search(r"[^\W\d_]", "".join(rest)):
            self.cut = cut

    def without_cut(self) -> str:
        """What the buyer wrote, with everything cut that is not the product's."""
        kept = list(self.made_plain.source)
        for start, end in self.cut:
            for at in range(*self.made_plain.written(start, end)):
                kept[at] = "\0"
        return re.sub("\0+", " \0 ", "".join(kept))
