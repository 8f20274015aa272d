"""Kiểm tra: every problem of every record; Enter goes to the cell, a warning is accepted with a reason."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.answers import LongAnswer
from desktop_app.ui.pages.check_list import FindingsList, FindingsModel
from desktop_app.ui.pages.page import Page
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, chip, label, row, tinted
from desktop_app.ui.widgets.empty import Empty
from desktop_app.ui.widgets.flow import flow

if TYPE_CHECKING:
    from desktop_app.app.checking import Finding
    from desktop_app.app.ports import Desk
    from desktop_app.ui.window import Window

_WANTED: "dict[str, Callable[[Finding], bool]]" = {
    "all": lambda one: one.problem.is_open,
    "hard": lambda one: one.hard,
    "soft": lambda one: one.problem.is_open and not one.hard,
    "accepted": lambda one: not one.problem.is_open,
}


class CheckPage(Page):
    """The list of what is to be mended, looked at again, or was accepted with a reason."""

    key = "check"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        again = button(session.look, _("Kiểm tra lại"), "refresh-cw", on=session.findings.renew)
        self.give = button(session.look, _("Giữ nguyên…"), "message-square", on=self.ask_reason)
        self.give.setToolTip(_("Số liệu đúng: ghi lý do, huyện cũng thấy"))
        self.withdraw = button(session.look, _("Rút lý do"), "undo-2", on=self.withdraw_reason)
        self.head(_("Kiểm tra"), self.give, self.withdraw, again)
        self.dialog: ReasonDialog | None = None
        self._shown = "all"
        self._left: Mapping[str, Any] = {}
        self.body.addWidget(self._filters())
        self.model = FindingsModel(session)
        self.list = FindingsList(session, self.model)
        self.list.picked.connect(self._enable)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._offer)
        frame, inside = card(1, 0)
        inside.setContentsMargins(4, 4, 2, 4)
        inside.addWidget(self.list)
        self._steps = QStackedWidget()
        self._steps.addWidget(frame)
        self._steps.addWidget(self._nothing())
        self.body.addWidget(self._steps, 1)
        self._hint = label(_("Enter hoặc bấm đúp: đến ô cần sửa."), "hint")
        self.body.addWidget(self._hint)
        session.findings.changed.connect(self._show)
        self._enable()

    def _filters(self) -> QWidget:
        group = QButtonGroup(self)
        self.filters = {}
        titles = (
            ("all", _("Tất cả")),
            ("hard", _("Phải sửa")),
            ("soft", _("Nên xem lại")),
            ("accepted", _("Đã giữ nguyên")),
        )
        for key, text in titles:
            one = self.filters[key] = button(self.session.look, text, on=partial(self._filter, key))
            one.setCheckable(True)
            one.setChecked(key == "all")
            group.addButton(one)
        return flow(*self.filters.values())

    def _nothing(self) -> Empty:
        text = _("Mọi dòng đều đọc được và khớp nhau. Có thể chốt và nộp.")
        return Empty(self.session.look, "circle-check-big", _("Không còn gì phải sửa"), text)

    def _filter(self, key: str) -> None:
        self._shown = key
        self._show()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Check anew, and show what is known until then; ``where`` may hold a reason that was being typed."""
        self._left = where if "code" in where else {}
        self._show()
        self.session.findings.renew()
        self.list.setFocus()

    def _show(self) -> None:
        found, chosen = self.session.findings.all, self.list.found()
        wanted = [one for one in found if _WANTED[self._shown](one)]
        self.model.show(wanted)
        if self.list.found() is None:
            self.list.choose(self.model.place_of(chosen) if chosen else -1)
        self._steps.setCurrentIndex(0 if wanted or not self.session.findings.known else 1)
        self._hint.setVisible(bool(wanted))
        self._enable()
        self._take_up()
        hard = sum(one.hard for one in found)
        soft = sum(_WANTED["soft"](one) for one in found)
        states = [
            (_("{n} phải sửa").format(n=hard), "bad"),
            (_("{n} nên xem lại").format(n=soft), "warn"),
            (_("{n} đã giữ nguyên").format(n=len(found) - hard - soft), "plain"),
        ]
        chips = [chip(text, tone) for text, tone in states if not text.startswith("0 ")]
        self.show_chips(*(chips or [chip(_("không có lỗi"), "good")] if self.session.findings.known else []))

    def _enable(self) -> None:
        found = self.list.found()
        self.give.setEnabled(found is not None and not found.hard)
        self.withdraw.setEnabled(found is not None and bool(found.problem.reason))

    # --- reasons --------------------------------------------------------------------------------------

    def _offer(self, at: QPoint) -> None:
        menu = self.menu()
        if not menu.isEmpty():
            menu.exec(self.list.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """Return what can be done with the chosen finding."""
        menu, look = QMenu(self.list), self.session.look
        for made, icon, on in (
            (self.give, "message-square", self.ask_reason),
            (self.withdraw, "undo-2", self.withdraw_reason),
        ):
            if made.isEnabled():
                menu.addAction(tinted(look, icon), made.text().strip()).triggered.connect(
                    lambda _on=False, on=on: on()
                )
        return menu

    def ask_reason(self) -> None:
        """Ask why the chosen warning is right as it stands."""
        found = self.list.found()
        if found is not None and not found.hard:
            self._ask(found)

    def _ask(self, found: "Finding") -> "ReasonDialog":
        self.dialog = ReasonDialog(self, self.session, found)
        self.dialog.said.connect(lambda text, kept: self._put(found, text, kept))
        self.dialog.open()
        self.dialog.reason.setFocus()
        return self.dialog

    def _take_up(self) -> None:
        """Go on with the reason that was being typed when the program last ended."""
        if not self._left or not self.session.findings.known:
            return
        left, self._left = self._left, {}
        for one in self.session.findings.all:
            if all(left.get(name) == v for name, v in _place(one).items()) and not one.hard:
                dialog = self._ask(one)
                self.session.scratch.follow(dialog.scratch_key, left["left"])
                dialog.reason.setPlainText(left["words"][""])
                return
        what = _("Chỗ này đã đổi từ lúc được kiểm tra.")
        self.session.say("warn", what, _("Lý do đang gõ: {text}").format(text=left["words"][""]))

    def withdraw_reason(self) -> None:
        """Open the chosen warning again."""
        found = self.list.found()
        if found is not None and found.problem.reason:
            self._put(found, None)

    def _put(self, found: "Finding", reason: str | None, kept: str | None = None) -> None:
        def work(desk: "Desk") -> object:
            from desktop_app.app import reasons

            if reason is None:
                return reasons.withdraw_reason(desk, found)
            return reasons.give_reason(desk, found, reason)

        def done(_op: object) -> None:
            self.session.scratch.drop_all([kept] if kept else [])
            self.session.changed.emit(found.topic)
            self.session.findings.renew()

        self.session.ask(work, done, self)


def _place(found: "Finding") -> dict[str, str]:
    """Return what a finding is known by from one run of the checks to the next."""
    problem = found.problem
    return {
        "topic": found.topic, "rec": found.rec, "in_unit": found.unit,
        "code": problem.code, "field": problem.field or "",
    }  # fmt: skip


class ReasonDialog(QDialog):
    """Asks why a warning is right as it stands.

    Signal: ``said(str, str | None)`` the reason, and the scratch to be dropped once it is written.
    """

    said = Signal(str, object)
    scratch_key = "reason"

    def __init__(self, parent: QWidget, session: Session, found: "Finding") -> None:
        super().__init__(parent)
        look = session.look
        self._session, self._found = session, found
        self.setWindowTitle(_("Giữ nguyên"))
        self.reason = LongAnswer()
        self.reason.setAccessibleName(_("Lý do giữ nguyên"))
        self.reason.setMinimumHeight(look.px(80))
        self.reason.setPlainText(found.problem.reason)
        self.reason.textChanged.connect(self._touched)
        self.keep = button(look, _("Giữ nguyên"), "check", part="primary", on=self._keep)
        self.keep.setDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        inside.addWidget(label(found.name, "heading", wrap=True))
        inside.addWidget(label(found.problem.message, wrap=True))
        inside.addWidget(label(_("Lý do giữ nguyên"), "label"))
        inside.addWidget(self.reason)
        inside.addWidget(
            label(_("Lý do đi cùng số liệu: huyện đọc được. Sửa ô thì được hỏi lại."), "hint", wrap=True)
        )
        inside.addLayout(row(None, button(look, _("Thôi"), on=self.reject), self.keep))
        self.setMinimumWidth(look.px(420))
        self.keep.setEnabled(bool(found.problem.reason))
        self.rejected.connect(lambda: session.scratch.forget(self.scratch_key))

    def _touched(self) -> None:
        self.keep.setEnabled(bool(self.reason.toPlainText().strip()))
        self._session.scratch.watch(self.scratch_key, self._words, self)

    def _words(self) -> dict[str, Any] | None:
        text = self.reason.toPlainText()
        if not text.strip() or text == self._found.problem.reason:
            return None
        return {"page": "check", **_place(self._found), "words": text}

    def _keep(self) -> None:
        kept = self._session.scratch.hand_over(self.scratch_key)
        self.accept()
        self.said.emit(self.reason.toPlainText().strip(), kept)
