"""Links to a real hub, as quick as a test may be."""

from desktop_app.app import syncing
from desktop_app.app.ports import Address, Desk, DeviceSecrets, Tell
from desktop_app.app.syncing import Synced
from desktop_app.sync.link import HttpLink
from desktop_app.sync.pace import Timing
from tests.hub_kit import Running

QUICK = Timing(
    connect_s=5, idle_s=10, first_pause_s=0.01, most_pause_s=0.1, first_poll_s=0.05, most_poll_s=0.3,
    answer_s=30, quick_s=0.5, slow_s=2,
)  # fmt: skip


def linked(address: Address, keys: DeviceSecrets) -> HttpLink:
    """`app.ports.Connect`, quick."""
    return HttpLink(address, keys, QUICK)


def sync(desk: Desk, hub: Running | Address, tell: Tell | None = None) -> Synced:
    """Sync with a hub that runs, or with whatever stands at an address."""
    address = hub if isinstance(hub, Address) else Address(hub.url, hub.pin)
    return syncing.sync(desk, linked, tell, address)
