"""The demonstration's files: what the script meant is what the load reads, row by row and field by field."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from pyarrow import parquet
from sample_truth import SAMPLES, all_files, differences, meant, place_of, planted

import suppliers.companies as listed
from dragoman.model import LANGUAGES, Offer
from dragoman.ports import ProblemFilter
from dragoman.rates import RateTable
from dragoman.settings import Settings
from dragoman.stores.sql import SqlStore
from suppliers.articles import articles
from suppliers.kinds import Supplier
from writers.files import unzipped
from writers.truth import days

CATALOGUES = SAMPLES / "catalogues"
FOOD_SAFE = {"LFGB", "FDA", "EU 1935/2004", "GB 4806", "ТР ТС 005/2011", "食品衛生法適合", "ANVISA"}


@pytest.fixture(scope="module")
def store(sample_home: Path) -> SqlStore:
    return SqlStore(Settings(home=sample_home).record_path)


@pytest.fixture(scope="module")
def offers(store: SqlStore) -> tuple[Offer, ...]:
    return store.changes_since(0, limit=100_000).upserts


# ------------------------------------------------------------------------------------------ the files


def test_the_committed_files_are_those_that_the_script_writes() -> None:
    committed = {path.name: path.read_bytes() for path in CATALOGUES.iterdir()}
    fresh = {one.name: one.data for one in all_files()}
    assert committed.keys() == fresh.keys()
    assert [name for name in fresh if unpacked(name, committed[name]) != unpacked(name, fresh[name])] == []


def test_a_second_run_writes_the_same_bytes() -> None:
    first = {one.name: one.data for one in all_files()}
    all_files.cache_clear()
    assert {one.name: one.data for one in all_files()} == first


def test_the_files_are_small_enough_to_be_committed() -> None:
    assert sum(path.stat().st_size for path in CATALOGUES.iterdir()) < 3_000_000


def test_the_readme_names_every_file_and_says_that_all_is_invented() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [one.name for one in all_files() if f"`{one.name}`" not in readme] == []
    assert "fictional" in readme


def unpacked(name: str, data: bytes) -> object:
    """What a packed file holds: how hard zlib or zstd packs differs between their versions."""
    if name.endswith((".zip", ".xlsx", ".ods")):
        return unzipped(data)
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if name.endswith(".parquet"):
        return list(parquet.read_table(io.BytesIO(data)).to_pylist())
    return data


# ------------------------------------------------------------------------------------------ what is read


def test_every_row_gives_the_offer_that_it_means(offers: tuple[Offer, ...]) -> None:
    found = list(differences(offers))
    assert found == [], f"{len(found)} differences:\n" + "\n".join(str(one) for one in found[:40])


def test_exactly_the_rows_broken_on_purpose_are_problems(store: SqlStore) -> None:
    page = store.problems(ProblemFilter(limit=10_000))
    found = Counter((place_of(one.origin), one.kind) for one in page.problems)
    assert found == Counter(planted())


def test_every_kind_of_row_problem_is_planted_somewhere() -> None:
    assert {kind for _, kind in planted()} == {
        *("bad_price", "bad_identifier", "bad_quantity", "bad_lead_time", "bad_delivery"),
        *("missing_title", "duplicate_id", "unreadable_row", "encoding"),
    }


def test_each_offer_is_found_once(offers: tuple[Offer, ...]) -> None:
    assert len({one.offer_id for one in offers}) == len(offers) == len(meant())


# ------------------------------------------------------------------------------------------ what is promised


def test_there_are_enough_offers_suppliers_and_languages(offers: tuple[Offer, ...]) -> None:
    assert len(offers) >= 3_600
    assert len({one.supplier.supplier_id for one in offers}) == 20
    assert {one.language for one in offers} == set(LANGUAGES)


def test_forty_product_types_are_offered_by_several_suppliers() -> None:
    sellers: dict[str, set[str]] = {}
    for supplier in companies():
        for article in articles(supplier):
            sellers.setdefault(article.kind.key, set()).add(supplier.key)
    assert sum(len(keys) >= 2 for keys in sellers.values()) >= 40
    assert len(sellers["insulated_bottle"]) >= 10


def test_the_bottles_of_the_demonstration_are_there_in_every_language_with_near_misses() -> None:
    rates = RateTable.from_csv(SAMPLES / "rates.csv")
    fitting: set[str] = set()
    misses: Counter[str] = Counter()
    for supplier in companies():
        for article in (one for one in articles(supplier) if one.kind.key == "insulated_bottle"):
            held = [tier.price for tier in article.tiers if tier.start <= 500] or [article.price]
            usd = held[-1] * rates.rate(supplier.currency, "USD").value
            failing = {
                "dear": usd > Decimal(4),
                "moq": article.moq > 500,
                "late": days(article.lead_time)[1] > 42,
                "no certificate": not FOOD_SAFE & set(article.certificates),
                "size": not article.spec.text.startswith("750 ml"),
                "no price": article.on_request,
            }
            if not any(failing.values()):
                fitting.add(supplier.language)
            if sum(failing.values()) == 1:
                misses.update(reason for reason, fails in failing.items() if fails)
    assert fitting == set(LANGUAGES)
    assert {"dear", "moq", "no certificate", "size"} <= misses.keys()


def test_the_rates_reach_from_every_currency_of_the_samples_to_every_usual_one() -> None:
    rates = RateTable.from_csv(SAMPLES / "rates.csv")
    used = {truth.currency for truth in meant().values()}
    wanted = {"USD", "EUR", "GBP", "JPY", "BRL", "AED", "RUB", "INR", "VND", "TRY", "CNY", "MXN", "CHF"}
    assert used <= wanted
    assert all(
        rates.rate(base, quote).value > 0 for base in used for quote in wanted | set(rates.currencies())
    )
    assert "invented" in rates.source


def companies() -> list[Supplier]:
    return [one for one in vars(listed).values() if isinstance(one, Supplier)]
