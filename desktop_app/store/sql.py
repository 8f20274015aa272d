"""The few statements whose spelling depends on the database: bulk writing through the driver.

Measured on 1 M rows: ``executemany`` 89 k rows/s, Core 48 k, ORM ``add_all`` 7 k (DESIGN §4).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, CursorResult

BATCH = 500  # below SQLite's and PostgreSQL's limits on bound values, with several a row


def fetched(result: CursorResult[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the driver's own tuples: a `Row` for each of many takes as long as reading them."""
    with result:
        yield from cast("Any", result.cursor)


def numbers(connection: Connection, statement: str, values: Sequence[Any]) -> list[int]:
    """Return the one column of ``statement``, whole numbers named ``id``, in its order.

    SQLite hands them over as one text: of 100,000 rows each would take the interpreter's lock and let go of
    it, and wait for it as long as the window is painting.
    """
    if connection.dialect.name != "sqlite":
        return [row[0] for row in connection.exec_driver_sql(statement, tuple(values))]
    # The order of the inner query stays: SQLite leaves it out for count(), min() and max() only.
    together = f"SELECT json_group_array(id) FROM ({statement})"  # noqa: S608  # our own
    found: str = connection.exec_driver_sql(together, tuple(values)).scalar_one()
    return msgspec.json.decode(found, type=list[int])


def insert_many(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    replace_on: Sequence[str] = (),
    skip_on: Sequence[str] = (),
) -> None:
    """Insert ``rows`` (tuples in the order of ``columns``) by the driver's ``executemany``.

    ``replace_on``: key columns on whose conflict the other columns are replaced; ``skip_on``: on
    whose conflict the row is left as it is. Table and column names come from our own declarations.
    """
    batch = [tuple(row) for row in rows]
    if batch:
        connection.exec_driver_sql(_insert(table, columns, replace_on, skip_on), batch)


def _insert(
    table: str,
    columns: Sequence[str],
    replace_on: Sequence[str],
    skip_on: Sequence[str],
) -> str:
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  # our own names
    if replace_on:
        changes = ", ".join(f'"{c}" = excluded."{c}"' for c in columns if c not in replace_on)
        return f"{statement} ON CONFLICT ({', '.join(replace_on)}) DO UPDATE SET {changes}"
    if skip_on:
        return f"{statement} ON CONFLICT ({', '.join(skip_on)}) DO NOTHING"
    return statement


def update_many(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set ``columns`` of rows that exist, by ``executemany``; each of ``rows`` ends with its ``id``.

    Indexes of other columns are left alone: an upsert of whole rows writes every index anew.
    """
    if batch := [tuple(row) for row in rows]:
        changes = ", ".join(f'"{column}" = ?' for column in columns)
        connection.exec_driver_sql(f'UPDATE "{table}" SET {changes} WHERE id = ?', batch)  # noqa: S608  # our own


def select_in(
    connection: Connection, statement: str, keys: Iterable[Any], *, before: Sequence[Any] = ()
) -> Iterator[Any]:
    """Yield the rows of ``statement``, whose ``{keys}`` stands for a list, in batches of keys."""
    for batch in batched(keys):
        filled = statement.replace("{keys}", ", ".join("?" * len(batch)))
        yield from connection.exec_driver_sql(filled, (*before, *batch))


def batched(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield ``keys`` in lists that fit into one statement."""
    left = iter(keys)
    while batch := list(islice(left, BATCH)):
        yield batch


def next_numbers(connection: Connection, table: str, count: int) -> range | list[int]:
    """Return ``count`` new row numbers of a table, in order.

    SQLite has one writer; of PostgreSQL's several each takes from the table's sequence.
    """
    if connection.dialect.name == "postgresql":
        drawn = "SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)"
        return [row[0] for row in connection.exec_driver_sql(drawn, (table, count))]
    top = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table}").scalar_one()  # noqa: S608  # our own
    return range(top + 1, top + 1 + count)


def for_postgres(statement: str) -> str:
    """Return a statement of ours, whose marks are "?", as psycopg spells it."""
    return statement.replace("%", "%%").replace("?", "%s")
