"""What the window writes in a round: rows that still hold, rows that are no longer there; each one step."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.confirming import Before
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row
    from desktop_app.ui.session import Session

Work = Callable[["Desk"], object]


def confirm(session: "Session", rows: "Sequence[Row]") -> None:
    """Say that rows hold as shown in the open round too; only those that did not yet are written."""
    desk, topic, editings = session.desk, rows[0].editing.topic, [row.editing for row in rows]

    def work() -> "Before":
        from desktop_app.app import confirming

        return confirming.confirm(desk, editings)

    def done(before: "Before") -> None:
        if before:
            _keep(session, topic, _("Xác nhận"), *_confirmed(topic, before))
        if len(before) > 1:
            what = _("Đã xác nhận {n} dòng.").format(n=len(before))
            session.say("plain", what, _("Ctrl+Z để lấy lại."), key="confirmed")

    session.writer.run(work, done)


def _confirmed(topic: str, before: "Before") -> tuple[Work, Work]:
    from desktop_app.app import confirming

    return (
        lambda desk: confirming.put_back(desk, topic, before),
        lambda desk: confirming.confirm_recs(desk, topic, list(before)),
    )


def retire(session: "Session", rows: "Sequence[Row]", reason: str) -> None:
    """Say that rows are no longer there, and why."""
    desk, topic, editings = session.desk, rows[0].editing.topic, [row.editing for row in rows]

    def work() -> None:
        from desktop_app.app import confirming

        confirming.retire(desk, editings, reason)

    def done(_none: None) -> None:
        from desktop_app.app import confirming, entry

        recs = [row.rec for row in rows]

        def back(later: "Desk") -> None:
            for rec in recs:
                entry.bring_back(later, topic, rec)

        def again(later: "Desk") -> None:
            confirming.retire(later, [entry.open_record(later, topic, rec) for rec in recs], reason)

        _keep(session, topic, _("Ghi không còn"), back, again)
        what = _("Đã ghi {n} dòng không còn: {reason}.").format(
            n=len(recs), reason=confirming.reason_text(reason)
        )
        session.say("plain", what, _("Ctrl+Z để lấy lại."), key="deleted")

    session.writer.run(work, done)


def await_disposal(session: "Session", rows: "Sequence[Row]") -> None:
    """Say of rows that they await disposal: still there, and confirmed by that."""
    from desktop_app.app import confirming
    from desktop_app.domain.values import Value
    from desktop_app.ui.block import save_block

    found = confirming.awaits_disposal(session.desk.topics.get(rows[0].editing.topic))
    if found is not None:
        field, choice = found
        edits = [(session.writer.open(row), {field: Value(choice)}) for row in rows]
        save_block(
            session, _("Chờ thanh lý"), edits, lambda _results: None, lambda _error: None, lambda: None
        )


def _keep(session: "Session", topic: str, name: str, undo: Work, redo: Work) -> None:
    """Keep a step of many records, and let every page look again."""
    writer = session.writer

    def turn(step: Work) -> None:
        desk = session.desk
        writer.run(lambda: step(desk), lambda _none: writer.changed.emit(topic))

    writer.push(name, lambda: turn(undo), lambda: turn(redo))
    writer.changed.emit(topic)
