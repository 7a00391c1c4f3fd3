"""The socket that the server listens on."""

from __future__ import annotations

import socket

from dragoman.faces.listening import listening


def test_the_second_piece_of_an_answer_does_not_wait_for_the_first_to_be_acknowledged() -> None:
    """Nagle's rule and delayed acknowledgements together made every answer on a kept connection 40 ms late."""
    with (
        listening("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()[:2]),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
