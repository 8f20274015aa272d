"""Bundles that are objects (`app.ports.Codec`): nothing is packed or encrypted, and nothing can be forged.

A seal is what `write` made; an envelope opens only with an identity that it is for.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from desktop_app.app.ports import (
    Activation,
    DeviceSecrets,
    EnrolProof,
    Opened,
    Outgoing,
    Random,
    SealedTips,
    SealInfo,
    Written,
)
from desktop_app.domain.have import Run
from desktop_app.errors import RefusedError


@dataclass
class Parcel:
    """One bundle on its way."""

    bundle_id: str
    device: str
    public: str
    to: str
    enrol: EnrolProof | None
    signed: SealedTips
    recipients: tuple[str, ...]
    contents: Opened

    def open(self, identities: Sequence[str]) -> Opened:
        if not set(map(_recipient, identities)) & set(self.recipients):
            raise RefusedError("not for this key")
        c = self.contents
        return Opened(
            c.answers, {s: list(runs) for s, runs in c.have.items()}, c.held, list(c.ops), list(c.seals)
        )

    def keep(self, path: Path) -> None:
        path.write_bytes(b"")

    def close(self) -> None: ...


@dataclass
class MemoryCodec:
    """Keys, bundles and activations of one world."""

    random: Random
    parcels: dict[Path, Parcel] = field(default_factory=dict)
    seals: dict[SealInfo, SealedTips] = field(default_factory=dict)

    def new_device(self) -> DeviceSecrets:
        public, key = self.random(32).hex(), self.random(8).hex()
        return DeviceSecrets(b"", f"identity-{key}", public, self.device_of(public), f"age-{key}")

    def recipient_of(self, identity: str) -> str:
        return _recipient(identity)

    def is_recipient(self, text: str) -> bool:
        return text.startswith("age-")

    def new_recovery(self) -> tuple[str, str]:
        key = self.random(8).hex()
        return f"identity-{key}", f"age-{key}"

    def device_of(self, public: str) -> str:
        return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]

    def write(self, path: Path, keys: DeviceSecrets, out: Outgoing) -> Written:
        assert all(chain.startswith(keys.device) for chain, _seq, _op in out.tips)
        header = msgspec.json.encode(
            [keys.public, out.to, out.tips, out.answers, out.enrol, self.random(8).hex()]
        )
        bundle_id, info = hashlib.sha256(header).hexdigest(), SealInfo(header, b"")
        signed = SealedTips(bundle_id, keys.device, tuple((chain, op) for chain, _seq, op in out.tips), info)
        self.seals[info] = signed
        have = {space: [Run(*run) for run in runs] for space, runs in out.have.items()}
        contents = Opened(out.answers, have, out.held, list(out.ops), [self.seals[one] for one in out.seals])
        proof = (
            EnrolProof(out.enrol[0], f"{out.enrol[1]} {keys.public}", keys.recipient) if out.enrol else None
        )
        self.parcels[path] = Parcel(
            bundle_id, keys.device, keys.public, out.to, proof, signed, out.recipients, contents
        )
        return Written(signed, len(header))

    def envelope(self, path: Path) -> Parcel:
        return self.parcels[path]

    def proves(self, secret: str, envelope: Parcel) -> bool:
        return envelope.enrol is not None and envelope.enrol.mac == f"{secret} {envelope.public}"

    def write_activation(self, _path: Path, _activation: Activation) -> None: ...


def _recipient(identity: str) -> str:
    return identity.replace("identity", "age")
