"""schema.org Products as rows, whichever syntax said them: JSON-LD, microdata and RDFa give the same `Node`s.

A Product is a row; of a ProductGroup each variant is one, with what the group says carried down; offers with an id, a name
or a seller of their own are rows of their own, and others are prices of one row, from the quantities that they hold for.

Source: schema.org 29 (Product, ProductGroup, Offer, AggregateOffer, UnitPriceSpecification, QuantitativeValue); "Merchant
listing structured data" and "Product variant structured data" of developers.google.com/search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from dragoman.formats.cells import text_of
from dragoman.formats.gathered import Gathering, Place, plain_text
from dragoman.ports import CellValue

_MOST_OFFERS = 5_000
_DEEPEST = 12
PRODUCTS = frozenset(
    {"Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts", "ProductCollection"}
    | {"Vehicle", "Car", "Motorcycle", "Book", "Drug", "DietarySupplement"}
)
"""Types that are goods."""
_HOLDING = ("@graph", "mainEntity", "mainEntityOfPage", "about", "itemListElement", "item", "itemOffered")
_HOLDING_TOO = ("hasOfferCatalog", "makesOffer", "offers", "dataFeedElement", "hasPart")
"""Properties through which a page's products are reached; not through what it calls related or similar."""
_GTINS = ("gtin", "gtin13", "gtin14", "gtin12", "gtin8", "isbn")
_BEFORE = frozenset({"ListPrice", "StrikethroughPrice", "RegularPrice", "SRP", "MSRP"})
_LENGTHS = ("width", "height", "depth")
_READ_OF_PRODUCT = frozenset(
    {
        *_GTINS,
        *_LENGTHS,
        "name",
        "description",
        "sku",
        "productID",
        "mpn",
        "brand",
        "manufacturer",
        "category",
    }
    | {"image", "url", "offers", "color", "material", "size", "weight", "countryOfOrigin", "hasCertification"}
    | {"additionalProperty", "aggregateRating", "hasVariant", "isVariantOf", "inProductGroupWithID"}
    | {"productGroupID", "variesBy", "mainEntityOfPage"}
)
_NOT_OF_THE_GOODS = frozenset(
    {
        "review",
        "reviews",
        "isRelatedTo",
        "isSimilarTo",
        "isAccessoryOrSparePartFor",
        "isConsumableFor",
        "audience",
    }
    | {"potentialAction", "subjectOf", "sameAs", "identifier", "hasMerchantReturnPolicy", "@graph"}
)


class Leaf(NamedTuple):
    """A plain value and where it stands."""

    value: CellValue
    place: Place

    @property
    def text(self) -> str:
        return " ".join(text_of(self.value).split())


@dataclass(slots=True, kw_only=True)
class Node:
    """A thing that is described: its types and properties, without schema.org's address before them."""

    types: frozenset[str]
    place: Place
    identity: str = ""
    """JSON-LD's @id."""
    properties: dict[str, list[Value]] = field(default_factory=dict)
    known: Mapping[str, Node] = field(default_factory=dict)
    """Things of the same document by @id: a thing that says its @id alone stands for one of them."""

    def all(self, *names: str) -> list[Value]:
        """What the thing has under these names, references followed."""
        return [self._followed(value) for name in names for value in self.properties.get(name, ())]

    def leaf(self, *names: str) -> Leaf | None:
        """The first plain value under these names, or the name of the first thing."""
        for value in self.all(*names):
            found = value if isinstance(value, Leaf) else value.called()
            if found is not None and found.text:
                return found
        return None

    def nodes(self, *names: str) -> list[Node]:
        return [value for value in self.all(*names) if isinstance(value, Node)]

    def called(self) -> Leaf | None:
        """Its name, where it has a plain one."""
        for name in ("name", "codeValue", "value"):
            for value in self.properties.get(name, ()):
                if isinstance(value, Leaf) and value.text:
                    return value
        return None

    def is_a(self, types: frozenset[str], /) -> bool:
        return not self.types.isdisjoint(types)

    def _followed(self, value: Value) -> Value:
        if isinstance(value, Node) and value.identity and not value.properties:
            return self.known.get(value.identity, value)
        return value


