"""Receiving while another process receives into the same home: who comes second looks again."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.app import overview
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import TRIES
from desktop_app.errors import CollisionError
from tests.contract.test_exchange import new_twin
from tests.desks import COMMUNES, Road, StoppedClock, add


class Delayed:
    """A store in which something happens between the look that receiving takes and its writing."""

    def __init__(self, store: Any, before: Callable[[], object]) -> None:
        self._store, self._before = store, [before]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def write(self, spaces: Collection[str] | None = None) -> Iterator[Any]:
        while self._before:
            self._before.pop()()
        with self._store.write(spaces) as tx:
            yield tx


class Colliding(Delayed):
    """A store that takes back the first ``times`` transactions."""

    def __init__(self, store: Any, times: int) -> None:
        super().__init__(store, lambda: None)
        self.left = times

    @contextmanager
    def write(self, spaces: Collection[str] | None = None) -> Iterator[Any]:
        with self._store.write(spaces) as tx:
            yield tx
            if self.left:
                self.left -= 1
                raise CollisionError("deadlock")


def test_a_bundle_that_another_process_just_took_in(district: Desk, commune: Desk, road: Road) -> None:
    add(commune, asset_code="MT-1")
    bundle = road.send(commune)
    second = replace(district, store=Delayed(district.store, lambda: road.deliver(district, bundle)))
    (found,) = road.deliver(second, bundle)
    assert (found.outcome, found.receipt is not None) == ("already", True)
    with district.store.read() as tx:
        assert [(one.outcome, one.ops > 0) for one in tx.bundles() if not one.sent] == [("applied", True)]


def test_an_activation_that_another_process_just_bound(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    """The second device's bundle is kept sealed, as if it had come a minute later."""
    twin = new_twin(tmp_path, district, clock)
    add(commune, asset_code="MT-1")
    add(twin, asset_code="MT-9")
    first, second = road.send(commune), road.send(twin)
    late = replace(district, store=Delayed(district.store, lambda: road.deliver(district, first)))
    (found,) = road.deliver(late, second)
    assert found.outcome == "sealed"
    assert len(list((district.store.path / "sealed").iterdir())) == 1
    assert overview.digest(district, COMMUNES[0]) == overview.digest(commune, COMMUNES[0])


def test_what_a_server_took_back_is_taken_in_again(district: Desk, commune: Desk, road: Road) -> None:
    add(commune, asset_code="MT-1")
    bundle = road.send(commune)
    hopeless = replace(district, store=Colliding(district.store, TRIES))
    with pytest.raises(CollisionError):
        road.deliver(hopeless, bundle)
    (found,) = road.deliver(replace(district, store=Colliding(district.store, TRIES - 1)), bundle)
    assert (found.outcome, found.ops) == ("applied", 1)
