"""From the first paint to the last save: what is imported when, what the window remembers."""

import subprocess
import sys
from pathlib import Path

import pytest
from desks import add
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from window_kit import at, homes, open_window, programme, settle, topic, type_keys, window_on

from desktop_app.compose import desktop
from desktop_app.ui import run
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    return homes(tmp_path)[1]


def test_nothing_slow_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    code = """
import sys
from desktop_app.ui.launch import application
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window
app = application()
window = Window(Settings())
window.place()
window.painted.connect(app.quit)
window.show()
app.exec()
slow = ("sqlalchemy", "sqlmodel", "sqlcipher3", "openpyxl", "typst", "cryptography", "pyrage", "msgspec")
print([name for name in slow if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_the_program_starts_shows_its_home_and_ends(qapp: QApplication, commune: Path) -> None:
    seen: list[str] = []

    def look() -> None:
        window = next(
            one for one in QApplication.topLevelWidgets() if isinstance(one, Window) and one.isVisible()
        )
        if not window._furnished or not window.key:
            QTimer.singleShot(50, look)
            return
        seen.append(window.key)
        window.close()

    QTimer.singleShot(50, look)
    assert run(programme(commune)) == 0
    assert seen == ["home"]


def test_the_window_stands_where_it_stood(commune: Path) -> None:
    with window_on(commune) as window:
        window.resize(780, 600)  # the offscreen screen is 800 × 800
        window.go("check")
        settle(window)
        window.close()
    kept = Settings.load(commune.parent / "config")
    assert kept.page == "check"
    assert kept.role == "commune"
    again = Window(kept)
    again.place()
    assert (again.width(), again.height()) == (780, 600)
    again.deleteLater()


def test_nothing_typed_stands_in_what_the_window_remembers(commune: Path) -> None:
    with window_on(commune) as window:
        grid = topic(window, "office").grid
        at(grid, 0, "name")
        type_keys("secret office")
        settle(window)
        window.close()
    text = (commune.parent / "config" / "window.json").read_text(encoding="utf-8")
    assert "secret" not in text


@pytest.mark.usefixtures("impatient")
def test_a_window_with_unsaved_typing_stays_open_and_says_so(commune: Path) -> None:
    window = open_window(commune)
    rec = add(window.session.desk, asset_code="MT-1")
    grid = topic(window).grid
    other = desktop.open_desk(commune)
    at(grid, 0, "maker")
    type_keys("sony")
    with other.store.write():  # another program holds the writer's lane for longer than we wait
        window.close()
        assert window.isVisible()
        notice = next(one for one in window.messages.shown() if one.notice.key == "unsaved")
        assert "chưa đóng" in notice.notice.todo
    other.store.close()
    notice.notice.acts[0].on()
    window.close()
    assert not window.isVisible()
    from desks import shown

    desk = desktop.open_desk(commune)
    assert shown(desk, rec, "maker").v == "sony"
    desk.store.close()


def test_a_bug_is_written_down_whole_and_told_in_one_sentence(commune: Path) -> None:
    window = open_window(commune)
    window.session.lanes.run(lambda: 1 // 0)
    settle(window)
    notice = next(one for one in window.messages.shown() if one.notice.key == "bug")
    assert "Traceback" not in notice.notice.what + notice.notice.todo
    report = next((commune.parent / "config").glob("crash-*.txt"))
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    window.close()


def test_opening_a_home_keeps_todays_copy(qapp: QApplication, tmp_path: Path) -> None:
    _district, commune = homes(tmp_path)
    window = open_window(commune)
    settle(window)
    assert [path.suffix for path in (commune / "backups").iterdir()] == [".db"]
    window.close()
