"""What the hub made of a bundle, and its answer (docs/protocol.md, "Hearing")."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TypeVar

from desktop_app.app.files import sync_folder
from desktop_app.app.ports import DeviceSecrets, Standing
from desktop_app.sync import refusals, sshsig
from desktop_app.sync.bundle import LIMITS
from desktop_app.sync.calls import AgainError
from desktop_app.sync.doorway import LOGIN
from desktop_app.sync.keys import DeviceKeys
from desktop_app.sync.limits import KIB
from desktop_app.sync.pace import Speed
from desktop_app.sync.way import Way

PIECE = 16 * KIB
_ETAG = re.compile(r'"([0-9a-f]{64})"')
_UNSENT = frozenset({"unknown", "uploading"})
T = TypeVar("T")


class Hearing:
    """What one device hears of its own bundles; it logs in when it must."""

    def __init__(self, way: Way, keys: DeviceSecrets) -> None:
        self._way, self._keys, self._token = way, keys, ""

    # --- logging in ----------------------------------------------------------------------------------

    def _heard(self, step: Callable[[dict[str, str]], T]) -> T:
        """Return what ``step`` returns, given the headers of a login; a token refused is forgotten."""
        try:
            return step({"Authorization": f"Bearer {self._logged_in()}"})
        except AgainError as again:
            if again.status == 401:
                self._token = ""
            raise

    def _logged_in(self) -> str:
        """Return a token: for a challenge that the device's key signs."""
        if not self._token:
            asked = {"device": self._keys.device}
            challenge = _text(self._way.calls.document("POST", "challenges", document=asked), "challenge")
            signer = DeviceKeys(self._keys.signing, self._keys.age)
            signature = sshsig.sign(challenge.encode(), signer, LOGIN).decode()
            told = asked | {"public": self._keys.public, "challenge": challenge, "signature": signature}
            # 403: the road brought the request twice, and the first one used the challenge; or it came late.
            given = self._way.calls.document("POST", "tokens", document=told, again={403})
            self._token = _text(given, "token")
        return self._token

    # --- where a bundle stands -----------------------------------------------------------------------

    def wait(self, bundle: str) -> Standing | None:
        """Return what became of a bundle, "waiting" after long enough; None if the hub has not got it."""
        self._way.report("waiting")
        timing = self._way.timing
        until, pause = self._way.clock() + timing.answer_s, timing.first_poll_s
        while True:
            told = self._way.persist(lambda: self._heard(lambda login: self._standing(bundle, login)))
            state, reason = _text(told, "state"), str(told.get("reason") or "")
            if state in _UNSENT:
                return None
            match state:
                case "answered" | "sealed" | "refused":
                    return Standing(state, reason)
            self._way.patience.gained()
            if self._way.clock() > until:
                return Standing("waiting", reason)
            self._way.rest(pause)
            pause = min(pause * 1.5, timing.most_poll_s)

    def _standing(self, bundle: str, login: dict[str, str]) -> dict[str, object]:
        return self._way.calls.document("GET", f"bundles/{bundle}", headers=login)

    # --- the answer ----------------------------------------------------------------------------------

    def fetch(self, bundle: str, answer: Path) -> None:
        """Write the answer to ``answer``; what came of it earlier is kept under the name of its hash."""
        self._way.persist(lambda: self._heard(lambda login: self._fetch(bundle, answer, login)))

    def _fetch(self, bundle: str, answer: Path, login: dict[str, str]) -> None:
        kept = _kept(answer)
        if kept is not None and _is_whole(kept):  # a crash came between the last byte and the renaming
            return _put(kept, answer)
        wanted = _rest_of(kept) if kept else {}
        path = f"bundles/{bundle}/answer"
        with self._way.calls.stream("GET", path, expect={200, 206, 416}, headers=login | wanted) as response:
            goes_on, etag = response.status_code == 206, _ETAG.fullmatch(response.headers.get("ETag", ""))
            if kept is not None and not goes_on:
                kept.unlink()
            if etag is None or response.status_code == 416:
                raise AgainError("no ETag")
            part = _part(answer, etag[1])
            with part.open("ab" if goes_on else "wb") as file:
                size = file.tell() + int(response.headers.get("Content-Length", 0))
                self._take(response.iter_raw(PIECE), file, size)
        if not _is_whole(part):
            part.unlink()
            raise AgainError("the answer is not what its ETag says")
        return _put(part, answer)

    def _take(self, pieces: Iterator[bytes], file: IO[bytes], size: int) -> None:
        speed = Speed(self._way.clock)
        for piece in pieces:
            file.write(piece)
            file.flush()
            if file.tell() > LIMITS.file_bytes:
                raise refusals.too_large("ZIP", LIMITS.file_bytes)
            self._way.patience.gained()
            speed.moved(len(piece))
            self._way.report("fetching", file.tell(), size, speed)


def _text(told: dict[str, object], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str):
        raise AgainError(f"no {name}")
    return found


def _part(answer: Path, digest: str) -> Path:
    return answer.with_name(f".{answer.name}.{digest}.part")


def _kept(answer: Path) -> Path | None:
    return next(answer.parent.glob(f".{answer.name}.*.part"), None)


def _digest(part: Path) -> str:
    return part.name.split(".")[-2]


def _rest_of(part: Path) -> dict[str, str]:
    return {"Range": f"bytes={part.stat().st_size}-", "If-Range": f'"{_digest(part)}"'}


def _is_whole(part: Path) -> bool:
    with part.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == _digest(part)


def _put(part: Path, answer: Path) -> None:
    part.replace(answer)
    sync_folder(answer.parent)
