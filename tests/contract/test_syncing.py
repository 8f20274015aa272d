"""Syncing by HTTP with a real hub, real homes, real bundles (docs/protocol.md, "The PC's side")."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app import outbox, overview, starting, syncing, trust
from desktop_app.app.ingesting import ingest, renew_doors
from desktop_app.app.ports import Address, Desk, PeerInfo, Transfer
from desktop_app.domain import ids
from desktop_app.domain.values import Value
from desktop_app.errors import BusyError, HubRefusedError, OfflineError
from desktop_app.store.home import create_home
from desktop_app.topics.registry import ALL
from tests.desks import (
    COMMUNES,
    Road,
    StoppedClock,
    add,
    change,
    copy_of,
    desk_on,
    new_commune,
    open_desk,
    place,
    put_back,
    shown,
)
from tests.flaky import Flaky, Weather, flaky
from tests.hub_kit import Running, running_hub
from tests.hub_kit import hub as hub_kit
from tests.links import (
    Pulled,
    add_large,
    linked,
    on_its_way,
    pull_after,
    pull_when,
    same,
    sync,
)

KIB = 1024


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Running]:  # its doors know it
    with running_hub(district, tmp_path / "hub") as running:
        yield running


@pytest.fixture
def proxy(hub: Running) -> Iterator[Flaky]:
    with flaky(hub.address) as made:
        yield made


# --- there and back ------------------------------------------------------------------------------------


def test_a_bundle_up_and_its_answer_down(district: Desk, commune: Desk, hub: Running) -> None:
    rec = add(commune, asset_code="MT-1", note="Máy <#=\"'")
    told: list[Transfer] = []
    done = sync(commune, hub, told.append)
    assert (done.outcome, done.reason, done.sent_ops) == ("done", "", 1)
    assert done.received_ops >= 1, "the catalogue came down"
    assert (overview.status(commune).unsent, overview.status(commune).in_bundle) == (0, 0)
    assert shown(district, rec, "note") == shown(commune, rec, "note")
    assert same(commune, district)
    assert {one.doing for one in told} == {"sending", "waiting", "fetching"}
    assert all(0 <= one.done <= one.total for one in told)
    assert on_its_way(commune) == []


def test_with_nothing_to_send_it_asks_what_there_is(district: Desk, commune: Desk, hub: Running) -> None:
    rec = add(commune, asset_code="MT-1")
    sync(commune, hub)
    change(district, rec, note="Huyện sửa")
    done = sync(commune, hub)
    assert (done.outcome, done.sent_ops) == ("done", 0)
    assert shown(commune, rec, "note") == shown(district, rec, "note")


def test_what_is_typed_meanwhile_goes_at_once_in_a_bundle_of_its_own(
    district: Desk, commune: Desk, hub: Running
) -> None:
    add(commune, asset_code="MT-1")
    later: list[str] = []

    def type_on(transfer: Transfer) -> None:
        if transfer.doing == "waiting" and not later:
            later.append(add(commune, asset_code="MT-2"))

    done = sync(commune, hub, type_on)
    assert done.sent_ops == 2
    assert shown(district, later[0], "asset_code") == shown(commune, later[0], "asset_code")
    assert overview.status(commune).unsent == 0


def test_what_the_hub_holds_is_told_with_its_reason(district: Desk, commune: Desk, hub: Running) -> None:
    """A revoked PC may send: what it wrote is kept, does not count, and it is told why."""
    add(commune, asset_code="MT-1")
    sync(commune, hub)
    with district.store.write() as tx:
        trust.revoke(district, tx, place(district), place(commune).device)
    add(commune, asset_code="MT-2")
    done = sync(commune, hub)
    assert (done.outcome, done.is_problem) == ("held", True)
    assert "thu hồi" in done.reason


def test_a_second_pc_on_one_activation_is_kept_sealed_until_it_is_enrolled(
    district: Desk, commune: Desk, tmp_path: Path, clock: StoppedClock
) -> None:
    second = desk_on(create_home(tmp_path / "second", ALL, own_key_file=True), clock)
    starting.start_commune(second, tmp_path / "commune.kichhoat")
    add(second)
    with running_hub(district, tmp_path / "hub", takes_in=False) as hub:
        for desk in (commune, second):  # the listener lets both in: nobody has shown the activation yet
            with pytest.raises(Pulled):
                sync(desk, hub, pull_when("waiting"))
            time.sleep(0.02)  # the ingest takes the older one first
        ingest(district, hub.spool)
        with hub_kit.ingesting(district, hub.spool):
            assert [sync(desk, hub).outcome for desk in (commune, second)] == ["done", "sealed"]
            with pytest.raises(HubRefusedError, match="chưa biết máy này"):
                sync(second, hub)
            enrol_by_hand(district, second)
            renew_doors(district, hub.spool)
            assert sync(second, hub).outcome == "done"
    assert same(second, district)
    second.store.close()


def enrol_by_hand(district: Desk, pc: Desk) -> None:
    """Bind a PC at the district without an activation file."""
    its = place(pc)
    with district.store.write() as tx:
        tx.put_peer(
            PeerInfo(its.device, its.public, its.recipient, ids.uuid4(district.random), its.space, {})
        )


# --- interrupted -----------------------------------------------------------------------------------------


def test_the_plug_is_pulled_and_it_goes_on_after_the_reboot(
    district: Desk, commune: Desk, hub: Running, proxy: Flaky, clock: StoppedClock
) -> None:
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, Address(proxy.url), pull_after(30 * KIB))
    (bundle,) = on_its_way(commune)
    size, sent = bundle.stat().st_size, proxy.sent
    commune.store.close()
    again = open_desk(commune.store.path, clock)
    done = sync(again, Address(proxy.url))
    assert (done.outcome, done.sent_ops) == ("done", 12)
    assert proxy.sent <= size + KIB, "what had come was sent again"
    assert 30 * KIB < sent < proxy.sent
    assert same(again, district)
    assert on_its_way(again) == []
    again.store.close()


def test_typed_between_two_attempts(district: Desk, commune: Desk, hub: Running) -> None:
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(30 * KIB))
    add(commune, asset_code="MT-mới")
    done = sync(commune, hub)
    assert (done.outcome, done.sent_ops) == ("done", 13)
    assert same(commune, district)


@pytest.mark.parametrize("state", ["damaged", "of a crash", "for another hub"])
def test_what_cannot_go_is_made_anew(
    district: Desk, commune: Desk, hub: Running, tmp_path: Path, clock: StoppedClock, state: str
) -> None:
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(10 * KIB))
    (bundle,) = on_its_way(commune)
    match state:
        case "damaged":
            bundle.write_bytes(bundle.read_bytes()[:-1000])
        case "of a crash":
            bundle.rename(bundle.with_name("03319-20231114.moduong"))
        case _:
            stranger = new_commune(tmp_path / "other", district, COMMUNES[1], clock)
            shutil.copy(Road(tmp_path / "r").send(stranger) if add(stranger) else bundle, bundle)
            stranger.store.close()
    done = sync(commune, hub)
    assert (done.outcome, done.sent_ops) == ("done", 12)
    assert same(commune, district)


def test_killed_after_taking_in_and_before_emptying_the_outbox(
    district: Desk, commune: Desk, hub: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(commune)
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "drop", lambda *_any: _pull())
        with pytest.raises(Pulled):
            sync(commune, hub)
    assert len(on_its_way(commune)) == 1
    assert sync(commune, hub).outcome == "done"
    assert on_its_way(commune) == []
    assert same(commune, district)


def _pull() -> None:
    raise Pulled


def test_a_bundle_is_taken_back(district: Desk, commune: Desk, hub: Running) -> None:
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(10 * KIB))
    address = Address(hub.url)
    assert syncing.withdraw(commune, linked, address)
    assert list(hub.spool.uploads.iterdir()) == []
    assert on_its_way(commune) == []
    assert not syncing.withdraw(commune, linked, address)
    assert sync(commune, hub).sent_ops == 12
    assert same(commune, district)


# --- copies, and two at once -----------------------------------------------------------------------------


def test_a_hub_restored_from_an_older_copy_gets_all_again(
    district: Desk, commune: Desk, tmp_path: Path, clock: StoppedClock
) -> None:
    add(commune, asset_code="MT-1")
    with running_hub(district, tmp_path / "hub") as hub:
        sync(commune, hub)
    earlier = copy_of(district, tmp_path / "earlier")
    district = open_desk(district.store.path, clock)
    lost = add(commune, asset_code="MT-2")
    with running_hub(district, tmp_path / "hub") as hub:
        sync(commune, hub)
    put_back(district, earlier)
    district = open_desk(district.store.path, clock)
    add(commune, asset_code="MT-3")
    with running_hub(district, tmp_path / "hub") as hub:
        done = sync(commune, hub)
    assert done.sent_ops == 2, "in one sync: what is new, and what the answer shows to be missing"
    assert shown(district, lost, "asset_code") == shown(commune, lost, "asset_code")
    assert same(commune, district)
    district.store.close()


def test_an_answer_from_before_the_hub_was_restored_deceives_nobody(
    district: Desk, commune: Desk, tmp_path: Path, clock: StoppedClock
) -> None:
    """The bundle was taken in and answered; the answer is fetched after the hub lost what it says it has."""
    add(commune, asset_code="MT-1")
    with running_hub(district, tmp_path / "hub") as hub:
        sync(commune, hub)
    earlier = copy_of(district, tmp_path / "earlier")
    district = open_desk(district.store.path, clock)
    lost = add(commune, asset_code="MT-2")
    with running_hub(district, tmp_path / "hub") as hub, pytest.raises(Pulled):
        sync(commune, hub, pull_when("fetching"))
    put_back(district, earlier)
    district = open_desk(district.store.path, clock)
    with running_hub(district, tmp_path / "hub") as hub:
        assert sync(commune, hub).outcome == "done"
    assert shown(district, lost, "asset_code") == shown(commune, lost, "asset_code")
    assert same(commune, district)
    district.store.close()


def test_a_cloned_pc_and_its_original(
    district: Desk, commune: Desk, hub: Running, tmp_path: Path, clock: StoppedClock
) -> None:
    """Neither knows of the other; the bundle on its way is cloned with the home."""
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(10 * KIB))
    clone = copy_of(commune, tmp_path / "clone")
    original = open_desk(commune.store.path, clock)
    for desk, code in ((original, "MT-gốc"), (clone, "MT-bản sao")):
        add(desk, asset_code=code)
    for desk in (original, clone, original, clone):
        assert sync(desk, hub).outcome == "done"
    assert same(original, district)
    assert same(clone, district)
    assert overview.status(district).records["computer"] == 14
    original.store.close()
    clone.store.close()


def test_two_syncs_of_one_home_follow_each_other(district: Desk, commune: Desk, hub: Running) -> None:
    add_large(commune)
    outcomes: list[str] = []
    threads = [threading.Thread(target=lambda: outcomes.append(sync(commune, hub).outcome)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == ["done", "done"]
    assert same(commune, district)


def test_a_second_sync_says_who_is_at_it(commune: Desk) -> None:
    import os

    with outbox.held(commune), pytest.raises(BusyError, match=str(os.getpid())), outbox.held(commune, 0.1):
        pass


def test_communes_sync_at_once(district: Desk, communes: list[Desk], tmp_path: Path) -> None:
    for desk in communes:
        add(desk, asset_code=place(desk).code)
    with running_hub(district, tmp_path / "hub") as hub:
        threads = [threading.Thread(target=sync, args=(desk, hub)) for desk in communes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert all(same(desk, district) for desk in communes)


# --- weather ---------------------------------------------------------------------------------------------


def test_a_whole_sync_on_a_bad_road(district: Desk, commune: Desk, proxy: Flaky) -> None:
    add_large(commune, 20)
    for number in range(30):
        add(district, unit=COMMUNES[0], asset_code=f"H-{number}", note="x" * number)
    proxy.weather = Weather(cut_every=24 * KIB, again=True, latency_s=0.005)
    assert sync(commune, Address(proxy.url)).outcome == "done"
    assert proxy.cuts >= 4
    assert same(commune, district)


def test_without_a_link_the_bundle_waits(district: Desk, commune: Desk, hub: Running) -> None:
    add(commune)
    with pytest.raises(OfflineError, match="USB"):
        sync(commune, Address("http://127.0.0.1:9"))
    assert len(on_its_way(commune)) == 1
    assert overview.status(commune).in_bundle == 1
    assert sync(commune, hub).outcome == "done"
    assert same(commune, district)


def test_an_answer_may_come_another_day(district: Desk, commune: Desk, tmp_path: Path) -> None:
    """The listener has it, the ingest is switched off: nothing is said to be received."""
    from desktop_app.sync.link import HttpLink
    from desktop_app.sync.pace import Timing

    add(commune)

    def impatient(address: Address, keys):  # type: ignore[no-untyped-def]
        return HttpLink(address, keys, Timing(answer_s=0))

    with running_hub(district, tmp_path / "hub", takes_in=False) as hub:
        done = syncing.sync(commune, impatient, None, Address(hub.url))
        assert (done.outcome, done.is_problem) == ("waiting", True)
        assert overview.status(commune).in_bundle == 1
        ingest(district, hub.spool)
        done = syncing.sync(commune, impatient, None, Address(hub.url))
    assert (done.outcome, done.sent_ops) == ("done", 1)
    assert overview.status(commune).in_bundle == 0
    assert same(commune, district)


def test_a_hub_put_back_to_before_it_knew_this_pc_knows_it_again(
    tmp_path: Path, district: Desk, commune: Desk
) -> None:
    """Its first header proves nothing, as of an old acquaintance: it is refused; the next one proves."""
    backup = copy_of(district, tmp_path / "backup")
    district = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    rec = add(commune, asset_code="MT-1")
    with running_hub(district, tmp_path / "before") as running:
        sync(commune, running)
    put_back(district, backup)
    restored = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    add(commune, asset_code="MT-2")
    with running_hub(restored, tmp_path / "after") as running:
        assert sync(commune, running).outcome == "done"
        sync(commune, running)
    assert shown(restored, rec, "asset_code") == Value("MT-1")
    assert overview.digest(restored, COMMUNES[0]) == overview.digest(commune, COMMUNES[0])
    restored.store.close()
