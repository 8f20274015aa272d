"""Uploads on the disk: made, grown, ended. Everything here blocks; the routes call it off the event loop.

Bytes are synced before the offset moves, so an offset that was told is never taken back: after a
crash the payload is cut to the offset that stands in ``state.json``.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

import msgspec
from filelock import FileLock, Timeout

from desktop_app.app.files import sync_folder, write_file
from desktop_app.app.ports.doors import Announced, Doorway
from desktop_app.app.spool import Spool
from desktop_app.errors import RefusedError
from desktop_app.hub.problems import CHECKSUM_MISMATCH, Problem
from desktop_app.hub.settings import Limits

HASHES = {"sha1": "sha1", "sha256": "sha256"}


class Now(Protocol):
    """Seconds since 1970."""

    def __call__(self) -> float: ...


class State(msgspec.Struct, frozen=True):
    """state.json: whose upload, and how far it has come. ``done``: it lies in waiting/ or further on."""

    device: str
    length: int
    expires: float
    offset: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload's folder."""

    bundle: str
    folder: Path

    @property
    def payload(self) -> Path:
        """What has come of the payload."""
        return self.folder / "payload.part"

    def state(self) -> State | None:
        """Return how far it has come, None if there is no such upload."""
        try:
            return msgspec.json.decode((self.folder / "state.json").read_bytes(), type=State)
        except FileNotFoundError:
            return None

    def put(self, state: State) -> None:
        """Write how far it has come."""
        write_file(self.folder / "state.json", msgspec.json.encode(state))

    def seal(self) -> tuple[bytes, bytes]:
        """Return the header and its signature."""
        return (self.folder / "header.json").read_bytes(), (self.folder / "header.sig").read_bytes()


