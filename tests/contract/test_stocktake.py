"""A stocktake in a real home: kept scan by scan, closed, reopened, and ending in C53-HD."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app.app import stocktake
from desktop_app.app.ports import Desk
from desktop_app.domain.stocktaking import Verdict
from desktop_app.domain.tags import tag_of
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.paper.model import C53
from desktop_app.paper.press import Pages
from tests.desks import StoppedClock, add, change, open_desk, shown

# A person at a scanner: scan after scan by the use case of window and command line; each one's number is
# said only when it has returned.
SCANNER = """
import sys
from pathlib import Path
from tests.desks import StoppedClock, open_desk
from desktop_app.app import stocktake
desk = open_desk(Path(sys.argv[1]), StoppedClock())
for number in range(10_000):
    print(stocktake.scan(desk, sys.argv[2], f"MT-{number}", "Phòng 1").id, flush=True)
"""


@pytest.fixture
def office(commune: Desk) -> str:
    return add(commune, "office", name="Văn phòng", level="Cấp xã", kind="UBND")


@pytest.fixture
def machines(commune: Desk, office: str) -> list[str]:
    """Two of the office in two rooms, one of nobody."""
    said = ({"office": office, "room": "Phòng 1"}, {"office": office, "room": "Phòng 2"}, {"room": "Kho"})
    return [
        add(commune, asset_code=f"MT-{n}", serial=f"SN-{n}", cost="10000000", **one)
        for n, one in enumerate(said, start=1)
    ]


def verdicts(desk: Desk, of: stocktake.Stocktake) -> list[str]:
    return [one.verdict.value for one in stocktake.count(desk, of).judged]


def test_a_unit_or_an_office_is_counted_room_by_room(commune: Desk, machines: list[str], office: str) -> None:
    whole, one = stocktake.begin(commune), stocktake.begin(commune, office="van phong")
    assert (one.office, one.place, whole.office) == (office, "Văn phòng", None)
    for of in (whole, one):
        for code in ("MT-1", "sn-2", tag_of(machines[2]), "LẠ-9", "MT-1"):
            stocktake.scan(commune, of.id, code, "phòng 1")
    assert verdicts(commune, whole) == ["found", "wrong_room", "wrong_room", "unknown", "twice"]
    assert verdicts(commune, one) == ["found", "wrong_room", "elsewhere", "unknown", "twice"]
    assert [len(stocktake.count(commune, of).books.booked) for of in (whole, one)] == [3, 2]


def test_a_peripheral_counts_like_a_computer(commune: Desk) -> None:
    add(commune, "peripheral", asset_code="MI-1", kind="Máy in")
    of = stocktake.begin(commune)
    stocktake.scan(commune, of.id, "MI-1")
    assert verdicts(commune, of) == ["found"]


def test_what_is_taken_back_stays_in_the_ledger_and_is_missing_again(
    commune: Desk, machines: list[str]
) -> None:
    of = stocktake.begin(commune)
    first, second = stocktake.scan_all(commune, of.id, ["MT-1", "MT-2"])
    stocktake.take_back(commune, of.id, first.id)
    stocktake.take_back(commune, of.id, first.id)
    count = stocktake.count(commune, of)
    assert [one.scan.typed for one in count.judged] == ["MT-1", "MT-2"]
    assert count.judged[0].verdict is Verdict.TAKEN_BACK
    assert [one.rec for one in count.missing] == [machines[0], machines[2]]
    with pytest.raises(NotFoundError):
        stocktake.take_back(commune, of.id, second.id + 1)


def test_a_closed_stocktake_takes_no_scan_until_it_is_reopened(commune: Desk, machines: list[str]) -> None:
    of = stocktake.begin(commune)
    stocktake.scan(commune, of.id, "MT-1")
    stocktake.end(commune, of.id)
    with pytest.raises(UsageError):
        stocktake.scan(commune, of.id, "MT-2")
    stocktake.reopen(commune, of.id)
    stocktake.scan(commune, of.id, "MT-2")
    assert verdicts(commune, of) == ["found", "found"]


def test_several_are_kept_and_the_open_one_is_meant_where_none_is_named(commune: Desk) -> None:
    first, second = stocktake.begin(commune), stocktake.begin(commune)
    with pytest.raises(NotFoundError):
        stocktake.find(commune)
    stocktake.end(commune, first.id)
    assert stocktake.find(commune).id == second.id
    assert stocktake.find(commune, first.id).ended_ms is not None
    assert {one.id for one in stocktake.stocktakes(commune)} == {first.id, second.id}


def test_what_a_scanner_typed_is_kept_as_it_came(commune: Desk) -> None:
    of = stocktake.begin(commune)
    kept = stocktake.scan_all(commune, of.id, ["SẺIAL\t", "  ", "mt 1", "\x00"], "  Phòng   1 ")
    with commune.store.read() as tx:
        assert tx.scans(of.id) == kept
    assert [(one.typed, one.room) for one in kept] == [("SẺIAL", "Phòng 1"), ("mt 1", "Phòng 1")]
    with pytest.raises(UsageError):
        stocktake.scan(commune, of.id, " ")


def test_rooms_are_set_right_by_ordinary_saves(commune: Desk, machines: list[str]) -> None:
    of = stocktake.begin(commune)
    stocktake.scan_all(commune, of.id, ["MT-1", "MT-2", "SN-3"], "Phòng 1")
    count = stocktake.count(commune, of)
    assert [one.things[0].rec for one in count.moved] == machines[1:]
    saved = stocktake.correct_rooms(commune, count.moved)
    assert all(one.op for one in saved)
    assert [shown(commune, rec, "room").v for rec in machines] == ["Phòng 1"] * 3
    assert stocktake.count(commune, of).moved == []
    assert stocktake.correct_rooms(commune, []) == []


def test_the_end_is_c53_with_what_was_counted_beside_the_books(commune: Desk, machines: list[str]) -> None:
    of = stocktake.begin(commune, office="Văn phòng")
    stocktake.scan_all(commune, of.id, ["MT-1", "MT-3", "LẠ-9", "lạ-9"], "Phòng 1")
    asking = stocktake.asking(of, stocktake.count(commune, of))
    assert asking.counted == {machines[0]: 1, machines[1]: 0}
    made = commune.paper.made(commune, "c53", asking)
    assert isinstance(made, Pages)
    assert isinstance(made.document, C53)
    rows = [(row.code, row.book_qty, row.count_qty) for row in made.document.rows]
    assert rows == [("MT-1", 1, 1), ("MT-2", 1, 0), ("MT-3", 0, 1), ("LẠ-9", 0, 1)]
    assert asking.counted_at is not None
    assert made.document.taken_at == asking.counted_at


def test_verdicts_follow_the_records_as_they_stand_now(commune: Desk, machines: list[str]) -> None:
    of = stocktake.begin(commune)
    stocktake.scan(commune, of.id, "MT-9")
    assert verdicts(commune, of) == ["unknown"]
    change(commune, machines[0], asset_code="MT-9")
    assert verdicts(commune, of) == ["found"]


def test_a_kill_after_any_scan_loses_no_scan_that_was_acknowledged(commune: Desk) -> None:
    of = stocktake.begin(commune)
    commune.store.close()
    chosen, acknowledged = random.Random(4), set()
    for _death in range(8):
        scanning = subprocess.Popen(
            [sys.executable, "-c", SCANNER, str(commune.store.path), of.id],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path.cwd(),
        )  # fmt: skip
        assert scanning.stdout is not None
        for _scan in range(chosen.randint(1, 6)):
            acknowledged.add(int(scanning.stdout.readline()))
        time.sleep(chosen.random() * 0.01)  # anywhere in a scan
        scanning.send_signal(signal.SIGKILL)
        acknowledged.update(int(line) for line in scanning.stdout if line.endswith("\n"))
        scanning.communicate()
        assert scanning.returncode == -signal.SIGKILL
    desk = open_desk(commune.store.path, StoppedClock())
    with desk.store.read() as tx:
        kept = {one.id for one in tx.scans(of.id)}
    assert acknowledged <= kept
    assert len(kept) <= len(acknowledged) + 8  # committed, but not said any more
    assert desk.store.is_sound()


def test_a_home_of_an_older_format_gets_a_place_for_stocktakes(commune: Desk) -> None:
    with commune.store._database.transaction(write=True) as connection:
        connection.exec_driver_sql("DROP TABLE scan")
        connection.exec_driver_sql("DROP TABLE stocktake")
        connection.exec_driver_sql("UPDATE setting SET value = '2' WHERE key = 'format'")
    commune.store.prepare()
    of = stocktake.begin(commune)
    stocktake.scan(commune, of.id, "MT-1")
    assert verdicts(commune, of) == ["unknown"]
