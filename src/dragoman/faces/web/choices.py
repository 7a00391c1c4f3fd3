"""What a visitor chooses of: countries that goods can be sent to, and currencies to show prices in."""

from __future__ import annotations

from dragoman.app import Dragoman
from dragoman.faces.web.interface import Interface
from dragoman.model import Country, Currency


def country_names(ui: Interface, dragoman: Dragoman, chosen: Country | None, /) -> list[tuple[str, str]]:
    """(code, name) of those whose import rules are known, and of the chosen one, by name."""
    codes = {*dragoman.destinations(), *([chosen] if chosen else ())}
    return sorted(((code, ui.country(code)) for code in codes), key=lambda pair: ui.order(pair[1]))


def currency_codes(dragoman: Dragoman, chosen: Currency | None, /) -> list[Currency]:
    """Those that there is a rate for, and the chosen one."""
    return sorted({*dragoman.rates.currencies(), *([chosen] if chosen else ())})
