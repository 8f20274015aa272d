"""The three sheets of Tiếp nhận: the communes, what has just come, what waits for a person."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QStackedWidget

from desktop_app.i18n import _
from desktop_app.ui.pages import inbox_words as words
from desktop_app.ui.pages.inbox_calls import HeldPart, SealedBundle
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import card, chip, column
from desktop_app.ui.widgets.empty import Empty
from desktop_app.ui.widgets.flow import flow, sides
from desktop_app.ui.widgets.listing import Head, Line, Listing

if TYPE_CHECKING:
    from desktop_app.app.overview import CommuneState
    from desktop_app.app.receiving import Received


class Sheet(QStackedWidget):
    """A list in a card with acts under it, or why it is empty."""

    def __init__(self, look: Look, heads: Sequence[Head], name: str, empty: Empty) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.list = Listing(look, heads, name)
        frame, inside = card(1, 0)
        inside.setContentsMargins(2, 4, 2, 4)
        inside.addWidget(self.list)
        whole, self.lines = column(0, 8)
        self.lines.addWidget(frame, 1)
        self.empty = empty
        around, lines = card(1, 0)
        lines.addWidget(empty)
        self.addWidget(around)
        self.addWidget(whole)

    def put(self, lines: Sequence[Line], *, full: bool | None = None) -> None:
        """Show these rows, or the empty state; ``full`` overrides what the rows say."""
        self.list.put(lines)
        self.setCurrentIndex(int(bool(lines) if full is None else full))

    @property
    def is_empty(self) -> bool:
        """Whether the empty state is shown."""
        return self.currentIndex() == 0


class CommuneSheet(Sheet):
    """The communes of the district; empty until a PC was issued to one of them."""

    def __init__(self, look: Look, issue: Callable[[], object]) -> None:
        text = _("Mỗi xã cần một tệp kích hoạt để lập kho trên máy của mình, nhập số liệu rồi nộp về đây.")
        empty = Empty(look, "key-round", _("Chưa cấp máy cho xã nào"), text, _("Cấp máy cho xã…"), issue)
        super().__init__(look, words.commune_heads(), _("Các xã"), empty)

    def show_communes(self, communes: "Sequence[CommuneState]") -> None:
        """Show where each commune stands."""
        begun = any(one.enrolled or words.has_sent(one) for one in communes)
        self.put([words.commune_line(one) for one in communes], full=begun)


class RecentSheet(Sheet):
    """What became of the files taken in last."""

    def __init__(self, look: Look, acts: Sequence[QPushButton]) -> None:
        text = _("Thả tệp vào trang, hoặc bấm “Nhận tệp…”. Kết quả của từng tệp hiện ở đây.")
        empty = Empty(look, "inbox", _("Chưa nhận tệp nào trong lần mở này"), text)
        super().__init__(look, words.file_heads(), _("Tệp vừa nhận"), empty)
        self.tally: list[words.Said] = []
        self._chips = flow()
        self.lines.insertWidget(0, sides(self._chips, flow(*acts)))

    def show_results(self, results: "Sequence[Received]", units: Mapping[str, str]) -> None:
        """Show the outcome of each file, and how many had each outcome."""
        lines = [
            words.file_line(at, result, units.get(result.unit, result.unit))
            for at, result in enumerate(sorted(results, key=words.rank))
        ]
        self.put(lines)
        layout = self._chips.layout()
        assert layout is not None  # noqa: S101  # flow() made it
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.tally = words.tally(results)
        for said in self.tally:
            layout.addWidget(made := chip(said.text, said.tone))
            made.show()
        self._chips.updateGeometry()


class WaitingSheet(Sheet):
    """Bundles of unknown devices, and ops that are held."""

    def __init__(self, look: Look, acts: Sequence[QPushButton]) -> None:
        text = _("Gói của máy lạ và phần số liệu chưa được tính sẽ hiện ở đây, kèm việc cần làm.")
        empty = Empty(look, "circle-check-big", _("Không có gì chờ xử lý"), text)
        super().__init__(look, words.waiting_heads(), _("Chờ xử lý"), empty)
        self.lines.insertWidget(0, flow(*acts))

    def show_waiting(
        self, sealed: Sequence[SealedBundle], held: Sequence[HeldPart], units: Mapping[str, str]
    ) -> None:
        """Show what waits."""
        lines = [words.sealed_line(one) for one in sealed]
        self.put([*lines, *(words.held_line(part, units.get(part.unit, "")) for part in held)])
