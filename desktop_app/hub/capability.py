"""What a client may do later because of what it proved before: upload URLs, challenges, tokens.

All are MACs under a secret that lies in the storage, so any process that serves it can check them.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from desktop_app.app.files import write_file
from desktop_app.app.ports.doors import Doorway
from desktop_app.app.spool import Spool
from desktop_app.errors import RefusedError
from desktop_app.hub.problems import Problem
from desktop_app.hub.settings import Limits
from desktop_app.hub.uploads import Now

_DIGITS = 32


class Expiring(NamedTuple):
    """A text that is good until a time in seconds."""

    text: str
    expires: int


class Capabilities:
    """Makes and checks them."""

    def __init__(self, spool: Spool, doorway: Doorway, limits: Limits, now: Now) -> None:
        self._spool, self._doorway, self._limits, self._now = spool, doorway, limits, now
        self._secret = _secret(spool.root / "secret")

    def name(self, bundle: str) -> str:
        """Return the last part of an upload's URL."""
        return f"{bundle}.{self._mac('upload', bundle)}"

    def bundle(self, name: str) -> str:
        """Return the bundle of an upload's URL; raises `Problem` 404 for one that was not given out."""
        bundle, _dot, mac = name.partition(".")
        if not hmac.compare_digest(mac.encode(), self._mac("upload", bundle).encode()):
            raise Problem(HTTPStatus.NOT_FOUND, "no such upload")
        return bundle

    def challenge(self, device: str) -> Expiring:
        """Return a challenge for a device; it is good once."""
        expires = int(self._now() + self._limits.challenge_s)
        fact = f"{device}.{expires}.{secrets.token_hex(16)}"
        return Expiring(f"{fact}.{self._mac('challenge', fact)}", expires)

    def token(self, device: str, challenge: str, signature: bytes) -> Expiring:
        """Return a token for whoever signed the challenge; raises `Problem` 403."""
        fact, _dot, mac = challenge.rpartition(".")
        if not hmac.compare_digest(mac.encode(), self._mac("challenge", fact).encode()):
            raise Problem(HTTPStatus.FORBIDDEN, "not a challenge of this hub")
        asked, expires, nonce = fact.split(".")
        if asked != device or int(expires) < self._now():
            raise Problem(HTTPStatus.FORBIDDEN, "the challenge is another device's, or too old")
        self._check_speaker(device, challenge, signature)
        self._use(nonce)
        until = int(self._now() + self._limits.token_s)
        fact = f"{device}.{until}"
        return Expiring(f"{fact}.{self._mac('token', fact)}", until)

    def _check_speaker(self, device: str, challenge: str, signature: bytes) -> None:
        try:
            public = self._doorway.speaker(signature, challenge.encode())
        except RefusedError as error:
            raise Problem(HTTPStatus.FORBIDDEN, "the challenge is not signed as specified") from error
        if self._doorway.device_of(public) != device:
            raise Problem(HTTPStatus.FORBIDDEN, "another device signed the challenge")

    def _use(self, nonce: str) -> None:
        """Use a challenge up, for every process that serves this storage."""
        try:
            os.close(os.open(self._spool.nonces / nonce, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError as error:
            raise Problem(HTTPStatus.FORBIDDEN, "the challenge was used") from error

    def device(self, token: str) -> str:
        """Return whose token it is; raises `Problem` 401."""
        fact, _dot, mac = token.rpartition(".")
        good = hmac.compare_digest(mac.encode(), self._mac("token", fact).encode())
        device, _dot, expires = fact.partition(".")
        if not good or int(expires) < self._now():
            raise Problem(HTTPStatus.UNAUTHORIZED, "no valid token", {"WWW-Authenticate": "Bearer"})
        return device

    def _mac(self, purpose: str, fact: str) -> str:
        message = f"{purpose}\n{fact}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[:_DIGITS]


def _secret(path: Path) -> bytes:
    """Return the storage's secret, making it at the first start; of two processes the first one's stands."""
    if not path.exists():
        draft = path.with_name(f".secret.{secrets.token_hex(4)}")
        write_file(draft, secrets.token_bytes(32))
        draft.chmod(0o600)
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()
