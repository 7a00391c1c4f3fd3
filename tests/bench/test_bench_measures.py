"""Figures of many calls, and of what was found."""

from __future__ import annotations

import os
import time

import pytest

from dragoman.bench.measures import by_clients, latency, percentile, recall
from dragoman.bench.memory import PeakMemory, memory_of


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(one) for one in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([3.0], 0.95) == 3.0


def test_no_answered_call_is_no_figure() -> None:
    with pytest.raises(ValueError, match="expected at least one call that was answered, got none; 3 failed"):
        latency([], clients=1, took=1.0, failed=3)


def test_one_client_asks_every_question_whatever_the_time() -> None:
    asked: list[int] = []
    figures = by_clients(lambda: asked.append, list(range(50)), clients=1, seconds=0.0)
    assert asked == list(range(50))
    assert (figures.calls, figures.clients, figures.failed) == (50, 1, 0)


def test_clients_begin_at_different_questions() -> None:
    seen: list[int] = []
    by_clients(lambda: seen.append, list(range(40)), clients=4, seconds=0.0)
    assert {0, 10, 20, 30} <= set(seen)


def test_calls_without_an_answer_are_counted_apart() -> None:
    def call(number: int) -> None:
        if number % 2:
            raise ConnectionError("gone")

    figures = by_clients(lambda: call, list(range(10)), clients=1, seconds=0.0)
    assert (figures.calls, figures.failed) == (5, 5)


def test_a_client_that_breaks_is_told() -> None:
    def call(_number: int) -> None:
        raise RuntimeError("no such thing")

    with pytest.raises(RuntimeError, match="no such thing"):
        by_clients(lambda: call, [1], clients=2, seconds=0.0)


def test_recall_counts_what_is_as_near_as_the_nearest() -> None:
    assert recall([0.9, 0.8, 0.7], [0.9, 0.8, 0.7]) == 1.0
    assert recall([0.9, 0.7, 0.7, 0.7], [0.9, 0.8, 0.7]) == 1.0
    assert recall([0.9, 0.6], [0.9, 0.8, 0.7]) == pytest.approx(1 / 3)
    assert recall([], []) == 1.0


def test_the_memory_of_this_process_is_told() -> None:
    now = memory_of(os.getpid())
    if now.resident == 0:
        pytest.skip("the system does not tell")
    assert now.resident >= now.private > 1
    with PeakMemory(every_seconds=0.01) as watch:
        held = bytearray(80 * 2**20)
        end = time.monotonic() + 5
        while watch.peak.private < now.private + 70 and time.monotonic() < end:
            time.sleep(0.01)
        del held
    assert watch.peak.private >= now.private + 70
