"""The hub's uploads, rule by rule (docs/protocol.md, tus 1.0.0), on a real server."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from desktop_app.app.ports import Desk
from desktop_app.hub.service import Listener
from desktop_app.hub.settings import Limits
from desktop_app.sync.doorway import SshDoorway
from desktop_app.sync.keys import DeviceKeys
from tests.desks import COMMUNES, Road, StoppedClock, add, new_commune, new_district
from tests.hub_kit import running_hub
from tests.hub_talk import (
    TUS,
    Parts,
    Talk,
    another,
    checksum,
    parts_of,
    patch_head,
    raw,
    request,
    snapshot,
    status,
    talking,
)

QUICK = Limits(idle_s=0.4, head_s=0.4, unfinished=3, pending_bytes=20_000)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """A district and a commune; nothing of what is sent here is taken in."""
    folder, clock = tmp_path_factory.mktemp("pair"), StoppedClock()
    district = new_district(folder / "district", clock)
    commune = new_commune(folder / "commune", district, COMMUNES[0], clock)
    add(commune)
    yield district, commune
    commune.store.close()
    district.store.close()


@pytest.fixture
def district(pair: tuple[Desk, Desk]) -> Desk:
    return pair[0]


@pytest.fixture
def commune(pair: tuple[Desk, Desk]) -> Desk:
    return pair[1]


@pytest.fixture
def hub(district: Desk, tmp_path: Path) -> Iterator[Talk]:
    """A hub that only listens: what is sent stays where it was put."""
    with (
        running_hub(district, tmp_path, limits=QUICK, takes_in=False) as running,
        talking(running) as talk,
    ):
        yield talk


@pytest.fixture
def parts(commune: Desk, road: Road) -> Parts:
    return parts_of(road.send(commune))


# --- what is spoken ------------------------------------------------------------------------------------


def test_options_tell_version_extensions_and_limits(hub: Talk) -> None:
    answer = hub.http.options("/v1/uploads")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer.headers["Tus-Max-Size"]) == 512 * 2**20


def test_another_version_is_refused_and_told_which(hub: Talk, parts: Parts) -> None:
    answer = hub.create(parts, Tus_Resumable="0.2.2")
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Tus-Resumable"] == "1.0.0"


def test_a_bundle_in_pieces_lies_whole_in_waiting(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    for at in range(0, len(parts.payload), 300):
        piece = parts.payload[at : at + 300]
        answer = hub.patch(url, piece, at, Upload_Checksum=checksum(piece, "sha1"))
        assert (answer.status_code, int(answer.headers["Upload-Offset"])) == (204, at + len(piece))
    (path,) = hub.hub.spool.all_waiting()
    assert parts_of(path) == parts
    answer = hub.head(url)
    assert answer.headers["Upload-Offset"] == answer.headers["Upload-Length"] == str(len(parts.payload))
    assert answer.headers["Cache-Control"] == "no-store"


def test_creation_is_idempotent_also_when_all_was_sent(hub: Talk, parts: Parts) -> None:
    first = hub.create(parts)
    assert first.headers["Upload-Offset"] == "0"
    url = hub.send(parts)
    again = hub.create(parts)
    assert again.headers["Location"] == first.headers["Location"] == url
    assert int(again.headers["Upload-Offset"]) == len(parts.payload)
    before = snapshot(hub.hub.spool.root)
    assert hub.patch(url, b"x", len(parts.payload)).status_code == 413
    assert snapshot(hub.hub.spool.root) == before


def test_a_road_that_knows_only_post_names_the_method(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    head = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = hub.http.post(url, content=parts.payload, headers=head | {"X-HTTP-Method-Override": "PATCH"})
    assert answer.status_code == 204
    assert len(hub.hub.spool.all_waiting()) == 1


def test_withdrawn_is_gone_but_not_what_was_received(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    assert hub.http.delete(url, headers=TUS).status_code == 204
    assert hub.head(url).status_code == 404
    assert not list(hub.hub.spool.uploads.iterdir())
    assert hub.send(parts) == url
    assert hub.http.delete(url, headers=TUS).status_code == 403
    assert len(hub.hub.spool.all_waiting()) == 1


# --- who may -------------------------------------------------------------------------------------------


def test_nobody_else_gets_in_and_nothing_changes(
    hub: Talk, parts: Parts, district: Desk, commune: Desk
) -> None:
    before = snapshot(hub.hub.spool.root)
    flipped = parts.signature.replace(b"A", b"B", 1)
    enrol = {"activation": "7d1f8a06-6f5a-4c9a-9b60-0d9a2b6d4a11", "mac": "0" * 64, "recipient": "age1x"}
    refused = {
        "unsigned": Parts(parts.header, b"-", parts.payload),
        "signed by a flipped bit": Parts(parts.header, flipped, parts.payload),
        "another header under the signature": Parts(parts.header + b" ", parts.signature, parts.payload),
        "a device of nobody's": another(district),
        "an activation of nobody's": another(district, enrol=enrol),
        "for another hub": another(district, to="0" * 32),
        "wrapped again by a stranger": Parts(parts.header, another(district).signature, parts.payload),
    }
    for why, sent in refused.items():
        assert hub.create(sent).status_code == 403, why
    assert snapshot(hub.hub.spool.root) == before


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Upload_Length": "99"}, 400),
        ({"Upload_Length": "-1"}, 400),
        ({"Upload_Length": "1e3"}, 400),
        ({"Upload_Length": "９"}, 400),
        ({"Upload_Length": "9" * 30}, 400),
        ({"Upload_Length": str(2**40)}, 413),
        ({"Upload_Metadata": "header"}, 403),
        ({"Upload_Metadata": "header %%%"}, 400),
        ({"Upload_Metadata": "header ../../x,signature ../x"}, 400),
        ({"Upload_Metadata": "header " + "A" * 70_000}, 400),
        ({"Upload_Defer_Length": "1", "Upload_Length": ""}, 400),
    ],
)
def test_creations_that_lie_or_stammer(
    hub: Talk, parts: Parts, headers: dict[str, str], expected: int
) -> None:
    before = snapshot(hub.hub.spool.root)
    told = TUS | {"Upload-Length": str(len(parts.payload)), "Upload-Metadata": parts.metadata}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    sent = [(name.encode(), value.encode("utf-8")) for name, value in told.items()]
    assert hub.http.post("/v1/uploads", headers=sent).status_code == expected
    assert snapshot(hub.hub.spool.root) == before


def test_an_upload_is_found_only_by_the_url_that_was_given(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    bundle, capability = url.rpartition("/")[2].split(".")
    elsewhere = f"/v1/uploads/{bundle}.{'0' * 32}"
    for other, expected in [
        (elsewhere, 404),
        (f"/v1/uploads/{'0' * 64}.{capability}", 404),
        ("/v1/uploads/..%2f..%2fdoors.json", 404),
        ("/v1/uploads/" + "%2e%2e%2f" * 3 + "secret", 404),
        (f"/v1/uploads/{bundle}.{capability}%0a", 400),
        (f"/v1/uploads/{bundle}.{capability}%00", 400),
        (f"/v1/uploads/{'..':x>64}.{capability}", 400),
    ]:
        for answer in (
            hub.patch(other, parts.payload, 0),
            hub.head(other),
            hub.http.delete(other, headers=TUS),
        ):
            assert answer.status_code == expected, other
    assert hub.offset(url) == 0


def test_a_device_has_a_quota_and_the_next_one_has_its_own(hub: Talk, district: Desk) -> None:
    one, other = DeviceKeys.generate(), DeviceKeys.generate()
    known = {keys.device_id: keys.public.hex() for keys in (one, other)}
    hub.hub.spool.put_doors(msgspec.structs.replace(hub.hub.spool.doors(), devices=known))
    for n in range(3):
        hub.created(another(district, one, payload=b"%d" % n))
    answer = hub.create(another(district, one, payload=b"one more"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    hub.created(another(district, other, payload=b"another's"))
    assert hub.create(another(district, other, payload=b"x" * 20_000)).status_code == 429, "too many bytes"
    hub.http.delete(hub.created(another(district, one, payload=b"0")), headers=TUS)
    hub.send(another(district, one, payload=b"one more"))
    assert hub.create(another(district, one)).status_code == 429, "what waits to be taken in counts too"


def test_an_activation_is_no_secret_all_who_show_it_share_one_quota(
    hub: Talk, parts: Parts, district: Desk
) -> None:
    """It stands in every header of a new PC: whoever has seen one may make devices without end."""
    shown = msgspec.json.decode(parts.header)["enrol"]
    for n in range(3):
        hub.send(another(district, enrol=shown, payload=b"stranger %d" % n))
    before = snapshot(hub.hub.spool.root)
    assert hub.create(another(district, enrol=shown)).status_code == 429
    assert snapshot(hub.hub.spool.root) == before


# --- bytes ---------------------------------------------------------------------------------------------


def test_only_the_next_byte_is_taken(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    assert hub.patch(url, parts.payload[5:], 5).status_code == 409
    assert hub.patch(url, parts.payload[:10], 0).status_code == 204
    assert hub.patch(url, parts.payload[:10], 0).status_code == 409
    assert hub.patch(url, parts.payload[10:], 0, Upload_Offset="x").status_code == 400
    assert hub.patch(url, parts.payload[10:], 10, Content_Type="text/plain").status_code == 415
    assert hub.patch(url, parts.payload[10:] + b"more", 10).status_code == 413
    assert hub.offset(url) == 10


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_bytes_with_a_wrong_sum_do_not_count(hub: Talk, parts: Parts, name: str) -> None:
    url = hub.created(parts)
    assert hub.patch(url, parts.payload[:50], 0, Upload_Checksum=checksum(b"y", name)).status_code == 460
    assert hub.offset(url) == 0
    for bent in ("md5 AAAA", f"{name} AAAA", f"{name} %", name, ""):
        assert hub.patch(url, parts.payload[:50], 0, Upload_Checksum=bent).status_code == 400
    good = checksum(parts.payload, name)
    assert hub.patch(url, parts.payload, 0, Upload_Checksum=good).status_code == 204
    assert parts_of(hub.hub.spool.all_waiting()[0]) == parts


def test_a_payload_that_was_not_signed_ends_the_upload(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    assert hub.patch(url, bytes(len(parts.payload)), 0).status_code == 460
    assert hub.head(url).status_code == 404
    assert hub.hub.spool.all_waiting() == []
    hub.send(parts)


def test_what_came_before_a_cut_counts(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    with socket.create_connection(hub.hub.address) as line:
        line.sendall(patch_head(url, len(parts.payload)) + parts.payload[:100])
        _until((hub.hub.spool.claims / f"upload.{parts.bundle}.lock").exists)
        time.sleep(0.1)  # or the cut comes with the bytes, and they may be lost
    assert _comes_to(hub, url, 100)
    assert hub.patch(url, parts.payload[100:], 100).status_code == 204
    assert parts_of(hub.hub.spool.all_waiting()[0]) == parts


def test_what_came_before_a_cut_does_not_count_under_a_sum_of_the_whole(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    sent = f"Upload-Checksum: {checksum(parts.payload)}"
    with socket.create_connection(hub.hub.address) as line:
        line.sendall(patch_head(url, len(parts.payload), 0, sent) + parts.payload[:100])
    _until_free(hub, url, parts)


def test_a_body_that_stalls_is_ended_and_what_came_counts(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    answer = raw(hub.hub, patch_head(url, len(parts.payload)) + parts.payload[:77])
    assert status(answer) == 408
    assert hub.offset(url) == 77


def test_a_chunked_body_without_a_length_is_bounded_too(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)

    def endless() -> Iterator[bytes]:
        yield parts.payload
        yield b"and more"

    head = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert hub.http.patch(url, content=endless(), headers=head).status_code == 413
    assert hub.offset(url) == 0
    assert hub.http.patch(url, content=iter([parts.payload]), headers=head).status_code == 204


def test_a_busy_upload_says_so_at_once(hub: Talk, parts: Parts) -> None:
    url = hub.created(parts)
    with socket.create_connection(hub.hub.address) as line:
        line.sendall(patch_head(url, len(parts.payload)) + parts.payload[:10])
        _until((hub.hub.spool.claims / f"upload.{parts.bundle}.lock").exists)
        assert hub.patch(url, parts.payload, 0).status_code == 423
    # Another process that serves the same storage.
    _comes_to(hub, url, 10)
    with hub.hub.spool.claimed(f"upload.{parts.bundle}") as is_ours:
        assert is_ours
        assert hub.patch(url, parts.payload[10:], 10).status_code == 423
    assert hub.patch(url, parts.payload[10:], 10).status_code == 204


def test_an_upload_has_its_time(district: Desk, parts: Parts, tmp_path: Path) -> None:
    limits = Limits(upload_s=0.3)
    with running_hub(district, tmp_path, limits=limits, takes_in=False) as running, talking(running) as hub:
        url = hub.created(parts)
        assert hub.head(url).headers["Upload-Expires"].endswith("GMT")
        time.sleep(0.4)
        assert hub.head(url).status_code == 410
        assert hub.patch(url, parts.payload, 0).status_code == 410
        uploads = Listener(running.spool, SshDoorway(), limits).uploads()
        assert (uploads.sweep(), uploads.sweep()) == (1, 0)
        assert hub.head(url).status_code == 404
        assert list(running.spool.uploads.iterdir()) == []
        assert hub.send(parts) == url, "and may begin again"


def test_a_crash_before_the_bundle_was_put_together_is_made_up_for(
    hub: Talk, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = hub.created(parts)
    with monkeypatch.context() as broken:
        broken.setattr(SshDoorway, "assemble", _full_disk)
        assert hub.patch(url, parts.payload, 0).status_code == 507
    assert hub.hub.spool.all_waiting() == []
    again = hub.create(parts)
    assert int(again.headers["Upload-Offset"]) == len(parts.payload)
    assert parts_of(hub.hub.spool.all_waiting()[0]) == parts


def _full_disk(*_any: object) -> None:
    raise OSError(28, "No space left on device")


# --- heads and bodies that do not come -----------------------------------------------------------------


def test_a_head_that_does_not_come_is_not_waited_for(hub: Talk) -> None:
    assert raw(hub.hub, b"POST /v1/uploads HT") == b""
    assert raw(hub.hub, b"") == b""


def test_a_head_without_end_is_refused(hub: Talk) -> None:
    assert status(raw(hub.hub, request("GET", "/healthz", "X: " + "a" * 200_000))) in (400, 431)


def test_a_document_without_end_is_refused_or_not_waited_for(hub: Talk) -> None:
    json = "Content-Type: application/json"
    assert status(raw(hub.hub, request("POST", "/v1/challenges", json, f"Content-Length: {2**40}"))) == 413
    slow = raw(hub.hub, request("POST", "/v1/challenges", json, "Content-Length: 50") + b'{"dev')
    assert status(slow) == 408
    chunks = (
        request("POST", "/v1/challenges", json, "Transfer-Encoding: chunked") + b"8000\r\n" + b" " * 0x8000
    )
    assert status(raw(hub.hub, chunks)) == 413


# --- small things --------------------------------------------------------------------------------------


def _until(true: object) -> None:
    until = time.monotonic() + 15
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.02)


def _comes_to(hub: Talk, url: str, offset: int) -> bool:
    _until(lambda: hub.offset(url) == offset)
    return True


def _until_free(hub: Talk, url: str, parts: Parts) -> None:
    """Send all, once the hub has noticed the cut; it takes it from the start."""
    _until(lambda: hub.patch(url, parts.payload, 0).status_code == 204)
