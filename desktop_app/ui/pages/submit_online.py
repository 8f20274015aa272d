"""Gửi qua mạng: the button, how far it is, what came of it; it never stands in the way of other work."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_app.domain.numbers import format_whole
from desktop_app.errors import OfflineError
from desktop_app.i18n import _, language
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, centred, label, retone, row, sign

if TYPE_CHECKING:
    from desktop_app.app.ports import Transfer


class Online(QWidget):
    """The way by the network; ``offline`` is called when the person must take the stick instead."""

    def __init__(self, session: Session, offline: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session, self._offline = session, offline
        look = session.look
        self.where = label("", "muted", wrap=True)
        self.send_button = button(look, _("Gửi qua mạng"), "wifi", part="primary", on=self.send)
        self.stop_button = button(look, _("Dừng"), "x", on=self.stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Gửi qua mạng"))
        self.far = label("", "hint", wrap=True)
        self.result = label("", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.where)
        whole.addLayout(row(self.send_button, self.stop_button, None))
        for one in (self.bar, self.far):
            whole.addWidget(one)
        self.cut_off = centred(sign(look, "wifi-off", "warn", 16))
        ended = row(self.cut_off, self.result)
        ended.setStretch(1, 1)
        whole.addLayout(ended)
        session.sending.moved.connect(self.show_transfer)
        session.sending.changed.connect(self.refresh)
        self.refresh()

    def send(self) -> None:
        """Send what waits."""
        self.session.sending.send()
        self.stop_button.setFocus()

    def stop(self) -> None:
        """Ask it to stop; what has come over stays there."""
        self.stop_button.setEnabled(False)
        self.far.setText(_("Đang dừng…"))
        self.session.sending.cancel()

    @property
    def is_known(self) -> bool:
        """Whether there is a hub to send to."""
        return self.session.sending.address is not None

    def refresh(self) -> None:
        """Show where it goes, and whether it is going."""
        sending = self.session.sending
        running, had_keys = sending.is_running, self.stop_button.hasFocus()
        self.where.setText(self._where())
        self.send_button.setVisible(self.is_known and not running)
        self.stop_button.setVisible(running)
        self.stop_button.setEnabled(sending.may_stop)
        self.bar.setVisible(running)
        self.far.setVisible(running)
        if running and sending.transfer is None:
            self.bar.setRange(0, 0)
            self.far.setText(_("Đang gọi máy chủ của huyện…"))
        if had_keys and not running:
            self.send_button.setFocus()
        self._show_result()

    def _where(self) -> str:
        address = self.session.sending.address
        if address is None:
            return _(
                "Máy này chưa biết địa chỉ nhận qua mạng của huyện, nên nộp bằng USB ở dưới. "
                "Khi huyện bật nhận qua mạng, biên nhận sau sẽ mang địa chỉ tới."
            )
        return _("Tới {url}. Lúc rảnh tay và có mạng, máy tự gửi tiếp.").format(url=address.url)

    def _show_result(self) -> None:
        sending = self.session.sending
        if sending.error is not None:
            text, tone = _refused(sending.error), "warn"
            if isinstance(sending.error, OfflineError) and not sending.by_itself:
                self._offline()
        elif sending.result is not None:
            done = sending.result
            said = _("Huyện đã nhận đủ: gửi {sent} thay đổi, nhận về {came}.").format(
                sent=done.sent_ops, came=done.received_ops
            )
            text, tone = (done.reason, "warn") if done.is_problem else (said, "good")
        else:
            text, tone = "", ""
        self.result.setText(text)
        retone(self.result, tone)
        self.result.setVisible(bool(text) and not sending.is_running)
        self.cut_off.setVisible(isinstance(sending.error, OfflineError) and not sending.is_running)

    def show_transfer(self, transfer: "Transfer") -> None:
        """Show how far it is, how fast, and how long it will take."""
        self.bar.setRange(0, transfer.total and 1000)
        if transfer.total:
            self.bar.setValue(transfer.done * 1000 // transfer.total)
        self.far.setText(how_far(transfer))


def _refused(error: Exception) -> str:
    what, todo = getattr(error, "what", str(error)), getattr(error, "todo", "")
    return f"{what} {todo}".strip()


def how_far(transfer: "Transfer") -> str:
    """Return how far a bundle is, in words."""
    if transfer.doing == "waiting":
        return _("Đã gửi xong, chờ biên nhận của huyện…")
    doing = _("Đang gửi") if transfer.doing == "sending" else _("Đang nhận về")
    parts = [f"{doing} {size(transfer.done)}/{size(transfer.total)}"]
    if transfer.rate:
        parts.append(f"{size(round(transfer.rate))}/s")
    if transfer.left_s is not None and transfer.done < transfer.total:
        parts.append(_("còn {left}").format(left=_left(transfer.left_s)))
    return " · ".join(parts)


def size(count: int) -> str:
    """Return a number of bytes in kB (1000 bytes), or MB from 10 MB on."""
    unit, divisor = ("MB", 1_000_000) if count >= 10_000_000 else ("kB", 1000)
    return f"{format_whole(-(-count // divisor), language())} {unit}"


def _left(seconds: float) -> str:
    if seconds < 90:
        return _("{n} giây").format(n=max(1, round(seconds)))
    return _("{n} phút").format(n=round(seconds / 60))
