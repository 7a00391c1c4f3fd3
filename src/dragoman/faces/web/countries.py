"""Countries that goods can be sent to, by their names in the visitor's language."""

from __future__ import annotations

from dragoman.app import Dragoman
from dragoman.faces.web.interface import Interface


def country_names(ui: Interface, dragoman: Dragoman, /) -> list[tuple[str, str]]:
    """(code, name) of those whose import rules are known, by name."""
    named = [(code, ui.country(code)) for code in dragoman.destinations()]
    return sorted(named, key=lambda pair: ui.order(pair[1]))
