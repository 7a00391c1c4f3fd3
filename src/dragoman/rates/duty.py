"""Duty measures in memory: the slow, obvious table that says how a tariff is looked up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dragoman.errors import RateMissing
from dragoman.ports import DutyLine, DutyMeasure, DutyQuestion, RateSource
from dragoman.rates.territory import territory

TOO_MANY_LINES = 400
"""A heading may be hundreds of lines; nothing is gained by more."""
LEAST_DIGITS = 4


def bare_code(code: str, /) -> str:
    """Digits only, trailing pairs of zeros cut: "9617.00.00 00" is "9617". At least two digits stay."""
    digits = "".join(letter for letter in code if letter.isdigit())
    while len(digits) > 2 and len(digits) % 2 == 0 and digits.endswith("00"):
        digits = digits[:-2]
    return digits


def asked_code(question: DutyQuestion, /) -> tuple[str, str]:
    """The digits asked for, and those that lines below them begin with: a heading's four at least, since of a
    whole chapter nothing can be told. Raises RateMissing for fewer."""
    asked = "".join(letter for letter in question.code if letter.isdigit())
    if len(asked) < LEAST_DIGITS:
        raise RateMissing(
            f"no duty rate for {question.code!r} into {question.destination}: expected a code of at least "
            f"{LEAST_DIGITS} digits such as 9617.00; give a longer one"
        )
    return asked, max(bare_code(asked), asked[:LEAST_DIGITS], key=len)


def written_code(digits: str, /) -> str:
    """ "9617.00" as people write it."""
    return f"{digits[:4]}.{digits[4:]}" if len(digits) > 4 else digits


class DutyTable:
    """An immutable table of measures; satisfies `ports.DutyRates`."""

    def __init__(self, measures: Iterable[DutyMeasure], /) -> None:
        self._by_territory: dict[str, list[DutyMeasure]] = {}
        for measure in measures:
            self._by_territory.setdefault(measure.destination, []).append(measure)

    def lines(self, question: DutyQuestion, /) -> tuple[DutyLine, ...]:
        place = territory(question.destination)
        return lines_of(question, self._by_territory.get(place, ()), known=place in self._by_territory)

    def sources(self) -> tuple[RateSource, ...]:
        return tuple(
            RateSource(
                kind="duty",
                name=f"duties into {place}",
                covers=(place,),
                entries=len(found),
                as_of=max(measure.as_of for measure in found),
                source=found[0].source,
            )
            for place, found in sorted(self._by_territory.items())
        )


def lines_of(
    question: DutyQuestion, measures: Iterable[DutyMeasure], /, *, known: bool
) -> tuple[DutyLine, ...]:
    """The lines that the code of the question may be, out of measures of its destination.

    Raises:
        RateMissing: no general rate is known for the code.
    """
    asked, short = asked_code(question)
    related = [
        measure
        for measure in measures
        if (asked.startswith(measure.code) or measure.code.startswith(short))
        and measure.holds(question.origin, question.on)
    ]
    codes = sorted({measure.code for measure in related if measure.code.startswith(short)}) or [short]
    lines = [line for code in codes if (line := _line(code, asked, related)) is not None]
    leaves = [
        line
        for line in lines
        if not any(other.code != line.code and _all_below(line, other) for other in lines)
    ]
    if not leaves:
        raise RateMissing(missing(question, known=known))
    return tuple(leaves[:TOO_MANY_LINES])


def _line(code: str, asked: str, related: list[DutyMeasure]) -> DutyLine | None:
    full = code if len(code) > len(asked) else asked
    above = [measure for measure in related if full.startswith(measure.code)]
    chosen: list[DutyMeasure] = [measure for measure in above if measure.kind == "additional"]
    for kind in ("mfn", "preferential", "suspension", "quota"):
        of_kind = [measure for measure in above if measure.kind == kind]
        longest = max((len(measure.code) for measure in of_kind), default=0)
        chosen.extend(measure for measure in of_kind if len(measure.code) == longest)
    if not any(measure.kind == "mfn" for measure in chosen):
        return None
    return DutyLine(code=code, measures=tuple(sorted(chosen, key=_order)))


def _all_below(line: DutyLine, other: DutyLine) -> bool:
    """Whether the line is only the heading of the other: a general rate of its own stands further down."""
    own = {measure.code for measure in other.measures if measure.kind == "mfn"}
    return other.code.startswith(line.code) and any(len(code) > len(line.code) for code in own)


def _order(measure: DutyMeasure) -> tuple[str, str, str, str]:
    return (measure.kind, measure.code, measure.variant, measure.text)


def missing(question: DutyQuestion, /, *, known: bool) -> str:
    """What is missing and what to do about it."""
    digits = "".join(letter for letter in question.code if letter.isdigit())
    state = "" if known else f" (no tariff of {territory(question.destination)} is imported)"
    return (
        f"no duty rate for {written_code(digits)} from {question.origin} into {question.destination} "
        f"on {question.on.isoformat()}{state}; import one with `dragoman rates import FILE`"
    )


def newest(measures: Iterable[DutyMeasure], /) -> date | None:
    return max((measure.as_of for measure in measures), default=None)
