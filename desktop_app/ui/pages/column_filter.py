"""The filter of one column, in a popup under its head: answers to tick, words, or two limits; blanks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.conditions import Between, Blank, Condition, Contains, OneOf
from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.grid.columns import Column, sorts_by
from desktop_app.ui.pages.filter_words import TICKED, answers, has_limits, read_limit, show_limit
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, label, retone, row

if TYPE_CHECKING:
    from datetime import date

_VALUE = int(Qt.ItemDataRole.UserRole)
_MOST_LINES = 9


class ColumnFilter(QFrame):
    """Asks what of a column is shown. Signal: ``chosen(Condition | None)``; Esc changes nothing."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, session: Session, column: Column, now: Condition | None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("part", "popup")
        self.setAccessibleName(_("Lọc cột {column}").format(column=column.title))
        self._column = column
        field = column.field
        self.part: _Ticks | _Words | _Limits
        if field is None or field.kind in TICKED:
            self.part = _Ticks(column, session, now)
        elif has_limits(field):
            self.part = _Limits(column, session.desk.clock.today(), now)
        else:
            self.part = _Words(column, now)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(10)
        inside.addWidget(label(column.title, "strong"))
        inside.addWidget(self.part)
        clear = button(session.look, _("Bỏ lọc"), on=lambda: self._choose(None))
        self.done = button(session.look, _("Lọc"), part="primary", on=self.apply)
        inside.addLayout(row(None, clear, self.done))
        self.setMinimumWidth(session.look.px(250))
        self.setFocusProxy(self.part)

    def apply(self) -> None:
        """Filter by what was ticked or typed; what cannot be read is marked and nothing happens."""
        if self.part.can_be_read():
            self._choose(self.part.condition(sorts_by(self._column)))

    def _choose(self, condition: Condition | None) -> None:
        self.close()
        self.chosen.emit(condition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter filters."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        else:
            super().keyPressEvent(event)


class _Ticks(QListWidget):
    """A list of answers, and at its end the blank one."""

    def __init__(self, column: Column, session: Session, now: Condition | None) -> None:
        super().__init__()
        self.setAccessibleName(column.title)
        self.setProperty("part", "ticks")
        ticked = now.values if isinstance(now, OneOf) else ()
        found: list[tuple[str | int | None, str]] = [*answers(column, session)]
        if column.field is not None:
            found.append((None, _("(trống)")))
        for value, text in found:
            item = QListWidgetItem(text, self)
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
        self.setCurrentRow(0)
        lines = min(_MOST_LINES, self.count())
        self.ensurePolished()  # before it is styled its rows are lower
        self.setFixedHeight(lines * self.sizeHintForRow(0) + 6)

    def can_be_read(self) -> bool:
        return True

    def condition(self, key: str) -> Condition | None:
        """Return what is ticked; None for nothing."""
        items = [self.item(at) for at in range(self.count())]
        values = [item.data(_VALUE) for item in items if item.checkState() is Qt.CheckState.Checked]
        return OneOf(key, tuple(values)) if values else None


class _Blanks(QuietCombo):
    """Whether the column is blank: it does not matter, it is, it is not."""

    def __init__(self, now: Condition | None) -> None:
        super().__init__()
        self.setAccessibleName(_("Ô trống"))
        for text, value in ((_("Mọi ô"), None), (_("Chỉ ô trống"), True), (_("Chỉ ô có dữ liệu"), False)):
            self.addItem(text, value)
        if isinstance(now, Blank):
            self.setCurrentIndex(1 if now.blank else 2)

    def condition(self, key: str) -> Condition | None:
        value = self.currentData()
        return None if value is None else Blank(key, blank=value)


class _Words(QWidget):
    """Words that the text holds, accents or not."""

    def __init__(self, column: Column, now: Condition | None) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.words = QLineEdit(now.words if isinstance(now, Contains) else "")
        self.words.setPlaceholderText(_("Chứa…"))
        self.words.setAccessibleName(_("{column} chứa").format(column=column.title))
        self.blanks = _Blanks(now)
        self.setFocusProxy(self.words)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.words)
        inside.addWidget(self.blanks)

    def can_be_read(self) -> bool:
        return True

    def condition(self, key: str) -> Condition | None:
        """Return what was typed; a choice of blanks where nothing was."""
        words = self.words.text().strip()
        return Contains(key, words) if words else self.blanks.condition(key)


class _Limits(QWidget):
    """From one value to another, both included."""

    def __init__(self, column: Column, today: "date", now: Condition | None) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        field = column.field
        assert field is not None  # noqa: S101  # only fields have limits
        self._field, self._today = field, today
        between = now if isinstance(now, Between) else None
        self.low = QLineEdit(show_limit(field, between.low) if between else "")
        self.high = QLineEdit(show_limit(field, between.high) if between else "")
        self.blanks = _Blanks(now)
        self.setFocusProxy(self.low)
        inside = QFormLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        for text, line in ((_("Từ"), self.low), (_("Đến"), self.high)):
            line.setAccessibleName(f"{column.title}: {text}")
            line.textChanged.connect(lambda _text, line=line: retone(line, ""))
            inside.addRow(text, line)
        inside.addRow(self.blanks)

    def can_be_read(self) -> bool:
        """Return whether both limits can be read; those that cannot are marked."""
        bad = [line for line in (self.low, self.high) if line.text().strip() and self._read(line) is None]
        for line in bad:
            retone(line, "bad")
            line.setFocus()
        return not bad

    def _read(self, line: QLineEdit) -> str | int | float | None:
        return read_limit(self._field, line.text(), self._today, high=line is self.high)

    def condition(self, key: str) -> Condition | None:
        """Return the limits; a choice of blanks where there is none."""
        low, high = self._read(self.low), self._read(self.high)
        if low is None and high is None:
            return self.blanks.condition(key)
        return Between(key, low, high)
