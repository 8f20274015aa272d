"""Small bundles, honest and forged, for the tests of the codec."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyrage
import zstandard

from desktop_app.sync import container, sshsig, tar
from desktop_app.sync.bundle import Contents, Header, Manifest, Seal, Tip, write_bundle
from desktop_app.sync.header import NAMESPACE
from desktop_app.sync.keys import DeviceKeys, RecoveryKey

SPACE = "7d1f8a06-6f5a-4c9a-9b60-0d9a2b6d4a11"
OP_ID = "0f" * 32
FOREIGN_CHAIN = "0a" * 16 + "-" + "0b" * 8
OPS = ['{"note":"Xã Thanh Nưa"}'.encode(), b'{"note":"<b>=1+1</b>"}']


@dataclass(frozen=True)
class Parties:
    """A commune's PC that sends, a district that receives, and the district's recovery key."""

    pc: DeviceKeys
    hub: DeviceKeys
    recovery: RecoveryKey

    @property
    def recipients(self) -> list[str]:
        return [self.hub.recipient, self.recovery.recipient]

    @property
    def tip(self) -> Tip:
        return Tip(f"{self.pc.device_id}-{'ab' * 8}", 2, OP_ID)


def parties() -> Parties:
    return Parties(DeviceKeys.generate(), DeviceKeys.generate(), RecoveryKey.generate())


def send(folder: Path, who: Parties, contents: Contents | None = None, **more: object) -> tuple[Path, Header]:
    """Write an honest bundle from the PC to the hub."""
    path = folder / "b.moduong"
    contents = contents or Contents(Manifest(), OPS)
    options = {"recipients": who.recipients, "tips": [who.tip]} | more
    return path, write_bundle(path, who.pc, to=who.hub.device_id, contents=contents, **options)  # type: ignore[arg-type]


def tar_of(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A tar of our form, of any members."""
    return b"".join(b"".join(tar.member(name, len(data), [data])) for name, data in members) + tar.END


def manifest_and_ops(ops: bytes = b"") -> list[tuple[str, bytes]]:
    """The two members that every payload begins with."""
    return [("manifest.json", Manifest().encode()), ("ops.jsonl", ops)]


def encrypted(packed: bytes, who: Parties) -> bytes:
    """A payload.age around anything."""
    return pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(one) for one in who.recipients])


def payload_of(plain_tar: bytes, who: Parties) -> bytes:
    """A payload.age around any tar."""
    return encrypted(zstandard.ZstdCompressor().compress(plain_tar), who)


def seal(header_json: bytes, device: DeviceKeys, namespace: str = NAMESPACE) -> Seal:
    """Any bytes signed as a header."""
    return Seal(header_json, sshsig.sign(header_json, device, namespace))


def zip_of(a_seal: Seal, payload: bytes) -> bytes:
    """The exact ZIP around any three members: what a forger can always make."""
    target, measured = io.BytesIO(), container.measure(io.BytesIO(payload))
    container.write(target, *a_seal, io.BytesIO(payload), measured)
    return target.getvalue()


def header_fields(who: Parties, payload: bytes) -> dict[str, object]:
    """The fields of a right header over this payload, to be bent by a test."""
    measured = container.measure(io.BytesIO(payload))
    header = Header(who.pc.public.hex(), measured.size, measured.sha256, (who.tip,), who.hub.device_id)
    fields: dict[str, object] = msgspec.to_builtins(header)
    return fields


def signed_by_pc(folder: Path, who: Parties, payload: bytes) -> Path:
    """A bundle whose envelope is right, around any payload: a device that lies inside."""
    path = folder / "lie.moduong"
    header = msgspec.json.encode(header_fields(who, payload), order="sorted")
    path.write_bytes(zip_of(seal(header, who.pc), payload))
    return path
