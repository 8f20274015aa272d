"""The fixed tables of a home. Projections, one a topic, are made from topics (`projections`).

The log is the truth (`Op`); `Record`, `Touched` and the projections follow from it and can be
rebuilt at any time. Integer keys are local: what replicas exchange are op ids, chains, spaces.
"""

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

FORMAT = 3
SYSTEM = "substr(topic, 1, 1) = '_'"  # records of the catalogue: few, and asked for all the time

# Row numbers and milliseconds need 64 bits; SQLite numbers rows by itself only in an INTEGER.
BIG: Any = BigInteger().with_variant(Integer, "sqlite")


def _few(name: str, column: str, which: str) -> Index:
    """Return an index of the few rows that are looked for: the others cost nothing when written."""
    return Index(name, column, sqlite_where=text(which), postgresql_where=text(which))


class Setting(SQLModel, table=True):
    """One fact of this home as JSON: its role, its keys, its mark, who sits here."""

    key: str = Field(primary_key=True)
    value: str


class Space(SQLModel, table=True):
    """A unit of scope (SYNC.md, SPACE): one per unit, and one for the hub's catalogue (unit null)."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    uuid: str = Field(unique=True)
    unit: str | None = None
    unit_level: str | None = None


class Chain(SQLModel, table=True):
    """One device's ops in one space."""

    __table_args__ = (UniqueConstraint("name", "space_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    name: str
    space_id: int = Field(sa_type=BIG, foreign_key="space.id")


class Op(SQLModel, table=True):
    """A line of the log, as received. ``held``: why it does not count; null if it does."""

    __table_args__ = (Index("ix_op_chain", "chain_id", "seq"), _few("ix_op_held", "held", "held IS NOT NULL"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    op_id: bytes = Field(sa_type=LargeBinary, unique=True)
    chain_id: int = Field(sa_type=BIG, foreign_key="chain.id")
    seq: int = Field(sa_type=BIG)
    prev: bytes | None = Field(default=None, sa_type=LargeBinary)
    sealed: int = 0
    held: str | None = None
    line: bytes = Field(sa_type=LargeBinary)


class Tip(SQLModel, table=True):
    """The unbroken runs of each chain (SYNC.md, HAVE)."""

    op_id: str = Field(primary_key=True)
    chain_id: int = Field(sa_type=BIG, foreign_key="chain.id", index=True)
    start: int = Field(sa_type=BIG)
    end: int = Field(sa_type=BIG)


class Record(SQLModel, table=True):
    """The merged state of one record.

    ``op``: the row of the one op that says it all, as for most records, or did so at first; ``state``:
    null, or one compact blob of what it does not say (`domain.registers.pack`).
    """

    __table_args__ = (
        UniqueConstraint("rec", "topic", "space_id"),
        _few("ix_record_op", "op", "op IS NOT NULL"),
        _few("ix_record_review", "review", "review = 1"),
        _few("ix_record_same", "same", "same IS NOT NULL"),
        _few("ix_record_system", "topic", SYSTEM),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    rec: str
    topic: str
    space_id: int = Field(sa_type=BIG, foreign_key="space.id")
    hidden: int = 0
    review: int = 0
    same: str | None = None
    op: int | None = Field(default=None, sa_type=BIG, foreign_key="op.id")
    state: bytes | None = Field(default=None, sa_type=LargeBinary)


class Touched(SQLModel, table=True):
    """Which ops put a record that more than one op made: its history."""

    __table_args__: Any = {"sqlite_with_rowid": False}

    record_id: int = Field(primary_key=True, sa_type=BIG)
    op: int = Field(primary_key=True, sa_type=BIG)


class Seal(SQLModel, table=True):
    """A verified header and its signature, kept and relayed (SYNC.md, SEALS)."""

    bundle_id: str = Field(primary_key=True)
    device: str = Field(index=True)
    tips: str
    time: int = Field(sa_type=BIG)
    header: bytes = Field(sa_type=LargeBinary)
    signature: bytes = Field(sa_type=LargeBinary)


class Activation(SQLModel, table=True):
    """At a hub: the one-time secret of an activation file that it issued."""

    activation: str = Field(primary_key=True)
    secret: str
    space: str


class Peer(SQLModel, table=True):
    """A device bound by the first valid sight of its activation's secret, and its latest HAVE."""

    device: str = Field(primary_key=True)
    public: str
    recipient: str
    activation: str = Field(unique=True)
    space: str = Field(index=True)
    have: str = "{}"


class Bundle(SQLModel, table=True):
    """Every bundle made or taken in here, for status and for the sync log."""

    bundle_id: str = Field(primary_key=True)
    device: str = Field(index=True)
    sent: int
    time: int = Field(sa_type=BIG)
    outcome: str
    ops: int
    detail: str = ""


class Blob(SQLModel, table=True):
    """A photo, by the hash that values name it by (SYNC.md, rule 16). Part of no digest and of no rebuild."""

    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class Scratch(SQLModel, table=True):
    """Unsaved typing: local, encrypted, restored after a crash, never exported."""

    key: str = Field(primary_key=True)
    text: str
    time: int = Field(sa_type=BIG)


class Stocktake(SQLModel, table=True):
    """A stocktake of a unit (surrogate id) or of one of its offices (record id); local, never exported."""

    id: str = Field(primary_key=True)
    unit: str
    office: str | None = None
    user: str
    begun: int = Field(sa_type=BIG)
    ended: int | None = Field(default=None, sa_type=BIG)


class Scan(SQLModel, table=True):
    """A line of a stocktake's ledger, as it was scanned; one that is taken back stays and says when."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    stocktake: str = Field(foreign_key="stocktake.id", index=True)
    typed: str
    room: str
    time: int = Field(sa_type=BIG)
    user: str
    taken_back: int | None = Field(default=None, sa_type=BIG)
