"""A district, communes, and the road between them: on real encrypted homes, real bundles, a stopped clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app.ports import Desk
from desktop_app.store.store import SqlStore
from tests.desks import COMMUNES, Road, StoppedClock, close_all, new_commune, new_district
from tests.stores import new_store


@pytest.fixture(autouse=True)
def all_closed() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def district(tmp_path: Path, clock: StoppedClock) -> Iterator[Desk]:
    desk = new_district(tmp_path / "district", clock)
    yield desk
    desk.store.close()


@pytest.fixture
def commune(tmp_path: Path, district: Desk, clock: StoppedClock) -> Iterator[Desk]:
    desk = new_commune(tmp_path / "commune", district, COMMUNES[0], clock)
    yield desk
    desk.store.close()


@pytest.fixture
def communes(tmp_path: Path, district: Desk, clock: StoppedClock) -> Iterator[list[Desk]]:
    desks = [new_commune(tmp_path / code, district, code, clock) for code in COMMUNES]
    yield desks
    for desk in desks:
        desk.store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """A home with one space and nobody at it."""
    made = new_store(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def road(tmp_path: Path) -> Road:
    return Road(tmp_path / "road")
