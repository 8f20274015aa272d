"""Receiving 100,000 ops of 15 fields: a real bundle into a real district, against decode + executemany."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import msgspec

from benchmarks.measure import Result, seconds
from desktop_app.app import receiving
from desktop_app.app.enrolling import enrol
from desktop_app.app.exchange import export
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk
from desktop_app.compose.desktop import create_commune, create_district, open_desk
from desktop_app.domain import ids, ops
from desktop_app.domain.counting import Authority
from desktop_app.store.engine import Database

OPS = 100_000
BATCH = 20_000
_TEXTS = {
    "kind": "desktop", "maker": "Dell", "model": "OptiPlex 3080", "cpu": "Intel Core i3-10100",
    "disk_kind": "ssd",
    "os": "Windows 10 Pro", "user": "Lò Văn Mẫu", "room": "Văn phòng HĐND-UBND",
    "note": "Máy chậm, cần nâng cấp RAM",
}  # fmt: skip
_NUMBERS = {"ram_gb": 8, "disk_gb": 256, "year": 2019, "cost": 11_111_111}
FIELDS = ("asset_code", "serial", *_TEXTS, *_NUMBERS)


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
    """Make the bundle once, then receive it into copies of the district, beside the floor."""
    with tempfile.TemporaryDirectory(prefix="moduong-bench-") as folder:
        bundle = _bundle(Path(folder))
        lines = [msgspec.json.encode(row) for row in rows(OPS)]
        ours, floor = [], []
        for number in range(3):
            floor.append(seconds(lambda: _floor(Path(folder) / f"floor-{number}", lines)))  # noqa: B023
            copy = Path(folder) / f"copy-{number}"
            shutil.copytree(Path(folder) / "district", copy)
            desk = open_desk(copy, "bench")
            ours.append(seconds(lambda: receiving.receive(desk, [bundle])))  # noqa: B023
            desk.store.close()
    return [
        Result(
            "receiving 100,000 ops of 15 fields", sorted(ours)[1], "msgspec + executemany of the same rows",
            sorted(floor)[1], 6,
        )
    ]  # fmt: skip


def _bundle(folder: Path) -> Path:
    district, _secret = create_district(
        folder / "district", "100", "bench", own_key_file=True, reference_date=date(2022, 12, 31)
    )
    enrol(district, "03319", folder / "activation")
    district.store.close()
    commune = create_commune(folder / "commune", folder / "activation", "bench", own_key_file=True)
    _enter(commune)
    path = export(commune, folder).path
    commune.store.close()
    assert path is not None
    return path


def _enter(desk: Desk) -> None:
    """Write one op a record straight into the log: the window would take a transaction for each."""
    with desk.store.read() as tx:
        place = place_of(tx)
    chain, prev = ids.chain_id(place.device, desk.random), None
    made: list[ops.Op] = []
    for number, row in enumerate(rows(OPS), start=1):
        put = {name: {"state": "actual", "v": value} for name, value in row.items()}
        author = ops.Author(chain, number, prev, place.space, 1_700_000_000_000 + number, "Lò Văn Mẫu")
        made.append(ops.write(author, [ops.sets("computer", ids.uuid7(author.time, desk.random), put, [])]))
        prev = made[-1].id
        if len(made) == BATCH:
            with desk.store.write() as tx:
                tx.ingest(made, (), Authority(place.hub.device, frozenset(), place.device))
            made = []


def _floor(folder: Path, lines: list[bytes]) -> None:
    """Decode to typed structs and upsert into one encrypted table with two indexes, durably."""
    folder.mkdir()
    kinds = [(name, int if name in _NUMBERS else str) for name in FIELDS]
    row = msgspec.defstruct("Row", kinds, forbid_unknown_fields=True)  # type: ignore[arg-type]
    decode, values = msgspec.json.Decoder(row).decode, msgspec.structs.astuple
    database = Database(folder, "0" * 64)
    names = ", ".join(FIELDS)
    with database.transaction(write=True) as connection:
        connection.exec_driver_sql(f"CREATE TABLE computer (id INTEGER PRIMARY KEY, {names})")
        connection.exec_driver_sql("CREATE UNIQUE INDEX by_code ON computer (asset_code)")
        connection.exec_driver_sql("CREATE INDEX by_serial ON computer (serial)")
        changes = ", ".join(f"{name} = excluded.{name}" for name in FIELDS[1:])
        connection.exec_driver_sql(
            f"INSERT INTO computer ({names}) VALUES ({', '.join('?' * len(FIELDS))}) "  # noqa: S608
            f"ON CONFLICT (asset_code) DO UPDATE SET {changes}",
            [values(decode(line)) for line in lines],
        )
    database.close()
