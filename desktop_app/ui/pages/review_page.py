"""Hợp nhất và duyệt: what needs a person's decision, what was returned, and the log of the exchanges."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desktop_app.i18n import _, plural
from desktop_app.ui.calls import row_of
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.review_back import BackDialog, ask_back
from desktop_app.ui.pages.review_calls import Review, look
from desktop_app.ui.pages.review_sheets import ConflictSheet, LogSheet, PairSheet, ReturnedSheet
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Job, Lane
from desktop_app.ui.widgets.basics import chip
from desktop_app.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from desktop_app.app.views import Row
    from desktop_app.ui.window import Window

CONFLICTS, PAIRS, RETURNED, LOG = "conflicts", "duplicates", "returned", "log"


class ReviewPage(Page):
    """What waits for a person."""

    key = "review"

    def __init__(self, session: Session, _window: "Window | None" = None) -> None:
        super().__init__(session)
        self.found: Review | None = None
        self.dialog: BackDialog | None = None
        self._words: tuple[str, str] = ("", "")
        self._moves_on = False
        self._job: Job | None = None
        self.head(_("Hợp nhất và duyệt"))
        self.conflicts = ConflictSheet(session)
        self.pairs = PairSheet(session)
        self.returned = ReturnedSheet(session)
        self.log = LogSheet(session)
        self.tabs = Tabs(_("Hợp nhất và duyệt"))
        for key, sheet in self._sheets().items():
            self.tabs.add(key, _TITLES[key](), sheet)
        self.body.addWidget(self.tabs, 1)
        self._pause = QTimer(self, singleShot=True, interval=400)
        self._pause.timeout.connect(self.look_again)
        self._listen()

    def _sheets(self) -> dict[str, Any]:
        return {CONFLICTS: self.conflicts, PAIRS: self.pairs, RETURNED: self.returned, LOG: self.log}

    def _listen(self) -> None:
        self.conflicts.view.decided.connect(self._decided)
        self.conflicts.view.asked_back.connect(self.ask_back)
        self.pairs.view.decided.connect(self._decided)
        self.pairs.view.asked_back.connect(self.ask_back)
        self.pairs.parted.connect(self._decided)
        self.session.changed.connect(self.refresh_if_shown)
        self.session.refreshed.connect(self.refresh_if_shown)

    # --- showing ------------------------------------------------------------------------------------

    def enter(self, where: Mapping[str, Any]) -> None:
        """Look anew; ``where`` may name a sheet, and what was being typed for a conflict."""
        self._words = (where.get("register", ""), where.get("words", ""))
        self.tabs.show_sheet(where.get("tab", ""))
        self._moves_on = True
        self.look_again()

    def where(self) -> dict[str, Any]:
        """Return what shows the same again."""
        view = self.conflicts.view
        typed = {"register": view.open.conflict.register, "words": view.words()} if view.open else {}
        return {"tab": self.tabs.key, **typed}

    def refresh(self) -> None:
        """Look again, a moment later: a bundle changes many topics."""
        self._pause.start()

    def look_again(self) -> None:
        """Ask what waits: beside the store lane, for it only reads; an answer that is late is dropped."""
        desk, lanes = self.session.desk, self.session.lanes
        if self._job is not None:
            self._job.cancel()
        self._job = lanes.run(lambda: look(desk), self._show, owner=self, lane=Lane.POOL, droppable=True)

    def leave(self) -> None:
        """Keep what is being typed for a conflict: only the person decides it."""
        self.session.scratch.keep_now()

    def _show(self, found: Review) -> None:
        self.found = found
        self.conflicts.show_all(found.conflicts)
        self.pairs.show_all(found.pairs, found.merged)
        self.returned.show_all(found.returned)
        self.log.show_all(found.log)
        self._put_words()
        counts = {
            CONFLICTS: len(found.conflicts),
            PAIRS: len(found.pairs),
            RETURNED: len(found.returned),
            LOG: 0,
        }
        for key, n in counts.items():
            title = _TITLES[key]()
            self.tabs.name(key, f"{title} ({n})" if n else title)
        self._show_chips(len(found.conflicts), len(found.pairs))
        if self._moves_on:
            self._moves_on = False
            self._focus()

    def _put_words(self) -> None:
        """Open again the conflict for which something was being typed before the page was made anew."""
        register, words = self._words
        self._words = ("", "")
        registers = [one.conflict.register for one in self.found.conflicts] if self.found else []
        if register in registers:
            self.conflicts.view.show_at(registers.index(register))
            self.conflicts.view.put_words(words)

    def _show_chips(self, conflicts: int, pairs: int) -> None:
        chips = []
        if conflicts:
            chips.append(chip(_("{n} chờ quyết định").format(n=conflicts), "bad"))
        if pairs:
            chips.append(chip(plural("{n} nghi trùng", pairs), "warn"))
        self.show_chips(*(chips or [chip(_("không có gì chờ"), "good")]))

    def _focus(self) -> None:
        """Put the keyboard where the next decision is."""
        view = self.conflicts.view
        if self.tabs.key == CONFLICTS and view.open is not None and not view.is_typing:
            view.focus()
        elif self.tabs.key == PAIRS and self.pairs.view.pair is not None:
            self.pairs.view.focus()
        elif self.tabs.key in (RETURNED, LOG):
            (self.returned if self.tabs.key == RETURNED else self.log).list.setFocus()

    # --- acts ---------------------------------------------------------------------------------------

    def _decided(self, topic: str) -> None:
        """Something was decided: the next one comes by itself."""
        self._moves_on = True
        self.session.writer.changed.emit(topic)
        self.look_again()

    def ask_back(self, topic: str, rec: str, name: str) -> None:
        """Ask why a record is returned to its commune."""

        def show(shown: "Row") -> None:
            self.dialog = ask_back(self, self.session, [shown], name)

        self.session.ask(lambda desk: row_of(desk, topic, rec), show, self)


_TITLES = {
    CONFLICTS: lambda: _("Hai giá trị"),
    PAIRS: lambda: _("Trùng lặp"),
    RETURNED: lambda: _("Trả lại"),
    LOG: lambda: _("Nhật ký gửi nhận"),
}
