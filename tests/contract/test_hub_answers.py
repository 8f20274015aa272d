"""Logging in, hearing where a bundle stands, fetching the answer; taking in what was spooled."""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from desktop_app.app import cataloguing, enrolling, ingesting, overview, receiving
from desktop_app.app.ingesting import ingest, renew_doors
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import SEALED, Received
from desktop_app.app.spool import Doors, Spool
from desktop_app.compose import desktop
from desktop_app.compose import hub as composed
from desktop_app.errors import UserError
from desktop_app.hub.settings import Limits
from desktop_app.sync.keys import DeviceKeys
from tests.contract.test_catalogue import PLOTTER
from tests.desks import (
    COMMUNES,
    Road,
    StoppedClock,
    add,
    copy_of,
    new_commune,
    new_district,
    open_desk,
    place,
)
from tests.hub_kit import running_hub
from tests.hub_talk import Parts, Talk, keys_of, parts_of, snapshot, talking


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Talk]:
    with running_hub(district, tmp_path) as running, talking(running) as talk:
        yield talk


# --- there and back ------------------------------------------------------------------------------------


def test_a_bundle_goes_up_and_its_answer_comes_back(
    hub: Talk, district: Desk, commune: Desk, road: Road, tmp_path: Path
) -> None:
    add(commune)
    parts = parts_of(road.send(commune))
    bearer = hub.bearer(keys_of(commune))
    assert hub.standing(parts.bundle, bearer)["state"] == "unknown"
    url = hub.created(parts)
    hub.patch(url, parts.payload[:100], 0)
    told = hub.standing(parts.bundle, bearer)
    assert told == {"state": "uploading", "offset": 100, "length": len(parts.payload), "reason": ""}
    early = hub.answer(parts.bundle, bearer)
    assert (early.status_code, early.json()["detail"], early.headers["Retry-After"]) == (
        404,
        "uploading",
        "1",
    )
    hub.patch(url, parts.payload[100:], 100)
    assert hub.settled(parts.bundle, bearer)["state"] == "answered"
    answer = hub.answer(parts.bundle, bearer)
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    (tmp_path / "answer.moduong").write_bytes(answer.content)
    assert receiving.receive_one(commune, tmp_path / "answer.moduong").outcome == "applied"
    assert overview.status(commune).in_bundle == 0
    assert overview.digest(commune, COMMUNES[0]) == overview.digest(district, COMMUNES[0])
    _part_by_part(hub, parts, bearer, answer.content)
    _nobody_elses(hub, parts)


def _part_by_part(hub: Talk, parts: Parts, bearer: dict[str, str], whole: bytes) -> None:
    tag = f'"{hashlib.sha256(whole).hexdigest()}"'
    part = hub.answer(parts.bundle, bearer, Range="bytes=10-", If_Range=tag)
    assert (part.status_code, part.content) == (206, whole[10:])
    changed = hub.answer(parts.bundle, bearer, Range="bytes=10-", If_Range='"another"')
    assert (changed.status_code, changed.content) == (200, whole)
    assert hub.answer(parts.bundle, bearer, If_None_Match=f'"x", {tag}').status_code == 304
    beyond = hub.answer(parts.bundle, bearer, Range=f"bytes={len(whole)}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")


def _nobody_elses(hub: Talk, parts: Parts) -> None:
    stranger = hub.bearer(DeviceKeys.generate())
    path = f"/v1/bundles/{parts.bundle}"
    for one in (path, f"{path}/answer"):
        assert hub.http.get(one, headers=stranger).status_code == 404
        assert hub.http.get(one).status_code == 401
        forged = {"Authorization": stranger["Authorization"][:-1] + "x"}
        refused = hub.http.get(one, headers=forged)
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")


# --- who speaks ----------------------------------------------------------------------------------------


def test_a_challenge_is_signed_by_its_device_once_and_for_this_purpose(hub: Talk) -> None:
    keys, other = DeviceKeys.generate(), DeviceKeys.generate()
    challenge = hub.challenge(keys.device_id)
    assert hub.sign_in(keys, challenge, namespace="bundle@moduong").status_code == 403
    assert hub.sign_in(other, challenge).status_code == 403
    assert hub.sign_in(other, challenge, device=keys.device_id).status_code == 403
    assert hub.sign_in(keys, challenge[:-1] + ("0" if challenge[-1] != "0" else "1")).status_code == 403
    assert hub.sign_in(keys, "x", signature="").status_code == 403
    assert hub.sign_in(keys, challenge).status_code == 200
    used = hub.sign_in(keys, challenge)
    assert (used.status_code, used.json()["detail"]) == (403, "the challenge was used")


