"""The folder between the listener and the ingest (docs/protocol.md); every file whole or not there."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from filelock import FileLock, Timeout

from desktop_app.app.files import write_file

BUNDLE = ".moduong"
T = TypeVar("T")
State = Literal["unknown", "uploading", "waiting", "answered", "sealed", "refused"]


class Doors(msgspec.Struct, frozen=True):
    """Who may send here: public facts only. ``activations`` were issued and not shown yet."""

    hub: str = ""
    devices: dict[str, str] = {}
    activations: list[str] = []


class Outcome(msgspec.Struct, frozen=True):
    """What became of a bundle when it was taken in; ``time`` in ms."""

    device: str
    outcome: str
    reason: str
    ops: int
    time: int


@dataclass(frozen=True, slots=True)
class Spool:
    """Where everything lies. Names are bundle ids and device ids: hex digits that were checked before."""

    root: Path

    def open(self) -> "Spool":
        """Make the folders that are missing; only their owner reads them."""
        for folder in (self.root, *(self.root / name for name in _FOLDERS)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    @property
    def uploads(self) -> Path:
        """A folder for each upload under way."""
        return self.root / "uploads"

    @property
    def done(self) -> Path:
        """What is kept of each upload that came whole, so that nothing is sent twice."""
        return self.root / "done"

    def waiting(self, bundle: str) -> Path:
        """A whole bundle that nobody took in yet."""
        return self.root / "waiting" / f"{bundle}{BUNDLE}"

    def all_waiting(self) -> list[Path]:
        """Return the bundles that wait, oldest first."""
        found = []
        for path in (self.root / "waiting").glob(f"*{BUNDLE}"):
            with suppress(FileNotFoundError):  # another process has just taken it in
                if not path.name.startswith("."):
                    found.append((path.stat().st_mtime_ns, path))
        return [path for _time, path in sorted(found)]

    @property
    def claims(self) -> Path:
        """Locks, and what is being made under them."""
        return self.root / "claims"

    @contextmanager
    def claimed(self, name: str, wait_s: float = 0) -> Iterator[bool]:
        """Hold a claim among all processes, or yield False; the system lets go of it for one that dies."""
        lock = FileLock(self.claims / f"{name}.lock", timeout=wait_s, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            # Removed while it is held: a lock on a file without a name is taken again on a new one.
            (self.claims / f"{name}.lock").unlink(missing_ok=True)
            lock.release()

    def answer(self, device: str, bundle: str) -> Path:
        """The return bundle that answers a bundle."""
        return self.root / "answers" / device / f"{bundle}{BUNDLE}"

    @property
    def nonces(self) -> Path:
        """Challenges that were used."""
        return self.root / "nonces"

    def forget(self, device: str, bundle: str) -> None:
        """Forget what became of a bundle."""
        for path in (self.answer(device, bundle), self._outcome(bundle), self.done / f"{bundle}.json"):
            path.unlink(missing_ok=True)

    def outcome(self, bundle: str) -> Outcome | None:
        """Return what became of a bundle, None while it was not taken in."""
        return _read(self._outcome(bundle), Outcome)

    def put_outcome(self, bundle: str, outcome: Outcome) -> None:
        """Say what became of a bundle."""
        write_file(self._outcome(bundle), msgspec.json.encode(outcome))

    def _outcome(self, bundle: str) -> Path:
        return self.root / "outcomes" / f"{bundle}.json"

    def doors(self) -> Doors:
        """Return who may send here; nobody, while the ingest has not said so."""
        return _read(self.root / "doors.json", Doors) or Doors()

    def put_doors(self, doors: Doors) -> None:
        """Say who may send here."""
        if doors != self.doors():
            write_file(self.root / "doors.json", msgspec.json.encode(doors))

    def tried_ms(self, bundle: str) -> int:
        """Return when taking a bundle in failed last, 0 if it never did."""
        return _read(self.claims / f"{bundle}.tried", int) or 0

    def put_tried(self, bundle: str, ms: int | None) -> None:
        """Say that taking a bundle in failed; None: no longer."""
        path = self.claims / f"{bundle}.tried"
        if ms is None:
            path.unlink(missing_ok=True)
        else:
            write_file(path, msgspec.json.encode(ms))


_FOLDERS = ("uploads", "done", "waiting", "claims", "answers", "outcomes", "nonces")


def _read(path: Path, shape: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=shape)
    except FileNotFoundError:
        return None
