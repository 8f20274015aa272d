"""The model of a grid: what each cell shows, and what becomes of what is typed into it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.domain import kinds
from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import Cell, Opaque, Value
from desktop_app.errors import UserError
from desktop_app.i18n import _, language
from desktop_app.ui.grid.columns import STATUS, Column, columns_of
from desktop_app.ui.grid.painting import Paint, Painter, shown
from desktop_app.ui.grid.window import RowWindow
from desktop_app.ui.session import Session
from desktop_app.ui.writer import Given, Ticket, Written

if TYPE_CHECKING:
    from desktop_app.app.ports import Query
    from desktop_app.app.views import Row

PAINT = int(Qt.ItemDataRole.UserRole) + 10
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


class GridModel(QAbstractTableModel):
    """Rows of one topic. The last row is where a new one is begun, unless records are append-only.

    Signals: ``counted(int)`` how many rows there are; ``arrived()`` rows that were asked for are here.
    """

    counted = Signal(int)
    arrived = Signal()

    def __init__(self, session: Session, topic: Topic, *, with_unit: bool) -> None:
        super().__init__()
        self.session, self.topic = session, topic
        self.columns: list[Column] = columns_of(topic, with_unit=with_unit)
        self._painter = Painter(session, topic)
        self.unit: str | None = None
        self.may_load: Callable[[], bool] = lambda: True
        self._window = RowWindow(self._load)
        self._typed: dict[tuple[int, str], str] = {}
        self._unsaved: set[tuple[int, str]] = set()
        self._tickets: dict[int, Ticket] = {}
        self._query: Query | None = None
        self._waiting: list[int] | None = None
        self._last_local = 0
        session.findings.changed.connect(self._recolour)
        session.writer.written.connect(self._elsewhere)

    # --- shape --------------------------------------------------------------------------------------

    @property
    def has_new_row(self) -> bool:
        """Whether a new row can be begun by typing into the last one."""
        return not self.topic.append_only

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows, the one for a new record too."""
        return 0 if parent.isValid() else len(self._window.ids) + self.has_new_row

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def is_new_row(self, row: int) -> bool:
        """Return whether ``row`` is the one where a new record is begun."""
        return self.has_new_row and row == len(self._window.ids)

    def row_at(self, row: int) -> "Row | None":
        """Return the record at a row, None for a new or unloaded one."""
        return None if row >= len(self._window.ids) else self._window.at(row)

    def field_at(self, column: int) -> Field | None:
        """Return the field of a column."""
        return self.columns[column].field

    def find(self, rec: str) -> int:
        """Return the row of a record that is loaded, or -1."""
        return self._window.position_of(rec)

    def column_of(self, key: str) -> int:
        """Return the column of a field, or the first field's."""
        keys = [column.key for column in self.columns]
        return keys.index(key) if key in keys else next(i for i, c in enumerate(self.columns) if c.field)

    # --- loading ------------------------------------------------------------------------------------

    def show(self, query: "Query") -> None:
        """Show what ``query`` asks for."""
        self._query = query
        self.unit = query.unit
        self.reload()

    def reload(self) -> None:
        """Ask again for the rows; nothing on the screen goes away until they are here."""
        from desktop_app.app import views

        query, key = self._query, self.topic.key
        self.session.ask(lambda desk: (query, views.ids(desk, key, query)), self._take_ids, self)

    def _take_ids(self, answer: "tuple[Query | None, list[int]]") -> None:
        query, ids = answer
        if query != self._query:
            return
        if not self.may_load():
            self._waiting = ids
            return
        self._waiting = None
        self._apply(ids)

    def apply_waiting(self) -> None:
        """Take the rows that came while an editor was open."""
        if self._waiting is not None and self.may_load():
            ids, self._waiting = self._waiting, None
            self._apply(ids)

    def _apply(self, ids: list[int]) -> None:
        keep = [one for one in self._window.ids if one < 0 and self._is_open(one)]
        if ids == self._window.ids:
            self._window.reset(ids)
            self._touch_all()
        else:
            self.beginResetModel()
            self._window.reset([*ids, *keep])
            self.endResetModel()
        self.counted.emit(len(ids) + len(keep))

    def _is_open(self, number: int) -> bool:
        return number in self._tickets or any(key[0] == number for key in self._typed)

    def _load(self, wanted: list[int]) -> None:
        from desktop_app.app import views

        key = self.topic.key
        self.session.ask(lambda desk: views.rows(desk, key, wanted), self._take_rows, self)

    def _take_rows(self, rows: "list[Row]") -> None:
        positions = []
        for row in rows:
            self._window.put(row.id, row)
            positions.append(self._window.position(row.id))
        found = [position for position in positions if position >= 0]
        if found:
            self._touch(min(found), max(found))
        self.arrived.emit()

    def _touch(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _touch_all(self) -> None:
        if self._window.ids:
            self._touch(0, len(self._window.ids) - 1)

    def _recolour(self) -> None:
        self._touch_all()

    # --- showing ------------------------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return a column's title and help."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return _NUMBERS
        if role == Qt.ItemDataRole.ToolTipRole:
            help_text = column.field.help if column.field else None
            return help_text.text(language()) if help_text else column.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        can = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return can | Qt.ItemFlag.ItemIsEditable if self._editable(index) else can

    def _editable(self, index: Index) -> bool:
        field = self.field_at(index.column())
        if field is None or self.topic.append_only or not kinds.rules(field).written:
            return False
        if self.is_new_row(index.row()):
            return True
        number = self._window.ids[index.row()]
        row = self._window.by_id(number)
        return (row is not None or number < 0) and not isinstance(self.cell(index), Opaque)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return a cell's text, its look, its problems."""
        if role == PAINT:
            return self.paint(index.row(), index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.paint(index.row(), index.column()).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explain(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f"{self.columns[index.column()].title}: {self.paint(index.row(), index.column()).text}"
            return f"{said}. {explained}" if (explained := self._explain(index)) else said
        return None

    def cell(self, index: Index) -> Cell:
        """Return the value of a cell as it was loaded."""
        row = self.row_at(index.row())
        return row.cells.get(self.columns[index.column()].key) if row else None

    def text(self, index: Index) -> str:
        """Return how the value reads in an editor: a state without a value is blank there."""
        row, field = self.row_at(index.row()), self.field_at(index.column())
        if index.row() < len(self._window.ids):
            waiting = self._typed.get((self._window.ids[index.row()], self.columns[index.column()].key))
            if waiting is not None:
                return waiting
        if row is None or field is None:
            return ""
        cell = row.cells.get(field.key)
        return "" if isinstance(cell, Value) and cell.v is None else shown(field, cell, row)

    def paint(self, position: int, at: int) -> Paint:
        """Return how a cell looks."""
        column = self.columns[at]
        if self.is_new_row(position):
            return self._paint_new(at)
        number = self._window.ids[position]
        typed = self._typed.get((number, column.key))
        if typed is not None:
            bad = (number, column.key) in self._unsaved
            return Paint(typed, "bad" if bad else "muted", "bad" if bad else "", right=column.right)
        row = self._window.at(position)
        if row is None:
            return Paint("…" if at else "", "muted")
        return self._painter.paint(row, column)

    def _paint_new(self, at: int) -> Paint:
        if at == 0:
            return Paint("", icon="plus")
        first = self.column_of("")
        if at != first:
            return Paint("")
        return Paint(_("Thêm {row}…").format(row=self.topic.row.text(language())), "muted")

    def _explain(self, index: Index) -> str:
        row = self.row_at(index.row())
        if row is None:
            return ""
        key = self.columns[index.column()].key
        problems = self.session.findings.of(self.topic.key, row.rec)
        if key == STATUS:
            state = _("Đã chốt") if row.status == "final" else _("Bản nháp")
            who = self.session.who
            if who is not None and row.round != who.round_id and not self.topic.append_only:
                state += "\n" + _("Chưa xác nhận trong đợt này")
            review = [_("Có giá trị khác nhau chờ xem lại")] if row.in_review else []
            return "\n".join([state, *review, *(problem.message for problem in problems)])
        found = [problem.message for problem in problems if problem.field == key]
        text = self.paint(index.row(), index.column()).text
        return "\n".join(found or ([text] if len(text) > 12 else []))

    def earlier(self, field: Field) -> tuple[str, ...]:
        """Return what the loaded rows hold in a text field, for the popup that completes it."""
        cells = (row.cells.get(field.key) for row in self._window.loaded())
        return tuple(
            sorted({cell.v for cell in cells if isinstance(cell, Value) and isinstance(cell.v, str)})
        )

    # --- writing ------------------------------------------------------------------------------------

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
            if field.carry and isinstance(cell := before.cells.get(field.key), Value)
        }

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
