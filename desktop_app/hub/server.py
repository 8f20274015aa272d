"""A real server on a real port: uvicorn over h11, with a limit on how long a request's head may take."""

import asyncio
import contextlib
import socket
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from desktop_app.hub.service import Listener, application

HEAD_BYTES = 96 * 1024
BACKLOG = 512


class PatientProtocol(H11Protocol):
    """Closes a connection whose request's head does not come: uvicorn itself would wait for ever."""

    head_s = 10.0

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def handle_events(self) -> None:
        """Stop waiting once a head is there."""
        super().handle_events()
        if getattr(self.cycle, "response_complete", True) is False:
            self._deadline.cancel()

    def on_response_complete(self) -> None:
        """Begin to wait for the next head; uvicorn's own time for an idle connection is shorter."""
        self._deadline.cancel()
        self._wait()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.head_s, self._too_slow)

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def listening(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


class HubServer:
    """Serves until it is told to stop; may run on any thread."""

    def __init__(self, listener: Listener, bound: socket.socket, tls: tuple[Path, Path] | None) -> None:
        protocol = type("Protocol", (PatientProtocol,), {"head_s": listener.limits.head_s})
        config = uvicorn.Config(
            application(listener), http=protocol, ws="none", lifespan="off", log_config=None,
            access_log=False, server_header=False, h11_max_incomplete_event_size=HEAD_BYTES,
            limit_concurrency=listener.limits.connections, timeout_graceful_shutdown=5,
            ssl_certfile=tls[0] if tls else None, ssl_keyfile=tls[1] if tls else None,
        )  # fmt: skip
        self._server, self._bound = _QuietServer(config), bound
        self.address: tuple[str, int] = bound.getsockname()[:2]

    @property
    def started(self) -> bool:
        """Whether it answers."""
        return self._server.started

    def run(self) -> None:
        """Serve; returns after `stop`."""
        asyncio.run(self._server.serve([self._bound]))

    def stop(self) -> None:
        """Ask it to stop: what is under way is cut after 5 s, and goes on later."""
        self._server.should_exit = True


class _QuietServer(uvicorn.Server):
    """Leaves the signals to whoever runs the program."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        """Capture none."""
        yield
