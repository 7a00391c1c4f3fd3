"""Remembering what short texts were read as: a supplier's file says the same few things again and again.

Of long texts only the last few are: several readers look at one after the other, but it is seldom said again, and twenty
thousand of them would fill the memory.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, TypeVar, cast  # Any: the arguments are those of whatever is remembered

LONGEST = 300
"""Characters of a text that is remembered for long."""
_LAST_FEW = 4
F = TypeVar("F", bound=Callable[..., Any])


def remembered(maxsize: int, /) -> Callable[[F], F]:
    """`functools.lru_cache` for a function of a text, its first argument, and of others that are small."""

    def decorated(function: F) -> F:
        known = lru_cache(maxsize=maxsize)(function)
        lately = lru_cache(maxsize=_LAST_FEW)(function)

        def call(text: str, /, *others: Any, **named: Any) -> Any:
            return (known if len(text) <= LONGEST else lately)(text, *others, **named)

        return cast("F", update_wrapper(call, function))

    return decorated
