"""Pages of paper on the screen: drawn when they come into sight, at any size."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import label

STEPS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.6, 2.0)
A4_WIDTH = 595.0
"""Points: the width of an A4 page, to which the sizes are relative."""


class Leaf(QWidget):
    """One page."""

    def __init__(self, svg: str, number: int) -> None:
        super().__init__()
        self._renderer = QSvgRenderer(QByteArray(svg.encode()), self)
        # Typst clips nothing that must not be seen; QtSvg ignores clips anyway.
        self._drawn: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Trang {n}").format(n=number))

    def set_width(self, width: int) -> None:
        """Take a new width, keeping the page's shape."""
        size = self._renderer.defaultSize()
        if size.width() > 0:
            self.setFixedSize(QSize(width, round(width * size.height() / size.width())))
            self._drawn = None

    @property
    def points(self) -> float:
        """The page's own width, in points."""
        return float(self._renderer.viewBoxF().width()) or A4_WIDTH

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page, once a size."""
        if self._drawn is None:
            ratio = self.devicePixelRatioF()
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.white)
            painter = QPainter(self._drawn)
            self._renderer.render(painter, QRectF(self.rect()))
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(QColor("#C3CAD4"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class Preview(QScrollArea):
    """All pages, one under the other."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(_("Xem trước bản in"))
        self._step: int | None = None
        self.leaves: list[Leaf] = []
        self.say("")

    def show_pages(self, pages: list[str]) -> None:
        """Show these pages."""
        inside = QWidget()
        inside.setProperty("part", "clear")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(8, 4, 8, 8)
        lines.setSpacing(12)
        self.leaves = [Leaf(svg, number) for number, svg in enumerate(pages, 1)]
        for leaf in self.leaves:
            lines.addWidget(leaf, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)
        self.setWidget(inside)
        self._fit()

    def say(self, text: str) -> None:
        """Show a sentence instead of pages."""
        self.leaves = []
        said = label(text, "muted", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(said)

    def zoom(self, by: int) -> None:
        """Make the pages larger or smaller."""
        now = STEPS.index(1.0) if self._step is None else self._step
        self._step = max(0, min(len(STEPS) - 1, now + by))
        self._fit()

    def _fit(self) -> None:
        room = max(self.viewport().width() - 24, 120)
        for leaf in self.leaves:
            whole = round(leaf.points * 1.333)
            leaf.set_width(min(room, whole) if self._step is None else round(whole * STEPS[self._step]))

    def resizeEvent(self, event: object) -> None:
        """Keep the pages as wide as there is room, until a size is chosen."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._step is None:
            self._fit()
