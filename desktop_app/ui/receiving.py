"""Receiving by the local network, inside the district's window: a hub that is on only while the window is."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QNetworkInterface

from desktop_app.errors import UserError
from desktop_app.ui.programme import Arriving, EmbeddedHub
from desktop_app.ui.tasks import Lane

if TYPE_CHECKING:
    from desktop_app.app.ports import Address, Desk
    from desktop_app.app.receiving import Received
    from desktop_app.ui.session import Session

PORT = 8443
ANYWHERE = "0.0.0.0"  # noqa: S104  # communes call from other PCs
LOOK_MS = 700
SETTING = "window_receiving"
"""The home's own setting: {"on": bool, "port": int}."""


class Wish(NamedTuple):
    """What the person wants, and the address that PCs know."""

    on: bool
    port: int
    told: "Address | None"


class Receiving(QObject):
    """The switch, and what comes in.

    Signals: ``changed()`` it went on or off, or another address was told; ``moved()`` something is on
    its way; ``came(Received)`` a bundle was taken in.
    """

    changed = Signal()
    moved = Signal()
    came = Signal(object)
    _told = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.hub: EmbeddedHub | None = None
        self.error: UserError | None = None
        self.arriving: list[Arriving] = []
        self.told: Address | None = None
        self.units: dict[str, str] = {}
        self.port = PORT
        self.is_starting = False
        self.results: list[Received] = []
        self._begun = self._again = self._wanted = False
        self._parts = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        # From the ingest's thread to this one.
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Go on receiving if it was on when the window was last closed."""
        if not self._begun:
            self._begun = True
            self._session.ask(wish, self._begin, self)

    def _begin(self, wanted: Wish) -> None:
        self.told, self.port, self._wanted = wanted.told, wanted.port, wanted.on
        self.changed.emit()
        if wanted.on:
            self.start()

    @property
    def is_on(self) -> bool:
        """Whether communes can send now."""
        return self.hub is not None

    def switch(self, *, on: bool) -> None:
        """Begin or stop receiving, and remember it for this home."""
        self._wanted = on
        self._remember()
        if on:
            self.start()
        else:
            self.stop()

    def choose_port(self, port: int) -> None:
        """Take another port, from the next time on that receiving begins."""
        self.port, self.error = port, None
        self._remember()
        self.changed.emit()

    def _remember(self) -> None:
        on, port = self._wanted, self.port
        self._session.ask(lambda desk: remember(desk, on=on, port=port), lambda _none: None, self)

    def start(self) -> None:
        """Open the port; where that fails it is said in words, and receiving stays off."""
        if self.is_on or self.is_starting:
            return
        self.is_starting, self.error = True, None
        if self._parts:  # what was on a moment ago still lets go of the port
            self._again = True
            self.changed.emit()
            return
        session, port = self._session, self.port
        session.lanes.run(
            lambda: session.programme.open_hub(session.desk, ANYWHERE, port),
            self._opened,
            self._refused,
            owner=self,
        )
        self.changed.emit()

    def _opened(self, hub: EmbeddedHub) -> None:
        self.is_starting, self.hub = False, hub
        lanes, self._parts = self._session.lanes, 2
        for part in (hub.listen, lambda: hub.take_in(self._told.emit)):
            # However it ends, and be it by a fault of ours: the other half must not stay on alone.
            lanes.serve(part, hub.stop, self._failed, self).destroyed.connect(self._ended)
        self._timer.start()
        self._session.ask(seats, self._know, self)
        if self.told is None and (urls := self.urls()):
            self.tell(urls[0])
        self.changed.emit()

    def _know(self, units: dict[str, str]) -> None:
        self.units = units

    def _refused(self, error: UserError) -> None:
        self.is_starting, self.error = False, error
        self.changed.emit()

    def stop(self) -> None:
        """Close the port; what was under way goes on when it is open again."""
        self._timer.stop()
        self.arriving = []
        if self._again:
            self._again = self.is_starting = False
        if self.hub is not None:
            self.hub.stop()
            self.hub = None
        self.changed.emit()

    def _failed(self, error: UserError) -> None:
        self.error = error

    def rest(self) -> None:
        """Stop for now; `begin` goes on with what the person wants."""
        self._begun = False
        self.stop()

    def _ended(self) -> None:
        """Stop the other half too: one without the other receives nothing, or answers nothing."""
        self._parts -= 1
        if self.hub is not None and self._parts < 2 and not self._again:
            self.stop()
        if self._again and not self._parts:
            self._again = self.is_starting = False
            self.start()

    # --- what comes ---------------------------------------------------------------------------------

    def _look(self) -> None:
        hub = self.hub
        if hub is not None:
            self._session.lanes.run(hub.arriving, self._show, owner=self, lane=Lane.POOL, droppable=True)

    def _show(self, found: list[Arriving]) -> None:
        if found != self.arriving:
            self.arriving = found
            self.moved.emit()

    def _take(self, received: "Received") -> None:
        self.results.append(received)
        self.came.emit(received)
        self._session.ask(seats, self._know, self)
        self._session.changed.emit("")
        self._session.refreshed.emit()

    def unit_of(self, one: Arriving) -> str:
        """Return what the sender's unit is called, "" for a PC that is new here."""
        return self._session.unit_name(self.units[one.device]) if one.device in self.units else ""

    # --- the address --------------------------------------------------------------------------------

    def urls(self) -> list[str]:
        """Return the addresses at which this PC can be reached on its networks."""
        if self.hub is None:
            return []
        return [f"https://{host}:{self.hub.port}" for host in hosts()]

    def tell(self, url: str) -> None:
        """Say this address to all PCs: by new activation files, and by the next return bundles."""
        hub = self.hub
        if hub is None:
            return
        self._session.ask(lambda desk: announce(desk, url, hub.pin), self._say_told, self)

    def _say_told(self, address: "Address") -> None:
        self.told = address
        self.changed.emit()


