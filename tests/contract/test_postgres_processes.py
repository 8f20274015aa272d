"""Several processes, one PostgreSQL: bundles of many communes, and the same ones, at once (SYNC.md, 13)."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app import overview
from desktop_app.app.ports import Desk
from tests import databases
from tests.desks import Road, StoppedClock, add, change, new_commune, new_district
from tests.e2e.program import moduong

CODES = ("03319", "03322", "03323", "03328")
PROCESSES = 4


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    with databases.running_server() as server:
        yield server


@pytest.fixture
def hub(tmp_path: Path, clock: StoppedClock, server: databases.Server) -> Desk:
    with databases.on(server):
        return new_district(tmp_path / "hub", clock)


@pytest.fixture
def desks(tmp_path: Path, hub: Desk, clock: StoppedClock) -> list[Desk]:
    """Two PCs a commune."""
    return [new_commune(tmp_path / f"{code}-{pc}", hub, code, clock) for code in CODES for pc in ("a", "b")]


def processes(hub: Desk, bundles: list[list[Path]], receipts: Path) -> list["subprocess.Popen[bytes]"]:
    """Start one process for each list of bundles."""
    return [
        subprocess.Popen(
            [sys.executable, "-m", "desktop_app", "--home", str(hub.store.path), "receive", *map(str, part),
             "--receipts", str(receipts / str(number))],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for number, part in enumerate(bundles)
    ]  # fmt: skip


def orders(bundles: list[Path]) -> list[list[Path]]:
    """The same bundles for every process, each beginning elsewhere."""
    step = len(bundles) // PROCESSES
    return [bundles[step * n :] + bundles[: step * n] for n in range(PROCESSES)]


def finished(started: list["subprocess.Popen[bytes]"]) -> None:
    for one in started:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, (out + err).decode()


def agree(hub: Desk, desks: list[Desk]) -> None:
    """Each commune's space is at the hub what both its PCs make of it, and a rebuild of it too."""
    for number, code in enumerate(CODES):
        pair = desks[2 * number : 2 * number + 2]
        assert len({overview.digest(desk, code) for desk in (hub, *pair)}) == 1
    before = overview.digest(hub)
    overview.rebuild(hub)
    assert overview.digest(hub) == before


def written(desks: list[Desk], road: Road, times: int) -> list[Path]:
    found = []
    for time_ in range(times):
        for number, desk in enumerate(desks):
            rec = add(desk, asset_code=f"MT-{number}-{time_}")
            change(desk, rec, note="x" * 200)
            found.append(road.send(desk))
    return found


def exchanged(hub: Desk, desks: list[Desk], road: Road) -> None:
    for _time in range(2):
        for desk in desks:
            road.exchange(desk, hub)


@pytest.mark.parametrize("rounds", [2, pytest.param(30, marks=pytest.mark.torture)])
def test_four_processes_take_in_the_same_bundles_at_once(
    tmp_path: Path, hub: Desk, desks: list[Desk], road: Road, rounds: int
) -> None:
    for number in range(rounds):
        bundles = written(desks, road, 2)
        folder = tmp_path / f"receipts-{number}"
        folder.mkdir()
        finished(processes(hub, orders(bundles), folder))
        assert len({path.name[-16:] for path in folder.rglob("*.moduong")}) == len(bundles)
    with hub.store.read() as tx:
        assert tx.held() == []
        assert tx.execute("SELECT count(*) FROM op GROUP BY op_id HAVING count(*) > 1", {}) == []
        assert tx.execute("SELECT count(*) FROM p_computer", {}) == [(rounds * len(desks) * 2,)]
    exchanged(hub, desks, road)
    agree(hub, desks)


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.torture)])
def test_a_process_killed_in_mid_ingest_leaves_nothing_half_done(
    tmp_path: Path, hub: Desk, desks: list[Desk], road: Road, kills: int
) -> None:
    for number in range(kills):
        bundles = written(desks, road, 1)
        folder = tmp_path / f"receipts-{number}"
        folder.mkdir()
        started = processes(hub, orders(bundles), folder)
        time.sleep(0.8 + 0.5 * (number * 7 % 10) / 10)
        os.kill(started[0].pid, signal.SIGKILL)
        started[0].communicate()
        finished(started[1:])
    exchanged(hub, desks, road)
    agree(hub, desks)


def test_a_home_names_its_database_and_every_verb_works_there(
    tmp_path: Path, server: databases.Server
) -> None:
    address, home = server.new(), tmp_path / "hub"
    made = moduong("init", "district", "--unit", "100", "--database", address, home=home)
    assert made.code == 0
    assert "mã hoá" in made.out
    assert moduong("add", "computer", "asset_code=MT-1", "kind=desktop", home=home).code == 0
    assert [
        row["asset_code"]
        for row in moduong("list", "computer", "--search", "mt", "--json", home=home).document
    ] == ["MT-1"]
    assert not list(home.glob("moduong.db*"))
    assert (home / "home.json").stat().st_mode & 0o077 == 0
    copy = tmp_path / "copy.dump"
    assert moduong("backup", "--to", copy, home=home).code == 0
    assert copy.stat().st_size > 1000


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("postgresql+psycopg://nobody@/nowhere?host=/nonexistent", "cơ sở dữ liệu"),
        ("postgresql+nodriver://x@/y", "không phải địa chỉ"),
        ("sqlite:///x.db", "không phải địa chỉ"),
        ("no address", "không phải địa chỉ"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_words(tmp_path: Path, address: str, what: str) -> None:
    home = tmp_path / "hub"
    ran = moduong("init", "district", "--unit", "100", "--database", address, home=home)
    assert ran.code in (1, 2)
    assert what in ran.err
    assert not (home / "home.json").exists()


def test_a_database_in_use_takes_no_second_home_and_no_stranger(
    tmp_path: Path, hub: Desk, server: databases.Server
) -> None:
    address = json.loads((hub.store.path / "home.json").read_bytes())["database"]
    again = moduong("init", "district", "--unit", "100", "--database", address, home=tmp_path / "second")
    assert (again.code, "đã có bảng" in again.err) == (1, True)
    other = moduong("init", "district", "--unit", "100", "--database", server.new(), home=tmp_path / "third")
    assert other.code == 0
    file = tmp_path / "third" / "home.json"
    file.write_text(
        file.read_text().replace(file.read_text().split('"database":"')[1].split('"')[0], address)
    )
    stranger = moduong("status", home=tmp_path / "third")
    assert (stranger.code, "kho khác" in stranger.err) == (1, True)
