"""Vietnamese as it is typed and pasted, into every editor of every topic, in the form and in the grid."""

import unicodedata
from collections.abc import Iterator

import pytest
from desks import add, shown
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from window_kit import at, compose, homes, press, said, settle, topic, unikey, until, window_on

from desktop_app.domain import kinds
from desktop_app.domain.text import fold
from desktop_app.domain.topic import Field, Kind
from desktop_app.domain.values import Raw, Value
from desktop_app.topics.registry import ALL
from desktop_app.ui.answers import ChoiceAnswer, ManyAnswer, PhotoAnswer, as_answer
from desktop_app.ui.form.form import Form
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.tickets import Written
from desktop_app.ui.window import Window

KEYS = [topic.key for topic in ALL]
CHOSEN = (Kind.CHOICE, Kind.YES_NO)
WORDS = "Đường Huệ"
NFD = unicodedata.normalize("NFD", WORDS)
PASTE = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with window_on(homes(tmp_path_factory.mktemp("vi"))[1]) as made:
        # Texts that complete, so that a completion would show where it breaks what is typed.
        add(made.session.desk, "computer", asset_code="MT-1", maker="Dương Hương", user="Đường Huệ Chi")
        yield made


@pytest.fixture
def view(window: Window, key: str) -> Iterator[TopicView]:
    made = topic(window, key)
    yield made
    made.grid.setFocus()
    made.form.clear()
    window.session.scratch.forget(made.form.scratch_key)
    window.session.scratch.forget(made.grid.editing.scratch_key)


def text_of(widget: QWidget) -> str:
    assert isinstance(widget, (QLineEdit, QPlainTextEdit))
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def empty(widget: QWidget) -> None:
    as_answer(widget).put(None, "")


def type_unikey() -> None:
    """Type "Đường Huệ" in Telex as UniKey sends it: each mark is Backspaces and the letters anew."""
    for before, after in (("DD", "Đ"), ("uow", "ươ"), ("ng", "ng"), (" Hue", " Hue")):
        unikey(before, after)
    unikey("", "")
    for _letter in "e":
        press(Qt.Key.Key_Backspace, "\b")
    unikey("ej", "ệ")
    # The grave of "ường" is typed at the end of its word: all letters after the vowel come anew.
    press(Qt.Key.Key_Home)
    for _letter in "Đườn":
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Backspace, "\b")
    press(Qt.Key.Key_Backspace, "\b")
    unikey("", "ờn")
    press(Qt.Key.Key_End)


def type_composed() -> None:
    """Type it through an input method, word by word, underlined until each is done."""
    compose("Đường", steps=("D", "Đ", "Đu", "Đươ", "Đươn", "Đương", "Đường"))
    compose(" ", ())
    compose("Huệ", steps=("H", "Hu", "Hue", "Huê", "Huệ"))


def paste_nfd() -> None:
    QGuiApplication.clipboard().setText(NFD)
    press(Qt.Key.Key_V, "", PASTE)


TYPING = {"unikey": type_unikey, "composed": type_composed}


def begun(form: Form) -> Form:
    """A form with an empty record, on which something can be typed."""
    form.begin(None)
    return form


# --- the form -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typing", TYPING)
@pytest.mark.parametrize("key", KEYS)
def test_the_form_takes_what_is_typed_letter_for_letter(view: TopicView, typing: str) -> None:
    seen = set()
    for question in begun(view.form).questions.values():
        editor = question.editor
        if isinstance(editor, (ManyAnswer, PhotoAnswer)):
            continue
        question.show()  # also where it does not matter yet
        editor.setFocus()
        assert QApplication.focusWidget() is editor
        seen.add(type(editor))
        if isinstance(editor, ChoiceAnswer):
            check_seeking(editor, typing)
            continue
        TYPING[typing]()
        assert text_of(editor) == WORDS, question.field.key
        if isinstance(editor, QLineEdit) and editor.completer():
            assert editor.selectedText() == ""
            editor.completer().popup().hide()
        empty(editor)
    assert seen


def check_seeking(editor: ChoiceAnswer, typing: str) -> None:
    """Each answer of a list is found by the letters that begin it, whichever way they come."""
    for at_ in range(1, editor.count()):
        wanted = editor.itemText(at_)
        editor._sought = ""
        if typing == "composed":
            compose(wanted)
        else:
            unikey(fold(wanted)[:1], "")
            editor._sought = ""
            unikey("", fold(wanted))
        assert fold(editor.currentText()).startswith(fold(wanted)), wanted
    editor.setCurrentIndex(0)


@pytest.mark.parametrize("key", KEYS)
def test_text_pasted_in_pieces_is_kept_whole(window: Window, view: TopicView, key: str) -> None:
    texts = _texts(begun(view.form))
    for field in texts:
        view.form.questions[field.key].show()
        view.form.questions[field.key].editor.setFocus()
        paste_nfd()
    saved: list[Written] = []
    view.form.saved.connect(saved.append)
    view.form.save()
    settle(window)
    for field in texts:
        assert shown(window.session.desk, saved[0].rec, field.key, key) == Value(WORDS)


def _texts(form: Form) -> list[Field]:
    return [one.field for one in form.questions.values() if one.field.kind in (Kind.TEXT, Kind.LONG_TEXT)]


@pytest.mark.parametrize("key", KEYS)
def test_the_wheel_over_a_field_without_the_keyboard_changes_nothing(view: TopicView, key: str) -> None:
    form = begun(view.form)
    for question in form.questions.values():
        if isinstance(question.editor, ChoiceAnswer):
            question.editor.setCurrentIndex(1)
    view.grid.setFocus()
    given = {key: one.given() for key, one in form.questions.items()}
    for question in form.questions.values():
        for one in (question.editor, *question.editor.findChildren(QWidget)):
            wheel(one)
    assert {key: one.given() for key, one in form.questions.items()} == given


