"""What was expected in a cell and what to do about it, in the visitor's language and in the terms of the page.

Readers say both in English, for the command line too. The sentences that are known here are told in the visitor's words;
any other stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dragoman.faces.web.interface import Interface, marked
from dragoman.faces.web.labels import column_field_name
from dragoman.model import Problem
from dragoman.vocabulary.field_names import FIELDS

Leads = Literal["", "columns", "currency"]
"""Where on the page it is mended: at the choice of what a column is, or of the currency of prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemWords:
    """What a page says of a problem."""

    expected: str
    expected_english: bool
    """It has no words in the visitor's language."""
    advice: str
    advice_english: bool
    leads: Leads


EXPECTED = (
    marked("a price above zero, such as 2.40, USD 2.10-2.40 or 48 EUR per carton"),
    marked("a price with its currency in the cell, the column's name, a currency column or above the table"),
    marked("a currency, ISO 4217 such as EUR"),
    marked(
        "the currency of the prices in the column %(column)s: in its cells, its name, a currency column or above the "
        "table; nothing says it"
    ),
    marked("a column of prices; no column's name says one"),
    marked("values of a %(field)s in the column %(column)s, as its name says"),
    marked("the name of a column, such as 1-9 or Price EUR, not a date"),
    marked("the product's name"),
    marked("the name of goods, not of a sum, a tax or a charge"),
    marked("a row for each offer, under names of columns"),
    marked("a row of values"),
    marked("a row that still holds"),
    marked("the supplier's id in column %(column)s"),
    marked("the supplier's id, not a date"),
    marked("an id that no other row of the file has"),
    marked("a part number, not a date"),
    marked("a GTIN of 8, 12, 13 or 14 digits"),
    marked("a GTIN whose check digit fits"),
    marked("an HS code of 6, 8 or 10 digits, such as 7323.93"),
    marked("a minimum order quantity above zero, such as 500 or 20 cartons"),
    marked("what a packing unit holds, such as 24 or 24 pcs/ctn"),
    marked("a weight with its unit, such as 350 g"),
    marked("a country by name or ISO 3166 code"),
    marked("a span of time, such as 15 days or 3-4 weeks"),
    marked("one of the Incoterms 2020 with its place, such as FOB Ningbo"),
    marked("a date, such as 2026-12-31"),
    marked("a cell of column %(column)s that is surely read right"),
    marked("a page that can be read"),
    marked("text in the file's encoding"),
    marked("as many cells in the row as the header has (%(number)s)"),
    marked("a closing quote (%(quote)s) for each opening one"),
    marked("a whole JSON object (%(error)s)"),
    marked("a price list in the hidden sheet"),
    marked("the supplier's number of the article that changes"),
    marked("the new price of an article"),
)
"""As readers say them; "%(column)s" stands for what differs."""

_MADE_ANEW = marked(
    "if a spreadsheet made a date of what was typed, such as 10-20, format the cell as text and type it anew; the offer is "
    "in without this value"
)
_SAY_COLUMN_OF_PRICES = marked("the offers are in without prices; say which column holds them")
_SAY_COLUMN = marked("the column is kept as another property; correct its cells, or say what it is")
_SAY_NAME = marked("fill the cell in, or say which column holds the name; the row is kept, without an offer")
_SAY_NUMBER = marked("correct the number in the file, or say what the column is")
_SAY_CURRENCY = marked("say the currency of the prices that name none")
_WITHOUT_PRICES = marked(
    "the offers are in without these prices; say the currency of the prices that name none"
)
_SAVE_ANEW = marked("save the file in one encoding, such as UTF-8, and load it again")

ADVICE: Mapping[str, tuple[str, Leads]] = {
    "the offers are in without prices; say in a mapping file which column holds them (`dragoman ingest --dry-run` shows one)": (
        _SAY_COLUMN_OF_PRICES,
        "columns",
    ),
    "the column is kept as an attribute; correct its cells, or map it in a mapping file (`dragoman ingest --dry-run` shows one)": (
        _SAY_COLUMN,
        "columns",
    ),
    "fill the cell in, or say in a mapping file which column holds the name; the row is kept, without an offer": (
        _SAY_NAME,
        "columns",
    ),
    "correct the number in the file, or map the column to another field": (_SAY_NUMBER, "columns"),
    "the offers are in without these prices; say it when the file is loaded (`--currency EUR`, or beside the file on the page), "
    'or in a mapping file: currency = "EUR"': (_WITHOUT_PRICES, "currency"),
    "say it when the file is loaded (`--currency EUR`, or beside the file on the page), or in a mapping file: "
    'currency = "EUR"': (_SAY_CURRENCY, "currency"),
    "save the file in one encoding, or name it with --encoding": (_SAVE_ANEW, ""),
}
"""What readers say in the terms of the command line -> what the page says, and where it is mended."""

