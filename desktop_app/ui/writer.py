"""Everything that the window writes goes through here: one lane, in order, and each step can be undone.

An editor takes a `Ticket` when it opens: the record as the screen showed it, with the heads behind each
value (SYNC.md, rule 1). What is saved says so after it is durable. An undo is a new op like any other.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop_app.domain.values import Cell
from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.tasks import Job, Lane, Lanes, Report
from desktop_app.ui.tickets import Given, Ticket, Written, delete_all, of_record, resolve, save_one, unconfirm

if TYPE_CHECKING:
    from desktop_app.app.entry import Editing
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row


class _Step(QUndoCommand):
    """One save, delete or creation; undoing and redoing it are new ops."""

    def __init__(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(text)
        self._undo, self._redo = undo, redo
        self._done = True

    def undo(self) -> None:
        self._undo()

    def redo(self) -> None:
        if self._done:  # Qt redoes a step as it is pushed: it has just been done.
            self._done = False
            return
        self._redo()


class Writer(QObject):
    """Saves, deletes, brings back; keeps the undo stack and knows whether all is saved.

    Signals: ``written(Written)`` after a save is durable; ``removed(topic, recs)``; ``changed(topic)`` when
    many records changed; ``unsaved(UserError)`` something typed is not on the disk, see `try_again`;
    ``state_changed()`` for the status bar.
    """

    written = Signal(object)
    removed = Signal(str, object)
    changed = Signal(str)
    unsaved = Signal(object)
    state_changed = Signal()

    def __init__(self, lanes: Lanes, desk: Callable[[], "Desk"], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._desk = desk
        self.undo_stack = QUndoStack(self)
        self.pending = 0
        self.failure: UserError | None = None
        self._failed: list[Callable[[], None]] = []
        self.saved_at: float | None = None

    # --- tickets ------------------------------------------------------------------------------------

    def open(self, row: "Row") -> Ticket:
        """Return the ticket of a record as ``row`` shows it."""
        return Ticket(row.editing.topic, row.unit, row.editing)

    def open_new(self, topic: str, unit: str | None) -> Ticket:
        """Return the ticket of a record that is to be."""
        return Ticket(topic, unit)

    def open_after(self, ticket: Ticket) -> Ticket:
        """Return a ticket for a record whose save is under way: as it will be shown once that is done."""
        later = Ticket(ticket.topic, ticket.unit, after=ticket)
        desk = self._desk()
        self._lanes.run(lambda: resolve(desk, later), owner=self)
        return later

    # --- writing ------------------------------------------------------------------------------------

    def save(
        self,
        ticket: Ticket,
        given: Mapping[str, Given],
        done: Callable[[Written], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
        scratch: str | None = None,
    ) -> None:
        """Save what was given; what was typed is read on the store lane.

        ``done`` and ``failed`` are told while ``owner`` lives; the ``scratch`` of what was typed is dropped
        once it is saved, and not before.
        """
        desk, told = self._desk(), _While(owner)

        def finish(result: Written) -> None:
            if result.changed:
                self._push_save(result, ticket.unit)
            self._after(result)
            if done and told:
                done(result)

        def fail(error: UserError) -> None:
            if failed and told:
                failed(error)

        self.attempt(lambda: save_one(desk, ticket, given, scratch), finish, fail)

    def attempt(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[UserError], None]
    ) -> None:
        """Save on the store lane what must not be lost: what fails waits to be tried again."""

        def fail(error: UserError) -> None:
            self._failed.append(again)
            failed(error)
            self.unsaved.emit(error)

        def again() -> None:
            self.run(work, done, fail)

        again()

    def attempt_long(
        self, work: Callable[[Report], Any], done: Callable[[Any], None], given_up: Callable[[], None]
    ) -> Job:
        """Save what the person may stop before it is written.

        What fails is told, and not tried again; ``given_up`` follows where nothing was written.
        """
        self._begin()
        written: list[bool] = []

        def finish(result: Any) -> None:
            written.append(True)
            self._finished(done, result)

        def end() -> None:
            if not written:
                self.pending -= 1
                given_up()
                self.state_changed.emit()

        job = self._lanes.run_long(work, finish, owner=self, lane=Lane.STORE, writes=True)
        job.destroyed.connect(lambda *_job: end())
        return job

    def try_again(self) -> None:
        """Try once more to save everything that could not be saved."""
        waiting, self._failed = self._failed, []
        for attempt in waiting:
            attempt()

    def delete(self, rows: Sequence["Row"]) -> None:
        """Delete records as they were shown; one undo step."""
        if not rows:
            return
        topic, recs = rows[0].editing.topic, [row.rec for row in rows]
        editings = [row.editing for row in rows]
        desk = self._desk()

        def finish(_result: Any) -> None:
            back, away = (lambda: self._bring_back(topic, recs)), (lambda: self._remove(topic, recs))
            self.push(_("Xoá dòng"), back, away)
            self.removed.emit(topic, recs)

        self.run(lambda: delete_all(desk, editings), finish)

    def revive(
        self, topic: str, editings: "Sequence[Editing]", done: Callable[[], None], owner: QObject
    ) -> None:
        """Bring deleted records back as they were shown, one undo step; ``done`` if ``owner`` lives."""
        desk, told, recs = self._desk(), _While(owner), [one.rec for one in editings]

        def work() -> None:
            from desktop_app.app import entry

            for editing in editings:
                entry.revive(desk, editing)

        def finish(_none: object) -> None:
            away, back = (lambda: self._remove(topic, recs)), (lambda: self._bring_back(topic, recs))
            self.push(_("Khôi phục dòng"), away, back)
            self.changed.emit(topic)
            if told:
                done()

        self.run(work, finish)

    def settled(self) -> bool:
        """Return whether everything that was typed is on the disk."""
        return not self.pending and not self._failed

    # --- undo ---------------------------------------------------------------------------------------

    def _push_save(self, result: Written, unit: str | None) -> None:
        topic, rec = result.topic, result.rec
        if result.created:
            self.push(
                _("Thêm dòng"), lambda: self._remove(topic, [rec]), lambda: self._bring_back(topic, [rec])
            )
            return
        self.push(
            _("Sửa ô"),
            lambda: self._put(result, result.before, unit, result.round),
            lambda: self._put(result, result.after, unit),
        )

    def push(self, text: str, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        """Keep one step that has just been done: undoing and redoing it are new ops."""
        self.undo_stack.push(_Step(text, undo, redo))

    def _put(
        self, result: Written, cells: Mapping[str, Cell], unit: str | None, round_id: str | None = None
    ) -> None:
        desk, topic, rec = self._desk(), result.topic, result.rec

        def work() -> Written:
            saved = save_one(desk, of_record(desk, topic, rec, unit), cells)
            return unconfirm(desk, saved, round_id) if round_id else saved

        self.run(work, self._after)

    def _remove(self, topic: str, recs: Sequence[str]) -> None:
        desk = self._desk()

        def work() -> None:
            from desktop_app.app import entry

            delete_all(desk, [entry.open_record(desk, topic, rec) for rec in recs])

        self.run(work, lambda _none: self.removed.emit(topic, list(recs)))

    def _bring_back(self, topic: str, recs: Sequence[str]) -> None:
        desk = self._desk()

        def work() -> None:
            from desktop_app.app import entry

            entry.bring_back_many(desk, [entry.open_record(desk, topic, rec) for rec in recs])

        self.run(work, lambda _none: self.changed.emit(topic))

    # --- the lane -----------------------------------------------------------------------------------

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Write something on the store lane, in order; all is saved once ``done`` was told."""
        self._begin()

        def fail(error: UserError) -> None:
            self.pending -= 1
            if failed:
                self.failure = error
                failed(error)
            else:
                self._lanes.refused.emit(error)
            self.state_changed.emit()

        self._lanes.run(work, lambda result: self._finished(done, result), fail, owner=self)

    def _begin(self) -> None:
        self.pending += 1
        self.state_changed.emit()

    def _finished(self, done: Callable[[Any], None], result: Any) -> None:
        self.saved_at = time.time()
        self.failure = self.failure if self._failed else None
        self.pending -= 1
        done(result)
        self.state_changed.emit()

    def _after(self, result: Written) -> None:
        self.written.emit(result)


class _While:
    """True while a widget lives; without one, always."""

    def __init__(self, owner: QObject | None) -> None:
        self._alive = True
        if owner is not None:
            owner.destroyed.connect(self._end)

    def _end(self) -> None:
        self._alive = False

    def __bool__(self) -> bool:
        return self._alive
