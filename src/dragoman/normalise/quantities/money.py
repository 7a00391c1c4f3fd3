"""Amounts of money with what they are for: "US$ 2.10-2.40 / pc", "¥180/100个", "48,00 € je Karton à 24 Stück"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from babel.numbers import get_currency_precision

from dragoman.model import Country, Currency, Money
from dragoman.normalise.quantities.basis import Basis, parse_basis
from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.incoterm import find_incoterms
from dragoman.normalise.quantities.lone import lone_number
from dragoman.normalise.quantities.numbers import NUMBER, DecimalMark, mark_doubt, read_number
from dragoman.remembered import remembered
from dragoman.vocabulary.currencies import CurrencyFound, could_be, currency_in, find_currencies
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.phrases import Phrases
from dragoman.vocabulary.units import unit_named

_RANGE = re.compile(
    rf"(?P<sign>(?<![\w.,)])-\s*)?(?P<low>{NUMBER})(?:\s*(?P<scale>万))?"
    rf"(?:\s*(?P<gap>[^\d,;，；、]{{0,4}}?)\s*(?:-|~|\.\.\.|…|\bto\b|\bbis\b|\ba\b|\bà\b|\bдо\b|至|到|から)\s*(?:[^\d\s]{{0,4}}\s?)(?P<high>{NUMBER}))?"
)
_NEGATIVE = re.compile(
    rf"[^\d(]{{0,8}}\([^\d()]{{0,8}}(?:{NUMBER})[^\d()]{{0,12}}\)[^\d()]{{0,8}}|.*\d[.,]\d{{2}}-\s*(?:[a-z]{{3}}|[€$£¥])?\s*"
)
"""Of a folded cell: in brackets, as accountants write what is below zero, or with its sign behind, as SAP does."""
_PER = re.compile(
    r"\s*(?:/|(?<!\w)(?:per|je|pro|par|por|за|لكل|للقطعة|each|a piece|apiece)(?!\w)|每|毎|あたり|当たり)\s*",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?<!\w)(?:each|ea\.?|apiece|a piece|p\.?\s?u\.?|c/u|cada uno|pièce|die|das stück)(?!\w)", re.IGNORECASE
)
_ON_REQUEST = Phrases(
    {
        "on_request": """
        on request | upon request | price on request | on application | upon application | ask for price | call us | call for price | to be confirmed | to be advised | contact us | negotiable | inquire | on inquiry | upon inquiry |
        面议 | 询价 | 电议 | 价格面议 | 待定 | a consultar | consultar | bajo pedido | a convenir | bajo consulta | auf anfrage | preis auf anfrage | nach absprache |
        sur demande | a la demande | prix sur demande | nous consulter | sur devis | sob consulta | a combinar | sob pedido | 要見積 | 応相談 | お問い合わせ | 問い合わせ | お問合せ | 要問合せ | オープン価格 | 要相談 | 別途見積 | 都度見積 |
        عند الطلب | حسب الطلب | السعر عند الطلب | اتصل بنا | يحدد لاحقا | по запросу | цена по запросу | договорная | по договорённости | уточняйте | под заказ
        """
    }
)
_ON_REQUEST_WHOLE = frozenset(
    {
        "por",
        "p.o.r",
        "poa",
        "p.o.a",
        "ask",
        "call",
        "tbd",
        "tba",
        "tbc",
        "a.a",
        "a. a",
        "anfrage",
        "open",
        "inquiry",
    }
)
"""Words that say so only where they are the whole cell: "por" is also Spanish for "per"."""

_PERCENT = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*[%‰]")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e[+-]?\d{1,3}(?!\w)")
_LETTER_FOR_DIGIT = re.compile(
    r"(?<![^\W\d_])[oо](?=[.,]?\d)|(?<=\d)[oо](?![^\W\d_])|(?<=\d[.,])[oо](?![^\W_])|(?<!\w)[il](?=[.,]\d)"
)
"""A letter typed for a digit, of a folded text: "O.50", "2.5O", "l.50"."""
_ROUND = frozenset({1, 10, 100, 1000, 10_000})
"""What a bare number behind "/" is taken for."""
_TIMES = ("x", "X", "×", "*")
_HUNDREDTHS = frozenset(
    {"ct", "cts", "cent", "cents", "centavos", "centimes", "¢", "p", "pence", "коп", "копеек"}
)
_FROM = frozenset(
    {"from", "ab", "от", "desde", "起", "starting", "partir", "dès", "des", "min", "من", "より", "から"}
)
"""The price given is the lowest one."""
_HARMLESS = frozenset(
    [
        "price",
        "preis",
        "precio",
        "prix",
        "preço",
        "preco",
        "цена",
        "السعر",
        "价",
        "价格",
        "单价",
        "単価",
        "价为",
        "net",
        "netto",
        "neto",
        "net.",
        "unit",
        "list",
        "vat",
        "mwst",
        "ust",
        "tax",
        "iva",
        "tva",
        "ндс",
        "ht",
        "htva",
        "hors",
        "taxe",
        "taxes",
        "inc",
        "incl",
        "including",
        "inkl",
        "excl",
        "exkl",
        "excluding",
        "exclusive",
        "zzgl",
        "plus",
        "without",
        "ohne",
        "without",
        "no",
        "not",
        "sin",
        "sem",
        "с",
        "без",
        "ca",
        "circa",
        "approx",
        "about",
        "etwa",
        "env",
        "environ",
        "около",
        "примерно",
        "约",
        "約",
        "含税",
        "未税",
        "不含税",
        "税抜",
        "税込",
        "税别",
        "税別",
        "不含",
        "含",
        "only",
        "nur",
        "de",
        "d",
        "la",
        "le",
        "el",
        "l",
        "a",
        "à",
        "o",
        "os",
        "as",
        "the",
        "at",
        "fob",
        "cif",
        "exw",
        "ddp",
        "dap",
        "fca",
        "cfr",
        "cpt",
        "cip",
        "each",
        "ea",
        "stk",
        "to",
        "bis",
        "до",
        "и",
        "and",
        "und",
        "per",
        "je",
        "pro",
        "по",
        "por",
        "pro",
        "за",
        "usd",
        "eur",
        "or",
    ]
)
"""Words beside an amount that change nothing about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRange:
    """An amount, or the two ends of a range, and what it is for where the text says so."""

    low: Money
    high: Money | None = None
    basis: Basis | None = None


