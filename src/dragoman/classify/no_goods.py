"""Texts that no code can be found for: services, which the Harmonized System has none for, and those that say nothing."""

from __future__ import annotations

import re

from dragoman.vocabulary.folding import fold_keeping_places

_WORD = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
"""What can name goods: three letters, or one of Chinese or Japanese."""
_SERVICE = re.compile(
    r"(?<!self[- ])(?:(?<!\w)services?|\w{4,30}(?:service|dienstleistung(?:en)?|beratung)|服务|服務|サービス)$"
    r"|^(?:servicios?|services?|servicos?|prestations?) (?:de|d|des|do|da|a|tecnico|technique)(?!\w)"
    r"|^(?:услуг[аи]?|خدم[ةه]|خدمات|dienstleistung(?:en)?)(?!\w)"
    r"|(?<!\w)(?:consulting|consultancy|subscription|warranty extension|extended warranty|freight forwarding)$"
)
"""The thing that is sold, where each language has it, as folded letters."""
_MOST = 200
"""Characters of a title that are read."""
_SET_OF_DISHES = re.compile(
    r"(?:tea|coffee|dinner|table|dessert|breakfast|mocha|tableware) services?$|\w{0,30}(?:tee|kaffee|speise|ess|tafel|mokka)service$"
    r"|^(?:servicio|service|servico) (?:de|a|d) (?:table|the|cafe|mesa|te|cha|dessert|vaisselle|jantar)(?!\w)"
)
"""Services that are goods."""


def is_service(title: str, /) -> bool:
    """Whether a title names a service: "installation service", but not a "tea service".

    >>> is_service("Repair service for laptops"), is_service("tea service, 12 pieces"), is_service("service trolley")
    (True, False, False)
    """
    clause = _first_clause(fold_keeping_places(title[:_MOST])[0])
    return _SERVICE.search(clause) is not None and _SET_OF_DISHES.search(clause) is None


def says_nothing(text: str, /) -> bool:
    """Whether there is no word in a text: a letter, a number, a picture.

    >>> says_nothing("x 4711 😀"), says_nothing("mug"), says_nothing("杯")
    (True, False, False)
    """
    return _WORD.search(text) is None


def _first_clause(folded: str) -> str:
    """Up to what the thing is for, and to the first comma."""
    clause = re.split(r"[,;:(\[/|–]|\s-\s|\s(?:for|from|in|fur|with|per)\s", folded, maxsplit=1)[0]
    return " ".join(clause.split())