Value = Node | Leaf


def local(name: str, /) -> str:
    """A term without its vocabulary's address or prefix: "http://schema.org/InStock" and "schema:InStock" are "InStock".

    >>> local("https://schema.org/InStock"), local("schema:name"), local("name")
    ('InStock', 'name', 'name')
    """
    name = name.strip()
    if "schema.org/" in name[:30]:
        return name.split("schema.org/", 1)[1].strip("/#") or name
    return name.split(":", 1)[1] if name.startswith(("schema:", "s:", "sdo:")) else name


# ------------------------------------------------------------------------------ things -> products


class Listed(NamedTuple):
    """A product as a page lists it."""

    product: Node
    offer: Node | None
    """The offer that it was reached through."""


def products(things: Sequence[Node], /) -> Iterator[Listed]:
    """The products among things and in what they hold, each once."""
    seen: set[int] = set()
    names: set[str] = set()
    variants = {id(one) for thing in things for one in _variants_within(thing)}
    for thing in things:
        for listed in _reached(thing, None, 0, seen):
            identity = listed.product.identity
            if identity and identity in names:
                continue
            if id(listed.product) in variants:
                continue  # its group gives it
            if identity:
                names.add(identity)
            yield listed


def _reached(thing: Node, offer: Node | None, depth: int, seen: set[int]) -> Iterator[Listed]:
    if depth > _DEEPEST or id(thing) in seen:
        return
    seen.add(id(thing))
    if thing.is_a(PRODUCTS):
        yield Listed(thing, offer)
        return
    through = thing if thing.is_a(frozenset({"Offer", "Demand"})) else None
    for inner in thing.nodes(*_HOLDING, *_HOLDING_TOO):
        yield from _reached(inner, through, depth + 1, seen)


def _variants_within(thing: Node, depth: int = 0) -> Iterator[Node]:
    if depth > 3:
        return
    yield from (inner for inner in thing.nodes("hasVariant") if "hasVariant" not in inner.properties)
    for inner in thing.nodes("@graph", "mainEntity", "itemListElement"):
        yield from _variants_within(inner, depth + 1)


def key_of(product: Node, /) -> frozenset[str]:
    """What tells that two syntaxes of one page say the same product."""
    leaves = (product.leaf(name) for name in ("sku", "name", *_GTINS))
    own = frozenset(leaf.text.casefold() for leaf in leaves if leaf is not None)
    variants = (
        () if own else (one for one in product.nodes("hasVariant") if "hasVariant" not in one.properties)
    )
    return own.union(*(key_of(one) for one in variants))


# -------------------------------------------------------------------------------- products -> rows


def rows(listed: Listed, /, *, base: str = "") -> Iterator[tuple[Place, Gathering]]:
    """A row a product, a variant, or an offer of its own.

    Args:
        base: Address that the page's relative ones are meant from; "" where it is not known.
    """
    product = listed.product
    groups = product.nodes("isVariantOf") if not product.nodes("hasVariant") else []
    variants = product.nodes("hasVariant")[:_MOST_OFFERS]
    if not variants:
        offers = [listed.offer] if listed.offer is not None else _offers(product)
        yield from _of_product([product, *groups[:1]], offers, base)
        return
    for variant in variants:
        yield from _of_product([variant, product], _offers(variant) or _offers(product), base)


def _offers(product: Node) -> list[Node]:
    """The offers of a product; a summary of them only where they are not said one by one."""
    found: list[Node] = []
    for offer in product.nodes("offers"):
        found.extend(offer.nodes("offers") or [offer])
    plain = [offer for offer in found if not offer.is_a(frozenset({"AggregateOffer"}))]
    return (plain or found)[:_MOST_OFFERS]


def _of_product(chain: list[Node], offers: list[Node], base: str) -> Iterator[tuple[Place, Gathering]]:
    """Args: `chain`: the product, then its group."""
    if len(offers) > 1 and len({_own_key(offer) for offer in offers} - {""}) == len(offers):
        for offer in offers:
            yield offer.place, _row(chain, [offer], base, several=True)
    else:
        yield chain[0].place, _row(chain, offers, base, several=False)


