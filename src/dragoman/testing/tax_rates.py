"""Contract of `ports.TaxRates`: subclass, give `table`, and pytest runs every promise of the port."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from decimal import Decimal

import pytest

from dragoman.errors import InputError, RateMissing
from dragoman.model import Money
from dragoman.ports import ImportQuestion, Percent, TaxRates

TABLE = """
as_of = 2026-11-01
source = "an invented law"

[[destination]]
countries = ["QX"]
currency = "XTS"
customs_value = "CIF"
adds = ["main_carriage", "insurance"]
source = "article 1"
value_step = "10"

[[destination.charge]]
name = "Stamp"
kind = "fee"
rate = "1%"
base = ["customs_value"]
maximum = "50 XTS"
source = "article 2"

[[destination.charge]]
name = "Sales tax"
kind = "tax"
rate = "10%"
rates = { reduced = "4%" }
base = ["customs_value", "duty", "Stamp"]
recoverable = true
valid_until = 2026-12-31
source = "article 3"

[[destination.charge]]
name = "Sales tax"
kind = "tax"
rate = "12%"
rates = { reduced = "5%" }
base = ["customs_value", "duty", "Stamp"]
recoverable = true
valid_from = 2027-01-01
source = "article 3"

[[destination.relief]]
what = "duty"
limit = "200 XTS"
of = "goods"
source = "article 4"
"""


def asked(
    destination: str = "QX", on: date = date(2026, 11, 26), category: str = "standard"
) -> ImportQuestion:
    return ImportQuestion(destination=destination, on=on, category=category)


class TaxRatesContract(ABC):
    """What every table of import rules must do."""

    @abstractmethod
    def table(self, text: str, /) -> TaxRates:
        """A table that holds what the text says, and nothing else of QX."""

    def test_the_rules_of_a_destination_come_back_whole(self) -> None:
        rules = self.table(TABLE).rules(asked())
        assert (rules.currency, rules.customs_value, rules.territory) == ("XTS", "CIF", "QX")
        assert rules.added_legs == ("main_carriage", "insurance")
        assert rules.value_step == 10
        assert [charge.name for charge in rules.charges] == ["Stamp", "Sales tax"]
        assert rules.charges[0].maximum == Money(amount=Decimal(50), currency="XTS")
        assert rules.reliefs[0].limit == Money(amount=Decimal(200), currency="XTS")

    def test_every_rule_names_its_source_and_day(self) -> None:
        rules = self.table(TABLE).rules(asked())
        assert rules.source == "article 1"
        assert all("article" in charge.source for charge in rules.charges)
        assert all("article" in relief.source for relief in rules.reliefs)
        days = {*(charge.as_of for charge in rules.charges), *(relief.as_of for relief in rules.reliefs)}
        assert days | {rules.as_of} == {date(2026, 11, 1)}

    @pytest.mark.parametrize(("on", "percent"), [(date(2026, 12, 31), 10), (date(2027, 1, 1), 12)])
    def test_the_rate_is_that_of_the_day(self, on: date, percent: int) -> None:
        taxes = [charge for charge in self.table(TABLE).rules(asked(on=on)).charges if charge.kind == "tax"]
        assert [charge.rate for charge in taxes] == [Percent(value=Decimal(percent))]

    def test_another_category_has_its_own_rate(self) -> None:
        rules = self.table(TABLE).rules(asked(category="reduced"))
        assert [charge.rate for charge in rules.charges] == [
            Percent(value=Decimal(1)),
            Percent(value=Decimal(4)),
        ]

    def test_a_category_that_is_not_there_is_refused_with_those_that_are(self) -> None:
        with pytest.raises(InputError, match="standard, reduced"):
            self.table(TABLE).rules(asked(category="books"))

    def test_a_destination_that_is_not_there_is_missing_and_says_what_to_add(self) -> None:
        with pytest.raises(RateMissing, match=r"taxes for QY; add a \[\[destination\]\]"):
            self.table(TABLE).rules(asked("QY"))

    def test_what_is_held_is_listed_with_its_date(self) -> None:
        sources = [one for one in self.table(TABLE).sources() if "QX" in one.covers]
        assert [(one.kind, one.as_of, one.source) for one in sources] == [
            ("tax", date(2026, 11, 1), "an invented law")
        ]
