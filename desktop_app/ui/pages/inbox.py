"""Tiếp nhận: bundles in, receipts out, which communes have sent, and files that let a PC begin."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.moments import moment
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.submit import outcome_name
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Report
from desktop_app.ui.widgets.basics import button, card, chip, column, label, row, scrolling
from desktop_app.ui.widgets.drop import Drop
from desktop_app.ui.widgets.table import Said, Table

if TYPE_CHECKING:
    from desktop_app.app.overview import CommuneState
    from desktop_app.app.ports import Desk
    from desktop_app.app.receiving import Received
    from desktop_app.ui.window import Window

_TONES = {
    "applied": "good",
    "already": "muted",
    "own": "muted",
    "held": "warn",
    "sealed": "warn",
    "refused": "bad",
}


class InboxPage(Page):
    """The district's inbox."""

    key = "inbox"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        self.head(_("Tiếp nhận"))
        inside, lines = column(0, 12)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.addWidget(self._take_in())
        lines.addWidget(self._results())
        lines.addWidget(self._communes())
        lines.addWidget(self._enrolment())
        lines.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)

    # --- building -------------------------------------------------------------------------------------

    def _take_in(self) -> QWidget:
        look = self.session.look
        text = _("Thả tệp nộp của các xã, hoặc cả USB, vào đây. Biên nhận được ghi ngay cạnh tệp vừa nhận.")
        self.drop = Drop(look, "inbox", text, _("Chọn tệp…"), self.receive)
        self.drop.add(button(look, _("Chọn thư mục, USB…"), "folder-open", on=self.choose_folder))
        return self.drop

    def _results(self) -> QWidget:
        self.results_card, inside = card(1, 0)
        self.results = Table(
            self.session.look, [_("Tệp"), _("Đơn vị"), _("Kết quả"), _("Lý do")], _("Kết quả tiếp nhận")
        )
        head = label(_("Vừa tiếp nhận"), "strong")
        head.setContentsMargins(15, 12, 0, 8)
        inside.addWidget(head)
        inside.addWidget(self.results)
        self.results_card.hide()
        return self.results_card

    def _communes(self) -> QWidget:
        frame, inside = card(1, 0)
        heads = [
            _("Mã"),
            _("Đơn vị"),
            _("Trạng thái"),
            _("Nhận lần cuối"),
            _("Tệp"),
            _("Thay đổi"),
            _("Máy tính"),
            _("Giữ riêng"),
        ]
        self.communes = Table(self.session.look, heads, _("Các xã"), right=(4, 5, 6, 7), stretch=1)
        head = label(_("Các xã trong đợt này"), "strong")
        head.setContentsMargins(15, 12, 0, 8)
        inside.addWidget(head)
        inside.addWidget(self.communes)
        return frame

    def _enrolment(self) -> QWidget:
        look = self.session.look
        frame, inside = card(18, 8)
        inside.addWidget(label(_("Cấp máy cho xã"), "heading"))
        text = _(
            "Mỗi máy của xã bắt đầu bằng một tệp kích hoạt có mã bí mật dùng một lần. Trao tận tay; cấp tệp nghĩa là đã duyệt máy đó."
        )
        inside.addWidget(label(text, "muted", wrap=True))
        self.who = QuietCombo()
        self.who.setAccessibleName(_("Xã được cấp máy"))
        self.who.setMinimumWidth(look.px(220))
        own = self.session.who.unit if self.session.who else ""
        for code, name in self.session.units.items():
            if code != own:
                self.who.addItem(name, code)
        one = button(look, _("Ghi tệp kích hoạt…"), "key-round", on=self.enrol)
        all_ = button(look, _("Cấp cho mọi xã chưa có…"), "key-round", on=self.enrol_all)
        inside.addLayout(row(self.who, one, all_, None))
        return frame

    # --- showing --------------------------------------------------------------------------------------

    def enter(self, _where: Mapping[str, Any]) -> None:
        """Look anew at who has sent."""
        self._ask()
        self.drop.button.setFocus()

    def _ask(self) -> None:
        from desktop_app.app import overview

        self.session.ask(overview.inbox, self._show, self)

    def _show(self, states: "Sequence[CommuneState]") -> None:
        self._states = states
        came = sum(one.last_received_ms is not None for one in states)
        tone = "good" if came == len(states) else "warn"
        self.show_chips(chip(_("{came}/{all} xã đã nộp").format(came=came, all=len(states)), tone))
        self.communes.show_lines([_line(one) for one in states])

    # --- acts -----------------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        """Ask for a folder or stick and take in all bundles on it."""
        folder = QFileDialog.getExistingDirectory(self, _("Chọn thư mục hoặc USB"), str(Path.home()))
        if folder:
            self.receive([Path(folder)])

    def receive(self, paths: list[Path]) -> None:
        """Take in bundles one by one; each gets its receipt beside it."""
        self.session.ask_long(
            _("Đang tiếp nhận…"), lambda desk, report: _receive(desk, paths, report), self._received, self
        )

    def _received(self, results: "list[Received]") -> None:
        if not results:
            self.session.say("warn", _("Không có tệp nào của chương trình ở đó."), key="inbox")
        lines = [
            [Said(one.path.name), Said(self.session.unit_name(one.unit)), Said(outcome_name(one.outcome), _TONES.get(one.outcome, "")), Said(one.reason)]
            for one in results
        ]  # fmt: skip
        self.results.show_lines(lines)
        self.results_card.setVisible(bool(lines))
        self.session.changed.emit("")
        self.session.refreshed.emit()
        self._ask()

    def enrol(self) -> None:
        """Ask for a file and write an activation for the chosen commune there."""
        code = str(self.who.currentData())
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Ghi tệp kích hoạt"), str(Path.home() / f"kich-hoat-{code}.moduong")
        )
        if path:
            self.enrol_to({code: Path(path)})

    def enrol_all(self) -> None:
        """Ask for a folder and write an activation for each commune that has none."""
        folder = QFileDialog.getExistingDirectory(self, _("Ghi các tệp kích hoạt vào"), str(Path.home()))
        if folder:
            lacking = [one.code for one in self._states if not one.enrolled]
            self.enrol_to({code: Path(folder) / f"kich-hoat-{code}.moduong" for code in lacking})

    def enrol_to(self, wanted: Mapping[str, Path]) -> None:
        """Write activation files."""

        def done(written: list[Path]) -> None:
            what = _("Đã ghi {n} tệp kích hoạt.").format(n=len(written))
            self.session.say("good", what, ", ".join(path.name for path in written[:3]), key="enrol")
            self._ask()

        self.session.ask_long(
            _("Đang ghi tệp kích hoạt…"), lambda desk, report: _enrol(desk, wanted, report), done, self
        )


