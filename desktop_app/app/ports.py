"""What the use cases ask of the surroundings: the rooms that implement it meet only here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from desktop_app.domain.counting import Authority
from desktop_app.domain.have import Run
from desktop_app.domain.ids import Random
from desktop_app.domain.ops import Op, OpId
from desktop_app.domain.registers import RecordState
from desktop_app.domain.topic import Topic
from desktop_app.domain.units import UnitCatalogue
from desktop_app.topics.registry import Registry

Have = Mapping[str, Sequence[Run]]


class Clock(Protocol):
    """Time, passed in so that tests may stop it."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""

    def today(self) -> date:
        """Return the local date."""


# --- the store ---------------------------------------------------------------------------------------


class SpaceInfo(NamedTuple):
    """A space and the unit that it is for; both null for the catalogue."""

    uuid: str
    unit: str | None
    level: str | None


class Query(NamedTuple):
    """Which rows of a topic: words searched without accents, unit (surrogate id), status, round."""

    search: str = ""
    unit: str | None = None
    status: str | None = None
    not_round: str | None = None
    review: bool = False
    equal: tuple[tuple[str, Any], ...] = ()
    limit: int | None = None


class StoredRow(NamedTuple):
    """One shown record as the store keeps it."""

    id: int
    rec: str
    space: str
    unit: str | None
    state: RecordState


class Tally(NamedTuple):
    """How many shown records of a topic there are, and how many of them are final and confirmed."""

    total: int
    final: int
    confirmed: int


class Ingested(NamedTuple):
    """What became of ops handed to the log."""

    new: int
    held: tuple[tuple[OpId, str], ...]
    gaps: int


class PeerInfo(NamedTuple):
    """A device that was bound to a space by its activation."""

    device: str
    public: str
    recipient: str
    activation: str
    space: str
    have: Have


class SealInfo(NamedTuple):
    """A header and its signature."""

    header: bytes
    signature: bytes


class BundleInfo(NamedTuple):
    """A bundle made or taken in here; ``time`` in ms."""

    bundle_id: str
    device: str
    sent: bool
    time: int
    outcome: str
    ops: int
    detail: str = ""


class Transaction(Protocol):
    """One consistent look at, or change of, a home."""

    # settings, scratch
    def setting(self, key: str) -> Any: ...
    def put_setting(self, key: str, value: Any) -> None: ...
    def scratch(self) -> dict[str, Any]: ...
    def put_scratch(self, key: str, text: Any, time: int) -> None: ...
    def drop_scratch(self, key: str) -> None: ...
    # spaces
    def spaces(self) -> list[SpaceInfo]: ...
    def put_space(self, space: SpaceInfo) -> None: ...
    # the log
    def ingest(
        self,
        ops: Iterable[Op],
        tips: Iterable[tuple[str, OpId]],
        authority: Authority,
        *,
        look_again: bool = True,
    ) -> Ingested: ...
    def tip(self, chain: str, space: str) -> tuple[int, OpId] | None: ...
    def holds(self, op: OpId) -> bool: ...
    def have(self, spaces: Iterable[str]) -> dict[str, list[Run]]: ...
    def lacking(self, spaces: Iterable[str], mark: Have) -> list[int]: ...
    def reach(self, space: str, tips: Iterable[OpId]) -> set[int]: ...
    def ancestors(self, space: str, tips: Iterable[OpId]) -> set[OpId]: ...
    def foreign(self, rows: Iterable[int], device: str) -> set[int]: ...
    def recount(self, authority: Authority) -> None: ...
    def lines(self, rows: Iterable[int]) -> Iterator[bytes]: ...
    def held(self) -> list[tuple[OpId, str, str]]: ...
    def largest_row(self) -> int: ...
    # records
    def state(self, space: str, topic: str, rec: str) -> RecordState | None: ...
    def locate(self, topic: str, rec: str) -> list[str]: ...
    def history(self, space: str, topic: str, rec: str) -> list[bytes]: ...
    def touched_by(self, rows: Iterable[int]) -> int: ...
    def heads(self, space: str) -> Iterable[tuple[str, str, str, str]]: ...
    def confirmations(self, topic: str) -> Iterable[tuple[str, frozenset[str]]]: ...
    def all_of(self, topic: str) -> Iterable[tuple[str, RecordState]]: ...
    def reviews(self) -> int: ...
    def deleted(self, topic: str) -> list[StoredRow]: ...
    # projections
    def ids(self, topic: Topic, query: Query) -> list[int]: ...
    def rows(self, topic: Topic, ids: Sequence[int]) -> list[StoredRow]: ...
    def tally(self, topic: Topic, unit: str | None, round_id: str | None) -> Tally: ...
    def labels(
        self, topic: Topic, recs: Iterable[str] | None = None, *, space: str | None = None
    ) -> dict[str, str]: ...
    def execute(self, statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]: ...
    def rebuild(self) -> None: ...
    # peers
    def add_activation(self, activation: str, secret: str, space: str) -> None: ...
    def activation(self, activation: str) -> tuple[str, str] | None: ...
    def peers(self) -> list[PeerInfo]: ...
    def put_peer(self, peer: PeerInfo) -> None: ...
    def put_seal(self, seal: "SealedTips", time: int) -> None: ...
    def seals(self) -> "list[SealedTips]": ...
    def bundles(self) -> list[BundleInfo]: ...
    def put_bundle(self, bundle: BundleInfo) -> None: ...


