"""What is cut, hidden, nameless or off the screen in a window or a dialog; and one window for many looks."""

from pathlib import Path
from typing import NamedTuple

from desks import add
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from window_kit import open_window, settle, share, trio

from desktop_app.app import duplicates, entry, replies, views
from desktop_app.app.ports import Desk
from desktop_app.compose import desktop
from desktop_app.domain.values import Value
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window

SMALL = (1024, 540)
"""The smallest window that must do, in pixels: the old office PC at 125 % of Windows."""


class Worn(NamedTuple):
    """Whose window it is, and how it looks."""

    role: str
    language: str
    scale: int


COMMUNE, DISTRICT = (
    [Worn(role, language, scale) for language in ("vi", "en") for scale in (100, 125, 150)]
    for role in ("commune", "district")
)


def said(worn: Worn) -> str:
    """Return what a look is called in the name of a test."""
    return f"{worn.role}-{worn.language}-{worn.scale}"


def full_homes(folder: Path) -> tuple[Path, Path]:
    """Make a district and a commune with something to decide, something returned, something merged."""
    found = trio(folder)
    desk, district = desktop.open_desk(found.first), desktop.open_desk(found.district)
    add(desk, "office", name="UBND xã Mường Pồn")
    for n in range(1, 40):
        add(
            desk,
            asset_code=f"MT-03319-{n:03d}",
            kind="desktop",
            maker="Dell",
            year="2999" if n == 7 else "2020",
        )
    send_back(district, "MT-9", "Thiếu bộ xử lý và người sử dụng; hãy đối chiếu với sổ tài sản rồi ghi lại.")
    share(folder, district, desk)
    for home in (desk, district):
        one, other = (add(home, "office", name=f"UBND xã {n}", budget_code="1047319") for n in "AB")
        duplicates.merge(
            home, entry.open_record(home, "office", other), entry.open_record(home, "office", one), {}
        )
        home.store.close()
    return found.district, found.first


def send_back(district: Desk, asset_code: str, comment: str) -> None:
    rows = views.all_rows(district, "computer")
    row = next(row for row in rows if row.cells.get("asset_code") == Value(asset_code))
    replies.give_back(district, row.editing, comment)


class Wardrobe:
    """One open window at a time, which wears one look after the other: opening costs more than looking."""

    def __init__(self, homes: dict[str, Path]) -> None:
        self._homes = homes
        self._worn = Worn("", "", 0)
        self._window: Window | None = None

    def wear(self, worn: Worn) -> Window:
        """Return the window of a home in this language and text size, changed as its settings do: live."""
        if self._window is None or self._worn.role != worn.role:
            self.close()
            first = Settings(language=worn.language, theme="light", text_scale=worn.scale)
            self._window = open_window(self._homes[worn.role], first, SMALL)
        elif self._worn != worn:
            self._window.session.change_look(language=worn.language, text_scale=worn.scale)
            settle(self._window)
        self._worn = worn
        return self._window

    def close(self) -> None:
        """Close the window, if one is open."""
        if self._window is not None:
            self._window.session.lanes.settle()
            self._window.close()
            self._window.session.desk.store.close()
            self._window.deleteLater()
            self._window = None


def visible(inside: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in inside.findChildren(kind) if one.isVisible()]


def cut(window: QWidget) -> list[str]:
    """Return what is narrower than its text, or sticks out of the window at the right."""
    found = []
    for one in (*visible(window, QLabel), *visible(window, QPushButton)):
        text = one.text()  # type: ignore[attr-defined]
        wraps = isinstance(one, QLabel) and (one.wordWrap() or not one.pixmap().isNull())
        if text and not wraps and one.width() < one.sizeHint().width() - 1:
            found.append(f"cut: {text!r} {one.width()} of {one.sizeHint().width()}")
        right = one.mapTo(window, QPoint(one.width(), 0)).x()
        if text and right > window.width() + 1:
            found.append(f"outside: {text!r} ends at {right}")
    return found


def sideways(window: QWidget) -> list[str]:
    """Return the scrolling pages whose inside is wider than they are."""
    areas = [one for one in visible(window, QScrollArea) if isinstance(one, QScrollArea)]
    return [
        f"{type(inside).__name__} needs {inside.minimumSizeHint().width()} of {area.viewport().width()}"
        for area in areas
        if (inside := area.widget()) and inside.minimumSizeHint().width() > area.viewport().width() + 1
    ]


def unnamed(window: QWidget) -> list[str]:
    """Return what takes the keyboard and has no name for a screen reader."""
    found = []
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for one in visible(window, kind):
            inner = isinstance(one.parentWidget(), QComboBox) or one.objectName().startswith("qt_")
            if one.focusPolicy() != Qt.FocusPolicy.NoFocus and not inner and not one.accessibleName():
                text = one.text() if hasattr(one, "text") else ""
                if not text:
                    found.append(f"{type(one).__name__} in {type(one.parentWidget()).__name__}")
    return found


def elided(inside: QWidget) -> list[str]:
    """Return the texts for which a label or a button has too little room, by what its letters measure."""
    labels = [one for one in inside.findChildren(QLabel) if one.isVisible() and one.text()]
    kinds = (QPushButton, QRadioButton, QCheckBox)
    buttons = [one for kind in kinds for one in inside.findChildren(kind) if one.isVisible()]
    return [
        *(one.text() for one in labels if not _has_room(one)),
        *(one.text() for one in buttons if one.width() < one.sizeHint().width() - 1),
    ]


def _has_room(one: QLabel) -> bool:
    if one.wordWrap():
        return one.height() >= one.heightForWidth(one.width()) - 1
    return one.width() + 1 >= one.fontMetrics().horizontalAdvance(one.text())


def outside(box: QWidget) -> list[str]:
    """Return the parts of a dialog that its edge cuts off; what scrolls may lie beyond it."""
    return [
        f"{type(one).__name__} {one.accessibleName()!r} at {place.getRect()} of {box.rect().getRect()}"
        for one in box.findChildren(QWidget)
        if one.isVisible() and one.window() is box.window() and not _scrolls(one, box)
        if not box.rect().contains(place := one.rect().translated(one.mapTo(box, QPoint(0, 0))))
    ]


def _scrolls(one: QWidget, box: QWidget) -> bool:
    above = one.parentWidget()
    while above is not None and above is not box:
        if isinstance(above, (QAbstractScrollArea, QAbstractItemView)):
            return True
        above = above.parentWidget()
    return False
