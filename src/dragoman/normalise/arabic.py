"""A light stemmer for Arabic: the article, what is written on to the word before it, and the commonest endings.

After light10 (Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval", 2007). Snowball's
stems leave "سماعات" (headphones) and "سماعة" (headphone) apart, and "للألعاب" (for games) and "ألعاب" (games).
"""

from __future__ import annotations

_FRONTS = ("وال", "بال", "كال", "فال", "لل", "ال")
_ENDS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_SHORTEST = 3
"""Letters that stay after a front was taken off."""
_SHORTEST_BEFORE_ENDS = 2


def light_stem(word: str, /) -> str:
    """The stem of a folded word (plain alif, "ه" for "ة").

    >>> light_stem("سماعات") == light_stem("سماعه") == light_stem("السماعات")
    True
    >>> light_stem("للالعاب") == light_stem("العاب")
    True
    """
    return _without_ends(_without_fronts(word))


def _without_fronts(word: str) -> str:
    """As often as there is one: "for the games" is written as one word with two."""
    for front in _FRONTS:
        if word.startswith(front) and len(word) - len(front) >= _SHORTEST:
            return _without_fronts(word[len(front) :])
    return word


def _without_ends(word: str) -> str:
    for end in _ENDS:
        if word.endswith(end) and len(word) - len(end) >= _SHORTEST_BEFORE_ENDS:
            return _without_ends(word[: -len(end)])
    return word