class Store(Protocol):
    """The encrypted home."""

    path: Path

    def read(self) -> AbstractContextManager[Transaction]:
        """Give a consistent look at the home; always works beside a writer."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Give the writer's lane; the end of the block is durable. Raises `BusyError` after 5 s."""

    def back_up(self, path: Path) -> None:
        """Write a verified, encrypted copy of the whole home's database."""

    def keep_daily(self, today: date) -> Path | None:
        """Keep today's copy in the home if there is none yet."""

    def is_sound(self) -> bool:
        """Return whether the database passes its quick check."""

    def close(self) -> None:
        """Let go of the files."""


# --- bundles -----------------------------------------------------------------------------------------


class Outgoing(NamedTuple):
    """What a bundle is to hold. ``rows`` are log rows; ``tips`` of own chains (chain, seq, op id)."""

    to: str
    recipients: tuple[str, ...]
    answers: str | None
    have: Have
    held: tuple[tuple[OpId, str], ...]
    ops: tuple[bytes, ...]
    seals: tuple[SealInfo, ...]
    tips: tuple[tuple[str, int, OpId], ...]
    enrol: tuple[str, str] | None = None  # (activation, secret)


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
    """What is inside a bundle; ops as raw lines."""

    answers: str | None
    have: dict[str, list[Run]]
    held: tuple[tuple[OpId, str], ...]
    ops: list[bytes]
    seals: list[SealedTips]


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
    def proves(self, secret: str, envelope: Envelope) -> bool: ...
    def sniff(self, path: Path) -> str | None: ...
    def write_activation(self, path: Path, activation: Activation) -> None: ...
    def read_activation(self, path: Path) -> Activation: ...


# --- paper and workbooks -------------------------------------------------------------------------------


class Printed(Protocol):
    """Pages ready to look at, print or keep."""

    def pdf(self) -> bytes: ...
    def pages(self) -> list[str]: ...
    def forget(self) -> None: ...


class Paper(Protocol):
    """typst pages made from records (paper/)."""

    def c53(self, desk: "Desk", *, unit: str | None = None, office: str | None = None) -> Printed: ...
    def register(self, desk: "Desk", topic: str, *, unit: str | None = None) -> Printed: ...
    def report(self, desk: "Desk") -> Printed: ...


class SheetRow(NamedTuple):
    """One row of a workbook of ours: where it stood, which record it is, and what its cells say.

    ``cells``: field → text as a person would type it, blanks left out; ``words``: field → the word in the
    column beside it ("ước tính"); ``exact``: field → canonical JSON value, where the text cannot carry it
    and nobody changed the cell; ``columns``: field → column letter; ``unit`` as it stands, "" for none.
    """

    sheet: str
    row: int
    topic: str
    rec: str | None
    unit: str
    cells: dict[str, str]
    words: dict[str, str]
    exact: dict[str, Any]
    columns: Mapping[str, str]


class SheetNote(NamedTuple):
    """What a workbook holds that is not taken in: an unknown sheet or column, the error of a formula."""

    sheet: str
    row: int | None
    column: str
    what: str
    todo: str


class SheetRows(NamedTuple):
    """All that was read of one workbook, in its order."""

    rows: list[SheetRow]
    notes: list[SheetNote]


class Workbooks(Protocol):
    """XLSX in and out (excel/)."""

    def write(self, desk: "Desk", path: Path, topics: Sequence[str] = (), unit: str | None = None) -> int: ...
    def read(self, path: Path, topics: Registry) -> SheetRows: ...
    def report(self, desk: "Desk", path: Path) -> None: ...


Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Desk:
    """What every use case works with: the store, the tools, and who sits there."""

    store: Store
    codec: Codec
    paper: Paper
    workbooks: Workbooks
    clock: Clock
    random: Random
    topics: Registry
    units: UnitCatalogue
    user: str
