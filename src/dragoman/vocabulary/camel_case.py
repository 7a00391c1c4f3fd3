"""Names whose words stand together, as programs write them: "unitPrice", "ЦенаРуб", "PrixUnitéHT"."""

from __future__ import annotations

from itertools import pairwise


def words_apart(name: str, /) -> str:
    """A name with a space before each capital that follows a small letter or a digit.

    >>> words_apart("minQty1Price"), words_apart("PrixUnitéHT"), words_apart("ЦенаРуб"), words_apart("EANCode")
    ('min Qty1 Price', 'Prix Unité HT', 'Цена Руб', 'EANCode')
    """
    cuts = [
        place
        for place, (before, char) in enumerate(pairwise(name), start=1)
        if char.isupper() and (before.islower() or before.isdecimal())
    ]
    return " ".join(name[start:end] for start, end in pairwise([0, *cuts, len(name)]))
