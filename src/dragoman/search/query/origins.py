"""Where the goods are to be made: "aus Portugal oder der Türkei", "origine Espagne, pas d'Italie", "ドイツ製のみ"."""

from __future__ import annotations

import re

from dragoman.normalise.quantities.found import Found
from dragoman.normalise.quantities.places import Place, find_destinations
from dragoman.search.query import cues
from dragoman.search.query.spans import Question
from dragoman.search.request import OriginWanted, Strength
from dragoman.vocabulary.countries import country_named, find_makers

_JOINT = re.compile(
    r"\s*(?:(?:,|/|、|،|\+)?\s*(?:or|and|nor|oder|und|noch|o|u|y|ni|ou|et|e|nem|или|и|ни|أو|او|و|或者?|和|または|か|や)?)\s*"
    r"(?:(?:the|der|den|dem|die|le|la|les|du|de la|des|de|do|da|dos|el|from|aus|из|من|au|en|no|na)(?!\w)|de l['’]|d['’]|l['’])?\s*",
    re.IGNORECASE,
)
_NOR = re.compile(
    r"\s*,?\s*(?:or|nor|oder|noch|o|u|ni|ou|nem|или|ни|أو|ولا|或|または|/|、)\s*", re.IGNORECASE
)
_LONGEST_JOINT = 12
_MADE = re.compile(
    r"made|produ|fabrikat|(?<!\w)(?:no|not|nicht|kein\w*|pas|não|не|ليست?)\s|manufact|orig|fabri|herstellung|fertigung|herkunft|manufa|provenance|производств|происхожд|сборк|منشأ|صنع|صناعة|إنتاج",
    re.IGNORECASE,
)
"""Without one of these no adjective names an origin."""
_MADE_BEHIND = re.compile(
    r"[\s-]*(?:made|produced|manufactured|origin|production|производств\w*|происхожден\w*|сборк\w*|المنشأ|الصنع|products?|goods|fabrikate?|ware|produktion|herstellung|fertigung|herkunft|fabrikation)(?!\w)",
    re.IGNORECASE,
)
_MADE_BEFORE = re.compile(
    r"(?<!\w)(?:(?:of|aus|de|con|من)\s+)?(?:fabricación|producción|origen|manufactura|fabrication|production|provenance|origine|fabricação|fabrico|produção|origem|manufatura|صناعة|منشأ|إنتاج)\s+$",
    re.IGNORECASE,
)


def find_origins(question: Question, /) -> list[OriginWanted]:
    """Countries that goods are to come from, or not; those joined to one by "or", "and" or a comma go with it."""
    wanted = _by_makers(question)
    named = [one for one in find_destinations(question.text) if _is_country(question, one)]
    for number, one in enumerate(named):
        if not question.free(one.start, one.end):
            continue
        made = _origin(question, one) or _with_the_next(question, named[number : number + 2])
        if made is None:
            continue
        strength, start, end = made
        chain = [(one.value.country, start, end)]
        for other in named[number + 1 :]:
            if not _joined(question, chain[-1][2], other):
                break
            question.cut.append((chain[-1][2], other.start))
            chain.append((other.value.country, other.start, _widened_end(question, other)))
        if len(chain) > 1 and strength == "should":
            strength = question.strength(start, chain[-1][2])
        wanted += [
            OriginWanted(
                requirement_id=f"origin:{country}",
                spans=(question.take(left, right, cut=True),),
                strength=strength,
                country=country,
            )
            for country, left, right in chain
        ]
    return wanted


def _is_country(question: Question, one: Found[Place]) -> bool:
    """A country, or a city that is named as its country is."""
    return one.value.city is None or country_named(question.text[one.start : one.end]) is not None


_REGION_BEFORE = re.compile(
    r"(?<!\w)(?:the )?(?:europe|europa|eu|ue|asia|asien|asie|ásia|африка|европ\w+|ес|أوروبا|欧洲|欧盟|ヨーロッパ)\s?(?:or|oder|o|ou|или|أو|或者?|または|か|/)\s?(?:the |der |den |de la |la |da |do )?$",
    re.IGNORECASE,
)
""" "made in Europe or Turkey": a region is no country, what is joined to it is one."""


