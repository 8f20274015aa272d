"""How fast a link is used: sizes of chunks, rates, and how long a failing link is borne."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.sync.limits import KIB, MIB

LEAST, FIRST, MOST = 4 * KIB, 32 * KIB, MIB
CAUTION = 8  # chunks
WINDOW_S = 20.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Times in seconds.

    ``tries``: failures in a row, without a byte gained, before the link counts as gone; ``first_tries``:
    before the hub ever answered. ``answer_s``: how long an answer is waited for. A chunk that takes less than
    ``quick_s`` is followed by a larger one, after more than ``slow_s`` by a smaller one.
    """

    connect_s: float = 15.0
    idle_s: float = 45.0
    first_pause_s: float = 0.5
    most_pause_s: float = 30.0
    tries: int = 10
    first_tries: int = 3
    first_poll_s: float = 0.5
    most_poll_s: float = 10.0
    answer_s: float = 300.0
    quick_s: float = 4.0
    slow_s: float = 15.0
    most_asked_s: float = 120.0


class Chunks:
    """The size of the next chunk: between 4 KiB and 1 MiB, so that a link that cuts often still gets on.

    A size that was cut is tried again only after several smaller ones came over: else every second
    chunk would be lost on a link that cuts regularly.
    """

    def __init__(self, timing: Timing) -> None:
        self._timing, self.size = timing, FIRST
        self._feared, self._came = MOST + 1, 0

    def passed(self, size: int, seconds: float) -> None:
        """Learn from a chunk that came over; a short last one says nothing of a larger."""
        if seconds > self._timing.slow_s:
            self._halve()
        elif seconds < self._timing.quick_s and size == self.size:
            self._came += 1
            if self.size * 2 < self._feared or self._came >= CAUTION:
                self.size, self._came = min(self.size * 2, MOST), 0

    def cut(self) -> None:
        """Learn from a chunk that did not."""
        self._feared = self.size
        self._halve()

    def _halve(self) -> None:
        self.size, self._came = max(self.size // 2, LEAST), 0


class Speed:
    """Bytes per second over the last seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._moved: deque[tuple[float, int]] = deque([(clock(), 0)])

    def moved(self, size: int) -> None:
        """Count bytes that came over."""
        now = self._clock()
        self._moved.append((now, size))
        while len(self._moved) > 2 and self._moved[1][0] < now - WINDOW_S:
            self._moved.popleft()

    def rate(self) -> float | None:
        """Return bytes per second, None before anything moved."""
        begun = self._moved[0][0]
        seconds, size = self._clock() - begun, sum(size for at, size in self._moved if at > begun)
        return size / seconds if size and seconds > 0 else None


class Patience:
    """How many failures in a row are borne, with longer and longer pauses, each by chance a bit different."""

    def __init__(self, timing: Timing, chance: Callable[[], float]) -> None:
        self._timing, self._chance = timing, chance
        self._failures, self._tries = 0, timing.first_tries

    def answered(self) -> None:
        """Learn that a hub is there."""
        self._tries = self._timing.tries

    def gained(self) -> None:
        """Forget the failures: something came over."""
        self.answered()
        self._failures = 0

    def pause(self, asked: float | None = None) -> float | None:
        """Return how long to wait after one more failure, None for giving up.

        ``asked``: what the hub asks for (Retry-After); a busy hub is there, and is waited for longer.
        """
        self._failures += 1
        if asked is not None:
            self.answered()
        if self._failures >= self._tries or (asked or 0) > self._timing.most_asked_s:
            return None
        doubled: float = self._timing.first_pause_s * 2.0 ** (self._failures - 1)
        most = min(doubled, self._timing.most_pause_s)
        return max(asked or 0.0, most * (0.5 + self._chance() / 2))
