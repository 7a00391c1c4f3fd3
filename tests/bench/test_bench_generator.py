"""The made-up catalogue: the same for everybody, and read by Dragoman without a mapping."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dragoman.app import open_dragoman
from dragoman.bench.draws import BLOCK, draws
from dragoman.bench.generator import changes, edition_word, offers, write
from dragoman.ingest.load import IngestRequest
from dragoman.model import LANGUAGES
from dragoman.normalise.quantities.identifiers import is_gtin
from dragoman.ports import ProblemFilter
from dragoman.settings import Settings

SEED = 7


def test_an_offer_depends_on_its_seed_and_place_and_not_on_how_many_are_made() -> None:
    whole = list(offers(SEED, 0, BLOCK + 50))
    assert list(offers(SEED, BLOCK - 3, BLOCK + 3)) == whole[BLOCK - 3 : BLOCK + 3]
    assert list(offers(SEED, 5, 6)) == whole[5:6]
    assert list(offers(SEED + 1, 0, 5)) != whole[:5]


def test_the_draws_of_a_seed_are_the_same_on_every_machine() -> None:
    assert draws(1, "offers", 3, 2)[1, :2].tolist() == DRAWN


DRAWN = [0.2804809621048072, 0.40705360218797815]


def test_no_two_offers_of_a_supplier_have_the_same_id() -> None:
    ids = Counter((row["supplier"], row["sku"]) for row in offers(SEED, 0, 5000))
    assert ids.most_common(1)[0][1] == 1


def test_few_kinds_and_suppliers_are_common_and_most_are_rare() -> None:
    rows = list(offers(SEED, 0, 10_000))
    suppliers = Counter(row["supplier"] for row in rows)
    assert suppliers.most_common(1)[0][1] > 50 * sorted(suppliers.values())[len(suppliers) // 2]
    assert {row["language"] for row in rows} == set(LANGUAGES)


def test_some_products_are_offered_by_several_suppliers_at_their_own_prices() -> None:
    by_gtin: dict[object, set[object]] = {}
    for row in offers(SEED, 0, 20_000):
        if "gtin" in row:
            by_gtin.setdefault(row["gtin"], set()).add(row["supplier"])
    shared = [sellers for sellers in by_gtin.values() if len(sellers) > 1]
    assert len(shared) > 100


def test_nearly_all_gtins_have_a_valid_check_digit_and_a_few_are_mistyped() -> None:
    codes = [str(row["gtin"]) for row in offers(SEED, 0, 10_000) if "gtin" in row]
    wrong = sum(not is_gtin(code) for code in codes)
    assert 0 < wrong < len(codes) / 100


def test_changes_keep_ids_and_say_something_new() -> None:
    before = {row["sku"]: row for row in offers(SEED, 0, 3000)}
    changed = list(changes(SEED, 3000, 200))
    assert len({row["sku"] for row in changed}) == 200
    for row in changed:
        old = before[row["sku"]]
        assert row["supplier"] == old["supplier"]
        assert row["title"] == f"{old['title']} {edition_word(SEED, 1)}"
    assert sum(row.get("prices") != before[row["sku"]].get("prices") for row in changed) > 150
    assert list(changes(SEED, 3000, 200, edition=2)) != changed


def test_more_changes_than_offers_are_refused() -> None:
    with pytest.raises(ValueError, match="expected at most 10 changes of 10 offers, got 11"):
        list(changes(SEED, 10, 11))


def test_every_field_is_understood_without_a_mapping(tmp_path: Path) -> None:
    write(offers(SEED, 0, 600), tmp_path / "offers.jsonl")
    with open_dragoman(Settings(home=tmp_path / "home")) as dragoman:
        report = dragoman.ingest(IngestRequest(paths=(tmp_path / "offers.jsonl",)), lambda _event: None)
        problems = dragoman.problems(ProblemFilter(limit=50)).problems
    assert (report.added, report.rows) == (600, 600)
    assert {problem.field_name for problem in problems} <= {"gtin"}
