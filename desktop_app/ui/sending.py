"""Sending by the network: when the person asks for it, and by itself when there is a way and nobody types."""

import random
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation

from desktop_app.errors import OfflineError, UserError
from desktop_app.i18n import _
from desktop_app.ui.tasks import Job, Lane, Report

if TYPE_CHECKING:
    from desktop_app.app.ports import Address, Desk, DeviceSecrets, Link, Transfer
    from desktop_app.app.syncing import Synced
    from desktop_app.ui.session import Session

LOOK_MS = 5_000
"""How often it looks whether it is time to try by itself."""


class Sending(QObject):
    """One commune's way up by the network.

    Signals: ``moved(Transfer)`` how far it is; ``changed()`` it began, ended, or another address is known.
    ``address``: None while no address of a hub is known. ``result`` and ``error``: of the last time.
    """

    moved = Signal(object)
    changed = Signal()

    def __init__(self, session: "Session") -> None:
        from desktop_app.app.syncing import Automatic

        super().__init__(session)
        self._session = session
        self.address: Address | None = None
        self.result: Synced | None = None
        self.error: UserError | None = None
        self.transfer: Transfer | None = None
        self.unsent = 0
        self.by_itself = False
        self._typist = session.typist
        self._job: Job | None = None
        self._link: Link | None = None
        self._plan = Automatic(random.random, time.monotonic())  # it spreads PCs, it hides nothing
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._watch_links()

    def _watch_links(self) -> None:
        """Hear of a link that appears, where the system can tell."""
        QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability)
        found = QNetworkInformation.instance()
        if found is not None:
            found.reachabilityChanged.connect(self._link_changed)

    def _link_changed(self, how: QNetworkInformation.Reachability) -> None:
        if how in (QNetworkInformation.Reachability.Online, QNetworkInformation.Reachability.Site):
            self._plan.link_appeared(time.monotonic())

    def begin(self) -> None:
        """Ask which address is known, and look from now on whether it is time to send."""
        self._timer.start()
        self.learn()

    def stop(self) -> None:
        """The window closes: nothing begins by itself any more."""
        self._timer.stop()
        self.cancel()

    def learn(self) -> None:
        """Ask which address of the hub is known; what comes down may tell another one."""
        self._session.ask(_known, self._learned, self)

    def _learned(self, address: "Address | None") -> None:
        if address != self.address:
            self.address = address
            self.changed.emit()

    @property
    def is_running(self) -> bool:
        """Whether something is on its way."""
        return self._job is not None

    @property
    def may_stop(self) -> bool:
        """Whether something is on its way that was not stopped yet."""
        return self._job is not None and not self._job.cancelled

    # --- by itself ----------------------------------------------------------------------------------

    def look(self) -> None:
        """Send or ask, if it is time and nobody types."""
        if self.address is None or self.is_running:
            return
        now = time.monotonic()
        if self._plan.is_due(now, typing=self._typist.is_typing, unsent=self.unsent):
            self.send(by_itself=True)

    # --- sending ------------------------------------------------------------------------------------

    def send(self, *, by_itself: bool = False) -> None:
        """Send what waits and take in what the hub answers; the person may go on working meanwhile."""
        if self.is_running:
            return
        session = self._session
        self.by_itself = by_itself
        self.error = self.result = self.transfer = None
        desk = session.desk

        def work(report: Report) -> "Synced":
            from desktop_app.app import syncing

            def tell(transfer: "Transfer") -> None:
                self.transfer = transfer
                report(transfer.done, transfer.total, transfer.doing)

            def connect(address: "Address", keys: "DeviceSecrets") -> "Link":
                self._link = session.programme.connect(address, keys)
                report(0, 0, "")  # stopped before there was a link to cut
                return self._link

            return syncing.sync(desk, connect, tell)

        job = session.lanes.run_long(work, self._sent, self._failed, owner=self, lane=Lane.POOL)
        self._job = job
        job.progressed.connect(self._move)
        # Not only done and failed: what the person stopped ends as well.
        job.destroyed.connect(self._ended)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop; what has come over stays there, and the next time goes on from it."""
        if self._job is not None:
            self._job.cancel()
        if self._link is not None:
            self._link.abort()

    def _move(self, _done: int, _total: int, _doing: str) -> None:
        if self.transfer is not None:
            self.moved.emit(self.transfer)

    def _sent(self, result: "Synced") -> None:
        self.result = result
        self._plan.succeeded(time.monotonic())
        self._tell(result)

    def _tell(self, result: "Synced") -> None:
        """Say what came of it; what was sent by itself and went well is said only where it is looked for."""
        if result.is_problem:
            self._session.say("warn", result.reason, key="sent")
        elif not self.by_itself:
            self._session.say("good", _("Huyện đã nhận đủ."), key="sent")

    def _failed(self, error: UserError) -> None:
        self.error = error
        self._plan.failed(time.monotonic())
        if not self.by_itself and not isinstance(error, OfflineError):
            self._session.complain(error)

    def _ended(self) -> None:
        self._job = self._link = None
        self.changed.emit()
        if self._session.is_open and not self._session.lanes.closed:
            self.learn()
            self._session.changed.emit("")
            self._session.refreshed.emit()


def _known(desk: "Desk") -> "Address | None":
    from desktop_app.app.hub_facts import hub_address
    from desktop_app.app.place import place_of

    with desk.store.read() as tx:
        return hub_address(tx, place_of(tx))
