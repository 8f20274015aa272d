"""What travels, and what merging costs, beside geodiff (Mergin Maps) and a workbook of the same rows.

pygeodiff (MIT) is no dependency of ours and stays out of the environment: without it a line says how to
get it. Merging is measured twice, of the same rows, the same changes and deletes on each side.

Whole. Theirs, `rebase`: compares each side's file with the base (two whole scans: it keeps no log), rebases
one changeset on the other, undoes one side's changes and applies both; plain SQLite files without indexes,
journal and ``fdatasync`` as SQLite has them by default (FULL). Ours, `receive`: takes in a signed bundle:
signature, hash, decryption, inflating, the canonical check of every line; then one transaction
(``synchronous=FULL``) into the log, the merged states and the rows that the screens read with their indexes
and search text, every page read and written encrypted and authenticated. No scan: the bundle says what
changed.

Merging alone. Theirs, `create_rebased_changeset_ex`: from two ready changesets to a third and the list of
conflicts, in files of about 1 MB. Ours: from ops already read to the merged states as the store keeps
them, and the records in review, in memory. Neither touches a database but for its schema.
"""

import gc
import importlib.util
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

import zstandard

from benchmarks.measure import Result, afresh, seconds
from benchmarks.receiving import BATCH, rows
from desktop_app.app import receiving
from desktop_app.app.enrolling import enrol
from desktop_app.app.exchange import export
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, SpaceInfo
from desktop_app.compose.desktop import create_commune, create_district, open_desk
from desktop_app.domain import ids, ops, registers
from desktop_app.domain.counting import Authority

GEODIFF = "build/pygeodiff"
sys.path.append(str(Path(__file__).parents[1] / GEODIFF))
ROWS, CHANGED, FEW, OF = 100_000, 0.10, 25, 1_000
UNIT = "03319"
WHEN = 1_700_000_000_000
SPACE = str(UUID(int=1))
DEAD = {ops.LIFE: ops.DELETED}
NAMES = ("Quàng Thị", "Lò Văn", "Cà Thị", "Tòng Văn", "Lường Thị")


class Made(NamedTuple):
    """A record: its row's number, its id, and the one op that made it."""

    number: int
    rec: str
    op: str


def edited(number: int, seed: int) -> dict[str, str | int]:
    """Return what one side types into a row."""
    chosen = random.Random(seed * ROWS + number)
    return {
        "ram_gb": chosen.choice((4, 8, 16, 32)),
        "note": f"Thay ổ cứng {chosen.randrange(10_000)}, hỏng lần {chosen.randrange(9)}",
        "user": f"{chosen.choice(NAMES)} {chosen.randrange(500)}",
    }


def run() -> list[Result]:
    """Measure bytes of 25 changed computers, then merging 100,000 rows of which both sides changed some."""
    if importlib.util.find_spec("pygeodiff") is None:
        print(f"wire: nothing to compare with; get it by: .venv/bin/pip install --target {GEODIFF} pygeodiff")
        return []
    with tempfile.TemporaryDirectory(prefix="moduong-bench-") as name:
        return [*_bytes(Path(name)), *_merging(Path(name))]


# --- bytes ---------------------------------------------------------------------------------------------


def _bytes(folder: Path) -> list[Result]:
    district, commune = _two(folder / "few")
    made = _enter(commune, OF)
    _exchange(commune, district, folder / "few")
    _edit(commune, 1, made[:FEW], [])
    bundle = export(commune, folder / "few")
    sheet = commune.workbooks.write(commune, folder / "few" / "all.xlsx", ["computer"], None)
    diff = _geodiff_of(folder / "few", OF, range(FEW))
    workbook = _workbook_of(commune, folder / "few", sheet)
    for desk in (district, commune):
        desk.store.close()
    what = f"{FEW} changed computers: a bundle"
    return [
        Result(what, bundle.bytes, "geodiff's changeset, zstd -9", diff, is_bytes=True),
        Result(what, bundle.bytes, f"XLSX of the same {FEW} rows", workbook, is_bytes=True),
    ]


def _workbook_of(desk: Desk, folder: Path, total: int) -> int:
    """Return the bytes of the program's own workbook with only the changed rows: by deleting the others."""
    import openpyxl

    book = openpyxl.load_workbook(folder / "all.xlsx")
    sheet = max(book.worksheets, key=lambda one: one.max_row)
    first = sheet.max_row - total + 1
    sheet.delete_rows(first + FEW, total)
    book.save(folder / "few.xlsx")
    return (folder / "few.xlsx").stat().st_size


