"""What the page of a stocktake is made of: the line that is scanned into, lists of scans, the beginning."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop_app.domain.stocktaking import Judged, Thing, Verdict
from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, label, row
from desktop_app.ui.widgets.listing import Head, Line
from desktop_app.ui.widgets.listing_delegate import Shown

if TYPE_CHECKING:
    from desktop_app.app.stocktake import Stocktake

SIGNS = {
    Verdict.FOUND: ("circle-check-big", "good"),
    Verdict.WRONG_ROOM: ("arrow-left-right", "warn"),
    Verdict.ELSEWHERE: ("building-2", "warn"),
    Verdict.TWICE: ("copy", "plain"),
    Verdict.AMBIGUOUS: ("split", "warn"),
    Verdict.UNKNOWN: ("circle-x", "bad"),
    Verdict.TAKEN_BACK: ("undo-2", "plain"),
}
"""The icon and the tone of each verdict; its words stand beside them."""

SHOWN = 200
"""How many scans the list shows, the latest first: the ledger keeps them all."""

_COMMAND = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class ScanLine(QLineEdit):
    """Where a scanner types. Signals: ``scanned(text)`` at Enter; ``pasted(text)`` several lines."""

    scanned = Signal(str)
    pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Mã vừa quét"))
        self.setPlaceholderText(_("Quét hoặc gõ mã, rồi Enter"))
        self.setProperty("part", "scan")
        self.returnPressed.connect(self._send)

    def _send(self) -> None:
        typed = self.text()
        if typed.strip():
            self.clear()
            self.scanned.emit(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A pasted list is taken line by line; all else is Qt's."""
        text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if "\n" in text.strip():
            self.pasted.emit(text)
        else:
            super().keyPressEvent(event)


class ToScanLine(QObject):
    """Letters that a scanner types while a list has the keyboard go into the line where they belong."""

    def __init__(self, line: ScanLine, *lists: QWidget) -> None:
        super().__init__(line)
        self._line = line
        for one in lists:
            one.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hand the first letter over; the rest follows the keyboard."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not event.text().isprintable() or not event.text().strip() or event.modifiers() & _COMMAND:
            return False
        if self._line.isEnabled():
            self._line.setFocus()
            self._line.insert(event.text())
        return True


class BeginDialog(QDialog):
    """Whose things are to be counted. Signal: ``chosen(unit, office)``: a code, and a record id or None."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("Bắt đầu kiểm kê"))
        self.unit, self.office = QuietCombo(), QuietCombo()
        for code, name in session.units.items():
            self.unit.addItem(name, code)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(8)
        inside.addWidget(label(_("Kiểm kê ở đâu?"), "heading"))
        about = _("Máy tính và thiết bị ngoại vi đã nhập của nơi được chọn là sổ để đối chiếu.")
        inside.addWidget(label(about, "muted", wrap=True))
        for title, choice in ((_("Đơn vị"), self.unit), (_("Cơ quan"), self.office)):
            choice.setAccessibleName(title)
            head = label(title, "label")
            head.setBuddy(choice)
            inside.addWidget(head)
            inside.addWidget(choice)
        self.start = button(session.look, _("Bắt đầu"), "check", part="primary", on=self._start)
        self.start.setDefault(True)
        inside.addLayout(row(None, button(session.look, _("Thôi"), on=self.reject), self.start))
        self.unit.currentIndexChanged.connect(lambda _at: self._ask_offices())
        self.setMinimumWidth(session.look.px(400))
        self._ask_offices()
        self.office.setFocus()

    def _ask_offices(self) -> None:
        from desktop_app.app.ports import Query
        from desktop_app.app.views import all_rows, show

        unit = self.unit.currentData()

        def work(desk: object) -> dict[str, str]:
            field = self._session.desk.topics.get("office").by_key["name"]
            rows = all_rows(self._session.desk, "office", Query(unit=unit))
            return {one.rec: show(field, one.cells.get("name"), one.names) for one in rows}

        self._session.ask(work, self._show_offices, self)

    def _show_offices(self, names: dict[str, str]) -> None:
        self.office.clear()
        self.office.addItem(_("Cả đơn vị"), None)
        for rec, name in names.items():
            self.office.addItem(name, rec)

    def _start(self) -> None:
        self.accept()
        self.chosen.emit(self.unit.currentData(), self.office.currentData())


# --- lists --------------------------------------------------------------------------------------------


def scan_heads() -> list[Head]:
    """Return the columns of the list of scans."""
    return [
        Head(_("Kết luận")), Head(_("Mã, phòng, lúc"), share=2, least=150),
        Head(_("Tài sản"), share=3, least=150),
    ]  # fmt: skip


def scan_lines(judged: Sequence[Judged]) -> list[Line]:
    """Return scans as rows, the latest first; those before the latest 200 are only counted."""
    lines = [_scan_line(one) for one in reversed(judged[-SHOWN:])]
    if len(judged) > SHOWN:
        lines.append(
            Line(None, band=_("Và {n} lần quét trước đó, vẫn ở trong sổ quét.").format(n=len(judged) - SHOWN))
        )
    return lines


def _scan_line(one: Judged) -> Line:
    from desktop_app.app.verdicts import said_of, verdict_name
    from desktop_app.ui.moments import moment

    icon, tone = SIGNS[one.verdict]
    return Line(
        one.scan.id,
        [
            Shown(verdict_name(one.verdict), icon=icon, tone=tone, chip=True),
            Shown(one.scan.typed, under=" · ".join(filter(None, (one.scan.room, moment(one.scan.when_ms))))),
            Shown(said_of(one)),
        ],
    )  # fmt: skip


def missing_heads() -> list[Head]:
    """Return the columns of the list of what is missing."""
    return [
        Head(_("Mã tài sản")), Head(_("Tài sản"), share=3, least=160), Head(_("Số sê-ri")),
        Head(_("Phòng")), Head(_("Cơ quan"), share=2),
    ]  # fmt: skip


def missing_lines(missing: Sequence[Thing]) -> list[Line]:
    """Return what is missing as rows."""
    return [
        Line(
            one.rec,
            [
                Shown(one.code, icon="circle-dashed"), Shown(one.name), Shown(one.serial), Shown(one.room),
                Shown(one.place),
            ],
        )
        for one in missing
    ]  # fmt: skip


def stocktake_title(one: "Stocktake") -> str:
    """Return what a stocktake is called in the list of stocktakes."""
    from desktop_app.ui.moments import moment

    state = _("đang mở") if one.ended_ms is None else _("đã kết thúc")
    return f"{one.place} · {moment(one.begun_ms)} · {state}"  # what may be cut at the end matters least


def count_buttons(session: Session, topic: str) -> list[QWidget]:
    """Return the way from a topic to the stocktake of its things; none where they are not counted."""
    from desktop_app.app.stocktake import TOPICS

    if topic not in TOPICS:
        return []
    name = _("Kiểm kê bằng máy quét…")
    made = button(session.look, "", "list-checks", on=lambda: session.go("stocktake"), name=name)
    made.setObjectName("count")
    return [made]
