"""From an older format of a home to this one: one transaction, after a verified backup, or not at all.

Only the fixed tables are migrated; projections are made anew from the log. A step is a function of
Alembic's operations; a step once released is never changed. SQLite rolls DDL back only because
every transaction here begins with ``BEGIN IMMEDIATE`` (see `engine`): with the driver's own
handling a failed migration left its tables behind.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, Connection, ForeignKey, Integer, LargeBinary, String

if TYPE_CHECKING:
    from alembic.operations import Operations

Step = Callable[["Operations"], None]


def _add_blobs(operations: "Operations") -> None:
    operations.create_table(
        "blob",
        Column("sha256", String, primary_key=True),
        Column("content", LargeBinary, nullable=False),
    )


def _add_stocktakes(operations: "Operations") -> None:
    big = BigInteger().with_variant(Integer, "sqlite")
    operations.create_table(
        "stocktake",
        Column("id", String, primary_key=True),
        Column("unit", String, nullable=False),
        Column("office", String),
        Column("user", String, nullable=False),
        Column("begun", big, nullable=False),
        Column("ended", big),
    )
    operations.create_table(
        "scan",
        Column("id", big, primary_key=True),
        Column("stocktake", String, ForeignKey("stocktake.id"), nullable=False),
        Column("typed", String, nullable=False),
        Column("room", String, nullable=False),
        Column("time", big, nullable=False),
        Column("user", String, nullable=False),
        Column("taken_back", big),
    )
    operations.create_index("ix_scan_stocktake", "scan", ["stocktake"])


STEPS: Mapping[int, Step] = {1: _add_blobs, 2: _add_stocktakes}
"""Format n → the step that makes it n + 1. Format 1 is the first that was ever released."""


def migrate(connection: Connection, found: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Bring the fixed tables from format ``found`` to ``wanted`` inside the caller's transaction."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for number in range(found, wanted):
        steps[number](operations)
