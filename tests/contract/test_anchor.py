"""The anchor: a home put back to an earlier state is noticed before it writes again; all holds without it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from desktop_app.app import entry, starting
from desktop_app.app.ports import Desk
from desktop_app.store.anchor import Anchor
from desktop_app.store.home import create_home, open_home
from desktop_app.topics.registry import ALL
from tests.contract.test_homes import Memory
from tests.desks import DISTRICT, REFERENCE, StoppedClock, add, desk_on, place


@pytest.fixture
def ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def home(tmp_path: Path, ring: None, clock: StoppedClock) -> Path:
    """A home whose key is in the keyring: it stays on its PC."""
    store = create_home(tmp_path / "home", ALL, own_key_file=False)
    starting.start_district(desk_on(store, clock), DISTRICT, reference_date=REFERENCE)
    store.close()
    return tmp_path / "home"


def at(home: Path, clock: StoppedClock, anchors: Path | None) -> Desk:
    return desk_on(open_home(home, ALL, anchors=anchors), clock)


def chains(desk: Desk) -> set[str]:
    with desk.store.read() as tx:
        return {run.chain for run in tx.have([place(desk).space])[place(desk).space]}


def written(home: Path, clock: StoppedClock, anchors: Path | None, count: int = 1) -> set[str]:
    """Open the home, enter records, and return its chains."""
    desk = at(home, clock, anchors)
    for _time in range(count):
        add(desk)
    found = chains(desk)
    desk.store.close()
    return found


def test_a_home_put_back_begins_a_new_chain_at_once(tmp_path: Path, home: Path, clock: StoppedClock) -> None:
    anchors = tmp_path / "state" / "anchors"
    (first,) = written(home, clock, anchors)
    shutil.copytree(home, tmp_path / "snapshot")
    assert written(home, clock, anchors, 2) == {first}  # nothing happened: the chain goes on
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "snapshot", home)
    after = written(home, clock, anchors)
    assert len(after) == 2
    assert written(home, clock, anchors) == after


def test_without_the_anchor_the_chain_goes_on_and_forks(
    tmp_path: Path, home: Path, clock: StoppedClock
) -> None:
    written(home, clock, None)
    shutil.copytree(home, tmp_path / "snapshot")
    written(home, clock, None)
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "snapshot", home)
    assert len(written(home, clock, None)) == 1


@pytest.mark.parametrize("broken", [b"", b"{", b'{"a": 1}', b"\xff"])
def test_an_anchor_that_cannot_be_read_or_written_stops_nothing(
    tmp_path: Path, home: Path, clock: StoppedClock, broken: bytes
) -> None:
    anchors = tmp_path / "anchors"
    written(home, clock, anchors)
    (file,) = anchors.glob("*.json")
    file.write_bytes(broken)
    assert len(written(home, clock, anchors)) == 1
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    assert len(written(home, clock, blocked)) == 1


def test_a_save_that_fails_leaves_no_anchor(tmp_path: Path, home: Path, clock: StoppedClock) -> None:
    desk = at(home, clock, tmp_path / "anchors")
    rec = add(desk)
    before = {path: path.read_bytes() for path in (tmp_path / "anchors").iterdir()}

    def fail_late() -> None:
        with desk.store.write() as tx:
            entry.put_status(desk, tx, [entry.open_record(desk, "computer", rec)], "final")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_late()
    assert {path: path.read_bytes() for path in (tmp_path / "anchors").iterdir()} == before


def test_a_home_that_carries_its_own_key_has_no_anchor(
    tmp_path: Path, district: Desk, clock: StoppedClock
) -> None:
    district.store.close()
    written(district.store.path, clock, tmp_path / "anchors")
    assert not (tmp_path / "anchors").exists()
    assert Anchor().last("x") is None
