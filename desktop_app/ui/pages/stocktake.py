"""Kiểm kê: room first, then codes by a scanner; each is on the disk before its verdict is shown."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.domain.scanned import lines_of
from desktop_app.domain.stocktaking import Count, Judged, Scan, Verdict
from desktop_app.i18n import _
from desktop_app.ui import icons
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.stocktake_end import Ending
from desktop_app.ui.pages.stocktake_parts import (
    SIGNS,
    BeginDialog,
    ScanLine,
    ToScanLine,
    missing_heads,
    missing_lines,
    scan_heads,
    scan_lines,
    stocktake_title,
)
from desktop_app.ui.session import Session
from desktop_app.ui.shortcuts import bind, tell
from desktop_app.ui.widgets.basics import button, card, chip, label, retone, tool
from desktop_app.ui.widgets.listing import Listing
from desktop_app.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.app.stocktake import Stocktake
    from desktop_app.ui.window import Window

SCANS, MISSING = "scans", "missing"


class StocktakePage(Page):
    """A stocktake as it goes: the room, the line that is scanned into, the last verdict, both lists."""

    key = "stocktake"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        self.stocktake: Stocktake | None = None
        self.count: Count | None = None
        self.dialog: BeginDialog | None = None
        self._in_room = ""
        self._alive = [True]
        alive = self._alive
        self.destroyed.connect(alive.clear)
        self.ending = Ending(self)
        self._build_head()
        self.body.addWidget(self._scanning())
        self.body.addWidget(self._lists(), 1)
        self._keys()
        session.refreshed.connect(self.refresh_if_shown)
        session.changed.connect(self.refresh_if_shown)
        self._show_nothing()

    # --- building -------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        look = self.session.look
        self.begin_button = button(look, _("Đợt mới…"), "plus", on=self.ask_begin)
        rooms = _("Sửa phòng trong sổ theo phòng đã thấy…")
        self.rooms_button = button(look, "", "arrow-left-right", on=self.ending.correct_rooms, name=rooms)
        self.open_button = button(look, _("Mở lại"), "history", on=self.ending.reopen)
        self.end_button = button(
            look, _("Kết thúc, lập C53-HD"), "file-check", part="primary", on=self.ending.finish
        )
        acts = (self.begin_button, self.rooms_button, self.open_button, self.end_button)
        self.head(_("Kiểm kê"), *acts)

    def _scanning(self) -> QWidget:
        frame, inside = card(14, 8)
        look = self.session.look
        self.room, self.line = QLineEdit(), ScanLine()
        self.room.setAccessibleName(_("Phòng đang kiểm kê"))
        self.room.setPlaceholderText(_("Phòng đang kiểm kê"))
        self.room.returnPressed.connect(self._room_said)
        self.line.scanned.connect(lambda typed: self.keep([typed]))
        self.line.pasted.connect(self.keep_list)
        paste = tool(look, "list-checks", _("Dán danh sách mã (mỗi dòng một mã)"), self.paste)
        self.back = button(look, "", "undo-2", on=self.take_back, name=_("Rút lại lần quét (F8)"))
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget, share in ((self.room, 2), (self.line, 5), (paste, 0), (self.back, 0)):
            line.addWidget(widget, share)
        inside.addLayout(line)
        self.sign, self.verdict = label(""), label("", "strong", wrap=True)
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self.sign)
        last.addWidget(self.verdict, 1)
        inside.addLayout(last)
        return frame

    def _lists(self) -> QWidget:
        look = self.session.look
        self.tabs = Tabs(_("Danh sách kiểm kê"))
        self.scans = Listing(look, scan_heads(), _("Các lần quét"), sortable=False)
        self.missing = Listing(look, missing_heads(), _("Còn thiếu"))
        self.tabs.add(SCANS, _("Đã quét"), self.scans)
        self.tabs.add(MISSING, _("Còn thiếu"), self.missing)
        self.which = QuietCombo()
        self.which.setAccessibleName(_("Đợt kiểm kê"))
        self.which.setToolTip(_("Đợt kiểm kê"))
        self.which.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(26)
        self.which.activated.connect(lambda _at: self.open(self.which.currentData()))
        self.tabs.put_beside(self.which)
        self.tabs.shown.connect(lambda _key: self._show_lists())
        ToScanLine(self.line, self.scans, self.missing)
        return self.tabs

    def _keys(self) -> None:
        bind(self, "F8", _("Rút lại lần quét đang chọn, hoặc lần vừa rồi"), self.take_back)
        bind(self, "F9", _("Chọn phòng đang kiểm kê"), self._to_room)
        tell(self, "Enter", _("Ghi mã vừa quét"))

    # --- which stocktake ------------------------------------------------------------------------------

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show the stocktake that is asked for, the one shown before, or the latest."""
        wanted = where.get("stocktake") or (self.stocktake.id if self.stocktake else "")
        self._ask_all(wanted, self.to_line)

    def where(self) -> dict[str, Any]:
        """Return the stocktake that is shown."""
        return {"stocktake": self.stocktake.id if self.stocktake else ""}

    def refresh(self) -> None:
        """Judge all anew: records changed."""
        if self.stocktake is not None:
            self._ask_all(self.stocktake.id)

    def _ask_all(self, wanted: str, then: Callable[[], None] = lambda: None) -> None:
        from desktop_app.app import stocktake

        def work(desk: "Desk") -> "tuple[list[Stocktake], Stocktake | None, Count | None]":
            known = stocktake.stocktakes(desk)
            shown = next((one for one in known if one.id == wanted), known[0] if known else None)
            return known, shown, stocktake.count(desk, shown) if shown else None

        def show(found: "tuple[list[Stocktake], Stocktake | None, Count | None]") -> None:
            self._show(*found)
            then()

        self.session.ask(work, show, self)

    def open(self, stocktake: str) -> None:
        """Show a stocktake."""
        self._ask_all(stocktake, self.to_line)

    def ask_begin(self) -> None:
        """Ask whose things are to be counted."""
        self.dialog = BeginDialog(self, self.session)
        self.dialog.chosen.connect(self.begin)
        self.dialog.open()

    def begin(self, unit: str, office: str | None) -> None:
        """Begin a stocktake and show it: the room comes first."""
        from desktop_app.app import stocktake

        self._in_room = ""
        self.room.clear()
        self.session.ask(
            lambda desk: stocktake.begin(desk, unit, office), lambda begun: self._begun(begun.id), self
        )

    def _begun(self, stocktake: str) -> None:
        self._ask_all(stocktake, self._to_room)

    def _show(self, known: "Sequence[Stocktake]", shown: "Stocktake | None", count: Count | None) -> None:
        is_other = shown is None or self.stocktake is None or shown.id != self.stocktake.id
        self.stocktake, self.count = shown, count
        self.which.clear()
        for one in known:
            self.which.addItem(stocktake_title(one), one.id)
        if shown is None or count is None:
            self._show_nothing()
            return
        self.which.setCurrentIndex(max(0, self.which.findData(shown.id)))
        self._enable(is_open=shown.ended_ms is None)
        self._show_count()
        if shown.ended_ms is not None:
            self._say("info", "plain", _("Đợt này đã kết thúc. Bấm “Mở lại” để quét tiếp."))
        elif is_other or not count.judged:
            self._say("info", "plain", _("Chọn phòng, rồi quét mã trên từng máy."))

    def _show_nothing(self) -> None:
        self._enable(is_open=False)
        self.open_button.hide()
        self.end_button.setEnabled(False)
        self._say("info", "plain", _("Bấm “Đợt mới…” để bắt đầu kiểm kê một cơ quan hoặc cả đơn vị."))

    def _enable(self, *, is_open: bool) -> None:
        for widget in (self.room, self.line, self.back):
            widget.setEnabled(is_open)
        self.end_button.setVisible(is_open or self.stocktake is None)
        self.end_button.setEnabled(is_open)
        self.open_button.setVisible(not is_open)
        self.which.setEnabled(self.which.count() > 0)

    # --- scanning -------------------------------------------------------------------------------------

    def to_line(self) -> None:
        """Put the keyboard where a scanner types; where nothing can be scanned, on what begins it."""
        (self.line if self.line.isEnabled() else self.begin_button).setFocus()

    def _to_room(self) -> None:
        self.room.setFocus()
        self.room.selectAll()

    def _room_said(self) -> None:
        """Go on to the codes; a code that was scanned into the room's line is a scan, not a room."""
        typed = self.room.text()
        if self.count is not None and self.count.books.named(typed):
            self.room.setText(self._in_room)
            self.keep([typed])
        self._in_room = self.room.text()
        self.line.setFocus()

    def paste(self) -> None:
        """Take the list in the clipboard, a code a line."""
        self.keep_list(QGuiApplication.clipboard().text())

    def keep_list(self, pasted: str) -> None:
        """Take a list, a code a line."""
        self.keep(lines_of(pasted))

    def keep(self, codes: Sequence[str]) -> None:
        """Keep scanned codes on the disk, then say what they mean; what fails waits to be tried again."""
        from desktop_app.app import stocktake

        shown, room, desk = self.stocktake, self.room.text(), self.session.desk
        if shown is None or shown.ended_ms is not None or not codes:
            return
        alive = self._alive

        def done(scans: list[Scan]) -> None:
            if alive:
                self._landed(shown.id, scans)

        self.session.writer.attempt(
            lambda: stocktake.scan_all(desk, shown.id, codes, room), done, lambda _error: None
        )
        self.line.setFocus()

    def _landed(self, stocktake: str, scans: Sequence[Scan]) -> None:
        if self.stocktake is None or self.count is None or self.stocktake.id != stocktake:
            return
        for scan in scans:
            last = self.count.add(scan)
        self._tell(last)
        self._show_count()

    def take_back(self) -> None:
        """Take back the chosen scan, or the latest; it stays in the list."""
        from desktop_app.app import stocktake

        shown, number = self.stocktake, self._to_take_back()
        if shown is None or number is None:
            return
        desk = self.session.desk
        alive = self._alive
        self.session.writer.attempt(
            lambda: stocktake.take_back(desk, shown.id, number),
            lambda _none: self._taken_back() if alive else None,
            lambda _error: None,
        )
        self.to_line()

    def _to_take_back(self) -> int | None:
        live = [one.scan.id for one in (self.count.judged if self.count else ()) if _is_live(one)]
        chosen = self.scans.key() if self.scans.hasFocus() or self.back.hasFocus() else None
        return chosen if isinstance(chosen, int) and chosen in live else (live[-1] if live else None)

    def _taken_back(self) -> None:
        self.refresh()
        self._say("undo-2", "plain", _("Đã rút lại; dòng đó vẫn ở trong sổ quét."))

    # --- showing --------------------------------------------------------------------------------------

    def _tell(self, one: Judged) -> None:
        from desktop_app.app.verdicts import said_of, verdict_name

        said = said_of(one)
        self._say(
            *SIGNS[one.verdict],
            f"{verdict_name(one.verdict)}: {one.scan.typed}" + (f" – {said}" if said else ""),
        )

    def _say(self, icon: str, tone: str, text: str) -> None:
        look = self.session.look
        t = look.tokens
        colour = {"good": t.accent, "warn": t.warn, "bad": t.bad}.get(tone, t.muted)
        self.sign.setPixmap(icons.pixmap(icon, colour, look.px(22)))
        self.verdict.setText(text)
        retone(self.verdict, tone)

    def _show_count(self) -> None:
        count = self.count
        assert count is not None  # noqa: S101  # shown only with a stocktake
        self.show_chips(*(chip(words, tone) for words, tone in _chips(count)))
        self.tabs.name(SCANS, _("Đã quét ({n})").format(n=len(count.judged)))
        self.tabs.name(MISSING, _("Còn thiếu ({n})").format(n=len(count.missing)))
        self.rooms_button.setVisible(bool(count.moved))
        self._show_lists()

    def _show_lists(self) -> None:
        if self.count is None:
            return
        if self.tabs.key == SCANS:
            self.scans.put(scan_lines(self.count.judged))
        else:
            self.missing.put(missing_lines(self.count.missing))


def _is_live(one: Judged) -> bool:
    return one.verdict is not Verdict.TAKEN_BACK


def _chips(count: Count) -> list[tuple[str, str]]:
    """Return what stands beside the title: how far it is, and what is not as in the books."""
    seen, booked = len(count.found), len(count.books.booked)
    said = (
        (1, _("Đã thấy {n} / {all}").format(n=seen, all=booked), "good"),
        (n := count.tally((Verdict.WRONG_ROOM,)), _("Sai phòng {n}").format(n=n), "warn"),
        (n := len(count.strays), _("Ngoài sổ {n}").format(n=n), "bad"),
        (n := count.tally((Verdict.AMBIGUOUS,)), _("Trùng mã {n}").format(n=n), "warn"),
    )
    return [(words, tone) for number, words, tone in said if number]
