"""The link itself on a bad road: whatever the weather, the hub has the very bytes, and little goes twice."""

import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.app.ports import Address, Desk, Outgoing, Standing, Transfer
from desktop_app.errors import HubRefusedError, OfflineError, UntrustedHubError
from desktop_app.hub.settings import Limits
from desktop_app.sync.link import HttpLink
from desktop_app.sync.pace import LEAST, Timing
from desktop_app.sync.tls import hub_certificate
from tests.desks import place
from tests.flaky import Flaky, Weather, flaky
from tests.hub_kit import Running, running_hub
from tests.links import QUICK

KIB = 1024
# Nothing takes these bundles in: what the listener has is to be looked at.
UNANSWERED = replace(QUICK, answer_s=0)


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Running]:  # its doors know it
    with running_hub(district, tmp_path / "hub", limits=Limits(idle_s=2), takes_in=False) as running:
        yield running


@pytest.fixture
def proxy(hub: Running) -> Iterator[Flaky]:
    with flaky(hub.address) as made:
        yield made


def bundle_of(commune: Desk, path: Path, size: int) -> Path:
    """A bundle of about so many bytes that nothing packs smaller; the listener does not look into it."""
    home = place(commune)
    lines = tuple(os.urandom(64 * KIB).hex().encode() for _ in range(size // (64 * KIB)))
    lines += (os.urandom(size % (64 * KIB) + 1).hex().encode(),)
    to, secret = home.hub, (home.activation, home.secret)
    out = Outgoing(to.device, (to.recipient, to.recovery), None, {}, (), lines, (), (), secret)
    commune.codec.write(path, home.keys, out)
    return path


def carry(
    desk: Desk,
    url: str,
    bundle: Path,
    timing: Timing = UNANSWERED,
    tell: Callable[[Transfer], None] | None = None,
) -> Standing:
    link = HttpLink(Address(url), place(desk).keys, timing)
    try:
        return link.carry(bundle, bundle.with_suffix(".answer"), tell or (lambda _transfer: None))
    finally:
        link.close()


def stored(hub: Running) -> bytes:
    """The one bundle that the hub has whole."""
    (path,) = hub.spool.all_waiting()
    return path.read_bytes()


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


# --- refusals --------------------------------------------------------------------------------------------


def test_nobody_there_is_told_soon(commune: Desk, tmp_path: Path) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(OfflineError, match="USB"):
        carry(commune, f"http://127.0.0.1:{port}", bundle)


def test_a_page_that_wants_a_login_is_no_hub(commune: Desk, tmp_path: Path) -> None:
    """A café's network answers every request with a page of its own."""
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    page = b"HTTP/1.1 302 Found\r\nLocation: http://login/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with one_answer(page) as url, pytest.raises(OfflineError, match="trình duyệt"):
        carry(commune, url, bundle)


def test_a_hub_that_is_busy_is_waited_for_as_it_asks(
    commune: Desk, hub: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    rested: list[float] = []
    monkeypatch.setattr("desktop_app.sync.way.Way.rest", lambda _self, seconds: rested.append(seconds))
    busy = b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with one_answer(busy, 2, then=hub.address) as url:
        carry(commune, url, bundle)
    assert [seconds for seconds in rested if seconds == 7] == [7, 7]


def test_a_revoked_or_unknown_pc_is_told_why(commune: Desk, district: Desk, tmp_path: Path) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    with running_hub(district, tmp_path / "other", takes_in=False) as running:
        running.spool.put_doors(replace_doors(running))
        with pytest.raises(HubRefusedError, match="chưa biết máy này"):
            carry(commune, running.url, bundle)


def replace_doors(running: Running):  # type: ignore[no-untyped-def]
    import msgspec

    return msgspec.structs.replace(running.spool.doors(), devices={}, activations=[])


class one_answer:  # noqa: N801
    """A server that gives the same answer so many times, then passes everything on."""

    def __init__(self, answer: bytes, times: int = 1000, then: tuple[str, int] | None = None) -> None:
        self._answer, self._times, self._then = answer, times, then
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._next: Flaky | None = None

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __exit__(self, *_error: object) -> None:
        self._times = 0
        self._server.close()
        if self._next is not None:
            self._next.stop()

    def _serve(self) -> None:
        self._server.settimeout(0.1)
        while self._times > 0:
            try:
                client, _address = self._server.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with client:
                self._times -= 1
                client.settimeout(5)
                client.recv(65536)
                client.sendall(self._answer)
        if self._then is not None:
            self._next = Flaky(self._then)
            self._next._listening.close()
            self._next._listening = self._server
            self._next.start()


# --- TLS -------------------------------------------------------------------------------------------------


def test_only_the_pinned_key_counts_whatever_the_dates_say(
    commune: Desk, district: Desk, tmp_path: Path
) -> None:
    """The certificate ran out in 2002, as it looks to a PC whose clock is years ahead."""
    run_out(tmp_path / "hub" / "hub" / "tls")
    bundle = bundle_of(commune, tmp_path / "b.moduong", 50 * KIB)
    with running_hub(district, tmp_path / "hub", plain=False, takes_in=False) as running:
        link = HttpLink(Address(running.url, running.pin), place(commune).keys, UNANSWERED)
        assert link.carry(bundle, tmp_path / "answer", lambda _transfer: None).state == "waiting"
        link.close()
        assert stored(running) == bundle.read_bytes()


def run_out(folder: Path) -> None:
    """A hub's key with a certificate of long ago."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

    certificate, key, _pin = hub_certificate(folder)
    private = load_pem_private_key(key.read_bytes(), None)
    was = x509.load_pem_x509_certificate(certificate.read_bytes())
    old = (
        x509.CertificateBuilder()
        .subject_name(was.subject)
        .issuer_name(was.issuer)
        .public_key(was.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2002, 1, 1, tzinfo=datetime.UTC))
        .sign(private, hashes.SHA256())  # type: ignore[arg-type]
    )
    certificate.write_bytes(old.public_bytes(Encoding.PEM))


@pytest.mark.parametrize("pin", ["0f" * 32, ""], ids=["another pin", "no pin, the system's certificates"])
def test_another_key_is_sent_nothing(commune: Desk, tmp_path: Path, pin: str) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    certificate, key, _pin = hub_certificate(tmp_path / "tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    came: list[bytes] = []

    def serve(server: socket.socket) -> None:
        client, _address = server.accept()
        try:
            with context.wrap_socket(client, server_side=True) as secure:
                came.append(secure.recv(100))
        except (ssl.SSLError, ConnectionError):
            came.append(b"")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        url = f"https://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(UntrustedHubError, match="chưa gửi gì"):
            HttpLink(Address(url, pin), place(commune).keys, UNANSWERED).carry(
                bundle, tmp_path / "answer", lambda _transfer: None
            )
        thread.join()
    assert came == [b""]


def test_the_smallest_chunk_is_as_the_protocol_has_it() -> None:
    assert LEAST == 4 * KIB