class Uploads:
    """All uploads of a spool."""

    def __init__(self, spool: Spool, doorway: Doorway, limits: Limits, now: Now) -> None:
        self.spool, self.doorway, self.limits, self.now = spool, doorway, limits, now

    def find(self, bundle: str) -> Upload:
        """Return the upload of a bundle, there or not."""
        return Upload(bundle, self.spool.uploads / bundle)

    def present(self, bundle: str) -> tuple[Upload, State]:
        """Return an upload and its state; raises `Problem` 404, or 410 for one that expired."""
        upload = self.find(bundle)
        if (state := upload.state()) is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no such upload")
        if not state.done and state.expires < self.now():
            self._drop(upload)
            raise Problem(HTTPStatus.GONE, "the upload expired")
        return upload, state

    # --- made -------------------------------------------------------------------------------------

    def create(self, header: bytes, signature: bytes, length: int) -> tuple[str, State]:
        """Begin, or find, the upload of a bundle; raises `Problem` before anything is written."""
        seal = self._authorised(header, signature, length)
        upload = self.find(seal.bundle_id)
        if (state := upload.state()) is not None and (state.done or state.expires >= self.now()):
            return seal.bundle_id, state
        self._drop(upload)
        self._check_quota(seal)
        state = State(seal.device, length, self.now() + self.limits.upload_s)
        self._make(upload, state, header, signature)
        return seal.bundle_id, upload.state() or state

    def _authorised(self, header: bytes, signature: bytes, length: int) -> Announced:
        if length > self.doorway.payload_limit:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the bundle is larger than any that is taken")
        try:
            seal = self.doorway.announced(header, signature)
        except RefusedError as error:
            raise Problem(HTTPStatus.FORBIDDEN, "the header is not signed as specified") from error
        doors = self.spool.doors()
        if seal.to != doors.hub:
            raise Problem(HTTPStatus.FORBIDDEN, "the bundle is for another hub")
        if doors.devices.get(seal.device) != seal.public and seal.activation not in doors.activations:
            raise Problem(HTTPStatus.FORBIDDEN, "the device is not enrolled here")
        if seal.payload_bytes != length:
            raise Problem(HTTPStatus.BAD_REQUEST, "Upload-Length is not what the header signs")
        return seal

    def _check_quota(self, seal: Announced) -> None:
        known = seal.device in self.spool.doors().devices
        limits = self.limits
        most, most_bytes = (
            (limits.unfinished, limits.pending_bytes)
            if known
            else (limits.new_unfinished, limits.new_pending_bytes)
        )
        lengths = [state.length for state in self._pending(seal.device)]
        if len(lengths) >= most or sum(lengths) + seal.payload_bytes > most_bytes:
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too much under way", {"Retry-After": "60"})
        if shutil.disk_usage(self.spool.root).free < 2 * seal.payload_bytes + limits.spare_bytes:
            raise Problem(HTTPStatus.INSUFFICIENT_STORAGE, "no room", {"Retry-After": "600"})

    def _pending(self, device: str) -> Iterator[State]:
        """Yield the device's uploads that are not finished, or not taken in yet."""
        for folder in self.spool.uploads.iterdir():
            state = Upload(folder.name, folder).state()
            if state is None or state.device != device:
                continue
            if not state.done or self.spool.waiting(folder.name).exists():
                yield state

    def _make(self, upload: Upload, state: State, header: bytes, signature: bytes) -> None:
        draft = upload.folder.with_name(f".{upload.bundle}.{secrets.token_hex(4)}")
        draft.mkdir(mode=0o700)
        try:
            write_file(draft / "header.json", header)
            write_file(draft / "header.sig", signature)
            write_file(draft / "payload.part", b"")
            Upload(upload.bundle, draft).put(state)
            with suppress(OSError):  # the same creation came twice at once: the first one stands
                draft.rename(upload.folder)
                sync_folder(upload.folder.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    # --- grown ------------------------------------------------------------------------------------

    @contextmanager
    def held(self, bundle: str) -> Iterator[tuple[Upload, State]]:
        """Hold an upload for writing; raises `Problem` 423 at once while somebody else does."""
        upload, _state = self.present(bundle)
        lock = FileLock(upload.folder / "lock", timeout=0, thread_local=False)
        try:
            lock.acquire()
        except (Timeout, FileNotFoundError) as error:
            raise Problem(HTTPStatus.LOCKED, "the upload is busy", {"Retry-After": "1"}) from error
        try:
            yield self.present(bundle)  # again: it may have ended while the lock was being taken
        finally:
            lock.release()

    def finish(self, upload: Upload, state: State) -> State:
        """Put a bundle that is whole into waiting/; raises `Problem` 460 if it is not what was signed."""
        header, signature = upload.seal()
        try:
            self.doorway.assemble(header, signature, upload.payload, self.spool.waiting(upload.bundle))
        except RefusedError as error:
            self._drop(upload)
            raise Problem(CHECKSUM_MISMATCH, "the payload is not the one that the header signs") from error
        ended = msgspec.structs.replace(state, done=True)
        upload.put(ended)
        upload.payload.unlink(missing_ok=True)
        return ended

    # --- ended ------------------------------------------------------------------------------------

    def drop(self, bundle: str) -> None:
        """Withdraw an upload that is not whole yet; raises `Problem` for one that is."""
        with self.held(bundle) as (upload, state):
            if state.done:
                raise Problem(HTTPStatus.FORBIDDEN, "the bundle is received already")
            self._drop(upload)

    def sweep(self) -> int:
        """Drop uploads, and used challenges, whose time is over; return how many uploads."""
        ended = 0
        for folder in self.spool.uploads.iterdir():
            upload = Upload(folder.name, folder)
            state = upload.state()
            if state is not None and state.expires < self.now() and not self._waits(upload, state):
                self._drop(upload)
                ended += 1
        for nonce in self.spool.nonces.iterdir():
            if nonce.stat().st_mtime < self.now() - 2 * self.limits.challenge_s:
                nonce.unlink(missing_ok=True)
        return ended

    def _waits(self, upload: Upload, state: State) -> bool:
        return state.done and self.spool.waiting(upload.bundle).exists()

    def _drop(self, upload: Upload) -> None:
        """Take an upload away: first its state, so that no half of it is ever found."""
        (upload.folder / "state.json").unlink(missing_ok=True)
        shutil.rmtree(upload.folder, ignore_errors=True)


class Writing:
    """One PATCH: bytes go behind the offset, and count when `keep` has synced them."""

    def __init__(self, upload: Upload, state: State, checksum: tuple[str, bytes] | None) -> None:
        self._upload, self._state = upload, state
        self._expected = checksum
        self._hash = hashlib.new(HASHES[checksum[0]]) if checksum else None
        self._file = os.open(upload.payload, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, state.offset)
        os.lseek(self._file, state.offset, os.SEEK_SET)
        self.came = 0

    def write(self, data: bytes) -> None:
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
