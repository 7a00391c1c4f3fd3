"""The socket that is listened on, bound before anything is opened."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from dragoman.errors import InputError

MOST_WAITING_TO_CONNECT = 512


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Bind, listen and print the address; `port` 0 takes a free one. Raises InputError where it is taken."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit it: an answer is written in two pieces, and the second waited 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            listener.bind((host, port))
            listener.listen(MOST_WAITING_TO_CONNECT)
        except OSError as error:
            raise InputError(
                f"expected to listen on {host}:{port}, got: {error.strerror}; stop what uses it, or name another with --port (0 takes a free one)"
            ) from error
        address, at = listener.getsockname()[:2]
        print(f"Dragoman serves on http://{address}:{at}  (Ctrl-C stops it)", flush=True)  # noqa: T201 - the one line a user needs
        yield listener
