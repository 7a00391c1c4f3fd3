"""Numbers as people write them: any decimal mark, thousands, Arabic and full-width digits, 万 and 千."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places

DecimalMark = Literal[".", ","]

NUMBER = (
    r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d{1,9})?(?!\d)|\d{1,18}(?:[.,]\d{1,18}){0,6}"
    r"|(?<![\w.,])\.\d{1,9}|\A,\d{1,9}"
)
"""A number within folded text; thousands may be parted by spaces, apostrophes, dots or commas. ".5" is a half, but not
in "no.5"."""
_WHOLE = re.compile(rf"[+]?(?P<number>{NUMBER}|[.,]\d{{1,9}})\s*(?P<scale>万|千|k|тыс\.?)?")
_SCALES = {"万": 10_000, "千": 1000, "k": 1000, "тыс": 1000}
_GROUP = 3


_PLAIN = re.compile(r"[0-9]{1,18}(?:[.,][0-9]{1,2})?")


def plain_number(text: str, /) -> Decimal | None:
    """The number of a text in which no mark can part thousands, read without a look at the table; None for any other
    text, which can be a number all the same. `parse_number` gives the same, whatever the table's mark.

    >>> [str(plain_number(text)) for text in ("12.50", "12,5", "1.250", "12.50 EUR")]
    ['12.50', '12.5', 'None', 'None']
    """
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) is not None else None


@remembered(50_000)
def parse_number(text: str, /, *, decimal: DecimalMark | None = None) -> Decimal | None:
    """The number that a text is; None where it is anything else.

    Args:
        decimal: The mark the table uses. Without it "1,234" is 1234 and "1.234" is 1.234.

    >>> [str(parse_number(text)) for text in ("1.234,56", "1,234.56", "1 234,5", "٧٥٠", "1.5万", "abc")]
    ['1234.56', '1234.56', '1234.5', '750', '15000.0', 'None']
    >>> str(parse_number("1.234", decimal=","))
    '1234'
    """
    folded = fold_keeping_places(text.strip())[0]
    whole = _WHOLE.fullmatch(folded)
    if whole is None:
        return None
    value = read_number(whole["number"], decimal)
    scale = whole["scale"]
    if value is None or scale is None:
        return value
    return value * _SCALES[scale.rstrip(".")]


_GROUPS = r"\d{{1,3}}(?:[{0}]\d{{3}})+|\d{{1,2}}(?:[{0}]\d{{2}})+[{0}]\d{{3}}"
"""Thousands parted by a mark; or, as in India, thousands and then hundreds of them: 1,00,000."""
_MARKED = re.compile(rf"(?:{_GROUPS.format('.')})(?:,\d+)?|(?:{_GROUPS.format(',')})(?:[.]\d+)?")


def _are_groups(plain: str) -> bool:
    """Whether several marks in a number part its thousands; they do not in "1.2.3" and "12.05.2026"."""
    return _MARKED.fullmatch(plain) is not None


def read_number(written: str, decimal: DecimalMark | None = None, /) -> Decimal | None:
    """The value of something that `NUMBER` matched; None where its marks part no thousands ("1.2.3", a date)."""
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", written)
    dots, commas = plain.count("."), plain.count(",")
    if dots + commas > 1 and not _are_groups(plain):
        return None
    if dots and commas:
        mark = "." if plain.rfind(".") > plain.rfind(",") else ","
    elif dots + commas > 1:
        mark = None
    elif dots + commas == 1:
        mark = _one_mark(plain, "." if dots else ",", decimal)
    else:
        mark = None
    if mark is None:
        plain = plain.replace(".", "").replace(",", "")
    else:
        other = "," if mark == "." else "."
        plain = plain.replace(other, "").replace(mark, ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


_EITHER_MARK = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_EITHER = 0.7


def mark_doubt(written: str, guess: DecimalMark | None = None, /) -> tuple[float, str]:
    """(confidence, note) of a number whose one mark could part thousands or decimals, where no table tells.

    Args:
        guess: The decimal mark that it is read with.

    >>> mark_doubt("1.50")[0], mark_doubt("1.234")[0]
    (1.0, 0.7)
    """
    plain = written.strip()
    if _EITHER_MARK.fullmatch(plain) is None:
        return 1.0, ""
    return (
        _EITHER,
        f"{plain!r} read as {read_number(plain, guess)}: nothing tells whether its mark parts thousands",
    )


def _one_mark(plain: str, mark: str, decimal: DecimalMark | None) -> str | None:
    """The mark if it is the decimal one, None if it parts thousands."""
    before, after = plain.split(mark)
    if len(after) != _GROUP or not 1 <= len(before) <= _GROUP or before == "0":
        return mark
    if decimal is not None:
        return mark if mark == decimal else None
    return mark if mark == "." else None


def decimal_mark_of(texts: list[str], /) -> DecimalMark | None:
    """The decimal mark that the numbers of a column show; None where they show none or both."""
    votes: dict[DecimalMark, int] = {".": 0, ",": 0}
    for text in texts:
        folded = fold_keeping_places(text)[0]
        for found in re.finditer(NUMBER, folded):
            plain = found.group()
            dots, commas = plain.count("."), plain.count(",")
            if dots + commas > 1 and not _are_groups(re.sub(r"[\s\u00a0\u202f'’]", "", plain)):
                continue
            if dots and commas:
                votes["." if plain.rfind(".") > plain.rfind(",") else ","] += 1
            elif dots + commas == 1:
                mark: DecimalMark = "." if dots else ","
                before, after = plain.split(mark)
                if len(after) != _GROUP or len(before) > _GROUP or before == "0":
                    votes[mark] += 1
            elif dots > 1:
                votes[","] += 1
            elif commas > 1:
                votes["."] += 1
    if votes["."] > 4 * votes[","]:
        return "."
    if votes[","] > 4 * votes["."]:
        return ","
    return None
