"""Folding that remembers places: case, accents and width go, and each folded letter knows where it stood."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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


@lru_cache(maxsize=20_000)
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


@lru_cache(maxsize=20_000)
def fold_keeping_places(text: str, /) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters the index in `text` it came from.

    >>> fold_keeping_places("Ｍ８ Größe")
    ('m8 grosse', (0, 1, 2, 3, 4, 5, 6, 6, 7))
    """
    if text.isascii():
        return text.lower().replace("`", "'"), tuple(range(len(text)))
    parts: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        folded = char if char.isascii() and not char.isupper() else _fold_char(char)
        parts.append(folded)
        places.extend([place] * len(folded))
    return "".join(parts), tuple(places)