def hosts() -> list[str]:
    """Return this PC's IPv4 addresses on networks that are up, without its own loop and link-local ones."""
    flags = QNetworkInterface.InterfaceFlag
    found = []
    for one in QNetworkInterface.allInterfaces():
        if one.flags() & flags.IsUp and not one.flags() & flags.IsLoopBack:
            found += [entry.ip() for entry in one.addressEntries()]
    return [ip.toString() for ip in found if _is_reachable(ip)]


def _is_reachable(ip: QHostAddress) -> bool:
    return ip.protocol() is QAbstractSocket.NetworkLayerProtocol.IPv4Protocol and not ip.isLinkLocal()


# --- on the store lane -------------------------------------------------------------------------------


def wish(desk: "Desk") -> Wish:
    """Return what this home remembers of receiving."""
    from desktop_app.app.hub_facts import hub_address
    from desktop_app.app.place import place_of

    with desk.store.read() as tx:
        kept = tx.setting(SETTING) or {}
        told = hub_address(tx, place_of(tx))
    return Wish(bool(kept.get("on")), int(kept.get("port", PORT)), told)


def remember(desk: "Desk", *, on: bool, port: int) -> None:
    """Remember whether to receive when the window opens."""
    with desk.store.write() as tx:
        tx.put_setting(SETTING, {"on": on, "port": port})


def announce(desk: "Desk", url: str, pin: str) -> "Address":
    """Write the address into the catalogue."""
    from desktop_app.app.hub_facts import set_address

    return set_address(desk, url, pin)


def seats(desk: "Desk") -> dict[str, str]:
    """Return device → the code of its unit, of every PC that is bound here."""
    from desktop_app.app.place import place_of

    with desk.store.read() as tx:
        on, units = place_of(tx).on, {info.uuid: info.unit for info in tx.spaces()}
        seated = {peer.device: units.get(peer.space) for peer in tx.peers()}
    return {device: desk.units.code(unit, on) for device, unit in seated.items() if unit}
