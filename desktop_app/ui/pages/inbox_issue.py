"""Choosing who gets a PC, a commune or the district itself, and what its activation file is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.pages.inbox_words import state_of
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, label, row

if TYPE_CHECKING:
    from desktop_app.app.overview import CommuneState


class IssueDialog(QDialog):
    """Asks for a commune, or the district: a PC with every commune's records.

    Signal: ``chosen(code)`` the activation file is to be written for the unit of this code.
    """

    chosen = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        communes: "Sequence[CommuneState]",
        district: tuple[str, str],
        first: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Cấp máy"))
        self._communes = {one.code: one for one in communes}
        self.commune = QuietCombo()
        self.commune.setAccessibleName(_("Đơn vị"))
        for one in communes:
            self.commune.addItem(f"{one.name} · {one.code} · {state_of(one).text}", one.code)
        code, name = self._district = district
        self.commune.addItem(_("{name} · {code} · số liệu mọi xã").format(name=name, code=code), code)
        self.commune.currentIndexChanged.connect(lambda _at: self._show_earlier())
        self.earlier = label("", "hint", wrap=True)
        self._lay_out(look)
        self.commune.setCurrentIndex(max(0, self.commune.findData(first)))
        self._show_earlier()

    def _lay_out(self, look: Look) -> None:
        self.save = button(look, _("Lưu tệp kích hoạt…"), "file-key", part="primary", on=self._choose)
        self.save.setDefault(True)
        leave = button(look, _("Thôi"), on=self.reject)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        inside.addWidget(label(_("Cấp máy"), "heading"))
        inside.addWidget(label(what_it_is(), wrap=True))
        inside.addWidget(label(_("Đơn vị"), "label"))
        inside.addWidget(self.commune)
        inside.addWidget(self.earlier)
        inside.addStretch(1)
        inside.addLayout(row(None, leave, self.save))
        self.setMinimumWidth(look.px(460))

    def _show_earlier(self) -> None:
        one = self._communes.get(self.commune.currentData())
        if one is None:
            said = _(
                "Máy này xem, sửa, hợp nhất và duyệt số liệu của mọi xã rồi gửi về máy tiếp nhận; "
                "nó không nhận tệp của xã."
            )
        elif one.enrolled:
            said = _("Xã này đã được cấp máy. Tệp mới là cho một máy nữa; tệp cũ vẫn chỉ dùng cho máy cũ.")
        else:
            said = _("Xã này chưa được cấp máy nào.")
        self.earlier.setText(said)
        self.adjustSize()  # it may be longer than the one before

    def _choose(self) -> None:
        code = self.commune.currentData()
        self.accept()
        if code:
            self.chosen.emit(code)


def what_it_is() -> str:
    """Return what an activation file is, and how it is handed over."""
    return _(
        "Tệp kích hoạt là chìa khoá cho đúng một máy: máy nào mở tệp này trước thì được nộp số liệu "
        "thay cho đơn vị đó. Hãy đưa tận tay bằng USB; không gửi qua thư hay nhóm trò chuyện. "
        "Mỗi máy một tệp."
    )
