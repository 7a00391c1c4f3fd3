"""A kept evaluation as the page shows it: figures in the visitor's digits, and where the marks of the charts stand.

Charts are SVG in percent of their own width, so that they need no script and no picture of a fixed size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from babel.numbers import format_decimal

from dragoman.evaluate.report import Interval, Measure
from dragoman.faces.web.evaluate_labels import MEASURE_NAMES, QUERY_KINDS
from dragoman.faces.web.interface import Interface
from dragoman.faces.wire.evaluation import (
    CaseWire,
    ComparisonWire,
    DifferenceWire,
    FiguresWire,
    LanguageFiguresWire,
)

SURE = 0.05
"""p above it: chance alone may have done it."""
BUCKETS = 10
_TALLEST = 78.0
"""Of a chart's height, in percent; above is the number."""
_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0)

Column = Literal["query", "ndcg", "condensed", "judged", "mrr", "recall", "relevant", "took"]
COLUMNS: tuple[Column, ...] = get_args(Column)
Order = Literal["asc", "desc"]


# ------------------------------------------------------------------------------ numbers


def figure(ui: Interface, value: float | None, /) -> str:
    """Three decimals; a dash where nothing was measured."""
    return "–" if value is None else format_decimal(value, format="0.000", locale=ui.locale)


def signed(ui: Interface, value: float, /) -> str:
    """Three decimals and their sign."""
    return format_decimal(value, format="+0.000;\u22120.000", locale=ui.locale)


def interval(ui: Interface, found: Interval | None, /, *, sign: bool = False) -> str:
    """ "0.510 … 0.676"; empty where there is none."""
    if found is None:
        return ""
    low, high = (signed(ui, end) if sign else figure(ui, end) for end in found)
    return f"{low} … {high}"


def p_value(ui: Interface, value: float, /) -> str:
    return f"p < {figure(ui, 0.001)}" if value < 0.001 else f"p = {figure(ui, value)}"


def percent(share: float, /) -> str:
    """A place in a chart.

    >>> percent(0.5), percent(1.2)
    ('50.00%', '100.00%')
    """
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"


# ------------------------------------------------------------------------------ means with intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisker:
    """A mean and its interval on a line, in percent of the line."""

    at: str
    low: str
    width: str
    """Of the interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The questions of one language or kind."""

    code: str
    name: str
    queries: int
    figures: Mapping[Measure, str]
    interval: str
    whisker: Whisker | None
    share: str
    """Of the judgments' own language on the same questions; "" for that language itself."""


def group(ui: Interface, code: str, name: str, found: FiguresWire, /) -> Group:
    share = found.share if isinstance(found, LanguageFiguresWire) else None
    return Group(
        code=code,
        name=name,
        queries=found.queries,
        figures={measure: figure(ui, value) for measure, value in _values(found).items()},
        interval=interval(ui, found.ndcg_ci),
        whisker=whisker(found.ndcg, found.ndcg_ci),
        share="" if share is None else ui.percent(share),
    )


def languages(ui: Interface, found: Mapping[str, LanguageFiguresWire], /, *, own: str) -> list[Group]:
    """The judgments' own language first; its share of itself is not said."""
    groups = [group(ui, code, ui.language_name(code), one) for code, one in found.items()]
    return [
        one
        if one.code != own
        else group(ui, own, one.name, FiguresWire.model_validate(found[own].model_dump()))
        for one in groups
    ]


def kinds(ui: Interface, found: Mapping[str, FiguresWire], /) -> list[Group]:
    names = {str(code): name for code, name in QUERY_KINDS.items()}
    return [group(ui, code, ui.say(names.get(code, code)), one) for code, one in found.items()]


def _values(found: FiguresWire | CaseWire) -> dict[Measure, float | None]:
    return {
        "ndcg@10": found.ndcg,
        "condensed_ndcg@10": found.condensed_ndcg,
        "judged@10": found.judged,
        "mrr": found.mrr,
        "recall@50": found.recall,
    }


def whisker(
    mean: float | None, ends: Interval | None, /, *, least: float = 0.0, most: float = 1.0
) -> Whisker | None:
    """On a line from `least` to `most`; None where nothing was measured."""
    if mean is None:
        return None
    low, high = ends if ends is not None else (mean, mean)
    span = most - least
    return Whisker(
        at=percent((mean - least) / span),
        low=percent((low - least) / span),
        width=percent((high - low) / span),
    )


# ------------------------------------------------------------------------------ how the questions lie


@dataclass(frozen=True, slots=True, kw_only=True)
class Pillar:
    """One column of a chart, in percent of its width and height."""

    x: str
    middle: str
    y: str
    height: str
    count: int
    begin: str
    end: str


def histogram(ui: Interface, cases: Iterable[CaseWire], /) -> list[Pillar]:
    """How many questions have an nDCG@10 of 0.0 to 0.1, 0.1 to 0.2 ..., 0.9 to 1.0."""
    counts = [0] * BUCKETS
    for case in cases:
        if case.ndcg is not None:
            counts[min(int(case.ndcg * BUCKETS), BUCKETS - 1)] += 1
    most = max(*counts, 1)
    tenth = [format_decimal(step / BUCKETS, format="0.0", locale=ui.locale) for step in range(BUCKETS + 1)]
    return [
        Pillar(
            x=percent((place + 0.08) / BUCKETS),
            middle=percent((place + 0.5) / BUCKETS),
            y=f"{100 - _TALLEST * count / most:.2f}%",
            height=f"{_TALLEST * count / most:.2f}%",
            count=count,
            begin=tenth[place],
            end=tenth[place + 1],
        )
        for place, count in enumerate(counts)
    ]


