"""Receiving 100,000 ops of 15 fields: a real bundle into a real district, against decode + executemany.

The floor writes the very rows that receiving wrote, ready made, into the same tables with the same
indexes, key and durability; it verifies, merges, folds and sorts nothing.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from types import GenericAlias
from typing import Any

import msgspec
from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

from benchmarks.measure import Result, afresh, seconds
from desktop_app.app import receiving
from desktop_app.app.enrolling import enrol
from desktop_app.app.exchange import export
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk
from desktop_app.compose.desktop import create_commune, create_district, open_desk
from desktop_app.domain import ids, ops
from desktop_app.domain.counting import Authority
from desktop_app.store.engine import Database
from desktop_app.store.projections import build_tables, order_table_name, table_name
from desktop_app.store.sql import insert_many
from desktop_app.topics.registry import ALL

OPS = 100_000
BATCH = 20_000
_TEXTS = {
    "kind": "desktop", "maker": "Dell", "model": "OptiPlex 3080", "cpu": "Intel Core i3-10100",
    "disk_kind": "ssd",
    "os": "Windows 10 Pro", "user": "Lò Văn Mẫu", "room": "Văn phòng HĐND-UBND",
    "note": "Máy chậm, cần nâng cấp RAM",
}  # fmt: skip
_NUMBERS = {"ram_gb": 8, "disk_gb": 256, "year": 2019, "cost": 11_111_111}
PROJECTION = (table_name("computer"), order_table_name("computer"))
LOG = ("space", "chain", "op")


def rows(count: int) -> Iterator[dict[str, str | int]]:
    """Yield so many computers of 15 fields, the same every time."""
    chosen = Random(1)
    for number in range(count):
        yield {
            "asset_code": f"MT-{number:06d}",
            "serial": f"{chosen.getrandbits(40):010X}",
            **_TEXTS,
            **_NUMBERS,
        }


def run() -> list[Result]:
    """Make the bundle once, receive it into copies of the district, beside the floors."""
    with tempfile.TemporaryDirectory(prefix="moduong-bench-") as name:
        folder = Path(name)
        bundle = _bundle(folder)
        ours, both, one = [], [], []
        for number in map(str, range(3)):
            ours.append(afresh(_receive, folder / number, folder / "district", bundle))
            both.append(afresh(_floor, folder / f"both-{number}", folder / "0", (*LOG, *PROJECTION)))
            one.append(afresh(_floor, folder / f"one-{number}", folder / "0", PROJECTION))
    what, floor = "receiving 100,000 ops of 15 fields", "msgspec + executemany of the same rows"
    return [
        Result(what, median(ours), f"{floor}, log and table", median(both), 6),
        Result(what, median(ours), f"{floor}, table alone", median(one)),
    ]


def _receive(home: Path, district: Path, bundle: Path) -> float:
    shutil.copytree(district, home)
    desk = open_desk(home, "bench")
    try:
        return seconds(lambda: receiving.receive(desk, [bundle]))
    finally:
        desk.store.close()


def _bundle(folder: Path) -> Path:
    district, _secret = create_district(
        folder / "district", "100", "bench", own_key_file=True, reference_date=date(2022, 12, 31)
    )
    enrol(district, "03319", folder / "activation")
    district.store.close()
    commune = create_commune(folder / "commune", folder / "activation", "bench", own_key_file=True)
    enter(commune, rows(OPS))
    path = export(commune, folder).path
    commune.store.close()
    assert path is not None
    return path


def enter(desk: Desk, computers: Iterable[Mapping[str, str | int]]) -> None:
    """Write one op a record straight into the log: the window would take a transaction for each."""
    with desk.store.read() as tx:
        place = place_of(tx)
    chain, prev = ids.chain_id(place.device, desk.random), None
    made: list[ops.Op] = []
    for number, row in enumerate(computers, start=1):
        put = {name: {"state": "actual", "v": value} for name, value in row.items()}
        author = ops.Author(chain, number, prev, place.space, 1_700_000_000_000 + number, "Lò Văn Mẫu")
        made.append(ops.write(author, [ops.sets("computer", ids.uuid7(author.time, desk.random), put, [])]))
        prev = made[-1].id
        if len(made) == BATCH:
            with desk.store.write() as tx:
                tx.ingest(made, (), Authority(place.hub.device, frozenset(), place.device))
            made = []


def _rows_of(home: Path, tables: tuple[str, ...]) -> dict[str, list[bytes]]:
    """Return the rows that receiving wrote, each as a line of JSON: the log's, and the topic's table's."""
    desk = open_desk(home, "bench")
    with desk.store.read() as tx:
        found = {table: tx.execute(f"SELECT * FROM {table}", {}) for table in tables}  # noqa: S608
    desk.store.close()
    return {table: [msgspec.json.encode(row) for row in rows] for table, rows in found.items()}


def _floor(home: Path, received: Path, wanted: tuple[str, ...]) -> float:
    """Decode lines and upsert the rows into the same tables, indexed, encrypted, durable: nothing else."""
    rows = _rows_of(received, wanted)
    home.mkdir()
    database = Database(home, "0" * 64)
    projection = build_tables(ALL.get("computer"), MetaData())
    tables = {**SQLModel.metadata.tables, **dict(zip(PROJECTION, projection, strict=True))}
    with database.transaction(write=True) as connection:
        SQLModel.metadata.create_all(connection)
        for table in projection:
            table.create(connection)

    def write() -> None:
        with database.transaction(write=True) as connection:
            for name, lines in rows.items():
                columns = [column.name for column in tables[name].columns]
                typed = map(_decoder(tables[name]), lines)
                insert_many(connection, name, columns, typed, replace_on=("id",))

    try:
        return seconds(write)
    finally:
        database.close()


def _decoder(table: Table) -> Callable[[bytes], tuple[Any, ...]]:
    """Return a typed decoder of a table's rows: of bytes too, which JSON carries as base64."""
    types = [column.type.python_type | None for column in table.columns]
    return msgspec.json.Decoder(GenericAlias(tuple, tuple(types))).decode
