"""Keys, bundles and activation files, as the use cases see them (sync/)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from desktop_app.domain.have import Have, Run
from desktop_app.domain.ops import OpId


class SealInfo(NamedTuple):
    """A header and its signature."""

    header: bytes
    signature: bytes


class Outgoing(NamedTuple):
    """What a bundle is to hold; ``tips`` of own chains (chain, seq, op id).

    ``wanted``: hashes of photos that records name and that are not here; ``blobs``: hash → those that the
    receiver wants.
    """

    to: str
    recipients: tuple[str, ...]
    answers: str | None
    have: Have
    held: tuple[tuple[OpId, str], ...]
    ops: tuple[bytes, ...]
    seals: tuple[SealInfo, ...]
    tips: tuple[tuple[str, int, OpId], ...]
    enrol: tuple[str, str] | None = None  # (activation, secret)
    wanted: tuple[str, ...] = ()
    blobs: Mapping[str, bytes] = {}


class SealedTips(NamedTuple):
    """A verified seal: whose it is and which tips it signs."""

    bundle_id: str
    device: str
    tips: tuple[tuple[str, OpId], ...]
    seal: SealInfo


class Written(NamedTuple):
    """A bundle on the disk, read back and found whole."""

    signed: SealedTips
    bytes: int


class Opened(NamedTuple):
    """What is inside a bundle; ops as raw lines, ``wanted`` and ``blobs`` as in `Outgoing`."""

    answers: str | None
    have: dict[str, list[Run]]
    held: tuple[tuple[OpId, str], ...]
    ops: list[bytes]
    seals: list[SealedTips]
    wanted: tuple[str, ...] = ()
    blobs: Mapping[str, bytes] = {}


class EnrolProof(NamedTuple):
    """A device's proof that it holds an activation file."""

    activation: str
    mac: str
    recipient: str


class Envelope(Protocol):
    """A bundle whose form, signature and payload hash are right; not decrypted yet."""

    bundle_id: str
    device: str
    public: str
    to: str
    enrol: EnrolProof | None
    signed: SealedTips

    def open(self, identities: Sequence[str]) -> Opened: ...
    def keep(self, path: Path) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Activation:
    """What an activation file says: which hub, which unit, and a secret for one PC."""

    activation: str
    secret: str = field(repr=False)
    hub: str  # public key, hex
    hub_recipient: str
    recovery_recipient: str
    hub_name: str
    catalogue: str
    unit: str  # surrogate id
    unit_code: str
    unit_name: str
    level: str
    space: str
    role: str
    round_id: str
    round_name: str
    reference_date: str
    sample: bool
    url: str = ""
    pin: str = ""  # SHA-256 of the TLS public key, hex


class UnitPlace(NamedTuple):
    """A unit (surrogate id) as it is called, and the space in which its records lie."""

    unit: str
    code: str
    name: str
    level: str
    space: str


@dataclass(frozen=True, slots=True)
class HubCard:
    """What a district hands out in public: ``issued`` is an activation without unit, space and secret."""

    issued: Activation
    units: tuple[UnitPlace, ...]


class Request(NamedTuple):
    """What a PC without an activation file asks of the hub with this device id."""

    device: str
    public: str
    recipient: str
    hub: str
    place: UnitPlace


class DeviceSecrets(NamedTuple):
    """A device's own keys as they lie in the encrypted home; never printed."""

    signing: bytes
    age: str
    public: str
    device: str
    recipient: str

    def __repr__(self) -> str:
        return f"DeviceSecrets({self.device})"


class Codec(Protocol):
    """Keys, bundles and activation files (sync/)."""

    def new_device(self) -> DeviceSecrets: ...
    def new_recovery(self) -> tuple[str, str]: ...
    def device_of(self, public: str) -> str: ...
    def write(self, path: Path, keys: DeviceSecrets, out: Outgoing) -> Written: ...
    def envelope(self, path: Path) -> Envelope: ...
    def vouched(self, seal: SealInfo) -> SealedTips | None: ...
    def proves(self, secret: str, envelope: Envelope) -> bool: ...
    def sniff(self, path: Path) -> str | None: ...
    def write_activation(self, path: Path, activation: Activation) -> None: ...
    def read_activation(self, path: Path) -> Activation: ...
    def draw_activation(self, path: Path, activation: Activation) -> None: ...
    def write_card(self, path: Path, keys: DeviceSecrets, card: HubCard) -> None: ...
    def read_card(self, path: Path) -> HubCard: ...
    def write_request(self, path: Path, keys: DeviceSecrets, request: Request) -> None: ...
    def read_request(self, path: Path) -> Request: ...
    def new_recipient(self) -> tuple[str, str]: ...
    def recipient_of(self, secret: str) -> str: ...
    def is_recipient(self, text: str) -> bool: ...
    def is_identity(self, text: str) -> bool: ...
