"""Colours that can be read, letters that the face has, settings that survive damage, icons that are there."""

import itertools
import json
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from PySide6.QtGui import QFontDatabase, QGuiApplication, QRawFont
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.i18n import set_language
from desktop_app.resources_path import resource
from desktop_app.topics.registry import ALL
from desktop_app.ui import fonts, icons, stylesheet
from desktop_app.ui.qt_vietnamese import QtVietnamese
from desktop_app.ui.settings import TEXT_SCALES, Settings
from desktop_app.ui.theme import CONTRAST, DARK, LIGHT, Look, Tokens, contrast, look

CODE = Path(__file__).parents[2] / "desktop_app"
THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def grounds(t: Tokens) -> list[tuple[str, str]]:
    """Return every (ink, ground) that the style sheet writes with."""
    plain = [(ink, ground) for ink in (t.text, t.muted) for ground in (t.ground, t.surface, t.field, t.hover)]
    tones = [
        (t.accent, t.accent_soft), (t.warn, t.warn_soft), (t.bad, t.bad_soft), (t.accent, t.surface),
        (t.warn, t.surface), (t.bad, t.surface), (t.on_accent, t.accent), (t.on_accent, t.accent_hover),
        (t.text, t.selection), (t.text, t.warn_soft), (t.text, t.bad_soft), (t.muted, t.selection),
    ]  # fmt: skip
    return plain + tones


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_its_ground(theme: str) -> None:
    least = 7.0 if theme == "contrast" else 4.5
    weak = [(ink, ground) for ink, ground in grounds(THEMES[theme]) if contrast(ink, ground) < least]
    assert weak == []


SILENT = ("QScrollBar", "QProgressBar", "separator", '"rule"', "indicator", "handle", '"veil"')
"""Parts of which no text stands on their ground."""


def written(sheet: str, plain: str) -> set[tuple[str, str, str]]:
    """Return (selector, ink, ground) of each rule that gives a ground; without its own ink, ``plain``."""
    found = set()
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        pairs = re.findall(r"([\w-]+):\s*(#[0-9A-Fa-f]{6})\s*(?:;|$)", body)
        given = dict(pairs)
        for ground, ink in (("background", "color"), ("selection-background-color", "selection-color")):
            if ground in given and not any(part in selector for part in SILENT):
                found.add((selector.strip(), given.get(ink, plain), given[ground]))
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_no_rule_of_the_style_sheet_writes_what_cannot_be_read(
    qapp: QApplication, tmp_path: Path, theme: str
) -> None:
    """Whatever a widget is just now: pressed, chosen, not to be used."""
    chosen = Look(THEMES[theme])
    sheet = stylesheet.build(chosen, icons.write_tinted(tmp_path, chosen.tokens))
    found = written(sheet, chosen.tokens.text)
    assert len(found) > 30
    assert [one for one in found if contrast(one[1], one[2]) < 4.5] == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_ring_of_the_focus_and_the_edge_of_a_field_are_seen(theme: str) -> None:
    t = THEMES[theme]
    assert contrast(t.accent, t.surface) >= 3
    assert contrast(t.accent, t.ground) >= 3
    assert contrast(t.field_line, t.field) >= 1.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_face_has_every_letter_that_the_program_says(qapp: QApplication) -> None:
    face = QRawFont(str(resource("fonts", "be-vietnam-pro", "BeVietnamPro-Regular.ttf")), 12)
    texts = {text for _f, _l, text, _c, _x in extract_from_dir(CODE / "ui", keywords={"_": None})}
    texts |= {
        label for topic in ALL for field in topic.fields for label in (*field.label, *(field.help or ()))
    }
    letters = set(itertools.chain.from_iterable(texts)) - {"\n"}
    assert {letter for letter in letters if not face.supportsCharacter(ord(letter))} == set()


def test_no_text_hides_inside_a_formatted_string() -> None:
    # Before Python 3.12 the collector of texts does not see into f"…", and the text would stay Vietnamese.
    inside = re.compile(r"\{_\(")
    assert [path.name for path in (CODE / "ui").rglob("*.py") if inside.search(path.read_text("utf-8"))] == []