def _line(one: "CommuneState") -> list[Said]:
    if one.last_received_ms is not None:
        state = Said(_("đã nộp"), "good", "circle-check")
    elif one.enrolled:
        state = Said(_("chưa nộp"), "warn", "clock")
    else:
        state = Said(_("chưa cấp máy"), "muted", "circle-dashed")
    counts = [one.bundles, one.ops, one.computers, one.held]
    held = ["", "", "", "warn" if one.held else ""]
    numbers = [Said(str(n) if n else "–", tone) for n, tone in zip(counts, held, strict=True)]
    return [
        Said(one.code),
        Said(one.name),
        state,
        Said(moment(one.last_received_ms) if one.last_received_ms else "–"),
        *numbers,
    ]


# --- on the store lane -------------------------------------------------------------------------------


def _receive(desk: "Desk", paths: Sequence[Path], report: Report) -> "list[Received]":
    from desktop_app.app import receiving

    files = [(path, path if path.is_dir() else path.parent) for path in paths]
    found = [(file, home) for path, home in files for file in receiving.bundles_in(desk, [path])]
    results = []
    for at, (file, home) in enumerate(found):
        report(at, len(found), file.name)
        results.append(_receive_one(desk, file, home))
    return results


def _receive_one(desk: "Desk", file: Path, home: Path) -> "Received":
    from desktop_app.app import receiving

    try:
        return receiving.receive_one(desk, file, home)
    except UserError as error:
        # What came is taken in; only its receipt could not be written there (a stick that is locked).
        again = receiving.receive_one(desk, file)
        return again if again.is_problem else replace_reason(again, error)


def replace_reason(result: "Received", error: UserError) -> "Received":
    """Return a result that also says why its receipt is missing."""
    from dataclasses import replace

    return replace(result, reason=_("Đã nhận, nhưng chưa ghi được biên nhận: {what}").format(what=error.what))


def _enrol(desk: "Desk", wanted: Mapping[str, Path], report: Report) -> list[Path]:
    from desktop_app.app import enrolling

    for at, (code, path) in enumerate(wanted.items()):
        report(at, len(wanted), path.name)
        enrolling.enrol(desk, code, path)
    return list(wanted.values())
