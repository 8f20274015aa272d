"""The one place that starts threads: a lane for the store, a pool for everything else, services beside them.

The store lane has one thread for the whole life of the window, so calls run in the order in which they were
asked for, and a session never changes its thread. What a call returns or raises comes back on the main
thread. A `UserError` goes to whoever asked, or is shown; anything else is our own bug and goes up whole.
"""

import gc
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import Any
from weakref import ref

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
    Slot,
)

from desktop_app.errors import UserError

Report = Callable[[int, int, str], None]
"""Told by long work: (done, total, what is being done); raises `CancelledError` once nobody wants it."""


TURN_S = 0.001
"""So long a lane holds the interpreter at most while the window waits for it: a paint asks for it often."""
MOST_SERVICES = 4
"""How many services may run at once: the listener and the ingest of two hubs, one of which is just ending."""


class Lane(Enum):
    """Where a call runs."""

    STORE = "store"
    POOL = "pool"


class CancelledError(Exception):
    """Raised inside long work at its next report after the person pressed cancel."""


class Job(QObject):
    """One call under way; the person may cancel it, and long work tells how far it is."""

    progressed = Signal(int, int, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.cancelled = False
        self.long = self.droppable = self.writes = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report; its result is then dropped, unless it was written."""
        self.cancelled = True


class _Call(QRunnable):
    """The work itself, and what came of it; everything but `run` belongs to the main thread."""

    def __init__(
        self,
        lanes: "Lanes",
        job: Job,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[UserError], None] | None,
        owner: QObject | None,
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.lanes, self.job, self.work = lanes, job, work
        self.done, self.failed = done, failed
        self.result: Any = None
        self.error: BaseException | None = None
        self._orphan = False
        self._owner = None if owner is None else ref(owner)
        if owner is not None:
            owner.destroyed.connect(self._forget)

    def run(self) -> None:
        try:
            if self.job.cancelled:
                raise CancelledError
            self.result = self.work()
        except BaseException as error:  # every error crosses to the main thread
            self.error = error
        with suppress(RuntimeError):  # the window has gone, and the lanes with it
            self.lanes.landed.emit(self)

    def _forget(self) -> None:
        # The work itself still runs: it may be a save.
        self._orphan = True

    def let_go(self) -> None:
        """Let go of what came of it: else Qt keeps that as long as the owner lives."""
        owner = self._owner() if self._owner else None
        if owner is not None and not self._orphan:
            owner.destroyed.disconnect(self._forget)
        self.work, self.done, self.failed, self.result = _nothing, None, None, None

    @property
    def wanted(self) -> bool:
        # What was written before the stop was heard is there: whoever keeps its undo step must know.
        return not (self._orphan or (self.job.cancelled and not self.job.writes))


class Lanes(QObject):
    """Runs calls off the main thread and delivers what they return on it.

    Signals: ``refused(UserError)`` an error of the surroundings that nobody asked for; ``bug(error)`` one of
    our own; ``busy(int)`` how many calls are under way.
    """

    refused = Signal(object)
    bug = Signal(object)
    busy = Signal(int)
    landed = Signal(object)
    _moved = Signal(object, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN_S)
        self._store = _pool(self, 1)
        self._rest = _pool(self, 2)
        self._services = _pool(self, MOST_SERVICES)
        self._stops: dict[Job, Callable[[], None]] = {}
        self._calls: set[_Call] = set()
        self._serving: set[_Call] = set()
        self.closed = self._closing = False
        self.landed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
        lane: Lane = Lane.STORE,
        droppable: bool = False,
    ) -> Job:
        """Run ``work`` on ``lane``; ``done`` or ``failed`` follows on the main thread, if ``owner`` lives.

        The end does not wait for what is ``droppable``: it only reads.
        """
        job = Job(self)
        job.droppable = droppable
        return self._start(job, work, done, failed, owner, lane)

    def run_long(
        self,
        work: Callable[[Report], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
        lane: Lane = Lane.POOL,
        writes: bool = False,
    ) -> Job:
        """Like `run` for work that reports how far it is and can be cancelled at each report.

        Of work that ``writes`` the result is told even if it was cancelled, where that came too late.
        """
        job = Job(self)
        job.long, job.writes = True, writes  # before it starts: the end may come first
        return self._start(job, lambda: work(self._reporter(job)), done, failed, owner, lane)

    def serve(
        self,
        work: Callable[[], None],
        stop: Callable[[], None],
        failed: Callable[[UserError], None],
        owner: QObject,
    ) -> Job:
        """Run a service: work without an end of its own, that ``stop`` (called on any thread) ends.

        The job is destroyed once it has ended, however it did. `settle` does not wait for a service; `close`
        stops it and waits until it has ended.
        """
        job = Job(self)
        if self.closed or self._closing:
            job.cancel()
            return job
        call = _Call(self, job, work, None, failed, owner)
        self._stops[job] = stop
        self._services.start(call)
        self._serving.add(call)
        return job

    def settle(self, timeout_ms: int = 10_000) -> bool:
        """Wait until nothing is under way, delivering results; returns False when time ran out."""
        until = time.monotonic() + timeout_ms / 1000
        while self._waited_for() and time.monotonic() < until:
            self._store.waitForDone(10)
            self._rest.waitForDone(10)
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)
        return not self._waited_for()

    def _waited_for(self) -> bool:
        return any(not (self._closing and call.job.droppable) for call in self._calls)

    @property
    def is_busy(self) -> bool:
        """Whether a call is under way."""
        return bool(self._calls)

    @property
    def is_serving(self) -> bool:
        """Whether a service runs, or is ending."""
        return bool(self._serving)

    def close(self, timeout_ms: int = 10_000) -> bool:
        """Finish what was asked for, then refuse more; returns False when something still runs."""
        # Long work is the only work that may be dropped half way: it changes nothing before its end.
        self._closing = True
        for call in self._calls:
            if call.job.long:
                call.job.cancel()
        for stop in list(self._stops.values()):
            stop()
        settled = self.settle(timeout_ms) and self._services.waitForDone(timeout_ms)
        self.closed = True
        return settled

    def _start(
        self,
        job: Job,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[UserError], None] | None,
        owner: QObject | None,
        lane: Lane,
    ) -> Job:
        if self.closed:
            job.cancel()
            return job
        call = _Call(self, job, work, done, failed, owner)
        self._calls.add(call)
        self.busy.emit(len(self._calls))
        (self._store if lane is Lane.STORE else self._rest).start(call)
        return job

    def _reporter(self, job: Job) -> Report:

        def report(done: int, total: int, text: str) -> None:
            if job.cancelled:
                raise CancelledError
            self._moved.emit(job, done, total, text)

        return report

    @Slot(object)
    def _deliver(self, call: _Call) -> None:
        self._calls.discard(call)
        self._serving.discard(call)
        self._stops.pop(call.job, None)
        self.busy.emit(len(self._calls))
        try:
            self._hand_over(call)
        finally:
            call.let_go()
            call.job.deleteLater()

    def _hand_over(self, call: _Call) -> None:
        match call.error:
            case None if call.wanted and call.done:
                call.done(call.result)
            case UserError() as error if call.wanted and call.failed:
                call.failed(error)
            case UserError() as error:
                self.refused.emit(error)
            case CancelledError() | None:
                pass
            case error:
                self.bug.emit(error)

    @Slot(object, int, int, str)
    def _pass_on(self, job: Job, done: int, total: int, text: str) -> None:
        if not job.cancelled and any(call.job is job for call in self._calls):
            job.progressed.emit(done, total, text)


def _nothing() -> None:
    """The work of a call that has ended."""


def _pool(parent: QObject, threads: int) -> QThreadPool:
    pool = QThreadPool(parent)
    pool.setMaxThreadCount(threads)
    pool.setExpiryTimeout(-1)
    return pool


class Sweeper(QObject):
    """Collects cycles on the main thread and on no other.

    Python collects on whichever thread allocates; a cycle that holds a widget or a pool of threads would
    then be destroyed on a worker's thread, which Qt forbids (crashes, and waits without end).
    """

    def __init__(self, parent: QObject, every_ms: int = 20_000) -> None:
        super().__init__(parent)
        gc.disable()
        self._begun = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(every_ms)

    @Slot()
    def sweep(self) -> None:
        """Collect; what the start has made stays for good, so that no later collection walks it."""
        gc.collect()
        if not self._begun:
            self._begun = True
            gc.freeze()
