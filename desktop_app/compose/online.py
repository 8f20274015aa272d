"""The way to the hub, imported on use: httpx is slow to import and not always needed."""

from desktop_app.app.ports import Address, DeviceSecrets, Link


def connect(address: Address, keys: DeviceSecrets) -> Link:
    """Return the link to a hub (`app.ports.Connect`); nothing is sent yet."""
    from desktop_app.sync.link import HttpLink

    return HttpLink(address, keys)
