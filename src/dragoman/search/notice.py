"""A sentence about a result that knows how it was made, so that a face can say it in another language."""

from __future__ import annotations

from collections.abc import Mapping


class Notice(str):
    """English, with the message it was made of and what stands in it; where text is wanted it is just that text.

    >>> said = Notice("No rate for %(currency)s.", currency="USD")
    >>> said, said.message, dict(said.values)
    ('No rate for USD.', 'No rate for %(currency)s.', {'currency': 'USD'})
    """

    __slots__ = ("message", "values")

    message: str
    values: Mapping[str, str | int]

    def __new__(cls, message: str, /, **values: str | int) -> Notice:
        made = super().__new__(cls, message % values)
        made.message = message
        made.values = values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str | int]]:
        """So that a copy, or one from another process, is made of the message and not of the sentence."""
        return (self.message,), dict(self.values)