_FALLING = 0.6
_PARTED = re.compile(r"[.,]\d{1,2}$")
"""A number with decimals, as an amount has."""
_DIGIT = re.compile(r"\d")
_ONES = str.maketrans("023456789", "1" * 9)


def currency_of(text: str, /, *, country: Country | None = None) -> CurrencyFound | None:
    """`currency_in`, for a column of cells that differ in their digits: no currency's name has any."""
    return _currency_of(text.translate(_ONES), country)


@remembered(20_000)
def _currency_of(form: str, country: Country | None) -> CurrencyFound | None:
    return currency_in(form, country=country)


def is_on_request(text: str, /) -> bool:
    """Whether a price cell says that the price is to be asked for.

    >>> is_on_request("auf Anfrage"), is_on_request("4,20 €")
    (True, False)
    """
    if len(text) > 60 or _DIGIT.search(text):
        return False
    return text.strip(" .!*()").casefold() in _ON_REQUEST_WHOLE or bool(_ON_REQUEST.find(text))


def is_below_zero(text: str, /) -> bool:
    """Whether a price cell is a negative amount as accountants write it.

    >>> is_below_zero("(4.50)"), is_below_zero("4.50-"), is_below_zero("4.50 (net)"), is_below_zero("9,-")
    (True, True, False, False)
    """
    return _NEGATIVE.fullmatch(fold_keeping_places(text)[0]) is not None


def says_hundredths(text: str, /) -> bool:
    """Whether a price cell itself says that its amount is in hundredths: "35 ct"."""
    return not _HUNDREDTHS.isdisjoint(re.findall(r"[^\W\d_]+|¢", fold_keeping_places(text)[0]))


_LONGEST = 400
"""Characters of a cell that may be a price: each word of it is tried as the end of a basis."""


