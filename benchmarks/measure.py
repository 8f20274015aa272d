"""Measuring in pairs: A B A B …, medians, so that a machine's drift hits both alike."""

import multiprocessing
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Result:
    """One ratio: what is measured, ours and the measure beside it in seconds or bytes, and the goal.

    ``goal`` bounds the ratio, ``most`` what is ours alone.
    """

    what: str
    ours: float
    beside: str
    other: float
    goal: float | None = None
    is_bytes: bool = False
    most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.other

    def line(self) -> str:
        """Return the result as one line of the table."""
        goals = [f"goal {self.goal:g} × {_judged(self.ratio, self.goal)}"] if self.goal is not None else []
        if self.most is not None:
            goals.append(f"goal {self._said(self.most).strip()} {_judged(self.ours, self.most)}")
        return (
            f"{self.what:44} {self._said(self.ours)}   {self.beside:40} {self._said(self.other)}"
            f"   {self.ratio:6.2f} ×   {', '.join(goals)}"
        )

    def _said(self, measured: float) -> str:
        return f"{measured:10,.0f} B " if self.is_bytes else f"{measured * 1000:10.1f} ms"


def _judged(measured: float, goal: float) -> str:
    return "met" if measured <= goal else "MISSED"


def afresh(job: Callable[..., T], *given: object) -> T:
    """Return what ``job``, a function of a module, returns in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as one:
        return one.submit(job, *given).result()


def seconds(job: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def pairs(ours: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the medians of both, measured in turn."""
    mine, beside = [], []
    for _ in range(runs):
        beside.append(seconds(other))
        mine.append(seconds(ours))
    return statistics.median(mine), statistics.median(beside)
