"""What the styles of an XLSX add to its cells: leading zeros (00123), currency (€), unit (kg), a line through the text.

The parser gives bare numbers. A code stored as 123 under the format "00000" is 00123 to everybody who looks at the
sheet, a price of 4.5 under '#,##0.00 "€"' is in euro, and 350 under '0 "g"' is a weight in grams.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.formats.xlsx_package import attributes

BUILT_IN = {5: '"$"', 6: '"$"', 7: '"$"', 8: '"$"', 42: '"$"', 44: '"$"'}
"""Formats that every workbook has without naming them and that show a currency. Source: ECMA-376, 18.8.30."""
_TAG = re.compile(rb"<(/?)(?:\w+:)?(numFmt|fonts|font|strike|cellXfs|xf)\b([^>]*)>")
_ZEROS = re.compile(r"0{2,}")
_LOCALE = {
    "409": {"$": "US$"},
    "1009": {"$": "CA$"},
    "c09": {"$": "AU$"},
    "1409": {"$": "NZ$"},
    "80a": {"$": "MX$"},
    "4809": {"$": "S$"},
    "c04": {"$": "HK$"},
    "804": {"¥": "CN¥", "￥": "CN¥"},
    "411": {"¥": "JP¥", "￥": "JP¥"},
}
"""Windows locale of a sign, hex -> what the sign means there: "[$$-409]" is the United States' dollar."""
_SIGN = re.compile(r'\[\$([^\]\-]+)(?:-(\w+))?[^\]]*\]|"\s*([^"\d]{1,4}?)\s*"|([$€£¥₩₽₹])')
_CURRENCY = re.compile(r"[$€£¥₩₽₹₺₫฿₴]|[A-Z]{3}|US\$|R\$|元|円|kr\.?|zł|Kč|Ft|lei|руб\.?|د\.إ|ر\.س\.?")
_UNIT = re.compile(r'[0#?]\s*(?:\\ |_.)?\s*(?:"\s*([^"\d\s][^"\d]{0,11}?)\s*"|((?:\\[^\W\d_])+))\s*$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a cell's style shows beside its number."""

    width: int = 0
    """Digits that the number is filled up to with zeros; 0: none."""
    sign: str = ""
    unit: str = ""
    struck: bool = False


def formats_of(styles: bytes, /) -> dict[int, Format]:
    """Index of a cell style -> what it shows, where that is more than the number."""
    codes = dict(BUILT_IN)
    struck: list[bool] = []
    found: dict[int, Format] = {}
    inside = b""
    index = 0
    for closes, tag, text in _TAG.findall(styles):
        if tag in (b"fonts", b"cellXfs"):
            inside = b"" if closes else tag
        elif tag == b"numFmt":
            said = attributes(text)
            codes[_number(said.get("numFmtId"))] = said.get("formatCode", "")
        elif inside == b"fonts" and not closes:
            if tag == b"font":
                struck.append(False)
            elif tag == b"strike" and struck:
                struck[-1] = attributes(text).get("val", "1") not in ("0", "false")
        elif tag == b"xf" and inside == b"cellXfs" and not closes:
            said = attributes(text)
            font = _number(said.get("fontId"))
            form = format_of(
                codes.get(_number(said.get("numFmtId")), ""), struck=0 <= font < len(struck) and struck[font]
            )
            if form is not None:
                found[index] = form
            index += 1
    return found


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else -1


def format_of(code: str, /, *, struck: bool = False) -> Format | None:
    """What a format code shows beside the number; None where it shows nothing more and the text is not struck.

    >>> format_of("00000").width, format_of('#,##0.00 "€"').sign, format_of('0.0 "kg"').unit, format_of("0.00")
    (5, '€', 'kg', None)
    """
    positive = code.split(";", 1)[0]
    if _ZEROS.fullmatch(positive) and len(positive) <= 40:
        return Format(width=len(positive), struck=struck)
    for bracket, locale, quoted, bare in _SIGN.findall(positive):
        sign = (bracket or quoted or bare).strip()
        if _CURRENCY.fullmatch(sign):
            shown = _LOCALE.get(locale.lower().lstrip("0"), {}).get(sign, sign)
            return Format(sign=shown, struck=struck)
    unit = _UNIT.search(positive)
    if unit is not None:
        return Format(unit=(unit[1] or unit[2].replace("\\", "")).strip(), struck=struck)
    return Format(struck=True) if struck else None