def _own_key(offer: Node) -> str:
    """What an offer is told from its like by; "" where nothing tells it."""
    inner = next(iter(offer.nodes("itemOffered")), offer)
    leaf = (
        inner.leaf("sku", "mpn", *_GTINS, "name")
        or offer.leaf("sku", "name")
        or offer.leaf("seller", "offeredBy")
    )
    return leaf.text if leaf is not None else ""


def _row(chain: list[Node], offers: list[Node], base: str, *, several: bool) -> Gathering:
    row = Gathering()
    first = offers[0] if offers else None
    own = [*(first.nodes("itemOffered")[:1] if first is not None else [])]
    things = [*own, *chain]
    said = [first, *things] if first is not None and (several or len(offers) == 1) else things
    for key, names in (("sku", ("sku",)), ("gtin", _GTINS), ("mpn", ("mpn",))):
        _first(row, key, said, names)
    _first(row, "sku", things, ("productID",))
    _title(row, chain, [one for one in (first if several else None, *own) if one is not None])
    _texts(row, things)
    _prices(row, offers)
    for key, names in (
        ("brand", ("brand",)),
        ("category", ("category",)),
        ("colour", ("color",)),
        ("material", ("material",)),
        ("size", ("size",)),
        ("manufacturer", ("manufacturer",)),
        ("made in", ("countryOfOrigin",)),
    ):
        _first(row, key, things, names)
    for name in ("weight", *_LENGTHS):
        _measure(row, name, things, name)
    _properties(row, things)
    if first is not None:
        _terms(row, first)
    _addresses(row, said, base)
    _group(row, chain)
    return row


def _first(row: Gathering, key: str, things: Sequence[Node], names: Sequence[str]) -> None:
    """The first thing's value, the others where it has none."""
    for thing in things:
        leaf = thing.leaf(*names)
        if leaf is not None:
            row.first(key, leaf.value if not isinstance(leaf.value, str) else leaf.text, leaf.place)


def _title(row: Gathering, chain: list[Node], specific: list[Node]) -> None:
    """The product's name, else its group's; an offer's own where it holds that, else beside it."""
    _first(row, "title", chain, ("name",))
    title = str(row.values.get("title", ""))
    for thing in specific:
        leaf = thing.leaf("name")
        if leaf is None or leaf.text == title:
            continue
        if title.casefold() in leaf.text.casefold():
            row.values["title"], row.places["title"] = leaf.text, leaf.place
        else:
            row.property("variant", leaf.text, leaf.place)
        return


def _texts(row: Gathering, things: Sequence[Node]) -> None:
    for thing in things:
        for value in thing.all("description"):
            if isinstance(value, Leaf):
                row.first("description", plain_text(text_of(value.value)), value.place)


# -------------------------------------------------------------------------------------------- money


class _Price(NamedTuple):
    amount: Leaf
    currency: Leaf | None
    start: Leaf | None
    """The quantity that it holds from."""
    start_unit: str | None
    basis: Node | None
    """The quantity that it is for."""


def _prices(row: Gathering, offers: Sequence[Node]) -> None:
    found: list[_Price] = []
    for offer in offers:
        found.extend(_prices_of(row, offer))
    if len(found) == 1:
        price = found[0]
        row.put("price", price.amount.value, price.amount.place)
        if price.currency is not None:
            row.put("currency", price.currency.text, price.currency.place)
        if price.start is not None:
            row.put(
                "moq", _number(price.start), price.start.place, text=price.start.text, unit=price.start_unit
            )
    for index, price in enumerate(found if len(found) > 1 else ()):
        row.put(f"prices[{index}].amount", price.amount.value, price.amount.place)
        if price.currency is not None:
            row.put(f"prices[{index}].currency", price.currency.text, price.currency.place)
        if price.start is not None:
            row.put(
                f"prices[{index}].from",
                _number(price.start),
                price.start.place,
                text=price.start.text,
                unit=price.start_unit,
            )
    starts = [
        (number, one) for one in found if one.start is not None and (number := _number(one.start)) is not None
    ]
    if len(found) > 1 and len(starts) == len(found):
        least, lowest = min(starts, key=lambda pair: pair[0])
        if least > 1 and lowest.start is not None:
            row.put("moq", least, lowest.start.place, text=lowest.start.text, unit=lowest.start_unit)
    basis = next((one.basis for one in found if one.basis is not None), None)
    if basis is not None:
        _basis(row, basis)


