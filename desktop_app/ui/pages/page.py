"""What every page is: a head with the title, chips and acts, and a body."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.topic import Topic
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import AROUND, label
from desktop_app.ui.widgets.flow import Sides, flow


class Page(QWidget):
    """One place of the rail. A subclass fills ``body`` and says in `enter` what is to be shown."""

    title = ""
    key = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(AROUND, 16, AROUND, 12)
        self.body.setSpacing(12)

    def head(self, title: str, *acts: QWidget) -> QWidget:
        """Put the title, the chips and the acts at the top; the acts go under them where it is narrow."""
        self.heading = label(title, "title")
        self.chips = flow(self.heading, spacing=10)
        top = QWidget()
        top.setProperty("part", "clear")
        line = Sides(top)
        line.addWidget(self.chips)
        line.addWidget(flow(*acts))
        policy = top.sizePolicy()
        policy.setHeightForWidth(True)
        top.setSizePolicy(policy)
        self.body.addWidget(top)
        return top

    def show_chips(self, *chips: QWidget) -> None:
        """Show these chips beside the title, instead of those before."""
        layout = self.chips.layout()
        assert layout is not None  # noqa: S101  # head() made it
        while layout.count() > 1:
            item = layout.takeAt(1)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in chips:
            layout.addWidget(each)
            each.show()
        self.chips.updateGeometry()

    def enter(self, where: Mapping[str, Any]) -> None:
        """The page comes to the front; ``where`` says what to show on it."""

    def refresh(self) -> None:
        """Ask anew for what is shown; called while the page is in front and records changed."""

    def refresh_if_shown(self, _topic: str = "") -> None:
        """Refresh, unless the page is at the back: then `enter` will.

        Connected as it stands, never inside a lambda: Qt lets go of a method when its page is deleted.
        """
        if self.isVisible():
            self.refresh()

    def leave(self) -> None:
        """The page goes to the back: save what is open, drop nothing."""

    def help_topic(self) -> Topic | None:
        """Return the topic whose questions the help explains, if one is open."""
        return None

    def where(self) -> dict[str, Any]:
        """Return what `enter` needs to show the same again, after a change of language or look."""
        return {}
