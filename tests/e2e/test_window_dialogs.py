"""Every dialog, popup and menu, in both languages and several text sizes: whole, named, used by keys."""

from collections.abc import Iterator

import pytest
from dialogs_kit import CASES, close_popups
from dialogs_made import BASES, made_in_the_program
from keyboard_kit import interactive, is_reached, name_of, reached_in, spoken
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QListView, QMenu, QPushButton, QWidget
from shape_kit import COMMUNE, DISTRICT, SMALL, Wardrobe, Worn, elided, full_homes, outside, said, sideways
from shiboken6 import isValid
from window_kit import settle

from desktop_app.i18n import set_language
from desktop_app.ui.grid.popup import CellPopup
from desktop_app.ui.window import Window

QT_OWN = {"pages/printing.py:QPrintDialog"}
"""Laid out and named by Qt: we only see that it is no larger than the screen."""


def test_no_dialog_popup_or_menu_of_the_program_is_left_out() -> None:
    assert {key.split(",")[0] for key in CASES} | BASES == made_in_the_program()


@pytest.fixture(scope="module")
def wardrobe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wardrobe]:
    district, commune = full_homes(tmp_path_factory.mktemp("homes"))
    made = Wardrobe({"commune": commune, "district": district})
    yield made
    made.close()


@pytest.fixture(scope="module")
def worn(request: pytest.FixtureRequest, wardrobe: Wardrobe) -> Window:
    return wardrobe.wear(request.param)


@pytest.fixture
def window(worn: Window) -> Window:
    set_language(worn.session.settings.language)  # each test begins in Vietnamese
    return worn


def faults(key: str, box: QWidget) -> list[str]:
    """Return what is wrong with a dialog, a popup or a menu that is open."""
    if isinstance(box, QMenu):
        return menu_faults(box)
    large = [f"{box.size().toTuple()}"] if box.width() > SMALL[0] or box.height() > SMALL[1] else []
    if key in QT_OWN or isinstance(box, QListView):
        return large
    nameless = [type(one).__name__ for one in interactive(box) if not name_of(one)]
    found = large + [f"cut: {text}" for text in elided(box)] + sideways(box) + outside(box) + nameless
    return found + (keyboard_faults(box) if not isinstance(box, CellPopup) else [])


def menu_faults(menu: QMenu) -> list[str]:
    """Qt breaks a menu into columns where it is taller than the screen: so only its width binds it."""
    nameless = [act for act in menu.actions() if not act.isSeparator() and not act.text() and _is_plain(act)]
    wide = menu.sizeHint().width() > SMALL[0]
    return ["empty"] * menu.isEmpty() + ["too wide"] * wide + ["without a text"] * len(nameless)


def _is_plain(act: object) -> bool:
    return type(act).__name__ == "QAction"


def keyboard_faults(box: QWidget) -> list[str]:
    """Return what Tab does not reach, and a button for Enter that a person would not expect."""
    found = {id(one) for one in reached_in(box)}
    left = [one for one in interactive(box) if not is_reached(one, found)]
    missed = [f"Tab misses {spoken(left)}"] if left else []
    buttons = [one for one in box.findChildren(QPushButton) if one.isVisible()]
    chosen = [one for one in buttons if one.isDefault()]
    main = [one for one in buttons if one.property("part") == "primary"]
    if isinstance(box, QDialog) and main and not {*chosen} <= {*main, *buttons[-1:]}:
        missed.append(f"Enter presses {spoken(chosen)}")
    return missed


def escape(box: QWidget) -> None:
    where = box.focusWidget() or box
    QApplication.sendEvent(
        where, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    )
    QApplication.processEvents()


def spelled(one: Worn | str) -> str:
    return one if isinstance(one, str) else said(one)


EACH = [
    (look, key) for look in (*COMMUNE, *DISTRICT) for key, case in CASES.items() if case.role == look.role
]


@pytest.mark.parametrize(("worn", "key"), EACH, indirect=["worn"], ids=spelled)
def test_it_stands_whole_is_named_and_is_used_by_keys(window: Window, key: str) -> None:
    wrong: dict[int, list[str]] = {}
    number = -1
    for number, box in enumerate(CASES[key].open(window)):
        settle(window)
        found = faults(key, box)
        if not isinstance(box, QMenu):
            escape(box)
            found += ["Esc does not close it"] if isValid(box) and box.isVisible() else []
        close_popups()
        if found:
            wrong[number] = found
    assert number >= 0, "nothing was opened"
    assert wrong == {}
