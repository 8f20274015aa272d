"""A bundle is taken in only whole, signed by the device it names, and opened only by its receivers."""

import hashlib
import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from bundle_kit import (
    FOREIGN_CHAIN,
    OP_ID,
    OPS,
    Parties,
    encrypted,
    parties,
    seal,
    send,
    signed_by_pc,
)

from desktop_app.errors import RefusedError, UserError
from desktop_app.sync import activation
from desktop_app.sync.bundle import (
    Contents,
    Enrol,
    Limits,
    Manifest,
    Tip,
    read_envelope,
    sniff,
    write_bundle,
)
from desktop_app.sync.keys import DeviceKeys

SECRET = "5c" * 16
ACTIVATION = "0d1c2b3a-0000-4000-8000-000000000001"


@pytest.fixture(scope="module")
def who() -> Parties:
    return parties()


def refused(path: Path, limits: Limits | None = None) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read_envelope(path, limits=limits or Limits())
    assert caught.value.where == str(path)
    assert caught.value.todo
    return caught.value


# The way of an honest bundle


def test_what_is_sent_is_received(who: Parties, tmp_path: Path) -> None:
    manifest = Manifest(answers=OP_ID)
    old = seal(b"{}", who.pc)
    path, header = send(tmp_path, who, Contents(manifest, OPS, [old]))

    with read_envelope(path) as envelope:
        assert envelope.header == header
        assert (header.device_public, header.device_id) == (who.pc.public, who.pc.device_id)
        assert (header.to, header.tips, header.enrol) == (who.hub.device_id, (who.tip,), None)
        assert header.bundle_id == envelope.seal.bundle_id == hashlib.sha256(envelope.seal.header).hexdigest()
        assert envelope.open([who.hub.age_identity]) == Contents(manifest, OPS, [old])
        assert envelope.open([who.recovery.age_identity]).ops == OPS


def test_an_empty_bundle_is_legal(who: Parties, tmp_path: Path) -> None:
    path, header = send(tmp_path, who, Contents(Manifest()), tips=[])
    with read_envelope(path) as envelope:
        assert envelope.open([who.hub.age_identity]) == Contents(Manifest(), [], [])
    assert header.tips == ()


def test_the_envelope_needs_no_secret_but_the_inside_does(who: Parties, tmp_path: Path) -> None:
    path, _ = send(tmp_path, who)
    with (
        read_envelope(path) as envelope,
        pytest.raises(RefusedError, match="không mã hoá cho máy này"),
    ):
        envelope.open([DeviceKeys.generate().age_identity])


def test_the_header_names_no_person_and_no_unit(who: Parties, tmp_path: Path) -> None:
    path, _ = send(tmp_path, who)
    with read_envelope(path) as envelope:
        keys = set(msgspec.json.decode(envelope.seal.header))
    assert keys == {"device", "format", "payload_bytes", "payload_sha256", "tips", "to"}


def test_a_new_device_proves_that_it_holds_the_activation(who: Parties, tmp_path: Path) -> None:
    proof = activation.mac(SECRET, who.pc.public, who.pc.recipient)
    path, _ = send(tmp_path, who, enrol=Enrol(ACTIVATION, proof, who.pc.recipient))
    with read_envelope(path) as envelope:
        enrol = envelope.header.enrol
    assert enrol is not None
    assert enrol.activation == ACTIVATION
    assert activation.mac_is_right(SECRET, who.pc.public, enrol.recipient, enrol.mac)


def test_a_file_is_known_by_its_content_not_by_its_name(who: Parties, tmp_path: Path) -> None:
    path, header = send(tmp_path, who)
    renamed = path.rename(tmp_path / "b (1).zip.tmp")
    assert sniff(renamed) == "bundle"
    with read_envelope(renamed) as envelope:
        assert envelope.header == header
    other = tmp_path / "other.moduong"
    for content in (b"", b"PK\3\4", b"hello", b"PK\3\4" + bytes(60)):
        other.write_bytes(content)
        assert sniff(other) is None


def test_the_file_may_change_after_its_envelope_was_read(who: Parties, tmp_path: Path) -> None:
    path, _ = send(tmp_path, who)
    with read_envelope(path) as envelope:
        path.write_bytes(b"pulled out")
        assert envelope.open([who.hub.age_identity]).ops == OPS


