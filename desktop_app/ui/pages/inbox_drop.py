"""The strip onto which files are dropped; it also asks, once, where receipts are to be written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.pages.inbox_calls import BESIDE
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, column, label, restyle, row, sign
from desktop_app.ui.widgets.flow import flow


def dropped(data: QMimeData) -> list[Path]:
    """Return the files and folders of this PC that are being dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropStrip(QFrame):
    """Where files land. ``change_place`` asks for another folder of receipts."""

    def __init__(self, look: Look, change_place: Callable[[], object]) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "drop")
        self._sides = QStackedWidget()
        self._sides.setProperty("part", "clear")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 8, 14, 8)
        inside.addWidget(self._sides)
        self._sides.addWidget(self._resting(change_place))
        self._asking: QWidget | None = None

    def _resting(self, change_place: Callable[[], object]) -> QWidget:
        look = self._look
        self.place = label("", "hint", wrap=True)
        self.change = button(look, _("Đổi nơi ghi biên nhận…"), part="quiet", on=change_place)
        words, lines = column(0, 2)
        lines.addWidget(label(_("Thả tệp, thư mục hoặc USB của xã vào trang này"), "strong", wrap=True))
        lines.addWidget(self.place)
        widget, outer = column(0, 0)
        line = row(sign(look, "download", "good", 26), words, self.change, spacing=14)
        line.setStretch(1, 1)
        outer.addLayout(line)
        return widget

    def show_place(self, receipts: str) -> None:
        """Say where receipts go."""
        if not receipts:
            text = _("Tệp được nhận biết theo nội dung: đổi tên vẫn nhận được.")
        elif receipts == BESIDE:
            text = _("Biên nhận được ghi cạnh tệp đã nhận.")
        else:
            text = _("Biên nhận được ghi vào {folder}").format(folder=receipts)
        self.place.setText(text)
        self.change.setVisible(bool(receipts))

    def light(self, *, on: bool) -> None:
        """Light up while files hover over the page."""
        if bool(self.property("over")) != on:
            self.setProperty("over", on)
            restyle(self)

    # --- asking -------------------------------------------------------------------------------------

    def ask(
        self, beside: Callable[[], object], elsewhere: Callable[[], object], leave: Callable[[], object]
    ) -> None:
        """Ask where receipts go; one of the three is called."""
        look = self._look
        self.rest()
        acts = (
            button(look, _("Cạnh tệp đã nhận (USB)"), "usb", part="primary", on=beside),
            button(look, _("Chọn thư mục…"), "folder", on=elsewhere),
            button(look, _("Thôi"), part="quiet", on=leave),
        )
        words, lines = column(0, 6)
        lines.addWidget(label(_("Biên nhận cho các xã ghi vào đâu?"), "strong", wrap=True))
        lines.addWidget(
            label(
                _("Xã mở biên nhận để biết huyện đã nhận đủ. Chỉ hỏi lần này; sau đổi lại được."),
                "hint",
                wrap=True,
            )
        )
        lines.addWidget(flow(*acts))
        self._asking = words
        self._sides.addWidget(words)
        self._sides.setCurrentWidget(words)
        acts[0].setFocus()

    def rest(self) -> None:
        """Stop asking."""
        if self._asking is not None:
            self._sides.removeWidget(self._asking)
            self._asking.deleteLater()
            self._asking = None
        self._sides.setCurrentIndex(0)

    @property
    def is_asking(self) -> bool:
        """Whether the question stands open."""
        return self._asking is not None
