"""The sheet that a landed cost is written on: lines, questions, assumptions, in the order they come up."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.model import Country
from dragoman.ports import Leg
from dragoman.trade.interval import Interval
from dragoman.trade.landed_cost import Input, Line, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCost:
    """What the buyer pays for one or several legs."""

    legs: tuple[Leg, ...]
    amount: Interval | None
    """None where it is not known."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Filled while a landed cost is reckoned; nothing outside of that keeps one."""

    lines: list[Line] = field(default_factory=list)
    legs: list[LegCost] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    made_in: Country | None = None
    hs_codes: tuple[str, ...] = ()

    def ask(self, about: str, text: str, /) -> None:
        question = Question(about=about, text=text)
        if question not in self.questions:
            self.questions.append(question)

    def assume(self, text: str, /) -> None:
        if text not in self.assumptions:
            self.assumptions.append(text)

    def add(self, line: Line, /) -> Line:
        self.lines.append(line)
        return line

    def unknown(self, key: str, text: str, question: str, /, inputs: tuple[Input, ...] = ()) -> Line:
        """A line without an amount, and what would settle it."""
        self.ask(key, question)
        return self.add(
            Line(key=key, text=text, formula="", amount=None, complete=False, reason=question, inputs=inputs)
        )
