"""The two languages of the program, and Qt's own texts in Vietnamese."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QScrollBar
from pytestqt.qtbot import QtBot

from desktop_app import i18n
from desktop_app.i18n import _, from_english, language, plural, set_language
from installers.catalogues import ENGLISH, read


def test_vietnamese_stands_as_it_is() -> None:
    assert language() == "vi"
    assert _("Huỷ") == "Huỷ"


def test_english_comes_from_the_catalogue() -> None:
    set_language("en")
    assert language() == "en"
    translated = [one for one in read(ENGLISH) if isinstance(one.id, str) and one.id and one.string]
    assert translated
    assert {message.id: _(str(message.id)) for message in translated} == {
        message.id: message.string for message in translated
    }


def test_what_is_counted_has_the_form_of_its_number() -> None:
    text = "{n} nghi trùng"
    assert [plural(text, n) for n in (1, 2)] == ["1 nghi trùng", "2 nghi trùng"]
    set_language("en")
    assert [plural(text, n) for n in range(3)] == [
        "0 possible duplicates", "1 possible duplicate", "2 possible duplicates",
    ]  # fmt: skip
    assert plural("{n} dòng nhật ký đã bị sửa, ví dụ {op}.", 1, n="một", op="x").startswith("một line of")
    assert plural("không có trong danh mục: {n}", 2) == "không có trong danh mục: 2"


def test_a_text_without_translation_stays_vietnamese() -> None:
    set_language("en")
    assert _("một câu không có trong danh mục") == "một câu không có trong danh mục"


def test_an_empty_text_stays_empty() -> None:
    # Gettext itself answers the catalogue's header.
    set_language("en")
    assert _("") == ""
    set_language("vi")
    assert from_english("") is None


def test_an_unknown_language_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        set_language("fr")
    assert language() == "vi"


def test_qt_texts_in_both_languages() -> None:
    assert from_english("Cancel") == "Huỷ"
    assert from_english("no such text of Qt") is None
    set_language("en")
    assert from_english("Cancel") is None


def test_import_reads_no_catalogue() -> None:
    probe = "from desktop_app import i18n; i18n._('Huỷ'); print(i18n._catalogue.cache_info().currsize)"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "0\n"


class Listener(QTranslator):
    """Hears every text that Qt asks for and changes none."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: dict[str, str] = {}

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        self.heard[source] = context
        return None

    def isEmpty(self) -> bool:  # noqa: N802  # Qt's own name
        return False


# What is asked for but is no text to translate.
NO_TEXT = {"QT_LAYOUT_DIRECTION", "Alt+Left", "Alt+Right", "Alt+Up"}
NO_CONTEXT = {"QShortcut", "QPageSize", "QAbstractFileIconProvider"}


def test_every_text_of_qt_dialogs_is_in_vietnamese(qtbot: QtBot, tmp_path: object) -> None:
    listener = Listener()
    QApplication.installTranslator(listener)
    try:
        buttons = [button for button in QDialogButtonBox.StandardButton if button.value.bit_count() == 1]
        box, message = QDialogButtonBox(), QMessageBox()
        for button in buttons:
            box.addButton(button)
            message.addButton(QMessageBox.StandardButton(button.value))
        message.setDetailedText("x")
        edit, files, bar = QLineEdit("x"), QFileDialog(None, "x", str(tmp_path)), QScrollBar()
        files.setOption(QFileDialog.Option.DontUseNativeDialog)
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        menu = edit.createStandardContextMenu()
        for widget in (box, message, edit, files, bar, menu):
            qtbot.addWidget(widget)
        files.show()
    finally:
        QApplication.removeTranslator(listener)

    asked = {
        text for text, context in listener.heard.items() if context not in NO_CONTEXT and text not in NO_TEXT
    }
    assert {"Cancel", "&Paste", "File &name:"} <= asked
    assert {text for text in asked if i18n.from_english(text) is None} == set()
