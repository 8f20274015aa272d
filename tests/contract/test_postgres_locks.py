"""Which writers wait for which on PostgreSQL, and what would be wrong if none did (SYNC.md, 13)."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_app.app import overview
from desktop_app.app.ports import Desk, SpaceInfo
from desktop_app.app.receiving import receive_one
from desktop_app.store import postgres
from desktop_app.store.postgres import PostgresDatabase
from tests import databases
from tests.desks import COMMUNES, Road, StoppedClock, add, change, new_commune, new_district, open_desk, place
from tests.histories import OTHER, REC, THIRD

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
THREADS = 4


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    with databases.running_server() as server:
        yield server


@pytest.fixture
def hub(tmp_path: Path, clock: StoppedClock, server: databases.Server) -> Iterator[Desk]:
    with databases.on(server):
        yield new_district(tmp_path / "hub", clock)


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield pool


def written(hub: Desk, spaces: Sequence[str] | None) -> bool:
    with hub.store.write(spaces):
        return True


def waits(server: databases.Server, started: "Future[bool]") -> bool:
    """Return whether it comes to wait for a lock before it ends."""
    while not started.done():
        if server.say(WAITING) == [(1,)]:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("first", "second", "waiting"),
    [
        ([REC], [OTHER], False),
        ([REC], [REC], True),
        ([REC, OTHER], [OTHER, THIRD], True),
        ([REC], None, True),
        (None, [REC], True),
        (None, None, True),
    ],
)
def test_who_waits_for_whom(
    hub: Desk,
    server: databases.Server,
    beside: ThreadPoolExecutor,
    first: list[str] | None,
    second: list[str] | None,
    waiting: bool,
) -> None:
    written(hub, [REC, OTHER, THIRD])
    with hub.store.write(first):
        started = beside.submit(written, hub, second)
        assert waits(server, started) == waiting
    assert started.result(30)


def test_a_space_that_nobody_knows_holds_up_nobody_else(
    hub: Desk, server: databases.Server, beside: ThreadPoolExecutor
) -> None:
    """It has no unit, as the catalogue has none."""
    written(hub, [OTHER])
    with hub.store.write([OTHER]):
        assert not waits(server, beside.submit(written, hub, [place(hub).space]))


def test_a_space_made_by_two_at_once_is_no_deadlock(
    hub: Desk, server: databases.Server, beside: ThreadPoolExecutor
) -> None:
    with hub.store.write() as tx:
        started = beside.submit(written, hub, [REC])
        assert waits(server, started)
        tx.put_space(SpaceInfo(REC, None, None))
    assert started.result(30)


def taken_at_once(hubs: list[Desk], orders: list[list[Path]], beside: ThreadPoolExecutor) -> int:
    """Let every hub take in its list of bundles; return how many attempts failed."""

    def take(desk: Desk, paths: list[Path]) -> int:
        return sum(not _goes(lambda path=path: receive_one(desk, path)) for path in paths)

    return sum(beside.map(take, hubs, orders))


def _goes(action: Callable[[], object]) -> bool:
    try:
        action()
    except Exception:  # whatever it is: it is counted
        return False
    return True


def round_of(desks: list[Desk], recs: list[str], road: Road, number: int) -> list[list[Path]]:
    """Every PC changes the same records; return the bundles, in another order for each thread."""
    bundles = []
    for desk, rec in zip(desks, recs, strict=True):
        change(desk, rec, note=f"{number} {desk.store.path.name}")
        bundles.append(road.send(desk))
    step = len(bundles) // THREADS or 1
    return [bundles[n * step :] + bundles[: n * step] for n in range(THREADS)]


def wrong_rounds(
    hub: Desk, desks: list[Desk], road: Road, clock: StoppedClock, beside: ThreadPoolExecutor, rounds: int
) -> tuple[int, int]:
    """Return how many attempts failed, and in how many rounds the hub held what its own log does not say."""
    recs = [add(desk, asset_code=f"MT-{n // 2}") for n, desk in enumerate(desks) if n % 2 == 0]
    for desk in (*desks, *desks):
        road.exchange(desk, hub)
    hubs = [open_desk(hub.store.path, clock) for _thread in range(THREADS)]
    failed = wrong = 0
    for number in range(rounds):
        failed += taken_at_once(
            hubs, round_of(desks, [rec for rec in recs for _pc in "ab"], road, number), beside
        )
        held = overview.digest(hub)
        overview.rebuild(hub)
        wrong += overview.digest(hub) != held
    return failed, wrong


@pytest.mark.torture
@pytest.mark.parametrize("locked", [True, False])
def test_the_locks_matter(
    tmp_path: Path,
    hub: Desk,
    road: Road,
    clock: StoppedClock,
    beside: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
    locked: bool,
) -> None:
    """Without them attempts fail or, worse, what is shown is not what the log says."""
    desks = [new_commune(tmp_path / f"{code}-{pc}", hub, code, clock) for code in COMMUNES for pc in "ab"]
    if not locked:
        monkeypatch.setattr(postgres, "_lock", lambda _connection, _spaces: None)
    failed, wrong = wrong_rounds(hub, desks, road, clock, beside, 20)
    print(f"locked {locked}: {failed} attempts failed, {wrong} rounds of 20 wrong")
    assert (failed + wrong == 0) == locked
    assert isinstance(hub.store._database, PostgresDatabase)  # type: ignore[attr-defined]
