"""The model of a grid: its rows, and what becomes of what is typed into them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import Value
from desktop_app.errors import UserError
from desktop_app.ui.grid.rows import GridRows
from desktop_app.ui.session import Session
from desktop_app.ui.spots import Spot
from desktop_app.ui.tickets import Given, Ticket, Typed, Written

if TYPE_CHECKING:
    from desktop_app.app.views import Row

PAINT = int(Qt.ItemDataRole.UserRole) + 10
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


class GridModel(GridRows):
    """Rows that can be written: what is typed stays on the screen until it is on the disk."""

    def __init__(self, session: Session, topic: Topic, *, with_unit: bool) -> None:
        super().__init__(session, topic, with_unit=with_unit)
        session.writer.written.connect(self._elsewhere)

    def ticket(self, row: int) -> Ticket:
        """Return the ticket for an editor that opens on ``row`` now (SYNC.md, rule 1)."""
        if self.is_new_row(row):
            return self.session.writer.open_new(self.topic.key, self.unit)
        number = self._window.ids[row]
        waiting = self._tickets.get(number)
        if waiting is not None:
            return self.session.writer.open_after(waiting)
        found = self._window.by_id(number)
        assert found is not None  # noqa: S101  # flags() lets only loaded rows be edited
        return self.session.writer.open(found)

    def tickets(self, rows: Sequence[int], done: Callable[[dict[int, Ticket]], None]) -> None:
        """Tell ``done`` row → ticket of these rows, as they stand now; rows not loaded are asked for."""
        here = {row: self.ticket(row) for row in rows if self._is_here(self._window.ids[row])}

        def arrived(found: "dict[int, Row]") -> None:
            done(here | {row: self.session.writer.open(one) for row, one in found.items()})

        self.fetch((row for row in rows if row not in here), arrived)

    def _is_here(self, number: int) -> bool:
        return number in self._tickets or self._window.by_id(number) is not None

    def hold(self, held: Mapping[int, Ticket]) -> Callable[[], None]:
        """Let editors that open on these numbers wait for what is being saved; return what ends that."""
        self._tickets.update(held)

        def release() -> None:
            for number, ticket in held.items():
                if self._tickets.get(number) is ticket:
                    del self._tickets[number]

        return release

    def given_at(self, spot: Spot, away: "Row | None" = None) -> Given:
        """Return what a cell holds, or what is being saved of it; ``away``: its record, of one not loaded."""
        row, key = spot[0], self.columns[spot[1]].key
        typed = self._typed.get((self._window.ids[row], key)) if row < self.count else None
        if typed is not None:
            return Typed(typed)
        found = away or self.row_at(row)
        return found.cells.get(key) if found else None

    def begun(self) -> dict[str, Given]:
        """Return what a record that is begun now takes from the last row."""
        return self._carried()

    def commit(
        self, index: Index, ticket: Ticket, given: Given, text: str, scratch: str | None = None
    ) -> None:
        """Save one cell: what was typed stays on the screen until it is on the disk."""
        key, row = self.columns[index.column()].key, index.row()
        changes: dict[str, Given] = {key: given}
        if self.is_new_row(row):
            changes = {**self._carried(), **changes}
            self._begin_row()
        number = self._window.ids[row]
        self._tickets[number] = ticket
        self._typed[number, key] = text
        self._unsaved.discard((number, key))
        self._touch(row, row)
        self._send(number, key, ticket, changes, scratch)

    def _send(
        self, number: int, key: str, ticket: Ticket, changes: dict[str, Given], scratch: str | None
    ) -> None:
        def fail(_error: UserError) -> None:
            self._unsaved.add((number, key))
            self._touch_all()

        self.session.writer.save(
            ticket,
            changes,
            lambda result: self._saved(number, key, ticket, result),
            fail,
            owner=self,
            scratch=scratch,
        )

    def _begin_row(self) -> None:
        self._last_local -= 1
        end = len(self._window.ids)
        # The row being typed into becomes the record; the row for a new one is the one that is added.
        self.beginInsertRows(QModelIndex(), end + 1, end + 1)
        self._window.append(self._last_local)
        self.endInsertRows()
        self.counted.emit(len(self._window.ids))

    def _carried(self) -> dict[str, Given]:
        if not self._window.ids:
            return {}
        before = self._window.by_id(self._window.ids[-1])
        if before is None:
            return {}
        return {
            field.key: cell
            for field in self.topic.fields
            if self.carries(field) and isinstance(cell := before.cells.get(field.key), Value)
        }

    def carries(self, field: Field) -> bool:
        """Return whether a new row takes the value of the row before: as the person chose, else the topic."""
        return field.carry != (f"{self.topic.key}.{field.key}" in self.session.settings.carried.split())

    def carry(self, field: Field, *, on: bool) -> None:
        """Choose whether a new row takes the value of the row before, and remember it."""
        if on != self.carries(field):
            others = set(self.session.settings.carried.split()) ^ {f"{self.topic.key}.{field.key}"}
            self.session.remember(carried=" ".join(sorted(others)))

    def _saved(self, number: int, key: str, ticket: Ticket, result: Written) -> None:
        self._unsaved.discard((number, key))
        if self._tickets.get(number) is ticket:
            del self._tickets[number]
            for typed in [one for one in self._typed if one[0] == number]:
                del self._typed[typed]
        if result.row is not None:
            self._window.put(number, result.row)
        position = self._window.position(number)
        if position >= 0:
            self._touch(position, position)

    def _elsewhere(self, result: Written) -> None:
        """Show what the form, or an undo, wrote to a record of this grid."""
        if result.topic != self.topic.key or result.row is None:
            return
        position = self._window.position_of(result.rec)
        if position < 0:
            if not self._tickets:
                self.reload()
            return
        self._window.put(self._window.ids[position], result.row)
        self._touch(position, position)
