"""Bar 3: the real files of ../shared/data/feeds, counted by a plain parse of their own beside what the readers give."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON of strangers

from lxml import etree

from benchmarks.bars_1.bar import Bar
from benchmarks.bars_3.loading import Loaded, load
from benchmarks.running import SHARED
from dragoman.formats import READERS
from dragoman.ingest.load import IngestRequest, ingest
from dragoman.ports import ProblemFilter
from dragoman.stores.memory import MemoryStore

FEEDS = SHARED / "feeds"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def measure(work: Path) -> Iterator[Bar]:
    yield from _bmecat()
    yield _schema_org()
    yield _json("acp", "3c", [FEEDS / "acp" / "examples.feed.2026-04-17.json"], _variants)
    pages = work / "ucp"
    pages.mkdir(parents=True, exist_ok=True)
    yield _json("ucp", "3d", list(_ucp_examples(pages)), _variants)
    yield _json("dummyjson", "3e", [FEEDS / "dummyjson" / "products.json"], _dummy)


# ------------------------------------------------------------------------------ BMEcat


@dataclass
class _Counts:
    """What a file holds and what came of it."""

    products: int = 0
    products_in: int = 0
    values: int = 0
    values_in: int = 0
    typed: int = 0
    typed_in: int = 0


def _bmecat() -> Iterator[Bar]:
    counts, files, told = _Counts(), 0, 0
    missing: list[str] = []
    for path in sorted((FEEDS / "bmecat").glob("*.xml*")):
        files += 1
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        if root.xpath("//*[local-name()='T_UPDATE_PRICES']"):
            told += _unknown(path)
            continue
        _compare(root, load(path), counts, missing, path.name)
    yield Bar(
        number="3a",
        name="real and golden BMEcat files",
        figure=f"{files} files, {counts.products_in} of {counts.products} products in, {counts.values_in:,} of "
        f"{counts.values:,} feature values, {counts.typed_in:,} of {counts.typed:,} numbers that have a unit typed; "
        f"{told} price update told" + (f"; not: {'; '.join(missing[:5])}" if missing else ""),
        passed=counts.products_in == counts.products > 0
        and counts.values_in == counts.values > 0
        and counts.typed_in == counts.typed > 0
        and told > 0,
    )


def _unknown(path: Path) -> int:
    """New prices of products that the record does not have are told, not taken."""
    store = MemoryStore()
    request = IngestRequest(paths=(path,))
    ingest(request, store=store, readers=READERS, reader_version="1", progress=lambda _: None)
    problems = store.problems(ProblemFilter()).problems
    return sum(one.kind == "unknown_offer" for one in problems) if not store.counts().offers else 0


def _compare(root: Any, made: Loaded, counts: _Counts, missing: list[str], file: str) -> None:
    products = root.xpath(
        "//*[local-name()='PRODUCT' or local-name()='ARTICLE'][not(@mode='delete')][*[local-name()='SUPPLIER_PID' "
        "or local-name()='SUPPLIER_AID']]"
    )
    counts.products += len(products)
    ids = {product[0].text.strip() for product in products}
    counts.products_in += len(ids & {offer.external_id for offer in made.offers})
    came: dict[str, list[bool]] = {}
    for offer in made.offers:
        for attribute in offer.attributes:
            path = attribute.origin.path or ""
            if "/FEATURE" in path:
                came.setdefault(attribute.value, []).append(attribute.quantity is not None)
    for product in products:
        for feature in product.xpath(".//*[local-name()='FEATURE']"):
            unit = (feature.xpath("string(*[local-name()='FUNIT'])") or "").strip()
            for value in feature.xpath("*[local-name()='FVALUE']"):
                _one_value((value.text or "").strip(), unit, came, counts, missing, file)


def _one_value(
    text: str, unit: str, came: dict[str, list[bool]], counts: _Counts, missing: list[str], file: str
) -> None:
    if not text:
        return
    counts.values += 1
    number = bool(unit and _NUMBER.fullmatch(text))
    counts.typed += number
    matching = [key for key in came if key == text or key.startswith(f"{text} ")]
    if not matching:
        missing.append(f"{file}: {text[:40]!r} {unit}")
        return
    counts.values_in += 1
    if number and any(any(came[key]) for key in matching):
        counts.typed_in += 1
    elif number:
        missing.append(f"{file}: {text[:40]!r} {unit} without its unit")


# ------------------------------------------------------------------------------ pages and JSON

_PAGES = {
    "product.html": {("Executive Anvil", "119.99 USD")},
    "product-ref.html": {("Executive Anvil", "119.99 USD")},
    "product_microdata.html": {("Executive Anvil", "119.99 USD")},
    "microdata-with-description.html": {
        ("Johnsons 4 Fleas Cats & Kittens Tablets 6 Treatment Pack", "9.56 GBP"),
        ("Johnsons 4 Fleas Cats & Kittens Tablets 3 Treatment Pack", "5.29 GBP"),
    },
}
"""Read by eye."""


def _schema_org() -> Bar:
    right = problems = 0
    for name, wanted in _PAGES.items():
        made = load(FEEDS / "schema_org" / name)
        money = [(offer, offer.prices[0].value.price.money) for offer in made.offers if offer.prices]
        got = {(offer.title.value, f"{one.amount} {one.currency}") for offer, one in money}
        right += len(wanted & got) if len(made.offers) == len(wanted) else 0
        problems += len(made.problems) + len(made.failed)
    total = sum(map(len, _PAGES.values()))
    return Bar(
        number="3b",
        name="schema.org pages",
        figure=f"{len(_PAGES)} files, {right} of {total} products in with price and currency, {problems} problems",
        passed=right == total and problems == 0,
    )


def _json(name: str, number: str, paths: list[Path], wanted_ids: Any) -> Bar:
    total = found = priced = to_price = extra = 0
    for path in paths:
        wanted = wanted_ids(json.loads(path.read_text(encoding="utf-8")))
        made = load(path)
        ids = [offer.external_id for offer in made.offers]
        total += len(wanted)
        to_price += sum(wanted.values())
        found += len(wanted.keys() & set(ids))
        extra += len(ids) - len(set(ids) & wanted.keys())
        priced += sum(bool(offer.prices) for offer in made.offers)
    return Bar(
        number=number,
        name=f"{name} files",
        figure=f"{len(paths)} files, {found} of {total} variants in, {extra} others, {priced} of {to_price} that name "
        "amount and currency with price",
        passed=bool(paths) and found == total > 0 and extra == 0 and priced == to_price,
    )


def _variants(document: Any) -> dict[str, bool]:
    """Id of each variant anywhere in a document -> whether it has a price."""
    found: dict[str, bool] = {}
    if isinstance(document, dict):
        for variant in document.get("variants") or ():
            if isinstance(variant, dict) and "id" in variant:
                found[str(variant.get("sku") or variant["id"])] = "price" in variant
        for value in document.values():
            found |= _variants(value)
    elif isinstance(document, list):
        for value in document:
            found |= _variants(value)
    return found


def _dummy(document: Any) -> dict[str, bool]:
    """Its file names no currency, so no price can be one."""
    return {str(one["id"]): False for one in document}


def _ucp_examples(folder: Path) -> Iterator[Path]:
    """The examples of answers in the specification's page that are whole JSON."""
    text = (FEEDS / "ucp" / "catalog_rest.md").read_text(encoding="utf-8")
    for number, block in enumerate(text.split("```json\n")[1:]):
        lines = "\n".join(line.strip() for line in block.partition("```")[0].splitlines())
        try:
            document = json.loads(lines.replace("{{ ucp_version }}", "2026-08-22"))
        except ValueError:
            continue
        if _variants(document):
            path = folder / f"{number}.json"
            path.write_text(json.dumps(document), encoding="utf-8")
            yield path
