"""Folding that remembers places: case, accents and width go, and each folded letter knows where it stood."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Sequence

from dragoman.remembered import remembered

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_DIGITS = {ord(zero) + n: str(n) for zero in "٠۰" for n in range(10)}
_PLAIN = {
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "～": "~",
    "〜": "~",
    "’": "'",
    "‘": "'",
    "`": "'",
    "，": ",",
    "、": ",",
    "。": ".",
    "：": ":",
    "；": ";",
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "٫": ".",
    "٬": ",",
    "،": ",",
    "؛": ";",
}


def _fold_char(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    folded = unicodedata.normalize("NFKC", char).translate(_DIGITS).casefold().translate(_ARABIC)
    if folded.isascii():
        return folded
    kept = (
        one
        for one in unicodedata.normalize("NFD", folded)
        if not ("\u0300" <= one <= "\u036f" or "\u064b" <= one <= "\u0655")
    )
    return unicodedata.normalize("NFC", "".join(kept))


class _Folded(dict[str, str]):
    """Each character's folding, made when it is first met."""

    def __missing__(self, char: str) -> str:
        made = self[char] = _fold_char(char)
        return made


_FOLDED = _Folded()


@remembered(4_000)
def fold_keeping_places(text: str, /) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the index in `text` it came from.

    >>> folded, places = fold_keeping_places("Ｍ８ Größe")
    >>> folded, list(places)
    ('m8 grosse', [0, 1, 2, 3, 4, 5, 6, 6, 7])
    """
    if text.isascii():
        return text.lower().replace("`", "'"), range(len(text))
    parts = [_FOLDED[char] for char in text]
    folded = "".join(parts)
    if len(folded) == len(text) and all(parts):  # each became one
        return folded, range(len(text))
    return folded, array("I", (place for place, part in enumerate(parts) for _ in part))
