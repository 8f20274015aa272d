"""The window, wired. What is slow to import is imported by the callables, after the first paint."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import __version__
from desktop_app.app.files import is_home
from desktop_app.ui.programme import EmbeddedHub, Programme, Report

if TYPE_CHECKING:
    from desktop_app.app.ports import Address, Desk, DeviceSecrets, Link

_PROGRAM = "moduong (cửa sổ)"


def programme(home: Path, user: str = "", *, own_key_file: bool = False) -> Programme:
    """Return what the window needs: this home, and the ways to open or make one."""
    import platformdirs

    def open_desk(path: Path, name: str) -> "Desk":
        from desktop_app.compose import desktop

        return desktop.open_desk(path, name, program=_PROGRAM)

    def reopen(desk: "Desk") -> "Desk":
        from desktop_app.compose import desktop

        return desktop.reopen(desk, program=_PROGRAM)

    def create_commune(path: Path, activation: Path, name: str) -> "Desk":
        from desktop_app.compose import desktop

        return desktop.create_commune(path, activation, name, own_key_file=own_key_file)

    def create_district(path: Path, code: str, name: str) -> "tuple[Desk, str]":
        from desktop_app.compose import desktop

        return desktop.create_district(path, code, name, own_key_file=own_key_file)

    def create_sample(path: Path, report: Report) -> "Desk":
        from desktop_app.compose import sample

        return sample.create_sample(
            path, lambda done, of: report(done, of, ""), user, own_key_file=own_key_file
        )

    def connect(address: "Address", keys: "DeviceSecrets") -> "Link":
        from desktop_app.compose import online

        return online.connect(address, keys)

    def open_hub(desk: "Desk", host: str, port: int) -> EmbeddedHub:
        from desktop_app.compose import embedded

        return embedded.open_hub(desk, host, port)

    config = platformdirs.user_config_dir("moduong", appauthor=False)
    return Programme(
        home=home, config_dir=Path(config), version=__version__, has_home=is_home,
        open_desk=open_desk, reopen=reopen, create_commune=create_commune,
        create_district=create_district, create_sample=create_sample, connect=connect, open_hub=open_hub,
        user=user,
    )  # fmt: skip


def open_window(home: Path, user: str = "", *, own_key_file: bool = False) -> int:
    """Show the window until it is closed; returns the exit status."""
    from desktop_app import ui

    return ui.run(programme(home, user, own_key_file=own_key_file))


def save_pictures(home: Path, folder: Path, user: str = "") -> list[Path]:
    """Save the main pages of a home as PNG, without a display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop_app.ui.pictures import save_pages

    return save_pages(programme(home, user, own_key_file=True), folder)
