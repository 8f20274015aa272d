"""The store of one home: transactions over the log, the records, the projections and the peers."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, MetaData, inspect, text
from sqlmodel import SQLModel

from desktop_app.app.ports import Ingested, Query, SpaceInfo, StoredRow, Tally
from desktop_app.domain.counting import Authority
from desktop_app.domain.ops import Op, OpId
from desktop_app.domain.registers import RecordState
from desktop_app.domain.topic import Topic
from desktop_app.errors import HomeError, NewerFormatError
from desktop_app.i18n import _
from desktop_app.store import projections, queries, tables
from desktop_app.store.anchor import Anchor, Tip
from desktop_app.store.backup import MIGRATION, back_up, keep_backup, keep_daily
from desktop_app.store.blobs import Blobs
from desktop_app.store.engine import FILE, Database
from desktop_app.store.log import Log, Stored
from desktop_app.store.merged import merged
from desktop_app.store.migrations import STEPS, Step, migrate
from desktop_app.store.peers import Peers
from desktop_app.store.postgres import PostgresDatabase
from desktop_app.store.projections import Projector
from desktop_app.store.records import Records
from desktop_app.store.sql import fetched, insert_many
from desktop_app.store.stocktakes import Stocktakes

REBUILD_BATCH = 5000
SHAPE = "projections"  # the setting that says by which topics the tables were made

Extend = Callable[["SqlTransaction"], Iterable[Topic]]


class SqlTransaction(Peers):
    """One consistent look at, or change of, a home (`app.ports.Transaction`)."""

    def __init__(
        self,
        connection: Connection,
        projectors: dict[str, Projector],
        anchor: Anchor | None = None,
        spaces: Collection[str] | None = None,
    ) -> None:
        super().__init__(connection)
        self._spaces = spaces
        self._projectors = projectors
        self.last_written = (anchor or Anchor()).last
        self.written: dict[str, Tip] = {}
        self.has_shown = False  # whether rows of projections were written
        self._log = Log(connection)
        self._records = Records(connection, projectors)
        self.tip, self.have, self.lacking = self._log.tip, self._log.have, self._log.lacking
        self.lines, self.holds = self._log.lines, self._log.holds
        self.reach = self._log.reach
        self.ancestors, self.unsealed = self._log.ancestors, self._log.unsealed
        self.locate, self.all_of = self._records.locate, self._records.all_of
        self.head_ops = self._records.head_ops
        self.touched_by, self.confirmations = self._records.touched_by, self._records.confirmations
        self.reviews, self.put_by = self._records.conflicts, self._records.put_by
        photos = Blobs(connection, [projector.topic for projector in projectors.values()])
        self.put_blob, self.blob = photos.put, photos.content
        self.named_blobs, self.held_blobs = photos.named, photos.held
        counts = Stocktakes(connection)
        self.put_stocktake, self.stocktakes = counts.put, counts.all
        self.add_scans, self.scans, self.take_scan_back = counts.add, counts.scans, counts.take_back

    # --- settings and scratch ---------------------------------------------------------------------

    def setting(self, key: str) -> Any:
        """Return a fact of this home, or None."""
        row = self._connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (key,)).first()
        return msgspec.json.decode(row.value) if row else None

    def put_setting(self, key: str, value: Any) -> None:
        """Write a fact of this home."""
        row = (key, msgspec.json.encode(value).decode())
        insert_many(self._connection, "setting", ("key", "value"), [row], replace_on=("key",))

    def scratch(self) -> dict[str, Any]:
        """Return all unsaved typing, key → what was typed."""
        rows = self._connection.exec_driver_sql("SELECT key, text FROM scratch ORDER BY key")
        return {row.key: msgspec.json.decode(row.text) for row in rows}

    def put_scratch(self, key: str, typed: Any, time: int) -> None:
        """Keep unsaved typing."""
        row = (key, msgspec.json.encode(typed).decode(), time)
        insert_many(self._connection, "scratch", ("key", "text", "time"), [row], replace_on=("key",))

    def drop_scratch(self, key: str) -> None:
        """Forget unsaved typing that was saved or given up."""
        self._connection.exec_driver_sql("DELETE FROM scratch WHERE key = ?", (key,))

    # --- spaces -----------------------------------------------------------------------------------

    def spaces(self) -> list[SpaceInfo]:
        """Return every space known here."""
        rows = self._connection.exec_driver_sql("SELECT uuid, unit, unit_level FROM space ORDER BY id")
        return [SpaceInfo(*row) for row in rows]

    def put_space(self, space: SpaceInfo) -> None:
        """Write a space, or which unit it is for: what is shown of it then stands under that unit."""
        columns = ("uuid", "unit", "unit_level")
        number = self._log.space_number(space.uuid)
        insert_many(self._connection, "space", columns, [space], replace_on=("uuid",))
        if number is not None:
            self._records.show_space(number)

    # --- the log ----------------------------------------------------------------------------------

    def ingest(
        self,
        ops: Iterable[Op],
        tips: Iterable[tuple[str, OpId]],
        authority: Authority,
        *,
        look_again: bool = True,
    ) -> Ingested:
        """Take ops into the log and apply those that count.

        ``look_again``: also older ones that count only now; the last batch of a bundle asks for it.
        """
        stored = self._log.number(self._log.unseen(ops))
        self._seal(stored, tips, authority)
        for one in stored:
            one.held = authority.verdict(one.op, sealed=one.sealed)
        self._log.insert(stored)
        self._log.advance(stored)
        if authority.myself:
            self.written |= {one.op.space: (one.op.chain, one.op.seq, one.op.id) for one in stored}
        self._apply([one for one in stored if one.held is None])
        held = stored if authority.myself or not look_again else self._still_held(authority)
        mine = {one.op.id for one in stored}
        reasons = tuple((one.op.id, one.held) for one in held if one.held and one.op.id in mine)
        return Ingested(len(stored), reasons, self._log.gaps({one.chain for one in stored}))

    def _seal(self, stored: Sequence[Stored], tips: Iterable[tuple[str, OpId]], authority: Authority) -> None:
        """Seal by the tips that came, and ops that came after the seal that signs them by those kept."""
        added = {one.op.id: one for one in stored}
        self._log.seal(tips, added)
        if not authority.myself and not all(one.sealed for one in stored):
            self._log.seal([tip for seal in self.seals() for tip in seal.tips], added)

    def recount(self, authority: Authority) -> None:
        """Bring every verdict up to what ``authority`` says now.

        What counts no longer is taken out of the records that it put; what counts only now is merged in.
        Only in the spaces that this transaction writes to: others may be written to at this very moment.
        """
        doubted = self._log.counted_of(authority.trusts, self._spaces)
        verdicts = [(authority.verdict(one.op, sealed=True), one.row) for one in doubted]
        gone = [(reason, row) for reason, row in verdicts if reason is not None]
        self._log.set_held(gone)
        self.has_shown = self.has_shown or bool(gone)
        self._records.redo([row for _reason, row in gone], self._log)
        self._still_held(authority)

    def _still_held(self, authority: Authority) -> list[Stored]:
        """Look again at everything held: a seal or a binding that came now may let older ops count."""
        waiting = self._log.held(self._spaces)
        verdicts = [authority.verdict(one.op, sealed=one.sealed) for one in waiting]
        changed = [(one, now) for one, now in zip(waiting, verdicts, strict=True) if one.held != now]
        for one, now in changed:
            one.held = now
        self._log.set_held([(now, one.row) for one, now in changed])
        self._apply([one for one in waiting if one.held is None])
        return waiting

    def _apply(self, counted: Sequence[Stored], below: int | None = None) -> None:
        """Merge ops in; of the other ops of the log those ``below`` a row, or all, are merged in already."""
        if counted:
            self.has_shown = True
            self._records.apply(counted, lambda op: self._log.counts(op, below))

    def held(self) -> list[tuple[OpId, str, str]]:
        """Return (op id, chain, reason) of every op that does not count."""
        return [(one.op.id, one.op.chain, one.held or "") for one in self._log.held()]

    def largest_row(self) -> int:
        """Return the row of the newest op: it grows with every change of the log."""
        return self._log.largest_row()

    # --- records ----------------------------------------------------------------------------------

    def state(self, space: str, topic: str, rec: str) -> RecordState | None:
        """Return the merged state of a record, or None."""
        number = self._log.space_number(space)
        return None if number is None else self._records.state(number, topic, rec)

    def history(self, space: str, topic: str, rec: str) -> list[bytes]:
        """Return the lines of every op that put a record."""
        number = self._log.space_number(space)
        return [] if number is None else self._records.history(number, topic, rec)

    def heads(self, space: str) -> Iterable[tuple[str, str, str, str]]:
        """Return (topic, rec, field, op id) of every head of a space."""
        number = self._log.space_number(space)
        return () if number is None else self._records.heads(number)

    def merged(self, topic: str) -> dict[str, str]:
        """Return record → the shown one in its place, of every merged record of a topic."""
        return {rec: into for (of, rec), into in merged(self._connection).items() if of == topic}

    def deleted(self, topic: str) -> list[StoredRow]:
        """Return the hidden records of a topic, newest first."""
        return queries.deleted(self._connection, topic)

    def in_review(self, unit: str | None) -> list[tuple[str, StoredRow]]:
        """Return (topic, record) of everything in review, of a unit (surrogate id) or of all."""
        return queries.in_review(self._connection, unit)

    # --- projections ------------------------------------------------------------------------------

    def ids(self, topic: Topic, query: Query) -> list[int]:
        """Return the row ids that ``query`` asks for, in order."""
        return queries.ids(self._connection, topic, query)

    def rows(self, topic: Topic, ids: Sequence[int]) -> list[StoredRow]:
        """Return these rows, in the order asked for."""
        return queries.rows(self._connection, topic, ids)

    def size(self, topic: Topic) -> int:
        """Return how many records of a topic are shown."""
        return queries.size(self._connection, topic)

    def tally(self, topic: Topic, unit: str | None, round_id: str | None) -> Tally:
        """Return how many records are shown, final, and confirmed in a round."""
        return queries.tally(self._connection, topic, unit, round_id)

    def labels(
        self, topic: Topic, recs: Iterable[str] | None = None, *, space: str | None = None
    ) -> dict[str, str]:
        """Return record id → name, of ``recs`` or of a whole space or of all."""
        return queries.labels(self._connection, topic, recs, space)

    def execute(self, statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows of a declared SELECT with named values."""
        return list(fetched(self._connection.execute(text(statement), dict(values))))

    def rebuild(self) -> None:
        """Make records and projections anew from the log."""
        shown = (table for one in self._projectors.values() for table in (one.table, one.order_table))
        for table in ("touched", "record", *shown):
            self._connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608  # our own names
        for batch in self._log.counted(REBUILD_BATCH):
            self._apply(batch, below=batch[0].row)


