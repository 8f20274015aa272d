"""The sheet Qua mạng of Tiếp nhận: the switch, the address to tell the communes, what is on its way in."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _
from desktop_app.ui.pages.submit_online import size
from desktop_app.ui.programme import Arriving
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, centred, column, label, retone, row, scrolling, sign
from desktop_app.ui.widgets.flow import flow


class LanSheet(QWidget):
    """Receiving by the network, on and off."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session = session
        self._rows: list[Row] = []
        inside, lines = column(0, 10)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.addWidget(self._switch())
        lines.addWidget(self._addresses())
        lines.addWidget(self._coming())
        lines.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))
        session.receiving.changed.connect(self.refresh)
        session.receiving.moved.connect(self.show_arriving)
        self.refresh()
        self.show_arriving()

    # --- building -----------------------------------------------------------------------------------

    def _switch(self) -> QWidget:
        frame, inside = card(16, 6)
        self.switch = QCheckBox(_("Nhận qua mạng nội bộ"))
        self.switch.setAccessibleName(self.switch.text())
        self.switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.switch.clicked.connect(lambda on: self.session.receiving.switch(on=on))
        self.state = label("", wrap=True)
        inside.addWidget(self.switch)
        self.port = QLineEdit()
        self.port.setValidator(QIntValidator(0, 65535, self.port))
        self.port.setMaximumWidth(self.session.look.px(90))
        self.port.setAccessibleName(_("Cổng"))
        self.port.editingFinished.connect(self._choose_port)
        inside.addWidget(
            label(
                _(
                    "Trong lúc cửa sổ này mở, xã gửi thẳng tới máy này: gói vẫn niêm phong và mã hoá "
                    "như trên USB, biên nhận trả về ngay. Đóng cửa sổ thì ngừng nhận."
                ),
                "muted",
                wrap=True,
            )
        )
        inside.addWidget(self.state)
        inside.addLayout(row(label(_("Cổng"), "label"), self.port, None))
        return frame

    def _choose_port(self) -> None:
        if self.port.isModified() and self.port.hasAcceptableInput():
            self.session.receiving.choose_port(int(self.port.text()))

    def _addresses(self) -> QWidget:
        self.addresses, inside = card(16, 6)
        inside.addWidget(label(_("Địa chỉ của máy này"), "strong"))
        self._urls, self._lines = column(0, 6)
        inside.addWidget(self._urls)
        self.known = label("", "muted", wrap=True)
        inside.addWidget(self.known)
        wall = _("Xã không gọi tới được? Hãy cho Mở Đường qua tường lửa của máy này.")
        inside.addWidget(label(wall, "hint", wrap=True))
        return self.addresses

    def _coming(self) -> QWidget:
        frame, inside = card(16, 8)
        inside.addWidget(label(_("Đang tới"), "strong"))
        self.nothing = label("", "muted", wrap=True)
        inside.addWidget(self.nothing)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        inside.addLayout(self._grid)
        return frame

    # --- showing ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show whether it is on, and where."""
        receiving = self.session.receiving
        self.switch.setChecked(receiving.is_on or receiving.is_starting)
        self.switch.setEnabled(not receiving.is_starting)
        self.port.setEnabled(not receiving.is_on and not receiving.is_starting)
        if not self.port.hasFocus():
            self.port.setText(str(receiving.port))
        if receiving.error is not None:
            self._say(f"{receiving.error.what} {receiving.error.todo}".strip(), "bad")
        elif receiving.is_starting:
            self._say(_("Đang mở cổng…"), "")
        elif receiving.is_on and receiving.hub is not None:
            self._say(_("Đang nhận ở cổng {port}.").format(port=receiving.hub.port), "good")
        else:
            self._say(_("Đang tắt."), "")
        self.addresses.setVisible(receiving.is_on)
        self._put_urls()
        self.show_arriving()

    def _say(self, text: str, tone: str) -> None:
        self.state.setText(text)
        retone(self.state, tone)

    def _put_urls(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        receiving, look = self.session.receiving, self.session.look
        urls, told = receiving.urls(), receiving.told.url if receiving.told else ""
        for url in urls:
            words = label(url)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            acts = [button(look, _("Chép"), "copy", on=partial(QGuiApplication.clipboard().setText, url))]
            acts[0].setAccessibleName(_("Chép địa chỉ {url}").format(url=url))
            if url != told:
                acts.append(button(look, _("Báo cho các máy"), "megaphone", on=partial(receiving.tell, url)))
                acts[1].setAccessibleName(_("Báo địa chỉ {url} cho các máy").format(url=url))
            self._lines.addWidget(flow(words, *acts))
        if not urls and receiving.is_on:
            self._lines.addWidget(label(_("Máy này chưa nối mạng nào."), "muted", wrap=True))
        self.known.setText(_known(told, told in urls))

    def show_arriving(self) -> None:
        """Show what is on its way in."""
        receiving = self.session.receiving
        keys = [one.bundle for one in receiving.arriving]
        if keys != [one.bundle for one in self._rows]:
            self._put_rows(receiving.arriving)
        for made, one in zip(self._rows, receiving.arriving, strict=True):
            made.show_far(one)
        self.nothing.setVisible(not keys)
        self.nothing.setText(
            _("Chưa có gói nào đang tới.") if receiving.is_on else _("Đang không nhận qua mạng.")
        )

    def _put_rows(self, found: list[Arriving]) -> None:
        for old in self._rows:
            old.take_away()
        self._rows = []
        for at, one in enumerate(found):
            name = self.session.receiving.unit_of(one) or _("Máy mới, chưa rõ xã")
            title = _("{name} · máy {device}").format(name=name, device=one.device[:8])
            self._rows.append(Row(self._grid, at, one.bundle, title, self.session))


class Row:
    """One bundle that is on its way in: whose, a bar, how much."""

    def __init__(self, grid: QGridLayout, at: int, bundle: str, title: str, session: Session) -> None:
        self.bundle = bundle
        self.title = label(title, wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.said = label("", "hint")
        holder = QWidget()
        holder.setProperty("part", "clear")
        line = row(centred(sign(session.look, "download", "good", 16)), self.title)
        line.setStretch(1, 1)
        holder.setLayout(line)
        self._parts = (holder, self.bar, self.said)
        for place, widget in enumerate(self._parts):
            grid.addWidget(widget, at, place)

    def show_far(self, one: Arriving) -> None:
        """Show how much has come."""
        percent = 100 * one.done // one.total if one.total else 0
        self.bar.setValue(percent)
        self.said.setText(f"{percent} % · {size(one.total)}")

    def take_away(self) -> None:
        """Let go of it."""
        for widget in self._parts:
            widget.hide()
            widget.deleteLater()


def _known(told: str, is_here: bool) -> str:
    if not told:
        return _("Chưa báo địa chỉ nào cho các máy.")
    if is_here:
        return _(
            "Các máy biết địa chỉ {url}: tệp kích hoạt cấp từ nay mang nó theo, "
            "máy đã cấp biết từ biên nhận kế."
        ).format(url=told)
    return _(
        "Các máy đang biết địa chỉ khác: {url}. Nếu máy này đã đổi địa chỉ, hãy bấm “Báo cho các máy”."
    ).format(url=told)
