"""The link itself on a bad road: whatever the weather, the hub has the very bytes, and little goes twice."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.app.ports import Desk, Transfer
from desktop_app.hub.settings import Limits
from desktop_app.sync.pace import Timing
from tests.desks import place
from tests.flaky import Flaky, Weather, flaky
from tests.hub_kit import Running, running_hub
from tests.links import QUICK, UNANSWERED, bundle_of, carry, stored

KIB = 1024


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Running]:  # its doors know it
    with running_hub(district, tmp_path / "hub", limits=Limits(idle_s=2), takes_in=False) as running:
        yield running


@pytest.fixture
def proxy(hub: Running) -> Iterator[Flaky]:
    with flaky(hub.address) as made:
        yield made


# --- cuts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [8, 16, 32, 64, 128, 256, 512])
def test_cuts_every_k_bytes(commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path, every: int) -> None:
    size = max(96 * KIB, 3 * every * KIB)
    bundle = bundle_of(commune, tmp_path / "b.moduong", size)
    proxy.weather = Weather(cut_every=every * KIB)
    assert carry(commune, proxy.url, bundle).state == "waiting"
    assert stored(hub) == bundle.read_bytes()
    assert proxy.cuts >= 3
    assert proxy.sent - size <= proxy.last_chunks() + 4 * KIB, "more than a chunk went again for a cut"


def test_a_payload_that_is_there_is_not_sent_again(
    commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path
) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", 64 * KIB)
    carry(commune, proxy.url, bundle)
    before = proxy.sent
    assert carry(commune, proxy.url, bundle).state == "waiting"
    assert proxy.sent == before
    assert stored(hub) == bundle.read_bytes()


def test_stopped_at_any_report_it_goes_on_from_there(
    commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path
) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", 200 * KIB)

    class Stop(Exception):  # noqa: N818
        pass

    def stop_after(offset: int) -> Callable[[Transfer], None]:
        def tell(transfer: Transfer) -> None:
            if transfer.done > offset:
                raise Stop

        return tell

    for offset in (0, 40 * KIB, 100 * KIB):
        with pytest.raises(Stop):
            carry(commune, proxy.url, bundle, tell=stop_after(offset))
    assert carry(commune, proxy.url, bundle).state == "waiting"
    assert stored(hub) == bundle.read_bytes()
    assert proxy.sent - bundle.stat().st_size <= 3 * 128 * KIB


# --- slow, silent, doubled -------------------------------------------------------------------------------


def test_latency(commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", 64 * KIB)
    proxy.weather = Weather(latency_s=0.05, piece=64 * KIB)
    assert carry(commune, proxy.url, bundle).state == "waiting"
    assert stored(hub) == bundle.read_bytes()


def test_a_thin_pipe_makes_small_chunks(commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path) -> None:
    """16 kbit/s, forty times as fast, with times forty times as short."""
    bundle = bundle_of(commune, tmp_path / "b.moduong", 96 * KIB)
    proxy.weather = Weather(bytes_per_s=80_000)
    told: list[Transfer] = []
    timing = replace(UNANSWERED, quick_s=4 / 40, slow_s=15 / 40)
    assert carry(commune, proxy.url, bundle, timing, told.append).state == "waiting"
    assert stored(hub) == bundle.read_bytes()
    assert max(of for one in proxy.heard for method, of, _ in one.requests() if method == "PATCH") <= 64 * KIB
    rates = [one.rate for one in told if one.doing == "sending" and one.rate]
    assert rates
    assert 20_000 < rates[-1] < 120_000
    assert any(one.left_s for one in told)


def test_stalls(commune: Desk, district: Desk, tmp_path: Path) -> None:
    """A connection that hangs: the hub lets go of the upload after a while, and so does the PC."""
    bundle = bundle_of(commune, tmp_path / "b.moduong", 128 * KIB)
    impatient, weather = Limits(idle_s=0.4), Weather(stall_every=80 * KIB)
    with (
        running_hub(district, tmp_path / "hub", limits=impatient, takes_in=False) as hub,
        flaky(hub.address, weather) as proxy,
    ):
        assert carry(commune, proxy.url, bundle, replace(UNANSWERED, idle_s=0.5)).state == "waiting"
        assert stored(hub) == bundle.read_bytes()
        assert proxy.stalls >= 1


def test_requests_that_come_twice_and_late(commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", 256 * KIB)
    proxy.weather = Weather(again=True, cut_every=90 * KIB, piece=8 * KIB)
    assert carry(commune, proxy.url, bundle).state == "waiting"
    assert stored(hub) == bundle.read_bytes()


@pytest.mark.torture
@pytest.mark.parametrize(
    "weather",
    [
        Weather(latency_s=2, piece=64 * KIB),
        Weather(bytes_per_s=2000),
        Weather(bytes_per_s=2000, cut_every=40_000),
        Weather(stall_every=64 * KIB),
        Weather(again=True, cut_every=64 * KIB, latency_s=0.2),
    ],
    ids=str,
)
def test_the_real_times(commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path, weather: Weather) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", 128 * KIB)
    proxy.weather = weather
    assert carry(commune, proxy.url, bundle, replace(Timing(), answer_s=0)).state == "waiting"
    assert stored(hub) == bundle.read_bytes()


# --- the answer ------------------------------------------------------------------------------------------


def test_an_answer_comes_in_parts(commune: Desk, hub: Running, proxy: Flaky, tmp_path: Path) -> None:
    """Cut while it comes down, stopped, and gone on with after a reboot: the same bytes."""
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    carry(commune, proxy.url, bundle)
    said = answered(commune, hub, 300 * KIB)
    proxy.weather = Weather(cut_every=64 * KIB)

    def stop(transfer: Transfer) -> None:
        if transfer.doing == "fetching" and transfer.done > 100 * KIB:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry(commune, proxy.url, bundle, QUICK, stop)
    assert carry(commune, proxy.url, bundle, QUICK).state == "answered"
    assert bundle.with_suffix(".answer").read_bytes() == said
    begun = [
        line for one in proxy.heard for line in bytes(one.up).split(b"\r\n") if line.startswith(b"Range")
    ]
    assert begun, "what had come is not fetched again"
    assert max(int(line.split(b"=")[1].rstrip(b"-")) for line in begun) > 100 * KIB


def test_an_answer_that_changed_meanwhile_comes_anew(commune: Desk, hub: Running, tmp_path: Path) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    carry(commune, hub.url, bundle)
    answered(commune, hub, 200 * KIB)

    def stop(transfer: Transfer) -> None:
        if transfer.doing == "fetching":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry(commune, hub.url, bundle, QUICK, stop)
    said = answered(commune, hub, 100 * KIB)
    assert carry(commune, hub.url, bundle, QUICK).state == "answered"
    assert bundle.with_suffix(".answer").read_bytes() == said
    assert list(tmp_path.glob(".*.part")) == []


def answered(commune: Desk, hub: Running, size: int) -> bytes:
    (waiting,) = hub.spool.all_waiting()
    path = hub.spool.answer(place(commune).device, waiting.stem)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(said := os.urandom(size))
    return said
