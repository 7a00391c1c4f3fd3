"""Which of several prices of a row a buyer pays, by the names of their columns: his own before a list's, one without
tax before one with it."""

from __future__ import annotations

import re

from dragoman.normalise.mapping.layout import folded_header

# Words are written as folded: "ة" is "ه", "й" is "и".
_OWN = re.compile(
    r"(?<!\w)(?:your|yours|customer|special|dealer|reseller|ihr|kunden\w*|handler\w*|su precio|para usted|votre|client|cliente|seu preco|ваша|вам|дилерск\w*)(?!\w)"
    r"|客户|您的|贵司|会员|协议|御社|貴社|仕切|سعرك|للعميل|للتاجر"
)
_LIST = re.compile(
    r"(?<!\w)(?:list|catalog\w*|standard|listen?\w*|bruttolisten\w*|katalog\w*|lista|tarifa|tabela|tarif|праис\w*|каталож\w*)(?!\w)"
    r"|\blisten|目录|标价|牌价|定价|定価|カタログ|القايمه|قايمه"
)
_NET = re.compile(
    r"(?<!\w)(?:net|nett|netto\w*|neto|neta|nets?|liquido|excl\w*|exkl\w*|ex|ohne|zzgl\w*|without|before|plus|h ?t|hors taxes?|hors tva|sin|sem|mas iva|без)(?!\w)"
    r"|\bnetto|未税|不含|税前|未稅|税抜|税別|بدون|غير شامل|قبل الضريبه|الصافي|صافي"
)
_GROSS = re.compile(
    r"(?<!\w)(?:gross|brutto\w*|bruto|bruta|incl\w*|inkl\w*|inc|including|with|after|mit|t ?t ?c|toutes taxes|con|com|с ндс|включая)(?!\w)"
    r"|\bbrutto|(?<!不)含税|(?<!不)含稅|税后|税込|شامل|مع الضريبه|بعد الضريبه"
)
_TAX = re.compile(
    r"(?<!\w)(?:vat|tax|taxes|gst|mwst|ust|mehrwertsteuer|umsatzsteuer|steuer|iva|icms|igv|tva|ht|ttc|ндс|налог\w*)(?!\w)|税|稅|ضريبة|الضريبه"
)
_ALONE = re.compile(
    r"(?<!\w)(?:net|nett|netto\w*|neto|neta|liquido|gross|brutto\w*|bruto|bruta|h ?t|t ?t ?c)(?!\w)|\bnetto|\bbrutto|صاف"
)
"""Words that speak of tax without naming it."""


def price_kind(name: str, /, *, exported: bool = False) -> tuple[int, int]:
    """How likely a column of this name holds what a buyer pays; the higher of two goes first.

    Args:
        exported: The name holds an Incoterm; such prices are without the tax of the supplier's country.

    >>> price_kind("Nettopreis CHF") > price_kind("Preis CHF") > price_kind("List price") > price_kind("Preis brutto, Liste")
    True
    """
    folded = folded_header(name)
    who = 2 if _OWN.search(folded) else 0 if _LIST.search(folded) else 1
    spoken = _TAX.search(folded) is not None or _ALONE.search(folded) is not None
    if spoken and _NET.search(folded):
        tax = 2
    elif spoken and _GROSS.search(folded):
        tax = 0
    else:
        tax = 2 if exported else 1
    return who + tax, who


def without_kind(folded: str, /) -> str:
    """A folded name without the words of tax and of whose price it is."""
    for words in (_NET, _GROSS, _TAX):
        folded = words.sub(" ", folded)
    return folded
