"""Filling many cells of a grid at once: from above, from the clipboard, by cloning, in bulk."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop_app.domain.dates import format_date
from desktop_app.domain.topic import Field, Kind
from desktop_app.domain.values import Raw, Value
from desktop_app.i18n import _, language, plural
from desktop_app.ui import clipboard
from desktop_app.ui.block import MANY, Edits, save_made, untold
from desktop_app.ui.cell_acts import CellActs, Keyed
from desktop_app.ui.grid.bulk import BulkDialog, CloneDialog
from desktop_app.ui.grid.pasting import Paste
from desktop_app.ui.spots import Area, Spot, bands, reach
from desktop_app.ui.tickets import Given, Ticket, Typed, Written
from desktop_app.ui.widgets.basics import tinted

if TYPE_CHECKING:
    from desktop_app.app.views import Row
    from desktop_app.ui.grid.view import GridView
    from desktop_app.ui.session import Session

Values = dict[str, Given]
CLONES = 1000
"""So many copies of a row at most, in one act."""


class Filling(CellActs):
    """What a person does to a block of cells of one grid."""

    def __init__(self, grid: "GridView", session: "Session") -> None:
        super().__init__(grid, session)
        self._grid = grid
        self.dialog: CloneDialog | BulkDialog | None = None
        self._clones = 1
        grid.offers.connect(self._offer)

    def keyed(self) -> tuple[Keyed, ...]:
        """Return the acts that have a key of their own."""
        return (
            *super().keyed(),
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
        acts = {keys: (text, on) for keys, text, on in self.keyed()}
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

    def chosen(self) -> set[Spot]:
        """Return the selected cells that hold a field, else the one under the cursor."""
        rows = self._grid.rows
        return {spot for spot in self._selected() if rows.field_at(spot[1]) is not None}

    def _selected(self) -> Iterable[Spot]:
        found = bands(self._areas())
        return ((row, column) for lines, columns in found for row in lines for column in columns)

    def _areas(self) -> list[Area]:
        at = self._grid.currentIndex()
        here = [Area(at.row(), at.column(), at.row(), at.column())] if at.isValid() else []
        return self._grid.selected_areas() or here

    def read_out(self, done: Callable[[str], None]) -> None:
        """Tell ``done`` what stands in the selected cells of records that are there, as a table of words.

        At once, where the records are here and few; else the page is veiled until it is read on the store
        lane. A table that changed meanwhile is told too, and then no longer selected.
        """
        copy = self._grid.rows.copied(self._areas())
        if not copy.count:
            return
        if copy.count < MANY and (text := copy.text_here()) is not None:
            done(text)
            return

        def tell(text: str) -> None:
            self._session.say("good", plural("Đã sao chép {n} dòng.", copy.count), key="copied")
            done(text)

        self._session.ask_long(_("Đang sao chép…"), copy.text, tell, self._grid)

    def cut(self) -> None:
        """Copy the selected cells, then empty them, if they still stand where they stood."""
        before = self._grid.rows.numbers()

        def go_on(text: str) -> None:
            clipboard.put(text)
            if self._grid.rows.numbers() == before:
                self.empty()
            else:
                what = _("Đã sao chép nhưng chưa xoá: bảng vừa thay đổi.")
                self._session.say("warn", what, _("Hãy chọn lại rồi cắt lần nữa."), key="cut")

        self.read_out(go_on)

    def values_of(self, spots: Collection[Spot], done: Callable[[Mapping[Spot, Given]], None]) -> None:
        """Tell ``done`` what cells hold: their values, or what is being saved of them."""
        rows = self._grid.rows

        def take(away: "Mapping[int, Row]") -> None:
            done({spot: rows.given_at(spot, away.get(spot[0])) for spot in spots})

        rows.fetch({row for row, _column in spots}, take)

    def finish(self) -> None:
        """Save and close the open editor, if there is one."""
        self._grid.finish()

    # --- one cell -----------------------------------------------------------------------------------

    def copy_above(self) -> None:
        """Put the cell above into the one under the cursor."""
        self.finish()
        at = self._grid.currentIndex()
        if at.row() > 0 and self._grid.rows.field_at(at.column()) is not None:
            self.take_from({(at.row(), at.column()): (at.row() - 1, at.column())})

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

    def empty(self) -> None:
        """Empty the selected cells of the records that are there."""
        there = self._grid.rows.count
        self.write(_("Xoá nội dung ô"), {spot: None for spot in self.chosen() if spot[0] < there})

    def put_text(self, text: str, chosen: Collection[Spot]) -> None:
        """Paste a table, growing rows; its cells are read on the store lane."""
        rows = self._grid.rows
        if rows.topic.append_only:
            what = _("Bảng này chỉ thêm từng dòng bằng phiếu, không dán được.")
            self._session.say("warn", what, key="pasted")
            return
        every = (column.field for column in rows.columns)
        fields = [None if one is None or one.kind is Kind.ATTACHMENT else one for one in every]
        key, unit = rows.topic.key, rows.unit
        made = Paste(text, chosen, fields, rows.count, lambda: Ticket(key, unit), rows.begun())
        lines = reach(chosen, clipboard.lines_at_most(text), single=clipboard.is_single(text))

        self._save(
            _("Dán"), lines, made.edits, lambda results: self.say_pasted(_unread(results), made.outside)
        )

    # --- whole rows ---------------------------------------------------------------------------------

    def ask_clone(self) -> None:
        """Ask how many copies of the selected rows are wanted."""
        self._grid.finish()
        if not self._grid.rows.topic.append_only:
            self._grid.with_selected(self._ask_clone_of)

    def _ask_clone_of(self, rows: "Sequence[Row]") -> None:
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
            if results:
                self._grid.jump(results[0].rec, left)

        edits = [(Ticket(topic.key, unit), values) for unit, values in zip(units, added, strict=True)]
        self._save(_("Nhân bản dòng"), [], lambda _none: edits, then, most=len(edits))

    def ask_bulk(self) -> None:
        """Ask which field of the selected rows becomes what."""
        self._grid.finish()
        if not self._grid.rows.topic.append_only:
            numbers = self._grid.selected_numbers()
            self._grid.with_selected(lambda rows: self._ask_bulk_of(rows, numbers))

    def _ask_bulk_of(self, rows: "Sequence[Row]", numbers: Sequence[int]) -> None:
        first = self._grid.rows.field_at(self._grid.currentIndex().column())
        self.dialog = BulkDialog(self._grid, self._session, self._grid.rows.topic, rows, first)
        self.dialog.chosen.connect(lambda key, given: self.change_all(numbers, key, given))
        self.dialog.open()

    def change_all(self, numbers: Sequence[int], key: str, given: Given) -> None:
        """Give a field of these rows one value."""
        there = [row for row in numbers if not self._grid.rows.is_new_row(row)]
        changes = {row: {key: given} for row in there}
        self.put(_("Sửa hàng loạt"), changes, lambda results: self.say_pasted(_unread(results), 0))

    # --- saving -------------------------------------------------------------------------------------

    def write(self, name: str, cells: Mapping[Spot, Given]) -> None:
        """Write cells as one step of this name."""
        changes: dict[int, Values] = {}
        for (row, column), given in cells.items():
            if (field := self._grid.rows.field_at(column)) is not None:
                changes.setdefault(row, {})[field.key] = given
        self.put(name, changes)

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
        begun, key, unit = rows.begun(), rows.topic.key, rows.unit
        added = [
            (Ticket(key, unit), begun | values)
            for row, values in sorted(changes.items())
            if row >= rows.count
        ]

        def make(tickets: Mapping[int, Ticket]) -> Edits:
            return [(ticket, changes[row]) for row, ticket in tickets.items()] + added

        self._save(name, list(changes), make, then or self._jump_to_new)

    def _save(
        self,
        name: str,
        lines: Sequence[int],
        make: Callable[[Mapping[int, Ticket]], Edits],
        then: Callable[[Sequence[Written]], None],
        most: int = 0,
    ) -> None:
        """Save what ``make`` returns, on the store lane, of the tickets of those lines that are there."""
        rows = self._grid.rows
        numbers = {line: rows.number(line) for line in lines if line < rows.count}

        def go(tickets: Mapping[int, Ticket]) -> None:
            release = rows.hold({numbers[line]: ticket for line, ticket in tickets.items()})

            def done(results: Sequence[Written]) -> None:
                release()
                then(results)

            size = most or len(lines)
            save_made(self._session, name, size, lambda: make(tickets), done, untold, release)

        rows.tickets(list(numbers), go)

    def _jump_to_new(self, results: Sequence[Written]) -> None:
        made = next((one for one in results if one.created), None)
        if made is not None:
            self._grid.jump(made.rec, "")


def _unread(results: Sequence[Written]) -> int:
    return sum([one.unread for one in results])


def _today(field: Field, day: date) -> str:
    """Return today as a person types it into a field; "" where that makes no sense."""
    known = {
        Kind.DATE: format_date(day), Kind.MOMENT: format_date(day), Kind.MONTH: f"{day:%m/%Y}",
        Kind.YEAR: str(day.year),
    }  # fmt: skip
    return known.get(field.kind, "")
