"""Trang chủ of a commune: the next step, how far each topic is, and whether the district has it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.dates import format_date
from desktop_app.domain.topic import Level, Topic
from desktop_app.i18n import _, language, plural
from desktop_app.ui.moments import moment
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.steps import Step, confirm_rows, next_step
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, chip, column, label, retone, row, scrolling, sign

if TYPE_CHECKING:
    from desktop_app.app.overview import Status
    from desktop_app.app.views import Counts
    from desktop_app.ui.window import Window


class CommuneHome(Page):
    """Where a commune's day begins."""

    key = "home"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        assert session.who is not None  # noqa: S101  # pages are made for an open home
        self.inventory = button(
            session.look,
            _("Biên bản kiểm kê"),
            "file-check",
            on=lambda: session.go("print", sheet="c53"),
        )
        self.head(session.who.name, self.inventory)
        self.show_chips(*self._chips())
        inside, self._lines = column(0, 12)
        self._lines.setContentsMargins(0, 0, 4, 0)
        self.next = NextStep(session)
        self._lines.addWidget(self.next)
        self._sending = Sending(session)
        self._progress = Progress(session)
        self._lines.addWidget(self._sending)
        self._lines.addWidget(self._progress)
        self._lines.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)
        session.changed.connect(self.refresh_if_shown)
        session.findings.changed.connect(self.refresh_if_shown)

    def _chips(self) -> list[QWidget]:
        who = self.session.who
        assert who is not None  # noqa: S101
        on = format_date(date.fromisoformat(who.reference_date), language())
        chips: list[QWidget] = [chip(_("Số liệu tính đến {day}").format(day=on), "good")]
        if who.sample:
            chips.append(chip(_("BẢN THỬ"), "warn"))
        return chips

    def enter(self, _where: Mapping[str, Any]) -> None:
        """Ask anew where things stand."""
        self.refresh()

    def refresh(self) -> None:
        """Ask anew where things stand."""
        from desktop_app.app import overview, views

        self.session.ask(lambda desk: (views.count(desk), overview.status(desk)), self._show, self)

    def _rows(self) -> dict[str, str]:
        """Return what a record of each topic is called."""
        return {topic.key: topic.row.text(language()) for topic in self.session.desk.topics.all}

    def _show(self, answer: "tuple[dict[str, Counts], Status]") -> None:
        counts, status = answer
        hard = sum(one.hard for one in self.session.findings.all)
        self.next.show_step(next_step(self.session.go, counts, status, hard, self._rows()))
        self._sending.show_status(status)
        self._progress.show_counts(counts)


class NextStep(QWidget):
    """The card that says what to do next."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._session = session
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame, inside = card(18, 4)
        self._line = QHBoxLayout()
        self._line.setSpacing(14)
        inside.addLayout(self._line)
        whole.addWidget(frame)
        self.step: Step | None = None
        self._show(Step("clock", "plain", _("Đang xem số liệu…"), "", "", lambda: None))

    def show_step(self, step: Step) -> None:
        """Show another step; the same one is left as it is, with its keyboard focus."""
        if self.step is None or step[:5] != self.step[:5]:
            self._show(step)
        self.step = step

    def _show(self, step: Step) -> None:
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        look = self._session.look
        self._line.addWidget(sign(look, step.icon, step.tone, 28), 0, Qt.AlignmentFlag.AlignVCenter)
        texts, lines = column(0, 2)
        lines.addWidget(label(_("VIỆC TIẾP THEO"), "section"))
        lines.addWidget(label(step.title, "heading", wrap=True))
        if step.text:
            lines.addWidget(label(step.text, "muted", wrap=True))
        self._line.addWidget(texts, 1)
        if step.act:
            self.button = button(look, step.act, "chevron-right", part="primary", on=step.on)
            self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self._line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)


class Sending(QWidget):
    """One line: what of this PC the district has."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame, inside = card(18, 6)
        self._chip = chip("", "plain")
        self._text = label("", "muted", wrap=True)
        line = row(
            sign(session.look, "send", side=18),
            label(_("Gửi lên huyện"), "strong"),
            self._chip,
            self._text,
            spacing=10,
        )
        line.setStretch(3, 1)
        inside.addLayout(line)
        whole.addWidget(frame)

    def show_status(self, status: "Status") -> None:
        """Say it."""
        if status.unsent:
            text, tone = plural("{n} thay đổi chưa nộp", status.unsent), "warn"
        elif status.in_bundle:
            text, tone = _("chờ biên nhận"), "plain"
        else:
            text, tone = (
                (_("huyện đã nhận đủ"), "good")
                if status.last_receipt_ms
                else (_("chưa có gì để nộp"), "plain")
            )
        self._chip.setText(text)
        retone(self._chip, tone)
        last = _("Nộp lần cuối: {when}.").format(when=moment(status.last_sent_ms))
        answered = _("Biên nhận cuối: {when}.").format(when=moment(status.last_receipt_ms))
        self._text.setText(f"{last} {answered}")


class Progress(QWidget):
    """How far each topic is: final, drafts, to be mended."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._session = session
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        frame, inside = card(18, 10)
        inside.addWidget(label(_("Tiến độ từng chủ đề"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        self._bars: dict[str, QProgressBar] = {}
        self._left: dict[str, QPushButton] = {}
        self._texts: dict[str, QLabel] = {}
        for at, topic in enumerate(session.desk.topics.all):
            self._add(grid, at, topic)
        grid.setColumnStretch(1, 1)
        inside.addLayout(grid)
        whole.addWidget(frame)

    def _add(self, grid: QGridLayout, at: int, topic: Topic) -> None:
        title = topic.title.text(language())
        made = button(
            self._session.look,
            title,
            topic.icon,
            part="link",
            on=lambda: self._session.go("entry", topic=topic.key),
        )
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setAccessibleName(title)
        said = label("", "hint")
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        left = button(
            self._session.look, "", part="link", on=lambda: confirm_rows(self._session.go, topic.key)
        )
        left.setProperty("tone", "warn")
        left.hide()
        end, lines = column(0, 0)
        lines.addWidget(said)
        lines.addWidget(left, 0, Qt.AlignmentFlag.AlignRight)
        for place, widget in enumerate((made, bar, end)):
            grid.addWidget(widget, at, place)
        self._bars[topic.key], self._left[topic.key], self._texts[topic.key] = bar, left, said

    def show_counts(self, counts: "Mapping[str, Counts]") -> None:
        """Show how many records of each topic are final, and how many wait to be confirmed."""
        for key, one in counts.items():
            bar, said = self._bars[key], self._texts[key]
            bar.setRange(0, max(one.total, 1))
            bar.setValue(one.final)
            hard = self._session.findings.records(key, Level.HARD)
            text = (
                _("chưa có dòng nào")
                if not one.total
                else _("{final}/{total} đã chốt").format(final=one.final, total=one.total)
            )
            if hard:
                text = _("{text} · {n} cần sửa").format(text=text, n=hard)
            said.setText(text)
            left = self._left[key]
            left.setText(
                _("Còn {left} / {total} chưa xác nhận").format(left=one.unconfirmed, total=one.total)
            )
            left.setAccessibleName(f"{bar.accessibleName()}: {left.text()}")
            left.setVisible(one.unconfirmed > 0)
            retone(said, "bad" if hard else "")
