"""Photos in the form: made smaller, without what the camera noted, kept by hash, named by the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add, shown
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QImageReader
from PySide6.QtWidgets import QApplication
from window_kit import at, homes, press, settle, topic, until, window_on

from desktop_app.app import photos as kept_photos
from desktop_app.domain import attachments
from desktop_app.domain.values import Value
from desktop_app.errors import UserError
from desktop_app.topics.registry import ALL
from desktop_app.ui import photos
from desktop_app.ui.answers import PhotoAnswer
from desktop_app.ui.form.form import Form
from desktop_app.ui.window import Window

OWNER = b"Lo Van Chu May"
# An APP1 segment as cameras write it: turned by 90 degrees (tag 0x0112 = 6), and its owner's name beside it.
_TIFF = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0" + OWNER
EXIF = b"\xff\xe1" + (2 + 6 + len(_TIFF)).to_bytes(2, "big") + b"Exif\0\0" + _TIFF


def a_photo(path: Path, width: int, height: int, colour: str = "red") -> Path:
    """Write a JPEG as a camera does, with what it notes."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    image.save(str(path), "JPEG")
    plain = path.read_bytes()
    path.write_bytes(plain[:2] + EXIF + plain[2:])
    return path


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with window_on(homes(tmp_path)[1]) as made:
        yield made


def album(form: Form) -> PhotoAnswer:
    editor = form.questions["photos"].editor
    assert isinstance(editor, PhotoAnswer)
    return editor


