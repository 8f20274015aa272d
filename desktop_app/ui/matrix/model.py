"""The cells of a matrix: what each shows, and how many of them are written as one step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.domain import letters
from desktop_app.domain.kinds import Reading
from desktop_app.domain.topic import Choice, Field, Topic
from desktop_app.domain.values import Cell, Opaque, Raw, Value
from desktop_app.errors import UserError
from desktop_app.i18n import _, language
from desktop_app.ui import confirming
from desktop_app.ui.block import save_block
from desktop_app.ui.session import Session
from desktop_app.ui.spots import Spot
from desktop_app.ui.tickets import Ticket, Written

if TYPE_CHECKING:
    from desktop_app.app.entry import Editing
    from desktop_app.app.matrix import Line, Sheet
    from desktop_app.app.views import Row

MARK = int(Qt.ItemDataRole.UserRole) + 11
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Mark(NamedTuple):
    """What stands in a cell: one letter, and its tone: good, warn, bad or none.

    ``holds``: it was typed or confirmed in this round.
    """

    letter: str
    tone: str = ""
    is_saved: bool = True
    holds: bool = True


class MatrixModel(QAbstractTableModel):
    """A line for each record referred to, columns by answer and field.

    Signals: ``filled()`` what is filled in changed.
    """

    filled = Signal()

    def __init__(self, session: Session, topic: Topic) -> None:
        super().__init__()
        assert topic.matrix is not None  # noqa: S101  # made only for such topics
        self.session, self.topic, self.shape = session, topic, topic.matrix
        self.columns: list[tuple[Choice, Field]] = []
        self._lines: tuple[Line, ...] = ()
        self._rows: dict[tuple[str, str], tuple[Row, ...]] = {}
        self._typed: dict[tuple[str, str, str], Cell] = {}
        self._tickets: dict[tuple[str, str], Ticket] = {}
        self._letters = {
            name: letters.letters(topic.by_key[name].choices, language()) for name in self.shape.cells
        }

    def show(self, sheet: "Sheet") -> None:
        """Show a sheet; the cursor stays where the shape is the same."""
        columns = [(choice, field) for choice in sheet.columns for field in sheet.fields]
        same = sheet.lines == self._lines and columns == self.columns
        if not same:
            self.beginResetModel()
        self._lines, self.columns, self._rows = sheet.lines, columns, dict(sheet.rows)
        if same:
            self._touch_all()
        else:
            self.endResetModel()
        self.filled.emit()

    @property
    def is_settled(self) -> bool:
        """Whether everything that was typed is on the disk, and a sheet read now shows it."""
        return not self._tickets

    # --- shape --------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return what a line or a column is called."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._line_title(section)
        choice, field = self.columns[section]
        title = field.label.text(language())
        return title if role == Qt.ItemDataRole.DisplayRole else f"{choice.label.text(language())} · {title}"

    def _line_title(self, section: int) -> str:
        line = self._lines[section]
        several = self._lines[0].unit != self._lines[-1].unit
        return f"{self.session.unit_name(line.unit)} · {line.name}" if several else line.name

    def ends_group(self, column: int) -> bool:
        """Return whether a column is the last one of its answer."""
        return (column + 1) % len(self.shape.cells) == 0

    # --- showing ------------------------------------------------------------------------------------

    def data(self, index: Index, role: int = 0) -> Any:
        """Return a cell's letter, its look, its words."""
        spot = index.row(), index.column()
        if role == MARK:
            return self.mark(spot)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.mark(spot).letter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._explain(spot)
        return None

    def cell(self, spot: Spot) -> Cell:
        """Return the value of a cell, also one that is being saved."""
        key = self._key(spot)
        if key in self._typed:
            return self._typed[key]
        row = self._row(spot)
        return row.cells.get(key[2]) if row else None

    def words(self, spot: Spot) -> str:
        """Return a cell in words."""
        from desktop_app.app import views

        return views.show(self.columns[spot[1]][1], self.cell(spot), {})

    def read(self, spot: Spot, typed: str) -> Value | None:
        """Return the answer that a letter, a number or a word means in a cell; None if none."""
        reading = Reading(date.min, lambda _topic, _name: None, language())
        key = letters.read(self.columns[spot[1]][1], typed, reading)
        return None if key is None else Value(key)

    def mark(self, spot: Spot) -> Mark:
        """Return how a cell looks."""
        field, cell = self.columns[spot[1]][1], self.cell(spot)
        saved = self._key(spot) not in self._typed
        if cell is None:
            return Mark("", is_saved=saved)
        if isinstance(cell, Raw):
            return Mark("?", "bad", saved)
        choice = field.choice(cell.v) if isinstance(cell, Value) and isinstance(cell.v, str) else None
        if choice is None:
            return Mark("–" if isinstance(cell, Value) else "…", is_saved=saved)
        letter = self._letters[field.key].get(choice.key) or str(field.choices.index(choice) + 1)
        return Mark(letter, self._tone(field, choice), saved, self._holds(spot))

    def _holds(self, spot: Spot) -> bool:
        row, who = self._row(spot), self.session.who
        return row is None or self._key(spot) in self._typed or who is None or row.round == who.round_id

    def unconfirmed(self, spots: Iterable[Spot] | None = None) -> "list[Row]":
        """Return the records of the round before that these cells show; of the whole sheet by default."""
        who = self.session.who
        places = self._rows if spots is None else {self._key(spot)[:2] for spot in spots}
        found = [row for place in places for row in self._rows.get(place, ())]
        return [row for row in found if who is not None and row.round != who.round_id]

    def _tone(self, field: Field, choice: Choice) -> str:
        if field.key not in self.shape.graded:
            return ""
        at = field.choices.index(choice)
        return "good" if at == 0 else "bad" if at == len(field.choices) - 1 else "warn"

    def _explain(self, spot: Spot) -> str:
        choice, field = self.columns[spot[1]]
        parts = [self._lines[spot[0]].name, choice.label.text(language()), field.label.text(language())]
        words = self.words(spot) or _("chưa điền")
        said = [f"{' · '.join(parts)}: {words}"]
        if not self._holds(spot):
            said.append(_("Chưa xác nhận trong đợt này"))
        if (more := len(self._rows.get(self._key(spot)[:2], ())) - 1) > 0:
            said.append(_("Có {n} dòng nữa cho ô này; xem ở Bảng.").format(n=more))
        return "\n".join(said)

    def left(self) -> tuple[int, int]:
        """Return how many cells that must be filled in are blank, and how many others."""
        must = other = 0
        for row in range(len(self._lines)):
            for at, (_choice, field) in enumerate(self.columns):
                if self.cell((row, at)) is None:
                    must, other = must + field.required, other + (not field.required)
        return must, other

    def _key(self, spot: Spot) -> tuple[str, str, str]:
        choice, field = self.columns[spot[1]]
        return self._lines[spot[0]].rec, choice.key, field.key

    def _row(self, spot: Spot) -> "Row | None":
        found = self._rows.get(self._key(spot)[:2], ())
        return found[0] if found else None

    def _touch_all(self) -> None:
        if self._lines and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    # --- writing ------------------------------------------------------------------------------------

    def write(self, name: str, cells: Mapping[Spot, Cell]) -> None:
        """Write cells as one step of this name; a record that is not there yet begins with its first cell.

        What is typed over the same of the round before confirms it.
        """
        same = [spot for spot, cell in cells.items() if cell and cell == self.cell(spot)]
        records: dict[tuple[str, str], dict[str, Cell]] = {}
        units = {}
        for spot, cell in cells.items():
            if cell == self.cell(spot) or isinstance(self.cell(spot), Opaque):
                continue
            line, column, field = key = self._key(spot)
            self._typed[key] = cell
            records.setdefault((line, column), self._identity(spot))[field] = cell
            units[line, column] = self._lines[spot[0]].unit
        # A record that changes is confirmed by its save.
        again = self.unconfirmed(spot for spot in same if self._key(spot)[:2] not in records)
        if not records:
            if again:
                confirming.confirm(self.session, again)
            return
        edits = {place: (self._ticket(place, units[place]), given) for place, given in records.items()}
        self._tickets |= {place: ticket for place, (ticket, _given) in edits.items()}
        self._touch_all()
        self._send(name, edits, [row.editing for row in again])

    def _identity(self, spot: Spot) -> dict[str, Cell]:
        """Return what names a record that is not there yet; nothing of one that is."""
        if self._row(spot) is not None:
            return {}
        line, column, _field = self._key(spot)
        return {self.shape.rows: Value(line), self.shape.columns: Value(column)}

    def _ticket(self, place: tuple[str, str], unit: str) -> Ticket:
        writer, rows = self.session.writer, self._rows.get(place, ())
        if place in self._tickets:
            return writer.open_after(self._tickets[place])
        return writer.open(rows[0]) if rows else writer.open_new(self.topic.key, unit)

    def _send(
        self,
        name: str,
        edits: Mapping[tuple[str, str], tuple[Ticket, Mapping[str, Cell]]],
        holding: "Sequence[Editing]",
    ) -> None:
        def done(results: list[Written]) -> None:
            for (place, (ticket, _given)), result in zip(edits.items(), results, strict=True):
                self._saved(place, ticket, result)
            self._touch_all()
            self.filled.emit()

        def fail(_error: UserError) -> None:
            self._touch_all()  # what was typed stays, and is tried again

        def give_up() -> None:
            for place, (ticket, _given) in edits.items():
                self._forget(place, ticket)
            self._touch_all()
            self.filled.emit()

        save_block(self.session, name, list(edits.values()), done, fail, give_up, holding)

    def _saved(self, place: tuple[str, str], ticket: Ticket, result: Written) -> None:
        if result.row is not None:
            self._rows[place] = (result.row, *self._rows.get(place, ())[1:])
        self._forget(place, ticket)

    def _forget(self, place: tuple[str, str], ticket: Ticket) -> None:
        """What was typed of a record is saved, or given up: it is shown as it was read."""
        if self._tickets.get(place) is ticket:
            del self._tickets[place]
            for key in [key for key in self._typed if key[:2] == place]:
                del self._typed[key]
