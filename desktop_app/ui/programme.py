"""What the window needs from the rest of the program, handed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk

Report = Callable[[int, int, str], None]
"""(done, total, what is being done); raises to stop the work."""


@dataclass(frozen=True)
class Programme:
    """The home, and the ways to open or make one. Each is called off the main thread.

    ``config_dir`` holds ``window.json``. ``user`` is who sits here, if that was said on the command line.
    ``create_district`` takes a unit code and also returns the recovery secret, which is shown once.
    """

    home: Path
    config_dir: Path
    version: str
    has_home: Callable[[Path], bool]
    open_desk: Callable[[Path, str], "Desk"]
    create_commune: Callable[[Path, Path, str], "Desk"]
    create_district: Callable[[Path, str, str], "tuple[Desk, str]"]
    create_sample: Callable[[Path, Report], "Desk"]
    user: str = ""
