"""F1: what the page at hand is for, what its questions mean, and the keys that do something on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.topic import Field, Topic
from desktop_app.i18n import _, language
from desktop_app.ui.shortcuts import Shortcut, sheet
from desktop_app.ui.widgets.basics import column, label

if TYPE_CHECKING:
    from desktop_app.ui.window import Window

ROOM = QSize(640, 460)
"""How large the help would like to be, in pixels at 100 %."""


def purpose_of(page: str) -> str:
    """Return what one does on a page, in a few sentences."""
    return {
        "home": _(
            "Trang chủ cho biết việc tiếp theo, tiến độ của đợt khảo sát và hạn nộp. "
            "Bấm vào một dòng để đến đúng nơi cần làm."
        ),
        "entry": _(
            "Chọn chủ đề rồi gõ thẳng vào bảng; mỗi ô được lưu ngay khi rời ô. Phiếu bên cạnh (F4) "
            "có đủ các câu hỏi của một dòng. Để trống không phải là số 0: "
            "không biết thì chọn “chưa có số liệu”."
        ),
        "check": _(
            "Các lỗi và cảnh báo của mọi chủ đề. Enter đến đúng ô cần sửa. Lỗi phải sửa trước khi chốt; "
            "cảnh báo thì xem lại, đúng thì giữ và ghi lý do."
        ),
        "review": _(
            "Những chỗ hai người ghi khác nhau, dòng có thể nhập trùng và dòng bị trả lại. "
            "Không giá trị nào bị mất: chọn giá trị đúng, các giá trị khác vẫn còn trong nhật ký."
        ),
        "submit": _(
            "Kiểm tra, chốt rồi gửi số liệu lên cấp trên: qua mạng, hoặc bằng tệp trên USB. "
            "Tệp đã mã hoá; mất USB thì gửi lại, không mất số liệu."
        ),
        "inbox": _(
            "Nhận tệp của các xã từ USB hoặc qua mạng, xem xã nào đã gửi, xã nào chậm, "
            "và cấp tệp kích hoạt cho máy mới."
        ),
        "figures": _(
            "Chỉ tiêu tính từ từng dòng số liệu, so với mục tiêu. "
            "Bấm vào một chỉ tiêu để xem các dòng làm nên nó."
        ),
        "print": _("Biên bản, sổ, phiếu và báo cáo: xem trước, in hoặc lưu thành PDF."),
        "stocktake": _(
            "Chọn phòng rồi quét mã tài sản, số sê-ri hoặc tem bằng máy quét; dán cả danh sách cũng được. "
            "Mã nào cũng được ghi vào sổ quét trước khi có kết luận, rút lại thì vẫn còn trong sổ."
        ),
        "settings": _(
            "Ngôn ngữ, màu sắc, cỡ chữ, người đang nhập và bản sao lưu. Thay đổi có hiệu lực ngay."
        ),
    }.get(page, "")


def show_help(window: "Window") -> None:
    """Show the help of the page at hand."""
    page = window.pages.get(window.key)
    if page is not None:
        window.actions_of.name()
        window.help = HelpDialog(window, purpose_of(window.key), page.help_topic(), page)
        window.help.open()


class HelpDialog(QDialog):
    """The help of one page; it scrolls, and Esc closes it."""

    def __init__(self, window: "Window", purpose: str, topic: Topic | None, page: QWidget) -> None:
        super().__init__(window)
        self._look = window.session.look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Trợ giúp"))
        inside, self._lines = column(0, 8)
        self._lines.addWidget(label(purpose, wrap=True))
        if topic is not None:
            self._say_questions(topic)
        self._say_keys(_("Phím tắt của trang này"), sheet(page))
        self._say_keys(_("Phím tắt ở mọi trang"), sheet(window, inside=False))
        self._lines.addStretch(1)
        self._area = _scrolled(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self._area, 1)
        whole.addWidget(buttons)
        wanted = QSize(self._look.px(ROOM.width()), self._look.px(ROOM.height()))
        self.resize(wanted.boundedTo(window.size() - QSize(60, 60)))

    def _say_questions(self, topic: Topic) -> None:
        lang = language()
        self._lines.addWidget(label(topic.title.text(lang), "heading"))
        pairs = [Shortcut(_title(one), one.help.text(lang)) for one in topic.fields if one.help]
        self._put(pairs)

    def _say_keys(self, title: str, lines: Sequence[Shortcut]) -> None:
        if lines:
            self._lines.addWidget(label(title, "heading"))
            self._put(lines)

    def _put(self, pairs: Sequence[Shortcut]) -> None:
        self._lines.addLayout(table(pairs))


def table(pairs: Sequence[Shortcut]) -> QGridLayout:
    """Return lines of a key, or of a question, and what is said of it."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    for at, (head, text) in enumerate(pairs):
        grid.addWidget(label(head, "strong", wrap=True), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, wrap=True), at, 1)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    return grid


def _title(field: Field) -> str:
    unit = f" ({field.unit.text(language())})" if field.unit else ""
    return field.label.text(language()) + unit


def _scrolled(inside: QWidget) -> QScrollArea:
    """Return an area that the arrow keys scroll: it takes the keyboard, for there is nothing else in it."""
    from desktop_app.ui.widgets.basics import scrolling

    area = scrolling(inside)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setAccessibleName(_("Trợ giúp"))
    return area
