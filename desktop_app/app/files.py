"""Files out: temp → fsync → rename, so that a name never stands for half a file."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from desktop_app.app import folders
from desktop_app.errors import UserError
from desktop_app.i18n import _

HOME_FILE = "home.json"
KEY_FILE = "key"


def is_home(path: Path) -> bool:
    """Return whether a home stands at ``path``: asked before anything slow is imported."""
    return (path / HOME_FILE).is_file()


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` at ``path``, whole or not at all; raises `UserError` where the disk refuses."""
    write_by(path, lambda part: part.write_bytes(data))


def write_by(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file beside ``path``, sync it, and rename it into place.

    Raises `UserError` where the disk refuses or is pulled out, `NotFoundError` where its folder is not
    there (`folders.make_last`).
    """
    part = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.part{path.suffix}")
    try:
        folders.make_last(path.parent)
        check_stays = folders.staying(path.parent)
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        check_stays()
        part.replace(path)
        sync_folder(path.parent)
        check_stays()
    except OSError as error:
        raise UserError(
            _("Không ghi được tệp: {reason}.").format(reason=error.strerror or error),
            where=str(path),
            todo=_("Dữ liệu vẫn còn nguyên; hãy chọn nơi khác còn chỗ trống và được quyền ghi."),
        ) from error
    finally:
        part.unlink(missing_ok=True)


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """Return where a file of this name goes so that it replaces none: "name", "name (2)", …"""
    names = (f"{name}{f' ({n})' if n > 1 else ''}{suffix}" for n in range(1, 10_000))
    return next(path for one in names if not (path := folder / one).exists())


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable where the system can (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
