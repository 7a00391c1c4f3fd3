"""The user's own synonyms: words of their trade that no lexicon knows, in a file that they edit.

One line says one thing, as search engines have long had it:

    sunnies, shades, sunglasses          each stands for all of them
    KVM => keyboard video mouse switch   the left is also asked for as the right, never the other way round
    # a line that begins so is a note
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from dragoman.vocabulary.folding import fold_keeping_places

MAX_BYTES = 4 * 1024 * 1024
_CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[^\W_{_CJK}]+|[{_CJK}]")
_PARTED = re.compile("[,，、،]")
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWords:
    """text[start:end] may also be said as `others`."""

    start: int
    end: int
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """What stands for what."""

    others: Mapping[_Words, tuple[str, ...]] = field(default_factory=dict)
    """Folded words of a name -> the names it may also be said as."""
    lines: int = 0
    """That said something."""
    faults: tuple[str, ...] = ()
    """Lines that could not be understood, each with its number and what was expected; the others hold."""

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name on the left: it is no slip."""
        return frozenset(word for words in self.others for word in words)

    def found(self, text: str, /) -> tuple[OtherWords, ...]:
        """Names in a text that have others, the longest at each place, in order."""
        if not self.others:
            return ()
        folded, places = fold_keeping_places(text)
        words = [(one.start(), one.end(), one.group()) for one in _WORD.finditer(folded)]
        longest = max(map(len, self.others))
        found: list[OtherWords] = []
        at = 0
        while at < len(words):
            for count in range(min(longest, len(words) - at), 0, -1):
                others = self.others.get(tuple(word for _, _, word in words[at : at + count]))
                if others is not None:
                    start, end = places[words[at][0]], places[words[at + count - 1][1] - 1] + 1
                    found.append(OtherWords(start=start, end=end, others=others))
                    at += count - 1
                    break
            at += 1
        return tuple(found)


NO_SYNONYMS = Synonyms()


def parse_synonyms(text: str, /, *, file: str) -> Synonyms:
    """The lines of a synonyms file; `file` names it in `faults`.

    >>> parse_synonyms("sunnies, sunglasses", file="synonyms.txt").found("black sunnies")[0].others
    ('sunglasses',)
    """
    others: dict[_Words, dict[str, None]] = {}
    faults: list[str] = []
    said = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        left, arrow, right = line.partition("=>")
        asked, meant = _names(left), _names(right) if arrow else _names(left)
        if not asked or not meant or (not arrow and len(asked) < 2):
            faults.append(
                f"{file}, line {number}: expected names parted by commas (sunnies, sunglasses) or one way "
                f"(KVM => keyboard switch); got {line.strip()[:80]!r}"
            )
            continue
        said += 1
        for name in asked:
            known = others.setdefault(_words(name), {})
            known.update(dict.fromkeys(one for one in meant if _words(one) != _words(name)))
    return Synonyms(
        others={words: tuple(names) for words, names in others.items() if words and names},
        lines=said,
        faults=tuple(faults),
    )


class SynonymsFile:
    """Keeps the synonyms of a file at hand, read anew when it has changed; none where there is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._synonyms = NO_SYNONYMS

    def now(self) -> Synonyms:
        """What the file says; a file that cannot be read at all says nothing, with the fault told."""
        try:
            there = self.path.stat()
        except OSError:
            self._seen, self._synonyms = None, NO_SYNONYMS
            return self._synonyms
        seen = (there.st_mtime_ns, there.st_size)
        if seen != self._seen:
            self._synonyms, self._seen = _read(self.path, there.st_size), seen
        return self._synonyms


def _read(path: Path, size: int) -> Synonyms:
    if size > MAX_BYTES:
        return Synonyms(
            faults=(
                f"{path}: expected at most {MAX_BYTES:,} bytes of synonyms, got {size:,}; split off what is not needed",
            )
        )
    try:
        return parse_synonyms(path.read_text(encoding="utf-8-sig"), file=path.name)
    except UnicodeDecodeError as error:
        return Synonyms(
            faults=(f"{path}: expected text in UTF-8, got other bytes at {error.start}; save it as UTF-8",)
        )
    except OSError as error:
        return Synonyms(faults=(f"{path}: expected a file that can be read, got: {error.strerror}",))


def _names(text: str) -> Sequence[str]:
    return [name for part in _PARTED.split(text) if (name := " ".join(part.split())) and _words(name)]


@lru_cache(maxsize=10_000)
def _words(name: str) -> _Words:
    return tuple(_WORD.findall(fold_keeping_places(name)[0]))
