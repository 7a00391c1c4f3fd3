"""Which way a length is measured: height, width, length, depth, diameter, thickness, by their names in the nine languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from dragoman.vocabulary.folding import fold_keeping_places

Axis = Literal["height", "width", "length", "depth", "diameter", "thickness"]

_NOUNS: Mapping[Axis, str] = {
    "height": r"height|hohe|bauhohe|altura|alto|hauteur|высот\w*|高さ|高度|身高|高|(?:ال)?ارتفاع",
    "width": r"width|breite|anchura|ancho|largura|largeur|laize|ширин\w*|幅|宽度|宽|(?:ال)?عرض",
    "length": r"length|lange|longitud|largo|comprimento|longueur|длин\w*|長さ|全長|长度|长|(?:ال)?طول",
    "depth": r"depth|tiefe|profundidad|fondo|profundidade|profondeur|глубин\w*|奥行き?|深さ|深度|(?:ال)?عمق",
    "diameter": r"diameter|durchmesser|diametro|diametre|диаметр\w*|直径|外径|内径|(?:ال)?قطر|ø|dia\.?",
    "thickness": r"thickness|dicke|starke|wandstarke|espesor|grosor|espessura|epaisseur|толщин\w*|厚さ|厚み|厚度|厚|(?:ال)?سم(?:ك|اكة)|سماكه",
}
_ADJECTIVES: Mapping[Axis, str] = {
    "height": r"high|tall|hoch|hohe[rns]?|de (?:alto|altura|haut|hauteur)|в высоту|высотой|高",
    "width": r"wide|breit\w*|de (?:ancho|anchura|large|largeur|largura)|в ширину|шириной|宽|幅",
    "length": r"long|lang(?:e[rns]?)?|de (?:largo|longitud|long|longueur|comprimento)|в длину|длиной|长|長",
    "depth": r"deep|tief\w*|de (?:fondo|profundidad|profondeur|profundidade)|в глубину|глубиной|深",
    "diameter": r"(?:in )?diameter|durchmesser|de (?:diametro|diametre)|в диаметре|диаметром|直径",
    "thickness": r"thick|dick\w*|stark|de (?:espesor|grosor|epaisseur|espessura)|толщиной|厚",
}
_CJK_OR_END = r"(?![^\W\u3040-\u30ff\u3400-\u9fff])"
_JOINT = r"(?:\s(?:of|de|von|da|do|about|approx\.?|ca\.?|max\.?|min\.?|is|up to|bis|mindestens|at least|at most|不超过|至少))*\s?[:=：]?\s?"
_BEFORE: Mapping[Axis, re.Pattern[str]] = {
    axis: re.compile(rf"(?<![^\W\u3040-\u30ff\u3400-\u9fff])(?:{names}){_JOINT}$")
    for axis, names in _NOUNS.items()
}
_BEHIND: Mapping[Axis, re.Pattern[str]] = {
    axis: re.compile(rf"\s?-?\s?(?:{names}){_CJK_OR_END}")
    for axis, names in {one: f"{_ADJECTIVES[one]}|{_NOUNS[one]}" for one in _NOUNS}.items()
}
_NAMED: Mapping[Axis, re.Pattern[str]] = {
    axis: re.compile(rf"(?<![^\W_\u3040-\u30ff\u3400-\u9fff])(?:{names})(?![^\W_\u3040-\u30ff\u3400-\u9fff])")
    for axis, names in _NOUNS.items()
}
_REACH = 32


def axis_beside(text: str, start: int, end: int, /) -> Axis | None:
    """The axis named right before or behind the measure text[start:end]; None where none is.

    >>> axis_beside("shelf height 10 cm", 13, 18), axis_beside("shelf 10 cm wide", 6, 11)
    ('height', 'width')
    """
    before = fold_keeping_places(text[max(0, start - _REACH) : start])[0]
    behind = fold_keeping_places(text[end : end + _REACH])[0]
    for axis, expression in _BEFORE.items():
        if expression.search(before):
            return axis
    return next((axis for axis, expression in _BEHIND.items() if expression.match(behind)), None)


def axis_named(name: str, /) -> Axis | None:
    """The axis that a column is of; None for none or several.

    >>> axis_named("Höhe (cm)"), axis_named("Length x width")
    ('height', None)
    """
    folded = fold_keeping_places(name)[0]
    found = [axis for axis, expression in _NAMED.items() if expression.search(folded)]
    return found[0] if len(found) == 1 else None
