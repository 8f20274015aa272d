"""The codec as the use cases see it (`app.ports.Codec`): keys, bundles, activation files."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from desktop_app.app import ports
from desktop_app.app.files import write_file
from desktop_app.app.ports import (
    DeviceSecrets,
    EnrolProof,
    HubCard,
    Opened,
    Outgoing,
    Request,
    SealedTips,
    SealInfo,
    Written,
)
from desktop_app.domain.have import Run
from desktop_app.sync import activation, bundle, documents, qr, refusals, signed
from desktop_app.sync.bundle import Contents, Enrol, HaveEntry, Header, Manifest, Seal, Tip
from desktop_app.sync.keys import DeviceKeys, RecoveryKey, device_id, is_identity, recipient_bytes


class BundleCodec:
    """Writes and reads what travels."""

    def new_device(self) -> DeviceSecrets:
        """Return the keys of a new device, from the system's randomness."""
        return _secrets(DeviceKeys.generate())

    def new_recovery(self) -> tuple[str, str]:
        """Return (secret, recipient) of a new recovery key; the secret is to be kept offline."""
        key = RecoveryKey.generate()
        return key.age_identity, key.recipient

    def new_recipient(self) -> tuple[str, str]:
        """Return (secret, recipient) of a new X25519 key, from the system's randomness."""
        return self.new_recovery()

    def recipient_of(self, secret: str) -> str:
        """Return the recipient of an age secret."""
        return RecoveryKey(secret).recipient

    def is_recipient(self, text: str) -> bool:
        """Return whether ``text`` is a recipient that can be encrypted to."""
        with suppress(ValueError):
            return bool(recipient_bytes(text))
        return False

    def is_identity(self, text: str) -> bool:
        """Return whether ``text`` is the secret of a recipient."""
        return is_identity(text)

    def device_of(self, public: str) -> str:
        """Return the device id of a public key in hex."""
        return device_id(bytes.fromhex(public))

    def write(self, path: Path, keys: DeviceSecrets, out: Outgoing) -> Written:
        """Write a bundle, read it back from the disk, and return its id, seal and size."""
        header = bundle.write_bundle(
            path,
            _keys(keys),
            to=out.to,
            recipients=out.recipients,
            contents=Contents(
                Manifest(out.answers, out.wanted, _entries(out.have), out.held),
                list(out.ops),
                [Seal(*one) for one in out.seals],
                out.blobs,
            ),
            tips=[Tip(*tip) for tip in out.tips],
            enrol=_proof(out.enrol, keys),
        )
        seal = bundle.sign(header, _keys(keys))
        return Written(_signed(header, seal), path.stat().st_size)

    def envelope(self, path: Path) -> ports.Envelope:
        """Return the verified envelope of a bundle; raises `RefusedError`."""
        return _Envelope(bundle.read_envelope(path))

    def vouched(self, seal: SealInfo) -> SealedTips | None:
        """Return what a seal signs, or None if its signature is not the named device's."""
        found = Seal(*seal)
        header = bundle.try_verify(found)
        return None if header is None else _signed(header, found)

    def proves(self, secret: str, envelope: ports.Envelope) -> bool:
        """Return whether the envelope's enrolment was made by a holder of ``secret``."""
        proof = envelope.enrol
        return proof is not None and activation.mac_is_right(
            secret, bytes.fromhex(envelope.public), proof.recipient, proof.mac
        )

    def sniff(self, path: Path) -> str | None:
        """Tell what a file is by its content: "bundle", "activation" or None."""
        return bundle.sniff(path)

    def write_activation(self, path: Path, issued: ports.Activation) -> None:
        """Write an activation file."""
        write_file(path, _activation(issued).encode())

    def read_activation(self, path: Path) -> ports.Activation:
        """Return what an activation file says; raises `RefusedError`."""
        return _issued(_read(path, activation.LIMIT, activation.read_scanned))

    def draw_activation(self, path: Path, issued: ports.Activation) -> None:
        """Write an activation file's bytes as a QR code, a picture."""
        qr.draw(path, _activation(issued).encode())

    def write_card(self, path: Path, keys: DeviceSecrets, card: HubCard) -> None:
        """Write a hub's card, signed by its device."""
        write_file(path, signed.encode(documents.card(keys.device, card), _keys(keys)))

    def read_card(self, path: Path) -> HubCard:
        """Return what a hub's card says; raises `RefusedError`."""
        return documents.said_by_card(_read(path, signed.LIMIT, lambda data: signed.read(data, signed.Card)))

    def write_request(self, path: Path, keys: DeviceSecrets, request: Request) -> None:
        """Write a PC's request, signed by itself."""
        write_file(path, signed.encode(documents.request(request), _keys(keys)))

    def read_request(self, path: Path) -> Request:
        """Return what a PC asks for; raises `RefusedError`."""
        return documents.said_by_request(
            _read(path, signed.LIMIT, lambda data: signed.read(data, signed.Request))
        )


