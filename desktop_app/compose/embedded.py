"""The hub inside the district's window: the same listener and the same ingest as the service."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.app.ingesting import renew_doors
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import Received
from desktop_app.app.spool import Spool
from desktop_app.compose import hub
from desktop_app.hub.service import Listener
from desktop_app.hub.uploads import Upload
from desktop_app.sync.doorway import SshDoorway
from desktop_app.ui.programme import Arriving

if TYPE_CHECKING:
    from desktop_app.compose.hub import Opened


class WindowHub:
    """A `desktop_app.ui.programme.EmbeddedHub`."""

    def __init__(self, desk: Desk, spool: Spool, opened: "Opened") -> None:
        self._desk, self._spool, self._opened = desk, spool, opened
        self._stop = threading.Event()
        self.port, self.pin = opened.server.address[1], opened.pin

    def listen(self) -> None:
        """Answer whoever calls; returns after `stop`."""
        self._opened.server.run()

    def take_in(self, told: Callable[[Received], None]) -> None:
        """Take in what comes; returns after `stop`."""
        hub.watch(self._desk, self._spool, self._stop, told)

    def arriving(self) -> list[Arriving]:
        """Return what is on its way in."""
        uploads = Listener(self._spool, SshDoorway()).uploads()
        names = [folder.name for folder in self._spool.uploads.iterdir() if not folder.name.startswith(".")]
        return [one for name in names if (one := _arriving(uploads.find(name))) is not None]

    def stop(self) -> None:
        """Stop both."""
        self._stop.set()
        self._opened.server.stop()


def open_hub(desk: Desk, host: str, port: int) -> WindowHub:
    """Return a hub that listens on ``host``; raises `UserError` where the port is taken."""
    hub.check_receives(desk)
    spool = hub.storage_of(desk.store.path, None).open()
    renew_doors(desk, spool)
    return WindowHub(desk, spool, hub.open_listener(spool, host, port))


def _arriving(upload: Upload) -> Arriving | None:
    state = upload.state()
    if state is None or state.done:
        return None
    return Arriving(upload.bundle, state.device, state.offset, state.length)
