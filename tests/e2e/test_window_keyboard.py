"""Every page by the keyboard alone, and by a screen reader: all is reached, all has a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add
from keyboard_kit import interactive, is_reached, name_of, reached, spoken
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from window_kit import open_window, press, settle, topic, trio

from desktop_app.compose import desktop
from desktop_app.topics.registry import ALL
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window

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


def test_tab_reaches_everything_that_can_be_used_and_nothing_holds_it(window: Window, language: str) -> None:
    missed: dict[str, str] = {}
    for key, where in stops(window):
        window.go(key, where)
        settle(window)
        wanted = interactive(window)
        found = {id(one) for one in reached(window)}
        left = [one for one in wanted if not is_reached(one, found)]
        if left:
            missed[f"{key} {where}"] = spoken(left)
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
