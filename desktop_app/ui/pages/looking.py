"""How the rows of a topic are looked at: sorted by a head, filtered under it, and the views with a name."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QWidget

from desktop_app.app import saved_views
from desktop_app.app.saved_views import SavedView
from desktop_app.domain.conditions import Blank, Order
from desktop_app.i18n import _, language
from desktop_app.ui.grid.chooser import ColumnChooser
from desktop_app.ui.grid.columns import STATUS, sorts_by
from desktop_app.ui.grid.heading import next_order
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.pages.column_filter import ColumnFilter
from desktop_app.ui.pages.filter_words import ALL, MINE, UNCONFIRMED, WRONG, identities, quick_name
from desktop_app.ui.pages.filters import Filters
from desktop_app.ui.session import Session
from desktop_app.ui.shortcuts import bind
from desktop_app.ui.widgets.basics import tinted

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk


class Looking(QObject):
    """Joins the filters of a topic with its grid; ``own`` are the views that somebody saved."""

    def __init__(self, view: QWidget, session: Session, grid: GridView, filters: Filters) -> None:
        super().__init__(view)
        self._view, self._session, self._grid, self._filters = view, session, grid, filters
        self._topic = grid.rows.topic
        self.own: list[SavedView] = []
        self.dialog: ColumnFilter | ColumnChooser | QInputDialog | None = None
        self.menu = QMenu(filters.views)
        self.menu.aboutToShow.connect(self._fill)
        filters.views.setMenu(self.menu)
        for head in (grid.arrangement.head, grid.arrangement.frozen.head):
            head.sorted_by.connect(self.sort)
            head.asked.connect(self._show_column_menu)
            head.filter_asked.connect(self.filter_column)
        session.findings.changed.connect(self._look_again)
        bind(view, "Alt+V", _("Các cách xem của chủ đề"), filters.views.showMenu)
        bind(view, "Alt+Down", _("Lọc cột đang chọn"), self.filter_here)
        self._ask_for_views()

    def _look_again(self) -> None:
        if self._filters.quick == WRONG:
            self._filters.asked.emit()

    # --- columns --------------------------------------------------------------------------------------

    def sort(self, key: str, more: bool = False) -> None:  # a signal's own
        """Sort by a column: up, down, not; ``more`` keeps the other keys."""
        self._grid.finish()
        self._filters.sort(next_order(self._filters.order, key, more=more))

    def filter_here(self) -> None:
        """Ask for the filter of the column under the cursor."""
        at = max(self._grid.currentIndex().column(), 0)
        head = self._grid.horizontalHeader()
        left = self._grid.visualRect(self._grid.rows.index(0, at)).left()
        self.filter_column(at, head.mapToGlobal(QPoint(max(0, left), head.height())))

    def filter_column(self, at: int, where: QPoint) -> None:
        """Ask for the filter of a column."""
        column = self._grid.rows.columns[at]
        if column.key == STATUS:
            return
        self._grid.finish()
        key = sorts_by(column)
        popup = ColumnFilter(self._view, self._session, column, self._filters.conditions.get(key))
        popup.chosen.connect(lambda condition: self._filters.put(key, condition))
        popup.chosen.connect(lambda _condition: self._grid.setFocus())
        self.dialog = popup
        popup.move(_inside(self._view, where, popup))
        popup.show()
        popup.part.setFocus()

    def choose_columns(self) -> None:
        """Ask which columns are shown."""
        arrangement = self._grid.arrangement
        chooser = ColumnChooser(self._view, self._session.look, self._grid.rows.every, arrangement.shown())
        chooser.chosen.connect(lambda keys: arrangement.show_columns(keys) if keys else arrangement.reset())
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = chooser
        chooser.open()

    def column_menu(self, at: int, where: QPoint) -> QMenu:
        """Return the menu of a column's head."""
        column, arrangement = self._grid.rows.columns[at], self._grid.arrangement
        menu = QMenu(self._view)
        if column.key != STATUS:
            key = sorts_by(column)
            self._act(menu, "arrow-up", _("Xếp tăng dần"), lambda: self._sort_to(key, down=False))
            self._act(menu, "arrow-down", _("Xếp giảm dần"), lambda: self._sort_to(key, down=True))
            self._act(menu, "search", _("Lọc… (Alt+Down)"), lambda: self.filter_column(at, where))
            menu.addSeparator()
            left = [one for one in arrangement.shown() if one != column.key]
            hide = self._act(menu, "x", _("Ẩn cột này"), lambda: arrangement.show_columns(left))
            hide.setEnabled(column.field is None or len(left) > 1)
        if arrangement.frozen.wanted == at + 1:
            self._act(menu, "lock", _("Bỏ ghim cột"), lambda: arrangement.freeze(0))
        else:
            self._act(menu, "lock", _("Ghim các cột đến đây"), lambda: arrangement.freeze(at + 1))
        menu.addSeparator()
        self._act(menu, "table-2", _("Chọn cột…"), self.choose_columns)
        return menu

    def _show_column_menu(self, at: int, where: QPoint) -> None:
        self.column_menu(at, where).popup(where)

    def _sort_to(self, key: str, *, down: bool) -> None:
        self._filters.sort((Order(key, down=down),))

    def _act(self, menu: QMenu, icon: str, text: str, on: Callable[[], object]) -> QAction:
        made = menu.addAction(tinted(self._session.look, icon), text)
        made.triggered.connect(lambda _on=False: on())
        return made

    # --- views with a name ----------------------------------------------------------------------------

    def _fill(self) -> None:
        menu = self.menu
        menu.clear()
        quick = [ALL, MINE, WRONG] if self._topic.append_only else [ALL, MINE, UNCONFIRMED, WRONG]
        for key in quick:
            self._offer(menu, quick_name(key), partial(self.show_built_in, key), on=self._is_quick(key))
        for field in identities(self._topic):
            text = _("Thiếu {field}").format(field=_small(field.label.text(language())))
            on = self._filters.conditions == {field.key: Blank(field.key)}
            self._offer(menu, text, partial(self.show_built_in, ALL, missing=field.key), on=on)
        if self.own:
            menu.addSeparator()
        for view in self.own:
            self._offer(menu, view.name, partial(self.show_view, view), on=self.current() == view)
        menu.addSeparator()
        self._act(menu, "save", _("Lưu cách xem này…"), self.ask_name)
        self._offer_changes(menu)
        self._act(menu, "table-2", _("Chọn cột…"), self.choose_columns)

    def _offer(self, menu: QMenu, text: str, show: Callable[[], object], *, on: bool) -> None:
        made = menu.addAction(text.replace("&", "&&"))
        made.setCheckable(True)
        made.setChecked(on)
        made.triggered.connect(lambda _on=False: show())

    def _offer_changes(self, menu: QMenu) -> None:
        if not self.own:
            return
        for icon, text, act in (
            ("pencil", _("Đổi tên cách xem"), self.ask_new_name),
            ("trash-2", _("Xoá cách xem"), self.drop),
        ):
            inner = menu.addMenu(tinted(self._session.look, icon), text)
            for view in self.own:
                one = inner.addAction(view.name.replace("&", "&&"))
                one.triggered.connect(lambda _on=False, act=act, name=view.name: act(name))

    def _is_quick(self, key: str) -> bool:
        return self._filters.quick == key and not self._filters.conditions

    def show_built_in(self, key: str, missing: str = "") -> None:
        """Show a view that every topic has; ``missing``: only rows where this field is blank."""
        blank = (Blank(missing),) if missing else ()
        self._filters.show_where({"quick": key, "conditions": blank, "order": self._filters.order})
        self._filters.asked.emit()

    def show_view(self, view: SavedView) -> None:
        """Show a saved view."""
        self._filters.show_where(
            {
                "search": view.search, "quick": view.quick, "only_unit": view.unit,
                "conditions": view.where, "order": view.order,
            }
        )  # fmt: skip
        self._grid.arrangement.show_columns(view.columns)
        self._filters.asked.emit()

    def current(self, name: str = "") -> SavedView:
        """Return what is shown now, as a view; without a name, by that of an own view that shows the same."""
        filters, rows = self._filters, self._grid.rows
        keys = () if rows.columns == rows.every else self._grid.arrangement.shown()
        found = SavedView(
            name, filters.quick, filters.search.text().strip(), filters.unit,
            tuple(filters.conditions.values()), filters.order, keys,
        )  # fmt: skip
        same = (one for one in self.own if not name and _unnamed(one) == found)
        return next(same, found)

    def ask_name(self) -> None:
        """Ask what the present view is to be called, and save it."""
        self._ask_text(_("Lưu cách xem"), "", self.save)

    def ask_new_name(self, name: str) -> None:
        """Ask for another name of a view."""
        self._ask_text(_("Đổi tên cách xem"), name, lambda new: self.rename(name, new))

    def _ask_text(self, title: str, text: str, then: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._view)
        dialog.setWindowTitle(title)
        dialog.setLabelText(_("Tên cách xem"))
        dialog.setTextValue(text)
        for line in dialog.findChildren(QLineEdit):  # the dialog itself is as wide as what it holds
            line.setMinimumWidth(self._session.look.px(380))
        dialog.textValueSelected.connect(lambda said: then(said.strip()) if said.strip() else None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def save(self, name: str) -> None:
        """Save the present view; one of this name is replaced."""
        view = self.current(name)
        self._change(lambda desk: saved_views.keep_view(desk, self._topic.key, view))

    def rename(self, name: str, new: str) -> None:
        """Give a view another name."""
        self._change(lambda desk: saved_views.rename_view(desk, self._topic.key, name, new))

    def drop(self, name: str) -> None:
        """Forget a view."""
        self._change(lambda desk: saved_views.drop_view(desk, self._topic.key, name))

    def _ask_for_views(self) -> None:
        self._change(lambda desk: saved_views.saved_views(desk, self._topic.key))

    def _change(self, work: Callable[["Desk"], list[SavedView]]) -> None:
        def take(found: list[SavedView]) -> None:
            self.own = found

        self._session.ask(work, take, self)


def _unnamed(view: SavedView) -> SavedView:
    return replace(view, name="")


def _small(text: str) -> str:
    """Return a label inside a sentence: its first letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _inside(view: QWidget, where: QPoint, popup: QWidget) -> QPoint:
    """Return a place at which a popup stays on the screen."""
    room, size = view.screen().availableGeometry(), popup.sizeHint()
    x = min(where.x(), room.right() - size.width())
    y = min(where.y(), room.bottom() - size.height())
    return QPoint(max(room.left(), x), max(room.top(), y))