def _prices_of(row: Gathering, offer: Node) -> Iterator[_Price]:
    """The selling prices of an offer; list prices and members' go into the row as properties."""
    currency = offer.leaf("priceCurrency")
    quantity = next(iter(offer.nodes("eligibleQuantity")), None)
    plain = offer.leaf("price", "lowPrice")
    high = offer.leaf("highPrice")
    if plain is None and high is not None:
        plain, high = high, None
    selling: list[_Price] = []
    for spec in _specifications(offer):
        amount, own = spec.leaf("price", "minPrice"), spec.leaf("priceCurrency") or currency
        if amount is None:
            continue
        kind = spec.leaf("priceType")
        said = f"{amount.text} {own.text}" if own is not None else amount.text
        if kind is not None and local(kind.text) in _BEFORE:
            row.first("old price", said, amount.place)
        elif spec.all("validForMemberTier", "membershipPointsEarned"):
            row.property("member price", said, amount.place)
        else:
            held = next(iter(spec.nodes("eligibleQuantity")), None) or quantity
            basis = next(iter(spec.nodes("referenceQuantity")), None)
            selling.append(_price(amount, own, held, basis))
    if plain is None:
        yield from selling
        return
    same = next((one for one in selling if _number(one.amount) == _number(plain)), None)
    if same is None or len(selling) == 1:
        basis = same.basis if same is not None else None
        yield _price(plain, currency or (same.currency if same is not None else None), quantity, basis)
    if same is None or len(selling) > 1:
        yield from selling
    if high is not None and (_number(high) or 0) > (_number(plain) or 0):
        row.first("max price", high.value, high.place)


def _specifications(offer: Node) -> list[Node]:
    """The price specifications of an offer, the parts of a compound one in its place."""
    found: list[Node] = []
    for spec in offer.nodes("priceSpecification"):
        found.extend(spec.nodes("priceComponent") or [spec])
    return found


def _price(amount: Leaf, currency: Leaf | None, quantity: Node | None, basis: Node | None) -> _Price:
    start = quantity.leaf("minValue", "value") if quantity is not None else None
    if start is not None and _number(start) is None:
        start = None
    return _Price(amount, currency, start, _unit(quantity) if quantity is not None else None, basis)


def _basis(row: Gathering, basis: Node) -> None:
    value, unit = basis.leaf("value"), _unit(basis)
    number = _number(value) if value is not None else Decimal(1)
    if number is not None and number > 0 and unit is not None:
        place = value.place if value is not None else basis.place
        row.put("price per", number, place, text=f"{number:f} {unit}", unit=unit)


def _number(leaf: Leaf | None) -> Decimal | None:
    try:
        number = Decimal(leaf.text) if leaf is not None else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _unit(quantity: Node) -> str | None:
    leaf = quantity.leaf("unitText") or quantity.leaf("unitCode")
    code = quantity.leaf("unitCode")
    if code is not None and len(code.text) <= 3:
        return code.text
    return leaf.text if leaf is not None else None


# --------------------------------------------------------------------------------------- properties


def _measure(row: Gathering, key: str, things: Sequence[Node], *names: str) -> None:
    """A quantity with its unit, or text that holds both."""
    for thing in things:
        for value in thing.all(*names):
            if isinstance(value, Leaf):
                row.first(key, value.value if not isinstance(value.value, str) else value.text, value.place)
            elif (found := _quantity(value)) is not None:
                row.first(key, found[0], found[1], unit=found[2])


def _quantity(quantity: Node) -> tuple[CellValue, Place, str | None] | None:
    """(value, place, unit); of two ends both, as "3-5". A number only where it has a unit: "0750" may be a code."""
    low, high, unit = quantity.leaf("minValue"), quantity.leaf("maxValue"), _unit(quantity)
    leaf = quantity.leaf("value") or (low if high is None else high if low is None else None)
    if leaf is not None:
        number = _number(leaf) if unit is not None else None
        return number if number is not None else leaf.text, leaf.place, unit
    if low is None or high is None:
        return None
    return low.text if low.text == high.text else f"{low.text}-{high.text}", low.place, unit


