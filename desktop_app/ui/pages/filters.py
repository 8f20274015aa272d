"""What of a topic is shown: words to search, quick filters, at a district the unit, filters of columns."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.conditions import (
    REC,
    UPDATED_BY,
    UPDATED_MS,
    Between,
    Condition,
    OneOf,
    Order,
    conditions_from,
    orders_from,
    to_json,
)
from desktop_app.domain.topic import Topic
from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.grid.columns import Column, sorts_by
from desktop_app.ui.pages.filter_chips import Chips
from desktop_app.ui.pages.filter_words import ALL, DRAFT, MINE, REVIEW, UNCONFIRMED, WRONG, quick_name, said
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

    def __init__(self, session: Session, topic: Topic, columns: Sequence[Column], *, with_unit: bool) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._session, self._topic, self._columns = session, topic, columns
        self.search = Search(session.look, _("Tìm không cần dấu: tên, số sê-ri, mã…"), _("Tìm trong bảng"))
        self.search.setFixedWidth(session.look.px(300))
        self.search.searched.connect(lambda _words: self._ask())
        self.search.left_down.connect(self.to_grid)
        self.units = QuietCombo()
        self._fill_units(with_unit=with_unit)
        self.conditions: dict[str, Condition] = {}
        self.order: tuple[Order, ...] = ()
        self._quick: dict[str, QPushButton] = {}
        self.quick = ALL
        for key, text in (
            (ALL, _("Tất cả")),
            (DRAFT, _("Bản nháp")),
            (UNCONFIRMED, _("Chưa xác nhận")),
            (REVIEW, _("Chờ xem lại")),
        ):
            made = button(session.look, text)
            made.setCheckable(True)
            made.clicked.connect(lambda _checked=False, key=key: self.choose(key))
            self._quick[key] = made
        self._quick[ALL].setChecked(True)
        self.few = QuietCombo()
        self.few.setAccessibleName(_("Lọc nhanh"))
        for key, made in self._quick.items():
            self.few.addItem(made.text(), key)
        self.few.activated.connect(lambda _at: self.choose(self.few.currentData()))
        self.views = button(session.look, _("Cách xem"), "table-2", name=_("Cách xem (Alt+V)"))
        parts = [
            self.search,
            *([self.units] if with_unit else []),
            *self._quick.values(),
            self.few,
            self.views,
        ]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(flow(*parts))
        self.chips = Chips(session.look)
        self.chips.removed.connect(self.remove)
        self.chips.cleared.connect(self.clear)
        whole.addWidget(self.chips)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the quick filters in a list where there is no room for buttons."""
        super().resizeEvent(event)
        narrow = self.width() < self._session.look.px(880)
        self.search.setFixedWidth(self._session.look.px(200 if narrow else 300))
        self.few.setVisible(narrow)
        self.views.setText("" if narrow else " " + _("Cách xem"))
        for made in self._quick.values():
            made.setVisible(not narrow)

    def _choose(self, key: str) -> None:
        """Choose one of the views that every topic has; those without a button are offered in the menu."""
        self.quick = key
        for one, made in self._quick.items():
            made.setChecked(one == key)
        self.few.setCurrentIndex(max(0, self.few.findData(key)))

    def _fill_units(self, *, with_unit: bool) -> None:
        self.units.setAccessibleName(_("Đơn vị"))
        self.units.addItem(_("Mọi đơn vị"), None)
        for code, name in self._session.units.items():
            self.units.addItem(name, code)
        self.units.currentIndexChanged.connect(lambda _at: self._ask())
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
        found = (self.search.text().strip(), self.unit, self.conditions, self.quick != ALL)
        return any(map(bool, found))

    def query(self) -> "Query":
        """Return what the store is asked for."""
        from desktop_app.app.ports import Query

        who, key = self._session.who, self.quick
        return Query(
            search=self.search.text().strip(),
            unit=self.unit,
            status="draft" if key == DRAFT else None,
            not_round=who.round_id if who and key == UNCONFIRMED else None,
            review=key == REVIEW,
            where=(*self._of_quick(), *self.conditions.values()),
            order=self.order,
        )

    def _of_quick(self) -> "tuple[Condition, ...]":
        if self.quick == MINE:
            midnight = datetime.combine(self._session.desk.clock.today(), time()).timestamp()
            return (
                OneOf(UPDATED_BY, (self._session.desk.user,)),
                Between(UPDATED_MS, low=int(midnight * 1000)),
            )
        if self.quick == WRONG:
            return (OneOf(REC, tuple(self._session.findings.wrong(self._topic.key))),)
        return ()

    # --- choosing -------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Show one of the views that every topic has."""
        self._choose(key)
        self._ask()

    def put(self, key: str, condition: Condition | None) -> None:
        """Filter a column (`columns.sorts_by`), or no longer."""
        self.conditions.pop(key, None)
        if condition is not None:
            self.conditions[key] = condition
        self._ask()

    def sort(self, order: tuple[Order, ...]) -> None:
        """Sort the rows otherwise."""
        self.order = order
        self._ask()

    def remove(self, key: str) -> None:
        """Take a filter away; "" is the view that every topic has."""
        if key:
            self.put(key, None)
        else:
            self.choose(ALL)

    def clear(self) -> None:
        """Show everything."""
        if self.is_narrowing:
            self._empty()
            self._ask()

    def _empty(self) -> None:
        self.conditions.clear()
        self.search.clear()
        self._choose(ALL)
        self.units.setCurrentIndex(0)

    def _ask(self) -> None:
        self.chips.show_filters(self._said())
        self.asked.emit()

    def _said(self) -> list[tuple[str, str]]:
        """Return (key, text) of every filter that is on."""
        by_key = {sorts_by(column): column for column in self._columns}
        said_all = [
            (key, said(condition, by_key[key], self._session))
            for key, condition in self.conditions.items()
            if key in by_key
        ]
        quick = [] if self.quick == ALL else [("", quick_name(self.quick))]
        return quick + said_all

    # --- remembering ----------------------------------------------------------------------------------

    def where(self) -> dict[str, Any]:
        """Return what shows the same again."""
        return {
            "search": self.search.text(),
            "quick": self.quick,
            "only_unit": self.unit,
            "conditions": to_json(tuple(self.conditions.values())),
            "order": to_json(self.order),
        }

    def show_where(self, where: Any) -> None:
        """Show what `where` said."""
        self._empty()
        self.search.setText(where.get("search", ""))
        self._choose(where.get("quick", ALL))
        self.units.setCurrentIndex(max(0, self.units.findData(where.get("only_unit"))))
        self.conditions = {one.field: one for one in conditions_from(where.get("conditions", ()))}
        self.order = orders_from(where.get("order", ()))
        self.chips.show_filters(self._said())
