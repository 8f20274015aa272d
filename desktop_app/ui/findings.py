"""What the checks say about the records on the screen: one run for all pages, renewed after a change."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.topic import Level, Problem
from desktop_app.ui.tasks import Lane, Lanes

if TYPE_CHECKING:
    from desktop_app.app.checking import Finding
    from desktop_app.app.ports import Desk
    from desktop_app.app.rechecking import Checker
    from desktop_app.ui.tickets import Given

PAUSE_MS = 200


class Known:
    """What one run of the checks found, by record, and counted; made off the main thread."""

    def __init__(self, found: "Sequence[Finding]") -> None:
        self.all = list(found)
        self.by_record: dict[tuple[str, str], list[Problem]] = {}
        still_open = set()
        for finding in found:
            problem = finding.problem
            self.by_record.setdefault((finding.topic, finding.rec), []).append(problem)
            if problem.is_open:
                still_open.add((finding.topic, finding.rec, problem.level))
        self.counts = Counter((topic, level) for topic, _rec, level in still_open)
        self.wrong: dict[str, list[str]] = {}
        for topic, rec in dict.fromkeys((one.topic, one.rec) for one in found if one.hard):
            self.wrong.setdefault(topic, []).append(rec)


class Findings(QObject):
    """The findings of the home, by record; ``known`` is False until the first run is done."""

    changed = Signal()

    def __init__(self, lanes: Lanes, desk: Callable[[], "Desk"], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._desk = lanes, desk
        self.known = False
        self._known = Known(())
        self._checker: Checker | None = None
        self._running = self._again = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.renew)

    @property
    def all(self) -> "list[Finding]":
        """Every finding, in the order of topics."""
        return self._known.all

    def of(self, topic: str, rec: str) -> list[Problem]:
        """Return the problems of one record as far as they are known."""
        return self._known.by_record.get((topic, rec), [])

    def worst(self, topic: str, rec: str) -> Level | None:
        """Return how bad the worst problem of a record is, of those that nobody accepted."""
        levels = {problem.level for problem in self.of(topic, rec) if problem.is_open}
        return next((level for level in (Level.HARD, Level.SOFT) if level in levels), None)

    def records(self, topic: str, level: Level) -> int:
        """Return how many records of a topic have a problem of this level that nobody accepted."""
        return self._known.counts[topic, level]

    def wrong(self, topic: str) -> list[str]:
        """Return the records of a topic that have a hard problem."""
        return self._known.wrong.get(topic, [])

    def renew_soon(self) -> None:
        """Run the checks again after a pause: a change of one record may concern others."""
        self._pause.start()

    def pause(self) -> None:
        """Begin no run until one is asked for."""
        self._pause.stop()
        self._again = False

    def renew(self) -> None:
        """Run the checks, beside the store lane: reading waits for nobody, and the end waits not for it."""
        if self._running:
            self._again = True
            return
        self._running = True
        desk = self._desk()

        def work() -> Known:
            return Known(self._kept().renew(desk))

        self._lanes.run(work, self._take, self._give_up, owner=self, lane=Lane.POOL, droppable=True)

    def problems_of(
        self,
        topic: str,
        rec: str,
        space: str | None,
        given: "Mapping[str, Given]",
        done: "Callable[[list[Problem]], None]",
        owner: QObject,
    ) -> None:
        """Ask what is wrong with a record as it stands in an open editor, unsaved."""
        desk = self._desk()

        def work() -> list[Problem]:
            from desktop_app.ui.tickets import read_given

            return self._kept().problems_of(desk, (topic, rec), read_given(desk, topic, space, given))

        self._lanes.run(work, done, owner=owner, lane=Lane.POOL, droppable=True)

    def _kept(self) -> "Checker":
        """Return what earlier runs found, to go on from; asked for beside the store lane."""
        from desktop_app.app.rechecking import Checker

        self._checker = self._checker or Checker()
        return self._checker

    def _take(self, found: Known) -> None:
        self._running, self.known, self._known = False, True, found
        self.changed.emit()
        if self._again:
            self._again = False
            self.renew_soon()

    def _give_up(self, _error: object) -> None:
        self._running = False
