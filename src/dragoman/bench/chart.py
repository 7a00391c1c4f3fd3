"""Charts as SVG that need no script: kinds of question beside each other, and how the time grows with the catalogue."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from dragoman.bench.figures import Asked, Figures
from dragoman.bench.measures import shown

_WIDTH, _LEFT, _RIGHT, _ROW = 760, 130, 90, 26
_STYLE = """<style>
svg { font: 12px system-ui, sans-serif; background: #fff; color: #222 }
text { fill: #222 } .soft { fill: #666 } .grid { stroke: #ddd; stroke-width: 1 }
.p50 { fill: #1f6f8b } .p95 { fill: #99c5d4 } .line { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  svg { background: #16191d } text { fill: #e6e6e6 } .soft { fill: #9aa0a6 } .grid { stroke: #33383e }
  .p50 { fill: #6fc3de } .p95 { fill: #33667a }
}
</style>"""
_HUES = (
    "#1f6f8b",
    "#c2571a",
    "#5b7f2b",
    "#8a4fae",
    "#b03060",
    "#6b6b00",
    "#2b6f5b",
    "#a07000",
    "#4060c0",
    "#777777",
    "#c04040",
    "#00838f",
)


def kinds_chart(figures: Figures, /) -> str:
    """p50 and p95 of each kind of question for one client, on a logarithmic axis: library above, HTTP below."""
    groups = [("through the library", figures.library)]
    if figures.served is not None:
        groups.append(("through HTTP", figures.served.asked))
    drawn = [(title, [one for one in asked if one.latency.clients == 1]) for title, asked in groups]
    drawn = [(title, asked) for title, asked in drawn if asked]
    rows = sum(len(asked) + 1 for _, asked in drawn)
    low, high = _decades(
        [one.latency.p50_ms for _, asked in drawn for one in asked],
        [one.latency.p95_ms for _, asked in drawn for one in asked],
    )
    height = 54 + rows * _ROW + 24
    parts = [
        _text(_LEFT, 20, f"{figures.catalogue.offers:,} offers: p50 (dark) and p95 (light), one client, ms")
    ]
    parts += _grid(low, high, 34, height - 28)
    y = 40
    for title, asked in drawn:
        parts.append(_text(_LEFT - 8, y + 17, title, "soft", "end"))
        y += _ROW
        for one in asked:
            parts += _bar(one, y, low, high)
            y += _ROW
    return _svg(height, parts)


def growth_chart(runs: Sequence[Figures], /) -> str:
    """p95 of one client through the library by the size of the catalogue, both axes logarithmic."""
    ordered = sorted(runs, key=lambda one: one.catalogue.offers)
    kinds = [one.kind for one in ordered[0].library if one.latency.clients == 1] if ordered else []
    lines = {
        kind: [
            (float(run.catalogue.offers), found.latency.p95_ms)
            for run in ordered
            if (found := run.asked(kind)) is not None
        ]
        for kind in kinds
    }
    values = [took for points in lines.values() for _, took in points]
    low, high = _decades(values, values)
    sizes = [float(run.catalogue.offers) for run in ordered]
    top, bottom, right = 34, 380, _WIDTH - 150

    def x(size: float) -> float:
        return _along(size, sizes[0], sizes[-1], _LEFT - 60, right)

    def y(took: float) -> float:
        return bottom - _along(took, low, high, 0, bottom - top)

    parts = [
        _text(
            _LEFT - 60, 20, "p95 of a search, ms, by offers in the catalogue; one client, through the library"
        )
    ]
    for tick in _ticks(low, high):
        parts.append(
            f'<line class="grid" x1="{_LEFT - 60}" x2="{right}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>'
        )
        parts.append(_text(_LEFT - 66, y(tick) + 4, f"{tick:g}", "soft", "end"))
    parts += [_text(x(size), bottom + 18, f"{size:,.0f}", "soft", "middle") for size in sizes]
    ends = _apart([(y(points[-1][1]), kind) for kind, points in lines.items() if points])
    for number, (kind, points) in enumerate(lines.items()):
        if not points:
            continue
        hue = _HUES[number % len(_HUES)]
        path = " ".join(f"{x(size):.1f},{y(took):.1f}" for size, took in points)
        parts.append(
            f'<polyline class="line" stroke="{hue}" points="{path}"><title>{escape(kind)}</title></polyline>'
        )
        parts.append(
            f'<text x="{right + 8}" y="{ends[kind] + 4:.1f}" style="fill:{hue}">{escape(kind)} {shown(points[-1][1])}</text>'
        )
    return _svg(410, parts)


def _bar(one: Asked, y: float, low: float, high: float) -> list[str]:
    half, most = (
        _along(took, low, high, _LEFT, _WIDTH - _RIGHT) for took in (one.latency.p50_ms, one.latency.p95_ms)
    )
    return [
        _text(_LEFT - 8, y + 17, one.kind, "", "end"),
        f'<rect class="p95" x="{_LEFT}" y="{y + 4}" width="{max(most - _LEFT, 1):.1f}" height="{_ROW - 8}"/>',
        f'<rect class="p50" x="{_LEFT}" y="{y + 4}" width="{max(half - _LEFT, 1):.1f}" height="{_ROW - 8}"/>',
        _text(most + 6, y + 17, f"{shown(one.latency.p50_ms)} / {shown(one.latency.p95_ms)}", "soft"),
    ]


def _grid(low: float, high: float, top: float, bottom: float) -> list[str]:
    found = []
    for tick in _ticks(low, high):
        x = _along(tick, low, high, _LEFT, _WIDTH - _RIGHT)
        found.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}"/>')
        found.append(_text(x, bottom + 16, f"{tick:g}", "soft", "middle"))
    return found


def _decades(lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
    """Whole powers of ten around all values."""
    low = math.floor(math.log10(max(min(lows, default=1.0), 0.01)))
    high = math.ceil(math.log10(max(max(highs, default=10.0), 0.02)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def _ticks(low: float, high: float) -> list[float]:
    return [low * 10**step for step in range(round(math.log10(high / low)) + 1)]


def _along(value: float, low: float, high: float, start: float, end: float) -> float:
    if high <= low:
        return end
    share = math.log(max(value, low) / low) / math.log(high / low)
    return start + share * (end - start)


def _apart(ends: list[tuple[float, str]], *, least: float = 15.0) -> dict[str, float]:
    """Labels moved down until none covers another."""
    placed: dict[str, float] = {}
    last = -least
    for at, kind in sorted(ends):
        last = max(at, last + least)
        placed[kind] = last
    return placed


def _text(x: float, y: float, text: str, name: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{name}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
    return "\n".join([head, _STYLE, *parts, "</svg>", ""])
