"""The rows of a grid: which there are, and what each cell shows."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.domain import kinds
from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import Cell, Opaque, Value
from desktop_app.errors import UserError
from desktop_app.i18n import _, language
from desktop_app.ui.grid.columns import STATUS, Column, arranged, columns_of
from desktop_app.ui.grid.copying import Copy
from desktop_app.ui.grid.painting import Paint, Painter, typable
from desktop_app.ui.grid.window import RowWindow
from desktop_app.ui.problem_words import told
from desktop_app.ui.session import Session
from desktop_app.ui.spots import Area, bands
from desktop_app.ui.tickets import Ticket

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk, Query
    from desktop_app.app.views import Row
    from desktop_app.domain.conditions import Condition, Order

PAINT = int(Qt.ItemDataRole.UserRole) + 10
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
AT_ONCE = 30
"""So many rows come with their ids: what a screen shows is painted once, and not empty before."""
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


class Found(NamedTuple):
    """What a query found: all ids in order, how many there are without a query, and the rows seen first."""

    query: "Query"
    ids: "list[int]"
    total: int
    rows: "list[Row]"


def _find(desk: "Desk", topic: str, query: "Query", first: int, total: int | None) -> Found:
    from desktop_app.app import views

    ids, total = views.found(desk, topic, query, total)
    first = min(first, max(0, len(ids) - AT_ONCE))
    return Found(query, ids, total, views.rows(desk, topic, ids[first : first + AT_ONCE]))


class GridRows(QAbstractTableModel):
    """Rows of one topic. The last row is where a new one is begun, unless records are append-only.

    Signals: ``counted(int)`` how many rows there are; ``arrived()`` rows that were asked for are here.
    """

    counted = Signal(int)
    arrived = Signal()

    def __init__(self, session: Session, topic: Topic, *, with_unit: bool) -> None:
        super().__init__()
        self.session, self.topic = session, topic
        self.every = columns_of(topic, with_unit=with_unit)
        self.columns: list[Column] = self.every
        self.total = 0
        self._painter = Painter(session, topic)
        self.unit: str | None = None
        self.may_load: Callable[[], bool] = lambda: True
        self.first_shown: Callable[[], int] = lambda: 0
        self._window = RowWindow(self._load)
        self._typed: dict[tuple[int, str], str] = {}
        self._unsaved: set[tuple[int, str]] = set()
        self._tickets: dict[int, Ticket] = {}
        self._query: Query | None = None
        self._asked: Query | None = None
        self._is_counted = False
        self._waiting: Found | None = None
        self._last_local = 0
        session.findings.changed.connect(self._recolour)
        session.changed.connect(self._changed)

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

    @property
    def count(self) -> int:
        """How many records there are: without the row for a new one."""
        return len(self._window.ids)

    def is_new_row(self, row: int) -> bool:
        """Return whether ``row`` is the one where a new record is begun."""
        return self.has_new_row and row == len(self._window.ids)

    def row_at(self, row: int) -> "Row | None":
        """Return the record at a row, None for a new or unloaded one."""
        return None if row >= len(self._window.ids) else self._window.at(row)

    def here(self, row: int) -> "Row | None":
        """Return the record at a row if it is loaded; nothing is asked for."""
        return None if row >= len(self._window.ids) else self._window.by_id(self._window.ids[row])

    def here_in(self, areas: Sequence[Area]) -> "list[Row]":
        """Return the records of these areas that are loaded, in their order; nothing is asked for."""
        return [row for lines, _columns in bands(areas) for row in self._window.within(lines)]

    def field_at(self, column: int) -> Field | None:
        """Return the field of a column."""
        return self.columns[column].field

    def find(self, rec: str) -> int:
        """Return the row of a record that is loaded, or -1."""
        return self._window.position_of(rec)

    def locate(self, rec: str, done: Callable[[str, int], None]) -> None:
        """Tell ``done`` the record and its row, -1 if it is not shown, once what was asked for is here."""
        from desktop_app.app import views
        from desktop_app.app.ports import Query

        def found(ids: list[int]) -> None:
            done(rec, self._window.position(ids[0]) if ids else -1)

        key = self.topic.key
        self.session.ask(lambda desk: views.ids(desk, key, Query(equal=(("rec", rec),))), found, self)

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show the columns with these keys, in this order; all of them for ()."""
        chosen = arranged(self.every, keys)
        if chosen != self.columns:
            self.beginResetModel()
            self.columns = chosen
            self.endResetModel()

    @property
    def order(self) -> "tuple[Order, ...]":
        """By what the rows are sorted; () by their names."""
        return self._query.order if self._query else ()

    @property
    def conditions(self) -> "tuple[Condition, ...]":
        """By what the rows are filtered, column by column."""
        return self._query.where if self._query else ()

    def column_of(self, key: str) -> int:
        """Return the column of a field, or the first field's."""
        keys = [column.key for column in self.columns]
        return keys.index(key) if key in keys else next(i for i, c in enumerate(self.columns) if c.field)

    # --- loading ------------------------------------------------------------------------------------

    def show(self, query: "Query") -> None:
        """Show what ``query`` asks for."""
        otherwise = (query.order, query.where) != (self.order, self.conditions)
        self._query = query
        self.unit = query.unit
        if otherwise:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._asked != query:
            self._ask(self.total if self._is_counted else None)

    def reload(self) -> None:
        """Ask again for the rows; nothing on the screen goes away until they are here."""
        self._ask(None)

    def _ask(self, total: int | None) -> None:
        from desktop_app.app.ports import Query

        query, key, first = self._query or Query(), self.topic.key, max(0, self.first_shown())
        self._asked = query
        self._is_counted = True
        self.session.ask(
            lambda desk: _find(desk, key, query, first, total), self._take_found, self, self._not_found
        )

    def _not_found(self, error: UserError) -> None:
        self._asked, self._is_counted = None, False
        self.session.complain(error)

    def _changed(self, topic: str) -> None:
        self._is_counted = self._is_counted and topic not in ("", self.topic.key)

    def _take_found(self, found: Found) -> None:
        self._asked, self.total = None, found.total
        if self._query not in (None, found.query):
            return
        if not self.may_load():
            self._waiting = found._replace(rows=[])  # by then they may be older than what was saved
            return
        self._waiting = None
        self._apply(found)

    def apply_waiting(self) -> None:
        """Take the rows that came while an editor was open."""
        if self._waiting is not None and self.may_load():
            found, self._waiting = self._waiting, None
            self._apply(found)

    def _apply(self, found: Found) -> None:
        keep = [one for one in self._window.ids if one < 0 and self._is_open(one)]
        if found.ids == self._window.ids:
            self._window.reset(found.ids, found.rows)
            self._touch_all()
        else:
            self.beginResetModel()
            self._window.reset([*found.ids, *keep], found.rows)
            self.endResetModel()
        self.counted.emit(self.count)
        if found.rows:
            self.arrived.emit()

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
        return "" if row is None or field is None else typable(field, row)

    def copied(self, areas: Sequence[Area]) -> Copy:
        """Return what is copied of these areas: records that are there, but not the sign of their state."""
        last = self.count - 1
        there = [area._replace(bottom=min(area.bottom, last)) for area in areas if area.top <= last]
        parts = []
        for lines, columns in bands(there):
            shown = [self.columns[at] for at in columns if self.columns[at].key != STATUS]
            if shown:
                parts.append((self._window.ids[lines.start : lines.stop], shown))
        return Copy(self.topic.key, parts, dict(self._typed), self._window.all_here(), self.session.unit_name)

    def number(self, row: int) -> int:
        """Return the number of the record at a row."""
        return self._window.ids[row]

    def numbers(self) -> list[int]:
        """Return the numbers of the records, in the order of the rows."""
        return self._window.ids.copy()

    def fetch(self, rows: Iterable[int], done: "Callable[[dict[int, Row]], None]") -> None:
        """Tell ``done`` row → record of those of these rows that are not loaded."""
        from desktop_app.app import views

        numbers = {self._window.ids[row]: row for row in rows}
        away = [number for number in numbers if number > 0 and self._window.by_id(number) is None]
        if not away:
            done({})
            return
        key = self.topic.key
        self.session.ask(
            lambda desk: views.rows(desk, key, away),
            lambda found: done({numbers[row.id]: row for row in found}),
            self,
        )

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
            return "\n".join([state, *review, *map(told, problems)])
        found = [told(problem) for problem in problems if problem.field == key]
        text = self.paint(index.row(), index.column()).text
        return "\n".join(found or ([text] if len(text) > 12 else []))

    def earlier(self, field: Field) -> tuple[str, ...]:
        """Return what the loaded rows hold in a text field, for the popup that completes it."""
        cells = (row.cells.get(field.key) for row in self._window.loaded())
        return tuple(
            sorted({cell.v for cell in cells if isinstance(cell, Value) and isinstance(cell.v, str)})
        )