def parse_money(
    text: str,
    /,
    *,
    currency: Currency | None = None,
    country: Country | None = None,
    decimal: DecimalMark | None = None,
) -> Found[MoneyRange] | None:
    """The amount that a cell is; None where there is none, a negative one, or no currency is known.

    None too where the cell says more than is understood about what the price is for ("2.10 / sample",
    "2.10 USD / 2.00 EUR", "1-99: 2.50"): a price read for the wrong thing is worse than none. Other words that
    are not understood make the reading unsure.

    Args:
        currency: Where the cell names none.
        country: Of the supplier, for "$" and "¥".
    """
    if len(text) > _LONGEST:
        return None
    lone = lone_number(text)
    made = _parse(text if lone is None else lone.form, currency, country, decimal)
    if lone is None or made is None:
        return made
    form = made.value
    if form.high is not None or form.low.amount != lone.ones:  # "1.5万", "35 ct"
        return _parse(text, currency, country, decimal)
    low = Money(amount=lone.value, currency=form.low.currency)
    return Found(
        value=MoneyRange(low=low, basis=form.basis),
        start=made.start,
        end=made.end,
        confidence=made.confidence,
        note=made.note,
    )


@remembered(50_000)
def _parse(
    text: str, currency: Currency | None, country: Country | None, decimal: DecimalMark | None
) -> Found[MoneyRange] | None:
    """`parse_money`, of the text as it stands."""
    parts = _split(text)
    if parts is None or _SCIENTIFIC.search(fold_keeping_places(text)[0]):
        return None
    amount_text, basis = parts
    named = _named(text, amount_text, currency, country)
    chosen = named.currency if named is not None else currency
    if chosen is None:
        return None
    folded, places = fold_keeping_places(_PERCENT.sub(_blank, amount_text))
    found = _amount(folded)
    if found is None:
        return None
    whole = get_currency_precision(chosen) == 0  # no yen is ever parted: "1.200" can only be 1200
    doubts = _Doubts()
    low, high = _rising(found, _thousands(found["low"]) if whole else decimal, doubts)
    if low is None:
        return None
    if named is not None:
        doubts.add(named.confidence, named.note)
    if decimal is None and not whole:
        doubts.add(*mark_doubt(found["low"]))
    rest = amount_text[: places[found.start()]] + " " + _after(amount_text, places, found)
    words = _rest(rest, country)
    if re.search(r"\d", fold_keeping_places(words)[0]) or words.strip():
        wordy = words.strip()[:1] not in _TIMES and re.search(r"[^\W\d_]|[%‰]", words) is not None
        beside = parse_basis(words) if basis is None and wordy else None
        if beside is not None:
            basis = beside
            sure = beside.confidence if beside.value.per.value == 1 else min(0.6, beside.confidence)
            doubts.add(sure, beside.note or f"{words.strip()!r} read as what the price is for")
        else:
            understood = _words(words, doubts)
            if understood is None:
                return None
            if understood:  # hundredths
                low, high = low.scaleb(-2), high.scaleb(-2) if high is not None else None
    if basis is not None:
        doubts.add(basis.confidence, basis.note)
    return Found(
        value=MoneyRange(
            low=Money(amount=low, currency=chosen),
            high=Money(amount=high, currency=chosen) if high is not None and high > low else None,
            basis=basis.value if basis is not None else None,
        ),
        start=places[found.start()],
        end=len(text),
        confidence=doubts.confidence,
        note="; ".join(dict.fromkeys(doubts.notes)),
    )


@dataclass(slots=True)
class _Doubts:
    """How sure a reading still is, and why not."""

    confidence: float = 1.0
    notes: list[str] = field(default_factory=list)

    def add(self, confidence: float, note: str, /) -> None:
        self.confidence = min(self.confidence, confidence)
        if note:
            self.notes.append(note)


def _thousands(written: str) -> DecimalMark:
    """The decimal mark that makes the number's own one part thousands."""
    return "," if "." in written else "."


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _named(text: str, amount: str, usual: Currency | None, country: Country | None) -> CurrencyFound | None:
    """The currency that the cell names; "$" is the column's own dollar where that is known."""
    named = currency_in(amount, country=country) or currency_in(text, country=country)
    if named is None or named.confidence == 1.0 or usual is None or usual == "XXX":
        return named
    sign = (amount if named.end <= len(amount) else text)[named.start : named.end]
    return replace(named, currency=usual, confidence=1.0, note="") if could_be(sign, usual) else named