def drop(answer: PhotoAnswer, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(answer, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(answer, QDropEvent(QPointF(5, 5), *how))


def test_a_photo_is_made_smaller_turned_upright_and_loses_what_the_camera_noted(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = a_photo(tmp_path / "a.jpg", 3000, 2000)
    assert OWNER in path.read_bytes()
    content = photos.fit(path)
    image = QImage.fromData(QByteArray(content), "JPEG")
    assert (image.width(), image.height()) == (853, photos.SIDE)
    assert OWNER not in content
    assert b"Exif" not in content
    assert len(content) < attachments.LARGEST


def test_a_small_photo_is_not_made_larger(qapp: QApplication, tmp_path: Path) -> None:
    image = QImage.fromData(QByteArray(photos.fit(a_photo(tmp_path / "a.jpg", 40, 30))))
    assert (image.width(), image.height()) == (30, 40)


def test_what_was_transparent_is_white_and_texts_stay_behind(qapp: QApplication, tmp_path: Path) -> None:
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    image.setText("Author", OWNER.decode())
    image.save(str(tmp_path / "a.png"))
    content = photos.fit(tmp_path / "a.png")
    assert QImage.fromData(QByteArray(content)).pixelColor(10, 10).lightness() > 250
    assert OWNER not in content


def test_what_is_no_photo_is_said_by_name(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "so-lieu.jpg").write_text("no photo")
    with pytest.raises(UserError) as refused:
        photos.fit(tmp_path / "so-lieu.jpg")
    assert refused.value.where == "so-lieu.jpg"
    assert refused.value.todo


def test_every_topic_that_shows_a_thing_takes_photos_and_asks_for_none() -> None:
    having = {topic.key for topic in ALL if "photos" in topic.by_key}
    assert having == {"computer", "peripheral", "postal_point", "bts"}
    assert not any(ALL.get(key).by_key["photos"].required for key in having)


def test_a_dropped_photo_is_kept_and_named_by_the_record_once_it_is_saved(
    window: Window, tmp_path: Path
) -> None:
    desk = window.session.desk
    rec = add(desk, asset_code="MT-1")
    form = topic(window).form
    at(window.pages["entry"].view.grid, 0, "maker")  # type: ignore[attr-defined]
    drop(album(form), a_photo(tmp_path / "a.jpg", 2000, 1000), a_photo(tmp_path / "b.jpg", 50, 50, "blue"))
    until(lambda: album(form).list.count() == 2)
    settle(window)
    assert form.is_changed()
    form.save()
    settle(window)
    cell = shown(desk, rec, "photos")
    assert isinstance(cell, Value)
    contents = [kept_photos.content_of(desk, sha256) for sha256 in attachments.hashes(cell.v)]
    assert [attachments.name_of(content or b"") for content in contents] == cell.v
    assert not form.is_changed()
    assert all(not album(form).list.item(n).icon().isNull() for n in range(2))


def test_a_photo_is_taken_out_by_delete_and_undo_brings_it_back(window: Window, tmp_path: Path) -> None:
    desk = window.session.desk
    rec = add(desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    drop(album(view.form), a_photo(tmp_path / "a.jpg", 60, 50))
    until(lambda: album(view.form).list.count() == 1)
    view.form.save()
    settle(window)
    named = shown(desk, rec, "photos")
    album(view.form).list.setFocus()
    album(view.form).list.setCurrentRow(0)
    press(Qt.Key.Key_Delete)
    view.form.save()
    settle(window)
    assert shown(desk, rec, "photos") is None
    window.session.writer.undo_stack.undo()
    settle(window)
    assert shown(desk, rec, "photos") == named


def test_the_same_photo_twice_is_one(window: Window, tmp_path: Path) -> None:
    add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    path = a_photo(tmp_path / "a.jpg", 60, 50)
    for _time in range(2):
        drop(album(view.form), path)
        settle(window)
    assert album(view.form).list.count() == 1


def test_a_photo_that_comes_after_another_row_was_opened_is_not_put_there(
    window: Window, tmp_path: Path
) -> None:
    add(window.session.desk, asset_code="MT-1")
    add(window.session.desk, asset_code="MT-2")
    view = topic(window)
    at(view.grid, 0, "maker")
    drop(album(view.form), a_photo(tmp_path / "a.jpg", 2000, 1000))
    at(view.grid, 1, "maker")
    settle(window)
    assert album(view.form).list.count() == 0
    assert not view.form.is_changed()
    assert "Ảnh chưa được thêm" in " ".join(one.notice.what for one in window.messages.shown())


def test_a_photo_of_another_pc_says_that_it_has_not_come_yet(window: Window) -> None:
    desk = window.session.desk
    from desktop_app.app import entry

    editing = entry.new_record(desk, "bts")
    entry.save(desk, editing, {"code": Value("T1"), "photos": Value([{"bytes": 9, "sha256": "ab" * 32}])})
    view = topic(window, "bts")
    at(view.grid, 0, "code")
    settle(window)
    assert album(view.form).list.item(0).text() == "Ảnh chưa tới"
    assert not view.form.is_changed()


def test_unsaved_photos_survive_a_crash(window: Window, tmp_path: Path) -> None:
    from desktop_app.app import people

    add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    drop(album(view.form), a_photo(tmp_path / "a.jpg", 60, 50))
    until(lambda: album(view.form).list.count() == 1)
    window.session.scratch.keep_now()
    settle(window)
    left = people.scratch(window.session.desk)["form:computer"]
    view.form.clear()
    at(view.grid, 0, "model")
    view._show_row(view.grid.current_row())
    view.form.pick_up({"words": left["fields"]})
    assert album(view.form).list.count() == 1
    assert view.form.is_changed()


def test_enter_on_a_photo_shows_it_whole(window: Window, tmp_path: Path) -> None:
    add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    answer = album(view.form)
    drop(answer, a_photo(tmp_path / "a.jpg", 2000, 1500))
    until(lambda: answer.list.count() == 1)
    answer.list.setFocus()
    answer.list.setCurrentRow(0)
    press(Qt.Key.Key_Return)
    settle(window)
    from desktop_app.ui.form.album import PhotoDialog

    (dialog,) = answer.findChildren(PhotoDialog)
    assert dialog.width() <= window.width()
    assert dialog.height() <= window.height()
    dialog.reject()


def test_photos_are_not_typed_in_the_grid_nor_written_in_a_workbook(window: Window, tmp_path: Path) -> None:
    add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    index = at(view.grid, 0, "photos")
    assert not view.grid.rows.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert QImageReader.supportedImageFormats()
