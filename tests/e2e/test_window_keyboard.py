"""Every page by the keyboard alone, and by a screen reader: all is reached, all has a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from window_kit import open_window, press, settle, tab, topic, trio

from desktop_app.compose import desktop
from desktop_app.topics.registry import ALL
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window

PLAIN = Qt.KeyboardModifier.NoModifier
TABS = ("conflicts", "duplicates", "returned", "log")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    found = trio(tmp_path_factory.mktemp("homes"))
    for home in (found.district, found.first):
        desk = desktop.open_desk(home)
        add(desk, "office", name="UBND xã Mường Pồn")
        add(desk, asset_code="MT-77", kind="desktop", maker="Dell", year="2999")
        desk.store.close()
    return found.district, found.first


@pytest.fixture(params=["commune", "district"])
def window(request: pytest.FixtureRequest, both: tuple[Path, Path], language: str) -> Iterator[Window]:
    made = open_window(both[request.param == "commune"], Settings(language=language, theme="light"))
    yield made
    made.session.lanes.settle()
    made.close()
    made.session.desk.store.close()
    made.deleteLater()


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def stops(window: Window) -> list[tuple[str, dict[str, str]]]:
    """Return every page of the window, with its tabs, and a topic."""
    who = window.session.who
    assert who is not None
    found: list[tuple[str, dict[str, str]]] = [(place.key, {}) for place in places_of(who.role)]
    found += [("review", {"tab": one}) for one in TABS]
    return [*found, ("entry", {"topic": "computer"})]


def interactive(window: Window) -> list[QWidget]:
    """Return what a mouse could use now and a keyboard must reach."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    return [one for kind in kinds for one in window.findChildren(kind) if usable(one)]


def usable(one: QWidget) -> bool:
    inner = isinstance(one.parentWidget(), (QComboBox, QLineEdit)) or one.objectName().startswith("qt_")
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
        QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, PLAIN, "\t"))
    while (here := QApplication.focusWidget()) not in found:
        assert here is not None, f"Tab lost the keyboard after {_said(list(found)[-1:])}"
        found[here] = None
        if isinstance(here, GridView):
            window.actions_of._all["next"].trigger()
        else:
            tab()
        assert QApplication.focusWidget() is not here, f"Tab is held by {_said([here])}"
    return list(found)


def _said(widgets: list[QWidget]) -> str:
    return ", ".join(f"{type(one).__name__} “{one.accessibleName()}”" for one in widgets)


def test_tab_reaches_everything_that_can_be_used_and_nothing_holds_it(window: Window, language: str) -> None:
    missed: dict[str, str] = {}
    for key, where in stops(window):
        window.go(key, where)
        settle(window)
        wanted = interactive(window)
        found = {id(one) for one in reached(window)}
        left = [one for one in wanted if not is_reached(one, found)]
        if left:
            missed[f"{key} {where}"] = _said(left)
    assert missed == {}


class Flashes(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} “{watched.accessibleName()}”")
        return False


def test_no_part_of_a_page_flashes_as_a_window_while_it_is_made(window: Window, language: str) -> None:
    flashes = Flashes()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(flashes)
    for key, where in stops(window):
        window.go(key, where)
        settle(window)
    app.removeEventFilter(flashes)
    assert flashes.seen == []
    assert window.isActiveWindow()


def name_of(one: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(one)
    return str(found.text(QAccessible.Text.Name)) if found is not None else ""


def test_everything_has_a_name_for_a_screen_reader(window: Window, language: str) -> None:
    unnamed: dict[str, list[str]] = {}
    for key, where in stops(window):
        window.go(key, where)
        settle(window)
        left = [f"{type(one).__name__} in {type(one.parentWidget()).__name__}" for one in interactive(window)
                if not name_of(one)]  # fmt: skip
        if left:
            unnamed[f"{key} {where}"] = left
    assert unnamed == {}


@pytest.mark.parametrize("key", [topic.key for topic in ALL])
def test_every_form_is_filled_in_by_the_keyboard_alone(both: tuple[Path, Path], key: str) -> None:
    window = open_window(both[1], Settings(language="vi", theme="light"))
    try:
        view = topic(window, key)
        view.form.begin(None)
        settle(window)
        found = {id(one) for one in reached(window)}
        for question in view.form.questions.values():
            inside = [question.editor, *question.editor.findChildren(QWidget)]
            if question.isVisible():
                assert any(id(one) in found for one in inside), question.field.key
        view.form.clear()
    finally:
        window.session.lanes.settle()
        window.close()
        window.session.desk.store.close()


def test_f6_and_the_help_are_told(window: Window, language: str) -> None:
    window.go("entry", {"topic": "computer"})
    settle(window)
    press(Qt.Key.Key_F1)
    window.actions_of._all["help"].trigger()
    assert window.help is not None
    said = " ".join(label.text() for label in window.help.findChildren(QLabel))
    assert "F6" in said
    window.help.reject()
