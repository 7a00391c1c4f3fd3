"""Beside a server: the index is brought up, warmed, tried again after trouble, and made anew where it is damaged."""

from __future__ import annotations

import threading
from collections.abc import Callable

from dragoman.errors import IndexDamaged, OutOfSpace
from dragoman.operate.keeper import Keeper


class Home:
    """A stand-in: what it is asked, and what it answers in turn."""

    def __init__(self, *troubles: Exception | None) -> None:
        self.asked: list[str] = []
        self.troubles = list(troubles)
        self.enough = threading.Event()

    def _step(self, name: str) -> None:
        self.asked.append(name)
        if len(self.asked) >= 7:
            self.enough.set()
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble

    def catch_up(self, progress: Callable[[int, int], None], /) -> int:
        progress(1, 2)
        self._step("catch_up")
        return 0

    def catch_up_if_idle(self) -> int:
        self._step("catch_up_if_idle")
        return 0

    def warm_up(self) -> None:
        self._step("warm_up")

    def heal(self) -> bool:
        self._step("heal")
        return False


def kept(home: Home) -> Keeper:
    """Until seven things were asked."""
    ready = threading.Event()
    keeper = Keeper(home, when_ready=ready.set, look_seconds=0.0, trouble_seconds=0.0)
    assert not keeper.standing.ready
    keeper.start()
    assert ready.wait(20)
    assert home.enough.wait(20)
    keeper.stop()
    return keeper


def test_the_index_is_brought_up_and_warmed_before_the_server_is_ready_and_looked_at_from_then_on() -> None:
    home = Home()
    keeper = kept(home)
    assert home.asked[:5] == ["catch_up", "warm_up", "heal", "catch_up_if_idle", "catch_up_if_idle"]
    assert keeper.standing.ready
    assert keeper.standing.trouble == ""


def test_a_full_disk_at_the_start_is_said_and_tried_again_later() -> None:
    home = Home(OutOfSpace("the disk is full"), None, None, OutOfSpace("the disk is full"))
    keeper = kept(home)
    assert home.asked.count("catch_up_if_idle") >= 2
    assert keeper.standing.ready
    assert keeper.standing.trouble == ""


def test_a_damaged_index_is_made_anew() -> None:
    home = Home(None, None, None, IndexDamaged("rows.log"))
    kept(home)
    assert home.asked[3:5] == ["catch_up_if_idle", "heal"]


def test_whatever_breaks_the_thread_goes_on() -> None:
    home = Home(RuntimeError("a mistake of ours"), RuntimeError("another"))
    assert kept(home).standing.ready
