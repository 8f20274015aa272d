"""Saving many records as one step: one transaction on the store lane, one undo."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_app.domain.values import Cell
from desktop_app.errors import UserError
from desktop_app.ui.calls import row_of
from desktop_app.ui.writer import Given, Ticket, Written, read_given, resolve

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.ui.session import Session

Edits = Sequence[tuple[Ticket, Mapping[str, Given]]]


def save_block(
    session: "Session",
    name: str,
    edits: Edits,
    done: Callable[[list[Written]], None],
    failed: Callable[[UserError], None],
) -> None:
    """Save what was given for several records; ``name`` is what the step is called."""
    desk = session.desk

    def finish(results: list[Written]) -> None:
        changed = [one for one in results if one.changed]
        if changed:
            _push(session, name, changed)
        done(results)
        if len(changed) == 1:
            session.writer.written.emit(changed[0])
        elif changed:
            session.writer.changed.emit(changed[0].topic)

    session.writer.attempt(lambda: _save(desk, edits), finish, failed)


def _push(session: "Session", name: str, results: Sequence[Written]) -> None:
    writer, topic = session.writer, results[0].topic

    def turn(step: "Callable[[Desk, Sequence[Written]], None]") -> None:
        desk = session.desk
        writer.run(lambda: step(desk, results), lambda _none: writer.changed.emit(topic))

    writer.push(name, lambda: turn(_undo), lambda: turn(_redo))


# --- on the store lane -------------------------------------------------------------------------------


def _save(desk: "Desk", edits: Edits) -> list[Written]:
    from desktop_app.app import entry

    ready = []
    for ticket, given in edits:
        editing = resolve(desk, ticket)
        ready.append((editing, read_given(desk, ticket.topic, editing.space, given)))
    saved = entry.save_many(desk, ready)
    return [
        Written(
            one.topic, one.rec, row_of(desk, one.topic, one.rec) if one.op or not editing.is_new else None,
            {name: editing.cells.get(name) for name in cells}, cells,
            created=editing.is_new and one.op is not None, changed=one.op is not None, round=editing.round,
        )
        for one, (editing, cells) in zip(saved, ready, strict=True)
    ]  # fmt: skip


def _undo(desk: "Desk", results: Sequence[Written]) -> None:
    """Put back what was there before; records that the block made are deleted."""
    from desktop_app.app import confirming, entry

    for one in results:
        if one.created:
            entry.delete(desk, entry.open_record(desk, one.topic, one.rec))
    changed = [one for one in results if not one.created]
    _put(desk, [(one, one.before) for one in changed])
    if changed:
        confirming.put_back(desk, changed[0].topic, {one.rec: one.round for one in changed})


def _redo(desk: "Desk", results: Sequence[Written]) -> None:
    from desktop_app.app import entry

    for one in results:
        if one.created:
            entry.bring_back(desk, one.topic, one.rec)
    _put(desk, [(one, one.after) for one in results if not one.created])


def _put(desk: "Desk", wanted: Sequence[tuple[Written, Mapping[str, Cell]]]) -> None:
    from desktop_app.app import entry

    entry.save_many(desk, [(entry.open_record(desk, one.topic, one.rec), cells) for one, cells in wanted])
