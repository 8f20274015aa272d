"""A row that breaks into further rows where it does not fit: chips, filters, the acts of a page."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays widgets out from the left and breaks the line where the width ends."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:  # Qt's name
        """Take one more item; called by `addWidget`."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item, or None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return True: narrower is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` asks for."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the widest item."""
        result = QSize()
        for item in self._items:
            if not item.isEmpty():
                result = result.expandedTo(item.minimumSize())
        return result

    def _place(self, rect: QRect, *, move: bool) -> int:
        line: list[tuple[QLayoutItem, QSize]] = []
        x, y, tall = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 10_000))
            if line and x + hint.width() > rect.right() + 1:
                self._settle(line, rect.x(), y, tall, move=move)
                x, y, tall, line = rect.x(), y + tall + self.spacing(), 0, []
            line.append((item, hint))
            x += hint.width() + self.spacing()
            tall = max(tall, hint.height())
        self._settle(line, rect.x(), y, tall, move=move)
        return y + tall - rect.y()

    def _settle(
        self, line: list[tuple[QLayoutItem, QSize]], x: int, y: int, tall: int, *, move: bool
    ) -> None:
        if not move:
            return
        for item, hint in line:
            item.setGeometry(QRect(QPoint(x, y + (tall - hint.height()) // 2), hint))
            x += hint.width() + self.spacing()


class Sides(Flow):
    """Two flows on one line, the second at the right; one above the other where they do not fit."""

    def _place(self, rect: QRect, *, move: bool) -> int:
        first, second = self._items
        wide = second.sizeHint().width()
        beside = rect.width() - wide - self.spacing() >= first.sizeHint().width()
        left = QRect(rect.x(), rect.y(), rect.width() - (wide + self.spacing() if beside else 0), 0)
        tall = _height(first, left.width())
        if beside:
            right = QRect(rect.right() - wide + 1, rect.y(), wide, 0)
            whole = max(tall, _height(second, wide))
            places = ((first, left, tall, (whole - tall) // 2), (second, right, _height(second, wide), 0))
        else:
            below = _height(second, rect.width())
            whole = tall + self.spacing() + below
            places = ((first, left, tall, 0), (second, left, below, tall + self.spacing()))
        if move:
            for item, where, height, down in places:
                item.setGeometry(QRect(where.x(), where.y() + down, where.width(), height))
        return whole


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def flow(*widgets: QWidget, spacing: int = 8) -> QWidget:
    """Return a clear widget that holds ``widgets`` in a row that breaks."""
    result = QWidget()
    result.setProperty("part", "clear")
    layout = Flow(result, spacing)
    for widget in widgets:
        layout.addWidget(widget)
    policy = result.sizePolicy()
    policy.setHeightForWidth(True)
    result.setSizePolicy(policy)
    return result


def sides(left: QWidget, right: QWidget) -> QWidget:
    """Return the two on one line, the second at the right; one above the other where they do not fit."""
    widget = QWidget()
    widget.setProperty("part", "clear")
    line = Sides(widget)
    line.addWidget(left)
    line.addWidget(right)
    policy = widget.sizePolicy()
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget
