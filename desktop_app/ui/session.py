"""What every page of the window works with: the desk, the lanes, the look, and the way to other pages."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.calls import Who, names_for, units_of
from desktop_app.ui.programme import Programme
from desktop_app.ui.settings import Settings
from desktop_app.ui.tasks import Job, Lane, Lanes, Report, Sweeper
from desktop_app.ui.theme import Look, look
from desktop_app.ui.widgets.message import Act, Notice

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.ui.answers import ReferenceAnswer
    from desktop_app.ui.findings import Findings
    from desktop_app.ui.receiving import Receiving
    from desktop_app.ui.scratch import Scratch
    from desktop_app.ui.sending import Sending
    from desktop_app.ui.tickets import Ticket
    from desktop_app.ui.typist import Typist
    from desktop_app.ui.writer import Writer


class Session(QObject):
    """One sitting at one home; ``remembers`` is False for a window that leaves no trace in ``window.json``.

    ``is_resting``: the home is being let go of, or opened anew; nothing may be asked of it.

    Signals: ``changed(topic)`` records changed ("" means many topics); ``refreshed()`` show all anew;
    ``said(Notice)`` something to tell;
    ``wanted(page, where)`` a page asks for another one; ``veiled(title, Job)`` long work began;
    ``who_changed()``; ``settings_changed()``.
    """

    changed = Signal(str)
    said = Signal(object)
    wanted = Signal(str, object)
    veiled = Signal(str, object)
    refreshed = Signal()
    who_changed = Signal()
    settings_changed = Signal()

    def __init__(self, programme: Programme, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.programme = programme
        self.settings = settings
        self.remembers = True
        self.is_resting = False
        self.look: Look = look(settings.theme, settings.text_scale)
        self.lanes = Lanes(self)
        Sweeper(self)
        self.who: Who | None = None
        self.units: dict[str, str] = {}
        self._desk: Desk | None = None
        self.lanes.refused.connect(self.complain)

    @cached_property
    def scratch(self) -> "Scratch":
        """Unsaved typing."""
        from desktop_app.ui.scratch import Scratch

        return Scratch(self.lanes, lambda: self.desk, self)

    @cached_property
    def findings(self) -> "Findings":
        """What the checks say."""
        from desktop_app.ui.findings import Findings

        made = Findings(self.lanes, lambda: self.desk, self)
        self.changed.connect(lambda _topic: made.renew_soon())
        return made

    @cached_property
    def writer(self) -> "Writer":
        """The one way by which records are written; made with the first home, after the first paint."""
        from desktop_app.ui.writer import Writer

        made = Writer(self.lanes, lambda: self.desk, self)
        made.written.connect(lambda result: self.changed.emit(result.topic))
        made.removed.connect(lambda topic, _recs: self.changed.emit(topic))
        made.changed.connect(self.changed)
        made.unsaved.connect(self.offer_again)
        return made

    @cached_property
    def typist(self) -> "Typist":
        """Whether somebody is typing."""
        from desktop_app.ui.typist import Typist

        return Typist(self)

    @cached_property
    def sending(self) -> "Sending":
        """The way up by the network."""
        from desktop_app.ui.sending import Sending

        return Sending(self)

    @cached_property
    def receiving(self) -> "Receiving":
        """The way in by the network, at a district."""
        from desktop_app.ui.receiving import Receiving

        return Receiving(self)

    @property
    def desk(self) -> "Desk":
        """The open home's desk; pages exist only while there is one."""
        assert self._desk is not None  # noqa: S101  # a page without a home is our own mistake
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether a home is open."""
        return self._desk is not None

    def begin(self, desk: "Desk", who: Who) -> None:
        """Start working at a home."""
        self.is_resting = False
        self._desk, self.who = desk, who
        self.units = units_of(desk, who)
        self.remember(role=who.role)

    def rest(self) -> None:
        """Begin nothing by itself: the home is about to be let go of."""
        self.is_resting = True
        self.findings.pause()
        if "sending" in self.__dict__:
            self.sending.stop()
        if "receiving" in self.__dict__:
            self.receiving.rest()

    def end(self) -> None:
        """Finish what was asked for, and let go of the home."""
        self.rest()
        self.lanes.close()
        if self._desk is not None and not self.lanes.is_busy:
            self._desk.store.close()

    def sit_down(self, name: str) -> None:
        """Say who sits here from now on; it stands in every op."""
        self._desk = replace(self.desk, user=name)
        self.who_changed.emit()

    def unit_name(self, code: str) -> str:
        """Return what a unit is called, or its code."""
        return self.units.get(code, code)

    def fetch_names(self, topic: str, ticket: "Ticket", answer: "ReferenceAnswer") -> None:
        """Fill a picker with the records that may be meant, from the store lane."""
        self.ask(lambda desk: names_for(desk, topic, ticket), answer.set_names, answer)

    def offer_again(self, error: UserError) -> None:
        """Say that something typed is not saved yet, and offer to try again; nothing is dropped."""
        act = Act(_("Thử lại"), self.writer.try_again)
        self.said.emit(Notice.of(error, act, key="unsaved"))

    # --- asking and telling ---------------------------------------------------------------------------

    def ask(
        self,
        work: Callable[["Desk"], Any],
        done: Callable[[Any], None],
        owner: QObject,
        failed: Callable[[UserError], None] | None = None,
    ) -> Job:
        """Ask the store something on its lane; the answer comes while ``owner`` lives."""
        desk = self.desk
        return self.lanes.run(lambda: work(desk), done, failed, owner=owner)

    def ask_long(
        self,
        title: str,
        work: Callable[["Desk", Report], Any],
        done: Callable[[Any], None],
        owner: QWidget,
        lane: Lane = Lane.STORE,
    ) -> Job:
        """Like `ask` for long work: the page is veiled and shows how far it is."""
        desk = self.desk
        job = self.lanes.run_long(lambda report: work(desk, report), done, owner=owner, lane=lane)
        self.veiled.emit(title, job)
        return job

    def complain(self, error: UserError) -> None:
        """Show an error of the surroundings."""
        self.said.emit(Notice.of(error))

    def say(self, tone: str, what: str, todo: str = "", **more: Any) -> None:
        """Show a message."""
        self.said.emit(Notice(tone, what, todo, **more))

    def go(self, page: str, **where: Any) -> None:
        """Go to another page; ``where`` says what to show there."""
        self.wanted.emit(page, where)

    # --- remembering ----------------------------------------------------------------------------------

    def remember(self, **choices: Any) -> None:
        """Remember choices of the window."""
        changed = replace(self.settings, **choices)
        if changed == self.settings:
            return
        self.settings = changed
        if self.remembers:
            changed.save(self.programme.config_dir)

    def change_look(self, **choices: Any) -> None:
        """Change language, theme or text size at once, and remember it."""
        self.remember(**choices)
        self.look = look(self.settings.theme, self.settings.text_scale)
        self.settings_changed.emit()
