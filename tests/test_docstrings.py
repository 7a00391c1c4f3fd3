"""The examples in docstrings hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import dragoman

_ONLY_WITHIN_A_MIGRATION = "dragoman.stores.migrations"
MODULES = sorted(
    one.name
    for one in pkgutil.walk_packages(dragoman.__path__, "dragoman.")
    if not one.name.startswith(_ONLY_WITHIN_A_MIGRATION) and not one.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_say(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [one for name in MODULES for one in finder.find(importlib.import_module(name)) if one.examples]
    assert len(found) > 100