# ------------------------------------------------------------------------------ questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    case: CaseWire
    language: str
    kind: str
    figures: Mapping[Measure, str]
    bar: str
    """nDCG@10 in percent of the cell."""
    took: str
    right_shown: int
    """Of the first ten, rated above 0."""


def question(ui: Interface, case: CaseWire, /) -> Question:
    return Question(
        case=case,
        language=ui.language_name(case.language),
        kind=ui.say(QUERY_KINDS[case.query_class]),
        figures={measure: figure(ui, value) for measure, value in _values(case).items()},
        bar=percent(case.ndcg or 0.0),
        took=ui.number(round(case.took_ms, 1)),
        right_shown=sum((hit.rating or 0) > 0 for hit in case.top),
    )


def ordered(cases: Iterable[CaseWire], column: Column, order: Order, /) -> list[CaseWire]:
    """By one column, then by question; what has no figure comes last either way."""
    found = sorted(cases, key=lambda case: (case.query, case.language))
    with_figure = [case for case in found if _key(case, column) is not None]
    without = [case for case in found if _key(case, column) is None]
    with_figure.sort(key=lambda case: _key(case, column) or 0, reverse=order == "desc")
    return [*with_figure, *without]


def _key(case: CaseWire, column: Column) -> float | str | None:
    values: dict[Column, float | str | None] = {
        "ndcg": case.ndcg,
        "condensed": case.condensed_ndcg,
        "judged": case.judged,
        "mrr": case.mrr,
        "recall": case.recall,
        "query": case.text.casefold(),
        "relevant": case.relevant,
        "took": case.took_ms,
    }
    return values[column]


# ------------------------------------------------------------------------------ two evaluations


Verdict = Literal["higher", "lower", "same", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One measure, or one language's nDCG@10, before and now."""

    code: str
    name: str
    queries: int
    better: int
    worse: int
    before: str
    after: str
    difference: str
    interval: str
    p_value: str
    verdict: Verdict
    whisker: Whisker


def verdict(found: DifferenceWire, /) -> Verdict:
    """`unsure` where chance alone may have done it."""
    if found.difference == 0 and found.p_value == 1.0:
        return "same"
    if found.p_value > SURE:
        return "unsure"
    return "higher" if found.difference > 0 else "lower"


def reach(found: Iterable[DifferenceWire], /) -> float:
    """Half the width of a chart that holds every interval: one of _STEPS."""
    ends = [abs(end) for one in found for end in (one.difference, *(one.difference_ci or ()))]
    return next((step for step in _STEPS if step >= max(ends, default=0.0)), 1.0)


def by_language(ui: Interface, found: Sequence[ComparisonWire], /) -> list[Change]:
    wide = reach(one.measures["ndcg@10"] for one in found)
    return [
        _change(ui, one.language, ui.language_name(one.language), one, one.measures["ndcg@10"], wide)
        for one in found
    ]


def by_measure(ui: Interface, found: ComparisonWire, /) -> list[Change]:
    wide = reach(found.measures.values())
    return [
        _change(ui, measure, ui.say(name), found, found.measures[measure], wide)
        for measure, name in MEASURE_NAMES.items()
    ]


def _change(
    ui: Interface, code: str, name: str, of: ComparisonWire, found: DifferenceWire, wide: float
) -> Change:
    mark = whisker(found.difference, found.difference_ci, least=-wide, most=wide)
    assert mark is not None, "a comparison has at least one question"
    return Change(
        code=code,
        name=name,
        queries=of.queries,
        better=of.better,
        worse=of.worse,
        before=figure(ui, found.before),
        after=figure(ui, found.after),
        difference=signed(ui, found.difference),
        interval=interval(ui, found.difference_ci, sign=True),
        p_value=p_value(ui, found.p_value),
        verdict=verdict(found),
        whisker=mark,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A question whose nDCG@10 is another one, with its hits of both times."""

    query: str
    text: str
    language: str
    before: str
    after: str
    difference: str
    better: bool
    was: CaseWire
    now: CaseWire


def changed(
    ui: Interface, found: ComparisonWire, /, *, before: Iterable[CaseWire], after: Iterable[CaseWire]
) -> list[Changed]:
    """In the order of `found`: by falling size of the change."""
    was = {case.query: case for case in before if case.language == found.language}
    now = {case.query: case for case in after if case.language == found.language}
    return [
        Changed(
            query=one.query,
            text=now[one.query].text,
            language=found.language,
            before=figure(ui, one.before),
            after=figure(ui, one.after),
            difference=signed(ui, one.after - one.before),
            better=one.after > one.before,
            was=was[one.query],
            now=now[one.query],
        )
        for one in found.changed
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One question's change in a chart: up from the middle, or down."""

    x: str
    width: str
    y: str
    height: str
    better: bool
    text: str


def bars(found: Sequence[Changed], /) -> list[Bar]:
    """From what gained most to what lost most."""
    sized = [(one, float(one.now.ndcg or 0) - float(one.was.ndcg or 0)) for one in found]
    sized.sort(key=lambda pair: -pair[1])
    most = max((abs(size) for _, size in sized), default=1.0) or 1.0
    each = 1 / max(len(sized), 24)
    return [
        Bar(
            x=percent(place * each + each * 0.1),
            width=percent(each * 0.8),
            y=percent(0.5 - max(size, 0) / most / 2),
            height=percent(abs(size) / most / 2),
            better=size > 0,
            text=f"{one.text}: {one.before} → {one.after}",
        )
        for place, (one, size) in enumerate(sized)
    ]