SAME_ADVICE = (
    marked("correct the cell in the file; the offer is in without this price"),
    marked("correct the cell in the file"),
    marked("correct the quantity in the file"),
    marked("correct the number in the file"),
    marked("correct the code in the file"),
    marked("write the unit in the cell or in the column's name"),
    marked("write the country's name or its two letters"),
    marked("write the date as year-month-day"),
    marked("digits are lost: format the column as text before typing or pasting the numbers"),
    marked(
        "one digit is mistyped: compare it with the packaging, correct the file; the number is kept as an attribute"
    ),
    marked("both rows are kept as offers of their own; give each an id of its own"),
    marked("the row repeats an earlier one in every cell and is left out; delete one of the two"),
    marked("fill the id in; until then the offer is known by its title, and a new title makes a new offer"),
    marked(
        "it is kept as the id; if a spreadsheet made a date of what was typed, format the cell as text and type it anew"
    ),
    _MADE_ANEW,
    marked(
        "the column is kept as an attribute, and no price is read from it; if a spreadsheet made the date of a name such as "
        "1-9, format the cell as text and type the name anew"
    ),
    marked("the row is kept, without an offer; if it is one, give it an article number"),
    marked(
        "the table looks transposed: its rows are named like columns, and each column is an offer; copy it, paste it "
        "transposed in a spreadsheet program, and load that"
    ),
    marked("it was taken for a title or a note; if it is an offer, fill in its other cells"),
    marked("it is struck through and gives no offer; take the line through it away if the offer stands"),
    marked("mend the line in the file, or ask the supplier to export it anew"),
    marked("mend the line, or ask the supplier to export the file anew"),
    marked("shorten it, or check the file's line ends and quotes"),
    marked("ask the supplier for the file with its numbers; nothing was changed"),
    marked("the article's present price stays; ask the supplier for the file with prices"),
    marked("ask the supplier for this page as XLSX or CSV"),
    marked("ask the supplier for this page as XLSX or CSV, or for a sharper scan"),
    marked(
        "the column's other numbers have %(number)s digits after the decimal mark; compare it with page %(page)s of %(file)s "
        "and correct the offer if it differs"
    ),
    marked(
        "the cell is empty, and nearly every other row fills it; compare it with page %(page)s of %(file)s and correct the "
        "offer if it differs"
    ),
    marked(
        "the scan is read with a sureness of %(share)s; compare it with page %(page)s of %(file)s and correct the offer if it "
        "differs"
    ),
    marked(
        "the column's other cells are numbers; compare it with page %(page)s of %(file)s and correct the offer if it differs"
    ),
    marked(
        "the column's other codes look like %(pattern)s; compare it with page %(page)s of %(file)s and correct the offer if "
        "it differs"
    ),
    marked(
        "the column's other cells have no %(sign)s; compare it with page %(page)s of %(file)s and correct the offer if it "
        "differs"
    ),
    marked(
        "its values from here on are left out, since nothing tells which belong together; put values that hold the delimiter "
        "in quotes, or export the list with semicolons"
    ),
    marked(
        "its values may stand in the wrong columns; put values that hold the delimiter in quotes, or export the list with "
        "semicolons"
    ),
)
"""What readers say that holds on the page as it is."""


def problem_words(ui: Interface, problem: Problem, /) -> ProblemWords:
    """What was expected and what to do."""
    expected = _told(ui, problem.expected, EXPECTED)
    message, leads = ADVICE.get(problem.advice, ("", ""))
    advice = ui.say(message) if message else _told(ui, problem.advice, SAME_ADVICE)
    return ProblemWords(
        expected=expected or problem.expected,
        expected_english=expected is None,
        advice=advice or problem.advice,
        advice_english=advice is None,
        leads=leads,
    )


def _told(ui: Interface, said: str, known: tuple[str, ...]) -> str | None:
    """In the visitor's words; None where there are none."""
    if said in known and "%(" not in said:
        return ui.say(said)
    for message, pattern in _patterns(known):
        if (found := pattern.fullmatch(said)) is not None:
            return ui.say(
                message, **{name: _value(ui, name, text) for name, text in found.groupdict().items()}
            )
    return None


def _value(ui: Interface, name: str, text: str) -> str:
    if name == "field":
        field = next((one for one in FIELDS if one.replace("_", " ") == text), None)
        return column_field_name(ui, field) if field is not None else text
    return text


@cache
def _patterns(known: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one, _pattern(re.split(r"%\((\w+)\)s", one))) for one in known if "%(" in one)


def _pattern(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)),
        re.DOTALL,
    )
