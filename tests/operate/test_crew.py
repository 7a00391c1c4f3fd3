"""Workers over one home: who keeps the index, who takes the next connection, what one says for all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from dragoman.operate.board import Board, Seat
from dragoman.operate.crew import Crew, Report, SharedCrew
from dragoman.operate.keeper import Keeper, Standing
from dragoman.operate.watch import Occupied, Watch

READY = Standing(phase="ready")


def report(watch: Watch, standing: Standing = READY, *, at_work: int = 0) -> Callable[[], Report]:
    lanes = {"search": Occupied(at_work=at_work, waiting=0, places=2, queue=32)}
    return lambda: Report(
        pid=1, started=watch.started, standing=standing, seen=watch.seen(), last=watch.last(), lanes=lanes
    )


def test_the_first_that_is_there_keeps_the_index(tmp_path: Path) -> None:
    board = Board.laid_out(tmp_path, 3)
    seats = [Seat(board, worker) for worker in range(3)]
    for seat in seats:
        seat.stands(Standing())
    assert [seat.leads() for seat in seats] == [True, False, False]
    board.say(0, None)
    assert [seat.leads() for seat in seats[1:]] == [True, False]


def test_the_board_is_one_for_all_who_open_it(tmp_path: Path) -> None:
    mine, theirs = Board.laid_out(tmp_path, 2), Board(tmp_path, 2)
    mine.say(1, "warming")
    mine.connected(1, 3)
    assert (theirs.phase(0), theirs.phase(1), theirs.connections(1)) == (None, "warming", 3)


def test_who_has_more_connections_lets_another_go_first_but_not_one_that_takes_none(tmp_path: Path) -> None:
    board = Board.laid_out(tmp_path, 2)
    mine, other = Seat(board, 0), Seat(board, 1)
    mine.connected(1)
    assert not mine.busier()
    other.accepting()
    assert mine.busier()
    other.connected(1)
    assert not mine.busier()
    board.say(1, None)
    assert not mine.busier()


def test_what_all_counted_is_one_sum_and_never_falls_when_one_dies(tmp_path: Path) -> None:
    board = Board.laid_out(tmp_path, 2)
    watches = [Watch(), Watch()]
    crews = [SharedCrew(report(watch), board=board, worker=n) for n, watch in enumerate(watches)]
    for worker, watch in enumerate(watches):
        board.say(worker, "ready")
        watch.count("turned_away")
    for crew in crews:
        crew.start()
        crew.stop()
    assert crews[0].seen().searches["turned_away"] == 2
    assert (crews[0].lanes()["search"].places, crews[0].ready()) == (4, 2)
    board.say(1, None)
    assert crews[0].seen().searches["turned_away"] == 2
    assert (crews[0].lanes()["search"].places, crews[0].ready()) == (2, 1)
    again = Watch()
    before = SharedCrew(report(again), board=board, worker=1).before()
    assert before is not None
    again.go_on_from(before.seen, before.last)
    assert again.seen().searches["turned_away"] == 1


def test_all_are_ready_where_each_is(tmp_path: Path) -> None:
    board = Board.laid_out(tmp_path, 2)
    crew = SharedCrew(report(Watch()), board=board, worker=0)
    board.say(0, "ready")
    assert crew.standing().phase == "starting"
    board.say(1, "warming")
    assert crew.standing().phase == "warming"
    board.say(1, "ready")
    assert crew.standing().ready
    assert Crew(report(Watch())).standing().ready


class Kept:
    """A stand-in for a home."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.warm = threading.Event()

    def catch_up(self, _progress: Callable[[int, int], None], /) -> int:
        self.asked.append("catch_up")
        return 0

    def catch_up_if_idle(self) -> int:
        self.asked.append("catch_up_if_idle")
        return 0

    def warm_up(self) -> None:
        self.asked.append("warm_up")
        self.warm.set()

    def heal(self) -> bool:
        self.asked.append("heal")
        return False


def test_a_worker_that_does_not_lead_waits_for_the_index_and_never_writes_it(tmp_path: Path) -> None:
    board = Board.laid_out(tmp_path, 2)
    board.say(0, "indexing")
    home = Kept()
    keeper = Keeper(home, when_ready=lambda: None, mates=Seat(board, 1), look_seconds=0.0)
    keeper.start()
    assert not home.warm.wait(0.2)
    board.say(0, "ready")
    assert home.warm.wait(20)
    assert not keeper.stopped_within(0.1)
    keeper.stop()
    assert home.asked == ["warm_up"]


def test_the_next_one_keeps_the_index_where_the_first_died_at_it(tmp_path: Path) -> None:
    board = Board.laid_out(tmp_path, 2)
    board.say(0, "indexing")
    home = Kept()
    keeper = Keeper(home, when_ready=lambda: None, mates=Seat(board, 1), look_seconds=0.0)
    keeper.start()
    board.say(0, None)
    assert home.warm.wait(20)
    keeper.stop()
    assert home.asked[:2] == ["catch_up", "warm_up"]
