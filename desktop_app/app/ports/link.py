"""The road by HTTP, as the use cases see it (sync/link.py; docs/protocol.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from desktop_app.app.ports.bundles import DeviceSecrets

Doing = Literal["sending", "waiting", "fetching"]


class Address(NamedTuple):
    """Where a hub listens; ``pin``: SHA-256 of its TLS public key, hex, "" for the system's certificates."""

    url: str
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """How far a bundle, or its answer, is on the road.

    ``done`` and ``total`` in bytes (total 0: not known yet), ``rate`` in bytes/s and ``left_s`` in
    seconds, None while nobody can tell.
    """

    doing: Doing
    done: int = 0
    total: int = 0
    rate: float | None = None
    left_s: float | None = None


Tell = Callable[[Transfer], None]
"""Told often, also while nothing moves; what it raises stops the sync, which goes on from there later."""


class Standing(NamedTuple):
    """What the hub says of a bundle that it has: ``reason`` in its words.

    "waiting": it has it all and has not answered yet; "sealed": it does not know this PC yet.
    """

    state: Literal["answered", "waiting", "sealed", "refused"]
    reason: str = ""


class Link(Protocol):
    """The way to one hub for one device."""

    def carry(self, bundle: Path, answer: Path, tell: Tell) -> Standing:
        """Bring a bundle to the hub, wait for its answer, write that to ``answer``.

        Goes on from wherever an earlier attempt stopped. Raises `OfflineError`, `HubRefusedError`,
        `UntrustedHubError`.
        """

    def withdraw(self, bundle: Path) -> None:
        """Take back a bundle that has not come over whole; raises as `carry`, also where it has."""

    def abort(self) -> None:
        """Cut the request under way, from any thread: who waits for an answer hears of a stop at once.

        ``tell`` is then asked once more, and should raise; nothing is sent any more by this link.
        """

    def close(self) -> None:
        """Let go of the connection."""


class Connect(Protocol):
    """Makes links; nothing is sent before the first call of one."""

    def __call__(self, address: Address, keys: DeviceSecrets) -> Link: ...
