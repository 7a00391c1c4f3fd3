"""A code that a person, a program or a supplier gives: read as codes in files are, and brought to the present edition."""

from __future__ import annotations

import re

from dragoman.errors import QueryError
from dragoman.normalise.quantities.identifiers import parse_hs
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.hs import EDITION, OLDER_EDITION, codes_of_older, dotted, nomenclature

_HEADING = re.compile(r"\d{2}[. ]?\d{2}")
_LONGER = re.compile(r"\d{4}(?:[. ]?\d{2}){4}")
"""Twelve digits, as some tariffs have."""
_SHOWN = 40
"""Characters of what was given."""


def given_code(text: str, /) -> str:
    """The digits of a code that is given by hand: those of a heading, six of the Harmonized System, or up to twelve of a
    national tariff. Raises QueryError that says what is wrong with it."""
    found = parse_hs(text)
    digits = found.value if found is not None else _digits(text)
    if not digits:
        raise QueryError(f"{_EXPECTED}, got {text[:_SHOWN]!r}{_why_not(text)}")
    known = nomenclature()
    if digits[:4] not in known and present_codes(digits) == ():
        where = f"chapter {digits[:2]}" if digits[:2] not in known else f"heading {digits[:4]}"
        raise QueryError(f"{_EXPECTED}, got {text[:_SHOWN]!r}: {EDITION} has no {where}; look the code up")
    return digits


def given_subheading(text: str, /) -> str:
    """As `given_code`, and of a subheading of this edition: six digits at least. Raises QueryError."""
    digits = given_code(text)
    if len(digits) < 6:
        raise QueryError(
            f"expected a code of six digits at least, such as 9617.00, got {text[:_SHOWN]!r}: a heading's subheadings have "
            "duties of their own"
        )
    if digits[:6] in nomenclature():
        return digits
    told = ", ".join(f"{dotted(code)} ({nomenclature()[code]})" for code in present_codes(digits))
    became = (
        f"it is of {OLDER_EDITION}; choose of {told}"
        if told
        else f"heading {digits[:4]} has no such subheading"
    )
    raise QueryError(f"expected a code of {EDITION}, got {text[:_SHOWN]!r}: {became}")


def present_codes(digits: str, /) -> tuple[str, ...]:
    """The codes of this edition, of six digits or the heading's four, that a code stands for: several for one of an older
    edition that was split; none for one that no known edition has.

    >>> present_codes("8471300000"), present_codes("851712"), present_codes("847199")
    (('847130',), ('851713', '851714'), ())
    """
    code = digits[:6] if len(digits) >= 6 else digits[:4]
    if len(code) >= 4 and code in nomenclature():
        return (code,)
    return codes_of_older().get(code, ())


_EXPECTED = "expected an HS or national code of 4 to 12 digits such as 9617.00"


def _digits(text: str) -> str:
    """Of a heading, or of a code longer than a supplier's may be; "" for anything else."""
    folded = fold_keeping_places(text.strip().lstrip("'"))[0]
    if _HEADING.fullmatch(folded) is None and _LONGER.fullmatch(folded) is None:
        return ""
    return re.sub(r"\D", "", folded)


def _why_not(text: str) -> str:
    """What is wrong with a text that is no code."""
    digits = sum(map(str.isdigit, text))
    if not text.strip():
        return ": nothing is in it"
    if not digits:
        return ": no digit is in it"
    others = re.sub(r"[\d. ]", "", text)
    if others:
        return f": write it with digits, dots and blanks only, without {others[:10]!r}"
    if digits < 4 or digits > 12:
        return f": it has {digits} digits"
    return f": it has {digits} digits, which come in pairs, or its dots stand elsewhere than between pairs"
