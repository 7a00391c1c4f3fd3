"""Amounts of money with what they are for: "US$ 2.10-2.40 / pc", "¥180/100个", "48,00 € je Karton à 24 Stück"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dragoman.model import Country, Currency, Money
from dragoman.normalise.quantities.basis import Basis, parse_basis
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.numbers import NUMBER, DecimalMark, read_number
from dragoman.vocabulary.currencies import CurrencyFound, currency_in, find_currencies
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.phrases import Phrases
from dragoman.vocabulary.units import unit_named

_RANGE = re.compile(
    rf"(?P<sign>(?<![\w.,)])-\s*)?(?P<low>{NUMBER})(?:\s*(?P<scale>万))?"
    rf"(?:\s*(?P<gap>[^\d,;，；、]{{0,4}}?)\s*(?:-|~|\.\.\.|…|\bto\b|\bbis\b|\ba\b|\bà\b|\bдо\b|至|到|から)\s*(?:[^\d\s]{{0,4}}\s?)(?P<high>{NUMBER}))?"
)
_PER = re.compile(
    r"\s*(?:/|(?<!\w)(?:per|je|pro|par|por|за|لكل|للقطعة|each|a piece|apiece)(?!\w)|每|毎|あたり|当たり)\s*",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?<!\w)(?:each|ea\.?|apiece|a piece|p\.?\s?u\.?|c/u|cada uno|pièce|die|das stück)(?!\w)", re.IGNORECASE
)
_ON_REQUEST = Phrases(
    {
        "on_request": """
        on request | upon request | price on request | por | p.o.r. | ask | ask for price | call | call for price | tbd | tba | to be confirmed | contact us | negotiable | inquire |
        面议 | 询价 | 电议 | 价格面议 | 待定 | a consultar | consultar | bajo pedido | a convenir | bajo consulta | auf anfrage | preis auf anfrage | a. a. | a.a. | anfrage | nach absprache |
        sur demande | prix sur demande | nous consulter | sur devis | sob consulta | a combinar | sob pedido | 要見積 | 応相談 | お問い合わせ | 要問合せ | 要相談 | 別途見積 | 都度見積 |
        عند الطلب | حسب الطلب | السعر عند الطلب | اتصل بنا | يحدد لاحقا | по запросу | цена по запросу | договорная | по договорённости | уточняйте | под заказ
        """
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRange:
    """An amount, or the two ends of a range, and what it is for where the text says so."""

    low: Money
    high: Money | None = None
    basis: Basis | None = None


def is_on_request(text: str, /) -> bool:
    """Whether a price cell says that the price is to be asked for.

    >>> is_on_request("auf Anfrage"), is_on_request("4,20 €")
    (True, False)
    """
    return len(text) <= 60 and not re.search(r"\d", text) and bool(_ON_REQUEST.find(text))


@lru_cache(maxsize=50_000)
def parse_money(
    text: str,
    /,
    *,
    currency: Currency | None = None,
    country: Country | None = None,
    decimal: DecimalMark | None = None,
) -> Found[MoneyRange] | None:
    """The amount that a cell is; None where there is none, a negative one, or no currency is known.

    Args:
        currency: Where the cell names none.
        country: Of the supplier, for "$" and "¥".
    """
    amount_text, basis = _split(text)
    named = currency_in(amount_text, country=country)
    chosen = named.currency if named is not None else currency
    if chosen is None:
        return None
    folded, places = fold_keeping_places(amount_text)
    found = next(iter(_RANGE.finditer(_without_signs(folded))), None)
    if found is None or found["sign"] is not None:
        return None
    low, high = _ends(found, decimal)
    if low is None:
        return None
    return Found(
        value=MoneyRange(
            low=Money(amount=low, currency=chosen),
            high=Money(amount=high, currency=chosen) if high is not None and high > low else None,
            basis=basis,
        ),
        start=places[found.start()],
        end=len(text),
        confidence=named.confidence if named is not None else 1.0,
        note=named.note if named is not None else "",
    )


def _without_signs(folded: str) -> str:
    """Dots of "Rs." and "руб." would look like decimal marks."""
    return re.sub(r"(?<=[^\W\d])\.", " ", folded)


def _ends(found: re.Match[str], decimal: DecimalMark | None) -> tuple[Decimal | None, Decimal | None]:
    low = read_number(found["low"], decimal)
    if low is not None and found["scale"]:
        low *= 10_000
    high = read_number(found["high"], decimal) if found["high"] is not None else None
    return low, high


def _split(text: str) -> tuple[str, Basis | None]:
    """The part that names the amount, and the basis that follows it."""
    for separator in _PER.finditer(text):
        before, after = text[: separator.start()], text[separator.end() :]
        if not re.search(r"\d", fold_keeping_places(before)[0]):
            continue
        basis = parse_basis(_no_currency(after))
        if basis is not None:
            return before, basis.value
        if _EACH.search(text):
            return before, parse_basis("piece").value  # type: ignore[union-attr]  # a unit by itself is a basis
    bracket = re.search(r"[(（]([^)）]{1,40})[)）]\s*$", text)
    if bracket is not None and re.search(r"\d", fold_keeping_places(text[: bracket.start()])[0]):
        basis = parse_basis(_no_currency(bracket.group(1)))
        if basis is not None:
            return text[: bracket.start()], basis.value
    return text, None


def _no_currency(text: str) -> str:
    kept = text
    for one in reversed(find_currencies(text)):
        if one.confidence == 1.0:
            kept = kept[: one.start] + " " + kept[one.end :]
    return kept


def find_money(
    text: str, /, *, currency: Currency | None = None, country: Country | None = None
) -> list[Found[MoneyRange]]:
    """Amounts beside a currency in running text, in order. Places span amount and currency.

    Args:
        currency: Unused where every amount must name its own; kept for callers that know it.
    """
    del currency
    folded, places = fold_keeping_places(text)
    found: list[Found[MoneyRange]] = []
    names = find_currencies(text, country=country)
    for name in names:
        amount = _beside(folded, places, name)
        if amount is None:
            continue
        low, high = _ends(amount, None)
        if low is None or amount["sign"] is not None:
            continue
        start = min(places[amount.start("low")], name.start)
        end = max(places[amount.end() - 1] + 1, name.end)
        if found and start < found[-1].end:
            continue
        basis, basis_end = _following(text, end)
        found.append(
            Found(
                value=MoneyRange(
                    low=Money(amount=low, currency=name.currency),
                    high=Money(amount=high, currency=name.currency)
                    if high is not None and high > low
                    else None,
                    basis=basis,
                ),
                start=start,
                end=basis_end,
                confidence=name.confidence,
                note=name.note,
            )
        )
    return found


def _beside(folded: str, places: tuple[int, ...], name: CurrencyFound) -> re.Match[str] | None:
    """The amount right before or right after a currency's name."""
    after: re.Match[str] | None = None
    for amount in _amounts(folded):
        start, end = places[amount.start("low")], places[amount.end() - 1] + 1
        if end <= name.start and name.start - end <= 1:
            return amount
        inside = start < name.start < end
        if after is None and (inside or (start >= name.end and start - name.end <= 1)):
            after = amount
    return after


def _amounts(folded: str) -> Iterator[re.Match[str]]:
    """Numbers and ranges; "500 pcs to 4 USD" is no range: what stands between its ends is a unit of goods."""
    at = 0
    while (found := _RANGE.search(folded, at)) is not None:
        gap = found["gap"]
        if gap and unit_named(gap) is not None:
            at = found.start("high")
            continue
        yield found
        at = found.end()


def _following(text: str, end: int) -> tuple[Basis | None, int]:
    """A basis right behind an amount: "/ pc", "per carton of 24"."""
    tail = text[end : end + 40]
    separator = _PER.match(tail)
    if separator is None:
        each = re.match(r"\s*(?:each|apiece|a piece)(?!\w)", tail, re.IGNORECASE)
        return (None, end + each.end()) if each is not None else (None, end)
    words = re.split(r"[,;.!?،，。、]|\s(?:to|nach|à|a|в|إلى|in|bis|для|for)\s", tail[separator.end() :])[0]
    for length in range(len(words), 0, -1):
        if (
            length < len(words)
            and words[length].isalnum()
            and words[length - 1].isalnum()
            and words.isascii()
        ):
            continue
        basis = parse_basis(words[:length])
        if basis is not None:
            return basis.value, end + separator.end() + length
    return None, end
