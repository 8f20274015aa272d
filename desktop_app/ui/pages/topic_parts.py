"""The grid of a topic in its card, and where the form stands: beside the grid or over it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _, language
from desktop_app.ui.form.form import Form
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.session import Session
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import card
from desktop_app.ui.widgets.empty import Empty

FORM_WIDTH = 312


class Side(QObject):
    """Where the form stands: beside the grid where there is room, else over it, as high as the page.

    ``make`` makes it: that is dear, and not done before it is opened, or asked for.
    """

    def __init__(self, view: QWidget, make: Callable[[], Form], room: QWidget, look: Look) -> None:
        super().__init__(view)
        self._view, self._maker, self._room, self._look = view, make, room, look
        self._form: Form | None = None
        self._wished: bool | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether the form must stand over the grid."""
        return self._view.width() < self._look.px(940)

    @property
    def wished(self) -> bool | None:
        """Whether the form was opened or closed by a person; None if neither."""
        return self._wished

    @property
    def is_open(self) -> bool:
        """Whether the form is open: where there is room, it is unless it was closed."""
        return (not self.is_narrow) if self._wished is None else self._wished

    @property
    def has_form(self) -> bool:
        """Whether the form is there."""
        return self._form is not None

    def make(self) -> Form:
        """Return the form; the first time it is made and put in its place."""
        if self._form is None:
            self._form = self._maker()
            self._form.setParent(self._view)
            self.place()
        return self._form

    def open_form(self, *, open_: bool) -> None:
        """Open or close the form."""
        self._wished, form = open_, self.make()
        self.place()
        if open_ and self.is_narrow:
            form.setFocus()

    def place(self) -> None:
        """Place the form, and leave room for it."""
        beside, wide = self.is_open and not self.is_narrow, self._look.px(FORM_WIDTH)
        self._room.setVisible(beside)
        self._room.setFixedWidth(wide)
        if self._form is None:
            return
        self._form.setVisible(self.is_open)
        if beside:
            layout = self._view.layout()
            assert layout is not None  # noqa: S101  # TopicView lays itself out
            layout.activate()
            top = self._room.mapTo(self._view, QPoint(0, 0)).y()
            self._form.setGeometry(self._view.width() - wide, top, wide, self._view.height() - top)
        elif self.is_open:
            width = min(self._look.px(FORM_WIDTH + 40), self._view.width())
            self._form.setGeometry(self._view.width() - width, 0, width, self._view.height())
        self._form.raise_()


class Sheet(QWidget):
    """The grid in its card, and over it what to do while it is empty."""

    def __init__(self, session: Session, grid: GridView) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._look = session.look
        frame, inside = card(1, 0)
        inside.setContentsMargins(1, 4, 1, 1)
        inside.addWidget(grid)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._empty = Empty(
            session.look,
            grid.rows.topic.icon,
            _("Chưa có {row} nào").format(row=grid.rows.topic.row.text(language())),
            _("Bấm “Thêm” rồi gõ thẳng vào bảng. Enter xuống dòng, Tab sang ô bên."),
        )
        self._empty.setParent(self)
        self._empty.setProperty("part", "sheet")  # the lines of an empty table end above it
        self._empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._empty.hide()

    def show_empty(self, *, empty: bool) -> None:
        """Say over the empty grid what to do first."""
        self._empty.setVisible(empty)
        self._place()

    def sizeHint(self) -> QSize:
        """Return a size that is worth looking at."""
        return QSize(600, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words over the grid."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._empty.setGeometry(self.rect().adjusted(2, self._look.px(94), -2, -self._look.px(18)))
        self._empty.raise_()