def wheel(over: QWidget) -> None:
    here = QPointF(over.rect().center())
    QApplication.sendEvent(
        over,
        QWheelEvent(
            here, over.mapToGlobal(here), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def test_no_page_has_a_field_that_the_wheel_changes_in_passing(window: Window) -> None:
    who = window.session.who
    assert who is not None
    found = 0
    for place in places_of(who.role):
        window.go(place.key)
        settle(window)
        window.setFocus()
        for kind in (QComboBox, QAbstractSpinBox, QAbstractSlider):
            for one in window.pages[place.key].findChildren(kind):
                if one.isVisible() and one.objectName() != "qt_scrollarea_vcontainer" and not _scrolls(one):
                    found += 1
                    before = state_of(one)
                    wheel(one)
                    assert state_of(one) == before, (place.key, one.accessibleName())
    assert found > 3


def _scrolls(one: QWidget) -> bool:
    return isinstance(one, QAbstractSlider) and one.metaObject().className() == "QScrollBar"


def state_of(one: QWidget) -> object:
    return one.currentIndex() if isinstance(one, QComboBox) else one.property("value")


# --- the grid -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typing", TYPING)
@pytest.mark.parametrize("key", KEYS)
def test_the_grid_takes_what_is_typed_letter_for_letter(view: TopicView, typing: str) -> None:
    if view.topic.append_only:
        assert not any(editable(view.grid, field) for field in view.topic.fields)
        return
    last = view.grid.rows.rowCount() - 1
    for field in kinds.written(view.topic):
        at(view.grid, last, field.key)
        if field.kind in CHOSEN:
            check_cell_seeking(view.grid, field, typing)
        elif field.kind is not Kind.MULTI_CHOICE:
            TYPING[typing]()
            answer = view.grid.editing.answer()
            assert answer is not None, field.key
            assert text_of(answer) == WORDS, field.key
        press(Qt.Key.Key_Escape)
        if view.grid.editing.editor is not None:  # the first Esc closed a popup
            press(Qt.Key.Key_Escape)
        assert view.grid.editing.editor is None, field.key
    assert view.grid.rows.rowCount() - 1 == last


def editable(grid: GridView, field: Field) -> bool:
    flags = grid.rows.flags(at(grid, grid.rows.rowCount() - 1, field.key))
    return bool(flags & Qt.ItemFlag.ItemIsEditable)


def check_cell_seeking(grid: GridView, field: Field, typing: str) -> None:
    press(Qt.Key.Key_F2)
    QApplication.processEvents()
    editor = grid.editing.answer()
    assert isinstance(editor, ChoiceAnswer), field.key
    editor.hidePopup()
    editor.setFocus()
    check_seeking(editor, typing)


@pytest.mark.parametrize("key", [key for key in KEYS if not ALL.get(key).append_only])
def test_text_pasted_in_pieces_into_a_cell_is_kept_whole(window: Window, view: TopicView, key: str) -> None:
    field = _texts(view.form)[0]
    row = view.grid.rows.rowCount() - 1
    at(view.grid, row, field.key)
    press(Qt.Key.Key_F2)
    paste_nfd()
    view.grid.finish()
    settle(window)
    assert said(view.grid, row, field.key) == WORDS
    cell = view.grid.rows.cell(view.grid.rows.index(row, view.grid.rows.column_of(field.key)))
    assert cell == Value(WORDS)
    window.session.writer.undo_stack.undo()
    settle(window)


# --- what never happens ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_no_editor_completes_in_the_line_masks_or_rewrites(view: TopicView, key: str) -> None:
    for question in view.form.questions.values():
        for one in (question.editor, *question.editor.findChildren(QWidget)):
            assert not isinstance(one, QAbstractSpinBox), "a spin box turned 12.5 into 125"
            if isinstance(one, QComboBox):
                assert not one.isEditable()
            if isinstance(one, QLineEdit):
                assert one.inputMask() == ""
                assert one.validator() is None
                completer = one.completer()
                popup = QCompleter.CompletionMode.PopupCompletion
                assert completer is None or completer.completionMode() is popup


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13.567", Value(13567)),
        ("13 567", Value(13567)),
        ("12,5", Raw("12,5")),
        ("12.5", Raw("12.5")),
        ("13,567", Raw("13,567")),
    ],
)
def test_a_whole_number_is_never_multiplied_in_silence(window: Window, typed: str, kept: object) -> None:
    check_number(window, "subscription", "fixed", typed, kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("66.5", Value("66.5")), ("66,5", Value("66.5")), ("66.500", Value("66.5")), ("1.000", Raw("1.000"))],
)
def test_a_decimal_is_never_multiplied_in_silence(window: Window, typed: str, kept: object) -> None:
    check_number(window, "loudspeaker", "frequency", typed, kept)


def check_number(window: Window, key: str, field: str, typed: str, kept: object) -> None:
    """Type a number into the form; where it may mean two things, the form asks which."""
    rec = add(window.session.desk, key, note="Số")
    window.session.changed.emit(key)
    view = topic(window, key)
    until(lambda: view.grid.rows.find(rec) >= 0)
    at(view.grid, view.grid.rows.find(rec), field)
    settle(window)
    view.form.questions[field].answer.put_words(typed)
    view.form.save()
    settle(window)
    assert shown(window.session.desk, rec, field, key) == kept
    if isinstance(kept, Raw):
        until(lambda: view.form.questions[field]._problems.count() > 0)
