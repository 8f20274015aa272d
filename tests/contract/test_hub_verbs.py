"""`moduong hub serve` and `moduong hub ingest` as an administrator runs them."""

import concurrent.futures
import hashlib
import os
import re
import ssl
from pathlib import Path

import msgspec
import pyrage
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desktop_app.app import cataloguing, overview, receiving
from desktop_app.app.ports import Desk
from desktop_app.sync.header import Header
from tests import bundle_kit
from tests.contract.test_catalogue import WIFI
from tests.desks import COMMUNES, Road, StoppedClock, add, open_desk, place, renewed
from tests.e2e.program import moduong
from tests.hub_process import serving
from tests.hub_talk import Parts, keys_of, parts_of, raw, request, talking
from tests.links import sync

MIB = 1024 * 1024


def test_a_listener_without_the_home_and_an_ingest_without_a_socket(
    district: Desk, commune: Desk, road: Road, tmp_path: Path
) -> None:
    """TLS, and the two halves each by itself: what faces the network has no key of the hub's."""
    add(commune, note="Nhà ông Lò Văn Inh")
    parts = parts_of(road.send(commune))
    home, storage = district.store.path, tmp_path / "storage"
    district.store.close()
    assert moduong("hub", "ingest", "--storage", storage, "--json", home=home).document == []
    nowhere = tmp_path / "no home at all"
    with serving(nowhere, "--front", "--storage", str(storage)) as server, talking(server.running) as talk:
        assert server.running.url.startswith("https://")
        assert _pin_of(*server.running.address) == server.running.pin
        talk.send(parts)
        bearer = talk.bearer(keys_of(commune))
        assert talk.standing(parts.bundle, bearer)["state"] == "waiting"
        (done,) = moduong("hub", "ingest", "--storage", storage, "--json", home=home).document
        assert (done["bundle"], done["outcome"], done["ops"]) == (parts.bundle, "applied", 1)
        assert talk.standing(parts.bundle, bearer)["state"] == "answered"
        (tmp_path / "answer.moduong").write_bytes(talk.answer(parts.bundle, bearer).content)
        log = server.stop().decode()
    assert not nowhere.exists()
    assert "Inh" not in log
    assert (
        (storage / "secret").stat().st_mode & 0o777
        == (storage / "tls/key.pem").stat().st_mode & 0o777
        == 0o600
    )
    assert storage.stat().st_mode & 0o777 == 0o700
    assert receiving.receive_one(commune, tmp_path / "answer.moduong").outcome == "applied"


def test_a_hub_that_runs_for_days_takes_in_what_its_catalogue_got_meanwhile(
    district: Desk, commune: Desk
) -> None:
    district.store.close()
    with serving(district.store.path) as server:
        beside = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
        cataloguing.add_field(beside, cataloguing.field_of(WIFI))
        beside = renewed(beside)
        add(commune)
        assert sync(commune, server.running).outcome == "done"  # the field comes down
        commune = renewed(commune)
        rec = add(commune, "peripheral", kind="printer", wifi="Có nối", asset_code="V-1")
        assert sync(commune, server.running).outcome == "done"
        with beside.store.read() as tx:  # the very column that figures count in
            assert [*tx.execute("SELECT rec, wifi FROM p_peripheral", {})] == [(rec, "yes")]
        server.stop()


def _pin_of(host: str, port: int) -> str:
    pem = ssl.get_server_certificate((host, port))
    public = x509.load_pem_x509_certificate(pem.encode()).public_key()
    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def test_what_serve_says_to_a_person(district: Desk, tmp_path: Path) -> None:
    home = district.store.path
    district.store.close()
    wrong = moduong("hub", "serve", "--listen", "here", home=home)
    assert wrong.code == 2
    assert "0.0.0.0:8443" in wrong.err
    with serving(home, "--plain") as server:
        host, port = server.running.address
        taken = moduong("hub", "serve", "--listen", f"{host}:{port}", "--front", home=tmp_path / "x")
        assert taken.code == 1
        assert str(port) in taken.err


def test_only_a_district_takes_in(commune: Desk) -> None:
    home = commune.store.path
    commune.store.close()
    refused = moduong("hub", "ingest", home=home)
    assert refused.code == 2
    assert re.search("huyện", refused.err)


def test_memory_stays_small_whatever_comes(district: Desk, commune: Desk, road: Road) -> None:
    """Bombs, terabytes, heads and documents without end, six uploads of megabytes at once."""
    add(commune)
    honest = parts_of(road.send(commune))
    home = district.store.path
    district.store.close()
    with serving(home, "--plain") as server, talking(server.running) as talk:
        talk.send(honest)
        bearer = talk.bearer(keys_of(commune))
        assert talk.settled(honest.bundle, bearer)["state"] == "answered"
        head = request(
            "POST", "/v1/challenges", "Content-Type: application/json", "Transfer-Encoding: chunked"
        )
        hub = server.running
        raw(hub, request("GET", "/healthz", "X: " + "a" * 16 * MIB))  # a reset may overtake the answer
        raw(hub, head + b"%x\r\n" % (16 * MIB) + b" " * 16 * MIB)
        assert talk.create(honest, Upload_Length=str(2**40)).status_code == 413
        sent = [_lie(commune, os.urandom(4 * MIB)) for _ in range(5)]
        bomb = zstandard.ZstdCompressor().compress(
            bundle_kit.tar_of([*bundle_kit.manifest_and_ops(b"\n" * 60 * MIB)])
        )
        sent.append(_lie(commune, bomb))
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            list(pool.map(talk.send, sent))
        for one in sent:
            assert talk.settled(one.bundle, bearer)["state"] == "refused"
        assert server.most_memory_kib() < 256 * 1024
        server.stop()
    after = open_desk(home, StoppedClock())
    assert overview.digest(after, COMMUNES[0]) == overview.digest(commune, COMMUNES[0])
    after.store.close()


def _lie(commune: Desk, packed: bytes) -> Parts:
    """A commune's own bundle with anything inside."""
    keys, hub = keys_of(commune), place(commune).hub
    payload = pyrage.encrypt(packed, [pyrage.x25519.Recipient.from_str(hub.recipient)])
    header = Header(keys.public.hex(), len(payload), hashlib.sha256(payload).hexdigest(), (), hub.device)
    seal = bundle_kit.seal(msgspec.json.encode(msgspec.to_builtins(header), order="sorted"), keys)
    return Parts(seal.header, seal.signature, payload)
