"""Folders that a person names for files to carry away: never made up where a USB stick should be."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from desktop_app.errors import NotFoundError, UserError
from desktop_app.i18n import _

# Where systems mount what is plugged in. A plain folder below one of them is the PC's own disk under the
# name of a stick.
MEDIA = tuple(map(Path, ("/media", "/run/media", "/mnt", "/Volumes")))


def prepare(folder: Path) -> None:
    """See that ``folder`` can take a file to carry away: `require_medium`, then `make_last`."""
    require_medium(folder)
    make_last(folder)


def make_last(folder: Path) -> None:
    """Make ``folder`` if only its own name is missing, and not in the place of an absent stick.

    Raises `NotFoundError` where more is missing: a stick or a drive that is not there is not made up.
    """
    if folder.is_dir():
        return
    require_medium(folder)
    if not folder.parent.is_dir():
        raise _absent(folder)
    folder.mkdir(exist_ok=True)


def require_medium(folder: Path) -> None:
    """Raise `NotFoundError` for a folder below a place for sticks where nothing is mounted."""
    whole = folder.resolve()
    for place in MEDIA:
        if whole.is_relative_to(place) and not any(map(os.path.ismount, _up_to(place, whole))):
            raise _absent(folder)


def staying(folder: Path) -> Callable[[], None]:
    """Return a check that ``folder`` is still on the disk that it is on now; the check raises `UserError`.

    A stick that is pulled out leaves its folder behind, on the PC's own disk.
    """
    device = folder.stat().st_dev

    def check() -> None:
        if not folder.is_dir() or folder.stat().st_dev != device:
            raise UserError(
                _("Ổ đĩa hoặc USB đã bị rút ra trong khi ghi."),
                where=str(folder),
                todo=_("Dữ liệu vẫn còn nguyên trên máy; hãy cắm lại rồi ghi lại."),
            )

    return check


def _up_to(place: Path, folder: Path) -> list[Path]:
    return [one for one in (folder, *folder.parents) if one.is_relative_to(place)]


def _absent(folder: Path) -> NotFoundError:
    if sys.platform == "win32":
        todo = _("Hãy cắm USB và xem đúng tên ổ, hoặc chọn thư mục đã có.")
    else:
        todo = _("Hãy cắm USB và mở nó một lần, hoặc chọn thư mục đã có.")
    return NotFoundError(_("Không có USB hay thư mục này; chưa ghi gì."), where=str(folder), todo=todo)
