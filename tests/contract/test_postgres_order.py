"""The store on PostgreSQL, any order and any split of the same ops: minutes of examples."""

from collections.abc import Iterator

import pytest

from tests import databases
from tests.contract import test_catalogue, test_catalogue_rounds, test_enrolment, test_store_order

pytestmark = pytest.mark.torture


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    with databases.running_server() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def on_the_server(server: databases.Server) -> Iterator[None]:
    with databases.on(server):
        yield


for contract in (test_store_order, test_catalogue, test_catalogue_rounds, test_enrolment):
    globals().update(databases.borrowed(contract))
