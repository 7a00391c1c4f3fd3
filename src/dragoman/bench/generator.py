"""Offers of a made-up catalogue: offer number i of a seed is the same whatever the size of the catalogue.

Kinds, brands, suppliers, words and prices are spread as in trade: few are common, most are rare; a quarter of the
offers are of products that several suppliers have. Suppliers and brands are invented; names of goods, materials,
colours and certificates are real words of nine languages. A thousandth of memory of what is made is held at a time.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from dragoman.bench.draws import BLOCK, Draws, choices, cumulative, draws, normal, zipf
from dragoman.bench.products import SHELF, Product, ProductBlock, common_kinds, shelf
from dragoman.bench.trade import MARKETS, Market
from dragoman.bench.words import SPACELESS, Kind, colours, made_up, materials, modifiers, phrases
from dragoman.model import Language

VERSION = 1
"""Counts up with every change of what is made, so that figures of different catalogues are not compared."""

Row = dict[str, object]
"""An offer as a supplier's export has it: field names to values, a line of JSON."""

SUPPLIERS = 6_000
_WORDS = 30_000
_PHRASES = 6
"""Drawn one by one; the further ones of a long text follow from them."""
_EVEN = 22
_OF_THE_SHELF = 0.25
_BARE = 0.05
_MISTYPED = 0.003
"""Of the GTINs have a wrong check digit: a Problem each."""
_MIXER = 2_654_435_761
"""Odd: times a number, modulo 2 ** 32, it gives each number another."""


class Supplier(NamedTuple):
    """Who offers."""

    name: str
    market: Market
    language: Language
    prefix: str
    """Of its own numbers."""
    place: str
    dear: float
    """Its prices against the usual."""


def offers(seed: int, start: int, stop: int, /) -> Iterator[Row]:
    """Offers number `start` up to and without `stop`."""
    for row, _ in with_kinds(seed, start, stop):
        yield row