def _origin(question: Question, found: Found[Place]) -> tuple[Strength, int, int] | None:
    """How strongly a country is asked for as origin, and its stretch with the words around it."""
    region = _REGION_BEFORE.search(question.text[: found.start])
    first = region.start() if region is not None else found.start
    start, end, told = question.widened(first, found.end, cues.ORIGIN_BEFORE, cues.ORIGIN_BEHIND)
    if not told:
        start = found.start
    if question.is_refused_before(question.before(first)):  # "que não sejam da China"
        start = min(start, question.widened(first, end, cues.NOT_BEFORE, None)[0])
        return "not", start, question.widened(start, end, None, cues.NOT_BEHIND)[1]
    refused = (
        question.is_refused_before(question.before(start))
        or cues.NOT_BEHIND.match(question.behind(end)) is not None
    )
    if not told and not refused:
        return _of_country(question, found)
    strength = question.strength(start, end)
    if refused:
        start, end, _ = question.widened(start, end, cues.NOT_BEFORE, cues.NOT_BEHIND)
        strength = "not"
    return strength, start, end


_OF = re.compile(r"(?P<word>[^\W\d_]+)\s(?:de|d['’])\s?$", re.IGNORECASE)
_NOT_GOODS = frozenset(
    [
        "empresa",
        "compañía",
        "firma",
        "tienda",
        "cliente",
        "importador",
        "importadora",
        "distribuidor",
        "distribuidora",
        "somos",
        "desde",
        "fuera",
        "dentro",
        "norte",
        "sur",
        "resto",
        "ciudad",
        "puerto",
        "aeropuerto",
        "capital",
        "república",
        "capital",
        "través",
        "partir",
        "société",
        "entreprise",
        "boutique",
        "client",
        "importateur",
        "hors",
        "dehors",
        "nord",
        "sud",
        "ville",
        "port",
        "aéroport",
        "république",
        "loja",
        "companhia",
        "fora",
        "cidade",
        "porto",
        "república",
        "aeroporto",
        "partir",
        "interior",
        "através",
        "equipo",
        "bandera",
    ]
)
"""Before "de" and a country: it is no origin of goods."""


def _of_country(question: Question, found: Found[Place]) -> tuple[Strength, int, int] | None:
    """ "café de Colombia" in Spanish, Portuguese and French."""
    if question.language not in {"es", "pt", "fr"}:
        return None
    before = question.before(found.start)
    linked = _OF.search(before)
    if linked is None or linked["word"].lower() in _NOT_GOODS:
        return None
    start = found.start - (len(before) - linked.end("word"))
    return question.strength(start, found.end), start + 1, found.end


def _with_the_next(question: Question, two: list[Found[Place]]) -> tuple[Strength, int, int] | None:
    """The first of two countries that are told together behind the second: "韩国或日本产"."""
    if len(two) < len(("one", "next")):
        return None
    one, following = two
    between = question.text[one.end : following.start]
    if not between.strip(" ,、，/") or not _joined(question, one.end, following):
        return None
    if cues.DESTINATION_BEFORE.search(question.before(one.start)):
        return None
    made = _origin(question, following)
    return (made[0], one.start, one.end) if made is not None else None


def _joined(question: Question, end: int, other: Found[Place]) -> bool:
    between = question.text[end : other.start]
    return (
        other.start >= end
        and len(between) <= _LONGEST_JOINT
        and bool(between.strip())
        and question.free(other.start, other.end)
        and _JOINT.fullmatch(between) is not None
        and not cues.DESTINATION_BEHIND.match(question.behind(other.end))
    )


def _widened_end(question: Question, other: Found[Place]) -> int:
    return question.widened(other.start, other.end, None, cues.ORIGIN_BEHIND)[1]


def _by_makers(question: Question) -> list[OriginWanted]:
    """ "Japanese-made", "японского производства", "de fabricación italiana", "aus deutscher Herstellung"."""
    wanted: list[OriginWanted] = []
    if not _MADE.search(question.text):  # "no Chinese products" too
        return wanted
    refused = -1
    for one in find_makers(question.text):
        if not question.free(one.start, one.end):
            continue
        start, end = one.start, one.end
        also = 0 <= refused <= start and _NOR.fullmatch(question.text[refused:start]) is not None
        behind = _MADE_BEHIND.match(question.text[end:])
        before = _MADE_BEFORE.search(question.text[:start])
        if behind is not None:
            end += behind.end()
        elif before is not None:
            start = before.start()
        elif country_named(question.text[start:end]) is not None:
            continue  # "not from China or India"
        elif not also and not question.is_refused_before(question.before(start)):
            continue
        strength: Strength = "not" if also else question.strength(start, end)
        start, end, _ = question.widened(start, end, cues.NOT_BEFORE, None)
        refused = end if strength == "not" else -1
        wanted.append(
            OriginWanted(
                requirement_id=f"origin:{one.code}",
                spans=(question.take(start, end, cut=True),),
                strength=strength,
                country=one.code,
            )
        )
    return wanted
