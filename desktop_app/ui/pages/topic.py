"""One topic: the acts, the search, the grid, and the form beside it or over it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget, QWidgetAction

from desktop_app.domain.numbers import format_whole
from desktop_app.domain.topic import Level, Section, Topic
from desktop_app.i18n import _, language, plural
from desktop_app.ui.form.form import Form
from desktop_app.ui.grid.view import GridView, grid_keys
from desktop_app.ui.pages.confirm import ConfirmBar
from desktop_app.ui.pages.filters import Filters
from desktop_app.ui.pages.looking import Looking
from desktop_app.ui.pages.matrix import GRID, Switch
from desktop_app.ui.pages.overview import section_title
from desktop_app.ui.pages.review_back import BackDialog, accept, ask_back, rows_name
from desktop_app.ui.pages.stocktake_parts import count_buttons
from desktop_app.ui.pages.topic_parts import Sheet, Side
from desktop_app.ui.pages.topic_past import Past
from desktop_app.ui.pages.topic_place import TopicPlace
from desktop_app.ui.session import Session
from desktop_app.ui.shortcuts import bind, tell
from desktop_app.ui.widgets.basics import button, chip, label, tinted, tool
from desktop_app.ui.widgets.flow import Sides, flow, sides

if TYPE_CHECKING:
    from desktop_app.app.views import Row


FORM_AFTER_MS = 50
"""So long after the rows the form is made: they are painted first."""


class TopicView(QWidget):
    """Entry of one topic.

    Signals: ``left()`` back to all topics; ``other(key)`` to another topic; ``as_matrix()`` it as one sheet.
    """

    left = Signal()
    other = Signal(str)
    as_matrix = Signal()

    def __init__(self, session: Session, topic: Topic, where: Mapping[str, Any]) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session, self.topic = session, topic
        district = self._judges = session.who is not None and session.who.is_district
        self.dialog: BackDialog | None = None
        self.grid = GridView(session, topic, with_unit=district)
        self.filters = Filters(session, topic, self.grid.rows.every, with_unit=district)
        self.looking = Looking(self, session, self.grid, self.filters)
        self.confirming = ConfirmBar(session, topic, self.grid)
        self.look_at(where)  # now: the rows are found while the rest is built
        self.sheet, room = Sheet(session, self.grid), QWidget()
        room.setProperty("part", "clear")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._head())
        whole.addWidget(sides(self.filters, self.confirming))
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.sheet, 1)
        line.addWidget(room)
        whole.addLayout(line, 1)
        self.side = Side(self, self._make_form, room, session.look)
        self._later = QTimer(self, singleShot=True, interval=FORM_AFTER_MS)
        self._later.timeout.connect(self.side.make)
        self._listen()
        self._shortcuts()
        self.past, self.place = Past(self), TopicPlace(self)

    # --- building -------------------------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """The form of the record under the cursor: made once the rows are painted, or when it is wanted."""
        return self.side.make()

    def _make_form(self) -> Form:
        made = Form(self.session, self.topic)
        made.closed.connect(self.close_form)
        made.history_asked.connect(self.past.show_history)
        tell(made, "Ctrl+S", _("Lưu phiếu đang mở"))
        made.show_row(self.grid.current_row())
        return made

    def _head(self) -> QWidget:
        look, title = self.session.look, self.topic.title.text(language())
        self.title = QPushButton(title)
        self.title.setProperty("part", "title")
        self.title.setIcon(tinted(look, "chevron-down"))
        self.title.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.title.setMenu(self._topics())
        self.title.setAccessibleName(_("Chủ đề: {title}").format(title=title))
        self.title.setToolTip(_("Chọn chủ đề khác"))
        back = tool(look, "chevron-left", _("Tất cả các chủ đề"), self.left.emit)
        self._chips = flow(back, self.title)
        stack = self.session.writer.undo_stack
        self.undo = button(look, "", "undo-2", on=stack.undo, name=_("Hoàn tác (Ctrl+Z)"))
        self.redo = button(look, "", "redo-2", on=stack.redo, name=_("Làm lại (Ctrl+Y)"))
        self.remove = button(look, "", "trash-2", on=self.delete, name=_("Xoá dòng đang chọn (Ctrl+Delete)"))
        clone = _("Nhân bản dòng đang chọn (Ctrl+Shift+D)")
        self.clone = button(look, "", "copy", on=self.grid.filling.ask_clone, name=clone)
        self.toggle = button(look, "", "panel-right", on=self.toggle_form, name=_("Phiếu bên cạnh (F4)"))
        row = self.topic.row.text(language())
        self.add = button(look, _("Thêm {row}").format(row=row), "plus", part="primary", on=self.begin_new)
        self.add.setToolTip(_("Thêm dòng mới (Ins)"))
        top = QWidget()
        top.setProperty("part", "clear")
        line = Sides(top)
        line.addWidget(self._chips)
        acts: list[QWidget] = [self.undo, self.redo, self.clone, self.remove, self.toggle, self.add]
        acts[4:4] = count_buttons(self.session, self.topic.key)
        if self._judges:
            acts.insert(3, self._back_button())
        if self.topic.matrix is not None:
            self.switch = Switch(self.session, GRID)
            self.switch.chosen.connect(lambda _key: self.as_matrix.emit())
            acts.insert(0, self.switch)
        line.addWidget(flow(*acts))
        policy = top.sizePolicy()
        policy.setHeightForWidth(True)
        top.setSizePolicy(policy)
        return top

    def _back_button(self) -> QPushButton:
        name = _("Trả lại xã các dòng đang chọn…")
        return button(self.session.look, "", "message-square", on=self.ask_back, name=name)

    def _offer(self, menu: QMenu) -> None:
        """Add what is said of rows: that they are no longer there; at a district whether they are right."""
        if not self.grid.selected_rows():
            return
        menu.addSeparator()
        look = self.session.look
        judging = [
            ("circle-check-big", _("Duyệt các dòng đang chọn"), self.accept),
            ("message-square", _("Trả lại xã các dòng đang chọn…"), self.ask_back),
        ]
        gone = ("circle-x", _("Không còn: thanh lý, điều chuyển…"), self.confirming.ask_retire)
        for icon, text, on in [gone, *(judging if self._judges else [])]:
            menu.addAction(tinted(look, icon), text).triggered.connect(lambda _on=False, on=on: on())

    def _topics(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill_topics(menu))
        return menu

    def _fill_topics(self, menu: QMenu) -> None:
        if not menu.isEmpty():
            return
        topics = self.session.desk.topics.all
        for section in Section:
            head = QWidgetAction(menu)
            head.setDefaultWidget(label(section_title(section).upper(), "menu_section"))
            menu.addAction(head)
            for topic in (one for one in topics if one.section is section):
                act = menu.addAction(tinted(self.session.look, topic.icon), topic.title.text(language()))
                act.triggered.connect(lambda _checked=False, key=topic.key: self.other.emit(key))

    def _listen(self) -> None:
        session = self.session
        self.filters.asked.connect(self.show_rows)
        self.filters.to_grid.connect(self.grid.setFocus)
        self.grid.at_row.connect(self._show_row)
        self.grid.offers.connect(self._offer)
        self.grid.rows.counted.connect(self._counted)
        self.confirming.placed.connect(self.side.place)
        session.findings.changed.connect(self._show_chips)
        session.writer.removed.connect(self._reload)
        session.writer.changed.connect(self._reload)
        session.refreshed.connect(self._reload)
        stack = session.writer.undo_stack
        stack.canUndoChanged.connect(self.undo.setEnabled)
        stack.canRedoChanged.connect(self.redo.setEnabled)
        self.undo.setEnabled(stack.canUndo())
        self.redo.setEnabled(stack.canRedo())
        self._total = 0

    def _shortcuts(self) -> None:
        bind(self, "Ins", _("Thêm dòng mới"), self.begin_new)
        bind(self, "F4", _("Mở hoặc đóng phiếu bên cạnh bảng"), self.toggle_form)
        bind(self, "Ctrl+Delete", _("Xoá dòng đang chọn"), self.delete)
        bind(self, "Ctrl+F", _("Tìm trong bảng"), self.filters.search.setFocus)
        for keys, text in grid_keys():
            tell(self.grid, keys, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the form anew."""
        super().resizeEvent(event)
        self.confirming.fit(narrow=self.side.is_narrow)
        self.side.place()

    # --- showing --------------------------------------------------------------------------------------

    def look_at(self, where: Mapping[str, Any]) -> None:
        """Show the rows that ``where`` asks for."""
        if "quick" in where:
            self.filters.show_where(where)
        elif where.get("rec"):
            self.filters.clear()
        self.show_rows()

    def show_rows(self) -> None:
        """Show the rows that the search and the filters ask for."""
        query = self.filters.query()
        self.confirming.list_only_left(only=query.not_round is not None)
        self.grid.rows.show(query)

    def _reload(self, topic: str = "", _recs: object = None) -> None:
        if topic in ("", self.topic.key):
            self.grid.rows.reload()

    def _counted(self, total: int) -> None:
        self._total = total
        self.sheet.show_empty(empty=total == 0 and not self.filters.is_narrowing)
        self._show_chips()
        if not self.side.has_form:
            self._later.start()

    def _show_chips(self) -> None:
        layout = self._chips.layout()
        assert layout is not None  # noqa: S101  # _head made it
        while layout.count() > 2:
            item = layout.takeAt(2)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        findings, key = self.session.findings, self.topic.key
        states = [(self._how_many(), "good" if self._total else "plain")]
        if bad := findings.records(key, Level.HARD):
            states.append((_("{n} cần sửa").format(n=bad), "bad"))
        if warn := findings.records(key, Level.SOFT):
            states.append((_("{n} nên xem lại").format(n=warn), "warn"))
        for text, tone in states:
            made = chip(text, tone)
            layout.addWidget(made)
            made.show()
        self._chips.updateGeometry()

    def _how_many(self) -> str:
        shown = format_whole(self._total, language())
        if self.filters.is_narrowing:
            whole = format_whole(self.grid.rows.total, language())
            return _("{n} / {total} dòng").format(n=shown, total=whole)
        return plural("{n} dòng", self._total, n=shown)

    def _show_row(self, row: "Row | None") -> None:
        if self.side.has_form and (row is not None or not self.form.is_new):
            self.form.show_row(row)

    def jump(self, rec: str, field: str) -> None:
        """Go to a record's cell."""
        if rec:
            self.grid.jump(rec, field)

    def pick_up(self, where: Mapping[str, Any]) -> None:
        """Open the form and fill in what was being typed when the program last ended."""
        self.side.open_form(open_=True)
        self.jump(where.get("rec", ""), where.get("field", ""))
        if not where.get("rec"):
            self.form.begin(where.get("unit") or None)
            self.form.pick_up(where)
            return
        from desktop_app.ui.calls import row_of

        def show(row: "Row") -> None:
            self.form.show_row(row)
            self.form.pick_up(where)

        self.session.ask(lambda desk: row_of(desk, self.topic.key, where["rec"]), show, self)

    # --- acts -----------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Begin a new record: in the grid's last row, or in the form where a record is entered at once."""
        if self.topic.append_only:
            self.side.open_form(open_=True)
            self.form.begin(self.filters.unit)
            return
        self.sheet.show_empty(empty=False)
        self.grid.begin_new()

    def delete(self) -> None:
        """Delete the selected rows; it can be undone."""
        self.grid.finish()
        self.grid.with_selected(self._delete)

    def _delete(self, rows: "list[Row]") -> None:
        self.session.writer.delete(rows)
        self.session.say(
            "plain", _("Đã xoá {n} dòng.").format(n=len(rows)), _("Ctrl+Z để lấy lại."), key="deleted"
        )

    def accept(self) -> None:
        """At a district: accept the selected rows as they are shown."""
        self.grid.finish()
        self.grid.with_selected(lambda rows: accept(self.session, rows))

    def ask_back(self) -> None:
        """At a district: return the selected rows to their commune, with a comment."""
        self.grid.finish()
        self.grid.with_selected(self._ask_back)

    def _ask_back(self, rows: "list[Row]") -> None:
        self.dialog = ask_back(self, self.session, rows, rows_name(self.topic, rows))

    def toggle_form(self) -> None:
        """Open or close the form."""
        if self.side.is_open:
            self.close_form()
        else:
            self.grid.finish()
            self.side.open_form(open_=True)

    def close_form(self) -> None:
        """Save and close the form; the keyboard goes back to the grid."""
        self.form.save()
        self.side.open_form(open_=False)
        self.grid.setFocus()

    def leave(self) -> None:
        """Save whatever is open."""
        self.grid.finish()
        if self.side.has_form:
            self.form.save()

    def where(self) -> dict[str, Any]:
        """Return what shows the same again."""
        row, index = self.grid.current_row(), self.grid.currentIndex()
        field = self.grid.rows.columns[index.column()].key if index.isValid() else ""
        return {
            "topic": self.topic.key,
            "rec": row.rec if row else "",
            "field": field,
            **self.filters.where(),
            **self.place.where(),
        }
