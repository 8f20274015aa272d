"""Uploads on the disk: made, grown, ended. Everything here blocks; the routes call it off the event loop.

Bytes are synced before the offset moves, so an offset that was told is never taken back: after a
crash the payload is cut to the offset that stands in ``state.json``.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

import msgspec

from desktop_app.app.files import sync_folder, write_file
from desktop_app.app.ports.doors import Announced, Doorway
from desktop_app.app.spool import Doors, Spool
from desktop_app.errors import RefusedError
from desktop_app.hub.problems import CHECKSUM_MISMATCH, Problem
from desktop_app.hub.settings import Limits

HASHES = ("sha1", "sha256")
LEFTOVER_S = 3600.0
CREATING_S = 10.0  # how long a creation waits for others of the same quota


class Now(Protocol):
    """Seconds since 1970."""

    def __call__(self) -> float: ...


class State(msgspec.Struct, frozen=True):
    """Whose upload, and how far it has come; ``activation``: what alone speaks for its device.

    ``done``: the bundle lies in waiting/ or further on, and is remembered until ``expires``.
    """

    device: str
    length: int
    expires: float
    offset: int = 0
    activation: str | None = None
    done: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all bytes are there, but the bundle is not put together yet."""
        return self.offset == self.length and not self.done


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload: its folder while it grows, and afterwards the record that it came."""

    bundle: str
    folder: Path
    record: Path

    @property
    def payload(self) -> Path:
        """What has come of the payload."""
        return self.folder / "payload.part"

    def state(self) -> State | None:
        """Return how far it has come, None if there is no such upload."""
        for path in (self.record, self.folder / "state.json", self.record):  # it may end while one looks
            with suppress(FileNotFoundError):
                return msgspec.json.decode(path.read_bytes(), type=State)
        return None

    def put(self, state: State) -> None:
        """Write how far it has come."""
        path = self.record if state.done else self.folder / "state.json"
        write_file(path, msgspec.json.encode(state))

    def seal(self) -> tuple[bytes, bytes]:
        """Return the header and its signature."""
        return (self.folder / "header.json").read_bytes(), (self.folder / "header.sig").read_bytes()


class Uploads:
    """All uploads of a spool."""

    def __init__(self, spool: Spool, doorway: Doorway, limits: Limits, now: Now) -> None:
        self.spool, self.doorway, self.limits, self.now = spool, doorway, limits, now

    def find(self, bundle: str) -> Upload:
        """Return the upload of a bundle, there or not."""
        return Upload(bundle, self.spool.uploads / bundle, self.spool.done / f"{bundle}.json")

    def present(self, bundle: str) -> tuple[Upload, State]:
        """Return an upload and its state; raises `Problem` 404, or 410 for one that expired."""
        upload = self.find(bundle)
        if (state := upload.state()) is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no such upload")
        if not state.done and state.expires < self.now():  # `sweep` takes it away
            raise Problem(HTTPStatus.GONE, "the upload expired")
        return upload, state

    # --- made -------------------------------------------------------------------------------------

    def create(self, header: bytes, signature: bytes, length: int) -> tuple[str, State]:
        """Begin, or find, the upload of a bundle; raises `Problem` before anything is written."""
        doors = self.spool.doors()
        seal = self._authorised(doors, header, signature, length)
        upload = self.find(seal.bundle_id)
        if (state := upload.state()) is not None and (state.done or state.expires >= self.now()):
            return seal.bundle_id, self.settled(seal.bundle_id, state)
        known = seal.device in doors.devices
        # One creation at a time of those that share a quota: none slips in between counting and making.
        with self._claim(f"quota.{seal.device if known else seal.activation}", CREATING_S):
            self._check_quota(seal, known=known)
            with self._claim(f"upload.{seal.bundle_id}"):
                if (state := upload.state()) is None or state.expires < self.now():
                    self._drop(upload)
                    self.spool.forget(seal.device, seal.bundle_id)
                    expires, activation = (
                        self.now() + self.limits.upload_s,
                        None if known else seal.activation,
                    )
                    state = State(seal.device, length, expires, activation=activation)
                    self._make(upload, state, header, signature)
        return seal.bundle_id, self.settled(seal.bundle_id, state)

    def settled(self, bundle: str, state: State) -> State:
        """Return the state; a bundle that is whole is put together, if a crash came in between."""
        if not state.is_whole:
            return state
        with self.held(bundle) as (upload, found):
            return self.finish(upload, found) if found.is_whole else found

    @contextmanager
    def _claim(self, name: str, wait_s: float = 0) -> Iterator[None]:
        with self.spool.claimed(name, wait_s) as is_ours:
            if not is_ours:
                raise Problem(HTTPStatus.LOCKED, "the upload is busy", {"Retry-After": "1"})
            yield

    def _authorised(self, doors: Doors, header: bytes, signature: bytes, length: int) -> Announced:
        if length > self.doorway.payload_limit:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the bundle is larger than any that is taken")
        try:
            seal = self.doorway.announced(header, signature)
        except RefusedError as error:
            raise Problem(HTTPStatus.FORBIDDEN, "the header is not signed as specified") from error
        if seal.to != doors.hub:
            raise Problem(HTTPStatus.FORBIDDEN, "the bundle is for another hub")
        if doors.devices.get(seal.device) != seal.public and seal.activation not in doors.activations:
            raise Problem(HTTPStatus.FORBIDDEN, "the device is not enrolled here")
        if seal.payload_bytes != length:
            raise Problem(HTTPStatus.BAD_REQUEST, "Upload-Length is not what the header signs")
        return seal

    def _check_quota(self, seal: Announced, *, known: bool) -> None:
        """Raise `Problem` where too much is under way.

        An activation is no secret: all devices that it alone speaks for share one small quota, and
        theirs counts until it is forgotten. A device that showed the secret is known from then on.
        """
        limits = self.limits
        if known:
            most, most_bytes = limits.unfinished, limits.pending_bytes
            lengths = [one.length for one in self._pending() if one.device == seal.device]
        else:
            most, most_bytes = limits.new_unfinished, limits.new_pending_bytes
            lengths = [one.length for one in self._all() if one.activation == seal.activation]
        if len(lengths) >= most or sum(lengths) + seal.payload_bytes > most_bytes:
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too much under way", {"Retry-After": "60"})
        if shutil.disk_usage(self.spool.root).free < 2 * seal.payload_bytes + limits.spare_bytes:
            raise Problem(HTTPStatus.INSUFFICIENT_STORAGE, "no room", {"Retry-After": "600"})

    def _pending(self) -> Iterator[State]:
        """Yield the uploads that are not whole, or not taken in yet."""
        names = {folder.name for folder in self.spool.uploads.iterdir() if not folder.name.startswith(".")}
        yield from self._states(names | {path.stem for path in self.spool.all_waiting()})

    def _all(self) -> Iterator[State]:
        names = {path.stem for path in self.spool.done.glob("[!.]*.json")}
        yield from self._states(names | {folder.name for folder in self.spool.uploads.iterdir()})

    def _states(self, bundles: Iterable[str]) -> Iterator[State]:
        for bundle in bundles:
            if (state := self.find(bundle).state()) is not None:
                yield state

    def _make(self, upload: Upload, state: State, header: bytes, signature: bytes) -> None:
        draft = upload.folder.with_name(f".{upload.bundle}.{secrets.token_hex(4)}")
        draft.mkdir(mode=0o700)
        try:
            write_file(draft / "header.json", header)
            write_file(draft / "header.sig", signature)
            write_file(draft / "payload.part", b"")
            Upload(upload.bundle, draft, upload.record).put(state)
            draft.rename(upload.folder)
            sync_folder(upload.folder.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    # --- grown ------------------------------------------------------------------------------------

    @contextmanager
    def held(self, bundle: str) -> Iterator[tuple[Upload, State]]:
        """Hold an upload for writing; raises `Problem` 423 at once while somebody else does."""
        self.present(bundle)
        with self._claim(f"upload.{bundle}"):
            yield self.present(bundle)  # again: it may have ended while the claim was being made

    def finish(self, upload: Upload, state: State) -> State:
        """Put a bundle that is whole into waiting/; raises `Problem` 460 if it is not what was signed."""
        header, signature = upload.seal()
        try:
            self.doorway.assemble(header, signature, upload.payload, self.spool.waiting(upload.bundle))
        except RefusedError as error:
            self._drop(upload)
            raise Problem(CHECKSUM_MISMATCH, "the payload is not the one that the header signs") from error
        ended = msgspec.structs.replace(state, done=True, expires=self.now() + self.limits.kept_s)
        upload.put(ended)
        self._drop(upload)
        return ended

    # --- ended ------------------------------------------------------------------------------------

    def drop(self, bundle: str) -> None:
        """Withdraw an upload that is not whole yet; raises `Problem` for one that is."""
        with self.held(bundle) as (upload, state):
            if state.done:
                raise Problem(HTTPStatus.FORBIDDEN, "the bundle is received already")
            self._drop(upload)

    def sweep(self) -> int:
        """Forget what has had its time: uploads, bundles that were answered, used challenges.

        Return how many uploads and bundles.
        """
        bundles = {path.name for path in self.spool.uploads.iterdir() if not path.name.startswith(".")}
        bundles |= {path.stem for path in self.spool.done.glob("[!.]*.json")}
        self._sweep_nonces()
        self._sweep_leftovers()
        return sum(self._sweep(self.find(bundle)) for bundle in bundles)

    def _sweep(self, upload: Upload) -> bool:
        with self.spool.claimed(f"upload.{upload.bundle}") as is_ours:
            state = upload.state() if is_ours else None
            if state is None:
                return False
            if state.done:
                self._drop(upload)  # what a crash has left
            if state.expires >= self.now() or self.spool.waiting(upload.bundle).exists():
                return False
            self._drop(upload)
            self.spool.forget(state.device, upload.bundle)
            return True

    def _sweep_nonces(self) -> None:
        for nonce in self.spool.nonces.iterdir():
            with suppress(FileNotFoundError):  # another process sweeps too
                if nonce.stat().st_mtime < self.now() - 2 * self.limits.challenge_s:
                    nonce.unlink()

    def _sweep_leftovers(self) -> None:
        """Take away what processes were at when they died: nothing takes an hour to make."""
        for path in [*self.spool.root.rglob(".*"), *self.spool.claims.glob("*.lock")]:
            with suppress(FileNotFoundError):
                if path.stat().st_mtime >= self.now() - LEFTOVER_S:
                    continue
                if path.suffix == ".lock":
                    with self.spool.claimed(path.stem):
                        pass  # which takes it away, unless somebody holds it
                elif path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()

    def _drop(self, upload: Upload) -> None:
        """Take what grew away: first its state, so that no half of it is ever found."""
        (upload.folder / "state.json").unlink(missing_ok=True)
        shutil.rmtree(upload.folder, ignore_errors=True)


class Writing:
    """One PATCH: bytes go behind the offset, and count when `keep` has synced them."""

    def __init__(self, upload: Upload, state: State, checksum: tuple[str, bytes] | None) -> None:
        self._upload, self._state = upload, state
        self._expected = checksum
        self._hash = hashlib.new(checksum[0]) if checksum else None
        self._file = os.open(upload.payload, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, state.offset)
        os.lseek(self._file, state.offset, os.SEEK_SET)
        self.came = 0

    def write(self, data: bytearray) -> None:
        """Write what came."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]
        self.came += len(data)
        if self._hash is not None:
            self._hash.update(data)

    def keep(self) -> State:
        """Sync what came, move the offset, return the new state; raises `Problem` 460 for a wrong sum."""
        if self._hash is not None and self._expected and self._hash.digest() != self._expected[1]:
            raise Problem(CHECKSUM_MISMATCH, "the bytes do not have this checksum")
        os.fsync(self._file)
        state = msgspec.structs.replace(self._state, offset=self._state.offset + self.came)
        self._upload.put(state)
        return state

    @property
    def is_checked(self) -> bool:
        """Whether a part of the body proves nothing: its checksum is of the whole."""
        return self._hash is not None

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
