"""Going back to a backup: verified first, the present home kept, new chains, nothing wrongly received."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from desktop_app.app import doctor, overview, states, views
from desktop_app.app.ports import Desk
from desktop_app.app.restoring import Restored
from desktop_app.app.states import State
from desktop_app.app.writing import CHAINS
from desktop_app.compose.desktop import restore_home
from desktop_app.errors import BusyError, HomeError, NotFoundError, UserError
from desktop_app.store import restoring, tables
from desktop_app.store.engine import FILE
from tests.desks import Road, StoppedClock, add, open_desk, place, shown


def restore(desk: Desk, backup: Path, *, bring: bool = False) -> tuple[Desk, Restored]:
    """Restore as a person does, with no window open, and open the home again."""
    desk.store.close()
    done = restore_home(desk.store.path, backup, bring=bring)
    assert isinstance(desk.clock, StoppedClock)
    return open_desk(desk.store.path, desk.clock), done


def recs(desk: Desk) -> set[str]:
    return {row.rec for row in views.all_rows(desk, "computer")}


def chain(desk: Desk) -> str | None:
    with desk.store.read() as tx:
        found = (tx.setting(CHAINS) or {}).get(place(desk).space)
    return None if found is None else str(found)


def findings(desk: Desk) -> list[str]:
    return [found.what for one in doctor.examine(desk) for found in one.findings]


def files(home: Path) -> dict[str, str]:
    names = [path for path in home.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in names}


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "sao-luu.db"


def test_what_was_sent_comes_back_and_nothing_is_called_received_that_the_hub_lacks(
    district: Desk, commune: Desk, road: Road, backup: Path
) -> None:
    before = add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    overview.back_up(commune, backup)
    old = chain(commune)
    sent = add(commune, asset_code="MT-2")
    road.exchange(commune, district)
    add(commune, asset_code="MT-3")
    commune, done = restore(commune, backup)
    assert (recs(commune), done.unsent, done.brought) == ({before}, 1, False)
    later = add(commune, asset_code="MT-4")
    assert chain(commune) not in (None, old)
    assert states.state_of(commune, "computer", [before, later]) == {
        before: State.RECEIVED, later: State.HERE,
    }  # fmt: skip
    for _time in range(2):
        road.exchange(commune, district)
    assert recs(commune) == recs(district) == {before, sent, later}
    assert set(states.state_of(commune, "computer", recs(commune)).values()) == {State.RECEIVED}
    code = place(commune).code
    assert overview.digest(commune, code) == overview.digest(district, code)
    assert (findings(commune), findings(district)) == ([], [])


def test_a_restored_hub_learns_again_what_it_had_received(
    district: Desk, commune: Desk, road: Road, backup: Path
) -> None:
    first = add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    overview.back_up(district, backup)
    own = add(district, asset_code="MT-H")  # the district's own, in no commune's hands
    since = add(commune, asset_code="MT-2")
    road.exchange(commune, district)
    district, done = restore(district, backup, bring=True)
    assert done.unsent >= 1
    assert recs(district) == {first, own}
    later = add(commune, asset_code="MT-3")
    road.exchange(commune, district)  # the answer moves the mark down
    assert states.state_of(commune, "computer", [since])[since] is not State.RECEIVED
    for _time in range(2):
        road.exchange(commune, district)
    assert recs(district) == {first, since, later, own}
    assert set(states.state_of(commune, "computer", recs(commune)).values()) == {State.RECEIVED}
    assert (findings(commune), findings(district)) == ([], [])


def test_what_was_not_sent_may_be_brought_along(
    district: Desk, commune: Desk, road: Road, backup: Path
) -> None:
    first = add(commune, asset_code="MT-1")
    overview.back_up(commune, backup)
    unsent = add(commune, asset_code="MT-2")
    commune, done = restore(commune, backup, bring=True)
    assert (recs(commune), done.unsent, done.brought) == ({first, unsent}, 1, True)
    assert states.state_of(commune, "computer", [unsent])[unsent] is State.HERE
    add(commune, asset_code="MT-3")
    for _time in range(2):
        road.exchange(commune, district)
    assert recs(district) == recs(commune)
    assert (findings(commune), findings(district)) == ([], [])


def test_the_home_that_stood_there_is_kept_and_can_be_restored_in_turn(commune: Desk, backup: Path) -> None:
    overview.back_up(commune, backup)
    rec = add(commune, asset_code="MT-1")
    commune, done = restore(commune, backup)
    assert recs(commune) == set()
    assert done.aside is not None
    assert done.aside.parent == commune.store.path / "backups"
    commune, again = restore(commune, done.aside)
    assert recs(commune) == {rec}
    assert again.aside != done.aside
    assert again.unsent == 0


def test_a_daily_copy_restores(commune: Desk, clock: StoppedClock) -> None:
    rec = add(commune, asset_code="MT-1")
    kept = commune.store.keep_daily(date(2026, 11, 25))
    assert kept is not None
    add(commune, asset_code="MT-2")
    commune, _done = restore(commune, kept)
    assert recs(commune) == {rec}


@pytest.mark.parametrize("damage", ["cut", "zeros", "gone"])
def test_a_damaged_home_is_restored_and_kept_as_it_lies(commune: Desk, backup: Path, damage: str) -> None:
    rec = add(commune, asset_code="MT-1")
    overview.back_up(commune, backup)
    commune.store.close()
    database = commune.store.path / FILE
    whole = database.read_bytes()
    if damage == "gone":
        database.unlink()
    else:
        database.write_bytes(
            whole[: len(whole) // 2] if damage == "cut" else whole[:8192] + bytes(len(whole) - 8192)
        )
    left = database.read_bytes() if database.exists() else None
    commune, done = restore(commune, backup)
    assert recs(commune) == {rec}
    assert findings(commune) == []
    assert (done.aside and done.aside.read_bytes()) == left


def test_what_is_no_backup_of_this_home_is_refused_and_changes_nothing(
    tmp_path: Path, district: Desk, commune: Desk, backup: Path
) -> None:
    add(commune, asset_code="MT-1")
    overview.back_up(commune, backup)
    broken, foreign, text = (tmp_path / name for name in ("hong.db", "khac.db", "chu.db"))
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(data)
    overview.back_up(district, foreign)
    text.write_text("không phải kho")
    commune.store.close()
    before = files(commune.store.path)
    for wrong, error in (
        (broken, HomeError), (foreign, HomeError), (text, HomeError),
        (tmp_path / "khong-co.db", NotFoundError), (tmp_path, NotFoundError),
    ):  # fmt: skip
        with pytest.raises(error) as told:
            restore_home(commune.store.path, wrong)
        assert str(wrong) in str(told.value)
        assert files(commune.store.path) == before


def test_a_backup_of_a_newer_program_is_refused(commune: Desk, tmp_path: Path, backup: Path) -> None:
    with commune.store.write() as tx:
        tx.put_setting("format", tables.FORMAT + 1)
    overview.back_up(commune, backup)
    with commune.store.write() as tx:
        tx.put_setting("format", tables.FORMAT)
    commune.store.close()
    with pytest.raises(HomeError, match="định dạng"):
        restore_home(commune.store.path, backup)


def test_a_home_that_a_window_has_open_is_not_pulled_away_under_it(commune: Desk, backup: Path) -> None:
    rec = add(commune, asset_code="MT-1")
    overview.back_up(commune, backup)
    with commune.store.read() as tx:
        assert tx.spaces()
        with pytest.raises(BusyError, match="đang mở"):
            restore_home(commune.store.path, backup)
    assert shown(commune, rec, "asset_code").v == "MT-1"
    add(commune, asset_code="MT-2")
    assert len(recs(commune)) == 2


def test_there_must_be_a_home(tmp_path: Path, backup: Path) -> None:
    backup.write_bytes(b"x")
    with pytest.raises(UserError):
        restore_home(tmp_path / "khong-co", backup)


@pytest.mark.parametrize("step", ["_keep", "sync_folder", "replace"])
def test_a_restore_that_stops_halfway_leaves_the_home_as_it_was(
    commune: Desk, clock: StoppedClock, backup: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    overview.back_up(commune, backup)
    rec = add(commune, asset_code="MT-1")
    commune.store.close()

    def unplugged(*_arguments: object) -> None:
        raise OSError("unplugged")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", unplugged)
    else:
        monkeypatch.setattr(restoring, step, unplugged)
    with pytest.raises(OSError, match="unplugged"):
        restore_home(commune.store.path, backup)
    monkeypatch.undo()
    again = open_desk(commune.store.path, clock)
    assert recs(again) == {rec}
    assert findings(again) == []
    assert not list(commune.store.path.glob(".khoi-phuc-*"))
    again.store.close()
