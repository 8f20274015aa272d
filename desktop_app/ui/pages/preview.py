"""Pages of paper on the screen: parsed and drawn when they come into sight, at any size."""

import gzip
import re
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.shortcuts import tell
from desktop_app.ui.widgets.basics import label

STEPS = (25, 50, 75, 100, 125, 150, 200, 300)
"""Sizes that the buttons and the wheel step through, in percent of the paper's own."""

Zoom = int | Literal["width", "page"]
"""Percent of the paper's size, or as wide, or as wide and high, as there is room for."""

_SIDE = 12
_PIXELS_A_POINT = 96 / 72
_SIZE = re.compile(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"')


class SvgPage:
    """A page as SVG, packed: a tenth of its size, and Qt reads it as it is."""

    def __init__(self, svg: str) -> None:
        data = svg.encode()
        found = _SIZE.search(data[:400])
        assert found is not None  # noqa: S101  # the typesetter writes it into each page's first tag
        self.points = QSizeF(float(found[1]), float(found[2]))
        # QtSvg fills letters with a pen of no colour, which printers draw in black, a point wide.
        self._packed = gzip.compress(data.replace(b"<svg ", b'<svg stroke-width="0" ', 1), 1)

    @property
    def is_lying(self) -> bool:
        """Whether the page is wider than high."""
        return self.points.width() > self.points.height()

    def draw(self, painter: QPainter, where: QRectF) -> None:
        """Draw the page into a place."""
        QSvgRenderer(QByteArray(self._packed)).render(painter, where)


class Leaf(QWidget):
    """One page on the screen."""

    def __init__(self, page: SvgPage, number: int) -> None:
        super().__init__()
        self.page = page
        self._drawn: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Trang {n}").format(n=number))

    @property
    def is_drawn(self) -> bool:
        """Whether the page has been in sight at this size, and is still near it."""
        return self._drawn is not None

    def set_scale(self, pixels_a_point: float) -> None:
        """Take a new size."""
        self.setFixedSize((self.page.points * pixels_a_point).toSize())
        self.let_go()

    def let_go(self) -> None:
        """Forget the drawing: some megabytes each."""
        self._drawn = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page, once a size."""
        if self._drawn is None:
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(QColor("#C3CAD4"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(self.size() * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.white)
        painter = QPainter(drawn)
        self.page.draw(painter, QRectF(self.rect()))
        painter.end()
        return drawn


class Preview(QScrollArea):
    """All pages, one under the other.

    Signals: ``moved(int)`` another page is in sight, from 1; ``zoomed(object)`` another `Zoom`.
    """

    moved = Signal(int)
    zoomed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("Xem trước bản in"))
        self.zoom: Zoom = "width"
        self.leaves: list[Leaf] = []
        self._page = 1
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._look_around())
        tell(self, "PgDn, PgUp", _("Sang trang sau, về trang trước"))
        tell(self, "Home, End", _("Đến trang đầu, trang cuối"))
        tell(self, "Ctrl+Wheel", _("Phóng to, thu nhỏ trang"))
        self.say("")

    # --- what is shown --------------------------------------------------------------------------------

    def show_pages(self, pages: Sequence[SvgPage]) -> None:
        """Show these pages, from the first."""
        inside = QWidget()
        inside.setProperty("part", "clear")
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(_SIDE, 4, _SIDE, 8)
        lines.setSpacing(12)
        self.leaves = [Leaf(page, number) for number, page in enumerate(pages, 1)]
        for leaf in self.leaves:
            lines.addWidget(leaf, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)
        self.setWidget(inside)
        self._fit()
        self.go_to(1)

    def continue_with(self, pages: Sequence[SvgPage]) -> None:
        """Show all pages where the first is shown already, and what of it is in sight stays there."""
        at = self.verticalScrollBar().value()
        self.show_pages(pages)
        self.verticalScrollBar().setValue(at)

    def say(self, text: str) -> None:
        """Show a sentence instead of pages."""
        self.leaves = []
        said = label(text, "muted", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(said)

    # --- pages ----------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page in sight, from 1."""
        return self._page

    def go_to(self, page: int) -> None:
        """Put a page's upper edge to the top; beyond the ends: the first, the last."""
        if self.leaves:
            self._page = max(1, min(len(self.leaves), page))
            self.verticalScrollBar().setValue(self.leaves[self._page - 1].y() - 4)
            self._look_around(self._page)

    def _look_around(self, page: int = 0) -> None:
        """Say which page is in sight, and let go of those that are far from it."""
        if not self.leaves:
            return
        top, high = self.verticalScrollBar().value(), self.viewport().height()
        middle = top + high // 3
        seen = page or sum(leaf.y() <= middle for leaf in self.leaves)
        for leaf in self.leaves:
            if leaf.is_drawn and not (
                top - 2 * high < leaf.y() + leaf.height() and leaf.y() < top + 3 * high
            ):
                leaf.let_go()
        self._page = max(1, seen)
        self.moved.emit(self._page)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Page keys go from page to page, Home and End to the ends."""
        to = {
            Qt.Key.Key_PageDown: self.page + 1,
            Qt.Key.Key_PageUp: self.page - 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: len(self.leaves),
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.go_to(to)

    # --- size -----------------------------------------------------------------------------------------

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the pages at another size; the page in sight stays."""
        if zoom != self.zoom:
            self.zoom, page = zoom, self.page
            self._fit()
            self.go_to(page)
            self.zoomed.emit(zoom)

    def step(self, by: int) -> None:
        """Make the pages larger (1) or smaller (-1)."""
        now = self._scale() / _PIXELS_A_POINT * 100
        further = [at for at in STEPS if (at > now + 0.5 if by > 0 else at < now - 0.5)]
        if further:
            self.set_zoom(further[0] if by > 0 else further[-1])

    def _scale(self) -> float:
        if isinstance(self.zoom, int) or not self.leaves:
            return _PIXELS_A_POINT * (self.zoom if isinstance(self.zoom, int) else 100) / 100
        widest = max(leaf.page.points.width() for leaf in self.leaves)
        scale = max(self.viewport().width() - 2 * _SIDE, 120) / widest
        if self.zoom == "width":
            return scale
        highest = max(leaf.page.points.height() for leaf in self.leaves)
        return min(scale, max(self.viewport().height() - 12, 120) / highest)

    def _fit(self) -> None:
        scale = self._scale()
        for leaf in self.leaves:
            leaf.set_scale(scale)
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if inside is not None and layout is not None:
            inside.resize(inside.sizeHint().expandedTo(self.viewport().size()))
            layout.activate()

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        """The wheel scrolls; with Ctrl it makes the pages larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        """Keep the pages as wide as there is room, unless a size is chosen."""
        super().resizeEvent(event)
        if not isinstance(self.zoom, int) and self.leaves:
            page = self.page
            self._fit()
            self.go_to(page)

    def sizeHint(self) -> QSize:
        """As much as there is: the pages ask for nothing."""
        return QSize(320, 320)
