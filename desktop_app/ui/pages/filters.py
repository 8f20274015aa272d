"""What of a topic is shown: words to search, quick filters, and at a district the unit."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button
from desktop_app.ui.widgets.flow import flow
from desktop_app.ui.widgets.search import Search

if TYPE_CHECKING:
    from desktop_app.app.ports import Query


class Filters(QWidget):
    """Signals: ``asked()`` something else is to be shown; ``to_grid()`` the keyboard goes to the rows."""

    asked = Signal()
    to_grid = Signal()

    def __init__(self, session: Session, *, with_unit: bool) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._session = session
        self.search = Search(session.look, _("Tìm không cần dấu: tên, số sê-ri, mã…"), _("Tìm trong bảng"))
        self.search.setFixedWidth(session.look.px(300))
        self.search.searched.connect(lambda _words: self.asked.emit())
        self.search.left_down.connect(self.to_grid)
        self.units = QuietCombo()
        self._fill_units(with_unit=with_unit)
        self._quick: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for key, text in (
            ("all", _("Tất cả")),
            ("draft", _("Bản nháp")),
            ("unconfirmed", _("Chưa xác nhận")),
            ("review", _("Chờ xem lại")),
        ):
            made = button(session.look, text)
            made.setCheckable(True)
            made.clicked.connect(lambda _checked=False: self.asked.emit())
            group.addButton(made)
            self._quick[key] = made
        self._quick["all"].setChecked(True)
        self.few = QuietCombo()
        self.few.setAccessibleName(_("Lọc nhanh"))
        for key, made in self._quick.items():
            self.few.addItem(made.text(), key)
        self.few.activated.connect(lambda _at: self._quick[self.few.currentData()].click())
        parts = [self.search, *([self.units] if with_unit else []), *self._quick.values(), self.few]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(flow(*parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the quick filters in a list where there is no room for buttons."""
        super().resizeEvent(event)
        narrow = self.width() < self._session.look.px(880)
        self.few.setCurrentIndex(self.few.findData(self._chosen()))
        self.search.setFixedWidth(self._session.look.px(220 if narrow else 300))
        self.few.setVisible(narrow)
        for made in self._quick.values():
            made.setVisible(not narrow)

    def _chosen(self) -> str:
        return next(key for key, made in self._quick.items() if made.isChecked())

    def _fill_units(self, *, with_unit: bool) -> None:
        self.units.setAccessibleName(_("Đơn vị"))
        self.units.addItem(_("Mọi đơn vị"), None)
        for code, name in self._session.units.items():
            self.units.addItem(name, code)
        self.units.currentIndexChanged.connect(lambda _at: self.asked.emit())
        if not with_unit:
            self.units.setParent(self)
            self.units.hide()

    @property
    def unit(self) -> str | None:
        """The code of the unit that is shown, or None for all."""
        code = self.units.currentData()
        return str(code) if code else None

    @property
    def is_narrowing(self) -> bool:
        """Whether something is left out."""
        return bool(self.search.text().strip()) or self.unit is not None or not self._quick["all"].isChecked()

    def query(self) -> "Query":
        """Return what the store is asked for."""
        from desktop_app.app.ports import Query

        who = self._session.who
        return Query(
            search=self.search.text().strip(),
            unit=self.unit,
            status="draft" if self._quick["draft"].isChecked() else None,
            not_round=who.round_id if who and self._quick["unconfirmed"].isChecked() else None,
            review=self._quick["review"].isChecked(),
        )

    def clear(self) -> None:
        """Show everything."""
        if self.is_narrowing:
            self.search.clear()
            self._quick["all"].setChecked(True)
            self.few.setCurrentIndex(0)
            self.units.setCurrentIndex(0)
            self.asked.emit()

    def where(self) -> dict[str, Any]:
        """Return what shows the same again."""
        return {"search": self.search.text(), "quick": self._chosen(), "only_unit": self.unit}

    def show_where(self, where: Any) -> None:
        """Show what `where` said."""
        self.search.setText(where.get("search", ""))
        self._quick.get(where.get("quick", "all"), self._quick["all"]).setChecked(True)
        self.units.setCurrentIndex(max(0, self.units.findData(where.get("only_unit"))))
