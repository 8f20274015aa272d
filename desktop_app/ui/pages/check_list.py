"""The list of Kiểm tra: findings under the topic that has them, two lines each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.i18n import _, language
from desktop_app.ui import icons
from desktop_app.ui.problem_words import sign_of, told
from desktop_app.ui.session import Session
from desktop_app.ui.theme import Look

if TYPE_CHECKING:
    from desktop_app.app.checking import Finding

FINDING = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class Band(NamedTuple):
    """The heading over the findings of a topic."""

    text: str


class FindingsModel(QAbstractListModel):
    """Findings as a list, with a heading for each topic; they come in the order of topics."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._found: list[Finding] = []
        self.lines: list[Finding | Band] = []

    def show(self, found: "Sequence[Finding]") -> None:
        """Show these findings; the same ones leave the list as it is."""
        if list(found) == self._found:
            return
        self.beginResetModel()
        self._found = list(found)
        self.lines = self._under_heads()
        self.endResetModel()

    def _under_heads(self) -> "list[Finding | Band]":
        groups: dict[str, list[Finding]] = {}
        for one in self._found:
            groups.setdefault(one.topic, []).append(one)
        lines: list[Finding | Band] = []
        for key, found in groups.items():
            title = self._session.desk.topics.get(key).title.text(language())
            lines += [Band(f"{title} ({len(found)})"), *found]
        return lines

    def place_of(self, found: "Finding") -> int:
        """Return where a finding stands, or the one of the same kind in the same place; -1 if it has gone."""
        same = (found.topic, found.rec, found.unit, found.problem.code, found.problem.field)
        for at, one in enumerate(self.lines):
            if isinstance(one, Band):
                continue
            if (one.topic, one.rec, one.unit, one.problem.code, one.problem.field) == same:
                return at
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are, headings too."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a finding can be chosen, a heading not."""
        can = Qt.ItemFlag.ItemIsEnabled
        return can if isinstance(self.lines[index.row()], Band) else can | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = 0) -> Any:
        """Return a finding (None for a heading), or how the line reads."""
        line = self.lines[index.row()]
        if isinstance(line, Band):
            return line.text if role in _SAID[:2] else None
        if role == FINDING:
            return line
        return f"{told(line.problem)}\n{self.where(line)}" if role in _SAID else None

    def where(self, found: "Finding") -> str:
        """Return where a finding is: record, field, and unit where there are several."""
        topic = self._session.desk.topics.get(found.topic)
        parts = [found.name]
        field = topic.by_key.get(found.problem.field or "")
        if field is not None:
            parts.append(field.label.text(language()))
        who = self._session.who
        if who is not None and who.is_district:
            parts.insert(0, self._session.unit_name(found.unit))
        if found.problem.reason:
            parts.append(_("Lý do: {reason}").format(reason=found.problem.reason))
        return " · ".join(parts)


class FindingsList(QListView):
    """The list; Enter and a double click go to the cell. Signal: ``picked()`` another line was chosen."""

    picked = Signal()

    def __init__(self, session: Session, model: FindingsModel) -> None:
        super().__init__()
        self._session = session
        self.setModel(model)
        self.setItemDelegate(_Lines(session.look, model, self))
        self.setAccessibleName(_("Các chỗ cần xem"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.picked.emit())

    def found(self) -> "Finding | None":
        """Return the finding under the cursor."""
        index = self.currentIndex()
        return index.data(FINDING) if index.isValid() else None

    def choose(self, row: int) -> None:
        """Put the cursor on a line, or on the first finding."""
        last = self.model().rowCount() - 1
        wanted = row if row >= 0 else 1
        if wanted <= last:
            self.setCurrentIndex(self.model().index(wanted, 0))

    def _open(self, index: QModelIndex) -> None:
        found: Finding | None = index.data(FINDING)
        if found is not None:
            self._session.go("entry", topic=found.topic, rec=found.rec, field=found.problem.field or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Lines(QStyledItemDelegate):
    """Two lines a finding: what is wrong, and where; one line a heading."""

    def __init__(self, look: Look, model: FindingsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model = look, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return a size for two lines, or for a heading."""
        tall, px = option.fontMetrics.height(), self._look.px
        return QSize(200, tall + px(16) if index.data(FINDING) is None else 2 * tall + px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a finding, or a heading."""
        found: Finding | None = index.data(FINDING)
        t, px, rect = self._look.tokens, self._look.px, option.rect
        if found is None:
            bold = QFont(option.font)
            bold.setWeight(QFont.Weight.DemiBold)
            self._line(painter, rect.adjusted(px(12), px(4), -px(12), 0), str(index.data()), t.text, bold)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(t.selection))
        self._paint_finding(painter, option, found)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        else:
            painter.setPen(QPen(QColor(t.grid)))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_finding(self, painter: QPainter, option: QStyleOptionViewItem, found: "Finding") -> None:
        t, px, rect = self._look.tokens, self._look.px, option.rect
        mark, side = sign_of(found.problem), px(18)
        colour = {"bad": t.bad, "warn": t.warn}.get(mark.tone, t.muted)
        image = icons.cached_pixmap(mark.icon, colour, side)
        painter.drawPixmap(rect.x() + px(12), rect.center().y() - side // 2, image)
        room = QRect(rect.x() + px(42), rect.y() + px(8), rect.width() - px(54), option.fontMetrics.height())
        self._line(painter, room, found.problem.message, t.text, option.font)
        small = QFont(option.font)
        small.setPointSizeF(small.pointSizeF() * 0.9)
        below = room.translated(0, room.height() + px(2))
        self._line(painter, below, self._model.where(found), t.muted, small)

    def _line(self, painter: QPainter, room: QRect, text: str, colour: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(
            text.replace("\n", " "), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
