"""Corrections that are remembered: for whom they hold, what they suggest, how they are kept."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import MappingError, NotFound
from dragoman.ingest.mappings_folder import MappingsFolder
from dragoman.model import Quantity
from dragoman.normalise.mapping import ColumnRole, MappingFile, TableMapping
from dragoman.normalise.mapping.file import read_mapping
from dragoman.normalise.mapping.layout import Layout, folded_header, merged
from dragoman.normalise.mapping.learned import (
    SIMILAR,
    LearnedMapping,
    as_edition,
    fitted,
    learned_toml,
    recall,
    suggestions,
)

NORDWIND = Layout(
    supplier="Nordwind Trading GmbH", columns=("Nr.", "Ware", "Preis (ct)", "VPE", "Zusatz", "Lager")
)
TOML = """
# said by Frau Meier
currency = "EUR"
country = "DE"
decimal = ","

[columns]
"Nr." = "external_id"
"Preis (ct)" = { field = "price", minor_units = true, per = "100" }
"Zus*" = "ignore"
"""
KEYS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


def says(text: str = TOML) -> MappingFile:
    return read_mapping(Path("nordwind.toml"), text.encode())


def learned(layout: Layout = NORDWIND, text: str = TOML, name: str = "nordwind") -> LearnedMapping:
    return LearnedMapping(name=name, layout=layout, says=says(text))


def guessed(*keys: str) -> TableMapping:
    roles = {key: ColumnRole(key=key, field="attribute", confidence=1.0, why="unknown") for key in keys}
    return TableMapping(columns=roles, language="de", language_confidence=0.9)


def alike(share: int, of: int, *, supplier: str = "Südwind AG") -> Layout:
    """A layout that shares `share` of the `of` column names of both."""
    return Layout(
        supplier=supplier,
        columns=(*NORDWIND.columns[:share], *(f"Neu {n}" for n in range(of - len(NORDWIND.columns)))),
    )


def test_a_layout_is_known_again_in_another_order_case_and_punctuation() -> None:
    again = Layout(
        supplier="NORDWIND  Trading GmbH", columns=("LAGER", "zusatz", "vpe", "PREIS ct", "ware", "nr")
    )
    found = recall([learned()], again)
    assert found is not None
    assert (found.relation, found.used) == ("same", True)


@pytest.mark.parametrize(
    ("one", "other"), [("Preis $", "Preis €"), ("ab 100", "ab 500"), ("Rabatt %", "Rabatt")]
)
def test_names_that_mean_different_things_do_not_fold_together(one: str, other: str) -> None:
    assert folded_header(one) != folded_header(other)


def test_a_sheet_of_next_year_is_the_same_sheet_and_another_one_is_not() -> None:
    known = [learned(replace(NORDWIND, sheet="Preise 2026"))]
    next_year = recall(known, replace(NORDWIND, sheet="Preise 2027"))
    other = recall(known, replace(NORDWIND, sheet="Muster"))
    assert next_year is not None
    assert next_year.relation == "same"
    assert other is not None
    assert other.relation == "edition"


def test_a_name_that_files_were_seen_under_counts_for_the_same_columns_only() -> None:
    known = [learned(replace(NORDWIND, known_as=("liste",)))]
    same = recall(known, replace(NORDWIND, supplier="liste"))
    wider = recall(known, replace(NORDWIND, supplier="liste", columns=(*NORDWIND.columns, "Neu")))
    assert same is not None
    assert same.relation == "same"
    assert wider is not None
    assert (wider.relation, wider.used) == ("similar", False)


@pytest.mark.parametrize(("share", "of", "found"), [(6, 10, True), (6, 11, False)])
def test_a_layout_is_similar_from_the_stated_threshold_on(share: int, of: int, *, found: bool) -> None:
    other = alike(share, of)
    recalled = recall([learned()], other)
    assert (NORDWIND.alike(other) >= SIMILAR) is found
    assert (recalled is not None) is found


def test_one_shared_name_alone_says_nothing() -> None:
    known = [learned(Layout(supplier="A", columns=("Preis",)))]
    assert recall(known, Layout(supplier="B", columns=("Preis",))) is None


def test_the_same_layout_comes_before_an_edition_and_that_before_another_suppliers() -> None:
    wider = replace(NORDWIND, columns=(*NORDWIND.columns, "Neu"))
    others = learned(replace(wider, supplier="Südwind AG"), name="a-other")
    edition = learned(name="b-edition")
    same = learned(wider, name="c-same")
    for known, name in (([others, edition, same], "c-same"), ([others, edition], "b-edition")):
        found = recall(known, wider)
        assert found is not None
        assert found.learned.name == name


def test_a_remembered_rule_is_used_under_the_name_that_the_table_writes() -> None:
    rule = fitted(learned(), ["PREIS CT"]).rule("PREIS CT")
    assert rule is not None
    assert (rule.field, rule.minor_units) == ("price", True)
    assert rule.basis is not None
    assert rule.basis.per == Quantity(value=rule.basis.per.value, unit="piece")


def test_another_suppliers_corrections_are_suggested_less_surely_with_their_reason() -> None:
    found = recall([learned()], alike(6, 7))
    assert found is not None
    said = suggestions(found, guessed(*alike(6, 7).columns))
    assert set(said) == {"Nr.", "Preis (ct)", "Zusatz"}
    assert {role.confidence for role in said.values()} == {round(0.8 * 6 / 7, 2)}
    assert all("nordwind" in role.why and "86%" in role.why for role in said.values())


def test_a_remembered_pair_is_used_and_suggested_under_the_names_that_the_table_writes() -> None:
    text = '[columns]\n"Preis (ct)" = { field = "price", from_column = "Lager" }\n'
    known = learned(text=text)
    rule = fitted(known, ["PREIS CT", "LAGER"]).rule("PREIS CT")
    assert rule is not None
    assert rule.from_column == "LAGER"
    found = recall([known], alike(6, 7))
    assert found is not None
    said = suggestions(found, guessed(*alike(6, 7).columns))
    assert {key: (role.field, role.beside) for key, role in said.items()} == {
        "Preis (ct)": ("price", "Lager"),
        "Lager": ("tier_quantity", "Preis (ct)"),
    }


def test_a_pattern_suggests_nothing_for_columns_that_the_layout_did_not_have() -> None:
    found = recall([learned(text='[columns]\n"*" = "ignore"\n')], alike(6, 7))
    assert found is not None
    assert "Neu 0" not in suggestions(found, guessed(*alike(6, 7).columns))


def test_what_a_column_is_taken_for_already_is_not_suggested() -> None:
    found = recall([learned()], alike(6, 7))
    assert found is not None
    mapping = guessed("Nr.", "Ware")
    known = replace(mapping.columns["Nr."], field="external_id")
    assert suggestions(found, replace(mapping, columns={**mapping.columns, "Nr.": known})) == {}


def test_an_edition_keeps_currency_and_country_and_believes_numbers_before_a_remembered_decimal_mark() -> (
    None
):
    found = recall([learned()], alike(6, 7, supplier=NORDWIND.supplier))
    assert found is not None
    mapping = replace(guessed(*NORDWIND.columns, "Neu 0"), decimal=".", decimal_guessed=False)
    edition = as_edition(found, mapping)
    assert edition.currency is not None
    assert (edition.currency.value, edition.currency.confidence) == ("EUR", round(0.9 * 6 / 7, 2))
    assert (edition.country, edition.decimal) == ("DE", ".")
    assert edition.columns["Preis (ct)"].field == "price"
    assert edition.columns["Neu 0"] == mapping.columns["Neu 0"]
    assert as_edition(found, replace(mapping, decimal_guessed=True)).decimal == ","


def test_sheets_that_share_a_layout_are_remembered_once_for_whichever_sheet() -> None:
    sheets = [replace(NORDWIND, sheet=name) for name in ("Glas", "Holz")]
    assert [one.sheet for one in merged(sheets)] == [None]
    assert [one.sheet for one in merged(sheets[:1])] == ["Glas"]


def test_a_remembered_file_keeps_what_the_user_wrote_and_carries_its_layout() -> None:
    text = learned_toml(says(), replace(NORDWIND, sheet="Preise"))
    assert text.startswith(TOML.rstrip())
    assert read_mapping(Path("x.toml"), text.encode()).layout == replace(NORDWIND, sheet="Preise")


@given(
    columns=st.lists(KEYS, max_size=6, unique=True),
    names=st.lists(KEYS, min_size=1, max_size=3),
    sheet=st.none() | KEYS,
)
def test_any_layout_survives_its_file_even_twice(
    columns: list[str], names: list[str], sheet: str | None
) -> None:
    layout = Layout(supplier=names[0], known_as=tuple(names[1:]), sheet=sheet, columns=tuple(columns))
    once = read_mapping(Path("x.toml"), learned_toml(says(), NORDWIND).encode())
    twice = read_mapping(Path("x.toml"), learned_toml(once, layout).encode())
    assert twice.layout == layout
    assert twice.columns == once.columns == says().columns
    plain = {key: value for key, value in tomllib.loads(twice.text).items() if key != "layout"}
    assert plain == tomllib.loads(TOML)


@given(one=st.lists(KEYS, max_size=8), other=st.lists(KEYS, max_size=8))
def test_similarity_is_symmetric_whole_for_itself_and_never_beyond_one(
    one: list[str], other: list[str]
) -> None:
    first, second = (Layout(supplier="A", columns=tuple(columns)) for columns in (one, other))
    assert first.alike(second) == second.alike(first)
    assert 0.0 <= first.alike(second) <= 1.0
    assert first.alike(first) == (1.0 if one else 0.0)


# ------------------------------------------------------------------------------ the folder


def test_a_newer_correction_of_a_layout_takes_the_older_ones_place(tmp_path: Path) -> None:
    folder = MappingsFolder(tmp_path / "mappings")
    assert folder.remember(says(), [NORDWIND]) == ("nordwind-trading-gmbh",)
    newer = says('[columns]\n"Ware" = "title"\n')
    assert folder.remember(newer, [NORDWIND]) == ("nordwind-trading-gmbh",)
    assert [rule.pattern for rule in folder.get("nordwind-trading-gmbh").says.columns] == ["Ware"]


def test_two_layouts_of_one_supplier_have_two_files(tmp_path: Path) -> None:
    folder = MappingsFolder(tmp_path)
    other = replace(NORDWIND, columns=("Nr.", "Preis (ct)"))
    assert folder.remember(says(), [NORDWIND, other]) == ("nordwind-trading-gmbh", "nordwind-trading-gmbh-2")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "nordwind-trading-gmbh-2.toml",
        "nordwind-trading-gmbh.toml",
    ]


def test_a_table_that_the_mapping_says_nothing_of_is_not_remembered(tmp_path: Path) -> None:
    folder, other = MappingsFolder(tmp_path), Layout(supplier="A", columns=("x", "y"))
    assert folder.remember(says('[columns]\n"Ware" = "title"\n'), [other]) == ()
    assert folder.remember(says('currency = "EUR"\n[columns]\n"Ware" = "title"\n'), [other]) == ("a",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "expected TOML in UTF-8"),
        (b"nonsense", "expected TOML"),
        (b'[columns]\n"a" = "title"\n', r"expected a \[layout\]"),
        (b'[layout]\nsupplier = "A"\n', "columns"),
        (b'x = """' + b"y" * 1024 * 1024 + b'"""', "at most 1024 kB"),
    ],
    ids=["bytes", "no TOML", "no layout", "no columns", "too large"],
)
def test_a_broken_file_is_told_and_the_others_are_used(tmp_path: Path, content: bytes, told: str) -> None:
    folder = MappingsFolder(tmp_path)
    folder.remember(says(), [NORDWIND])
    (tmp_path / "bad.toml").write_bytes(content)
    library = folder.read()
    assert [one.name for one in library.known] == ["nordwind-trading-gmbh"]
    assert [one.name for one in library.broken] == ["bad"]
    with pytest.raises(MappingError, match=told):
        folder.get("bad")
    folder.forget("bad")
    assert folder.read().broken == ()


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "", ".", "outside", "a\x00b"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.toml").write_text(learned_toml(says(), NORDWIND), encoding="utf-8")
    folder = MappingsFolder(tmp_path / "mappings")
    folder.remember(says(), [NORDWIND])
    with pytest.raises(NotFound, match="nordwind-trading-gmbh"):
        folder.forget(name)
    assert (tmp_path / "outside.toml").exists()


@given(supplier=KEYS)
def test_any_suppliers_file_stays_in_the_folder(
    tmp_path_factory: pytest.TempPathFactory, supplier: str
) -> None:
    folder = tmp_path_factory.mktemp("any") / "mappings"
    (name,) = MappingsFolder(folder).remember(says(), [replace(NORDWIND, supplier=supplier)])
    assert [path.name for path in folder.iterdir()] == [f"{name}.toml"]


def test_an_exported_mapping_is_taken_in_elsewhere_and_never_over_another_correction(tmp_path: Path) -> None:
    mine, theirs = MappingsFolder(tmp_path / "mine"), MappingsFolder(tmp_path / "theirs")
    mine.remember(says(), [NORDWIND])
    mine.export("nordwind-trading-gmbh", tmp_path / "out.toml")
    assert theirs.take_in(tmp_path / "out.toml").says.columns == says().columns
    theirs.remember(says('[columns]\n"Ware" = "title"\n'), [NORDWIND])
    with pytest.raises(MappingError, match="says otherwise"):
        theirs.take_in(tmp_path / "out.toml")
    with pytest.raises(MappingError, match="there already"):
        mine.export("nordwind-trading-gmbh", tmp_path / "out.toml")
