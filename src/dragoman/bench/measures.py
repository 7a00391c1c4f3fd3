"""How long, how many, how right: small and pure, for every benchmark of ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Asked = TypeVar("Asked")


def percentile(values: Sequence[float], share: float, /) -> float:
    """Nearest rank: the smallest value that at least `share` of the values do not exceed.

    >>> percentile([4.0, 1.0, 3.0, 2.0], 0.5)
    2.0
    """
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, int(-(-share * len(ranked) // 1)) - 1))]


def shown(milliseconds: float, /) -> str:
    """With as many decimals as say something.

    >>> shown(0.0614), shown(4.27), shown(1234.5)
    ('0.061', '4.3', '1,234')
    """
    if milliseconds < 1:
        return f"{milliseconds:.3f}"
    return f"{milliseconds:.1f}" if milliseconds < 1000 else f"{milliseconds:,.0f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Of many calls by some clients at once."""

    clients: int
    calls: int
    failed: int
    """Calls that gave no answer; they are in no figure."""
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float


def latency(seconds: Sequence[float], /, *, clients: int, took: float, failed: int = 0) -> Latency:
    """The figures of calls that took so many seconds each, and `took` all together. Raises ValueError for none."""
    if not seconds:
        raise ValueError(f"expected at least one call that was answered, got none; {failed} failed")
    return Latency(
        clients=clients,
        calls=len(seconds),
        failed=failed,
        per_second=len(seconds) / took,
        p50_ms=percentile(seconds, 0.5) * 1000,
        p95_ms=percentile(seconds, 0.95) * 1000,
        p99_ms=percentile(seconds, 0.99) * 1000,
        worst_ms=max(seconds) * 1000,
    )


def by_clients(
    make_call: Callable[[], Callable[[Asked], None]],
    asked: Sequence[Asked],
    /,
    *,
    clients: int,
    seconds: float,
) -> Latency:
    """Ask from several threads at once, each question after the other, until the time is over; every question at
    least once where one client asks.

    Args:
        make_call: Once for each client; what it gives asks one question, and raises OSError where there is no answer.
        asked: Client number c of n begins with question c * len / n, and goes round.
    """
    taken: list[list[float]] = [[] for _ in range(clients)]
    failed = [0] * clients
    broken: list[BaseException] = []
    ready = threading.Barrier(clients + 1)
    end = [0.0]

    def client(number: int) -> None:
        call = make_call()
        place = number * len(asked) // clients
        ready.wait()
        least = len(asked) if clients == 1 else 1
        try:
            while time.perf_counter() < end[0] or len(taken[number]) + failed[number] < least:
                started = time.perf_counter()
                try:
                    call(asked[place % len(asked)])
                except OSError:
                    failed[number] += 1
                else:
                    taken[number].append(time.perf_counter() - started)
                place += 1
        except BaseException as error:  # noqa: BLE001 - told by who waits for this thread
            broken.append(error)

    threads = [threading.Thread(target=client, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    started = time.perf_counter()
    end[0] = started + seconds
    ready.wait()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return latency(
        [one for some in taken for one in some],
        clients=clients,
        took=time.perf_counter() - started,
        failed=sum(failed),
    )


def recall(found: Sequence[float], exact: Sequence[float], /, *, slack: float = 1e-4) -> float:
    """Share of the `len(exact)` nearest that were found, told by their cosines, so that it does not matter which of
    several equally near offers (the same product at other suppliers) was.

    Args:
        found: Cosines of what was found, the nearest first, as many as there are in `exact` or fewer.
        exact: Of the nearest.
        slack: Cosines that differ by less are the same: vectors are held in half precision.

    >>> recall([0.9, 0.8, 0.5], [0.9, 0.8, 0.7])
    0.6666666666666666
    """
    if not exact:
        return 1.0
    last = exact[-1] - slack
    return sum(one >= last for one in found[: len(exact)]) / len(exact)
