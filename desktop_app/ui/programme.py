"""What the window needs from the rest of the program, handed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from desktop_app.app.ports import Connect, Desk
    from desktop_app.app.receiving import Received

Report = Callable[[int, int, str], None]
"""(done, total, what is being done); raises to stop the work."""


class Arriving(NamedTuple):
    """A bundle that is on its way in: which device sends it, and how much of it has come, in bytes."""

    bundle: str
    device: str
    done: int
    total: int


class EmbeddedHub(Protocol):
    """A hub that listens already, inside the window; its parts run on threads that the window gives them."""

    port: int
    pin: str

    def listen(self) -> None:
        """Answer whoever calls; returns after `stop`."""

    def take_in(self, told: "Callable[[Received], None]") -> None:
        """Take in what comes; ``told`` hears of each bundle, on this thread. Returns after `stop`."""

    def arriving(self) -> list[Arriving]:
        """Return what is on its way in."""

    def stop(self) -> None:
        """Stop both, from any thread."""


@dataclass(frozen=True)
class Programme:
    """The home, and the ways to open or make one. Each is called off the main thread.

    ``config_dir`` holds ``window.json``. ``user`` is who sits here, if that was said on the command line.
    ``create_district`` takes a unit code and also returns the recovery secret, which is shown once.
    ``reopen`` closes a desk and opens its home anew, as the catalogue says it now. ``connect`` is the way to
    a hub; ``open_hub`` opens one for a district's desk on a host and port (0: a
    free one) and raises `UserError` where that is taken.
    """

    home: Path
    config_dir: Path
    version: str
    has_home: Callable[[Path], bool]
    open_desk: Callable[[Path, str], "Desk"]
    reopen: Callable[["Desk"], "Desk"]
    create_commune: Callable[[Path, Path, str], "Desk"]
    create_district: Callable[[Path, str, str], "tuple[Desk, str]"]
    create_sample: Callable[[Path, Report], "Desk"]
    connect: "Connect"
    open_hub: Callable[["Desk", str, int], EmbeddedHub]
    user: str = ""
