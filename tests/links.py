"""Links to a real hub, as quick as a test may be, and bundles to carry over them."""

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_app.app import outbox, overview, syncing
from desktop_app.app.ports import Address, Desk, DeviceSecrets, Outgoing, Standing, Tell, Transfer
from desktop_app.app.syncing import Synced
from desktop_app.sync.link import HttpLink
from desktop_app.sync.pace import Timing
from tests.desks import add, place
from tests.hub_kit import Running

KIB = 1024

QUICK = Timing(
    connect_s=5, idle_s=10, first_pause_s=0.01, most_pause_s=0.1, first_poll_s=0.05, most_poll_s=0.3,
    answer_s=30, quick_s=0.5, slow_s=2,
)  # fmt: skip
# Nothing takes these bundles in: what the listener has is to be looked at.
UNANSWERED = replace(QUICK, answer_s=0)


def linked(address: Address, keys: DeviceSecrets) -> HttpLink:
    """`app.ports.Connect`, quick."""
    return HttpLink(address, keys, QUICK)


def sync(desk: Desk, hub: Running | Address, tell: Tell | None = None) -> Synced:
    """Sync with a hub that runs, or with whatever stands at an address."""
    address = hub if isinstance(hub, Address) else Address(hub.url, hub.pin)
    return syncing.sync(desk, linked, tell, address)


def bundle_of(commune: Desk, path: Path, size: int) -> Path:
    """A bundle of about so many bytes that nothing packs smaller; the listener does not look into it."""
    home = place(commune)
    lines = tuple(os.urandom(64 * KIB).hex().encode() for _ in range(size // (64 * KIB)))
    lines += (os.urandom(size % (64 * KIB) + 1).hex().encode(),)
    to, secret = home.hub, (home.activation, home.secret)
    out = Outgoing(to.device, (to.recipient, to.recovery), None, {}, (), lines, (), (), secret)
    commune.codec.write(path, home.keys, out)
    return path


def carry(
    desk: Desk,
    url: str,
    bundle: Path,
    timing: Timing = UNANSWERED,
    tell: Callable[[Transfer], None] | None = None,
) -> Standing:
    link = HttpLink(Address(url), place(desk).keys, timing)
    try:
        return link.carry(bundle, bundle.with_suffix(".answer"), tell or (lambda _transfer: None))
    finally:
        link.close()


def stored(hub: Running) -> bytes:
    """The one bundle that the hub has whole."""
    (path,) = hub.spool.all_waiting()
    return path.read_bytes()


class Pulled(Exception):  # noqa: N818
    """The plug."""


def on_its_way(desk: Desk) -> list[Path]:
    """What lies in the outbox."""
    return [path for path in sorted((desk.store.path / outbox.OUTBOX).glob("*")) if path.suffix]


def pull_after(offset: int) -> Callable[[Transfer], None]:
    def tell(transfer: Transfer) -> None:
        if transfer.doing == "sending" and transfer.done > offset:
            raise Pulled

    return tell


def pull_when(doing: str) -> Callable[[Transfer], None]:
    def tell(transfer: Transfer) -> None:
        if transfer.doing == doing:
            raise Pulled

    return tell


def add_large(desk: Desk, count: int = 12) -> list[str]:
    """Records that no packing makes small: some 8 KiB each."""
    letters = random.Random(3)
    notes = [
        "".join(letters.choices("aăâbcdđeêghiklmnoôơpqrstuưvxy 0123456789", k=12 * KIB)) for _ in range(count)
    ]
    return [add(desk, asset_code=f"MT-{n}", note=note) for n, note in enumerate(notes)]


def same(commune: Desk, district: Desk) -> bool:
    code = place(commune).code
    return overview.digest(commune, code) == overview.digest(district, code)
