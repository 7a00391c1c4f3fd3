"""Currencies: codes, symbols, names in the nine languages, and what an ambiguous sign means where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_territory_currencies, list_currencies

from dragoman.model import Country, Currency
from dragoman.vocabulary.phrases import Phrases

_NAMES: dict[Currency, str] = {
    "USD": "us$ | usd | u.s. dollar* | us dollar* | us-dollar* | 美元 | 美金 | dólares estadounidenses | dollars américains | dólares americanos | 米ドル | ドル | دولار أمريكي | دولارات أمريكية | دولار امريكي | доллар* сша | долл. сша | долл сша | долл. | долл | ам. доллар* | долларах",
    "EUR": "€ | eur | euro* | 欧元 | ユーロ | يورو | евро",
    "CNY": "rmb | cny | yuan | renminbi | cn¥ | 人民币 | 元 | 块 | yuanes | 人民元 | يوان | юан*",
    "JPY": "jpy | jp¥ | yen* | 日元 | 円 | ين | ين ياباني | иен* | йен*",
    "GBP": "£ | gbp | pound* sterling | 英镑 | libra* esterlina* | pfund | livre* sterling | ポンド | جنيه إسترليني | фунт* стерлингов",
    "BRL": "r$ | brl | reais | real brasileiro | 雷亚尔 | レアル | ريال برازيلي | реал*",
    "RUB": "₽ | rub | руб | руб. | рубл* | р. | rubel | roubles | rublos | 卢布 | ルーブル | روبل",
    "AED": "aed | dirham* | dhs | د.إ | درهم | درهم إماراتي | дирхам*",
    "SAR": "sar | sr | ر.س | ريال سعودي | ريال | риял*",
    "EGP": "egp | e£ | ج.م | جنيه مصري | جنيه",
    "CHF": "chf | sfr | schweizer franken | franken | francs suisses | 瑞士法郎 | スイスフラン",
    "MXN": "mxn | mx$ | mex$ | pesos mexicanos | 墨西哥比索",
    "INR": "inr | ₹ | rs. | rupees | 卢比 | ルピー | рупи*",
    "TRY": "try | ₺ | turkish lira | 里拉",
    "PLN": "pln | zł | zloty",
    "KRW": "krw | ₩ | won | 韩元 | ウォン",
    "HKD": "hkd | hk$ | 港币 | 港元",
    "CAD": "cad | ca$ | c$ | can$ | $ ca | $ca | $ can | dollar* canadien* | canadian dollar* | 加元 | カナダドル",
    "AUD": "aud | au$ | a$ | 澳元",
    "SGD": "sgd | s$ | 新加坡元",
    "TWD": "twd | nt$ | 新台币",
    "THB": "thb | ฿ | baht",
    "VND": "vnd | ₫",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "CZK": "czk | kč",
    "HUF": "huf",
    "UAH": "uah | ₴ | грн",
    "KZT": "kzt | ₸ | тенге",
    "ARS": "ars",
    "COP": "cop$",
    "CLP": "clp",
    "PEN": "s/.",
    "ZAR": "zar",
    "ILS": "₪ | ils",
    "MAD": "mad | dh",
    "KWD": "kwd | د.ك",
    "QAR": "qar",
    "MYR": "myr | rm",
    "IDR": "idr | rp",
    "PHP": "₱",
    "NGN": "ngn | ₦",
    "NZD": "nzd | nz$",
}
_DOLLARS: dict[Country, Currency] = {
    "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "MX": "MXN",
    "AR": "ARS", "CL": "CLP", "CO": "COP", "UY": "UYU", "BR": "BRL",
}  # fmt: skip
"""Where "$" alone is the country's own money."""
_CROWNS: dict[Country, Currency] = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK", "CZ": "CZK"}