class SqlStore:
    """The encrypted home (`app.ports.Store`)."""

    def __init__(
        self, database: Database | PostgresDatabase, topics: Iterable[Topic], anchor: Anchor | None = None
    ) -> None:
        self.path = database.home
        self._database = database
        self._anchor = anchor or Anchor()
        self._extend: Extend | None = None
        self._speak(topics)

    def _speak(self, topics: Iterable[Topic]) -> None:
        """Show records by these topics from now on."""
        self._topics = tuple(topics)
        self._projectors = {topic.key: Projector(topic) for topic in self._topics}
        self._shape = projections.fingerprint(self._topics)

    @contextlib.contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """Give a consistent look at the home; always works beside a writer."""
        with self._database.transaction(write=False) as connection:
            yield SqlTransaction(connection, self._projectors)

    @contextlib.contextmanager
    def write(self, spaces: Collection[str] | None = None) -> Iterator[SqlTransaction]:
        """Give the writer's lane to these spaces, or to all; the end of the block is durable."""
        with self._database.transaction(write=True, spaces=spaces) as connection:
            self._keep_in_step(connection)
            tx = SqlTransaction(connection, self._projectors, self._anchor, spaces)
            yield tx
            if tx.has_shown and tx.setting(SHAPE) != self._shape:
                # Another program knows fields that this one does not: the tables are to be made anew.
                tx.put_setting(SHAPE, "")
        self._anchor.drop(tx.written)

    def _keep_in_step(self, connection: Connection) -> None:
        """Show records by the topics of the tables, where another process made these anew."""
        tx = SqlTransaction(connection, self._projectors)
        if self._extend is not None and tx.setting(SHAPE) != self._shape:
            self._speak(self._extend(tx))

    def create(self) -> None:
        """Make the tables of a new home."""
        with self._database.transaction(write=True) as connection:
            SQLModel.metadata.create_all(connection)
            self._make_projections(connection)
            SqlTransaction(connection, self._projectors).put_setting("format", tables.FORMAT)

    def prepare(
        self,
        wanted: int = tables.FORMAT,
        steps: Mapping[int, Step] = STEPS,
        extend: Extend | None = None,
    ) -> None:
        """Refuse a newer home, migrate an older one after a backup, renew projections that changed.

        ``extend`` says from what the home holds by which topics its records are shown.
        """
        with self.read() as tx:
            found, shape = tx.setting("format"), tx.setting(SHAPE)
        if not isinstance(found, int) or found > wanted:
            raise newer_format(self.path, found, wanted)
        if found < wanted:
            keep_backup(self._database, self.path, f"{MIGRATION}-{found}")
            self._migrate(found, wanted, steps)
        self._extend = extend
        if extend is not None:
            with self.read() as tx:
                self._speak(extend(tx))
        if shape != self._shape:
            self._renew()

    def _migrate(self, found: int, wanted: int, steps: Mapping[int, Step]) -> None:
        with self._database.transaction(write=True) as connection:
            tx = SqlTransaction(connection, self._projectors)
            if tx.setting("format") == found:  # else another process has just done it
                migrate(connection, found, wanted, steps)
                tx.put_setting("format", wanted)

    def _renew(self) -> None:
        with self._database.transaction(write=True) as connection:
            tx = SqlTransaction(connection, self._projectors)
            if tx.setting(SHAPE) != self._shape:
                self._make_projections(connection)
                tx.rebuild()

    def _make_projections(self, connection: Connection) -> None:
        for name in inspect(connection).get_table_names():
            if name.startswith(projections.table_name("")):
                connection.exec_driver_sql(f'DROP TABLE "{name}"')
        metadata = MetaData()
        for topic in self._topics:
            projections.build_tables(topic, metadata)
        metadata.create_all(connection, checkfirst=False)
        for index in projections.INDEXES:
            index.create(connection, checkfirst=True)
        SqlTransaction(connection, self._projectors).put_setting(SHAPE, self._shape)

    def back_up(self, path: Path) -> None:
        """Write a verified, encrypted copy of the whole database."""
        self._database.back_up(path)

    def keep_daily(self, today: date) -> Path | None:
        """Keep today's copy in the home if there is none yet: the last 7 days and 8 weeks stay.

        A server's copies are kept by whoever runs it.
        """
        if isinstance(self._database, PostgresDatabase):
            return None
        return keep_daily(self._database, self.path, today)

    def copied(self, folder: Path) -> "SqlStore":
        """Return a copy of the database in ``folder``, under the same key, to try things on."""
        if isinstance(self._database, PostgresDatabase):
            raise HomeError(
                _("Kho nằm trên máy chủ PostgreSQL: không chép ra thử được."),
                where=str(self.path),
                todo=_("Hãy khôi phục một bản pg_dump vào cơ sở dữ liệu trống rồi kiểm tra ở đó."),
            )
        back_up(self._database, folder / FILE)
        return SqlStore(Database(folder, self._database.key), self._topics)

    def is_sound(self) -> bool:
        """Return whether the database is whole, as far as a quick look tells."""
        return self._database.is_sound()

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()


def newer_format(home: Path, found: object, known: int) -> NewerFormatError:
    """Return the refusal of a home that a newer program wrote."""
    return NewerFormatError(
        _("Kho dữ liệu thuộc định dạng {found}, chương trình này chỉ biết đến {known}.").format(
            found=found, known=known
        ),
        where=str(home),
        todo=_("Hãy cài phiên bản Mở Đường mới hơn."),
    )