def _geodiff_of(folder: Path, count: int, changed: Iterable[int]) -> int:
    from pygeodiff import GeoDiff

    base, mine, diff = (str(folder / name) for name in ("base.db", "mine.db", "mine.diff"))
    _table(Path(base), count)
    shutil.copy(base, mine)
    _change_rows(Path(mine), 1, list(changed), [])
    GeoDiff().create_changeset(base, mine, diff)
    return len(zstandard.ZstdCompressor(level=9).compress(Path(diff).read_bytes()))


# --- merging -------------------------------------------------------------------------------------------


def _merging(folder: Path) -> list[Result]:
    home, bundle = _both_changed(folder / "many")
    ours = [afresh(_receive, folder / f"ours-{n}", home, bundle) for n in range(3)]
    theirs = [afresh(_rebase, folder / f"theirs-{n}") for n in range(3)]
    merged = [afresh(_merge) for _ in range(3)]
    rebased = [afresh(_rebase_changesets, folder / f"ready-{n}") for n in range(3)]
    what = f"{ROWS:,} rows, {CHANGED:.0%} changed on each side"
    return [
        Result(
            f"merging {what}", median(ours), "pygeodiff's rebase of the same rows", median(theirs), 1,
        ),
        Result(
            f"merging alone, {what}", median(merged), "pygeodiff's rebase of changesets", median(rebased), 1,
        ),
    ]  # fmt: skip


