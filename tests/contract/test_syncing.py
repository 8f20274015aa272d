"""Syncing by HTTP with a real hub, real homes, real bundles (docs/protocol.md, "The PC's side")."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app import overview
from desktop_app.app.ports import Desk, Transfer
from tests.desks import COMMUNES, add, shown
from tests.hub_kit import Running, running_hub
from tests.links import sync


@pytest.fixture
def hub(district: Desk, tmp_path: Path) -> Iterator[Running]:
    with running_hub(district, tmp_path / "hub") as running:
        yield running


def outbox(desk: Desk) -> list[str]:
    """What is on its way."""
    return sorted(path.name for path in (desk.store.path / "outbox").glob("*") if path.suffix)


def test_a_bundle_up_and_its_answer_down(district: Desk, commune: Desk, hub: Running) -> None:
    rec = add(commune, asset_code="MT-1", note="Máy <#=\"'")
    told: list[Transfer] = []
    done = sync(commune, hub, told.append)
    assert (done.outcome, done.reason, done.sent_ops) == ("done", "", 1)
    assert done.received_ops >= 1, "the catalogue came down"
    assert (overview.status(commune).unsent, overview.status(commune).in_bundle) == (0, 0)
    assert shown(district, rec, "note") == shown(commune, rec, "note")
    assert overview.digest(commune, COMMUNES[0]) == overview.digest(district, COMMUNES[0])
    assert {one.doing for one in told} == {"sending", "waiting", "fetching"}
    assert all(0 <= one.done <= one.total for one in told)
    assert outbox(commune) == []
