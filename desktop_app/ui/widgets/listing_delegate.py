"""How a cell of a list is drawn and measured: an icon, words that wrap, a chip, a quieter line below."""

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui import icons
from desktop_app.ui.theme import Look

if TYPE_CHECKING:
    from desktop_app.ui.widgets.listing import Listing

Index = QModelIndex | QPersistentModelIndex
SIDE, UP = 9, 6
"""The room at the sides of a cell's words and above them, in pixels at 100 %."""
_SMALL = 0.9


class Shown(NamedTuple):
    """One cell. ``sort`` is what it is sorted by if not its text; ``more`` is its tooltip.

    ``tone`` colours text and icon; a ``chip`` stands in a pill of that tone. ``numeric``: at the right, and
    blank is nothing rather than a word.
    """

    text: str = ""
    under: str = ""
    icon: str = ""
    tone: str = ""
    chip: bool = False
    numeric: bool = False
    sort: Any = None
    more: str = ""


class ListingDelegate(QStyledItemDelegate):
    """Draws and measures the cells of a `Listing`."""

    def __init__(self, look: Look, listing: "Listing") -> None:
        super().__init__(listing)
        self._look, self._listing = look, listing

    # --- measuring ----------------------------------------------------------------------------------

    def width_of(self, cell: Shown, font: QFont) -> int:
        """Return the width in which nothing of the cell is cut."""
        wide = max(
            QFontMetrics(self._font(cell, font)).horizontalAdvance(cell.text),
            QFontMetrics(self._small(font)).horizontalAdvance(cell.under),
        )
        return wide + self._beside(cell) + self._look.px(2 * SIDE) + 3

    def height_of(self, cell: Shown, wide: int, font: QFont, *, wraps: bool) -> int:
        """Return the height in which the words of the cell stand at this width."""
        room = QRect(0, 0, wide - self._look.px(2 * SIDE) - self._beside(cell), 10_000)
        tall = self._tall(cell.text, self._font(cell, font), room, wraps=wraps) if cell.text else 0
        if cell.under:
            tall += self._tall(cell.under, self._small(font), room, wraps=wraps)
        return max(tall + self._look.px(2 * UP), self._look.px(34))

    def _tall(self, text: str, font: QFont, room: QRect, *, wraps: bool) -> int:
        metrics = QFontMetrics(font)
        return (
            metrics.boundingRect(room, int(_flow(wraps=wraps)), text).height() if wraps else metrics.height()
        )

    def _beside(self, cell: Shown) -> int:
        """Return the room that the icon, or the ends of the pill, take from the words."""
        pill = self._look.px(2 * 9) if cell.chip else 0
        return pill + (self._look.px(16 + 6) if cell.icon else 0)

    def _font(self, cell: Shown, font: QFont) -> QFont:
        if not cell.chip:
            return font
        pill = self._small(font)
        pill.setWeight(QFont.Weight.DemiBold)
        return pill

    def _small(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * _SMALL)
        return small

    # --- drawing ------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        from desktop_app.ui.widgets.listing import SHOWN

        rect: QRect = option.rect
        cell: Shown | None = index.data(SHOWN)
        painter.save()
        self._ground(painter, option, rect)
        if cell is None:
            self._paint_band(painter, rect, index)
        else:
            head = self._listing.rows.heads[index.column()]
            self._paint_cell(painter, rect, cell, right=head.right, wraps=bool(head.share))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        t = self._look.tokens
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(t.selection))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(t.grid))
        if chosen and self._listing.hasFocus():
            painter.fillRect(rect.x(), rect.y(), rect.width(), 2, QColor(t.accent))
            painter.fillRect(rect.x(), rect.bottom() - 1, rect.width(), 2, QColor(t.accent))

    def _paint_band(self, painter: QPainter, rect: QRect, index: Index) -> None:
        t = self._look.tokens
        font = self._small(self._listing.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.fillRect(rect, QColor(t.hover))
        painter.setFont(font)
        painter.setPen(QColor(t.muted))
        room = rect.adjusted(self._look.px(SIDE), 0, -self._look.px(SIDE), 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), index.data())

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Shown, *, right: bool, wraps: bool) -> None:
        room = rect.adjusted(self._look.px(SIDE), 0, -self._look.px(SIDE), 0)
        if cell.chip:
            self._paint_pill(painter, room, cell)
            return
        ink, font = self._ink(cell.tone), self._listing.font()
        tall = self._tall(cell.text, font, _inside(room, self._beside(cell)), wraps=wraps) if cell.text else 0
        small = self._small(font)
        below = (
            self._tall(cell.under, small, _inside(room, self._beside(cell)), wraps=wraps) if cell.under else 0
        )
        top = room.y() + (room.height() - tall - below) // 2
        if cell.icon:
            room = self._paint_icon(painter, room, top, cell, right=right)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        how = int(side | Qt.AlignmentFlag.AlignTop | _flow(wraps=wraps))
        self._write(painter, QRect(room.x(), top, room.width(), tall), how, (cell.text, font, ink))
        quiet = QColor(self._look.tokens.muted)
        self._write(
            painter, QRect(room.x(), top + tall, room.width(), below), how, (cell.under, small, quiet)
        )

    def _write(self, painter: QPainter, room: QRect, how: int, what: tuple[str, QFont, QColor]) -> None:
        text, font, ink = what
        if not text:
            return
        painter.setFont(font)
        painter.setPen(ink)
        if how & Qt.TextFlag.TextSingleLine:
            text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, how, text)

    def _paint_icon(self, painter: QPainter, room: QRect, top: int, cell: Shown, *, right: bool) -> QRect:
        """Draw the icon beside the first line; returns the room that is left for the words."""
        side, gap = self._look.px(16), self._look.px(6)
        line = QFontMetrics(self._listing.font()).height()
        # At the right the icon stands directly before the words, so that the numbers keep one edge.
        x = room.x()
        if right:
            words = QFontMetrics(self._listing.font()).horizontalAdvance(cell.text)
            x = max(room.x(), room.right() + 1 - words - gap - side)
        image = icons.cached_pixmap(cell.icon, self._ink(cell.tone, quiet=True).name(), side)
        painter.drawPixmap(x, top + (line - side) // 2, image)
        return room.adjusted(side + gap, 0, 0, 0)

    def _paint_pill(self, painter: QPainter, room: QRect, cell: Shown) -> None:
        font = self._font(cell, self._listing.font())
        metrics = QFontMetrics(font)
        tall, end = metrics.height() + self._look.px(4), self._look.px(9)
        wide = min(metrics.horizontalAdvance(cell.text) + self._beside(cell) + 1, room.width())
        pill = QRect(room.x(), room.center().y() - tall // 2 + 1, wide, tall)
        ground, ink = self._pill_colours(cell.tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, tall / 2, tall / 2)
        words = pill.adjusted(end, 0, -end + 1, 0)
        if cell.icon:
            side = self._look.px(16)
            image = icons.cached_pixmap(cell.icon, ink.name(), side)
            painter.drawPixmap(words.x(), words.center().y() - side // 2 + 1, image)
            words = words.adjusted(side + self._look.px(6), 0, 0, 0)
        how = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        self._write(painter, words, how, (cell.text, font, ink))

    def _pill_colours(self, tone: str) -> tuple[QColor, QColor]:
        t = self._look.tokens
        pairs = {"good": (t.accent_soft, t.accent), "warn": (t.warn_soft, t.warn), "bad": (t.bad_soft, t.bad)}
        ground, ink = pairs.get(tone, (t.hover, t.muted))
        return QColor(ground), QColor(ink)

    def _ink(self, tone: str, *, quiet: bool = False) -> QColor:
        t = self._look.tokens
        plain = t.muted if quiet else t.text
        return QColor({"muted": t.muted, "bad": t.bad, "warn": t.warn, "good": t.accent}.get(tone, plain))


def _flow(*, wraps: bool) -> Qt.TextFlag:
    return Qt.TextFlag.TextWordWrap if wraps else Qt.TextFlag.TextSingleLine


def _inside(room: QRect, taken: int) -> QRect:
    return QRect(0, 0, room.width() - taken, 10_000)