def _chosen(seed: int) -> tuple[list[int], list[int]]:
    """Return the rows that a side changes and those that it deletes; both sides meet in a tenth of them."""
    chosen = random.Random(seed)
    changed = chosen.sample(range(ROWS), int(ROWS * CHANGED))
    gone = chosen.sample(range(ROWS), ROWS // 100)
    return sorted(set(changed) - set(gone)), sorted(gone)


def _both_changed(folder: Path) -> tuple[Path, Path]:
    """Return a district's home that has changed its rows, and the bundle of a commune that changed others."""
    district, commune = _two(folder)
    made = _enter(commune, ROWS)
    _exchange(commune, district, folder)
    for desk, seed in ((commune, 1), (district, 2)):
        changed, gone = _chosen(seed)
        _edit(desk, seed, [made[n] for n in changed], [made[n] for n in gone])
    bundle = export(commune, folder).path
    for desk in (district, commune):
        desk.store.close()
    assert bundle is not None
    return folder / "district", bundle


def _receive(home: Path, district: Path, bundle: Path) -> float:
    shutil.copytree(district, home)
    desk = open_desk(home, "bench")
    try:
        return seconds(lambda: receiving.receive(desk, [bundle]))
    finally:
        desk.store.close()


def _rebase(folder: Path) -> float:
    from pygeodiff import GeoDiff

    base, mine, theirs = _changed_tables(folder)
    geodiff = GeoDiff()
    return seconds(lambda: geodiff.rebase(base, theirs, mine, str(folder / "conflicts.json")))


def _rebase_changesets(folder: Path) -> float:
    from pygeodiff import GeoDiff

    base, mine, theirs = _changed_tables(folder)
    ours, other, rebased, conflicts = (str(folder / name) for name in ("mine", "theirs", "rebased", "found"))
    geodiff = GeoDiff()
    geodiff.create_changeset(base, mine, ours)
    geodiff.create_changeset(base, theirs, other)
    return seconds(
        lambda: geodiff.create_rebased_changeset_ex("sqlite", "", base, ours, other, rebased, conflicts)
    )


def _changed_tables(folder: Path) -> list[str]:
    """Return the paths of the base, and of what each side made of it."""
    folder.mkdir()
    base, mine, theirs = (folder / f"{name}.db" for name in ("base", "mine", "theirs"))
    _table(base, ROWS)
    for path, seed in ((mine, 1), (theirs, 2)):
        shutil.copy(base, path)
        _change_rows(path, seed, *_chosen(seed))
    return [str(path) for path in (base, mine, theirs)]


def _merge() -> float:
    """Merge what two sides wrote to the records that either touched."""
    chosen = [_chosen(seed) for seed in (1, 2)]
    touched = {number for side in chosen for numbers in side for number in numbers}
    made = {n: _written(n, _put(row), []) for n, row in enumerate(rows(ROWS)) if n in touched}
    came = [op for seed, side in enumerate(chosen, start=1) for op in _both(seed, *side, made)]
    first = {op.sets[0].rec: op for op in made.values()}
    gc.disable()  # as where a bundle is taken in
    return seconds(lambda: _merge_in(first, came))


def _merge_in(first: Mapping[str, ops.Op], came: Iterable[ops.Op]) -> tuple[list[bytes], list[str]]:
    """Return the merged states as the store keeps them, and the records in review."""
    known = {op.id for op in first.values()}
    by_record: dict[str, list[ops.Op]] = {}
    for op in came:
        by_record.setdefault(op.sets[0].rec, []).append(op)
    packed, found = [], []
    for rec, written in by_record.items():
        state = registers.said_by(first[rec])
        for op in written:
            state.apply(op, op.sets[0], known.__contains__)
        if registers.in_review(state, is_hidden=False):
            found.append(rec)
        packed.append(registers.pack(state, first[rec].id))
    return packed, found


def _both(
    seed: int, changed: Sequence[int], gone: Sequence[int], made: Mapping[int, ops.Op]
) -> Iterator[ops.Op]:
    """Yield what one side writes: its changes, then its deletes."""
    for number in changed:
        yield _written(number, _put(edited(number, seed)), [made[number].id], seed)
    for number in gone:
        yield _written(number, DEAD, [made[number].id], seed)


def _written(number: int, put: dict[str, Any], bases: Sequence[str], seed: int = 0) -> ops.Op:
    author = ops.Author(f"{seed:032x}-{number:016x}", 1, None, SPACE, WHEN + number, "Lò Văn Mẫu")
    rec = str(UUID(int=number))
    return ops.write(author, [ops.sets("computer", rec, put, bases)])


# --- the same rows in both -----------------------------------------------------------------------------


def _two(folder: Path) -> tuple[Desk, Desk]:
    folder.mkdir()
    district, _secret = create_district(
        folder / "district", "100", "bench", own_key_file=True, reference_date=date(2022, 12, 31)
    )
    enrol(district, UNIT, folder / "activation")
    return district, create_commune(folder / "commune", folder / "activation", "bench", own_key_file=True)


def _exchange(commune: Desk, district: Desk, folder: Path) -> None:
    sent = export(commune, folder).path
    assert sent is not None
    (there,) = receiving.receive(district, [sent], folder / "receipts")
    assert there.receipt is not None
    receiving.receive(commune, [there.receipt])


def _enter(desk: Desk, count: int) -> list[Made]:
    """Enter computers, one op each; return them."""
    parts, made = [], []
    for number, row in enumerate(islice(rows(count), count)):
        rec = ids.uuid7(WHEN + number, desk.random)
        parts.append(ops.sets("computer", rec, _put(row), []))
        made.append(rec)
    return [Made(n, rec, op) for n, (rec, op) in enumerate(zip(made, _write(desk, parts), strict=True))]


def _edit(desk: Desk, seed: int, changed: Sequence[Made], gone: Sequence[Made]) -> None:
    """Change three fields of some records and delete others, one op each, as a person's saves."""
    parts = [ops.sets("computer", one.rec, _put(edited(one.number, seed)), [one.op]) for one in changed]
    parts += [ops.sets("computer", one.rec, DEAD, [one.op]) for one in gone]
    _write(desk, parts)


def _put(row: dict[str, str | int]) -> dict[str, Any]:
    return {name: {"state": "actual", "v": value} for name, value in row.items()}


def _write(desk: Desk, parts: Sequence[Any]) -> list[str]:
    """Append one op for each part to a chain of the desk's own in the commune's space; return the ops."""
    with desk.store.read() as tx:
        place = place_of(tx)
        space = next(info.uuid for info in tx.spaces() if _is_commune(info))
    chain, prev, written = ids.chain_id(place.device, desk.random), None, []
    for seq, part in enumerate(parts, start=1):
        op = ops.write(ops.Author(chain, seq, prev, space, WHEN + seq, "Lò Văn Mẫu"), [part])
        prev = op.id
        written.append(op)
    who = Authority(place.hub.device, frozenset(), place.device)
    for start in range(0, len(written), BATCH):
        with desk.store.write() as tx:
            tx.ingest(written[start : start + BATCH], (), who)
    return [op.id for op in written]


def _is_commune(info: SpaceInfo) -> bool:
    return info.level == "commune"


def _table(path: Path, count: int) -> None:
    first = next(rows(1))
    columns = ", ".join(f"{name} {'INTEGER' if isinstance(v, int) else 'TEXT'}" for name, v in first.items())
    with sqlite3.connect(path) as table:
        table.execute(f"CREATE TABLE computer (fid INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" * (len(first) + 1))
        values = ((number, *row.values()) for number, row in enumerate(rows(count)))
        table.executemany(f"INSERT INTO computer VALUES ({marks})", values)  # noqa: S608  # our own names
    table.close()


def _change_rows(path: Path, seed: int, changed: Sequence[int], gone: Sequence[int]) -> None:
    with sqlite3.connect(path) as table:
        sets = ", ".join(f"{name} = ?" for name in edited(0, 0))
        table.executemany(
            f"UPDATE computer SET {sets} WHERE fid = ?",  # noqa: S608  # our own names
            ((*edited(number, seed).values(), number) for number in changed),
        )
        table.executemany("DELETE FROM computer WHERE fid = ?", ((number,) for number in gone))
    table.close()
