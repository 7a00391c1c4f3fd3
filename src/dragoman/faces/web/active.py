"""The filters that are on, whatever set them: facets, limits, requirements that must be proven to be met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dragoman.faces.web.chips import Chip
from dragoman.faces.web.facets import choice_name
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.labels import FACETS
from dragoman.faces.web.search_form import LIMITS, MONEY_LIMITS, SearchForm
from dragoman.faces.web.words import days
from dragoman.model import Currency, Money
from dragoman.ports import FACET_FIELDS, FacetField


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveFilter:
    filter: str
    """As in SearchRequest: "country=CN", "price<=4"."""
    name: str
    value: str
    url: str
    """Address without it."""

    @property
    def whole(self) -> str:
        """ "Unit price at most 4.00 USD"."""
        return f"{self.name} {self.value}"


def active_filters(
    ui: Interface,
    form: SearchForm,
    suppliers: Mapping[str, str],
    chips: Iterable[Chip],
    currency: Currency,
    /,
) -> list[ActiveFilter]:
    """Each filter that is on, limits first.

    Args:
        suppliers: Supplier id -> name.
        chips: What was understood of the words, of which some must be met.
        currency: Of the answer.
    """
    return [
        *_limits(ui, form, currency),
        *_chosen(ui, form, suppliers, {one.met_filter: one for one in chips}),
    ]


def _limits(ui: Interface, form: SearchForm, currency: Currency) -> Iterable[ActiveFilter]:
    names = {
        "max_price": ui.say("Unit price"),
        "max_moq": ui.say("Minimum order"),
        "max_lead": ui.say("Lead time"),
        "max_landed": ui.say("Cost at my door"),
    }
    for limit, number in LIMITS.items():
        text = form.limits.get(limit)
        if not text:
            continue
        value = Decimal(text)
        if limit in MONEY_LIMITS:
            amount = ui.money(Money(amount=value, currency=currency), exact=True)
        else:
            amount = days(ui, int(value)) if limit == "max_lead" and value == int(value) else ui.number(value)
        yield ActiveFilter(
            filter=f"{number}<={text}",
            name=names[limit],
            value=ui.say("at most %(amount)s", amount=amount),
            url=form.url_without_limit(limit),
        )


def _chosen(
    ui: Interface, form: SearchForm, suppliers: Mapping[str, str], chips: Mapping[str, Chip]
) -> Iterable[ActiveFilter]:
    fields: dict[str, FacetField] = {field: field for field in FACET_FIELDS}
    for one in form.filters:
        name, _, value = one.partition("=")
        url = form.url_without_filter(one)
        if name in fields:
            said = choice_name(ui, fields[name], value, suppliers)
            yield ActiveFilter(filter=one, name=ui.say(FACETS[fields[name]]), value=said, url=url)
        elif one in chips:
            yield ActiveFilter(
                filter=one, name=ui.say("Only offers proven to meet"), value=chips[one].whole, url=url
            )
