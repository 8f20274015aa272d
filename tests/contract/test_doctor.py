"""The doctor: a sound home is sound, every planted fault is found, and nothing is ever changed."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.app import doctor, duplicates, entry, overview
from desktop_app.app.ports import Desk
from desktop_app.store.store import SqlStore
from tests.desks import (
    COMMUNES,
    Road,
    StoppedClock,
    add,
    change,
    copy_of,
    new_commune,
    open_desk,
    place,
    put_back,
)


@pytest.fixture
def lived(tmp_path: Path, district: Desk, commune: Desk, road: Road, clock: StoppedClock) -> Desk:
    """A commune's home that has seen everything: edits, conflicts, deletions, merges, receipts."""
    second = new_commune(tmp_path / "second", district, COMMUNES[0], clock)
    a, b, c = (add(commune, asset_code=f"MT-{n}", serial="PF-1") for n in range(3))
    for desk in (commune, second):
        road.exchange(desk, district)
    for desk in (commune, second):
        change(desk, a, note=f"của {place(desk).device}")
    opened = [entry.open_record(second, "computer", rec) for rec in (b, a)]
    duplicates.merge(second, *opened, {})
    entry.delete(commune, entry.open_record(commune, "computer", c))
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    return commune


def findings(desk: Desk) -> list[str]:
    return [found.what for one in doctor.examine(desk) for found in one.findings]


def tamper(desk: Desk, statement: str) -> None:
    """Change the database behind the program's back."""
    store = desk.store
    assert isinstance(store, SqlStore)
    with store._database.transaction(write=True) as connection:
        assert connection.exec_driver_sql(statement).rowcount >= 1


def files(home: Path) -> dict[str, str]:
    names = [path for path in home.rglob("*") if path.is_file() and "-shm" not in path.name]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in names}


def test_a_home_that_has_lived_is_sound_and_is_not_changed(lived: Desk, district: Desk) -> None:
    for desk in (lived, district):
        before, digest = files(desk.store.path), overview.digest(desk)
        assert findings(desk) == []
        assert files(desk.store.path) == before
        assert overview.digest(desk) == digest


FAULTS = {
    "UPDATE p_computer SET note = 'khác' WHERE rec = (SELECT min(rec) FROM p_computer)": "p_computer",
    "DELETE FROM p_computer WHERE rec = (SELECT min(rec) FROM p_computer)": "p_computer",
    "UPDATE record SET hidden = 1 - hidden WHERE id = 1": "bản ghi",
    "DELETE FROM record WHERE id = 2": "trạng thái hợp nhất",
    "DELETE FROM touched WHERE op = (SELECT max(op) FROM touched)": "lịch sử",
    "UPDATE tip SET start = start + 1": "đầu chuỗi",
    "DELETE FROM tip": "đầu chuỗi",
    "UPDATE op SET line = CAST(replace(line, 'MT-', 'MX-') AS BLOB) WHERE line LIKE '%MT-%'": "đã bị sửa",
    "UPDATE op SET seq = seq + 5 WHERE seq > 1": "đã bị sửa",
    "UPDATE seal SET signature = header": "chữ ký",
    "DELETE FROM seal": "không có chữ ký",
    "UPDATE op SET held = 'revoked' WHERE id = (SELECT max(id) FROM op)": "thao tác được tính",
}


@pytest.mark.parametrize("fault", FAULTS, ids=list(FAULTS))
def test_every_planted_fault_is_found(lived: Desk, fault: str) -> None:
    tamper(lived, fault)
    assert any(FAULTS[fault] in found for found in findings(lived)), findings(lived)


def test_a_rebuild_mends_what_follows_from_the_log(lived: Desk) -> None:
    tamper(lived, "UPDATE p_computer SET note = 'khác'")
    assert "moduong rebuild" in " ".join(f.todo for one in doctor.examine(lived) for f in one.findings)
    overview.rebuild(lived)
    assert findings(lived) == []


def test_an_op_that_counts_although_nobody_vouches_for_it_is_found(lived: Desk, district: Desk) -> None:
    tamper(district, "DELETE FROM seal")
    assert any("không có chữ ký" in found for found in findings(district))


def test_a_clock_that_went_back_and_files_that_others_read(lived: Desk, clock: StoppedClock) -> None:
    clock.tick(-10 * doctor.DAY_MS)
    (lived.store.path / "key").chmod(0o644)
    found = findings(lived)
    assert any("10 ngày" in one for one in found)
    assert any("key" in one for one in found)
    clock.now = 86_400_000  # a dead battery: 1970
    assert any("1970" in one for one in findings(lived))


def test_a_full_disk_is_said(lived: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SPARE_BYTES", 2**60)
    assert any("MB" in one for one in findings(lived))


def test_what_is_held_and_a_chain_that_goes_on_in_a_copy_are_no_faults(
    tmp_path: Path, district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    early = copy_of(commune, tmp_path / "early")
    commune = open_desk(commune.store.path, clock)
    add(commune, asset_code="MT-2")
    road.exchange(commune, district)
    put_back(commune, early)
    restored = open_desk(commune.store.path, clock)
    add(restored, asset_code="MT-3")  # the same number in the chain as MT-2
    for _time in range(2):
        road.exchange(restored, district)
    for desk in (restored, district):
        assert findings(desk) == []


def test_a_damaged_file_is_said_and_nothing_more(lived: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    not_sound: Callable[[SqlStore], bool] = lambda _store: False  # noqa: E731
    monkeypatch.setattr(SqlStore, "is_sound", not_sound)
    (first, *_others) = doctor.examine(lived)
    assert first.findings
    assert "moduong restore" in first.findings[0].todo
