"""A socket that several workers listen on, so that each gets its share of the connections.

An event loop takes all that wait at once, and whoever wakes first would get every connection of a burst, and keep it. Here
a worker takes one at a time, and one that has more than another lets that one go first.
"""

from __future__ import annotations

import socket
import time

from dragoman.faces.patience import PatientProtocol
from dragoman.operate.board import Seat

YIELD_SECONDS = 0.001
"""How long one that has more connections waits for one that has fewer."""


class FairListener(socket.socket):
    """Takes a connection a wake-up; made from the descriptor that the parent bound."""

    def __init__(self, fileno: int, seat: Seat, /) -> None:
        super().__init__(fileno=fileno)
        self._seat = seat
        self._taken = False

    def listen(self, backlog: int = 0, /) -> None:
        """The parent did, with its own length of the queue."""

    def accept(self) -> tuple[socket.socket, object]:
        """The next connection. Raises BlockingIOError where there is none, and after each one."""
        if self._taken:
            self._taken = False
            raise BlockingIOError
        if self._seat.busier():
            time.sleep(YIELD_SECONDS)
        found = super().accept()
        self._taken = True
        self._seat.connected(1)
        return found


def counting(seat: Seat, /) -> type[PatientProtocol]:
    """A protocol that takes a connection off the count when it ends."""

    class Counted(PatientProtocol):
        def connection_lost(self, exc: Exception | None) -> None:
            seat.connected(-1)
            super().connection_lost(exc)

    return Counted
