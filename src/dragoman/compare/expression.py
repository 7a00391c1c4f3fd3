"""Arithmetic that is worked out here in Decimal and in a spreadsheet by its formula, to the same figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

Values = Mapping[str, Decimal]
"""Name of an input or a line -> what it is."""
Address = Callable[[str], str]
"""Name -> cell."""


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal

    def worked_out(self, _values: Values, /) -> Decimal:
        return self.value

    def formula(self, _address: Address, /) -> str:
        return f"{self.value:f}"


@dataclass(frozen=True, slots=True)
class Named:
    """An input or a line."""

    name: str

    def worked_out(self, values: Values, /) -> Decimal:
        return values[self.name]

    def formula(self, address: Address, /) -> str:
        return address(self.name)


@dataclass(frozen=True, slots=True)
class Sum:
    parts: tuple[Expression, ...]

    def worked_out(self, values: Values, /) -> Decimal:
        return sum((part.worked_out(values) for part in self.parts), Decimal(0))

    def formula(self, address: Address, /) -> str:
        return f"({'+'.join(part.formula(address) for part in self.parts) or '0'})"


@dataclass(frozen=True, slots=True)
class Product:
    parts: tuple[Expression, ...]

    def worked_out(self, values: Values, /) -> Decimal:
        result = Decimal(1)
        for part in self.parts:
            result *= part.worked_out(values)
        return result

    def formula(self, address: Address, /) -> str:
        return "*".join(part.formula(address) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Greatest:
    parts: tuple[Expression, ...]

    def worked_out(self, values: Values, /) -> Decimal:
        return max(part.worked_out(values) for part in self.parts)

    def formula(self, address: Address, /) -> str:
        return f"MAX({','.join(part.formula(address) for part in self.parts)})"


@dataclass(frozen=True, slots=True)
class Least:
    parts: tuple[Expression, ...]

    def worked_out(self, values: Values, /) -> Decimal:
        return min(part.worked_out(values) for part in self.parts)

    def formula(self, address: Address, /) -> str:
        return f"MIN({','.join(part.formula(address) for part in self.parts)})"


@dataclass(frozen=True, slots=True)
class Up:
    """To the next whole multiple of a step; a spreadsheet's float may lie a hair above the whole number."""

    of: Expression
    step: Decimal

    def worked_out(self, values: Values, /) -> Decimal:
        return (self.of.worked_out(values) / self.step).to_integral_value(rounding=ROUND_CEILING) * self.step

    def formula(self, address: Address, /) -> str:
        return f"ROUNDUP(ROUND({self.of.formula(address)}/{self.step:f},9),0)*{self.step:f}"


@dataclass(frozen=True, slots=True)
class Down:
    """To a whole multiple of a step."""

    of: Expression
    step: Decimal

    def worked_out(self, values: Values, /) -> Decimal:
        return (self.of.worked_out(values) / self.step).to_integral_value(rounding=ROUND_FLOOR) * self.step

    def formula(self, address: Address, /) -> str:
        return f"ROUNDDOWN(ROUND({self.of.formula(address)}/{self.step:f},9),0)*{self.step:f}"


@dataclass(frozen=True, slots=True)
class IfAtLeast:
    """`then` where `this` is at least `that`."""

    this: Expression
    that: Expression
    then: Expression
    otherwise: Expression

    def worked_out(self, values: Values, /) -> Decimal:
        met = self.this.worked_out(values) >= self.that.worked_out(values)
        return (self.then if met else self.otherwise).worked_out(values)

    def formula(self, address: Address, /) -> str:
        this, that, then, otherwise = (
            part.formula(address) for part in (self.this, self.that, self.then, self.otherwise)
        )
        return f"IF({this}>={that},{then},{otherwise})"


Expression = Number | Named | Sum | Product | Greatest | Least | Up | Down | IfAtLeast


def half_even(cell: str, digits: int, /) -> str:
    """The formula that rounds a cell half to even, as the totals here are rounded; ROUND alone goes away from zero."""
    scaled = f"ROUND({cell}*{10**digits},6)"
    whole = f"TRUNC({scaled})"
    return f"IF(AND(ABS({scaled}-{whole})=0.5,ISEVEN({whole})),{whole},ROUND({scaled},0))/{10**digits}"
