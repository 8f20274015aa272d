"""Records on their way to the disk: as an editor showed them, as they were given, as they were written.

What is done on the store lane stands here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.values import Cell, State
from desktop_app.errors import NotFoundError
from desktop_app.ui.calls import row_of

if TYPE_CHECKING:
    from desktop_app.app.entry import Editing
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row
    from desktop_app.domain.kinds import Reading
    from desktop_app.domain.topic import Topic


class Typed(NamedTuple):
    """What was typed into an editor, to be read on the store lane."""

    text: str
    state: State = State.ACTUAL


Given = Typed | Cell


@dataclass(eq=False)
class Ticket:
    """A record as the screen showed it when its editor opened; ``unit`` is a code, for a new record.

    ``rec`` is known once the record is; only the store lane writes the fields of a ticket.
    """

    topic: str
    unit: str | None = None
    editing: "Editing | None" = field(default=None, repr=False)
    after: "Ticket | None" = field(default=None, repr=False)

    @property
    def rec(self) -> str | None:
        """The record's id; None for a record that nobody saved yet."""
        return self.editing.rec if self.editing else None


class Written(NamedTuple):
    """One record after a save: the row to show, and what it held before.

    ``round`` is the one in which the record was confirmed before: a save confirms it, its undo does not.
    ``unread``: of how many cells of a block the text could not be read.
    """

    topic: str
    rec: str
    row: "Row | None"
    before: Mapping[str, Cell]
    after: Mapping[str, Cell]
    created: bool
    changed: bool
    round: str | None = None
    unread: int = 0


# --- on the store lane -------------------------------------------------------------------------------


def resolve(desk: "Desk", ticket: Ticket) -> "Editing":
    """Return the record that a ticket stands for, on the store lane."""
    from desktop_app.app import entry

    if ticket.editing is None:
        first = ticket.after.editing if ticket.after else None
        try:
            ticket.editing = entry.open_record(desk, ticket.topic, first.rec) if first else None
        except NotFoundError:  # the save before failed, so the record is still to be
            ticket.editing = first
    if ticket.editing is None:
        ticket.editing = entry.new_record(desk, ticket.topic, ticket.unit)
    return ticket.editing


def of_record(desk: "Desk", topic: str, rec: str, unit: str | None) -> Ticket:
    """Return the ticket of a record as it stands now."""
    from desktop_app.app import entry

    return Ticket(topic, unit, entry.open_record(desk, topic, rec))


def save_one(desk: "Desk", ticket: Ticket, given: Mapping[str, Given], scratch: str | None = None) -> Written:
    """Save what was given for one record; the ``scratch`` of what was typed is dropped once it is saved."""
    from desktop_app.app import entry, people

    editing = resolve(desk, ticket)
    cells = read_given(desk, ticket.topic, editing.space, given)
    before = {name: editing.cells.get(name) for name in cells}
    saved = entry.save(desk, editing, cells)
    if scratch is not None:
        people.drop_scratch(desk, scratch)
    row = row_of(desk, ticket.topic, saved.rec) if saved.op or not editing.is_new else None
    wrote = saved.op is not None
    return Written(
        ticket.topic, saved.rec, row, before, cells, editing.is_new and wrote, wrote, editing.round
    )


def unconfirm(desk: "Desk", result: Written, round_id: str) -> Written:
    """Let a record stand as confirmed in ``round_id`` again, on the store lane; return it as it is then."""
    from desktop_app.app import confirming

    confirming.put_back(desk, result.topic, {result.rec: round_id})
    return result._replace(row=row_of(desk, result.topic, result.rec))


def read_given(desk: "Desk", topic: str, space: str | None, given: Mapping[str, Given]) -> dict[str, Cell]:
    """Return what was typed or chosen as cells; names are those of ``space`` (default: the home's own)."""
    from desktop_app.app import entry

    with desk.store.read() as tx:
        return cells_of(desk.topics.get(topic), entry.reading(desk, tx, space), given)


def cells_of(topic: "Topic", context: "Reading", given: Mapping[str, Given]) -> dict[str, Cell]:
    """Return what was typed or chosen as cells, with the names that ``context`` knows."""
    from desktop_app.app import entry

    return {
        name: entry.read_typed(context, topic.by_key[name], *one) if isinstance(one, Typed) else one
        for name, one in given.items()
    }


def delete_all(desk: "Desk", editings: Sequence["Editing"]) -> None:
    """Delete records as they were shown."""
    from desktop_app.app import entry

    entry.delete_many(desk, editings)
