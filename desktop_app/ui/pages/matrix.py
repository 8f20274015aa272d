"""A topic as one sheet: the switch to its grid, how much is blank, what the letters mean, the sheet."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.letters import letters
from desktop_app.domain.topic import Topic
from desktop_app.i18n import _, language
from desktop_app.ui import confirming
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.matrix.view import MatrixView
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, chip, label, retone, tool
from desktop_app.ui.widgets.empty import Empty
from desktop_app.ui.widgets.flow import flow, sides

if TYPE_CHECKING:
    from desktop_app.app.matrix import Sheet

GRID, MATRIX = "grid", "matrix"
_PAUSE_MS = 200
"""What several keys in a row changed is read again once."""


class Switch(QWidget):
    """Bảng | Ma trận. Signal: ``chosen(str)``: `GRID` or `MATRIX`."""

    chosen = Signal(str)

    def __init__(self, session: Session, shown: str) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for key, text in ((GRID, _("Bảng")), (MATRIX, _("Ma trận"))):
            made = self.buttons[key] = button(session.look, text)
            made.setCheckable(True)
            made.setChecked(key == shown)
            # The one that is shown stays pressed: a click says where to go.
            made.clicked.connect(lambda _checked=False, key=key: self._chose(key, shown))
            group.addButton(made)
        whole.addWidget(flow(*self.buttons.values(), spacing=4))

    def _chose(self, key: str, shown: str) -> None:
        self.buttons[shown].setChecked(True)
        if key != shown:
            self.chosen.emit(key)


class MatrixPage(QWidget):
    """Signals: ``left()`` back to all topics; ``as_grid()`` to the grid of the topic."""

    left = Signal()
    as_grid = Signal()

    def __init__(self, session: Session, topic: Topic) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session, self.topic = session, topic
        self.sheet = MatrixView(session, topic)
        self._must, self._other, self._old = chip("", "warn"), chip("", "plain"), chip("", "warn")
        self.act = button(session.look, _("Xác nhận"), "list-checks", on=self.confirm)
        self.act.setToolTip(_("Ô đang chọn vẫn đúng trong đợt này (Ctrl+Enter)"))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._head())
        whole.addWidget(self._legend())
        self._stack = QStackedWidget()
        self._stack.setProperty("part", "clear")
        frame, inside = card(1, 0)
        inside.setContentsMargins(1, 4, 1, 1)
        inside.addWidget(self.sheet)
        self._stack.addWidget(frame)
        self._stack.addWidget(self._empty())
        whole.addWidget(self._stack, 1)
        self.setFocusProxy(self.sheet)
        self._is_stale = self._is_narrow = False
        self.sheet.cells.filled.connect(self._count)
        self.sheet.cells.filled.connect(self._catch_up)
        self.sheet.confirmed.connect(self.confirm)
        session.changed.connect(self._heard)
        session.refreshed.connect(self._pause.start)

    # --- building -------------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        look, stack = self.session.look, self.session.writer.undo_stack
        self.switch = Switch(self.session, MATRIX)
        self.switch.chosen.connect(lambda _key: self.as_grid.emit())
        undo = button(look, "", "undo-2", on=stack.undo, name=_("Hoàn tác (Ctrl+Z)"))
        redo = button(look, "", "redo-2", on=stack.redo, name=_("Làm lại (Ctrl+Y)"))
        for made, changed, now in (
            (undo, stack.canUndoChanged, stack.canUndo()),
            (redo, stack.canRedoChanged, stack.canRedo()),
        ):
            changed.connect(made.setEnabled)
            made.setEnabled(now)
        back = tool(look, "chevron-left", _("Tất cả các chủ đề"), self.left.emit)
        title = label(self.topic.title.text(language()), "title")
        return sides(
            flow(back, title, self._old, self._must, self._other),
            flow(self.act, self._units(), undo, redo, self.switch),
        )

    def _units(self) -> QWidget:
        """Return the choice of a unit: at a district one commune at a time is filled in."""
        self.units = QuietCombo()
        self.units.setAccessibleName(_("Đơn vị"))
        for code, name in self.session.units.items():
            self.units.addItem(name, code)
        who = self.session.who
        is_district = who is not None and who.is_district
        self.units.setCurrentIndex(1 if is_district and self.units.count() > 1 else 0)  # the first commune
        self.units.setVisible(is_district)
        self.units.currentIndexChanged.connect(lambda _at: self.reload())
        return self.units

    def _legend(self) -> QWidget:
        """Return what the letters mean: choices that several columns share are told once."""
        cells, parts = self.sheet.cells, []
        told = set()
        for name in cells.shape.cells:
            field = self.topic.by_key[name]
            if field.choices not in told:
                told.add(field.choices)
                known = letters(field.choices, language())
                said = " · ".join(
                    f"{known.get(one.key, at)} {one.label.text(language())}"
                    for at, one in enumerate(field.choices, 1)
                )
                parts.append(label(said, "hint"))
        self._keys = label(_("Gõ chữ hoặc số 1, 2, 3 để điền các ô đang chọn; 0 hoặc Delete để xoá."), "hint")
        return flow(*parts, self._keys, spacing=18)

    def _empty(self) -> QWidget:
        matrix = self.sheet.cells.shape
        of = self.session.desk.topics.get(self.topic.by_key[matrix.rows].to or "")
        row = of.row.text(language())
        return Empty(
            self.session.look, of.icon, _("Chưa có {row} nào").format(row=row),
            _("Mỗi dòng của ma trận là một {row}: hãy nhập trước.").format(row=row),
            of.title.text(language()), lambda: self.session.go("entry", topic=of.key),
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is not needed to work where there is little room."""
        super().resizeEvent(event)
        self._is_narrow = self.width() < self.session.look.px(860)
        self._keys.setVisible(not self._is_narrow)
        self._count()

    # --- showing --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the sheet again; what is being typed comes first."""
        from desktop_app.app import matrix

        key, unit = self.topic.key, self.units.currentData()
        self.session.ask(lambda desk: (unit, matrix.sheet(desk, key, unit)), self._show, self)

    def _show(self, answer: "tuple[str, Sheet]") -> None:
        unit, found = answer
        if unit != self.units.currentData():
            return
        if not self.sheet.cells.is_settled:
            self._is_stale = True
            return
        self.sheet.cells.show(found)
        self._stack.setCurrentIndex(0 if found.lines else 1)

    def _heard(self, topic: str) -> None:
        of = self.topic.by_key[self.sheet.cells.shape.rows].to
        if topic in ("", self.topic.key, of) and self.isVisible():
            self._pause.start()

    def _catch_up(self) -> None:
        """Read what came while something was being saved."""
        if self._is_stale and self.sheet.cells.is_settled:
            self._is_stale = False
            self._pause.start()

    def _count(self) -> None:
        must, other = self.sheet.cells.left()
        text = _("còn {n} ô phải điền").format(n=must) if must else _("đã điền đủ ô phải điền")
        self._must.setText(text)
        retone(self._must, "warn" if must else "good")
        self._other.setText(_("{n} ô khác còn trống").format(n=other))
        self._other.setVisible(other > 0 and not self._is_narrow)
        self._count_old()
        for made in (self._must, self._other, self._old, self.act):
            made.updateGeometry()

    def _count_old(self) -> None:
        """Say how many records of the round before are not confirmed yet."""
        n, row = len(self.sheet.cells.unconfirmed()), self.topic.row.text(language())
        self._old.setText(_("{n} {row} chưa xác nhận").format(n=n, row=row))
        for made in (self._old, self.act):
            made.setVisible(n > 0)

    def confirm(self) -> None:
        """Say that the records of the selected cells hold in this round too."""
        if rows := self.sheet.cells.unconfirmed(self.sheet.chosen()):
            confirming.confirm(self.session, rows)

    def where(self) -> dict[str, Any]:
        """Return what shows the same again."""
        return {"topic": self.topic.key}
