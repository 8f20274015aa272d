"""Opening the window from the command line, without the command line's own weight."""

import os
import sys
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.i18n import _


def default_home() -> Path:
    """Return where a home stands when nobody says where."""
    import platformdirs

    return Path(platformdirs.user_data_dir("moduong", appauthor=False))


def show(given: Path | None, user: str) -> int:
    """Show the window on a home until it is closed; with an explicit home its key is a file in it."""
    if _is_blind():
        raise UserError(
            _("Không có màn hình để mở cửa sổ."),
            todo=_("Hãy chạy trong phiên làm việc có màn hình, hoặc dùng các lệnh: moduong --help."),
        )
    from desktop_app.compose.window import open_window

    home = given.expanduser() if given is not None else default_home()
    return open_window(home, user, own_key_file=given is not None)


def _is_blind() -> bool:
    """Return whether Qt would find no display, and abort."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(map(os.environ.get, displays))
