"""Who sends a file: what the hints say, else the letterhead, else the sender of its e-mail, else the file's name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import PurePosixPath

from dragoman.model import Country, Origin, Supplier
from dragoman.normalise.hints import Hints
from dragoman.normalise.quantities.places import parse_country
from dragoman.normalise.text import fold
from dragoman.remembered import remembered

_COMPANY = re.compile(
    r"\b(?:gmbh(?:\s*&\s*co\.?\s*kg)?|ag|kg|ohg|ltd\.?|limited|inc\.?|llc|corp\.?|co\.|company|s\.?\s?a\.?(?:\s+de\s+c\.?\s?v\.?)?"
    r"|s\.?\s?l\.?u?\.?|sarl|sas|s\.?p\.?a\.?|ltda\.?|lda\.?|eireli|oy|ab|b\.?v\.?|plc|trading|traders|exports?|industries)(?!\w)"
    r"|有限公司|公司|集团|株式会社|有限会社|商事|шиппинг|\bооо\b|\bоао\b|\bзао\b|\bао\b|شركة|مؤسسة|مصنع",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:supplier|company|vendor|lieferant|firma|proveedor|empresa|fournisseur|société|fornecedor|供应商|公司名称|仕入先|会社名|المورد|поставщик)\s*[:：]\s*",
    re.IGNORECASE,
)
_PRICE_LIST = re.compile(
    r"\s*[-–—|·:：]*\s*\b(?:price\s*-?list|pricelist|preisliste|lista\s+de\s+pre[cç]ios?|lista\s+de\s+preços|tarif|catalogue?|katalog|quotation|offer|angebot|прайс-?лист)\b.*$"
    r"|\s*[-–—|·]*\s*(?:报价单|报价表|价格表|価格表|見積書|カタログ|قائمة الأسعار).*$",
    re.IGNORECASE,
)
_LONGEST = 80


def supplier_of(hints: Hints, notes: Sequence[tuple[str, Origin]], /) -> Supplier:
    """The supplier of a file.

    Args:
        notes: Text above the table: "Nordwind Trading GmbH · Preisliste 2026".
    """
    country = country_of(hints, notes)
    if hints.supplier:
        return named(hints.supplier, country)
    letterhead = _letterhead([text for text, _ in notes])
    return named(letterhead or _from_sender(hints.sender) or _from_file_name(hints.file_name), country)


def country_of(hints: Hints, notes: Sequence[tuple[str, Origin]], /) -> Country | None:
    """The supplier's country, where the hints or the letterhead say it."""
    if hints.country:
        return hints.country.upper()
    for text, _ in notes:
        for part in reversed(re.split(r"[,;·|•\n，、/]|\s[-–—]\s", text)):
            found = parse_country(part.strip()) if 2 < len(part.strip()) <= 40 else None
            if found is not None:
                return found.value
    return None


@remembered(4_096)
def named(name: str, country: Country | None, /) -> Supplier:
    """A supplier by name; the id is the same however the name is spaced, cased or accented."""
    name = " ".join(name.split())[:_LONGEST] or "unknown"
    return Supplier(supplier_id=_slug(name), name=name, country=country)


def _slug(name: str) -> str:
    folded = fold(name)
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if folded.isascii() and slug:
        return slug
    mark = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return f"{slug}-{mark}" if slug else f"s-{mark}"


def _letterhead(notes: Sequence[str]) -> str | None:
    for text in notes:
        for line in text.splitlines():
            label = _LABEL.match(line)
            if label is not None and line[label.end() :].strip():
                return _clean(line[label.end() :])
    for text in notes:
        for line in text.splitlines():
            if len(line) <= _LONGEST and _COMPANY.search(line):
                return _clean(line)
    return None


def _clean(text: str) -> str:
    """The company in a line; a feed's own title is told by its label."""
    text = re.sub(r"^\s*title:\s*", "", text)
    before, dash, _ = text.partition(" - ")
    if dash and _COMPANY.search(before):
        text = before
    first = re.split(r"\s[·|•]\s|[;\n]|\s[-–—]\s(?=[^-–—]{0,40}\d)", text.strip())[0]
    return _PRICE_LIST.sub("", first).strip(" ,·|-–—:") or text.strip()


def _from_sender(sender: str | None) -> str | None:
    """The company of an e-mail's sender: by its name, else by the domain that it writes from, which stays the same
    whoever of them writes; of an address that anybody can have, the name beside it."""
    if not sender:
        return None
    name, address = parseaddr(sender[:1_000]) if "@" in sender else (sender[:1_000], "")
    name = " ".join(name.split())
    if _COMPANY.search(name):
        return _clean(name)
    domain = address.rpartition("@")[2].strip().lower()
    if domain and not _ANYBODY.fullmatch(domain):
        return domain.removeprefix("mail.")
    return name or address or None


_ANYBODY = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|proton|protonmail|gmx|web|t-online|freenet|qq|163|126"
    r"|sina|sohu|foxmail|aliyun|139|188|yeah|naver|daum|hanmail|mail|bk|list|inbox|yandex|ya|rambler|orange|wanadoo|free|laposte|libero"
    r"|terra|uol|bol|hotmail|docomo|ezweb|softbank)(?:\.(?:co|com|ne))?\.[a-z]{2,4}"
)
"""Domains whose addresses anybody can have."""


def _from_file_name(name: str) -> str:
    """ "nordwind-trading/liste.csv" and "acme.zip!/list.csv" are told by their first part."""
    outer, _, member = name.partition("!/")
    path = PurePosixPath(outer)
    if len(path.parts) > 1:
        return path.parts[0]
    del member
    return path.name.split(".", 1)[0] or name
