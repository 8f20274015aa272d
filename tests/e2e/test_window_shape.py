"""Every page in both languages at several text sizes: nothing cut, nothing outside, everything named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QWidget,
)
from window_kit import at, open_window, settle, share, topic, trio

from desktop_app.app import duplicates, entry, replies, views
from desktop_app.app.ports import Desk
from desktop_app.compose import desktop
from desktop_app.domain.values import Value
from desktop_app.topics.registry import ALL
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window

SMALL = (1024, 540)


REVIEW_TABS = ("conflicts", "duplicates", "returned", "log")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A district and a commune with something to decide, something returned, something merged."""
    folder = tmp_path_factory.mktemp("homes")
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


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[100, 125, 150])
def scale(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=["commune", "district"])
def window(
    request: pytest.FixtureRequest, both: tuple[Path, Path], language: str, scale: int
) -> Iterator[Window]:
    home = both[request.param == "commune"]
    made = open_window(home, Settings(language=language, theme="light", text_scale=scale), SMALL)
    yield made
    made.session.lanes.settle()
    made.close()
    made.session.desk.store.close()
    made.deleteLater()


def visible(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in window.findChildren(kind) if one.isVisible()]


def cut(window: Window) -> list[str]:
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


def unnamed(window: Window) -> list[str]:
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


def test_every_page_stands_whole_on_a_small_screen(window: Window, language: str, scale: int) -> None:
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


def test_the_grid_and_its_form_stand_whole_on_a_small_screen(
    window: Window, language: str, scale: int
) -> None:
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


@pytest.mark.parametrize("key", [one.key for one in ALL])
def test_every_form_scrolls_up_and_down_and_never_sideways(
    both: tuple[Path, Path], language: str, scale: int, key: str
) -> None:
    window = open_window(both[1], Settings(language=language, theme="light", text_scale=scale), SMALL)
    try:
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
    finally:
        window.session.lanes.settle()
        window.close()
        window.session.desk.store.close()
        window.deleteLater()


def elided(inside: QWidget) -> list[str]:
    """Return the texts for which a label or a button has too little room, by what its letters measure."""
    labels = [one for one in inside.findChildren(QLabel) if one.isVisible() and one.text()]
    buttons = [one for one in inside.findChildren(QPushButton) if one.isVisible()]
    return [
        *(one.text() for one in labels if not _has_room(one)),
        *(one.text() for one in buttons if one.width() < one.sizeHint().width() - 1),
    ]


def _has_room(one: QLabel) -> bool:
    if one.wordWrap():
        return one.height() >= one.heightForWidth(one.width()) - 1
    return one.width() + 1 >= one.fontMetrics().horizontalAdvance(one.text())


def test_help_menus_and_dialogs_stand_inside_a_small_screen(
    window: Window, language: str, scale: int
) -> None:
    view = topic(window)
    at(view.grid, 0, "maker")
    settle(window)
    # Qt breaks a menu into columns where it is taller than the screen; so only the screen binds it.
    room = window.screen().availableGeometry()
    states = (one._states.menu() for one in view.form.questions.values())
    for menu in (view.title.menu(), view.grid.menu(), *states):
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
