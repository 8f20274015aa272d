"""Kiểm tra: every problem of every record; Enter goes to the cell."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.i18n import _, language
from desktop_app.ui import icons
from desktop_app.ui.pages.page import Page
from desktop_app.ui.session import Session
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, card, chip, label
from desktop_app.ui.widgets.empty import Empty
from desktop_app.ui.widgets.flow import flow

if TYPE_CHECKING:
    from desktop_app.app.checking import Finding
    from desktop_app.ui.window import Window

FINDING = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CheckPage(Page):
    """The list of what is to be mended or looked at again."""

    key = "check"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        again = button(session.look, _("Kiểm tra lại"), "refresh-cw", on=session.findings.renew)
        self.head(_("Kiểm tra"), again)
        self._shown = "all"
        self.body.addWidget(self._filters())
        self.model = FindingsModel(session)
        self.list = FindingsList(session, self.model)
        frame, inside = card(1, 0)
        inside.setContentsMargins(4, 4, 2, 4)
        inside.addWidget(self.list)
        self._steps = QStackedWidget()
        self._steps.addWidget(frame)
        self._steps.addWidget(self._nothing())
        self.body.addWidget(self._steps, 1)
        self.body.addWidget(label(_("Enter hoặc bấm đúp: đến ô cần sửa."), "hint"))
        session.findings.changed.connect(self._show)

    def _filters(self) -> QWidget:
        group, made = QButtonGroup(self), []
        for key, text in (("all", _("Tất cả")), ("hard", _("Phải sửa")), ("soft", _("Nên xem lại"))):
            one = button(self.session.look, text, on=partial(self._filter, key))
            one.setCheckable(True)
            one.setChecked(key == "all")
            group.addButton(one)
            made.append(one)
        return flow(*made)

    def _nothing(self) -> Empty:
        text = _("Mọi dòng đều đọc được và khớp nhau. Có thể chốt và nộp.")
        return Empty(self.session.look, "circle-check-big", _("Không còn gì phải sửa"), text)

    def _filter(self, key: str) -> None:
        self._shown = key
        self._show()

    def enter(self, _where: Mapping[str, Any]) -> None:
        """Check anew, and show what is known until then."""
        self._show()
        self.session.findings.renew()
        self.list.setFocus()

    def _show(self) -> None:
        found = self.session.findings.all
        hard = sum(one.hard for one in found)
        wanted = {
            "all": found,
            "hard": [one for one in found if one.hard],
            "soft": [one for one in found if not one.hard],
        }
        self.model.show(wanted[self._shown])
        self._steps.setCurrentIndex(0 if wanted[self._shown] or not self.session.findings.known else 1)
        states = [
            (_("{n} phải sửa").format(n=hard), "bad"),
            (_("{n} nên xem lại").format(n=len(found) - hard), "warn"),
        ]
        chips = [chip(text, tone) for text, tone in states if not text.startswith("0 ")]
        self.show_chips(*(chips or [chip(_("không có lỗi"), "good")] if self.session.findings.known else []))


class FindingsModel(QAbstractListModel):
    """Findings as a list."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._found: list[Finding] = []

    def show(self, found: "Sequence[Finding]") -> None:
        """Show these findings; the same ones leave the list as it is."""
        if list(found) == self._found:
            return
        self.beginResetModel()
        self._found = list(found)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many findings there are."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return a finding, or how it reads."""
        found = self._found[index.row()]
        if role == FINDING:
            return found
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return f"{found.problem.message}\n{self.where(found)}"
        return None

    def where(self, found: "Finding") -> str:
        """Return where a finding is: topic, record, field, and unit where there are several."""
        topic = self._session.desk.topics.get(found.topic)
        parts = [topic.title.text(language()), found.name]
        field = topic.by_key.get(found.problem.field or "")
        if field is not None:
            parts.append(field.label.text(language()))
        who = self._session.who
        if who is not None and who.is_district:
            parts.insert(0, self._session.unit_name(found.unit))
        return " · ".join(parts)


class FindingsList(QListView):
    """The list; Enter and a double click go to the cell."""

    def __init__(self, session: Session, model: FindingsModel) -> None:
        super().__init__()
        self._session = session
        self.setModel(model)
        self.setItemDelegate(_Lines(session.look, model, self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(_("Các chỗ cần xem"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        found: Finding = index.data(FINDING)
        self._session.go("entry", topic=found.topic, rec=found.rec, field=found.problem.field or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Lines(QStyledItemDelegate):
    """Two lines a finding: what is wrong, and where."""

    def __init__(self, look: Look, model: FindingsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a size for two lines."""
        return QSize(200, 2 * option.fontMetrics.height() + self._look.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a finding."""
        found: Finding = index.data(FINDING)
        t, px, rect = self._look.tokens, self._look.px, option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(t.selection))
        side, colour = px(18), t.bad if found.hard else t.warn
        painter.drawPixmap(
            rect.x() + px(12),
            rect.center().y() - side // 2,
            icons.cached_pixmap("triangle-alert", colour, side),
        )
        room = QRect(rect.x() + px(42), rect.y() + px(8), rect.width() - px(54), option.fontMetrics.height())
        self._line(painter, room, found.problem.message, t.text, option.font)
        small = QFont(option.font)
        small.setPointSizeF(small.pointSizeF() * 0.9)
        self._line(
            painter, room.translated(0, room.height() + px(2)), self._model.where(found), t.muted, small
        )
        painter.setPen(
            QPen(QColor(t.accent), 2) if state & QStyle.StateFlag.State_HasFocus else QPen(QColor(t.grid))
        )
        if state & QStyle.StateFlag.State_HasFocus:
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        else:
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _line(self, painter: QPainter, room: QRect, text: str, colour: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(
            text.replace("\n", " "), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
