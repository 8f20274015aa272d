"""The folder between the listener and the ingest (docs/protocol.md); every file whole or not there."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

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
        """A folder for each upload under way, or just done."""
        return self.root / "uploads"

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

    def claim(self, bundle: str) -> Path:
        """The lock of whoever takes a bundle in."""
        return self.root / "claims" / bundle

    def answer(self, device: str, bundle: str) -> Path:
        """The return bundle that answers a bundle."""
        return self.root / "answers" / device / f"{bundle}{BUNDLE}"

    @property
    def nonces(self) -> Path:
        """Challenges that were used."""
        return self.root / "nonces"

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


_FOLDERS = ("uploads", "waiting", "claims", "answers", "outcomes", "nonces")


def _read(path: Path, shape: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=shape)
    except FileNotFoundError:
        return None
