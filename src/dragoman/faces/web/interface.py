"""The language of the page: which one a visitor reads, and numbers, money and dates said in it.

The offers' own words are never translated here; they keep their own language and direction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Literal

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent, get_currency_name, get_currency_precision
from babel.support import Translations
from starlette.requests import Request

from dragoman.model import Country, Currency, Language, Money

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "dragoman"
LANGUAGE_COOKIE = "language"

INTERFACE_LANGUAGES: Mapping[Language, str] = {
    "en": "English",
    "zh": "中文",
    "es": "Español",
    "de": "Deutsch",
    "fr": "Français",
    "ar": "العربية",
}
"""Language of the interface -> its own name for itself."""

Direction = Literal["ltr", "rtl"]


def marked(message: str, /) -> str:
    """Marks a message for translation where it is defined; it is translated where it is shown."""
    return message


def marked_plural(one: str, many: str, /) -> tuple[str, str]:
    """Like `marked`, for a message that depends on a number."""
    return one, many


_OTHER_TERRITORIES: Mapping[Country, str] = {"XI": marked("Northern Ireland")}
"""Codes of customs that are no countries of their own; each name is a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """Everything said to the visitor goes through here."""

    language: Language
    locale: Locale
    translations: NullTranslations

    @property
    def direction(self) -> Direction:
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def say(self, message: str, /, **values: object) -> str:
        """A message marked for translation, in the visitor's language."""
        text = self.translations.gettext(message)
        return text % values if values else text

    def count(self, one: str, many: str, number: Decimal | int, /) -> str:
        """A message that depends on `%(num)s`, in the plural form of the visitor's language."""
        whole = int(number) if number == int(number) else 100  # 2.5 takes the form of many, not that of two
        return self.translations.ngettext(one, many, whole) % {"num": self.number(number)}

    def apart(self, text: str, /) -> str:
        """Latin letters and numbers that read from the left, within words that read from the right: "750 ml"."""
        return f"\u2066{text}\u2069" if self.direction == "rtl" else text

    # ------------------------------------------------------------------------------ numbers

    def number(self, value: Decimal | int | float, /) -> str:
        """With the locale's separators, at most six decimals."""
        return format_decimal(value, format="#,##0.######", locale=self.locale)

    def percent(self, share: float, /) -> str:
        """0.93 -> "93%"."""
        return format_percent(share, locale=self.locale)

    def amount(self, value: Decimal, currency: Currency, /, *, exact: bool = False) -> str:
        """An amount of money without its currency.

        As many decimals as the currency has; below 1 four significant digits, because a unit price
        of 0.0041 is not 0.00. `exact` shows every decimal there is, up to six.
        """
        least = get_currency_precision(currency)
        most = max(least, 6 if exact else _decimals_shown(value, least))
        pattern = "#,##0." + "0" * least + "#" * (most - least)
        return format_decimal(value, format=pattern.rstrip("."), locale=self.locale)

    def money(self, money: Money, /, *, exact: bool = False) -> str:
        """ "2.10 USD": the code, because "$" means a dozen currencies."""
        return f"{self.amount(money.amount, money.currency, exact=exact)}\u00a0{money.currency}"

    @staticmethod
    def plain(value: Decimal, /) -> str:
        """As a form field and a script read it: 1E+3 -> "1000"."""
        return f"{value.normalize():f}"

    # ------------------------------------------------------------------------------ dates

    def day(self, day: date, /) -> str:
        return format_date(day, format="medium", locale=self.locale)

    def moment(self, moment: datetime, /) -> str:
        """Date and time, UTC."""
        return f"{format_datetime(moment, format='medium', locale=self.locale)} UTC"

    # ------------------------------------------------------------------------------ names

    def country(self, code: Country, /) -> str:
        if code in _OTHER_TERRITORIES:
            return self.say(_OTHER_TERRITORIES[code])
        return str(self.locale.territories.get(code, code))

    def language_name(self, code: Language, /) -> str:
        return str(self.locale.languages.get(code, code))

    def currency_name(self, code: Currency, /) -> str:
        return get_currency_name(code, locale=self.locale)

    def order(self, name: str, /) -> tuple[object, ...]:
        """A key that puts names in the language's order: accents part only names that are else the same; Chinese
        goes by Pinyin, in which GB 2312 has the 3,755 commonest characters (the others follow, by radical)."""
        if self.language == "zh":
            return (name.encode("gb18030"),)
        letters = unicodedata.normalize("NFKD", name.casefold())
        return "".join(one for one in letters if not unicodedata.combining(one)), letters


def _decimals_shown(value: Decimal, least: int) -> int:
    if value == 0 or abs(value) >= 1:
        return least
    return min(8, 3 - value.adjusted())


@lru_cache(maxsize=len(INTERFACE_LANGUAGES))
def interface(language: Language, /) -> Interface:
    """The interface in one of INTERFACE_LANGUAGES; English words where a catalogue is not compiled."""
    return Interface(
        language=language,
        locale=Locale.parse(language),
        translations=Translations.load(LOCALE_FOLDER, [language], DOMAIN),
    )


def language_of(request: Request, /) -> Language:
    """From `?lang=`, else the cookie, else what the browser asks for, else English."""
    for wish in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wish is not None and wish in INTERFACE_LANGUAGES:
            return wish
    return preferred_language(request.headers.get("accept-language", ""))


def preferred_language(header: str, /) -> Language:
    """The best of INTERFACE_LANGUAGES for an Accept-Language header.

    >>> preferred_language("fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5"), preferred_language("zh-Hant-TW"), preferred_language("")
    ('fr', 'zh', 'en')
    """
    wishes: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, parameters = part.strip().partition(";")
        wishes.append((_quality(parameters), tag.split("-")[0].lower()))
    wanted = [tag for quality, tag in sorted(wishes, key=lambda wish: -wish[0]) if tag and quality > 0]
    return negotiate_locale(wanted, INTERFACE_LANGUAGES) or "en"


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