_T = TypeVar("_T")


def _read(path: Path, limit: int, read: Callable[[bytes], _T]) -> _T:
    with refusals.naming(path), path.open("rb") as file:
        return read(file.read(limit + 1))


class _Envelope:
    def __init__(self, inner: bundle.Envelope) -> None:
        header = inner.header
        self._inner = inner
        self.bundle_id = header.bundle_id
        self.public, self.device, self.to = header.device, header.device_id, header.to
        self.enrol = None if header.enrol is None else EnrolProof(
            header.enrol.activation, header.enrol.mac, header.enrol.recipient
        )  # fmt: skip
        self.signed = _signed(header, inner.seal)

    def open(self, identities: Sequence[str]) -> Opened:
        contents = self._inner.open(identities)
        manifest = contents.manifest
        have: dict[str, list[Run]] = {}
        for entry in manifest.have:
            have.setdefault(entry.space, []).append(Run(*entry[1:]))
        seals = [
            _signed(header, seal)
            for seal in contents.seals
            if (header := bundle.try_verify(seal)) is not None
        ]
        return Opened(
            manifest.answers,
            have,
            manifest.held,
            list(contents.ops),
            seals,
            manifest.blobs_missing,
            contents.blobs,
        )

    def keep(self, path: Path) -> None:
        self._inner.keep(path)

    def close(self) -> None:
        self._inner.close()


def _signed(header: Header, seal: Seal) -> SealedTips:
    tips = tuple((tip.chain, tip.op_id) for tip in header.tips)
    return SealedTips(header.bundle_id, header.device_id, tips, SealInfo(*seal))


def _secrets(keys: DeviceKeys) -> DeviceSecrets:
    return DeviceSecrets(keys.signing, keys.age_identity, keys.public.hex(), keys.device_id, keys.recipient)


def _keys(secrets: DeviceSecrets) -> DeviceKeys:
    return DeviceKeys(secrets.signing, secrets.age)


def _entries(have: ports.Have) -> tuple[HaveEntry, ...]:
    return tuple(HaveEntry(space, *run) for space, runs in have.items() for run in runs)


def _proof(enrol: tuple[str, str] | None, keys: DeviceSecrets) -> Enrol | None:
    if enrol is None:
        return None
    issued, secret = enrol
    mac = activation.mac(secret, bytes.fromhex(keys.public), keys.recipient)
    return Enrol(issued, mac, keys.recipient)


def _activation(issued: ports.Activation) -> activation.Activation:
    return activation.Activation(
        activation=issued.activation,
        catalogue=issued.catalogue,
        hub=_hub(issued),
        role=issued.role,
        round=activation.Round(issued.round_id, issued.round_name, issued.reference_date),
        sample=issued.sample,
        secret=issued.secret,
        space=issued.space,
        unit=activation.Unit(issued.unit_code, issued.unit, issued.level, issued.unit_name),
    )


def _hub(issued: ports.Activation) -> activation.Hub:
    return activation.Hub(
        issued.hub, issued.hub_name, issued.hub_recipient, issued.recovery_recipient, issued.url, issued.pin
    )


def _issued(read: activation.Activation) -> ports.Activation:
    return ports.Activation(
        activation=read.activation,
        secret=read.secret,
        hub=read.hub.device,
        hub_recipient=read.hub.recipient,
        recovery_recipient=read.hub.recovery,
        hub_name=read.hub.name,
        catalogue=read.catalogue,
        unit=read.unit.id,
        unit_code=read.unit.code,
        unit_name=read.unit.name,
        level=read.unit.level,
        space=read.space,
        role=read.role,
        round_id=read.round.id,
        round_name=read.round.name,
        reference_date=read.round.reference_date,
        sample=read.sample,
        url=read.hub.url,
        pin=read.hub.pin,
    )
