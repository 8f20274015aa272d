"""What a keyboard must reach in a window or a dialog, and what Tab does reach."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from window_kit import tab

from desktop_app.ui.grid.view import GridView
from desktop_app.ui.window import Window

PLAIN = Qt.KeyboardModifier.NoModifier


def interactive(inside: QWidget) -> list[QWidget]:
    """Return what a mouse could use now and a keyboard must reach."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    return [one for kind in kinds for one in inside.findChildren(kind) if usable(one)]


def usable(one: QWidget) -> bool:
    within = isinstance(one.parentWidget(), (QComboBox, QLineEdit, QSpinBox))
    inner = within or one.objectName().startswith("qt_")
    # What a column's head does is done by keys in its table.
    ours = one.metaObject().className() != "QTableCornerButton" and not isinstance(one, QHeaderView)
    return one.isVisible() and one.isEnabled() and ours and not inner


def siblings(one: QWidget) -> list[QAbstractButton]:
    """Return the buttons of which one excludes the others: Tab reaches one of them, arrows the rest."""
    if not isinstance(one, QAbstractButton):
        return []
    group, parent = one.group(), one.parentWidget()
    if group is not None:
        return group.buttons() if group.exclusive() else []
    if not one.autoExclusive() or parent is None:
        return []
    return [each for each in parent.findChildren(QAbstractButton) if each.autoExclusive()]


def is_reached(one: QWidget, found: set[int]) -> bool:
    """Return whether the keyboard comes to a widget, to what stands for it, or to its group."""
    return any(id(each) in found for each in (one, one.focusProxy(), *siblings(one)))


def reached(window: Window) -> list[QWidget]:
    """Press Tab until it comes round; where a grid goes on to its next cell, F6 leaves it."""
    found: dict[QWidget, None] = {}
    if QApplication.focusWidget() is None:  # what had the keyboard is gone: a key goes to the window then
        press_tab(window)
    while (here := QApplication.focusWidget()) not in found:
        assert here is not None, f"Tab lost the keyboard after {spoken(list(found)[-1:])}"
        found[here] = None
        if isinstance(here, GridView):
            window.actions_of._all["next"].trigger()
        else:
            tab()
        assert QApplication.focusWidget() is not here, f"Tab is held by {spoken([here])}"
    return list(found)


def reached_in(box: QWidget) -> list[QWidget]:
    """Press Tab in a dialog or a popup until it comes round: nobody makes it the active window here."""
    found: dict[QWidget, None] = {}
    while (here := box.focusWidget()) not in found:
        assert here is not None, "nothing has the keyboard"
        found[here] = None
        press_tab(here)
    return list(found)


def press_tab(where: QWidget) -> None:
    QApplication.sendEvent(where, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, PLAIN, "\t"))


def spoken(widgets: list[QWidget]) -> str:
    return ", ".join(f"{type(one).__name__} “{one.accessibleName()}”" for one in widgets)


def name_of(one: QWidget) -> str:
    """Return what a screen reader calls it."""
    found = QAccessible.queryAccessibleInterface(one)
    return str(found.text(QAccessible.Text.Name)) if found is not None else ""
