"""What has to be said about a result, in the visitor's language; what has no words there stays English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.faces.web.interface import Interface, marked
from dragoman.faces.web.words import asked_whole
from dragoman.search.notice import Notice
from dragoman.search.notices import LEFT_OUT, NOT_UNDERSTOOD, WITHOUT_FILTER
from dragoman.search.request import Query

KNOWN = frozenset(
    {
        marked(
            'Several items are asked for at once: "%(first)s" is taken for all that is found, "%(others)s" for nothing. '
            "Ask for one item at a time."
        ),
        marked("The question is long: its last %(count)s characters were not read."),
        marked(
            "Prices in other currencies are converted with exchange rates of %(day)s, %(days)s days ago: by newer ones "
            "they may compare differently. Take in new ones with `dragoman rates import`."
        ),
        marked("Nothing found: try fewer or other words, or remove a filter."),
        marked('Without the filter "%(name)s" there are %(count)s offers.'),
        marked("No offer carries the identifier %(identifiers)s."),
        marked('No offer says "%(words)s"; read as %(kind)s, the nearest kind here.'),
        marked("Few offers carry most of the words; offers with any of them are shown."),
        marked("No offer carries these words; offers near in meaning are shown."),
        marked("%(count)s offers are left out, by: %(names)s."),
        marked("Total and facets count offers not yet looked at, of which more may be left out."),
        marked(
            "No exchange rate for %(currency)s: %(count)s of the prices shown stay in %(currency)s and do not compare."
        ),
        marked(
            "%(count)s of the offers shown have no HS code: one is guessed from what is sold, and the duty into "
            "%(country)s reckoned by it. The supplier's own code would settle it."
        ),
        marked(
            "For %(count)s of the offers shown a part of the landed cost into %(country)s is not known: they stand "
            "behind those known in full, by what they cost at least."
        ),
        marked(
            "For %(count)s of the offers shown there is no price to reckon a landed cost into %(country)s from."
        ),
        marked("The index is catching up: the newest changes may be missing."),
    }
)
"""`search.notices.MESSAGES`, marked for translation; what was not understood stands with the chips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    text: str
    english: bool
    """It has no words in the visitor's language."""


def notice_lines(
    ui: Interface, notices: Iterable[str], query: Query, filters: Mapping[str, str], /
) -> list[NoticeLine]:
    """What was not understood is left out: it stands with what was. Requirements are told as their chips tell them.

    Args:
        filters: A filter as it was asked for -> in words.
    """
    return [
        _line(ui, one, query, filters)
        for one in notices
        if not (isinstance(one, Notice) and one.message == NOT_UNDERSTOOD)
    ]


def _line(ui: Interface, notice: str, query: Query, filters: Mapping[str, str]) -> NoticeLine:
    if not isinstance(notice, Notice) or notice.message not in KNOWN:
        return NoticeLine(text=notice, english=True)
    values = {
        name: ui.number(value) if isinstance(value, int) else value for name, value in notice.values.items()
    }
    if notice.message == LEFT_OUT:
        words = {one.requirement_id: asked_whole(ui, one) for one in query.requirements}
        ids = str(notice.values["names"]).split(", ")
        values["names"] = ", ".join(words.get(one, one) for one in ids)
    if "day" in values:
        values["day"] = ui.day(date.fromisoformat(str(notice.values["day"])))
    if notice.message == WITHOUT_FILTER:
        values["name"] = filters.get(str(notice.values["name"]), values["name"])
    if "country" in values:
        values["country"] = ui.country(str(notice.values["country"]))
    return NoticeLine(text=ui.say(notice.message, **values), english=False)