def with_kinds(seed: int, start: int, stop: int, /) -> Iterator[tuple[Row, Kind]]:
    """The same, each with the kind of goods that it is made of."""
    for number in range(start // BLOCK, -(-stop // BLOCK)):
        block = _Block(seed, number)
        first = number * BLOCK
        for row in range(max(start - first, 0), min(stop - first, BLOCK)):
            yield block.offer(row), block.product(row).kind


def changes(seed: int, size: int, count: int, /, *, edition: int = 1) -> Iterator[Row]:
    """Later versions of `count` of the first `size` offers, spread over them: another price and lead time, and a
    title with the word of the edition. Ids and suppliers stay.

    Raises ValueError where more are wanted than there are.
    """
    if count > size:
        raise ValueError(f"expected at most {size:,} changes of {size:,} offers, got {count:,}")
    word = edition_word(seed, edition)
    places = sorted({(place * size + edition * 7919) // count % size for place in range(count)})
    last, block = -1, _Block(seed, 0)
    for place in places:
        if place // BLOCK != last:
            last = place // BLOCK
            block = _Block(seed, last)
        row = block.offer(place % BLOCK, edition=edition)
        yield row | {"title": f"{row['title']} {word}"}


def edition_word(seed: int, edition: int, /) -> str:
    """That stands in the title of every offer of an edition of `changes`, and nowhere else."""
    return f"{made_up('edition', 64)[edition % 64].lower()}{seed % 1000}x{edition}"


def lines(rows: Iterator[Row], /) -> Iterator[str]:
    """One JSON object a line, its end included."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    for row in rows:
        yield encode(row) + "\n"


def write(rows: Iterator[Row], path: Path, /, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Write JSON lines; the file appears when it is whole. Returns how many offers it holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    done = 0
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for done, line in enumerate(lines(rows), start=1):
            file.write(line)
            if done % 4096 == 0:
                progress(done)
    unfinished.replace(path)
    progress(done)
    return done


def identity(seed: int, /) -> str:
    """Of a catalogue: two with the same are the same, of whatever size. Changes with the code and the vocabularies."""
    first = "".join(lines(offers(seed, 0, BLOCK)))
    return f"{VERSION}-{seed}-{blake2b(first.encode(), digest_size=6).hexdigest()}"


@cache
def supplier(seed: int, market: int, rank: int, /) -> Supplier:
    """One of a market, the largest first."""
    home = MARKETS[market]
    names = made_up("company", SUPPLIERS + 20 * len(MARKETS))
    before = sum(supplier_count(earlier) for earlier in range(market))
    word = names[(before + rank) % len(names)]
    local, dear, where = _habits(seed, market)[rank]
    language = home.languages[0] if local < 0.6 else "en"
    return Supplier(
        name=home.company.format(word=word),
        market=home,
        language=language,
        prefix=word[:3].upper(),
        place=home.places[int(where * where * len(home.places))],
        dear=0.9 + 0.2 * dear,
    )


@cache
def _habits(seed: int, market: int) -> list[list[float]]:
    found: list[list[float]] = draws(seed, f"supplier {market}", 0, 3, rows=supplier_count(market)).T.tolist()
    return found


def supplier_count(market: int, /) -> int:
    """Of a market, by its share."""
    return max(20, int(SUPPLIERS * MARKETS[market].share))


class _Block:
    """BLOCK offers, each made when it is asked for."""

    def __init__(self, seed: int, number: int) -> None:
        self._seed, self._first = seed, number * BLOCK
        columns = draws(seed, "offers", number, _EVEN + 5 + 2 * _PHRASES)
        self._products = ProductBlock(seed, "own", number)
        self._markets = choices(columns[0], _shares())
        self._ranks: list[float] = columns[1].tolist()
        self._shelved = choices(columns[2], zipf(SHELF, 0.75))
        self._spread = normal(columns[3])
        self._kinds = choices(columns[4], zipf(len(common_kinds()), 0.9))
        texts = len(phrases()["en"])
        self._phrases = [choices(columns[5 + place], zipf(texts, 0.8)) for place in range(_PHRASES)]
        self._words = [choices(columns[5 + _PHRASES + place], zipf(_WORDS, 0.9)) for place in range(_PHRASES)]
        self._even: list[list[float]] = columns[5 + 2 * _PHRASES :].T.tolist()

    def product(self, row: int, /) -> Product:
        """That offer number `row` of the block is of."""
        shelved = self._even[row][0] < _OF_THE_SHELF
        return shelf(self._seed)[self._shelved[row]] if shelved else self._products[row]

    def offer(self, row: int, /, *, edition: int = 0) -> Row:
        """Edition 0 is the first."""
        even = self._even[row]
        number = self._first + row
        product = self.product(row)
        market = self._markets[row]
        rank = bisect_right(_ranks(market), self._ranks[row])
        seller = supplier(self._seed, market, rank)
        language = seller.language if even[1] < 0.95 else "en"
        made: Row = {
            "sku": f"{seller.prefix}-{number * _MIXER % 2**32:010}",
            "title": _title(product, language, even[2], even[3], even[4]),
        }
        bare = even[5] < _BARE
        if not bare:
            self._describe(made, row, product, language, even)
        made["language"] = language
        made["supplier"] = seller.name
        made["supplier_country"] = seller.market.country
        if even[6] > 0.02:
            moved = 1 + 0.1 * (((number + edition) * _MIXER % 1000) / 500 - 1) if edition else 1.0
            price = product.price * seller.dear * (1 + 0.12 * self._spread[row] / 3) * moved
            _price(made, price, seller.market, product, even[7], even[8])
        if not bare:
            self._terms(made, seller, product, even, edition)
        return made

    def _describe(self, made: Row, row: int, product: Product, language: Language, even: list[float]) -> None:
        if text := self._description(row, language, even[9]):
            made["description"] = text
        if product.brand:
            made["brand"] = product.brand
        if even[10] < 0.85:
            made["category"] = _category(product, language, even[10])
        if product.material and even[11] < 0.7:
            made["material"] = materials()[product.material][language]
        if product.colour and even[12] < 0.7:
            made["colour"] = colours()[product.colour][language]
        if product.gtin and even[13] < 0.9:
            made["gtin"] = product.gtin if even[13] > _MISTYPED else _mistyped(product.gtin)
        if even[14] < 0.6:
            made["mpn"] = product.mpn

    def _description(self, row: int, language: Language, length: float) -> str:
        """Nothing for one in ten, two or three phrases as a rule, two dozen for one in fifty."""
        if length < 0.1:
            return ""
        count = 24 if length > 0.98 else 1 + int((length - 0.1) / 0.88 * 8)
        listed, word = phrases()[language], made_up("series", _WORDS)
        parts: list[str] = []
        for place in range(count):
            among, again = place % _PHRASES, place // _PHRASES
            text = listed[(self._phrases[among][row] + 7 * again) % len(listed)]
            if "{" in text:
                drawn = self._words[among][row] + 11 * again
                kind = common_kinds()[(self._kinds[row] + drawn) % len(common_kinds())]
                text = text.format(kind=kind.names[language][0], word=word[drawn % _WORDS])
            parts.append(text)
        return ("，" if language in SPACELESS else ", ").join(dict.fromkeys(parts))

    def _terms(self, made: Row, seller: Supplier, product: Product, even: list[float], edition: int) -> None:
        if even[15] < 0.8:
            days = 3 + int(even[15] * 50) + edition
            made["lead_time"] = f"{days} days" if even[15] < 0.4 else f"{days}-{days + 7} days"
        if even[16] < 0.85:
            rule = _INCOTERMS[int(even[16] / 0.85 * len(_INCOTERMS))]
            made["incoterm"] = f"{rule} {seller.place}"
        if product.sector.certificates and even[17] < 0.55:
            named = product.sector.certificates
            first = int(even[17] / 0.55 * len(named))
            made["certificates"] = [named[first], named[(first + 1) % len(named)]][: 1 + (even[18] < 0.4)]
        if product.hs and even[18] < 0.35:
            made["hs_code"] = product.hs
        if even[19] < 0.6:
            made["country_of_origin"] = product.made_in
        if even[20] < 0.5 and product.sector.unit == "piece":
            made["net_weight"] = f"{product.weight_kg} kg"
            made["units_per_carton"] = _CARTONS[int(even[20] * 2 * len(_CARTONS))]
        if product.specs and even[21] < 0.8:
            made["attributes"] = dict(product.specs)


_INCOTERMS = ("FOB", "EXW", "FCA", "FOB", "CIF", "DAP", "FOB", "EXW", "DDP", "CFR")
_CARTONS = (6, 10, 12, 20, 24, 48, 100)
_LADDER = ((1, 1.0), (5, 0.94), (20, 0.88), (100, 0.81))
"""(Times the least quantity, times the price)."""
_STEPS_OF_PRICE = (1, 10, 50, 200)
_LEAST = (
    (1000, 2000, 5000, 10_000),
    (100, 200, 300, 500, 1000),
    (20, 50, 100, 200),
    (5, 10, 20, 50),
    (1, 2, 5),
)
"""Usual minimum orders of goods below each step, EUR, and above all."""


def _price(made: Row, price: float, market: Market, product: Product, tiers: float, least: float) -> None:
    usual = _LEAST[bisect_right(_STEPS_OF_PRICE, price)]
    moq = usual[int(least * len(usual))]
    local = price * market.per_euro
    shown = "%.0f" if market.currency == "JPY" and local >= 20 else "%.2f" if local >= 0.5 else "%.4f"
    made["prices"] = [
        {"min_qty": moq * times, "amount": shown % (local * factor), "currency": market.currency}
        for times, factor in _LADDER[: 1 + int(tiers * tiers * 4)]
    ]
    made["unit"] = product.sector.unit
    made["moq"] = moq if product.sector.unit == "piece" else f"{moq} {product.sector.unit}"


def _title(product: Product, language: Language, form: float, name: float, more: float) -> str:
    named = product.kind.names[language]
    kind = named[int(name * name * len(named))]
    material = materials()[product.material][language] if product.material else ""
    colour = colours()[product.colour][language] if product.colour else ""
    spec = product.specs[0][1] if product.specs else ""
    modifier = (
        modifiers()[int(more * 4 * len(modifiers()))][language]
        if more < 0.25 and product.sector.modified
        else ""
    )
    if language in SPACELESS:
        kind = f"{material}{modifier}{kind}" if form < 0.7 else kind
        parts = [product.brand, product.series if more > 0.6 else "", kind, spec, colour]
    elif form < 0.3:
        parts = [product.brand, product.series, modifier, kind, spec, colour]
    elif form < 0.7:
        before = language in {"en", "ru"}
        first = f"{material} {kind}" if before and material else kind
        parts = [first[:1].upper() + first[1:], modifier, "" if before else material, spec]
        parts += [colour if more > 0.5 else "", product.brand if more > 0.7 else ""]
    elif form < 0.9:
        parts = [kind[:1].upper() + kind[1:], product.brand, product.mpn, spec]
    else:
        parts = [kind[:1].upper() + kind[1:], product.mpn if more < 0.5 else product.series]
    return " ".join(filter(None, parts))


def _mistyped(gtin: str) -> str:
    return f"{gtin[:-1]}{(int(gtin[-1]) + 1) % 10}"


def _category(product: Product, language: Language, draw: float) -> str:
    if draw < 0.4:
        return product.kind.sector.replace("_", " ").capitalize()
    return product.kind.names[language][0]


@cache
def _shares() -> Draws:
    return cumulative([market.share for market in MARKETS])


@cache
def _ranks(market: int) -> list[float]:
    found: list[float] = zipf(supplier_count(market), 0.9).tolist()
    return found
