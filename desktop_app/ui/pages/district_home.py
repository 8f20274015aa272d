"""Trang chủ of a district: who has sent, what is to be done, the main figures' way."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from desktop_app.domain.dates import format_date
from desktop_app.domain.numbers import format_whole
from desktop_app.i18n import _, language, plural
from desktop_app.ui.pages.page import Page
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, chip, column, label, row, scrolling, tinted

if TYPE_CHECKING:
    from desktop_app.app.overview import CommuneState, Status
    from desktop_app.app.views import Counts
    from desktop_app.ui.window import Window


class _Work(NamedTuple):
    """Something to be done, if ``n`` is not 0."""

    n: int
    icon: str
    tone: str
    text: str
    on: Callable[[], object]


class DistrictHome(Page):
    """Where a district officer's day begins."""

    key = "home"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        who = session.who
        assert who is not None  # noqa: S101  # pages are made for an open home
        self._is_hub = who.is_hub
        self.head(who.name)
        on = format_date(date.fromisoformat(who.reference_date), language())
        sample = [chip(_("BẢN THỬ"), "warn")] if who.sample else []
        self.show_chips(chip(_("Số liệu tính đến {day}").format(day=on)), *sample)
        inside, lines = column(0, 12)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.addWidget(self._received())
        lines.addWidget(self._work())
        lines.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)
        session.findings.changed.connect(self.refresh_if_shown)

    def _received(self) -> QWidget:
        frame, inside = card(18, 8)
        self.came = label("", "figure")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Xã đã nộp"))
        self.records = label("", "muted", wrap=True)
        act = self._main_act()
        inside.addWidget(label(_("Xã đã nộp số liệu"), "muted"))
        inside.addLayout(row(self.came, None, act))
        inside.addWidget(self.bar)
        inside.addWidget(self.records)
        return frame

    def _main_act(self) -> QPushButton:
        """Return the way to what comes in: files at the receiving PC, what that PC has at another."""
        go, look = self.session.go, self.session.look
        if self._is_hub:
            return button(look, _("Tiếp nhận tệp"), "inbox", part="primary", on=partial(go, "inbox"))
        return button(look, _("Đồng bộ với máy tiếp nhận"), "send", part="primary", on=partial(go, "submit"))

    def _work(self) -> QWidget:
        frame, self._list = card(18, 8)
        self._list.addWidget(label(_("Việc cần làm"), "heading"))
        self._rows: list[QPushButton] = []
        return frame

    def enter(self, _where: Mapping[str, Any]) -> None:
        """Ask anew where things stand."""
        self.refresh()

    def refresh(self) -> None:
        """Ask anew where things stand."""
        from desktop_app.app import overview, views

        self.session.ask(
            lambda desk: (overview.inbox(desk), overview.status(desk), views.count(desk)), self._show, self
        )

    def _show(self, answer: "tuple[list[CommuneState], Status, dict[str, Counts]]") -> None:
        states, status, counts = answer
        came = sum(one.last_received_ms is not None for one in states)
        self.came.setText(f"{came}/{len(states)}")
        self.bar.setRange(0, max(len(states), 1))
        self.bar.setValue(came)
        total, final = sum(one.total for one in counts.values()), sum(one.final for one in counts.values())
        said = {"total": format_whole(total, language()), "final": format_whole(final, language())}
        self.records.setText(_("{total} dòng số liệu, {final} đã chốt.").format(**said))
        self._show_work(states, status)

    def _show_work(self, states: "list[CommuneState]", status: "Status") -> None:
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows = []
        for one in self._works(states, status):
            if one.n:
                self._add(one.icon, one.tone, one.text, one.on)
        go = self.session.go
        self._add(
            "building-2", "", _("Nhập số liệu của các cơ quan cấp huyện"), lambda: go("entry", topic="office")
        )
        self._add("target", "", _("Xem chỉ tiêu"), lambda: go("figures"))
        self._add("file-text", "", _("Lập báo cáo tổng hợp"), lambda: go("print", sheet="report"))

    def _works(self, states: "list[CommuneState]", status: "Status") -> "list[_Work]":
        go = self.session.go
        inbox, check = partial(go, "inbox" if self._is_hub else "submit"), partial(go, "check")
        late = [
            one.name.removeprefix("Xã ") for one in states if one.enrolled and one.last_received_ms is None
        ]
        some = ", ".join(late[:4]) + ("…" if len(late) > 4 else "")
        new, hard = (
            sum(not one.enrolled for one in states),
            sum(one.hard for one in self.session.findings.all),
        )
        n = len(late)
        return [
            _Work(new * self._is_hub, "key-round", "", plural("{n} xã chưa được cấp máy", new), inbox),
            _Work(n, "clock", "warn", plural("{n} xã chưa nộp: {names}", n, names=some), inbox),
            _Work(status.sealed, "lock", "warn", plural("{n} tệp của máy chưa rõ", status.sealed), inbox),
            _Work(status.held, "package", "warn", plural("{n} thay đổi giữ riêng", status.held), inbox),
            _Work(
                status.conflicts,
                "git-branch",
                "bad",
                plural("{n} dòng có giá trị khác nhau", status.conflicts),
                partial(go, "review", tab="conflicts"),
            ),
            _Work(hard, "triangle-alert", "bad", plural("{n} chỗ phải sửa trong số liệu", hard), check),
        ]

    def _add(self, icon: str, tone: str, text: str, on: Callable[[], object]) -> None:
        made = button(self.session.look, text, icon, part="row", on=on)
        made.setIcon(tinted(self.session.look, icon, tone))
        self._list.addWidget(made)
        self._rows.append(made)
