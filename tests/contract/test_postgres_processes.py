"""Several processes, one PostgreSQL: bundles of many communes, and the same ones, at once (SYNC.md, 13)."""

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