def _after(text: str, places: Sequence[int], found: re.Match[str]) -> str:
    """What follows the amount, the scale 万 included in it."""
    return text[places[found.end() - 1] + 1 :]


def _rest(text: str, country: Country | None) -> str:
    """What is left beside an amount once currencies, terms of delivery and places are taken out."""
    for one in reversed(find_currencies(text, country=country)):
        text = f"{text[: one.start]} {text[one.end :]}"
    for term in reversed(find_incoterms(text)):
        text = f"{text[: term.start]} {text[term.end :]}"
    return _PERCENT.sub(" ", text)


def _words(text: str, doubts: _Doubts) -> bool | None:
    """Whether the words say hundredths; None where numbers are left over. Unknown words become doubts."""
    folded = fold_keeping_places(text)[0]
    if re.search(r"\d", folded):
        return None
    hundredths = False
    strange: list[str] = []
    for word in re.findall(r"[^\W\d_]+|¢", folded):
        if word in _HUNDREDTHS:
            hundredths = True
            doubts.add(0.8, f"{word!r} read as hundredths")
        elif word in _FROM:
            doubts.add(0.8, f"{word!r}: the lowest price, it may be higher")
        elif word not in _HARMLESS and unit_named(word) != "piece":
            strange.append(word)
    if strange:
        doubts.add(0.5, f"{' '.join(strange)!r} beside the amount is not understood")
    return hundredths


def _without_signs(folded: str) -> str:
    """Dots of "Rs." and "руб." would look like decimal marks."""
    return re.sub(r"(?<=[^\W\d])\.", " ", folded)


def _amount(folded: str) -> re.Match[str] | None:
    """The first amount of a cell; None where it is negative, or a letter was typed for one of its digits."""
    found = next(iter(_RANGE.finditer(_without_signs(folded))), None)
    if _NEGATIVE.fullmatch(folded):
        return None
    if found is None or found["sign"] is not None or _LETTER_FOR_DIGIT.search(folded):
        return None
    return found


def _rising(
    found: re.Match[str], decimal: DecimalMark | None, doubts: _Doubts
) -> tuple[Decimal | None, Decimal | None]:
    """The ends of a range, the lower one first. One that falls is of two amounts where both have decimals; of "10-5"
    nothing tells: it may be 10.5."""
    low, high = _ends(found, decimal)
    if found["high"] is None or low is None:
        return low, None
    if high is None:
        return None, None
    if low <= high:
        return low, high
    if not (_PARTED.search(found["low"]) and _PARTED.search(found["high"])):
        return None, None
    doubts.add(_FALLING, "the range falls; read from its lower end to its higher one")
    return high, low


def _ends(found: re.Match[str], decimal: DecimalMark | None) -> tuple[Decimal | None, Decimal | None]:
    low = read_number(found["low"], decimal)
    if low is not None and found["scale"]:
        low *= 10_000
    high = read_number(found["high"], decimal) if found["high"] is not None else None
    return low, high


def _split(text: str) -> tuple[str, Found[Basis] | None] | None:
    """The part that names the amount, and the basis beside it; None for a basis that is not understood."""
    strange = False
    for separator in _PER.finditer(text):
        before, after = text[: separator.start()], text[separator.end() :]
        if not re.search(r"\d", fold_keeping_places(before)[0]):
            leading = _leading(after)
            if leading is not None:
                return leading
            continue
        priced = bool(re.search(r"\d", fold_keeping_places(after)[0])) and bool(find_currencies(after))
        basis = parse_basis(_no_currency(after)) if not priced else None
        bare = separator.group().strip() == "/" and not re.search(r"[^\W\d_]|[%‰]", after)
        if basis is not None and bare:
            if basis.value.per.value not in _ROUND:  # "12/2026"
                return None
            basis = replace(basis, confidence=0.8, note=f"'/{after.strip()}' read as per {after.strip()}")
        if basis is not None:
            return before, basis
        if _EACH.fullmatch(separator.group().strip()) or _EACH.fullmatch(after.strip()):
            return before, parse_basis("piece")
        strange = strange or not _harmless(after)
    bracket = re.search(r"[(（]([^)）]{1,40})[)）]\s*$", text)
    if bracket is not None and re.search(r"\d", fold_keeping_places(text[: bracket.start()])[0]):
        basis = parse_basis(_no_currency(bracket.group(1)))
        if basis is not None:
            return text[: bracket.start()], basis
    return None if strange else (text, None)


