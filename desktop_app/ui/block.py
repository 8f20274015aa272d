"""Saving many records of any topics as one step: one transaction on the store lane, one undo."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.values import Cell, Opaque, Raw
from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.calls import row_of
from desktop_app.ui.tasks import Report
from desktop_app.ui.tickets import Given, Ticket, Written, cells_of, resolve

if TYPE_CHECKING:
    from desktop_app.app.confirming import Before
    from desktop_app.app.entry import Editing
    from desktop_app.app.ports import Desk
    from desktop_app.ui.session import Session

Edits = Sequence[tuple[Ticket, Mapping[str, Given]]]

MANY = 400
"""From so many records on the page is veiled, shows how far it is and lets the person stop."""
SHOWN_AT_ONCE = 40
"""So many records at most are told one by one; more are asked for again by whoever shows them."""


def untold(_error: UserError) -> None:
    """Do nothing about what failed: the writer tells it, and offers to try again."""


def save_block(
    session: "Session",
    name: str,
    edits: Edits,
    done: Callable[[list[Written]], None],
    failed: Callable[[UserError], None],
    given_up: Callable[[], None],
    holding: "Sequence[Editing]" = (),
) -> None:
    """Save what was given for several records; ``name`` is what the step is called.

    All of it is saved or nothing: what ``failed`` waits to be tried again; of many records it is
    ``given_up`` where it fails or the person stops it. A stop that comes after the end changes nothing.
    ``holding``: other records of the topic, which the same step confirms as they were shown.
    """
    save_made(session, name, len(edits), lambda: edits, done, failed, given_up, holding)


def save_made(
    session: "Session",
    name: str,
    most: int,
    make: Callable[[], Edits],
    done: Callable[[list[Written]], None],
    failed: Callable[[UserError], None],
    given_up: Callable[[], None],
    holding: "Sequence[Editing]" = (),
) -> None:
    """Save like `save_block` what the store lane makes: ``most`` records, of which no cell was read yet."""
    desk = session.desk

    def finish(block: _Block) -> None:
        changed = [one for one in block.results if one.changed]
        if changed or block.confirmed:
            _push(session, name, block._replace(results=changed))
        if len(changed) == 1 and not block.confirmed:
            session.writer.written.emit(changed[0])
        else:
            _tell(session, block._replace(results=changed))
        done(block.results)  # last: where it looks for a new row, that was asked for by now

    if most < MANY:
        session.writer.attempt(lambda: _save(desk, make(), holding, _unheard), finish, failed)
        return

    def end(block: _Block) -> None:
        finish(block)
        if job.cancelled:
            what, todo = _("Đã lưu xong trước khi kịp dừng."), _("Ctrl+Z để hoàn tác.")
            session.say("plain", what, todo, key="stopped")

    job = session.writer.attempt_long(lambda report: _save(desk, make(), holding, report), end, given_up)
    session.veiled.emit(name, job)


def _unheard(_done: int, _total: int, _text: str) -> None:
    """Tell nobody."""


class _Block(NamedTuple):
    """What was written of each record; in which round those of topic ``held`` were confirmed before."""

    results: list[Written]
    confirmed: "Before"
    held: str

    @property
    def topics(self) -> list[str]:
        """Return the topics of which something was written."""
        return sorted({one.topic for one in self.results} | ({self.held} if self.confirmed else set()))


def _tell(session: "Session", block: _Block) -> None:
    for topic in block.topics:
        session.writer.changed.emit(topic)


def _push(session: "Session", name: str, block: _Block) -> None:
    writer = session.writer

    def turn(step: "Callable[[Desk, _Block], None]") -> None:
        desk = session.desk
        writer.run(lambda: step(desk, block), lambda _none: _tell(session, block))

    writer.push(name, lambda: turn(_undo), lambda: turn(_redo))


# --- on the store lane -------------------------------------------------------------------------------


def _save(desk: "Desk", edits: Edits, holding: "Sequence[Editing]", report: Report) -> _Block:
    from desktop_app.app.confirming import save_and_confirm

    _make_new(desk, edits)
    ready = list(_read(desk, edits, report))
    report(len(edits), len(edits), _("Đang lưu…"))
    saved, confirmed = save_and_confirm(desk, ready, holding)
    few = len(ready) <= SHOWN_AT_ONCE
    results = [
        Written(
            one.topic, one.rec,
            row_of(desk, one.topic, one.rec) if few and (one.op or not editing.is_new) else None,
            {name: editing.cells.get(name) for name in cells}, cells,
            created=editing.is_new and one.op is not None, changed=one.op is not None, round=editing.round,
            unread=sum(isinstance(cell, Raw) for cell in cells.values()),
        )
        for one, (editing, cells) in zip(saved, ready, strict=True)
    ]  # fmt: skip
    return _Block(results, confirmed, holding[0].topic if holding else "")


def _make_new(desk: "Desk", edits: Edits) -> None:
    """Give every record that is to be its id, those of one unit at once."""
    from desktop_app.app import entry

    by_place: dict[tuple[str, str | None], list[Ticket]] = {}
    for ticket, _given in edits:
        if ticket.editing is None and ticket.after is None:
            by_place.setdefault((ticket.topic, ticket.unit), []).append(ticket)
    for (topic, unit), tickets in by_place.items():
        made = entry.new_records(desk, topic, unit, len(tickets))
        for ticket, editing in zip(tickets, made, strict=True):
            ticket.editing = editing


def _read(desk: "Desk", edits: Edits, report: Report) -> "Iterator[tuple[Editing, dict[str, Cell]]]":
    """Yield each record with what was given as cells; names are looked up once a space.

    What a newer program wrote and this one cannot read is left as it is.
    """
    from desktop_app.app import entry

    resolved = [resolve(desk, ticket) for ticket, _given in edits]
    with desk.store.read() as tx:
        contexts = {space: entry.reading(desk, tx, space) for space in {one.space for one in resolved}}
        for at, (editing, (_ticket, given)) in enumerate(zip(resolved, edits, strict=True)):
            if at % 200 == 0:
                report(at, len(edits), _("Đang đọc…"))
            cells = cells_of(desk.topics.get(editing.topic), contexts[editing.space], given)
            kept = editing.cells
            yield editing, {key: cell for key, cell in cells.items() if not isinstance(kept.get(key), Opaque)}


def _undo(desk: "Desk", block: _Block) -> None:
    """Put back what was there before; records that the block made are deleted."""
    from desktop_app.app import confirming, entry

    entry.delete_many(desk, _open(desk, (one for one in block.results if one.created)))
    changed = [one for one in block.results if not one.created]
    _put(desk, [(one, one.before) for one in changed])
    for topic in block.topics:
        confirmed = block.confirmed if topic == block.held else {}
        before = {**confirmed, **{one.rec: one.round for one in changed if one.topic == topic}}
        if before:
            confirming.put_back(desk, topic, before)


def _redo(desk: "Desk", block: _Block) -> None:
    from desktop_app.app import confirming, entry

    entry.bring_back_many(desk, _open(desk, (one for one in block.results if one.created)))
    _put(desk, [(one, one.after) for one in block.results if not one.created])
    if block.confirmed:
        confirming.confirm_recs(desk, block.held, list(block.confirmed))


def _put(desk: "Desk", wanted: Sequence[tuple[Written, Mapping[str, Cell]]]) -> None:
    from desktop_app.app import entry

    opened = _open(desk, (one for one, _cells in wanted))
    entry.save_many(desk, [(editing, cells) for editing, (_one, cells) in zip(opened, wanted, strict=True)])


def _open(desk: "Desk", results: "Iterable[Written]") -> "list[Editing]":
    from desktop_app.app import entry

    with desk.store.read() as tx:
        return [entry.editing_of(tx, one.topic, *entry.find(tx, one.topic, one.rec)) for one in results]
