"""The state of the search page: everything is in its URL, and the words asked are its centre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from dragoman.errors import QueryError
from dragoman.faces.landed_terms import day_of, moved_of
from dragoman.faces.web.labels import SORTS
from dragoman.model import Country, Currency, Language
from dragoman.ports import ExchangeRates
from dragoman.search.request import SearchRequest, SortBy

PAGE_SIZE = 10
MAX_TEXT = 2000
MAX_PAGE = 1000
MAX_FILTERS = 100

LIMITS: Mapping[str, str] = {
    "max_price": "price",
    "max_moq": "moq",
    "max_lead": "lead_time",
    "max_landed": "landed",
}
"""URL parameter -> number that a filter keeps at or below it."""

MONEY_LIMITS = ("max_price", "max_landed")
"""Those that are amounts of money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """What the URL says. Defaults are left out of it."""

    text: str = ""
    quantity: int | None = None
    currency: Currency | None = None
    destination: Country | None = None
    on: str = ""
    """Day of import for costs at the door, "" for today."""
    moved: str = ""
    """What if: percent that other currencies cost more, "" for none."""
    filters: tuple[str, ...] = ()
    """ "country=CN", "met=budget"; as in SearchRequest."""
    limits: Mapping[str, str]
    """One of LIMITS -> number as text, "" where none is set."""
    limit_in: Currency | None = None
    """Currency that the limits of money were given in; None: that of the answer."""
    sort: SortBy = "relevance"
    page: int = 1
    meaning: bool = True
    """Offers near in meaning are found too."""
    fold: bool = True
    """Offers of one product are shown together."""

    def request(self, language: Language, /) -> SearchRequest:
        """The search that the form asks for; `language` is that of the answer's words."""
        at_most = (f"{LIMITS[name]}<={value}" for name, value in self.limits.items() if value)
        return SearchRequest(
            text=self.text,
            quantity=self.quantity,
            currency=self.currency,
            destination=self.destination,
            on=day_of(self.on),
            exchange_moved=moved_of(self.moved),
            filters=(*self.filters, *at_most),
            sort=self.sort,
            meaning=self.meaning,
            limit=PAGE_SIZE,
            offset=(self.page - 1) * PAGE_SIZE,
            language=language,
        )

    def fields(self) -> list[tuple[str, str]]:
        """Names and values of an URL or of hidden inputs; defaults are left out."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        if self.quantity is not None:
            pairs.append(("quantity", str(self.quantity)))
        if self.currency is not None:
            pairs.append(("currency", self.currency))
        if self.destination is not None:
            pairs.append(("to", self.destination))
        pairs.extend((name, value) for name, value in (("on", self.on), ("fx", self.moved)) if value)
        pairs.extend((name, value) for name, value in self.limits.items() if value)
        if self.limit_in is not None and self.has_money_limit:
            pairs.append(("limit_in", self.limit_in))
        pairs.extend(("f", one) for one in self.filters)
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if not self.meaning:
            pairs.append(("meaning", "0"))
        if not self.fold:
            pairs.append(("fold", "0"))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def url(self, **changes: Any) -> str:  # Any: the fields of this class, as dataclasses.replace takes them
        """Path and query of the page with some fields changed; any change but of `page` goes to page 1."""
        pairs = replace(self, **({"page": 1} | changes)).fields()
        return f"/?{urlencode(pairs)}" if pairs else "/"

    def url_without(self, requirement_id: str, /) -> str:
        """Address that takes one requirement out of the words."""
        return _joined(self.url(), "drop", requirement_id)

    def url_without_filter(self, off: str, /) -> str:
        """Address with one filter off."""
        return self.url(filters=tuple(one for one in self.filters if one != off))

    def url_without_limit(self, name: str, /) -> str:
        """Address with one of LIMITS off."""
        return self.url(limits={**self.limits, name: ""})

    def with_limits_in(self, currency: Currency, rates: ExchangeRates, /) -> SearchForm:
        """The same limits of money in another currency. Raises RateMissing."""
        if not self.has_money_limit:
            return replace(self, limit_in=None)
        if self.limit_in in {None, currency}:
            return replace(self, limit_in=currency)
        rate = rates.rate(self.limit_in or currency, currency).value
        worth = {
            name: _rounded(Decimal(value) * rate) if name in MONEY_LIMITS and value else value
            for name, value in self.limits.items()
        }
        return replace(self, limits=worth, limit_in=currency)

    @property
    def has_money_limit(self) -> bool:
        return any(self.limits.get(name) for name in MONEY_LIMITS)

    @property
    def by_landed_cost(self) -> bool:
        """Whether costs at the door are asked for."""
        return self.sort == "landed" or bool(self.limits.get("max_landed"))

    @property
    def narrowed(self) -> bool:
        """Whether any filter is on."""
        return bool(self.filters) or any(self.limits.values())


def read_form(parameters: QueryParams, /) -> SearchForm:
    """The form as an URL gives it; empty parameters count as left out. Raises QueryError."""
    text = parameters.get("q", "").strip()
    if len(text) > MAX_TEXT:
        raise QueryError(f"expected at most {MAX_TEXT} characters, got {len(text)}; say it in fewer words")
    return SearchForm(
        text=text,
        quantity=_whole(parameters, "quantity", most=10**9),
        currency=parameters.get("currency", "").upper() or None,
        destination=parameters.get("to", "").upper() or None,
        on=str(day_of(parameters.get("on", "").strip()[:20]) or ""),
        moved=plain_moved(parameters.get("fx", "").strip()[:20]),
        filters=tuple(dict.fromkeys(one for one in parameters.getlist("f") if one))[:MAX_FILTERS],
        limits={name: _number(parameters, name) for name in LIMITS},
        limit_in=_currency(parameters.get("limit_in", "")),
        sort=_sort(parameters.get("sort") or "relevance"),
        page=_whole(parameters, "page", most=MAX_PAGE) or 1,
        meaning=parameters.get("meaning") != "0",
        fold=parameters.get("fold") != "0",
    )


def plain_moved(text: str, /) -> str:
    """A percentage as the URL has it; "" for none. Raises QueryError."""
    moved = moved_of(text)
    return f"{moved.normalize():f}" if moved else ""


def _rounded(amount: Decimal) -> str:
    """To the hundredth; below one to four digits that count."""
    places = 2 if amount >= 1 or not amount else min(8, 3 - amount.adjusted())
    return f"{round(amount, places).normalize():f}"


def _currency(text: str) -> Currency | None:
    """What our own form says; nothing else is taken."""
    return text if re.fullmatch("[A-Z]{3}", text) else None


def _sort(text: str) -> SortBy:
    for name in SORTS:
        if name == text:
            return name
    raise QueryError(f"sort: expected one of {', '.join(SORTS)}, got {text!r}")


def _whole(parameters: QueryParams, name: str, *, most: int) -> int | None:
    text = parameters.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 12 and 1 <= int(text) <= most):
        raise QueryError(f"{name}: expected a whole number from 1 to {most}, got {text[:40]!r}")
    return int(text)


def _number(parameters: QueryParams, name: str) -> str:
    text = parameters.get(name, "").strip()
    if not text:
        return ""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= 10**12:
        raise QueryError(f"{name}: expected a number from 0 to 10^12 such as 4.5, got {text[:40]!r}")
    return f"{value:f}"


def _joined(url: str, name: str, value: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode([(name, value)])}"
