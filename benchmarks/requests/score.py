"""Slot precision, recall and F1 of `understand` on the labelled requests."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.requests.data import SLOTS, TODAY, Half, Request, requests
from benchmarks.requests.values import labelled, understood
from dragoman.model import LANGUAGES
from dragoman.normalise.kinds import find_concepts
from dragoman.search.query import understand
from dragoman.search.request import Query


@dataclass(slots=True)
class Tally:
    """Values that were found rightly, wrongly and not at all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else 1.0

    def figures(self) -> dict[str, float | int]:
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "values": self.right + self.missed,
        }


@dataclass(slots=True)
class Scored:
    """One request's reading, held against its labels."""

    request: Request
    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    """ "budget: missed '4 USD per 1 piece'"."""
    language_right: bool = False
    milliseconds: float = 0.0
    """Of the processor: other work on the machine does not count."""


def score(request: Request, /) -> Scored:
    began = time.thread_time()
    query = understand(request.text, today=TODAY)
    made = Scored(
        request=request,
        language_right=query.language == request.language,
        milliseconds=(time.thread_time() - began) * 1000,
    )
    found = understood(query)
    for slot in SLOTS[:-1]:
        wanted = [labelled(slot, value) for value in request.want.get(slot, ())]
        _compare(made, slot, wanted, found.get(slot, []))
    _product(made, query)
    return made


def _compare(made: Scored, slot: str, wanted: list[str], found: list[str]) -> None:
    """Each label is met by one value at most."""
    left = list(found)
    tally = made.tallies.setdefault(slot, Tally())
    for value in wanted:
        met = next((one for one in left if _same(slot, value, one)), None)
        if met is None:
            tally.missed += 1
            made.errors.append(f"{slot}: missed {value!r}")
        else:
            left.remove(met)
            tally.right += 1
    tally.wrong += len(left)
    made.errors += [f"{slot}: wrong {value!r}" for value in left]


def _same(slot: str, wanted: str, found: str) -> bool:
    """Refused and insisted words are the same where one goes on after the other ("lids", "lids please")."""
    if slot != "word":
        return wanted == found
    return f"{found} ".startswith(f"{wanted} ") or f"{wanted} ".startswith(f"{found} ")


def _product(made: Scored, query: Query) -> None:
    product = query.product.casefold()
    tally = made.tallies.setdefault("product", Tally())
    for word in made.request.keep:
        kept = word.casefold() in product
        tally.right += kept
        tally.missed += not kept
        if not kept:
            made.errors.append(f"product: lost {word!r} of {query.product!r}")
    for word in made.request.drop:
        if word.casefold() in product:
            tally.wrong += 1
            made.errors.append(f"product: kept {word!r} in {query.product!r}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.requests", description=__doc__, allow_abbrev=False
    )
    parser.add_argument("--half", choices=["dev", "test"], default="dev")
    parser.add_argument("--language")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--errors", action="store_true", help="list what went wrong; of the dev half only")
    options = parser.parse_args(arguments)
    half: Half = options.half
    if options.errors and half == "test":
        parser.error(
            "expected --half dev with --errors: what goes wrong on the test half is not to be looked at"
        )
    _warm("test" if half == "dev" else "dev")
    scored = [score(request) for request in requests(half, language=options.language)]
    report = summary(scored, half)
    print(json.dumps(report, ensure_ascii=False, indent=2) if options.json else _table(report))
    if options.errors:
        for one in scored:
            if one.errors:
                print(f"\n{one.request.request_id}  {one.request.text}")
                print("\n".join(f"    {error}" for error in one.errors))
    return 0


def _warm(other: Half) -> None:
    """Read the other half's requests: vocabularies are loaded and compiled as they are first used, and a service in
    use has them; no request that is timed has been read before."""
    for language in LANGUAGES:
        find_concepts("x", (language,))
    for request in requests(other):
        understand(request.text, today=TODAY)


def summary(scored: list[Scored], half: Half, /) -> dict[str, object]:
    """Figures over all, by language and by slot, as `--json` prints them."""
    whole, by_slot, by_language = Tally(), {slot: Tally() for slot in SLOTS}, dict[str, Tally]()
    both: dict[str, dict[str, Tally]] = {}
    for one in scored:
        language = one.request.language
        for slot, tally in one.tallies.items():
            whole.add(tally)
            by_slot[slot].add(tally)
            by_language.setdefault(language, Tally()).add(tally)
            both.setdefault(language, {}).setdefault(slot, Tally()).add(tally)
    times = sorted(one.milliseconds for one in scored)
    return {
        "half": half,
        "requests": len(scored),
        "all": whole.figures(),
        "by_language": {name: tally.figures() for name, tally in by_language.items()},
        "by_slot": {slot: tally.figures() for slot, tally in by_slot.items()},
        "f1_by_language_and_slot": {
            name: {slot: round(tally.f1, 4) for slot, tally in slots.items()} for name, slots in both.items()
        },
        "language_told_rightly": round(sum(one.language_right for one in scored) / len(scored), 4),
        "without_any_error": round(sum(not one.errors for one in scored) / len(scored), 4),
        "requests_by_language": dict(Counter(one.request.language for one in scored)),
        "understand_ms": {"p50": round(_at(times, 0.5), 2), "p95": round(_at(times, 0.95), 2)},
    }


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def _table(report: dict[str, object]) -> str:
    lines = [f"{report['half']}: {report['requests']} requests", ""]
    lines.append(f"{'':12} {'precision':>9} {'recall':>9} {'F1':>9} {'values':>9}")
    for part in ("all", "by_language", "by_slot"):
        figures = report[part]
        assert isinstance(figures, dict)
        rows: Iterable[tuple[str, dict[str, float]]] = (
            [("all", figures)] if part == "all" else figures.items()
        )
        for name, row in rows:
            lines.append(
                f"{name:12} {row['precision']:9.3f} {row['recall']:9.3f} {row['f1']:9.3f} {row['values']:9}"
            )
        lines.append("")
    lines.append(
        f"language told rightly {report['language_told_rightly']}, without any error {report['without_any_error']}, understand() {report['understand_ms']} ms"
    )
    return "\n".join(lines)
