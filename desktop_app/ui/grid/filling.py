"""Filling many cells at once: from above, from the clipboard, by cloning, in bulk. Each act is one step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QMenu

from desktop_app.domain.dates import format_date
from desktop_app.domain.topic import Field, Kind
from desktop_app.domain.values import Opaque, Raw, Value
from desktop_app.errors import UserError
from desktop_app.i18n import _, language, plural
from desktop_app.ui import clipboard
from desktop_app.ui.block import save_block
from desktop_app.ui.grid.bulk import BulkDialog, CloneDialog
from desktop_app.ui.grid.columns import STATUS
from desktop_app.ui.shortcuts import bind, tell
from desktop_app.ui.tickets import Given, Ticket, Typed, Written
from desktop_app.ui.widgets.basics import tinted

if TYPE_CHECKING:
    from desktop_app.app.views import Row
    from desktop_app.ui.grid.view import GridView
    from desktop_app.ui.session import Session

Values = dict[str, Given]
CLONES = 1000
"""So many copies of a row at most, in one act."""


class Filling(QObject):
    """What a person does to a block of cells of one grid."""

    def __init__(self, grid: "GridView", session: "Session") -> None:
        super().__init__(grid)
        self._grid, self._session = grid, session
        self.dialog: CloneDialog | BulkDialog | None = None
        self._clones = 1
        grid.offers.connect(self._offer)
        for keys, text, on in self._acts():
            bind(grid, keys, text, on)
        tell(grid, "Ctrl+V", _("Dán từ Excel: một khối ô, hay một giá trị vào mọi ô đang chọn"))
        tell(grid, "Ctrl+X", _("Cắt các ô đang chọn"))

    def _acts(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        return (
            ("Ctrl+D", _("Điền xuống: ô trên cùng vào các ô chọn bên dưới"), self.fill_down),
            ("Ctrl+'", _("Chép giá trị của ô phía trên"), self.copy_above),
            ("Ctrl+;", _("Điền ngày hôm nay"), self.today),
            ("Ctrl+Shift+D", _("Nhân bản dòng…"), self.ask_clone),
            ("Ctrl+Shift+E", _("Sửa hàng loạt các dòng đang chọn…"), self.ask_bulk),
        )

    def _offer(self, menu: QMenu) -> None:
        """Add the acts to the menu of the selected cells."""
        if self._grid.rows.topic.append_only or not self._grid.selected_rows():
            return
        menu.addSeparator()
        acts = {keys: (text, on) for keys, text, on in self._acts()}
        for keys, icon in (("Ctrl+D", "arrow-down"), ("Ctrl+Shift+D", "copy"), ("Ctrl+Shift+E", "pencil")):
            text, on = acts[keys]
            act = menu.addAction(tinted(self._session.look, icon), f"{text}\t{keys}")
            act.triggered.connect(lambda _on=False, on=on: on())
        self._offer_carrying(menu)

    def _offer_carrying(self, menu: QMenu) -> None:
        rows, column = self._grid.rows, self._grid.currentIndex().column()
        field = rows.field_at(column) if column >= 0 else None
        if field is None or field.kind is Kind.ATTACHMENT:
            return
        title = field.label.text(language())
        act = menu.addAction(_("Dòng mới giữ “{field}” của dòng trước").format(field=title))
        act.setCheckable(True)
        act.setChecked(rows.carries(field))
        act.triggered.connect(lambda on: rows.carry(field, on=on))

    # --- what is selected ---------------------------------------------------------------------------

    def _chosen(self) -> list[QModelIndex]:
        """Return the selected cells that hold a field, else the one under the cursor."""
        selected = self._grid.selectionModel().selectedIndexes() or [self._grid.currentIndex()]
        rows = self._grid.rows
        return [index for index in selected if index.isValid() and rows.field_at(index.column()) is not None]

    # --- from above ---------------------------------------------------------------------------------

    def fill_down(self) -> None:
        """Put the topmost of the selected cells into those below; of one row, take the row above."""
        self._grid.finish()
        chosen = self._chosen()
        if not chosen:
            return
        top, bottom = min(one.row() for one in chosen), max(one.row() for one in chosen)
        source, into = (top - 1, range(top, top + 1)) if top == bottom else (top, range(top + 1, bottom + 1))
        columns = {one.column() for one in chosen}
        self._fill(source, {(one.row(), one.column()) for one in chosen if one.row() in into}, columns)

    def copy_above(self) -> None:
        """Put the cell above into the one under the cursor."""
        self._grid.finish()
        at = self._grid.currentIndex()
        if at.isValid():
            self._fill(at.row() - 1, {(at.row(), at.column())}, {at.column()})

    def _fill(self, source: int, spots: set[tuple[int, int]], columns: set[int]) -> None:
        rows = self._grid.rows
        if source < 0:
            return
        values = {column: rows.given_at(source, column) for column in columns}
        changes: dict[int, Values] = {}
        for row, column in spots:
            if (field := rows.field_at(column)) is not None:
                changes.setdefault(row, {})[field.key] = values[column]
        self.put(_("Điền xuống"), changes)

    def today(self) -> None:
        """Put today into the cell under the cursor, as its kind writes it."""
        self._grid.finish()
        at = self._grid.currentIndex()
        field = self._grid.rows.field_at(at.column()) if at.isValid() else None
        if field is None:
            return
        text = _today(field, self._session.desk.clock.today())
        if not text:
            self._session.say("plain", _("Ô này không ghi ngày."), key="today")
            return
        self.put(_("Điền ngày hôm nay"), {at.row(): {field.key: Typed(text)}})

    # --- the clipboard ------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected cells in words, columns parted by tabs."""
        rows = self._grid.rows
        chosen = [
            index
            for index in self._grid.selectionModel().selectedIndexes()
            if rows.columns[index.column()].key != STATUS and not rows.is_new_row(index.row())
        ]

        def put(away: "dict[int, Row]") -> None:
            lines: dict[int, dict[int, str]] = {}
            for index in chosen:
                row, field = away.get(index.row()), rows.field_at(index.column())
                if field is None:  # the unit
                    text = rows.paint(index.row(), index.column()).text
                else:
                    text = rows.words(row, field) if row else rows.text(index)
                lines.setdefault(index.row(), {})[index.column()] = text
            clipboard.put_table([cells[at] for at in sorted(cells)] for _row, cells in sorted(lines.items()))

        rows.fetch({index.row() for index in chosen}, put)

    def cut(self) -> None:
        """Copy the selected cells, and empty them."""
        self.copy()
        self.empty()

    def empty(self) -> None:
        """Empty the selected cells, as one step."""
        rows = self._grid.rows
        changes: dict[int, Values] = {}
        for index in self._chosen():
            field = rows.field_at(index.column())
            if field is not None and not rows.is_new_row(index.row()) and rows.cell(index) is not None:
                changes.setdefault(index.row(), {})[field.key] = None
        self.put(_("Xoá nội dung ô"), changes)

    def paste(self) -> None:
        """Paste from the first selected cell on, growing rows; one value fills all selected cells."""
        self._grid.finish()
        said, chosen = clipboard.table(), self._chosen()
        if not said or not chosen:
            return
        if self._grid.rows.topic.append_only:
            what = _("Bảng này chỉ thêm từng dòng bằng phiếu, không dán được.")
            self._session.say("warn", what, key="pasted")
            return
        spots, outside = self._pasted(said, chosen)
        if outside:
            what = plural("{n} ô dán ra ngoài các cột sửa được, bị bỏ.", outside)
            self._session.say("warn", what, _("Các ô khác đã dán."), key="outside")
        self.put(_("Dán"), spots, self._say_unread)

    def _pasted(
        self, said: Sequence[Sequence[str]], chosen: Sequence[QModelIndex]
    ) -> tuple[dict[int, Values], int]:
        """Return row → values, and how many filled cells have no place."""
        rows, spots, outside = self._grid.rows, dict[int, Values](), 0
        for row, column, text in _placed(said, chosen):
            field = rows.field_at(column) if column < rows.columnCount() else None
            if field is None or field.kind is Kind.ATTACHMENT:
                outside += bool(text.strip())
            else:
                spots.setdefault(row, {})[field.key] = Typed(text)
        return spots, outside

    def _say_unread(self, results: Sequence[Written]) -> None:
        unread = sum(isinstance(cell, Raw) for one in results for cell in one.after.values())
        if unread:
            what = plural("{n} ô dán vào không đọc được.", unread)
            todo = _("Chữ được giữ lại và đánh dấu đỏ; hãy sửa rồi mới chốt được.")
            self._session.say("warn", what, todo, key="pasted")

    # --- whole rows ---------------------------------------------------------------------------------

    def ask_clone(self) -> None:
        """Ask how many copies of the selected rows are wanted."""
        self._grid.finish()
        rows = self._grid.selected_rows()
        if rows and not self._grid.rows.topic.append_only:
            most = max(1, CLONES // len(rows))
            self.dialog = CloneDialog(self._grid, self._session.look, len(rows), self._clones, most)
            self.dialog.chosen.connect(lambda count: self.clone(rows, count))
            self.dialog.open()

    def clone(self, sources: "Sequence[Row]", count: int) -> None:
        """Add copies of these rows without what is a thing's own; the cursor goes to what is left to fill."""
        self._clones = count
        topic = self._grid.rows.topic
        kept = [field.key for field in topic.fields if field.copies]
        left = next((field.key for field in topic.fields if not field.copies), topic.fields[0].key)
        added: list[Values] = []
        for row in sources:
            cells = {key: cell for key in kept if isinstance(cell := row.cells.get(key), (Value, Raw))}
            added += [dict(cells) for _copy in range(count)]
        units = [row.unit for row in sources for _copy in range(count)]

        def then(results: Sequence[Written]) -> None:
            self._grid.jump(results[0].rec, left)

        tickets = [Ticket(topic.key, unit) for unit in units]
        self._save(_("Nhân bản dòng"), {}, list(zip(tickets, added, strict=True)), then)

    def ask_bulk(self) -> None:
        """Ask which field of the selected rows becomes what."""
        self._grid.finish()
        rows = self._grid.selected_rows()
        if rows and not self._grid.rows.topic.append_only:
            numbers = sorted({index.row() for index in self._grid.selectionModel().selectedIndexes()})
            first = self._grid.rows.field_at(self._grid.currentIndex().column())
            self.dialog = BulkDialog(self._grid, self._session, self._grid.rows.topic, rows, first)
            self.dialog.chosen.connect(lambda key, given: self.change_all(numbers, key, given))
            self.dialog.open()

    def change_all(self, numbers: Sequence[int], key: str, given: Given) -> None:
        """Give a field of these rows one value."""
        there = [row for row in numbers if not self._grid.rows.is_new_row(row)]
        self.put(_("Sửa hàng loạt"), {row: {key: given} for row in there}, self._say_unread)

    # --- saving -------------------------------------------------------------------------------------

    def put(
        self,
        name: str,
        changes: Mapping[int, Values],
        then: Callable[[Sequence[Written]], None] | None = None,
    ) -> None:
        """Save row → values; rows that are not there yet are made."""
        rows = self._grid.rows
        if rows.topic.append_only or not changes:
            return
        there = {row: values for row, values in changes.items() if row < rows.count}
        added = [rows.begun() | values for row, values in sorted(changes.items()) if row >= rows.count]
        tickets = [Ticket(rows.topic.key, rows.unit) for _values in added]
        self._save(name, there, list(zip(tickets, added, strict=True)), then)

    def _save(
        self,
        name: str,
        there: Mapping[int, Values],
        added: Sequence[tuple[Ticket, Values]],
        then: Callable[[Sequence[Written]], None] | None,
    ) -> None:
        def go(tickets: Mapping[int, Ticket]) -> None:
            edits = [(tickets[row], _open_to_change(tickets[row], values)) for row, values in there.items()]
            edits += added
            release = self._grid.rows.hold(tickets)

            def done(results: Sequence[Written]) -> None:
                release()
                made = [one for one in results if one.created]
                if made and then is None:
                    self._grid.jump(made[0].rec, "")
                if then is not None and results:
                    then(results)

            save_block(self._session, name, edits, done, _failed, release)

        self._grid.rows.tickets(list(there), go)


def _failed(_error: UserError) -> None:
    """What failed is told by the writer, which offers to try again."""


def _open_to_change(ticket: Ticket, values: Values) -> Values:
    """Leave out what a newer program wrote and this one cannot read."""
    cells = ticket.editing.cells if ticket.editing else {}
    return {key: given for key, given in values.items() if not isinstance(cells.get(key), Opaque)}


def _placed(said: Sequence[Sequence[str]], chosen: Sequence[QModelIndex]) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, text): one value for every chosen cell, else the block, repeated where it fits."""
    spots = {(one.row(), one.column()) for one in chosen}
    if len(said) == len(said[0]) == 1:
        yield from ((row, column, said[0][0]) for row, column in sorted(spots))
        return
    top, left = min(row for row, _column in spots), min(column for _row, column in spots)
    deep = max(row for row, _column in spots) - top + 1
    times = deep // len(said) if deep % len(said) == 0 else 1
    for down in range(len(said) * times):
        for right, text in enumerate(said[down % len(said)]):
            yield top + down, left + right, text


def _today(field: Field, day: date) -> str:
    """Return today as a person types it into a field; "" where that makes no sense."""
    known = {
        Kind.DATE: format_date(day), Kind.MOMENT: format_date(day), Kind.MONTH: f"{day:%m/%Y}",
        Kind.YEAR: str(day.year),
    }  # fmt: skip
    return known.get(field.kind, "")
