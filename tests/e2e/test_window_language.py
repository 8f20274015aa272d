"""The language changes while the program runs: Qt's own dialogs follow, what is open is not torn away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desks import add
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from window_kit import at, homes, settle, topic, window_on

from desktop_app.ui.window import Window

Made = tuple[QWidget, ...]
"""A widget whose words are looked at, and what must live as long."""


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with window_on(homes(tmp_path_factory.mktemp("language"))[1]) as made:
        add(made.session.desk, asset_code="MT-1", maker="Dell")
        yield made


def file_dialog(mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode) -> Made:
    """Return Qt's own dialog, which is shown where the system has none."""
    dialog = QFileDialog(None, "…", str(Path(__file__).parent))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accept)
    return (dialog,)


def message_box() -> Made:
    box, kind = QMessageBox(), QMessageBox.StandardButton
    box.setText("…")
    box.setStandardButtons(
        kind.Ok | kind.Cancel | kind.Yes | kind.No | kind.Save | kind.Discard | kind.Retry | kind.Close
        | kind.Apply | kind.Reset | kind.Help | kind.Abort | kind.Ignore
    )  # fmt: skip
    return (box,)


def input_dialog() -> Made:
    dialog = QInputDialog()
    dialog.setLabelText("…")
    dialog.sizeHint()  # its buttons are made when they are wanted
    return (dialog,)


def context_menu(of: type[QLineEdit | QPlainTextEdit]) -> Made:
    made = of("abc")
    return made.createStandardContextMenu(), made


def number_menu() -> Made:
    box = QSpinBox()
    return box.lineEdit().createStandardContextMenu(), box


OWN: dict[str, Callable[[], Made]] = {
    "open": lambda: file_dialog(QFileDialog.FileMode.ExistingFiles, QFileDialog.AcceptMode.AcceptOpen),
    "save": lambda: file_dialog(QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave),
    "folder": lambda: file_dialog(QFileDialog.FileMode.Directory, QFileDialog.AcceptMode.AcceptOpen),
    "message": message_box,
    "input": input_dialog,
    "line": lambda: context_menu(QLineEdit),
    "text": lambda: context_menu(QPlainTextEdit),
    "number": number_menu,
}


def words(made: QObject) -> set[str]:
    """Return every text that a person reads in it, without the letters' marks and the keys."""
    found = set()
    for one in (made, *made.findChildren(QWidget), *made.findChildren(QAction)):
        for name in ("text", "toolTip", "title"):
            if callable(said := getattr(one, name, None)) and isinstance(text := said(), str):
                found.add(text.replace("&", "").split("\t")[0])
    return {text for text in found if any(letter.isalpha() for letter in text) and "/" not in text}


def seen(window: Window, language: str, make: Callable[[], Made]) -> set[str]:
    window.session.change_look(language=language)
    settle(window)
    shown, *_alive = make()
    found = words(shown)
    shown.deleteLater()
    return found


@pytest.mark.parametrize("which", OWN)
def test_no_word_of_qt_stays_in_the_other_language(window: Window, which: str) -> None:
    english = seen(window, "en", OWN[which])
    vietnamese = seen(window, "vi", OWN[which])
    again = seen(window, "en", OWN[which])
    assert len(english) > 1
    assert english & vietnamese == set()
    assert again == english


def test_the_print_dialog_speaks_the_language_too(window: Window) -> None:
    printer = QPrinter()

    def make() -> Made:
        return (QPrintDialog(printer),)

    neutral = {"Form", "PDF"}  # a name of Qt's own that is never shown
    assert (seen(window, "en", make) & seen(window, "vi", make)) - neutral == set()


def test_a_dialog_that_is_open_keeps_what_is_typed_and_the_rest_follows_when_it_closes(
    window: Window,
) -> None:
    window.session.change_look(language="vi")
    settle(window)
    view = topic(window)
    at(view.grid, 0, "maker")
    view.grid.filling.ask_bulk()
    dialog = view.grid.filling.dialog
    dialog.answer.setText("Dell Latitude")
    window.session.change_look(language="en", theme="dark")  # as when the system turns dark in the evening
    settle(window)
    assert dialog.isVisible()
    assert dialog.answer.text() == "Dell Latitude"
    assert dialog.windowTitle() == "Sửa hàng loạt"
    dialog.reject()
    settle(window)
    again = window.pages["entry"].view  # type: ignore[attr-defined]
    assert again is not view
    assert again.topic.title.en in again.title.text()
    assert window.palette().window().color().lightness() < 60


def test_a_menu_that_is_open_is_left_open(window: Window) -> None:
    window.session.change_look(language="vi", theme="light")
    settle(window)
    menu = topic(window).title.menu()
    menu.popup(window.mapToGlobal(window.rect().center()))
    window.session.change_look(language="en")
    settle(window)
    assert QApplication.activePopupWidget() is menu
    assert "Máy tính" in words(menu)
    menu.close()
    settle(window)
    menu = topic(window).title.menu()
    menu.aboutToShow.emit()
    assert "Computers" in words(menu)


def test_the_pages_of_before_are_gone_before_the_new_ones_are_dressed(window: Window) -> None:
    """To dress them once more took seconds after a day's work on all topics."""
    for key in ("computer", "office", "staff"):
        topic(window, key)
    before = window.pages["entry"]
    gone: list[bool] = []
    before.destroyed.connect(lambda: gone.append(True), Qt.ConnectionType.DirectConnection)
    dressed: list[int] = []
    dress = window.dress

    def watched() -> None:
        dressed.append(len(gone))
        dress()

    window.dress = watched  # type: ignore[method-assign]
    try:
        window.session.change_look(text_scale=125)
        settle(window)
    finally:
        del window.dress
    assert dressed == [1]
