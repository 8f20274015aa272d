"""Tiếp nhận: take in what the communes bring, answer with receipts, see who has sent and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from desktop_app.i18n import _
from desktop_app.ui.pages.inbox_calls import BESIDE, Batch, Inbox, look_in
from desktop_app.ui.pages.inbox_drop import DropStrip, dropped
from desktop_app.ui.pages.inbox_issue import IssueDialog, what_it_is
from desktop_app.ui.pages.inbox_lan import LanSheet
from desktop_app.ui.pages.inbox_sheets import CommuneSheet, RecentSheet, WaitingSheet
from desktop_app.ui.pages.inbox_words import reference_chip, sent_chip
from desktop_app.ui.pages.page import Page
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, chip
from desktop_app.ui.widgets.message import Act
from desktop_app.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from desktop_app.app.ports import Activation
    from desktop_app.app.receiving import Received
    from desktop_app.ui.window import Window

COMMUNES, RECENT, WAITING, LAN = "communes", "recent", "waiting", "lan"


class InboxPage(Page):
    """What comes in at a district."""

    key = "inbox"

    def __init__(self, session: Session, _window: "Window | None" = None) -> None:
        super().__init__(session)
        self.inbox: Inbox | None = None
        self.batch: Batch | None = None
        self.dialog: IssueDialog | None = None
        self._asked_for: Sequence[Path] = ()
        self.setAcceptDrops(True)
        self._build_head()
        self.strip = DropStrip(session.look, self.change_receipts)
        self.strip.show_place(session.settings.receipts)
        self.body.addWidget(self.strip)
        self._build_tabs()
        self._pause = QTimer(self, singleShot=True, interval=500)
        self._pause.timeout.connect(self.look_again)
        session.changed.connect(self.refresh_if_shown)
        session.receiving.came.connect(self._show_batch)
        session.receiving.moved.connect(self._name_lan)
        session.receiving.changed.connect(self._name_lan)
        self._name_lan()
        self._show_batch()

    # --- building -----------------------------------------------------------------------------------

    def _build_head(self) -> None:
        look = self.session.look
        self.choose = button(look, _("Nhận tệp…"), "download", part="primary", on=self.choose_files)
        self.head(
            _("Tiếp nhận"),
            button(look, _("Cấp máy cho xã…"), "key-round", on=self.ask_issue),
            button(look, _("Nhận thư mục, USB…"), "usb", on=self.choose_folder),
            self.choose,
        )

    def _build_tabs(self) -> None:
        look = self.session.look
        self.communes = CommuneSheet(look, self.ask_issue)
        self.communes.list.opened.connect(self._show_records)
        open_folder = button(look, _("Mở thư mục biên nhận"), "folder-open", on=self._open_receipts)
        self.recent = RecentSheet(look, [open_folder])
        self.again = button(look, _("Thử nhận lại gói niêm phong"), "refresh-cw", on=self.retry_sealed)
        issue = button(look, _("Cấp máy cho xã…"), "key-round", on=self.ask_issue)
        self.waiting = WaitingSheet(look, [self.again, issue])
        self.tabs = Tabs(_("Tiếp nhận"))
        self.tabs.add(COMMUNES, _("Các xã"), self.communes)
        self.tabs.add(RECENT, _("Vừa nhận"), self.recent)
        self.tabs.add(WAITING, _("Chờ xử lý"), self.waiting)
        self.lan = LanSheet(self.session)
        self.tabs.add(LAN, _("Qua mạng"), self.lan)
        self.body.addWidget(self.tabs, 1)

    # --- showing ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look again, a moment later: a bundle changes many topics."""
        self._pause.start()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Look anew; ``where`` may name a sheet, and bring along what was taken in before."""
        if "batch" in where:
            self.batch = where["batch"]
            self._show_batch()
        self.tabs.show_sheet(where.get("tab", ""))
        self.choose.setFocus()
        self.look_again()

    def where(self) -> dict[str, Any]:
        """Return what shows the same again."""
        return {"tab": self.tabs.key, **({"batch": self.batch} if self.batch else {})}

    def look_again(self) -> None:
        """Ask the store where the district stands."""
        self.session.ask(look_in, self._show, self)

    def _show(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self._show_heads(inbox)
        self.communes.show_communes(inbox.communes)
        self.waiting.show_waiting(inbox.sealed, inbox.held, self.session.units)
        self.again.setEnabled(any(one.path for one in inbox.sealed))
        self.tabs.name(COMMUNES, _("Các xã ({n})").format(n=len(inbox.communes)))
        waiting = len(inbox.sealed) + len(inbox.held)
        self.tabs.name(WAITING, _("Chờ xử lý ({n})").format(n=waiting) if waiting else _("Chờ xử lý"))

    def _show_heads(self, inbox: Inbox) -> None:
        on = [chip(_("nhận qua mạng"), "good")] if self.session.receiving.is_on else []
        self.show_chips(reference_chip(self.session), chip(*sent_chip(inbox.communes)), *on)

    def _show_batch(self, _received: object = None) -> None:
        results = self.results
        self.recent.show_results(results, self.session.units)
        self.tabs.name(RECENT, _("Vừa nhận ({n})").format(n=len(results)) if results else _("Vừa nhận"))

    @property
    def results(self) -> "list[Received]":
        """What became of the files taken in last, and of what came by the network."""
        return [
            *(self.batch.results if self.batch else ()),
            *map(self._named, self.session.receiving.results),
        ]

    def _named(self, received: "Received") -> "Received":
        """Return what came by the network under a name that a person knows."""
        sender = self.session.unit_name(received.unit) or received.device[:8]
        return replace(received, path=Path(_("qua mạng, {name}").format(name=sender)), receipt=None)

    def _show_records(self, code: str) -> None:
        self.session.go("entry", topic="computer", quick="all", only_unit=code)

    # --- taking in ----------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files; any name will do, they are known by their content."""
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Chọn tệp của các xã"), str(Path.home()))
        self.receive([Path(path) for path in paths])

    def choose_folder(self) -> None:
        """Ask for a folder or stick; everything in it is looked at."""
        folder = QFileDialog.getExistingDirectory(self, _("Chọn thư mục hoặc USB của xã"), str(Path.home()))
        self.receive([Path(folder)] if folder else [])

    def receive(self, paths: Sequence[Path]) -> None:
        """Take in files and folders; asks first where receipts go, once."""
        if not paths:
            return
        if self.session.settings.receipts:
            self._begin(Batch(paths, self.session.settings.receipts))
        else:
            self._asked_for = paths
            self._ask_receipts()

    def retry_sealed(self) -> None:
        """Try the sealed bundles again: their PCs may be known by now."""
        kept = [one.path for one in self.inbox.sealed if one.path] if self.inbox else []
        if kept:
            receipts = self.session.settings.receipts
            # Beside the sealed file nobody would find a receipt.
            self._begin(Batch(kept, None if receipts in ("", BESIDE) else receipts))

    def _begin(self, batch: Batch) -> None:
        self.batch = batch
        self._show_batch()
        self.tabs.show_sheet(RECENT)
        job = self.session.ask_long(_("Đang nhận tệp…"), batch.run, lambda _none: None, self)
        job.progressed.connect(self._show_batch)
        # Not `done`: what came before the person pressed stop is in the store and has to be shown.
        job.destroyed.connect(self._came)

    def _came(self) -> None:
        self._show_batch()
        self.recent.list.setFocus()
        batch = self.batch
        if batch is None:
            return
        if batch.left:
            what = _("Đã dừng: còn {n} tệp chưa nhận.").format(n=batch.left)
            todo = _("Những tệp đã nhận vẫn được giữ; nhận lại cả thư mục cũng không sao.")
            self.session.say("warn", what, todo, key="inbox")
        elif not batch.results:
            self._say_nothing_came(batch)
        self.session.changed.emit("")
        self.session.refreshed.emit()
        self.look_again()

    def _name_lan(self) -> None:
        receiving = self.session.receiving
        n = len(receiving.arriving)
        title = _("Qua mạng ({n})").format(n=n) if n else _("Qua mạng")
        self.tabs.name(LAN, title)
        if self.inbox is not None:
            self._show_heads(self.inbox)

    def _say_nothing_came(self, batch: Batch) -> None:
        names = ", ".join(path.name or str(path) for path in batch.paths)
        what = _("Không thấy tệp nào của chương trình trong {names}.").format(names=names)
        todo = _("Hãy chọn đúng USB hoặc thư mục mà xã đã ghi tệp nộp vào.")
        self.session.say("warn", what, todo, key="inbox")

    # --- receipts -----------------------------------------------------------------------------------

    def _ask_receipts(self) -> None:
        self.strip.ask(lambda: self.put_receipts(BESIDE), self.choose_receipts, self._stop_asking)

    def choose_receipts(self) -> None:
        """Ask for the folder of receipts."""
        before = self.session.settings.receipts
        start = str(Path.home()) if before in ("", BESIDE) else before
        folder = QFileDialog.getExistingDirectory(self, _("Chọn thư mục ghi biên nhận"), start)
        if folder:
            self.put_receipts(folder)

    def change_receipts(self) -> None:
        """Ask anew where receipts go."""
        self._asked_for = ()
        self._ask_receipts()

    def put_receipts(self, place: str) -> None:
        """Remember where receipts go, and take in what waited for the answer."""
        self.session.remember(receipts=place)
        paths = self._asked_for
        self._stop_asking()
        self.receive(paths)

    def _stop_asking(self) -> None:
        self._asked_for = ()
        self.strip.rest()
        self.strip.show_place(self.session.settings.receipts)

    def _open_receipts(self) -> None:
        written = [result.receipt for result in self.results if result.receipt]
        place = self.session.settings.receipts
        folder = written[0].parent if written else None if place in ("", BESIDE) else Path(place)
        if folder is None:
            self.session.say("plain", _("Chưa ghi biên nhận nào trong lần mở này."), key="inbox")
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    # --- PCs for communes ---------------------------------------------------------------------------

    def ask_issue(self) -> None:
        """Ask which commune gets a PC."""
        who = self.session.who
        if self.inbox is None or who is None:
            return
        first = str(self.communes.list.key())
        self.dialog = IssueDialog(self, self.session.look, self.inbox.communes, (who.unit, who.name), first)
        self.dialog.chosen.connect(self._choose_activation)
        self.dialog.open()

    def _choose_activation(self, code: str) -> None:
        named = str(Path.home() / f"{code}.kichhoat")
        path, _kind = QFileDialog.getSaveFileName(self, _("Lưu tệp kích hoạt"), named)
        if path:
            self.issue(code, Path(path))

    def issue(self, code: str, path: Path) -> None:
        """Write an activation file for one PC of a commune, or one for the whole district."""
        from desktop_app.app.enrolling import enrol

        def done(issued: "Activation") -> None:
            self._issued(issued.unit_name, path)

        whole = self.session.who is not None and code == self.session.who.unit
        self.session.ask(lambda desk: enrol(desk, code, path, whole=whole), done, self)

    def _issued(self, name: str, path: Path) -> None:
        what = _("Đã ghi tệp kích hoạt cho {name}: {path}").format(name=name, path=path)
        folder = QUrl.fromLocalFile(str(path.parent))
        act = Act(_("Mở thư mục"), lambda: QDesktopServices.openUrl(folder))
        self.session.say("good", what, what_it_is(), acts=(act,), key="issue")
        self.session.changed.emit("")
        self.look_again()

    # --- dropping -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, nothing else."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()
            self.strip.light(on=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files went away again."""
        self.strip.light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what was dropped."""
        self.strip.light(on=False)
        event.acceptProposedAction()
        self.receive(dropped(event.mimeData()))
