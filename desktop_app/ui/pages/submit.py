"""Nộp: check, make final, write the bundle to a folder or stick, take in the receipt."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStorageInfo, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_app.app.folders import MEDIA
from desktop_app.i18n import _, plural
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.submit_online import Online
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import (
    button,
    card,
    chip,
    column,
    label,
    restyle,
    retone,
    row,
    rule,
    scrolling,
    tinted,
)
from desktop_app.ui.widgets.drop import Drop
from desktop_app.ui.widgets.flow import flow

if TYPE_CHECKING:
    from desktop_app.app.checking import Finalised
    from desktop_app.app.exchange import Exported
    from desktop_app.app.overview import Status
    from desktop_app.app.receiving import Received
    from desktop_app.ui.window import Window


class SubmitPage(Page):
    """Three steps up to the district, and the way back."""

    key = "submit"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        self.head(_("Nộp lên huyện"))
        inside, lines = column(0, 12)
        lines.setContentsMargins(0, 0, 4, 0)
        for step in (self._check(), self._final(), self._write(), self._receipt()):
            lines.addWidget(step)
        lines.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)
        session.findings.changed.connect(self._show_findings)
        session.changed.connect(self.refresh_if_shown)

    # --- building -------------------------------------------------------------------------------------

    def _step(self, number: str, title: str, *parts: QWidget) -> tuple[QWidget, QVBoxLayout]:
        frame, inside = card(18, 8)
        line = row(chip(number, "plain"), label(title, "heading"), None, spacing=10)
        inside.addLayout(line)
        for part in parts:
            inside.addWidget(part)
        return frame, inside

    def _check(self) -> QWidget:
        self.found = label("", "muted", wrap=True)
        self.to_check = button(
            self.session.look, _("Xem các chỗ cần sửa"), "list-checks", on=lambda: self.session.go("check")
        )
        frame, inside = self._step("1", _("Kiểm tra"), self.found)
        inside.addLayout(row(self.to_check, None))
        return frame

    def _final(self) -> QWidget:
        self.drafts = label("", "muted", wrap=True)
        self.finalise_button = button(
            self.session.look, _("Chốt số liệu"), "square-check-big", on=self.finalise
        )
        frame, inside = self._step("2", _("Chốt số liệu"), self.drafts)
        inside.addLayout(row(self.finalise_button, None))
        return frame

    def _write(self) -> QWidget:
        look = self.session.look
        self.unsent = label("", "muted", wrap=True)
        self.folder = QLineEdit(self.session.settings.folder)
        self.folder.setAccessibleName(_("Thư mục ghi tệp nộp"))
        self.folder.setPlaceholderText(_("Thư mục hoặc USB để ghi tệp nộp"))
        choose = button(look, _("Chọn thư mục…"), "folder-open", on=self.choose_folder)
        self.online = Online(self.session, self.put_stick_forward)
        self.export_button = button(look, _("Ghi tệp nộp"), "usb", on=self.export)
        self.result = label("", wrap=True)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        frame, inside = self._step("3", _("Gửi lên huyện"), self.unsent, self.online)
        inside.addWidget(rule())
        inside.addWidget(label(_("Ghi ra USB hay thư mục"), "strong"))
        line = row(self.folder, choose)
        line.setStretch(0, 1)
        inside.addLayout(line)
        self._sticks = flow()
        inside.addWidget(self._sticks)
        inside.addLayout(row(self.export_button, None))
        inside.addWidget(self.result)
        self.result.hide()
        return frame

    def _receipt(self) -> QWidget:
        look = self.session.look
        self.drop = Drop(
            look,
            "package-check",
            _("Thả biên nhận của huyện vào đây, hoặc chọn tệp"),
            _("Chọn biên nhận…"),
            self.receive,
        )
        self.receipts = label("", wrap=True)
        self.receipts.hide()
        frame, _inside = self._step("4", _("Nhận biên nhận của huyện"), self.drop, self.receipts)
        return frame

    # --- showing --------------------------------------------------------------------------------------

    def enter(self, _where: Mapping[str, Any]) -> None:
        """Look anew: sticks come and go."""
        self.refresh()
        self._show_findings()
        self._show_sticks()
        self._put_first(online=self.online.is_known)
        (self.online.send_button if self.online.is_known else self.export_button).setFocus()

    def _put_first(self, *, online: bool) -> None:
        """Make one of the two ways the main act."""
        for made, icon, first in (
            (self.online.send_button, "wifi", online),
            (self.export_button, "usb", not online),
        ):
            part = "primary" if first else ""
            if made.property("part") != part:
                made.setProperty("part", part)
                made.setIcon(tinted(self.session.look, icon, part))
                restyle(made)

    def put_stick_forward(self) -> None:
        """There is no way by the network now: the stick comes first."""
        self._put_first(online=False)
        if self.isVisible() and not self.folder.hasFocus():
            self.export_button.setFocus()

    def refresh(self) -> None:
        """Ask anew where things stand."""
        from desktop_app.app import overview, views

        self.session.ask(lambda desk: (overview.status(desk), views.count(desk)), self._show, self)

    def _show(self, answer: Any) -> None:
        status, counts = answer
        drafts, final = sum(one.draft for one in counts.values()), sum(one.final for one in counts.values())
        self.drafts.setText(
            _(
                "{final} dòng đã chốt, {drafts} dòng còn là bản nháp. "
                "Bản nháp vẫn được nộp và ghi rõ là bản nháp."
            ).format(final=final, drafts=drafts)
        )
        self.finalise_button.setEnabled(drafts > 0)
        self._show_unsent(status)

    def _show_unsent(self, status: "Status") -> None:
        waiting = status.unsent + status.in_bundle
        text = _(
            "{unsent} thay đổi chưa ghi ra tệp; {waiting} thay đổi chưa có biên nhận. "
            "Tệp mới chứa đủ cả hai: mất USB cũng không mất số liệu."
        )
        nothing = _("Huyện đã nhận đủ, không còn gì để nộp.")
        self.unsent.setText(text.format(unsent=status.unsent, waiting=waiting) if waiting else nothing)
        self.export_button.setEnabled(waiting > 0)
        self._put_first(online=self.online.is_known and self.session.sending.error is None)

    def _show_findings(self) -> None:
        found = self.session.findings
        hard = sum(one.hard for one in found.all)
        if not found.known:
            self.found.setText(_("Đang kiểm tra…"))
        elif hard:
            text = _(
                "{hard} chỗ phải sửa, {soft} chỗ nên xem lại. "
                "Dòng phải sửa chưa chốt được nhưng vẫn nộp được."
            )
            self.found.setText(text.format(hard=hard, soft=len(found.all) - hard))
        else:
            more = plural("{n} chỗ nên xem lại.", len(found.all)) if found.all else ""
            self.found.setText((_("Không có lỗi phải sửa.") + f" {more}").strip())
        self.to_check.setVisible(bool(found.all))

    def _show_sticks(self) -> None:
        layout = self._sticks.layout()
        assert layout is not None  # noqa: S101  # flow() made it
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for path, name in sticks():
            one = button(self.session.look, name, "usb", on=partial(self.folder.setText, path))
            layout.addWidget(one)
            one.show()
        self._sticks.setVisible(bool(layout.count()))

    # --- acts -----------------------------------------------------------------------------------------

    def finalise(self) -> None:
        """Make every draft without a hard problem final."""
        from desktop_app.app import checking

        self.session.ask_long(
            _("Đang chốt số liệu…"), lambda desk, _report: checking.finalise(desk), self._finalised, self
        )

    def _finalised(self, result: "Finalised") -> None:
        left = len({(one.topic, one.rec) for one in result.left})
        todo = plural("{n} dòng còn lỗi phải sửa nên chưa chốt.", left) if left else ""
        self.session.say("good", _("Đã chốt {n} dòng.").format(n=result.done), todo, key="submit")
        self.session.changed.emit("")
        self.session.refreshed.emit()

    def choose_folder(self) -> None:
        """Ask where the bundle goes."""
        folder = QFileDialog.getExistingDirectory(
            self, _("Chọn thư mục hoặc USB"), self.folder.text() or str(Path.home())
        )
        if folder:
            self.folder.setText(folder)

    def export(self) -> None:
        """Write the bundle; the folder is remembered."""
        from desktop_app.app import exchange

        folder = self.folder.text().strip()
        if not folder:
            self.choose_folder()
            folder = self.folder.text().strip()
        if folder:
            self.session.remember(folder=folder)
            self.session.ask_long(
                _("Đang ghi tệp nộp…"),
                lambda desk, _report: exchange.export(desk, Path(folder)),
                self._exported,
                self,
            )

    def _exported(self, result: "Exported") -> None:
        if result.path is None:
            _tell(self.result, _("Không có gì mới để nộp."), "")
        else:
            size = f"{max(1, round(result.bytes / 1024))} kB"
            text = _("Đã ghi {path} ({ops} thay đổi, {size}). Đã kiểm tra lại, có thể rút.")
            _tell(self.result, text.format(path=result.path, ops=result.ops, size=size), "good")
        self.session.changed.emit("")

    def receive(self, paths: list[Path]) -> None:
        """Take in receipts."""
        from desktop_app.app import receiving

        self.session.ask_long(
            _("Đang đọc biên nhận…"),
            lambda desk, _report: receiving.receive(desk, paths),
            self._received,
            self,
        )

    def _received(self, results: "list[Received]") -> None:
        lines = [f"{one.path.name}: {one.reason or outcome_name(one.outcome)}" for one in results]
        problem = any(one.is_problem for one in results)
        _tell(
            self.receipts,
            "\n".join(lines) or _("Không có tệp nào của chương trình ở đó."),
            "bad" if problem else "good",
        )
        self.session.changed.emit("")
        self.session.refreshed.emit()


def _tell(where: QLabel, text: str, tone: str) -> None:
    where.setText(text)
    retone(where, tone)
    where.show()


def outcome_name(outcome: str) -> str:
    """Return what an outcome of receiving is called."""
    return {
        "applied": _("đã nhận"),
        "receipt": _("biên nhận hợp lệ"),
        "already": _("đã nhận từ trước"),
        "held": _("nhận một phần, phần còn lại được giữ riêng"),
        "sealed": _("giữ nguyên, chưa rõ máy gửi"),
        "refused": _("từ chối"),
        "own": _("tệp của chính máy này"),
    }.get(outcome, outcome)


def sticks() -> list[tuple[str, str]]:
    """Return (path, name) of the disks that look like sticks: writable, ready, and not the system's."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        removable = any(place in Path(path).parents for place in MEDIA) or (
            path[1:3] == ":/" and path[0] not in "CAB"
        )
        if volume.isReady() and volume.isValid() and not volume.isReadOnly() and removable:
            found.append((path, volume.displayName() or path))
    return found
