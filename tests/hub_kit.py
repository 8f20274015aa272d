"""A real hub on a real port, for a district's desk."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.app.ports import Desk
from desktop_app.app.spool import Spool
from desktop_app.compose import hub
from desktop_app.hub.settings import Limits


@dataclass(frozen=True)
class Running:
    """Where the hub is."""

    url: str
    pin: str
    spool: Spool

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        host, _colon, port = self.url.split("//")[1].rpartition(":")
        return host, int(port)


@contextmanager
def running_hub(
    district: Desk,
    folder: Path,
    *,
    plain: bool = True,
    limits: Limits | None = None,
    takes_in: bool = True,
    port: int = 0,
) -> Iterator[Running]:
    """Serve a district's hub for the length of the block; ``folder`` holds its spool."""
    spool = Spool(folder / "hub").open()
    opened = hub.open_listener(spool, "127.0.0.1", port, plain=plain, limits=limits)
    hub.renew_doors(district, spool)
    thread = threading.Thread(target=opened.server.run)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not opened.server.started:
            assert time.monotonic() < until, "the hub did not start"
            time.sleep(0.01)
        running = Running(opened.url, opened.pin, spool)
        if takes_in:
            with hub.ingesting(district, spool):
                yield running
        else:
            yield running
    finally:
        opened.server.stop()
        thread.join()
