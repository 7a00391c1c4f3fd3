"""Contract of `ports.DutyRates`: subclass, give `table`, and pytest runs every promise of the port."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from dragoman.errors import RateMissing
from dragoman.model import Money, Quantity, UnitPrice
from dragoman.ports import DutyKind, DutyMeasure, DutyQuestion, DutyRates, Percent

DAY = date(2026, 11, 26)


def measure(
    code: str,
    percent: str,
    *,
    destination: str = "EU",
    kind: DutyKind = "mfn",
    origins: tuple[str, ...] = (),
    excluded: tuple[str, ...] = (),
    valid_from: date | None = None,
    valid_until: date | None = None,
    variant: str = "",
) -> DutyMeasure:
    """An ad valorem measure as a table would be given it."""
    return DutyMeasure(
        destination=destination,
        code=code,
        kind=kind,
        rate=Percent(value=Decimal(percent)),
        text=f"{percent}%",
        source=f"test tariff, {code}",
        as_of=DAY,
        origins=origins,
        excluded=excluded,
        valid_from=valid_from,
        valid_until=valid_until,
        variant=variant,
    )


def asked(code: str, *, origin: str = "CN", destination: str = "DE", on: date = DAY) -> DutyQuestion:
    return DutyQuestion(code=code, origin=origin, destination=destination, on=on)


class DutyRatesContract(ABC):
    """What every tariff must do."""

    @abstractmethod
    def table(self, measures: Sequence[DutyMeasure], /) -> DutyRates:
        """A tariff that holds exactly these measures."""

    def percents(
        self, measures: Sequence[DutyMeasure], question: DutyQuestion
    ) -> list[tuple[str, list[str]]]:
        """Line code -> the rates of its measures, as written."""
        return [
            (line.code, [one.text for one in line.measures]) for line in self.table(measures).lines(question)
        ]

    def test_a_code_finds_its_line(self) -> None:
        assert self.percents([measure("732393", "6.7")], asked("732393")) == [("732393", ["6.7%"])]

    def test_a_measure_comes_back_as_it_was_given(self) -> None:
        given = DutyMeasure(
            destination="US",
            code="04022102",
            kind="additional",
            rate=UnitPrice(
                money=Money(amount=Decimal("0.033"), currency="USD"),
                per=Quantity(value=Decimal(1), unit="kg"),
            ),
            text="$0.033/kg",
            source="test tariff",
            as_of=DAY,
            origins=("CN", "VN"),
            excluded=("RU",),
            valid_from=date(2026, 1, 1),
            valid_until=date(2026, 12, 31),
            variant="A123",
            quota="09.0001",
            condition="a condition",
            label="a label",
        )
        lines = self.table([given, measure("04022102", "5", destination="US")]).lines(
            asked("04022102", destination="US")
        )
        assert given in lines[0].measures

    def test_a_longer_code_than_the_tariff_has_finds_the_heading_above(self) -> None:
        assert self.percents([measure("7323", "6.7")], asked("7323930010")) == [("7323930010", ["6.7%"])]

    def test_a_shorter_code_than_the_tariff_has_finds_every_line_below(self) -> None:
        given = [measure("73239310", "7.2"), measure("73239330", "6.9"), measure("7324", "4.4")]
        assert self.percents(given, asked("732393")) == [("73239310", ["7.2%"]), ("73239330", ["6.9%"])]

    def test_of_headings_above_the_longest_holds(self) -> None:
        given = [measure("73", "1"), measure("7323", "6.7")]
        assert self.percents(given, asked("732393")) == [("732393", ["6.7%"])]

    def test_a_heading_whose_lines_have_rates_of_their_own_is_no_line(self) -> None:
        given = [measure("7323", "6.7"), measure("73239311", "3")]
        assert self.percents(given, asked("732393")) == [("73239311", ["3%"])]

    def test_additional_duties_of_every_code_above_are_added(self) -> None:
        given = [
            measure("732393", "6.7"),
            measure("7323", "25", kind="additional"),
            measure("732393", "10", kind="additional"),
        ]
        assert self.percents(given, asked("732393")) == [("732393", ["25%", "10%", "6.7%"])]

    def test_an_additional_duty_on_a_part_of_the_line_makes_two_lines(self) -> None:
        given = [measure("732393", "6.7"), measure("7323930010", "20", kind="additional")]
        assert self.percents(given, asked("732393")) == [
            ("732393", ["6.7%"]),
            ("7323930010", ["20%", "6.7%"]),
        ]

    def test_a_measure_for_another_origin_is_left_out(self) -> None:
        given = [
            measure("732393", "6.7"),
            measure("732393", "0", kind="preferential", origins=("KR",)),
            measure("732393", "20", kind="additional", origins=("CN",)),
        ]
        assert self.percents(given, asked("732393", origin="KR")) == [("732393", ["6.7%", "0%"])]
        assert self.percents(given, asked("732393", origin="CN")) == [("732393", ["20%", "6.7%"])]

    def test_an_excluded_origin_is_left_out(self) -> None:
        given = [measure("732393", "6.7", excluded=("RU",)), measure("732393", "35", origins=("RU",))]
        assert self.percents(given, asked("732393", origin="RU")) == [("732393", ["35%"])]

    @pytest.mark.parametrize(
        ("on", "rate"),
        [
            (date(2026, 6, 30), "4%"),
            (date(2026, 7, 1), "5%"),
            (date(2026, 12, 31), "5%"),
            (date(2027, 1, 1), "6%"),
        ],
    )
    def test_both_days_of_a_period_are_in_it(self, on: date, rate: str) -> None:
        given = [
            measure("732393", "4", valid_until=date(2026, 6, 30)),
            measure("732393", "5", valid_from=date(2026, 7, 1), valid_until=date(2026, 12, 31)),
            measure("732393", "6", valid_from=date(2027, 1, 1)),
        ]
        assert self.percents(given, asked("732393", on=on)) == [("732393", [rate])]

    @pytest.mark.parametrize("destination", ["DE", "FR", "BG", "MC"])
    def test_every_member_state_has_the_tariff_of_the_union(self, destination: str) -> None:
        assert self.percents([measure("732393", "6.7")], asked("732393", destination=destination))

    @pytest.mark.parametrize("destination", ["GB", "CH", "NO", "TR"])
    def test_no_other_country_has_it(self, destination: str) -> None:
        with pytest.raises(RateMissing, match=f"from CN into {destination}"):
            self.table([measure("732393", "6.7")]).lines(asked("732393", destination=destination))

    def test_a_missing_duty_says_what_is_missing_and_what_to_import(self) -> None:
        with pytest.raises(
            RateMissing, match=r"no duty rate for 7323\.93 from CN into BR .*`dragoman rates import"
        ):
            self.table([measure("732393", "6.7")]).lines(asked("732393", destination="BR"))

    def test_an_additional_duty_alone_is_no_duty(self) -> None:
        with pytest.raises(RateMissing, match=r"7323\.93"):
            self.table([measure("732393", "20", kind="additional")]).lines(asked("732393"))

    def test_a_neighbouring_code_does_not_stand_in(self) -> None:
        with pytest.raises(RateMissing, match=r"7323\.99"):
            self.table([measure("732393", "6.7"), measure("732391", "5")]).lines(asked("732399"))

    def test_a_chapter_is_no_code(self) -> None:
        with pytest.raises(RateMissing, match="at least 4 digits"):
            self.table([measure("732393", "6.7")]).lines(asked("73"))

    def test_a_code_of_zeros_is_not_taken_for_its_chapter(self) -> None:
        with pytest.raises(RateMissing, match=r"7300\.00"):
            self.table([measure("732393", "6.7")]).lines(asked("730000"))

    def test_a_free_rate_is_a_rate(self) -> None:
        assert self.percents([measure("851713", "0")], asked("851713")) == [("851713", ["0%"])]

    def test_what_is_held_is_listed_with_its_date(self) -> None:
        sources = self.table([measure("732393", "6.7"), measure("7323", "3", destination="GB")]).sources()
        assert [(one.covers, one.entries, one.as_of) for one in sources] == [
            (("EU",), 1, DAY),
            (("GB",), 1, DAY),
        ]

    def test_an_empty_tariff_lists_nothing_and_says_so(self) -> None:
        table = self.table([])
        assert table.sources() == ()
        with pytest.raises(RateMissing, match="no tariff of EU is imported"):
            table.lines(asked("732393"))
