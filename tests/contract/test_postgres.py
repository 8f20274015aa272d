"""The contracts of the store and of the exchange, held by a hub on a real PostgreSQL server too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app.figures import figures
from desktop_app.sample import DISTRICT
from desktop_app.sample.entering import enter
from tests import databases
from tests.contract import (
    test_exchange,
    test_receiving_at_once,
    test_replica,
    test_rounds,
    test_store,
    test_trust,
)
from tests.desks import StoppedClock, new_district

CONTRACTS = (test_receiving_at_once, test_store, test_exchange, test_trust, test_rounds, test_replica)


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    with databases.running_server() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def on_the_server(server: databases.Server) -> Iterator[None]:
    with databases.on(server):
        yield


for contract in CONTRACTS:
    globals().update(databases.borrowed(contract))


def test_every_indicator_counts_the_same_on_both(
    tmp_path: Path, server: databases.Server, clock: StoppedClock
) -> None:
    found = []
    for where in (server, None):
        with databases.on(where):
            hub = new_district(tmp_path / f"hub-{len(found)}", clock)
        enter(hub, DISTRICT)
        found.append(figures(hub))
    assert found[0] == found[1]
    assert sum(bool(figure.value) for figure in found[0]) > 5
