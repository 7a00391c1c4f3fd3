"""All the files of the demonstration, in the order of their names."""

from __future__ import annotations

from functools import cache

from writers import arabic_russian, chinese, english, german, japanese, romance, spanish, trading
from writers.files import Written


@cache
def all_files() -> tuple[Written, ...]:
    """Every file with the truth of its rows and the breaks planted in it."""
    made = (
        english.anadolu(),
        german.alpenstahl(),
        chinese.baihui(),
        english.brightway(),
        chinese.haijie(),
        trading.elbkontor(),
        english.harbor(),
        japanese.hinata(),
        english.kaveri(),
        trading.leman(),
        spanish.levante(),
        english.mekong(),
        japanese.minato(),
        arabic_russian.nakheel(),
        german.nordwind(),
        english.pacific(),
        spanish.pacifico(),
        romance.rhone(),
        romance.serra(),
        arabic_russian.severny(),
    )
    return tuple(sorted(made, key=lambda one: one.name))
