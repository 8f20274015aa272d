"""A TCP proxy with bad weather: cuts, latency, a thin pipe, stalls, requests that come twice and late."""

import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEAD_END = b"\r\n\r\n"
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: the peer sees a reset, as when a link dies


@dataclass(frozen=True)
class Weather:
    """``cut_every``: bytes, both ways together, after which a connection dies; ``stall_every``: hangs.

    ``again``: every request that came over whole comes a second time, and one of the earlier ones with it.
    """

    cut_every: int = 0
    stall_every: int = 0
    latency_s: float = 0.0
    bytes_per_s: float = 0.0
    again: bool = False
    piece: int = 1024


@dataclass
class Heard:
    """What one connection carried to the hub, and whether the proxy ended it."""

    up: bytearray = field(default_factory=bytearray)
    was_cut: bool = False

    def requests(self) -> list[tuple[str, int, int]]:
        """Return (method, declared length, length that came) of each request."""
        found, rest = [], bytes(self.up)
        while _HEAD_END in rest:
            head, _end, rest = rest.partition(_HEAD_END)
            length = _length(head)
            found.append((head.split(b" ", 1)[0].decode(), length, min(length, len(rest))))
            rest = rest[length:]
        return found


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


class Flaky:
    """Passes connections on to a server; `weather` may change at any time."""

    def __init__(self, server: tuple[str, int], weather: Weather | None = None) -> None:
        self.server, self.weather = server, weather or Weather()
        self.heard: list[Heard] = []
        self.passed = self.cuts = self.stalls = 0
        self._whole: list[bytes] = []
        self._lock, self._chosen = threading.Lock(), random.Random(5)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @property
    def sent(self) -> int:
        """Bytes of bodies of PATCH that came through, however often."""
        return sum(came for one in self.heard for method, _of, came in one.requests() if method == "PATCH")

    def last_chunks(self) -> int:
        """The bytes that a client may rightly send again: the last PATCH of each connection that was cut."""
        return sum(
            next((of for method, of, _came in reversed(one.requests()) if method == "PATCH"), 0)
            for one in self.heard
            if one.was_cut
        )

    def start(self) -> None:
        self._run(self._accept)

    def stop(self) -> None:
        self._listening.close()
        for one in list(self._open):
            _close(one)
        for thread in list(self._threads):
            thread.join(10)

    def _run(self, job: object, *given: object) -> None:
        thread = threading.Thread(target=job, args=given, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        self._listening.settimeout(0.1)
        with contextlib.suppress(OSError):
            while True:
                try:
                    near, _address = self._listening.accept()
                except TimeoutError:
                    continue
                near.settimeout(None)
                self.begin(near)

    def begin(self, near: socket.socket) -> None:
        """Connect a client with the server."""
        try:
            far = socket.create_connection(self.server)
        except OSError:
            near.close()
            return
        heard = Heard()
        self.heard.append(heard)
        self._open |= {near, far}
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._run(self._pump, near, far, heard, True)
        self._run(self._pump, far, near, heard, False)

    def _pump(self, source: socket.socket, target: socket.socket, heard: Heard, is_up: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(self.weather.piece):
                if self.weather.latency_s:
                    time.sleep(self.weather.latency_s)
                if self.weather.bytes_per_s:
                    time.sleep(len(piece) / self.weather.bytes_per_s)
                if is_up:
                    heard.up += piece
                before, now = self._count(len(piece))
                if _crosses(self.weather.stall_every, before, now):
                    self.stalls, heard.was_cut = self.stalls + 1, True
                    return  # open, and silent for ever
                if _crosses(self.weather.cut_every, before, now):
                    self.cuts, heard.was_cut = self.cuts + 1, True
                    break
                target.sendall(piece)
                if is_up and self.weather.again:
                    self._come_again(heard)
        for one in (source, target):
            self._open.discard(one)
            _close(one)

    def _count(self, size: int) -> tuple[int, int]:
        with self._lock:
            self.passed += size
            return self.passed - size, self.passed

    def _come_again(self, heard: Heard) -> None:
        """Send the request that has just come whole once more, and an earlier one."""
        requests = heard.requests()
        if not requests or requests[-1][1] != requests[-1][2] or not bytes(heard.up):
            return
        at = bytes(heard.up).rfind(_HEAD_END, 0, len(heard.up) - requests[-1][1])
        start = max(
            bytes(heard.up).rfind(word, 0, at) for word in (b"PATCH /", b"POST /", b"HEAD /", b"GET /")
        )
        with self._lock:
            self._whole.append(bytes(heard.up[start:]))
            both = [self._whole[-1], self._chosen.choice(self._whole)]
        for request in both:
            self._run(self._resend, request)

    def _resend(self, request: bytes) -> None:
        with contextlib.suppress(OSError), socket.create_connection(self.server, 5) as again:
            again.sendall(request)
            again.settimeout(2)
            again.recv(4096)


def _crosses(every: int, before: int, now: int) -> bool:
    return bool(every) and now // every > before // every


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextlib.contextmanager
def flaky(server: tuple[str, int], weather: Weather | None = None) -> Iterator[Flaky]:
    """A proxy in front of a server for the length of the block."""
    proxy = Flaky(server, weather)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()


class one_answer:  # noqa: N801
    """A server that gives the same answer so many times, then passes everything on."""

    def __init__(self, answer: bytes, times: int = 1000, then: tuple[str, int] | None = None) -> None:
        self._answer, self._times, self._then = answer, times, then
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._next: Flaky | None = None

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __exit__(self, *_error: object) -> None:
        self._times = 0
        self._server.close()
        if self._next is not None:
            self._next.stop()

    def _serve(self) -> None:
        self._server.settimeout(0.1)
        while self._times > 0:
            try:
                client, _address = self._server.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with client:
                self._times -= 1
                client.settimeout(5)
                client.recv(65536)
                client.sendall(self._answer)
        if self._then is not None:
            self._next = Flaky(self._then)
            self._next._listening.close()
            self._next._listening = self._server
            self._next.start()