def _properties(row: Gathering, things: Sequence[Node]) -> None:
    taken: set[str] = set()
    for thing in things:
        for one in thing.nodes("additionalProperty"):
            name = one.leaf("name", "propertyID")
            if name is not None and name.text not in taken:
                taken.add(name.text)
                _additional(row, name.text, one)
        for certificate in thing.all("hasCertification"):
            leaf = certificate if isinstance(certificate, Leaf) else certificate.called()
            if leaf is not None:
                row.first("certificates", leaf.text, leaf.place)
        for rating in thing.nodes("aggregateRating"):
            for key, names in (("rating", ("ratingValue",)), ("reviews", ("reviewCount", "ratingCount"))):
                _first(row, key, [rating], names)
        for key, values in thing.properties.items():
            if key not in _READ_OF_PRODUCT and key not in _NOT_OF_THE_GOODS and key not in taken:
                taken.add(key)
                _plain(row, key, values)


def _plain(row: Gathering, key: str, values: Sequence[Value]) -> None:
    """Values of a property that has no place of its own; of a thing its name."""
    for value in values:
        leaf = value if isinstance(value, Leaf) else value.called()
        if leaf is not None and leaf.text:
            row.property(key, leaf.value if not isinstance(leaf.value, str) else leaf.text, leaf.place)


def _additional(row: Gathering, name: str, one: Node) -> None:
    """A PropertyValue: a value with its unit, a quantity of its own, or several values."""
    values = one.all("value")
    held = values[0] if len(values) == 1 and isinstance(values[0], Node) else one
    found = _quantity(held) if len(values) <= 1 else None
    if found is not None:
        row.property(name, found[0], found[1], unit=found[2])
    else:
        _plain(row, name, values)


def _terms(row: Gathering, offer: Node) -> None:
    """What an offer says beside its price."""
    for key, name in (("availability", "availability"), ("condition", "itemCondition")):
        leaf = offer.leaf(name)
        if leaf is not None:
            row.first(key, local(leaf.text), leaf.place)
    _first(row, "seller", [offer], ("seller", "offeredBy"))
    _first(row, "valid until", [offer], ("priceValidUntil",))
    _measure(row, "lead time", [offer], "deliveryLeadTime")
    _measure(row, "stock", [offer], "inventoryLevel")
    for shipping in offer.nodes("shippingDetails"):
        for rate in shipping.nodes("shippingRate"):
            value, currency = rate.leaf("value", "maxValue"), rate.leaf("currency")
            if value is not None:
                text = f"{value.text} {currency.text}" if currency is not None else value.text
                row.property("shipping cost", text, value.place)
        for time in shipping.nodes("deliveryTime"):
            _measure(row, "handling time", [time], "handlingTime")
            _measure(row, "transit time", [time], "transitTime")


def _addresses(row: Gathering, things: Sequence[Node], base: str) -> None:
    seen: set[str] = set()
    for thing in things:
        for value in thing.all("image"):
            leaf = value if isinstance(value, Leaf) else value.leaf("contentUrl", "url")
            if leaf is None or not leaf.text:
                continue
            address = whole_address(leaf.text, base)
            if address in seen:
                continue
            seen.add(address)
            web = address.lower().startswith(("http://", "https://"))
            key = (
                f"image[{sum(one.startswith('image[') for one in row.values)}]"
                if web
                else "picture, address not whole"
            )
            row.put(key, address, leaf.place)
        leaf = thing.leaf("url")
        if leaf is not None:
            row.first("url", whole_address(leaf.text, base), leaf.place)


def whole_address(address: str, base: str, /) -> str:
    """An address as meant from its page's; unchanged where that is not known."""
    try:
        return urljoin(base, address) if base and not urlsplit(address).scheme else address
    except ValueError:
        return address


def _group(row: Gathering, chain: Sequence[Node]) -> None:
    for thing in chain:
        leaf = thing.leaf("inProductGroupWithID", "productGroupID")
        if leaf is not None:
            row.first("item group id", leaf.text, leaf.place)
