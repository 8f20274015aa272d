"""Every page in both languages at several text sizes: nothing cut, nothing outside, everything named.

One window a home wears one language and text size after the other, as its settings change them: live.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from shape_kit import COMMUNE, DISTRICT, SMALL, Wardrobe, cut, elided, full_homes, said, sideways, unnamed
from window_kit import at, settle, topic

from desktop_app.i18n import set_language
from desktop_app.topics.registry import ALL
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.window import Window

REVIEW_TABS = ("conflicts", "duplicates", "returned", "log")


@pytest.fixture(scope="module")
def wardrobe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wardrobe]:
    district, commune = full_homes(tmp_path_factory.mktemp("homes"))
    made = Wardrobe({"commune": commune, "district": district})
    yield made
    made.close()


@pytest.fixture(scope="module", params=[*COMMUNE, *DISTRICT], ids=said)
def worn(request: pytest.FixtureRequest, wardrobe: Wardrobe) -> Window:
    return wardrobe.wear(request.param)


@pytest.fixture
def window(worn: Window) -> Window:
    set_language(worn.session.settings.language)  # each test begins in Vietnamese
    worn.activateWindow()  # nobody does it here when a popup is gone
    return worn


def test_every_page_stands_whole_on_a_small_screen(window: Window) -> None:
    who = window.session.who
    assert who is not None
    stops: list[tuple[str, dict[str, str]]] = [(place.key, {}) for place in places_of(who.role)]
    stops += [("review", {"tab": tab}) for tab in REVIEW_TABS]
    stops += [("inbox", {"tab": "lan"})] if who.is_district else []
    wrong: dict[str, list[str]] = {}
    for key, where in stops:
        window.go(key, where)
        settle(window)
        assert (window.width(), window.height()) == SMALL
        found = cut(window) + sideways(window) + unnamed(window)
        if found:
            wrong[f"{key} {where}"] = found
    assert wrong == {}
    foot_stands_whole(window)


def foot_stands_whole(window: Window) -> None:
    """Check the chip at the foot, the list behind it, and that the rail ends above it."""
    window.show_standing()
    shown = window.open_list
    assert shown is not None
    found = [
        one.text()
        for one in (*shown.findChildren(QLabel), *shown.findChildren(QPushButton))
        if one.text() and one.width() < one.sizeHint().width() - 1
    ]
    assert found == []
    shown.close()
    assert window.bar.standing.text() != ""
    assert window.rail._buttons["settings"].geometry().bottom() <= window.rail.height()


def test_the_grid_and_its_form_stand_whole_on_a_small_screen(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "maker")
    settle(window)
    assert view.grid.viewport().height() >= 3 * view.grid.rowHeight(0)
    assert cut(window) + unnamed(window) == []
    if not view.side.is_open:
        view.toggle_form()
    settle(window)
    assert view.form.isVisible()
    assert view.form._area.viewport().height() >= 100
    assert [one for one in cut(window) if "outside" in one] + sideways(window) + unnamed(window) == []
    assert QApplication.focusWidget() is not None


@pytest.mark.parametrize("worn", COMMUNE, indirect=True, ids=said)
@pytest.mark.parametrize("key", [one.key for one in ALL])
def test_every_form_scrolls_up_and_down_and_never_sideways(window: Window, key: str) -> None:
    view = topic(window, key)
    view.form.begin(None)
    view.side.open_form(open_=True)
    settle(window)
    for question in view.form.questions.values():
        question.show()
    settle(window)
    wide = view.form._area.viewport().width()
    assert view.form.geometry().right() < view.width()
    for question in view.form.questions.values():
        for one in (question, *question.findChildren(QWidget)):
            if one.isVisible() and not isinstance(one, QMenu):
                right = one.mapTo(view.form._inside, QPoint(one.width(), 0)).x()
                assert right <= wide + 1, (question.field.key, type(one).__name__, right, wide)
        assert elided(question) == [], question.field.key
    view.form.clear()


def test_help_menus_and_dialogs_stand_inside_a_small_screen(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "maker")
    settle(window)
    # Qt breaks a menu into columns where it is taller than the screen; so only the screen binds it.
    room = window.screen().availableGeometry()
    states = (one._states.menu() for one in view.form.questions.values())
    topics = view.title.menu()
    topics.aboutToShow.emit()
    for menu in (topics, view.grid.menu(), *states):
        assert menu is not None
        assert menu.sizeHint().width() <= SMALL[0]
        assert menu.sizeHint().height() <= room.height()
    window.actions_of._all["help"].trigger()
    assert window.help is not None
    settle(window)
    assert window.help.width() <= SMALL[0]
    assert window.help.height() <= SMALL[1]
    assert elided(window.help) == []
    assert sideways(window.help) == []
    window.help.reject()


def test_the_rail_shows_icons_with_tooltips_where_there_is_little_room(window: Window) -> None:
    assert window.is_narrow
    for made in window.rail._buttons.values():
        assert made.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        assert made.toolTip() == made.accessibleName() != ""
    assert window.rail._buttons["review"].waiting > 0
