"""Looking at projections: windows of rows from an array of row ids, search on folded text."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from desktop_app.app.ports import Query, StoredRow, Tally
from desktop_app.domain.topic import Topic
from desktop_app.store.lookups import FROM_RECORD, STATE, state_of
from desktop_app.store.narrowing import select
from desktop_app.store.projections import table_name
from desktop_app.store.sql import fetched, numbers, select_in

_RECORDS = (
    f"SELECT r.id, r.rec, s.uuid, s.unit, {STATE} {FROM_RECORD} JOIN space s ON s.id = r.space_id"  # our own
)


def ids(connection: Connection, topic: Topic, query: Query) -> list[int]:
    """Return the row ids of the records that ``query`` asks for, in its order, then that of their names."""
    selection = select(topic, query)
    statement = selection.statement()
    if selection.late:
        found = fetched(connection.exec_driver_sql(statement, selection.values()))
        return list(islice(selection.kept(found), query.limit))
    limit = "" if query.limit is None else f" LIMIT {int(query.limit)}"
    return numbers(connection, f"{statement}{limit}", selection.values())


def rows(connection: Connection, topic: Topic, wanted: Sequence[int]) -> list[StoredRow]:
    """Return these rows in the order asked for; a row that is gone is left out."""
    statement = f"{_RECORDS} WHERE r.hidden = 0 AND r.id IN ({{keys}})"
    found = {row[0]: _stored_row(*row) for row in select_in(connection, statement, wanted)}
    return [found[number] for number in wanted if number in found]


def deleted(connection: Connection, topic: str) -> list[StoredRow]:
    """Return the hidden records of a topic, newest first."""
    statement = f"{_RECORDS} WHERE r.hidden = 1 AND r.topic = ? ORDER BY r.id DESC"
    return [_stored_row(*row) for row in connection.exec_driver_sql(statement, (topic,))]


def in_review(connection: Connection, unit: str | None) -> list[tuple[str, StoredRow]]:
    """Return (topic, record) of everything that a person must look at, topics not known here too."""
    statement = (
        f"SELECT r.topic, r.id, r.rec, s.uuid, s.unit, {STATE} {FROM_RECORD} "
        "JOIN space s ON s.id = r.space_id WHERE r.review = 1 AND substr(r.topic, 1, 1) <> '_'"
    )
    where, values = (" AND s.unit = ?", (unit,)) if unit is not None else ("", ())
    rows = connection.exec_driver_sql(f"{statement}{where} ORDER BY r.id", values)
    return [(topic, _stored_row(*row)) for topic, *row in rows]


def _stored_row(number: int, rec: str, space: str, unit: str | None, *state: Any) -> StoredRow:
    return StoredRow(number, rec, space, unit, state_of(*state))


def size(connection: Connection, topic: Topic) -> int:
    """Return how many records of a topic are shown."""
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table_name(topic.key)}").scalar_one())  # noqa: S608


def tally(connection: Connection, topic: Topic, unit: str | None, round_id: str | None) -> Tally:
    """Return how many records are shown, final, and confirmed in ``round_id``."""
    where = " WHERE unit = ?" if unit is not None else ""
    statement = (
        "SELECT count(*), count(*) FILTER (WHERE status = 'final'), count(*) FILTER (WHERE round = ?) "  # noqa: S608
        f"FROM {table_name(topic.key)}{where}"
    )
    values = (round_id, unit) if unit is not None else (round_id,)
    return Tally(*connection.exec_driver_sql(statement, values).one())


def labels(
    connection: Connection, topic: Topic, recs: Iterable[str] | None, space: str | None
) -> dict[str, str]:
    """Return record id → name, from the fields that name a record of ``topic``."""
    columns = ", ".join(f'"{name}"' for name in topic.name)
    statement = f"SELECT rec, {columns} FROM {table_name(topic.key)}"  # noqa: S608
    if recs is not None:
        found: Iterable[Any] = select_in(
            connection, f"{statement} WHERE rec IN ({{keys}})", sorted(set(recs))
        )
    elif space is not None:
        found = connection.exec_driver_sql(f"{statement} WHERE space = ? ORDER BY sort_key, id", (space,))
    else:
        found = connection.exec_driver_sql(f"{statement} ORDER BY sort_key, id")
    return {row[0]: " – ".join(str(part) for part in row[1:] if part is not None) for row in found}
