"""The encrypted home, as the use cases see it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from desktop_app.app.ports.bundles import SealedTips
from desktop_app.domain.conditions import Condition, OneOf, Order
from desktop_app.domain.counting import Authority
from desktop_app.domain.have import Have, Run
from desktop_app.domain.ops import Op, OpId
from desktop_app.domain.registers import RecordState
from desktop_app.domain.stocktaking import Scan
from desktop_app.domain.topic import Topic


class SpaceInfo(NamedTuple):
    """A space and the unit that it is for; both null for the catalogue."""

    uuid: str
    unit: str | None
    level: str | None


class Query(NamedTuple):
    """Which rows of a topic: words searched without accents, unit (surrogate id), status, round, conditions.

    Without an ``order`` they stand in that of their names. ``named``: word of the search → references to
    records that it is part of the name of, which `desktop_app.app.views` looks up.
    """

    search: str = ""
    unit: str | None = None
    status: str | None = None
    not_round: str | None = None
    review: bool = False
    equal: tuple[tuple[str, Any], ...] = ()
    limit: int | None = None
    where: tuple[Condition, ...] = ()
    order: tuple[Order, ...] = ()
    named: tuple[tuple[str, tuple[OneOf, ...]], ...] = ()


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


class BundleInfo(NamedTuple):
    """A bundle made or taken in here; ``time`` in ms."""

    bundle_id: str
    device: str
    sent: bool
    time: int
    outcome: str
    ops: int
    detail: str = ""


class StocktakeInfo(NamedTuple):
    """A stocktake of a unit (surrogate id) or of one of its offices (record id); times in ms."""

    id: str
    unit: str
    office: str | None
    user: str
    begun_ms: int
    ended_ms: int | None = None


class Transaction(Protocol):
    """One consistent look at, or change of, a home."""

    # settings, scratch
    def setting(self, key: str) -> Any: ...
    def put_setting(self, key: str, value: Any) -> None: ...
    def scratch(self) -> dict[str, Any]: ...
    def put_scratch(self, key: str, text: Any, time: int) -> None: ...
    def drop_scratch(self, key: str) -> None: ...
    # stocktakes
    def put_stocktake(self, stocktake: StocktakeInfo) -> None: ...
    def stocktakes(self) -> list[StocktakeInfo]: ...
    def add_scans(self, stocktake: str, scans: Sequence[Scan]) -> list[Scan]: ...
    def scans(self, stocktake: str) -> list[Scan]: ...
    def take_scan_back(self, scan: int, time: int) -> None: ...
    # blobs
    def put_blob(self, sha256: str, content: bytes) -> None: ...
    def blob(self, sha256: str) -> bytes | None: ...
    def named_blobs(self, spaces: Iterable[str]) -> set[str]: ...
    def held_blobs(self, among: Iterable[str]) -> set[str]: ...
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
    def last_written(self, space: str) -> tuple[str, int, OpId] | None: ...
    def tip(self, chain: str, space: str) -> tuple[int, OpId] | None: ...
    def holds(self, op: OpId) -> bool: ...
    def have(self, spaces: Iterable[str]) -> dict[str, list[Run]]: ...
    def lacking(self, spaces: Iterable[str], mark: Have) -> list[int]: ...
    def reach(self, space: str, tips: Iterable[OpId]) -> set[int]: ...
    def ancestors(self, space: str, tips: Iterable[OpId]) -> set[OpId]: ...
    def unsealed(self, device: str) -> set[OpId]: ...
    def recount(self, authority: Authority) -> None: ...
    def lines(self, rows: Iterable[int]) -> Iterator[bytes]: ...
    def held(self) -> list[tuple[OpId, str, str]]: ...
    def largest_row(self) -> int: ...
    # records
    def state(self, space: str, topic: str, rec: str) -> RecordState | None: ...
    def locate(self, topic: str, rec: str) -> list[str]: ...
    def history(self, space: str, topic: str, rec: str) -> list[bytes]: ...
    def touched_by(self, rows: Iterable[int]) -> int: ...
    def put_by(self, rows: Iterable[int]) -> list[tuple[str, str, int]]: ...
    def heads(self, space: str) -> Iterable[tuple[str, str, str, str]]: ...
    def confirmations(self, topic: str) -> Iterable[tuple[str, frozenset[str]]]: ...
    def head_ops(self, topic: str) -> Iterable[tuple[str, frozenset[OpId]]]: ...
    def all_of(self, topic: str) -> Iterable[tuple[str, RecordState]]: ...
    def reviews(self) -> int: ...
    def in_review(self, unit: str | None) -> list[tuple[str, StoredRow]]: ...
    def merged(self, topic: str) -> dict[str, str]: ...
    def deleted(self, topic: str) -> list[StoredRow]: ...
    # projections
    def ids(self, topic: Topic, query: Query) -> list[int]: ...
    def rows(self, topic: Topic, ids: Sequence[int]) -> list[StoredRow]: ...
    def size(self, topic: Topic) -> int: ...
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
    def put_seal(self, seal: SealedTips, time: int) -> None: ...
    def seals(self) -> list[SealedTips]: ...
    def bundles(self) -> list[BundleInfo]: ...
    def put_bundle(self, bundle: BundleInfo) -> None: ...


class Store(Protocol):
    """The encrypted home."""

    path: Path

    def read(self) -> AbstractContextManager[Transaction]:
        """Give a consistent look at the home; always works beside a writer."""

    def write(self, spaces: Collection[str] | None = None) -> AbstractContextManager[Transaction]:
        """Give the writer's lane; the end of the block is durable. Raises `BusyError` after 5 s.

        ``spaces``: the only ones that are written to, where several may write at once; None: all.
        """

    def back_up(self, path: Path) -> None:
        """Write a verified, encrypted copy of the whole home's database."""

    def keep_daily(self, today: date) -> Path | None:
        """Keep today's copy in the home if there is none yet."""

    def copied(self, folder: Path) -> "Store":
        """Return a copy of this home's database in ``folder``, to try things on."""

    def is_sound(self) -> bool:
        """Return whether the database passes its quick check."""

    def close(self) -> None:
        """Let go of the files."""