def test_of_many_at_once_one_uses_the_challenge(hub: Talk) -> None:
    keys = DeviceKeys.generate()
    challenge = hub.challenge(keys.device_id)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(hub.sign_in(keys, challenge).status_code))
        for _ in range(6)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == [200, *[403] * 5]


def test_challenges_and_tokens_have_their_time(district: Desk, tmp_path: Path) -> None:
    limits = Limits(challenge_s=-2, token_s=-2)
    keys = DeviceKeys.generate()
    with running_hub(district, tmp_path, limits=limits, takes_in=False) as running, talking(running) as late:
        assert late.sign_in(keys, late.challenge(keys.device_id)).status_code == 403
    limits = Limits(token_s=-2)
    with running_hub(district, tmp_path, limits=limits, takes_in=False) as running, talking(running) as late:
        answer = late.http.get(f"/v1/bundles/{'0' * 64}", headers=late.bearer(keys))
        assert answer.status_code == 401


# --- taking in -----------------------------------------------------------------------------------------


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool").open()


def waits(spool: Spool, bundle: Path) -> Path:
    """Put a bundle where the listener puts it."""
    path = spool.waiting(parts_of(bundle).bundle)
    path.write_bytes(bundle.read_bytes())
    return path


def test_a_crash_anywhere_gives_the_same_state_and_one_answer(
    district: Desk, commune: Desk, road: Road, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut at every step that leaves something behind, as if the process had died there."""
    add(commune)
    bundle = road.send(commune)
    path = waits(spool, bundle)
    for owner, step in [
        (receiving, "_answer"),  # after the commit
        (Spool, "put_outcome"),
        (ingesting, "_publish"),
        (type(path), "unlink"),
    ]:
        with monkeypatch.context() as dying:
            dying.setattr(owner, step, _die)
            with pytest.raises(KeyboardInterrupt):
                ingest(district, spool)
        assert path.exists(), step
    digest = overview.digest(district, COMMUNES[0])
    (done,) = ingest(district, spool)
    assert (done.outcome, overview.digest(district, COMMUNES[0])) == ("already", digest)
    assert not path.exists()
    (answer,) = (spool.root / "answers").rglob("*.moduong")
    assert receiving.receive_one(commune, answer).outcome == "applied"
    assert [one.name for one in spool.claims.iterdir()] == []
    assert ingest(district, spool) == []


def _die(*_any: object, **_more: object) -> None:
    raise KeyboardInterrupt


def test_one_that_cannot_be_taken_in_waits_and_holds_up_no_other(
    district: Desk, commune: Desk, road: Road, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(commune)
    first, second = (waits(spool, road.send(commune)) for _ in range(2))
    real = receiving.receive_one

    def busy(desk: Desk, path: Path, receipts: Path | None = None) -> receiving.Received:
        if path == first:
            raise UserError("busy") if clock.now % 2 else ZeroDivisionError("a fault of ours")
        return real(desk, path, receipts)

    clock = district.clock
    assert isinstance(clock, StoppedClock)
    monkeypatch.setattr(receiving, "receive_one", busy)
    for _ in range(2):
        clock.tick(60_001)
        ingest(district, spool, pause_s=30)
        assert (first.exists(), second.exists()) == (True, False)
    monkeypatch.undo()
    assert ingest(district, spool, pause_s=30) == [], "it rests for a while"
    clock.tick(31_000)
    (done,) = ingest(district, spool, pause_s=30)
    assert (done.outcome, done.ops) == ("applied", 0), "the second carried the same op"


def test_damaged_and_odd_files_are_told_as_refused(
    district: Desk, commune: Desk, road: Road, spool: Spool
) -> None:
    add(commune)
    good = waits(spool, road.send(commune))
    good.write_bytes(good.read_bytes()[:-50])
    odd = spool.waiting("0" * 64)
    odd.write_bytes(b"MZ")
    assert [done.outcome for done in ingest(district, spool)] == ["refused", "refused"]
    assert spool.all_waiting() == []
    for name in (good.stem, odd.stem):
        told = spool.outcome(name)
        assert told is not None
        assert told.outcome == "refused"
        assert told.reason


def test_who_takes_in_for_days_works_in_the_catalogue_that_is_in_force_now(
    district: Desk, commune: Desk, road: Road, clock: StoppedClock, spool: Spool
) -> None:
    opened: list[Desk] = []
    came: Queue[Received] = Queue()

    def reopen() -> Desk:
        opened.append(desktop.open_desk(district.store.path))
        return opened[-1]

    with composed.ingesting(district, spool, came.put, reopen):
        beside = open_desk(district.store.path, clock)
        for known in (0, 1, 1):
            add(commune)
            waits(spool, road.send(commune))
            assert came.get(timeout=30).outcome == "applied"
            assert len(opened) == known
            if not known:
                cataloguing.add_choice(beside, PLOTTER)
    opened[0].store.close()
    assert opened[0].topics.get("peripheral").by_key["kind"].choice("plotter")


def test_a_bundle_kept_sealed_is_opened_and_answered_when_its_device_is_known(
    tmp_path: Path, clock: StoppedClock, road: Road, spool: Spool
) -> None:
    """The hub was restored from before an activation; later that is known again."""
    lost = new_district(tmp_path / "lost", clock)
    enrolling.enrol(lost, COMMUNES[0], tmp_path / "first.kichhoat")
    district = copy_of(lost, tmp_path / "restored")
    lost = open_desk(tmp_path / "lost", clock)
    commune = new_commune(tmp_path / "commune", lost, COMMUNES[0], clock)
    activation = place(commune).activation
    with lost.store.read() as tx:
        issued = tx.activation(activation)
    assert issued
    add(commune)
    path = waits(spool, road.send(commune))
    (done,) = ingest(district, spool)
    assert (done.outcome, path.exists()) == (SEALED, False)
    assert spool.outcome(path.stem).outcome == SEALED  # type: ignore[union-attr]
    assert composed.look(district, spool) == []
    with district.store.write() as tx:
        tx.add_activation(activation, *issued)
    (opened,) = composed.look(district, spool)
    assert (opened.outcome, opened.ops) == ("applied", 1)
    (answer,) = (spool.root / "answers").rglob("*.moduong")
    assert receiving.receive_one(commune, answer).outcome == "applied"
    assert list((district.store.path / "sealed").iterdir()) == []
    for desk in (lost, district, commune):
        desk.store.close()


def test_who_may_send_follows_who_is_enrolled(
    district: Desk, tmp_path: Path, spool: Spool, road: Road, clock: StoppedClock
) -> None:
    renew_doors(district, spool)
    assert spool.doors() == Doors(place(district).device, {}, [])
    commune = new_commune(tmp_path / "commune", district, COMMUNES[1], clock)
    ingest(district, spool)
    assert spool.doors().activations == [place(commune).activation]
    waits(spool, road.send(commune) if add(commune) else Path())
    ingest(district, spool)
    assert spool.doors() == Doors(place(district).device, {place(commune).device: place(commune).public}, [])
    commune.store.close()


def test_a_device_is_known_before_it_hears_so(
    district: Desk, commune: Desk, road: Road, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its next bundle shows no activation any more, and may come while others still wait."""
    add(commune)
    path = waits(spool, road.send(commune))
    with monkeypatch.context() as dying:
        dying.setattr(ingesting, "_publish", _die)
        with pytest.raises(KeyboardInterrupt):
            ingest(district, spool)
    assert path.exists()
    assert list(spool.doors().devices) == [place(commune).device]


# --- for whoever runs it -------------------------------------------------------------------------------


def test_health_and_counters(hub: Talk, commune: Desk, road: Road) -> None:
    add(commune)
    hub.send(parts_of(road.send(commune)))
    hub.http.get("/v1/nothing")
    assert hub.http.get("/healthz").json()["status"] == "ok"
    text = hub.http.get("/metrics").text
    assert "moduong_uploads_created_total 1.0" in text
    assert 'moduong_problems_total{status="404"} 1.0' in text


def test_a_storage_that_cannot_be_written_is_not_well(hub: Talk) -> None:
    in_the_way = hub.hub.spool.nonces / ".probe"  # where it tries to write
    in_the_way.unlink(missing_ok=True)
    in_the_way.mkdir()
    try:
        sick = hub.http.get("/healthz")
        assert (sick.status_code, sick.headers["Content-Type"]) == (503, "application/problem+json")
    finally:
        in_the_way.rmdir()


def test_several_serve_one_storage(district: Desk, commune: Desk, road: Road, tmp_path: Path) -> None:
    add(commune)
    parts = parts_of(road.send(commune))
    with (
        running_hub(district, tmp_path, takes_in=False) as one,
        running_hub(district, tmp_path, takes_in=False) as two,
        talking(one) as left,
        talking(two) as right,
    ):
        url = left.created(parts)
        assert right.patch(url, parts.payload[:10], 0).status_code == 204
        assert left.patch(url, parts.payload[10:], 10).status_code == 204
        assert right.standing(parts.bundle, left.bearer(keys_of(commune)))["state"] == "waiting"
        before = snapshot(one.spool.root)
        assert right.created(parts) == url
        assert snapshot(one.spool.root) == before