def test_a_bundle_of_an_unknown_device_is_kept_as_it_came(who: Parties, tmp_path: Path) -> None:
    path, _ = send(tmp_path, who)
    with read_envelope(path) as envelope:
        envelope.keep(tmp_path / "kept")
        envelope.keep(tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == path.read_bytes()


def test_a_large_bundle_waits_in_the_folder_that_was_named(who: Parties, tmp_path: Path) -> None:
    lines = [hashlib.sha512(b"%d" % n).hexdigest().encode() for n in range(150_000)]
    path, _ = send(tmp_path, who, Contents(Manifest(), lines))
    assert path.stat().st_size > 8 * 1024 * 1024
    with read_envelope(path, spool_folder=tmp_path) as envelope:
        assert envelope.open([who.hub.age_identity]).ops == lines
    assert [one.name for one in tmp_path.iterdir()] == ["b.moduong"]
    with pytest.raises(RefusedError, match="không tìm thấy"):
        read_envelope(path, spool_folder=tmp_path / "gone")


# What a signed device may put inside


@pytest.mark.parametrize("inside", [b"", b"hello", bytes(5000)])
def test_a_payload_that_is_no_archive_is_refused(who: Parties, tmp_path: Path, inside: bytes) -> None:
    for payload in (inside or b"x", encrypted(inside, who)):
        with (
            read_envelope(signed_by_pc(tmp_path, who, payload)) as envelope,
            pytest.raises(RefusedError, match="sai quy cách"),
        ):
            envelope.open([who.hub.age_identity])


# Limits, and files that are not there


def test_a_bundle_over_the_limits_is_neither_written_nor_read(who: Parties, tmp_path: Path) -> None:
    path, _ = send(tmp_path, who)
    size = path.stat().st_size
    assert "vượt giới hạn" in refused(path, Limits(file_bytes=size - 1)).what
    for limits in (Limits(file_bytes=size // 2), Limits(header_bytes=100), Limits(lines=1)):
        with pytest.raises(RefusedError, match="vượt giới hạn"):
            write_bundle(
                tmp_path / "new",
                who.pc,
                to=who.hub.device_id,
                recipients=who.recipients,
                contents=Contents(Manifest(), OPS),
                tips=[who.tip],
                limits=limits,
            )
    assert [one.name for one in tmp_path.iterdir()] == ["b.moduong"]


def test_a_path_that_cannot_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "gone", "không tìm thấy"), (tmp_path, "là thư mục")):
        assert reason in refused(path).what
        with pytest.raises(RefusedError, match=reason):
            sniff(path)


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let the system refuse to make any file larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 1, 300, 700, 1000])
def test_a_disk_that_refuses_leaves_the_old_file_and_nothing_else(
    who: Parties, tmp_path: Path, size: int
) -> None:
    path, _ = send(tmp_path, who)
    before = path.read_bytes()
    with disk_of(size), pytest.raises(UserError) as caught:
        send(tmp_path, who)
    assert caught.value.where == str(path)
    assert caught.value.todo
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["b.moduong"]


def test_a_disk_that_refuses_while_a_large_payload_waits_leaves_nothing(who: Parties, tmp_path: Path) -> None:
    lines = [hashlib.sha512(b"%d" % n).hexdigest().encode() for n in range(100_000)]
    with disk_of(1024 * 1024), pytest.raises(UserError, match="Không ghi được gói"):
        send(tmp_path, who, Contents(Manifest(), lines))
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_gives_back_something_else_is_noticed(
    who: Parties, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = send(tmp_path, who)
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda handle: os.pwrite(handle, b"\0", 800))
    with pytest.raises(UserError, match="Đọc lại gói vừa ghi thì thấy khác"):
        send(tmp_path, who)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["b.moduong"]


def test_a_new_bundle_replaces_the_old_one_whole(who: Parties, tmp_path: Path) -> None:
    _, first = send(tmp_path, who)
    path, second = send(tmp_path, who)
    assert first.bundle_id != second.bundle_id
    with read_envelope(path) as envelope:
        assert envelope.header == second


def test_a_bundle_is_readable_by_others_like_any_file(who: Parties, tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    path, _ = send(tmp_path, who)
    assert path.stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.parametrize(
    "wrong", [{"to": "x"}, {"tips": [Tip(FOREIGN_CHAIN, 1, OP_ID)]}, {"enrol": Enrol("x", OP_ID, "age1x")}]
)
def test_a_header_that_no_reader_takes_is_not_written(
    who: Parties, tmp_path: Path, wrong: dict[str, object]
) -> None:
    options: dict[str, object] = {"to": who.hub.device_id, "recipients": who.recipients} | wrong
    with pytest.raises(ValueError, match=r".+"):
        write_bundle(tmp_path / "b", who.pc, contents=Contents(Manifest()), **options)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_the_copy_on_a_stick_is_the_bundle(who: Parties, tmp_path: Path) -> None:
    path, header = send(tmp_path, who)
    copy = shutil.copy(path, tmp_path / "copy")
    with read_envelope(Path(copy)) as envelope:
        assert envelope.header == header
