"""Columns said one by one, written into a mapping file that says else what it said before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.normalise.mapping.corrected import corrected_toml
from dragoman.normalise.mapping.file import read_mapping
from dragoman.vocabulary.field_names import FIELDS, Field

PATH = Path("said.toml")


@given(
    fields=st.dictionaries(
        st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(FIELDS), max_size=6
    )
)
def test_a_column_of_any_name_is_taken_for_what_it_was_said_to_be(fields: dict[str, Field]) -> None:
    read = read_mapping(PATH, corrected_toml(fields).encode())
    assert {rule.pattern: rule.field for rule in read.columns} == fields


SAYS = """
supplier = "Nord"
currency = "EUR"

[columns]
Preis = { field = "price", per = "100", minor_units = true }
"Staffel *" = { field = "price", from_quantity = "500" }
Notiz = "ignore"

[layout]
supplier = "Nord"
known_as = ["Nord GmbH"]
columns = ["Preis", "Notiz"]
"""


@pytest.mark.parametrize("fields", [{}, {"Notiz": "description"}, {"Preis": "price"}])
def test_what_a_mapping_file_says_beside_stays(fields: dict[str, Field]) -> None:
    before, after = (read_mapping(PATH, text.encode()) for text in (SAYS, corrected_toml(fields, says=SAYS)))
    assert (after.supplier, after.currency, after.layout) == (before.supplier, before.currency, before.layout)
    kept = [
        rule for rule in before.columns if rule.pattern not in fields or rule.field == fields[rule.pattern]
    ]
    assert [rule for rule in after.columns if rule in before.columns] == kept


def test_a_column_said_to_be_something_else_loses_what_was_said_of_its_prices() -> None:
    rule = read_mapping(PATH, corrected_toml({"Preis": "moq"}, says=SAYS).encode()).rule("Preis")
    assert rule is not None
    assert (rule.field, rule.basis, rule.minor_units) == ("moq", None, False)
