"""Contract of `ports.FreightRates`: subclass, give `table`, and pytest runs every promise of the port."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dragoman.model import Country
from dragoman.ports import FreightCard, FreightCharge, FreightQuestion, FreightRates, Leg, Mode

DAY = date(2026, 11, 26)


def card(
    name: str,
    *charges: FreightCharge,
    legs: tuple[Leg, ...] = ("main_carriage",),
    origins: tuple[Country, ...] = (),
    destinations: tuple[Country, ...] = (),
    modes: tuple[Mode, ...] = (),
    currency: str = "EUR",
    as_of: date = DAY,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> FreightCard:
    """A rate card as a table would be given it; 100 per shipment where no charge is given."""
    return FreightCard(
        name=name,
        legs=legs,
        currency=currency,
        charges=charges or (FreightCharge(per="shipment", amount=Decimal(100)),),
        source=f"test card {name}",
        as_of=as_of,
        origins=origins,
        destinations=destinations,
        modes=modes,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def asked(
    origin: Country | None = "CN", destination: Country = "DE", on: date = DAY, mode: Mode | None = None
) -> FreightQuestion:
    return FreightQuestion(origin=origin, destination=destination, on=on, mode=mode)


class FreightRatesContract(ABC):
    """What every set of rate cards must do."""

    @abstractmethod
    def table(self, cards: Sequence[FreightCard], /) -> FreightRates:
        """A set that holds exactly these cards."""

    def names(self, cards: Sequence[FreightCard], question: FreightQuestion) -> list[str]:
        return [one.name for one in self.table(cards).cards(question)]

    def test_a_card_comes_back_as_it_was_given(self) -> None:
        given = card(
            "a",
            FreightCharge(per="kg", amount=Decimal("2.50"), minimum=Decimal(40), from_quantity=Decimal(45)),
            FreightCharge(per="container", amount=Decimal(1500), holds_kg=Decimal(21000), name="box"),
            origins=("CN",),
            destinations=("DE", "NL"),
            modes=("sea",),
            valid_until=date(2026, 12, 31),
        )
        found = self.table([given]).cards(asked())[0]
        assert (found.charges, found.legs, found.currency) == (given.charges, given.legs, given.currency)
        assert (found.origins, found.destinations, found.modes) == (("CN",), ("DE", "NL"), ("sea",))

    def test_every_card_names_a_source_and_its_day(self) -> None:
        found = self.table([card("a")]).cards(asked())[0]
        assert "a" in found.source
        assert found.as_of == DAY

    def test_only_cards_of_the_lane_are_given(self) -> None:
        cards = [
            card("lane", origins=("CN",), destinations=("DE",)),
            card("other origin", origins=("VN",)),
            card("other destination", destinations=("FR",)),
        ]
        assert self.names(cards, asked()) == ["lane"]

    def test_a_card_without_a_lane_is_for_every_lane_but_comes_last(self) -> None:
        cards = [card("anywhere"), card("from here", origins=("CN",)), card("to there", destinations=("DE",))]
        assert self.names(cards, asked()) == ["to there", "from here", "anywhere"]

    def test_an_origin_that_is_not_known_is_no_lane(self) -> None:
        assert self.names([card("lane", origins=("CN",)), card("any")], asked(origin=None)) == ["any"]

    def test_only_cards_of_the_mode_are_given(self) -> None:
        cards = [card("air", modes=("air",)), card("sea", modes=("sea",)), card("both", modes=("air", "sea"))]
        assert self.names(cards, asked(mode="sea")) == ["both", "sea"]
        assert self.names(cards, asked()) == ["air", "both", "sea"]

    def test_both_days_of_a_period_are_in_it(self) -> None:
        period = card("a", valid_from=date(2026, 11, 1), valid_until=date(2026, 11, 30))
        days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
        assert [bool(self.names([period], asked(on=day))) for day in days] == [False, True, True, False]

    def test_newer_cards_come_first(self) -> None:
        cards = [card("old", as_of=date(2026, 1, 1)), card("new")]
        assert self.names(cards, asked()) == ["new", "old"]

    def test_no_card_is_no_card(self) -> None:
        assert self.table([]).cards(asked()) == ()
        assert self.table([]).sources() == ()

    def test_what_is_held_is_listed(self) -> None:
        source = self.table([card("a", origins=("CN",), destinations=("DE",))]).sources()[0]
        assert (source.kind, source.name, source.as_of) == ("freight", "a", DAY)
        assert "CN-DE" in source.covers
