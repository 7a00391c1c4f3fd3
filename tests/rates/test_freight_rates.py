"""The port of rate cards, in memory and through TOML."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.ports import FreightCard, FreightCharge
from dragoman.rates.freight import FreightTable
from dragoman.testing.freight_rates import FreightRatesContract, asked


class TestFreightTable(FreightRatesContract):
    def table(self, cards: Sequence[FreightCard], /) -> FreightTable:
        return FreightTable(cards)


class TestFreightTableFromFiles(FreightRatesContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "cards.toml"

    def table(self, cards: Sequence[FreightCard], /) -> FreightTable:
        text = "as_of = 2020-01-01\n" + ("card = []\n" if not cards else "")
        self.path.write_text(text + "".join(_toml(card) for card in cards), encoding="utf-8")
        return FreightTable.from_files([self.path])


def _toml(card: FreightCard) -> str:
    lines = [
        "[[card]]",
        f'name = "{card.name}"',
        f"legs = {list(card.legs)!r}",
        f'currency = "{card.currency}"',
        f'source = "{card.source}"',
        f"origins = {list(card.origins)!r}",
        f"destinations = {list(card.destinations)!r}",
        f"modes = {list(card.modes)!r}",
        f"as_of = {card.as_of}",
        *(f"{name} = {day}" for name in ("valid_from", "valid_until") if (day := getattr(card, name))),
    ]
    for charge in card.charges:
        lines += ["[[card.charge]]", *_charge(charge)]
    return "\n".join(lines) + "\n"


def _charge(charge: FreightCharge) -> list[str]:
    texts = {name: getattr(charge, name) for name in FreightCharge.__slots__}
    return [f'{name} = "{value}"' for name, value in texts.items() if value not in (None, "")]


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "cards.toml"
    path.write_text(text, encoding="utf-8")
    return path


CARD = """
as_of = 2026-11-01
[[card]]
name = "Ningbo to Hamburg"
legs = ["main_carriage"]
currency = "USD"
[[card.charge]]
per = "freight_tonne"
amount = "62.00"
"""


def test_amounts_written_as_numbers_are_exact(tmp_path: Path) -> None:
    table = FreightTable.from_files([write(tmp_path, CARD.replace('"62.00"', "0.1"))])
    assert table.cards(asked())[0].charges[0].amount == Decimal("0.1")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"freight_tonne"', '"elephant"', "Invalid enum value 'elephant'"),
        ('"62.00"', '"-3"', "expected a number of 0 or more .*got '-3'"),
        ('"USD"', '"dollars"', "expected an ISO 4217 currency .*got 'dollars'"),
        ('"freight_tonne"', '"container"', "expected holds_kg or holds_m3"),
        ('["main_carriage"]', '["carriage"]', "Invalid enum value 'carriage'"),
        ('["main_carriage"]', "[]", "expected at least one leg"),
        ('name = "Ningbo to Hamburg"', "", "name"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        FreightTable.from_files([write(tmp_path, CARD.replace(old, new))])