AMBIGUOUS = (
    "$",
    "¥",
    "￥",
    "kr",
    "dollar*",
    "dólar*",
    "доллар*",
    "دولار",
    "دولارات",
    "dollars",
    "pesos",
    "peso",
)
_SIGNS = re.compile(
    r"[$¥￥]|(?<![^\W\d_])kr(?![^\W\d_])|\bd[oó]l[la]*ar(?:es|s)?\b|\bdollar?[sn]?\b|доллар\w*|دولار\w*|\bpesos?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyFound:
    """A currency named in a text."""

    currency: Currency
    start: int
    end: int
    confidence: float = 1.0
    note: str = ""


@cache
def codes() -> frozenset[Currency]:
    """ISO 4217, current and past."""
    return frozenset(list_currencies())


@cache
def _phrases() -> Phrases:
    return Phrases(_NAMES, before_digits=True)


def find_currencies(text: str, /, *, country: Country | None = None) -> tuple[CurrencyFound, ...]:
    """Currencies named in a text, by place; "$" and "¥" by the country, with a note.

    Args:
        country: Of the supplier (or the buyer, for a question).
    """
    found = [
        CurrencyFound(currency=one.code, start=one.start, end=one.end)
        for one in _phrases().find(text)
        if not (
            one.phrase in {"try", "mad", "rm", "rp", "dh", "sr", "won"}
            and not text[one.start : one.end].isupper()
        )
    ]
    taken = [range(one.start, one.end) for one in found]
    for sign in _SIGNS.finditer(text):
        if not any(sign.start() in span or sign.end() - 1 in span for span in taken):
            meaning = ambiguous_sign(sign.group(), country)
            found.append(
                CurrencyFound(
                    currency=meaning[0],
                    start=sign.start(),
                    end=sign.end(),
                    confidence=meaning[1],
                    note=meaning[2],
                )
            )
    return tuple(sorted(found, key=lambda one: one.start))


def currency_in(text: str, /, *, country: Country | None = None) -> CurrencyFound | None:
    """The one currency that a text names; None where it names none or several.

    >>> currency_in("USD $3.50", country="MX").currency, currency_in("2 USD or 3 EUR")
    ('USD', None)
    """
    found = find_currencies(text, country=country)
    sure = [one for one in found if one.confidence == 1.0]
    if sure:  # "CAD $": the code says which dollar the sign means
        found = (*sure, *(one for one in found if not _said_by(one, sure, text)))
    names = {one.currency for one in found}
    return max(found, key=lambda one: one.confidence) if len(names) == 1 else None


def _said_by(one: CurrencyFound, sure: list[CurrencyFound], text: str) -> bool:
    return any(could_be(text[one.start : one.end], other.currency) for other in sure)


def could_be(sign: str, currency: Currency, /) -> bool:
    """Whether a sign that several currencies share may mean this one.

    >>> could_be("$", "CAD"), could_be("¥", "JPY"), could_be("¥", "EUR")
    (True, True, False)
    """
    if sign in {"¥", "￥"}:
        return currency in {"CNY", "JPY"}
    if sign.lower() == "kr":
        return currency in _CROWNS.values()
    if sign.lower().startswith("peso"):
        return currency in {"MXN", "ARS", "CLP", "COP", "PHP", "UYU"}
    return currency in _DOLLARS.values()


def same_sign(one: Currency, other: Currency, /) -> bool:
    """Whether some sign is used for both.

    >>> same_sign("USD", "CAD"), same_sign("USD", "EUR")
    (True, False)
    """
    return any(could_be(sign, one) and could_be(sign, other) for sign in ("$", "¥", "kr", "peso"))


def ambiguous_sign(sign: str, country: Country | None, /) -> tuple[Currency, float, str]:
    """(currency, confidence, note) of "$", "¥", "kr" and the bare names, by the country.

    >>> ambiguous_sign("$", "MX")[0], ambiguous_sign("¥", "JP")[0], ambiguous_sign("$", None)[:2]
    ('MXN', 'JPY', ('USD', 0.7))
    """
    where = f"the supplier is in {country}" if country else "no country is given"
    if sign in {"¥", "￥"}:
        if country == "JP":
            return "JPY", 0.95, f"{sign!r} read as JPY: {where}"
        return "CNY", 0.95 if country == "CN" else 0.6, f"{sign!r} read as CNY: {where}"
    if sign.lower() == "kr":
        currency = _CROWNS.get(country or "", "SEK")
        return currency, 0.95 if country in _CROWNS else 0.4, f"{sign!r} read as {currency}: {where}"
    if sign.lower().startswith("peso"):
        return "MXN", 0.9 if country == "MX" else 0.4, f"{sign!r} read as MXN: {where}"
    if country == "US":
        return "USD", 0.99, f"{sign!r} read as USD: {where}"
    if country in _DOLLARS and country not in {"BR"}:
        own = _DOLLARS[country]
        return own, 0.75, f"{sign!r} read as {own}: {where}; it could be USD"
    return "USD", 0.85 if country else 0.7, f"{sign!r} read as USD: {where}"


def of_country(country: Country, /) -> Currency | None:
    """The currency in use in a country today; None where several are."""
    found = get_territory_currencies(country)
    return found[0] if len(found) == 1 else None
