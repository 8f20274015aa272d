"""Who else may answer at a hub's address, and what a PC makes of it: a sentence, and nothing sent."""

import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from desktop_app.app.ports import Address, Desk, Transfer
from desktop_app.errors import HubRefusedError, OfflineError, UntrustedHubError
from desktop_app.sync.link import HttpLink
from desktop_app.sync.tls import hub_certificate
from tests.desks import place
from tests.flaky import Flaky, one_answer
from tests.hub_kit import Running, running_hub
from tests.links import QUICK, UNANSWERED, bundle_of, carry, stored

KIB = 1024


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Running]:  # its doors know it
    with running_hub(district, tmp_path / "hub", takes_in=False) as running:
        yield running


# --- silence ---------------------------------------------------------------------------------------------


class StoppedError(Exception):
    """What a person's stop raises in whoever tells how far it is."""


@contextlib.contextmanager
def silent() -> Iterator[tuple[int, threading.Event]]:
    """A server that accepts, hears the first bytes, and never answers: its port, and when it has heard."""
    heard, over = threading.Event(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hear() -> None:
            with contextlib.suppress(OSError), server.accept()[0] as one:
                if one.recv(1):
                    heard.set()
                over.wait(60)

        thread = threading.Thread(target=hear)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            over.set()
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("early", [False, True], ids=["while it waits", "before it began"])
def test_a_stop_is_heard_at_once_however_long_a_hub_is_silent(
    commune: Desk, tmp_path: Path, scheme: str, early: bool
) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    stopped, patient = threading.Event(), replace(UNANSWERED, idle_s=3600, connect_s=3600)

    def tell(_transfer: Transfer) -> None:
        if stopped.is_set():
            raise StoppedError

    with silent() as (port, heard), ThreadPoolExecutor() as pool:
        address = Address(f"{scheme}://127.0.0.1:{port}", "0" * 64 if scheme == "https" else "")
        link = HttpLink(address, place(commune).keys, patient)
        if early:
            link.abort()
            stopped.set()
        carried = pool.submit(link.carry, bundle, tmp_path / "answer", tell)
        if not early:
            assert heard.wait(20)
            stopped.set()
            link.abort()
        with pytest.raises(StoppedError):
            carried.result(20)
        link.close()
        assert heard.is_set() is not early


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
        running.spool.put_doors(msgspec.structs.replace(running.spool.doors(), devices={}, activations=[]))
        with pytest.raises(HubRefusedError, match="chưa biết máy này"):
            carry(commune, running.url, bundle)


def http(status: str, body: bytes = b"", **headers: str) -> bytes:
    """An answer as it stands on the wire."""
    told = {"Content_Length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


UPLOAD = f"/v1/uploads/{'a' * 64}.{'b' * 32}"
GARBLED = {
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "a page": http("200 OK", b"<html>", Content_Type="text/html"),
    "created, nowhere": http("201 Created"),
    "created, elsewhere": http("201 Created", Location="http://evil/"),
    "created, at no offset": http("201 Created", Location=UPLOAD, Upload_Offset="\xb2"),
    "created, beyond its end": http("201 Created", Location=UPLOAD, Upload_Offset="99999999"),
    "a problem that is none": http("400 Bad", b"[1,]", Content_Type="application/problem+json"),
    "a body without end": http("500 Oh", b"x" * 200_000, Content_Length="99999999"),
    "packed, and not": http("400 Bad", b"abc", Content_Encoding="gzip"),
    "asked to wait for years": http("503 No", Retry_After="99999999"),
}


@pytest.mark.parametrize("garbled", GARBLED.values(), ids=GARBLED.keys())
def test_whatever_answers_a_person_is_told_a_sentence(commune: Desk, tmp_path: Path, garbled: bytes) -> None:
    """Nothing of it is a crash, and nothing goes anywhere else."""
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    with one_answer(garbled) as url, pytest.raises((OfflineError, HubRefusedError)):
        carry(commune, url, bundle, replace(QUICK, tries=4))
    assert bundle.exists()


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
        link = HttpLink(Address(url, pin), place(commune).keys, UNANSWERED)
        with contextlib.closing(link), pytest.raises(UntrustedHubError, match="chưa gửi gì"):
            link.carry(bundle, tmp_path / "answer", lambda _transfer: None)
        thread.join()
    assert came == [b""]


@pytest.mark.parametrize("is_right", [True, False], ids=["the pinned key", "another key"])
def test_the_key_is_compared_through_an_offices_proxy_too(
    commune: Desk, district: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_right: bool
) -> None:
    bundle = bundle_of(commune, tmp_path / "b.moduong", KIB)
    with running_hub(district, tmp_path / "hub", plain=False, takes_in=False) as running:
        with tunnelling(running.address) as (proxy, asked):
            monkeypatch.setenv("HTTPS_PROXY", proxy)
            monkeypatch.delenv("NO_PROXY", raising=False)
            link = HttpLink(
                Address(running.url, running.pin if is_right else "0f" * 32), place(commune).keys, UNANSWERED
            )
            if is_right:
                assert link.carry(bundle, tmp_path / "answer", lambda _transfer: None).state == "waiting"
            else:
                with pytest.raises(UntrustedHubError):
                    link.carry(bundle, tmp_path / "answer", lambda _transfer: None)
            link.close()
        assert asked
        assert all(line.startswith(b"CONNECT 127.0.0.1:") for line in asked)
        assert len(running.spool.all_waiting()) == is_right


@contextlib.contextmanager
def tunnelling(server: tuple[str, int]) -> Iterator[tuple[str, list[bytes]]]:
    """An HTTP proxy that opens tunnels, all to one server; what it was asked for."""
    asked: list[bytes] = []
    proxy = Flaky(server)
    accept = proxy.begin

    def begin(near: socket.socket) -> None:
        asked.append(near.recv(4096))
        near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        accept(near)

    proxy.begin = begin  # type: ignore[method-assign]
    proxy.start()
    try:
        yield proxy.url, asked
    finally:
        proxy.stop()
