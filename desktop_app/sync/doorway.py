"""Verifying for the listener: seals and logins by public keys, bundles put together (`app.ports.doors`)."""

from pathlib import Path

from desktop_app.app.ports.doors import Announced
from desktop_app.sync import bundle, refusals, sshsig
from desktop_app.sync.header import Seal, verify
from desktop_app.sync.keys import device_id

LOGIN = "login@moduong"


class SshDoorway:
    """`app.ports.doors.Doorway`."""

    payload_limit = bundle.LIMITS.file_bytes

    def announced(self, header: bytes, signature: bytes) -> Announced:
        """Return what a seal announces; raises `RefusedError` unless its device signed it."""
        found = verify(Seal(header, signature))
        return Announced(
            found.bundle_id, found.device_id, found.device, found.to,
            found.enrol.activation if found.enrol else None, found.payload_bytes, found.payload_sha256,
        )  # fmt: skip

    def assemble(self, header: bytes, signature: bytes, payload: Path, path: Path) -> None:
        """Write the bundle of these parts at ``path``; raises `RefusedError` if the payload is another."""
        with payload.open("rb") as source:
            bundle.assemble(path, Seal(header, signature), source)

    def speaker(self, signature: bytes, challenge: bytes) -> str:
        """Return the public key (hex) that signed a login's challenge; raises `RefusedError`."""
        try:
            return sshsig.verify(signature, challenge, LOGIN).hex()
        except sshsig.SshsigError as error:
            raise refusals.bad_signature() from error

    def device_of(self, public: str) -> str:
        """Return the device id of a public key in hex."""
        return device_id(bytes.fromhex(public))
