"""Requests to begin with, in the visitor's language."""

from __future__ import annotations

from dragoman.faces.web.interface import Interface, marked

_EXAMPLES = (
    marked("500 insulated steel bottles, 750 ml, under 4 USD, to Hamburg in 6 weeks, food-safe"),
    marked("2000 LED bulbs E27 9 W, under 2 EUR, CE"),
    marked("300 organic cotton T-shirts within 30 days, not from China"),
    marked("bamboo cutting boards, FOB, delivered to Spain, at most 5 EUR each"),
)


def examples(ui: Interface, /) -> list[str]:
    """Whole requests, ready to be run."""
    return [ui.say(example) for example in _EXAMPLES]
