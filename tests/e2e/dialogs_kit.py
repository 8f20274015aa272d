"""Every dialog, popup and menu of the window, and how a person comes to it.

`CASES` is keyed by where it is made, "grid/bulk.py:BulkDialog"; `test_window_dialogs` fails if the program
makes one (`dialogs_made`) that is not listed here.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QWidget
from window_kit import at, settle, topic

from desktop_app.domain.topic import Kind
from desktop_app.topics.registry import ALL
from desktop_app.ui.form.album import PhotoDialog
from desktop_app.ui.grid.bulk import BulkDialog
from desktop_app.ui.pages.history import DeletedDialog, HistoryDialog
from desktop_app.ui.pages.print_batch import BatchDialog
from desktop_app.ui.pages.print_details import DetailsDialog
from desktop_app.ui.window import Window

LONG = "Máy này nhận từ dự án của tỉnh, số sê-ri trên vỏ máy đã mờ nên ghi theo biên bản bàn giao. " * 3

Open = Callable[[Window], Iterator[QWidget]]
"""Opens one after the other; each is closed before the next is asked for."""


class Case(NamedTuple):
    """Who sees it, and the way to it."""

    open: Open
    role: str = "commune"


# --- dialogs --------------------------------------------------------------------------------------------


def photo(window: Window) -> Iterator[QWidget]:
    image, buffer = QImage(1280, 1280, QImage.Format.Format_RGB32), QBuffer()
    image.fill(0x336699)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    dialog = PhotoDialog(bytes(buffer.data().data()), topic(window).form)
    dialog.open()
    yield dialog


def clone(window: Window) -> Iterator[QWidget]:
    grid = topic(window).grid
    at(grid, 0, "maker")
    grid.selectAll()
    grid.filling.ask_clone()
    yield grid.filling.dialog


def bulk(window: Window) -> Iterator[QWidget]:
    """Ask for each kind of value once."""
    view = topic(window)
    at(view.grid, 0, "maker")
    rows, seen = view.grid.selected_rows(), set[Kind]()
    for one in ALL:
        for field in one.fields:
            if field.kind not in seen and field.kind is not Kind.ATTACHMENT:
                seen.add(field.kind)
                dialog = BulkDialog(view.grid, window.session, one, rows, field)
                dialog.open()
                yield dialog


def widest_ticks(window: Window) -> Iterator[QWidget]:
    """Ask for the fields of which most boxes are to be ticked."""
    view = topic(window)
    at(view.grid, 0, "maker")
    rows = view.grid.selected_rows()
    for one in ALL:
        for field in one.fields:
            if field.kind is Kind.MULTI_CHOICE:
                dialog = BulkDialog(view.grid, window.session, one, rows, field)
                dialog.open()
                yield dialog


def columns(window: Window) -> Iterator[QWidget]:
    looking = topic(window).looking
    looking.choose_columns()
    yield looking.dialog


def help_sheet(window: Window) -> Iterator[QWidget]:
    topic(window)
    window.actions_of._all["help"].trigger()
    assert window.help is not None
    yield window.help


def reason(window: Window) -> Iterator[QWidget]:
    """Give a reason for each kind of warning there is."""
    window.go("check")
    settle(window)
    page = window.pages["check"]
    soft = {one.problem.code: one for one in window.session.findings.all if not one.hard}
    assert soft
    for found in soft.values():
        dialog = page._ask(found)  # type: ignore[attr-defined]
        dialog.reason.setPlainText(LONG)
        yield dialog


def retire(window: Window) -> Iterator[QWidget]:
    for key in ("computer", "office"):
        view = topic(window, key)
        at(view.grid, 0, view.topic.fields[0].key)
        view.confirming.ask_retire()
        yield view.confirming.dialog


def history(window: Window) -> Iterator[QWidget]:
    view = topic(window)
    at(view.grid, 0, "maker")
    view.past.show_history()
    assert isinstance(view.past.dialog, HistoryDialog)
    yield view.past.dialog


def deleted(window: Window) -> Iterator[QWidget]:
    view = topic(window)
    view.past.show_deleted()
    assert isinstance(view.past.dialog, DeletedDialog)
    yield view.past.dialog


def name_of_view(window: Window) -> Iterator[QWidget]:
    looking = topic(window).looking
    looking.ask_name()
    yield looking.dialog
    looking.ask_new_name("Máy cũ hơn 5 năm của Uỷ ban nhân dân xã và các trường học trên địa bàn")
    yield looking.dialog


def issue(window: Window) -> Iterator[QWidget]:
    window.go("inbox")
    settle(window)
    page = window.pages["inbox"]
    page.ask_issue()  # type: ignore[attr-defined]
    dialog = page.dialog  # type: ignore[attr-defined]
    for number in (0, dialog.commune.count() - 1):
        dialog.commune.setCurrentIndex(number)
    yield dialog


def give_back(window: Window) -> Iterator[QWidget]:
    view = topic(window)
    at(view.grid, 0, "maker")
    view.ask_back()
    view.dialog.comment.setPlainText(LONG)
    yield view.dialog


def printer(window: Window) -> Iterator[QWidget]:
    made = QPrinter()
    dialog = QPrintDialog(made, window)
    dialog.show()  # `exec` would not come back
    yield dialog


def page_of(window: Window, key: str) -> Any:
    """Go to a page; return it."""
    window.go(key)
    settle(window)
    return window.pages[key]


def details(window: Window) -> Iterator[QWidget]:
    """Ask for what the papers of a unit say, then for those of one of its offices."""
    page = page_of(window, "print")
    for number in (0, 1):
        page.choices.office.setCurrentIndex(number)
        page.details_button.click()
        settle(window)
        yield page.findChildren(DetailsDialog)[-1]


def batch(window: Window) -> Iterator[QWidget]:
    page = page_of(window, "print")
    page.ask_batch()
    yield page.findChildren(BatchDialog)[-1]


def begin_stocktake(window: Window) -> Iterator[QWidget]:
    page = page_of(window, "stocktake")
    page.ask_begin()
    settle(window)
    yield page.dialog


def correct_rooms(window: Window) -> Iterator[QWidget]:
    page = page_of(window, "stocktake")
    page.ending.correct_rooms()
    yield page.findChildren(QMessageBox)[-1]


# --- popups ---------------------------------------------------------------------------------------------


def column_filters(window: Window) -> Iterator[QWidget]:
    """Ask for the filter of a column of each kind."""
    seen = set[Kind | None]()
    for key in [one.key for one in ALL]:
        view = None
        for field in ALL.get(key).fields:
            if field.kind in seen:
                continue
            view = view or topic(window, key)
            if field.key not in [column.key for column in view.grid.rows.columns]:
                continue
            seen.add(field.kind)
            view.looking.filter_column(view.grid.rows.column_of(field.key), QPoint(2000, 2000))
            yield view.looking.dialog


def standing(window: Window) -> Iterator[QWidget]:
    window.show_standing()
    assert window.open_list is not None
    yield window.open_list


def cell_popups(window: Window) -> Iterator[QWidget]:
    """Edit a cell of which boxes are ticked, or in which lines are written."""
    for one in ALL:
        wide = [field for field in one.fields if field.kind in (Kind.MULTI_CHOICE, Kind.LONG_TEXT)]
        for field in wide[:2]:
            grid = topic(window, one.key).grid
            if grid.rows.rowCount() == 0 or field.key not in [column.key for column in grid.rows.columns]:
                continue
            grid.edit(at(grid, 0, field.key))
            assert grid.editing.editor is not None
            yield grid.editing.editor
            grid.finish()


def completions(window: Window) -> Iterator[QWidget]:
    view = topic(window, "computer")
    at(view.grid, 0, "maker")
    grid = view.grid
    grid.edit(at(grid, 0, "maker"))
    line = grid.editing.answer()
    assert isinstance(line, QLineEdit)
    completer = line.completer()
    assert completer is not None
    completer.setCompletionPrefix("")
    completer.complete()
    popup = completer.popup()
    assert popup is not None
    yield popup
    grid.finish()


# --- menus ----------------------------------------------------------------------------------------------


def cell_menu(window: Window) -> Iterator[QWidget]:
    grid = topic(window).grid
    at(grid, 0, "maker")
    yield grid.menu()


def state_menus(window: Window) -> Iterator[QWidget]:
    view = topic(window)
    at(view.grid, 0, "maker")
    for question in view.form.questions.values():
        menu = question._states.menu()
        assert menu is not None
        yield menu


def topics_menu(window: Window) -> Iterator[QWidget]:
    menu = topic(window).title.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    yield menu


def matrix_menu(window: Window) -> Iterator[QWidget]:
    key = next(one.key for one in ALL if one.matrix is not None)
    view = topic(window, key)
    view.as_matrix.emit()
    settle(window)
    page = window.pages["entry"].matrix  # type: ignore[attr-defined]
    page.sheet.setCurrentIndex(page.sheet.model().index(0, 0))
    yield page.sheet.menu()
    page.as_grid.emit()
    settle(window)


def column_menus(window: Window) -> Iterator[QWidget]:
    looking = topic(window).looking
    for number in (0, 1, 3):
        yield looking.column_menu(number, QPoint())


def views_menu(window: Window) -> Iterator[QWidget]:
    looking = topic(window).looking
    looking._fill()
    yield looking.menu


def finding_menu(window: Window) -> Iterator[QWidget]:
    window.go("check")
    settle(window)
    page = window.pages["check"]
    soft = next(one for one in window.session.findings.all if not one.hard)
    page.list.choose(page.model.place_of(soft))  # type: ignore[attr-defined]
    yield page.menu()  # type: ignore[attr-defined]


CASES: Mapping[str, Case] = {
    "form/album.py:PhotoDialog": Case(photo),
    "grid/bulk.py:CloneDialog": Case(clone),
    "grid/bulk.py:BulkDialog": Case(bulk),
    "grid/bulk.py:BulkDialog, ticks": Case(widest_ticks),
    "grid/chooser.py:ColumnChooser": Case(columns),
    "help.py:HelpDialog": Case(help_sheet),
    "pages/check.py:ReasonDialog": Case(reason),
    "pages/confirm_retire.py:RetireDialog": Case(retire),
    "pages/history.py:HistoryDialog": Case(history),
    "pages/history.py:DeletedDialog": Case(deleted),
    "pages/looking.py:QInputDialog": Case(name_of_view),
    "pages/inbox_issue.py:IssueDialog": Case(issue, "district"),
    "pages/review_back.py:BackDialog": Case(give_back, "district"),
    "pages/print_details.py:DetailsDialog": Case(details),
    "pages/print_batch.py:BatchDialog": Case(batch, "district"),
    "pages/stocktake_parts.py:BeginDialog": Case(begin_stocktake),
    "pages/stocktake_end.py:QMessageBox": Case(correct_rooms),
    "pages/printing.py:QPrintDialog": Case(printer),
    "pages/column_filter.py:ColumnFilter": Case(column_filters),
    "widgets/standing.py:StandingList": Case(standing),
    "widgets/standing.py:StandingList, district": Case(standing, "district"),
    "grid/popup.py:CellPopup": Case(cell_popups),
    "answers/lines.py:_Folding": Case(completions),
    "grid/view.py:QMenu": Case(cell_menu, "district"),
    "grid/states.py:QMenu": Case(cell_menu),
    "form/question.py:QMenu": Case(state_menus),
    "pages/topic.py:QMenu": Case(topics_menu),
    "matrix/view.py:QMenu": Case(matrix_menu),
    "pages/looking.py:QMenu": Case(column_menus),
    "pages/looking.py:QMenu, views": Case(views_menu),
    "pages/check.py:QMenu": Case(finding_menu),
}


def close_popups() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
