"""The topics in their four groups, each with how far it is: the way into entry."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.topic import Label, Level, Section, Topic
from desktop_app.i18n import _, language
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import card, chip, label, scrolling, sign

if TYPE_CHECKING:
    from desktop_app.app.views import Counts


def section_title(section: Section) -> str:
    """Return what a group of topics is called."""
    return {
        Section.OFFICE: _("Cơ quan, cán bộ"),
        Section.EQUIPMENT: _("Thiết bị"),
        Section.NETWORK: _("Mạng và viễn thông"),
        Section.COMMUNITY: _("Thôn, bản và dịch vụ công ích"),
    }[section]


def plain_title(title: Label) -> str:
    """Return a topic's title in the language in use."""
    return title.text(language())


class TopicButton(QPushButton):
    """One topic: its icon and title, how many records, and what is to be done."""

    def __init__(self, session: Session, topic: Topic, on: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("part", "row")
        self._topic, self._session = topic, session
        self.setMinimumHeight(session.look.px(44))
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 4, 10, 4)
        line.setSpacing(10)
        line.addWidget(sign(session.look, topic.icon, "good"), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(label(plain_title(topic.title), "strong"), 1)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        line.addLayout(self._chips)
        self.setAccessibleName(plain_title(topic.title))
        self.clicked.connect(lambda _checked=False: on())

    def show_counts(self, counts: "Counts | None") -> None:
        """Show how many records there are, how many must be mended, how many are not confirmed."""
        while (item := self._chips.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        said = []
        for text, tone in self._states(counts):
            self._chips.addWidget(chip(text, tone), 0, Qt.AlignmentFlag.AlignVCenter)
            said.append(text)
        self.setAccessibleName(", ".join([plain_title(self._topic.title), *said]))

    def _states(self, counts: "Counts | None") -> list[tuple[str, str]]:
        if counts is None:
            return []
        states = []
        if bad := self._session.findings.records(self._topic.key, Level.HARD):
            states.append((_("{n} cần sửa").format(n=bad), "bad"))
        if counts.unconfirmed:
            states.append((_("{n} chưa xác nhận").format(n=counts.unconfirmed), "warn"))
        states.append((str(counts.total), "good" if counts.total else "plain"))
        return states


class Overview(QWidget):
    """All topics in four cards; ``chosen`` opens one."""

    def __init__(self, session: Session, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._buttons: dict[str, TopicButton] = {}
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setSpacing(12)
        self._cards = [self._card(session, section, chosen) for section in Section]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))
        self._look = session.look
        self._wide: bool | None = None
        self._arrange(wide=True)
        self.setFocusProxy(next(iter(self._buttons.values())))

    def _card(self, session: Session, section: Section, chosen: Callable[[str], object]) -> QFrame:
        frame, lines = card(14, 8)
        lines.addWidget(label(section_title(section).upper(), "section"))
        for topic in session.desk.topics.all:
            if topic.section is section:
                made = TopicButton(session, topic, partial(chosen, topic.key))
                self._buttons[topic.key] = made
                lines.addWidget(made)
        lines.addStretch(1)
        return frame

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        for at, frame in enumerate(self._cards):
            self._grid.addWidget(frame, at // 2 if wide else at, at % 2 if wide else 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)

    def show_counts(self, counts: "Mapping[str, Counts]") -> None:
        """Show the counts of every topic."""
        for key, made in self._buttons.items():
            made.show_counts(counts.get(key))

    def resizeEvent(self, event: object) -> None:
        """Stand in two columns where there is room."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange(wide=self.width() >= self._look.px(700))
