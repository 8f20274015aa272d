"""What faces the network, as the listener and the ingest see it; neither needs a secret of the hub."""

from pathlib import Path
from typing import NamedTuple, Protocol


class Announced(NamedTuple):
    """What a verified header says before any byte of its payload: ``activation`` while its PC is new."""

    bundle_id: str
    device: str
    public: str
    to: str
    activation: str | None
    payload_bytes: int
    payload_sha256: str


class Doorway(Protocol):
    """Seals and logins verified by public keys alone (sync/)."""

    payload_limit: int
    """The largest payload that any reader takes, in bytes."""

    def announced(self, header: bytes, signature: bytes) -> Announced:
        """Return what a seal announces; raises `RefusedError` unless its device signed it."""

    def assemble(self, header: bytes, signature: bytes, payload: Path, path: Path) -> None:
        """Write the bundle of these parts at ``path``; raises `RefusedError` if the payload is another."""

    def speaker(self, signature: bytes, challenge: bytes) -> str:
        """Return the public key (hex) that signed a login's challenge; raises `RefusedError`."""

    def device_of(self, public: str) -> str:
        """Return the device id of a public key in hex."""
