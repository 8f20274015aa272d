"""Speaking to a hub as any tus client could: header by header, byte by byte."""

import base64
import hashlib
import io
import socket
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

from desktop_app.app.ports import Desk
from desktop_app.sync import sshsig
from desktop_app.sync.doorway import LOGIN
from desktop_app.sync.header import Header
from desktop_app.sync.keys import DeviceKeys
from tests import bundle_kit
from tests.desks import place
from tests.hub_kit import Running

TUS = {"Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class Parts:
    """The three members of a bundle."""

    header: bytes
    signature: bytes
    payload: bytes

    @property
    def bundle(self) -> str:
        return hashlib.sha256(self.header).hexdigest()

    @property
    def metadata(self) -> str:
        return ",".join(
            f"{name} {base64.b64encode(value).decode()}"
            for name, value in (("header", self.header), ("signature", self.signature))
        )


def parts_of(bundle: Path) -> Parts:
    with zipfile.ZipFile(io.BytesIO(bundle.read_bytes())) as members:
        return Parts(*(members.read(name) for name in ("header.json", "header.sig", "payload.age")))


def another(district: Desk, keys: DeviceKeys | None = None, **bent: object) -> Parts:
    """A bundle's parts that anybody may make: a right signature over a header bent at will."""
    keys = keys or DeviceKeys.generate()
    payload = bytes(bent.pop("payload", b"x" * 100))  # type: ignore[call-overload]
    fields: dict[str, object] = msgspec.to_builtins(
        Header(
            keys.public.hex(), len(payload), hashlib.sha256(payload).hexdigest(), (), place(district).device
        )
    )
    header = msgspec.json.encode(fields | bent, order="sorted")
    seal = bundle_kit.seal(header, keys)
    return Parts(seal.header, seal.signature, payload)


def checksum(data: bytes, name: str = "sha256") -> str:
    return f"{name} {base64.b64encode(hashlib.new(name, data).digest()).decode()}"


class Talk:
    """A client that does exactly what it is told to."""

    def __init__(self, hub: Running) -> None:
        self.hub = hub
        self.http = httpx.Client(base_url=hub.url, timeout=30, verify=False)  # the pin is for the real client

    def create(self, parts: Parts, **headers: str) -> httpx.Response:
        told = TUS | {"Upload-Length": str(len(parts.payload)), "Upload-Metadata": parts.metadata}
        return self.http.post("/v1/uploads", headers=told | _named(headers))

    def created(self, parts: Parts) -> str:
        """Create, and return the upload's path."""
        answer = self.create(parts)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    def patch(self, url: str, data: bytes, offset: int, **headers: str) -> httpx.Response:
        told = TUS | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        return self.http.patch(url, content=data, headers=told | _named(headers))

    def head(self, url: str) -> httpx.Response:
        return self.http.head(url, headers=TUS)

    def offset(self, url: str) -> int:
        return int(self.head(url).headers["Upload-Offset"])

    def send(self, parts: Parts) -> str:
        """Send all of it; return the upload's path."""
        url = self.created(parts)
        answer = self.patch(url, parts.payload, 0)
        assert answer.status_code == 204, answer.text
        return url

    # --- hearing ---

    def challenge(self, device: str) -> str:
        return str(self.http.post("/v1/challenges", json={"device": device}).json()["challenge"])

    def sign_in(self, keys: DeviceKeys, challenge: str, **other: Any) -> httpx.Response:
        signature = sshsig.sign(challenge.encode(), keys, other.pop("namespace", LOGIN)).decode()
        document = {"device": keys.device_id, "challenge": challenge, "signature": signature} | other
        return self.http.post("/v1/tokens", json=document)

    def bearer(self, keys: DeviceKeys) -> dict[str, str]:
        answer = self.sign_in(keys, self.challenge(keys.device_id))
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def standing(self, bundle: str, bearer: Mapping[str, str]) -> dict[str, Any]:
        answer = self.http.get(f"/v1/bundles/{bundle}", headers=dict(bearer))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def settled(self, bundle: str, bearer: Mapping[str, str]) -> dict[str, Any]:
        """Wait until the bundle was taken in; return where it stands."""
        until = time.monotonic() + 30
        while (told := self.standing(bundle, bearer))["state"] in ("waiting", "uploading", "unknown"):
            assert time.monotonic() < until, told
            time.sleep(0.05)
        return told

    def answer(self, bundle: str, bearer: Mapping[str, str], **headers: str) -> httpx.Response:
        return self.http.get(f"/v1/bundles/{bundle}/answer", headers=dict(bearer) | _named(headers))


@contextmanager
def talking(hub: Running) -> Iterator[Talk]:
    talk = Talk(hub)
    with talk.http:
        yield talk


def keys_of(desk: Desk) -> DeviceKeys:
    secrets = place(desk).keys
    return DeviceKeys(secrets.signing, secrets.age)


def raw(hub: Running, data: bytes, *, wait_s: float = 20.0) -> bytes:
    """Send bytes as they are, or until the hub has had enough; return all that comes back."""
    with socket.create_connection(hub.address, timeout=wait_s) as line:
        with suppress(ConnectionError):
            line.sendall(data)
        came = b""
        while part := _part(line):
            came += part
    return came


def _part(line: socket.socket) -> bytes:
    try:
        return line.recv(65536)
    except ConnectionError:
        return b""


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def request(method: str, path: str, *headers: str) -> bytes:
    """The head of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: hub", *headers, "", ""]).encode()


def patch_head(url: str, length: int, offset: int = 0, *more: str) -> bytes:
    return request(
        "PATCH", url, "Tus-Resumable: 1.0.0", f"Upload-Offset: {offset}", f"Content-Length: {length}",
        "Content-Type: application/offset+octet-stream", *more,
    )  # fmt: skip


def snapshot(folder: Path) -> dict[str, bytes]:
    """What lies in a storage, but for used challenges and locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name not in ("nonces", "claims")
    }


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
