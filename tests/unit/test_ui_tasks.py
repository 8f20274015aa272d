"""The lanes: order, threads, errors by blame, cancelling, an orderly end."""

import threading
import time
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from desktop_app.errors import UserError
from desktop_app.ui.tasks import Lane, Lanes, Report, Sweeper


@pytest.fixture
def lanes(qapp: object) -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.close()


def test_store_calls_run_one_after_the_other_on_one_other_thread(lanes: Lanes) -> None:
    seen: list[tuple[int, int]] = []
    for n in range(20):
        lanes.run(lambda n=n: seen.append((n, threading.get_ident())))
    assert lanes.settle()
    assert [n for n, _thread in seen] == list(range(20))
    assert {thread for _n, thread in seen} not in ({threading.get_ident()}, set())
    assert len({thread for _n, thread in seen}) == 1


def test_results_come_back_on_the_main_thread(lanes: Lanes) -> None:
    where: list[tuple[int, int]] = []
    lanes.run(lambda: 42, lambda result: where.append((result, threading.get_ident())))
    lanes.run(lambda: 7, lambda result: where.append((result, threading.get_ident())), lane=Lane.POOL)
    lanes.settle()
    assert sorted(where) == [(7, threading.get_ident()), (42, threading.get_ident())]


def test_an_error_of_the_surroundings_goes_to_who_asked_else_it_is_shown(lanes: Lanes) -> None:
    told: list[UserError] = []
    shown: list[UserError] = []
    lanes.refused.connect(shown.append)

    def fail() -> None:
        raise UserError("full")

    lanes.run(fail, failed=told.append)
    lanes.run(fail)
    lanes.settle()
    assert ([str(one) for one in told], [str(one) for one in shown]) == (["full"], ["full"])


def test_a_bug_goes_up_whole(lanes: Lanes) -> None:
    bugs: list[BaseException] = []
    lanes.bug.connect(bugs.append)
    lanes.run(lambda: 1 // 0, failed=lambda _error: pytest.fail("a bug is nobody's to handle"))
    lanes.settle()
    assert isinstance(bugs[0], ZeroDivisionError)
    assert bugs[0].__traceback__ is not None


def test_nothing_is_told_to_who_is_gone_but_the_work_is_done(lanes: Lanes) -> None:
    owner, done, work = QObject(), list[int](), list[int]()
    lanes.run(lambda: work.append(1), lambda _none: done.append(1), owner=owner)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    lanes.settle()
    assert (work, done) == ([1], [])


def test_long_work_tells_how_far_it_is_and_stops_when_cancelled(lanes: Lanes) -> None:
    steps: list[tuple[int, int, str]] = []
    reached: list[int] = []

    def count(report: Report) -> None:
        for n in range(10_000):
            report(n, 10_000, f"row {n}")
            reached.append(n)
            time.sleep(0.001)

    job = lanes.run_long(count, lambda _none: pytest.fail("it was cancelled"))
    job.progressed.connect(lambda *step: (steps.append(step), job.cancel()))
    lanes.settle()
    assert steps[0] == (0, 10_000, "row 0")
    assert len(reached) < 10_000


def test_the_end_waits_for_saves_drops_long_work_and_refuses_more(lanes: Lanes) -> None:
    saved: list[int] = []

    def slow_save() -> None:
        time.sleep(0.2)
        saved.append(1)

    def endless(report: Report) -> None:
        while True:
            report(0, 0, "")
            time.sleep(0.005)

    lanes.run(slow_save)
    lanes.run_long(endless)
    assert lanes.close()
    assert saved == [1]
    assert lanes.run(lambda: saved.append(2)).cancelled
    assert saved == [1]


def test_what_a_result_asks_for_is_waited_for_too(lanes: Lanes) -> None:
    seen: list[str] = []
    lanes.run(lambda: "first", lambda one: lanes.run(lambda: one + " second", seen.append))
    assert lanes.settle()
    assert seen == ["first second"]


class Ring(QObject):
    """A Qt object in a cycle: only a collection ends it."""

    def __init__(self, died: list[int]) -> None:
        super().__init__()
        self.me = self
        weakref.finalize(self, lambda: died.append(threading.get_ident()))


def test_cycles_die_on_the_main_thread_however_much_a_worker_allocates(lanes: Lanes) -> None:
    died: list[int] = []
    sweeper = Sweeper(lanes)
    Ring(died)
    lanes.run(lambda: [[[] for _ in range(1000)] for _ in range(1000)])
    lanes.settle()
    assert died == []
    sweeper.sweep()
    assert died == [threading.get_ident()]


# --- services ------------------------------------------------------------------------------------------


def test_a_service_runs_until_it_is_stopped_and_settling_does_not_wait_for_it(lanes: Lanes) -> None:
    begun, stop, ended = threading.Event(), threading.Event(), list[bool]()

    def work() -> None:
        begun.set()
        assert stop.wait(10)

    job = lanes.serve(work, stop.set, lambda _error: None, lanes)
    job.destroyed.connect(lambda: ended.append(True))
    assert begun.wait(10)
    assert lanes.settle()
    assert not ended
    stop.set()
    _until(lambda: bool(ended))


def test_the_end_stops_the_services_and_waits_for_them(lanes: Lanes) -> None:
    stop, left = threading.Event(), threading.Event()

    def work() -> None:
        stop.wait(10)
        left.set()

    lanes.serve(work, stop.set, lambda _error: None, lanes)
    assert lanes.close()
    assert left.is_set()
    assert lanes.serve(work, stop.set, lambda _error: None, lanes).cancelled


def test_what_a_service_fails_of_is_told_and_a_fault_of_ours_goes_up(lanes: Lanes) -> None:
    told: list[UserError] = []
    bugs: list[BaseException] = []
    lanes.bug.connect(bugs.append)

    def fail() -> None:
        raise UserError("taken")

    lanes.serve(fail, lambda: None, told.append, lanes)
    lanes.serve(lambda: 1 // 0, lambda: None, told.append, lanes)  # type: ignore[arg-type, return-value]
    _until(lambda: bool(told and bugs))
    assert ([str(one) for one in told], type(bugs[0])) == (["taken"], ZeroDivisionError)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.005)


class Answer:
    """Something large that a call returns."""


def test_an_answer_is_let_go_of_while_whoever_asked_lives_on(lanes: Lanes) -> None:
    owner, heard = QObject(), list[weakref.ref[Answer]]()
    lanes.run(Answer, lambda answer: heard.append(weakref.ref(answer)), owner=owner)
    assert lanes.settle()
    assert [one() for one in heard] == [None]
    owner.deleteLater()