def test_the_face_is_loaded_once(qapp: QApplication) -> None:
    fonts.load()
    fonts.load()
    assert fonts.FAMILY in QFontDatabase.families()
    assert fonts.base(150).pointSizeF() == pytest.approx(15)


def test_every_icon_named_in_the_code_is_shipped_and_no_other() -> None:
    shipped = {path.stem for path in resource("icons", "lucide").glob("*.svg")}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (CODE / "ui").rglob("*.py"))
    named = set(re.findall(r'"([a-z0-9-]+)"', source)) | {topic.icon for topic in ALL}
    assert {topic.icon for topic in ALL} <= shipped
    assert shipped - named == set(), "remove icons that nothing names"
    assert icons.icon("house", "#000000").availableSizes()


@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_style_sheet_is_understood(qapp: QApplication, tmp_path: Path, theme: str, scale: int) -> None:
    chosen = Look(THEMES[theme], scale)
    sheet = stylesheet.build(chosen, icons.write_tinted(tmp_path, chosen.tokens))
    assert sheet.count("{") == sheet.count("}")
    assert "{t." not in sheet
    widget = QWidget()
    widget.setStyleSheet(sheet)  # Qt warns of what it cannot parse, and a warning fails the test
    widget.ensurePolished()


def test_the_system_decides_where_nothing_was_chosen(qapp: QApplication) -> None:
    dark = QGuiApplication.styleHints().colorScheme().name == "Dark"
    assert look("system", 100).tokens is (DARK if dark else LIGHT)
    assert look("dark", 125) == Look(DARK, 125)


# --- settings -------------------------------------------------------------------------------------------


def test_settings_are_remembered(tmp_path: Path) -> None:
    chosen = Settings(language="en", theme="dark", text_scale=125, geometry="AAA=", page="entry")
    chosen.save(tmp_path / "new" / "folder")
    assert Settings.load(tmp_path / "new" / "folder") == chosen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"theme": 5}',
        '{"theme": "pink", "text_scale": 7, "language": "fr"}',
        "\x00\xff",
    ],
)
def test_damaged_settings_become_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / "window.json").write_text(text, encoding="latin-1")
    assert Settings.load(tmp_path) == Settings()


@pytest.mark.parametrize(("kept", "shown"), [(115, 110), (130, 125), (90, 90), (125, 125), (150, 150)])
def test_a_text_size_of_an_earlier_version_becomes_the_nearest_of_now(
    tmp_path: Path, kept: int, shown: int
) -> None:
    (tmp_path / "window.json").write_text(json.dumps({"text_scale": kept}), encoding="utf-8")
    assert Settings.load(tmp_path).text_scale == shown


def test_the_sizes_that_the_survey_asks_for_are_offered() -> None:
    assert {100, 125, 150} <= set(TEXT_SCALES)


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text(json.dumps({"theme": "dark", "later": 1}), encoding="utf-8")
    assert Settings.load(tmp_path) == Settings(theme="dark")


def test_a_folder_that_cannot_be_written_costs_only_the_remembering(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Settings().save(tmp_path / "file" / "below")
    assert Settings.load(tmp_path / "file" / "below") == Settings()


# --- Qt's own words -------------------------------------------------------------------------------------


def test_qt_says_its_own_words_in_the_language_in_use(qapp: QApplication) -> None:
    from PySide6.QtWidgets import QDialogButtonBox

    words = QtVietnamese()
    QApplication.installTranslator(words)
    try:
        kinds = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.Save)
        texts = [box.button(kind).text().replace("&", "") for kind in (kinds.Cancel, kinds.Save)]
        assert texts == ["Huỷ", "Lưu"]
        set_language("en")
        box = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        assert box.button(kinds.Cancel).text().replace("&", "") == "Cancel"
    finally:
        QApplication.removeTranslator(words)


def test_a_text_that_the_catalogue_lacks_stays_and_is_never_blank() -> None:
    words = QtVietnamese()
    assert words.translate("QDialog", "a text that nobody translated") is None
    assert words.translate("QDialog", "") is None
    assert not words.isEmpty()
