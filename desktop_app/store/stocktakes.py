"""Stocktakes and their ledgers: each scan stays as it came, one that was taken back says when."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from desktop_app.app.ports import StocktakeInfo
from desktop_app.domain.stocktaking import Scan
from desktop_app.store.sql import insert_many, next_numbers


class Stocktakes:
    """The stocktakes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, stocktake: StocktakeInfo) -> None:
        """Write a stocktake, or whether it has ended."""
        columns = ("id", "unit", "office", "user", "begun", "ended")
        insert_many(self._connection, "stocktake", columns, [stocktake], replace_on=("id",))

    def all(self) -> list[StocktakeInfo]:
        """Return every stocktake, the latest first."""
        rows = self._connection.exec_driver_sql(
            'SELECT id, unit, office, "user", begun, ended FROM stocktake ORDER BY begun DESC, id DESC'
        )
        return [StocktakeInfo(*row) for row in rows]

    def add(self, stocktake: str, scans: Sequence[Scan]) -> list[Scan]:
        """Write scans at the end of a ledger; return them with the numbers that they got."""
        numbers = next_numbers(self._connection, "scan", len(scans))
        added = [replace(scan, id=number) for number, scan in zip(numbers, scans, strict=True)]
        columns = ("id", "stocktake", "typed", "room", "time", "user")
        rows = [(one.id, stocktake, one.typed, one.room, one.when_ms, one.user) for one in added]
        insert_many(self._connection, "scan", columns, rows)
        return added

    def scans(self, stocktake: str) -> list[Scan]:
        """Return a ledger in its order, what was taken back too."""
        rows = self._connection.exec_driver_sql(
            'SELECT id, typed, room, time, "user", taken_back FROM scan WHERE stocktake = ? ORDER BY id',
            (stocktake,),
        )
        return [Scan(*row) for row in rows]

    def take_back(self, scan: int, time: int) -> None:
        """Say when a scan was taken back; the first time stays."""
        self._connection.exec_driver_sql(
            "UPDATE scan SET taken_back = ? WHERE id = ? AND taken_back IS NULL", (time, scan)
        )
