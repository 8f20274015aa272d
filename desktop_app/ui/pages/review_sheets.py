"""The four sheets of Hợp nhất và duyệt: different values, duplicates, what was returned, the log."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop_app.i18n import _
from desktop_app.ui.pages import review_words as words
from desktop_app.ui.pages.inbox_sheets import Sheet
from desktop_app.ui.pages.review_calls import Merged, Open, Pair, Returned
from desktop_app.ui.pages.review_conflicts import ConflictView
from desktop_app.ui.pages.review_pairs import PairView
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, column, label, row, scrolling
from desktop_app.ui.widgets.empty import Empty
from desktop_app.ui.widgets.listing import Listing

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.app.synclog import Entry

LIST_WIDTH, BESIDE = 250, 900
"""The list of conflicts, and the width from which it stands beside them, in pixels at 100 %."""


class ConflictSheet(QStackedWidget):
    """The conflicts: a list where there is room for it, and one of them under decision."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        look = self._look = session.look
        self.view = ConflictView(session)
        self.list = Listing(look, words.conflict_heads(), _("Các mục có giá trị khác nhau"), sortable=False)
        self._beside, inside = card(1, 0)
        inside.setContentsMargins(2, 4, 2, 4)
        inside.addWidget(self.list)
        self._beside.setFixedWidth(look.px(LIST_WIDTH))
        whole = QWidget()
        whole.setProperty("part", "clear")
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._beside)
        area = scrolling(self.view)
        self.view.versions.reached.connect(lambda widget: area.ensureWidgetVisible(widget, 0, look.px(24)))
        line.addWidget(area, 1)
        text = _("Khi hai máy ghi hai giá trị cho cùng một ô, cả hai được giữ và hiện ở đây để chọn.")
        self.addWidget(_carded(Empty(look, "circle-check-big", _("Không có giá trị nào khác nhau"), text)))
        self.addWidget(whole)
        self._found: list[Open] = []
        self.list.picked.connect(self._pick)
        self.list.opened.connect(lambda _key: self.view.focus())

    def show_all(self, found: list[Open]) -> None:
        """Show what is in conflict."""
        self._found = found
        self.view.show_all(found)
        self.list.put([words.conflict_line(one) for one in found])
        if self.view.open is not None:
            self.list.choose(self.view.open.conflict.register)
        self.setCurrentIndex(int(bool(found) or self.view.is_typing))

    def _pick(self, register: Any) -> None:
        shown = self.view.open
        keys = [one.conflict.register for one in self._found]
        if register not in keys or (shown is not None and shown.conflict.register == register):
            return
        if self.view.is_typing:
            self.view.step(0)
            self.list.choose(shown.conflict.register if shown else None)
        else:
            self.view.show_at(keys.index(register))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the list where there is room for it."""
        super().resizeEvent(event)
        self._beside.setVisible(self.width() >= self._look.px(BESIDE))


class PairSheet(QStackedWidget):
    """The possible duplicates, and under them what was merged. Signal: ``parted(topic)``."""

    parted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._session = session
        look = session.look
        self.view = PairView(session)
        self.list = Listing(look, words.merged_heads(), _("Các bản ghi đã gộp"))
        self.part_button = button(look, _("Tách ra"), "split", on=self.part)
        self._merged, inside = card(16, 8)
        line = row(label(_("Đã gộp"), "strong"), None, self.part_button)
        inside.addLayout(line)
        inside.addWidget(self.list)
        self.list.setMinimumHeight(look.px(150))
        self.list.picked.connect(lambda key: self.part_button.setEnabled(key is not None))
        whole, lines = column(0, 12)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.addWidget(self.view)
        lines.addWidget(self._merged)
        lines.addStretch(1)
        text = _(
            "Khi hai bản ghi của một đơn vị giống nhau ở số sê-ri, mã hay tên, chúng hiện cạnh nhau ở đây."
        )
        self.addWidget(_carded(Empty(look, "copy", _("Không thấy bản ghi nào trùng"), text)))
        self.addWidget(scrolling(whole))

    def show_all(self, found: list[Pair], merged: list[Merged]) -> None:
        """Show the pairs and what was merged."""
        self.view.show_all(found)
        self.view.setVisible(bool(found))
        self.list.put([words.merged_line(one) for one in merged])
        self._merged.setVisible(bool(merged))
        self.part_button.setEnabled(self.list.key() is not None)
        self.setCurrentIndex(int(bool(found or merged)))

    def part(self) -> None:
        """Take the chosen merge back."""
        key = self.list.key()
        if not isinstance(key, tuple):
            return
        topic, rec = key

        def work(desk: "Desk") -> Any:
            from desktop_app.app import duplicates

            return duplicates.part(desk, topic, rec)

        def done(_op: object) -> None:
            self._session.say("good", _("Đã tách: hai bản ghi lại đứng riêng."), key="merged")
            self.parted.emit(topic)

        self._session.ask(work, done, self)


class ReturnedSheet(Sheet):
    """What the district returned, with its comments; Enter goes to the record."""

    def __init__(self, session: Session) -> None:
        look, district = session.look, session.who is not None and session.who.is_district
        if district:
            text = _("Mở Số liệu, chọn một dòng rồi bấm “Trả lại…”: xã thấy lời nhắn ở lần gửi nhận tới.")
            empty = Empty(look, "message-square", _("Chưa có bản ghi nào đang trả lại"), text)
        else:
            text = _("Khi huyện trả lại một bản ghi kèm lời nhắn, nó hiện ở đây. Enter: đến bản ghi đó.")
            empty = Empty(look, "circle-check-big", _("Huyện không trả lại bản ghi nào"), text)
        super().__init__(look, words.returned_heads(), _("Các bản ghi bị trả lại"), empty)
        self._session = session
        self._said: dict[Any, str] = {}
        hint = (
            _("Sửa xong thì bản ghi tự rời khỏi danh sách này. Enter hoặc bấm đúp: đến bản ghi.")
            if not district
            else _("Khi xã sửa, bản ghi rời khỏi danh sách này. Enter hoặc bấm đúp: đến bản ghi.")
        )
        self.lines.addWidget(label(hint, "hint", wrap=True))
        self.list.opened.connect(self._open)

    def show_all(self, found: list[Returned]) -> None:
        """Show what stands returned."""
        self._said = {(one.reply.topic, one.reply.rec): f"{one.name}: {one.reply.comment}" for one in found}
        who = self._session.who
        district = who is not None and who.is_district
        self.put(
            [words.returned_line(one, self._session.unit_name(one.unit) if district else "") for one in found]
        )

    def _open(self, key: Any) -> None:
        topic, rec = key
        self._session.go("entry", topic=topic, rec=rec, field="")
        # What is to be mended stays in sight while it is being mended.
        self._session.say("warn", self._said[key], key="returned")


class LogSheet(Sheet):
    """What went out and what came in."""

    def __init__(self, session: Session) -> None:
        text = _("Mỗi gói gửi đi, mỗi biên nhận và mỗi gói nhận về là một dòng ở đây.")
        empty = Empty(session.look, "history", _("Chưa gửi nhận lần nào"), text)
        super().__init__(session.look, words.log_heads(), _("Nhật ký gửi nhận"), empty)

    def show_all(self, log: "list[Entry]") -> None:
        """Show the log."""
        self.put([words.log_line(at, one) for at, one in enumerate(log)])


def _carded(empty: Empty) -> QWidget:
    frame, inside = card(1, 0)
    inside.addWidget(empty)
    return frame
