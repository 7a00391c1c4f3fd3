"""What a written row means, and which rows were broken on purpose: what a reader must find."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from suppliers.kinds import Article, LeadTime

DAYS = {"day": 1, "working_day": 1, "week": 7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The price of one unit from a quantity of units on."""

    start: int
    price: Decimal
    """Exact; the high end where a range was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the supplier meant by one row."""

    external_id: str
    title: str
    product_type: str
    """Key of `catalogue.products.PRODUCTS`."""
    size: str
    """As `catalogue.kinds.Spec.text`: "E27 9 W"."""
    language: str
    supplier: str
    currency: str
    unit: str
    """What the price is for, as far as the file says it: "piece" where it names no other."""
    steps: tuple[Step, ...]
    """Empty: on request, or broken."""
    whole: int = 1
    """Units that are sold together: 24 where the price is per carton of 24."""
    on_request: bool = False
    moq: int | None = None
    """Units."""
    lead_days: tuple[int, int] | None = None
    """Calendar days."""
    incoterm: str | None = None
    place_country: str | None = None
    certificates: frozenset[str] = frozenset()
    """By their names in `catalogue`."""
    gtin: str | None = None
    mpn: str | None = None
    made_in: str | None = None
    weight_g: Decimal | None = None
    hs_code: str | None = None

    def price_at(self, quantity: int) -> Decimal | None:
        """Of one unit, when at least `quantity` are ordered: the minimum order where that is more."""
        if not self.steps:
            return None
        lowest = self.steps[0].start if self.steps[0].start > 1 else 0
        ordered = Decimal(max(quantity, self.moq or 0, lowest))
        whole = (ordered / self.whole).to_integral_value(rounding=ROUND_CEILING) * self.whole
        return [step for step in self.steps if step.start <= whole][-1].price


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row of a file with its truth; `truth` is None where the row can give no offer."""

    file: str
    """As the load names it: "pacifico.zip!/ferreteria.csv"."""
    sheet: str | None
    row: int
    """1-based row of the sheet, line of the text file, or item of the feed."""
    truth: Truth | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A row broken on purpose, with the kind of Problem that must name it."""

    file: str
    sheet: str | None
    row: int
    kind: str


def days(lead_time: LeadTime) -> tuple[int, int]:
    """Calendar days; working days are five to the week, rounded up.

    >>> days(LeadTime(low=3, high=4, span="week")), days(LeadTime(low=8, high=8, span="working_day"))
    ((21, 28), (12, 12))
    """
    if lead_time.span == "working_day":
        return -(-lead_time.low * 7 // 5), -(-lead_time.high * 7 // 5)
    return lead_time.low * DAYS[lead_time.span], lead_time.high * DAYS[lead_time.span]


def truth_of(article: Article, *, states_unit: bool) -> Truth:
    """All that is true of an article; a writer takes out what its list does not say.

    Args:
        states_unit: Whether the list names what a price is for.
    """
    return Truth(
        external_id=article.external_id,
        title=article.title,
        product_type=article.kind.key,
        size=article.spec.text,
        language=article.supplier.language,
        supplier=article.supplier.name,
        currency=article.supplier.currency,
        unit=article.kind.unit if states_unit else "piece",
        steps=()
        if article.on_request
        else tuple(
            Step(start=tier.start if len(article.tiers) > 1 else 0, price=tier.price)
            for tier in article.tiers
        ),
        on_request=article.on_request,
        moq=article.moq,
        lead_days=days(article.lead_time),
        incoterm=article.incoterm,
        place_country=article.place_country,
        certificates=frozenset(article.certificates),
        gtin=article.gtin,
        mpn=article.mpn,
        made_in=article.made_in,
    )


def priced(truth: Truth, price: Decimal, *, whole: int = 1) -> Truth:
    """With one price per unit, other than the article's own: rounded per 100, or per carton of `whole`."""
    return truth if not truth.steps else replace(truth, steps=(Step(start=0, price=price),), whole=whole)
