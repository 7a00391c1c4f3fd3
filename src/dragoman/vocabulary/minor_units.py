"""Amounts in a currency's smallest unit, as shop protocols and some price lists write them: 1999 USD is 19.99.

Source: ISO 4217, list one (2024): the currencies whose minor unit is not a hundredth. (CLDR's digits are those that
people write, which is another thing: it gives RSD none where ISO 4217 has two.)
"""

from __future__ import annotations

import re
from decimal import Decimal

from dragoman.model import Currency
from dragoman.vocabulary.camel_case import words_apart
from dragoman.vocabulary.folding import fold_keeping_places

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_DIGITS: dict[Currency, int] = {
    code: digits for codes, digits in ((_NONE, 0), (_THREE, 3), (_FOUR, 4)) for code in codes.split()
}


def minor_digits(currency: Currency, /) -> int:
    """How many decimals a currency's smallest unit is.

    >>> minor_digits("EUR"), minor_digits("JPY"), minor_digits("RSD")
    (2, 0, 2)
    """
    return _DIGITS.get(currency, 2)


def major(amount: int, currency: Currency, /) -> Decimal:
    """An amount of minor units in the currency's own unit.

    >>> major(1999, "USD"), major(1999, "JPY"), major(125, "KWD")
    (Decimal('19.99'), Decimal('1999'), Decimal('0.125'))
    """
    return Decimal(amount).scaleb(-minor_digits(currency))


_WORDS = (
    *(
        "cent",
        "cents",
        "eurocent",
        "eurocents",
        "pence",
        "penny",
        "centime",
        "centimes",
        "centimos",
        "centavo",
    ),
    *("centavos", "cts", "paise", "paisa", "groszy", "minor", "minor units", "minor unit"),
    *("копеика", "копеики", "копеек", "копеиках", "коп", "копейка", "копейки", "копейках"),
    *("هلله", "هللة", "فلس", "قرش", "قروش", "سنت", "سنتات"),
)
_NAMED = re.compile(
    rf"(?<!per )(?<![^\W\d_])(?:{'|'.join(_WORDS)})(?![^\W\d_])|¢"
    r"|(?<![/\w])(?<!/ )(?<!per )(?<!je )(?<!pro )(?<!\d )ct(?!\w)|[(\[]p[)\]]|[(\[]分[)\]]|(?:价|价格|金额|元)[\s/_-]*分$"
)
"""Of a folded name. "Price / ct" is one for a carat or a count, "per cent" a percentage."""


def named_in(name: str, /) -> bool:
    """Whether a column's name says that its amounts are of the smallest unit.

    >>> [named_in(name) for name in ("price_cents", "Preis (ct)", "Price / ct", "Percentage", "单价（分）")]
    [True, True, False, False, True]
    """
    return _NAMED.search(fold_keeping_places(words_apart(name))[0].replace("_", " ")) is not None
