"""The hub, wired: a listener on a port, and the ingest beside it."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.app.catalogue import catalogue_version
from desktop_app.app.ingesting import ingest, renew_doors, reopen_sealed
from desktop_app.app.place import check_hub, place_of
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import Received
from desktop_app.app.spool import Spool
from desktop_app.errors import UserError
from desktop_app.hub.server import HubServer, listening
from desktop_app.hub.service import Listener
from desktop_app.hub.settings import Limits
from desktop_app.i18n import _
from desktop_app.sync.doorway import SshDoorway
from desktop_app.sync.tls import hub_certificate

STORAGE = "hub"
LOOK_S = 0.25
SWEEP_LOOKS = 240
AGAIN_S = 30.0
Told = Callable[[Received], None]
Reopen = Callable[[], Desk]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A server that listens already; ``pin`` is "" for one without TLS."""

    server: HubServer
    url: str
    pin: str


def open_listener(
    spool: Spool, host: str, port: int, *, plain: bool = False, limits: Limits | None = None
) -> Opened:
    """Return a server for ``spool``; port 0 takes a free one. Raises `UserError` for one that is taken."""
    spool.open()
    certificate, key, pin = hub_certificate(spool.root / "tls")
    try:
        bound = listening(host, port)
    except OSError as error:
        raise UserError(
            _("Không mở được cổng {port}: {reason}.").format(port=port, reason=error.strerror or error),
            where=host,
            todo=_("Hãy chọn cổng khác, hoặc tắt chương trình đang dùng cổng này."),
        ) from error
    server = HubServer(
        Listener(spool, SshDoorway(), limits or Limits()), bound, None if plain else (certificate, key)
    )
    shown = f"[{server.address[0]}]" if ":" in server.address[0] else server.address[0]
    return Opened(
        server, f"{'http' if plain else 'https'}://{shown}:{server.address[1]}", "" if plain else pin
    )


def check_receives(desk: Desk) -> None:
    """Raise `UsageError` unless the home receives bundles."""
    with desk.store.read() as tx:
        place = place_of(tx)
    check_hub(place)


class _Current:
    """The desk of who serves for days: opened anew where the catalogue says something else by now."""

    def __init__(self, desk: Desk, reopen: Reopen | None) -> None:
        self._desk, self._reopen = desk, reopen
        self._known = _version(desk)

    def desk(self) -> Desk:
        """Return the desk; the former one is closed once the new one is open."""
        if self._reopen is not None and _version(self._desk) != self._known:
            former, self._desk = self._desk, self._reopen()
            self._known = _version(self._desk)
            former.store.close()
        return self._desk


def _version(desk: Desk) -> str:
    with desk.store.read() as tx:
        return catalogue_version(tx)


def watch(
    desk: Desk,
    spool: Spool,
    stop: threading.Event,
    told: Told | None = None,
    reopen: Reopen | None = None,
) -> None:
    """Take in what comes until ``stop`` is set; ``told`` hears what became of each bundle.

    ``reopen`` gives the desk of the same home in the catalogue in force now, where somebody else may change
    that; the window opens its home anew itself.

    No failure ends it: a full disk, a busy home are tried again.
    """
    spool.open()
    current, looks = _Current(desk, reopen), 0
    while not stop.is_set():
        try:
            thoroughly = looks % SWEEP_LOOKS == 0
            if thoroughly or any(spool.all_waiting()):
                desk = current.desk()
            for done in look(desk, spool, thoroughly=thoroughly, pause_s=AGAIN_S):
                if told:
                    told(done)
            looks += 1
        except UserError as error:
            log.warning("taking in waits: %s", error.what)
            stop.wait(AGAIN_S)
        except Exception:
            log.exception("taking in waits")
            stop.wait(AGAIN_S)
        stop.wait(LOOK_S)


def look(desk: Desk, spool: Spool, *, thoroughly: bool = True, pause_s: float = 0) -> list[Received]:
    """Take in what waits, once; ``thoroughly``: try what is sealed too, and forget what has had its time."""
    found = []
    if thoroughly:
        Listener(spool, SshDoorway()).uploads().sweep()
        found = reopen_sealed(desk, spool)
    return found + ingest(desk, spool, pause_s=pause_s)


@contextmanager
def ingesting(
    desk: Desk, spool: Spool, told: Told | None = None, reopen: Reopen | None = None
) -> Iterator[None]:
    """Take in what comes (`watch`), on a thread of its own, for the length of the block."""
    spool.open()
    renew_doors(desk, spool)
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(desk, spool, stop, told, reopen), name="ingest")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def storage_of(home: Path, storage: Path | None) -> Spool:
    """Return the spool that was named, or the home's own."""
    return Spool(storage or home / STORAGE)