def _leading(text: str) -> tuple[str, Found[Basis] | None] | None:
    """A basis in front of its amount: "每千件 ¥35", "je 100 Stück 12,50 €"."""
    for space in reversed(list(re.finditer(r"\s*[:：]\s*|\s+", text))):
        basis = parse_basis(text[: space.start()])
        rest = text[space.end() :]
        if basis is not None and re.search(r"\d", fold_keeping_places(rest)[0]):
            return rest, basis
    return None


def _harmless(text: str) -> bool:
    words = re.findall(r"[^\W_]+", fold_keeping_places(_no_currency(text))[0])
    return all(word in _HARMLESS for word in words)


def _no_currency(text: str) -> str:
    kept = text
    for one in reversed(find_currencies(text)):
        if one.confidence == 1.0:
            kept = kept[: one.start] + " " + kept[one.end :]
    return kept


def find_money(
    text: str, /, *, currency: Currency | None = None, country: Country | None = None
) -> list[Found[MoneyRange]]:
    """Amounts beside a currency in running text, in order. Places span amount and currency.

    Args:
        currency: Unused where every amount must name its own; kept for callers that know it.
    """
    del currency
    folded, places = fold_keeping_places(text)
    found: list[Found[MoneyRange]] = []
    names = find_currencies(text, country=country)
    for name in names:
        amount = _beside(folded, places, name)
        if amount is None:
            continue
        low, high = _ends(amount, None)
        if low is None or amount["sign"] is not None:
            continue
        start = min(places[amount.start("low")], name.start)
        end = max(places[amount.end() - 1] + 1, name.end)
        if found and start < found[-1].end:
            continue
        basis, basis_end = _following(text, end)
        found.append(
            Found(
                value=MoneyRange(
                    low=Money(amount=low, currency=name.currency),
                    high=Money(amount=high, currency=name.currency)
                    if high is not None and high > low
                    else None,
                    basis=basis,
                ),
                start=start,
                end=basis_end,
                confidence=name.confidence,
                note=name.note,
            )
        )
    return found


def _beside(folded: str, places: Sequence[int], name: CurrencyFound) -> re.Match[str] | None:
    """The amount right before or right after a currency's name."""
    after: re.Match[str] | None = None
    for amount in _amounts(folded):
        start, end = places[amount.start("low")], places[amount.end() - 1] + 1
        if end <= name.start and name.start - end <= 1:
            return amount
        inside = start < name.start < end
        if after is None and (inside or (start >= name.end and start - name.end <= 1)):
            after = amount
    return after


def _amounts(folded: str) -> Iterator[re.Match[str]]:
    """Numbers and ranges; "500 pcs to 4 USD" is no range: what stands between its ends is a unit of goods."""
    at = 0
    while (found := _RANGE.search(folded, at)) is not None:
        gap = found["gap"]
        if gap and unit_named(gap) is not None:
            at = found.start("high")
            continue
        yield found
        at = found.end()


def _following(text: str, end: int) -> tuple[Basis | None, int]:
    """A basis right behind an amount: "/ pc", "per carton of 24"."""
    tail = text[end : end + 40]
    separator = _PER.match(tail)
    if separator is None:
        each = re.match(r"\s*(?:each|apiece|a piece)(?!\w)", tail, re.IGNORECASE)
        return (None, end + each.end()) if each is not None else (None, end)
    words = re.split(r"[,;.!?،，。、]|\s(?:to|nach|à|a|в|إلى|in|bis|для|for)\s", tail[separator.end() :])[0]
    for length in range(len(words), 0, -1):
        if words[length - 1].isspace():
            continue
        if (
            length < len(words)
            and words[length].isalnum()
            and words[length - 1].isalnum()
            and words.isascii()
        ):
            continue
        basis = parse_basis(words[:length])
        if basis is not None:
            return basis.value, end + separator.end() + length
    return None, end
