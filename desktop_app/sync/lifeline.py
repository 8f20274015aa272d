"""The connection under way, held so that another thread can cut it while this one waits for an answer."""

import socket
import threading
from contextlib import suppress
from typing import Any


class Lifeline:
    """Holds the socket of the newest connection; `cut` ends that one, and every one that is made later.

    It holds a duplicate made before TLS begins: a handshake that hangs is cut as well, and nobody else's
    bookkeeping is touched.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.is_cut = False

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Hear of a new connection: httpx's extension "trace"."""
        if event == "connection.connect_tcp.complete":
            self._hold(info["return_value"].get_extra_info("socket").dup())

    def _hold(self, made: socket.socket) -> None:
        with self._lock:
            self._drop()
            self._socket = made
            if self.is_cut:
                _shut(made)

    def cut(self) -> None:
        """End the connection at once; whoever reads from it or writes to it gets an error."""
        with self._lock:
            self.is_cut = True
            if self._socket is not None:
                _shut(self._socket)

    def let_go(self) -> None:
        """Forget the connection."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _shut(one: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        one.shutdown(socket.SHUT_RDWR)
