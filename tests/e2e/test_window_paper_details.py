"""The dialog in which an office writes what its papers say beside the records."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from desks import add
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QTableWidget, QTableWidgetItem
from window_kit import homes, settle, window_on

from desktop_app.app.paper_details import BoardMember, paper_details
from desktop_app.ui.pages.print_details import DetailsDialog
from desktop_app.ui.pages.prints import PrintPage
from desktop_app.ui.window import Window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with window_on(homes(tmp_path)[1]) as made:
        yield made


def prints(window: Window) -> PrintPage:
    window.go("print")
    settle(window)
    page = window.pages["print"]
    assert isinstance(page, PrintPage)
    return page


def opened(window: Window, page: PrintPage) -> DetailsDialog:
    page.details_button.click()
    settle(window)
    dialog = page.findChildren(DetailsDialog)[-1]
    assert isinstance(dialog, DetailsDialog)
    return dialog


def write(dialog: DetailsDialog, key: str, text: str) -> None:
    field = dialog.fields[key]
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    elif isinstance(field, QLineEdit):
        field.setText(text)


def shown(page: PrintPage) -> str:
    assert page.ready is not None
    reader = pypdf.PdfReader(io.BytesIO(page.ready.pdf))
    return " ".join(" ".join(one.extract_text().split()) for one in reader.pages)


def test_what_is_written_is_printed_at_once_and_shown_again(window: Window) -> None:
    page = prints(window)
    dialog = opened(window, page)
    for key, text in (
        ("unit", "ĐƠN VỊ THỬ"), ("signatories.accountant", "Quàng Thị C"), ("codes.c53", "C53-MỚI"),
        ("circulars.c53", "(Thông tư mới\nnăm nay)"), ("recipients", "Như trên\n\nLãnh đạo"),
    ):  # fmt: skip
        write(dialog, key, text)
    board = dialog.fields["board"]
    assert isinstance(board, QTableWidget)
    board.setItem(0, 0, QTableWidgetItem("Ông | A"))
    board.setItem(2, 3, QTableWidgetItem("Thư ký"))
    dialog.keep.click()
    settle(window)
    details = paper_details(window.session.desk)
    assert details.board == (BoardMember("Ông | A"), BoardMember(role="Thư ký"))
    assert details.recipients == ("Như trên", "Lãnh đạo")
    said = shown(page)
    for text in ("Đơn vị: ĐƠN VỊ THỬ", "Quàng Thị C", "Mẫu số: C53-MỚI (Thông tư mới năm nay)", "Thư ký"):
        assert text in said
    again = opened(window, page)
    again.keep.click()
    settle(window)
    assert paper_details(window.session.desk) == details


def test_an_office_has_a_head_of_its_own(window: Window) -> None:
    rec = add(window.session.desk, topic="office", name="Trạm thử", kind="health")
    page = prints(window)
    page.choices.office.setCurrentIndex(page.choices.office.findData(rec))
    settle(window)
    dialog = opened(window, page)
    assert any("Trạm thử" in shown.text() for shown in dialog.findChildren(QLabel))
    assert list(dialog.fields) == ["unit", "department", "budget_code"]
    write(dialog, "department", "Trạm Y tế thử")
    dialog.keep.click()
    settle(window)
    assert paper_details(window.session.desk, office=rec).department == "Trạm Y tế thử"
    assert "Bộ phận: Trạm Y tế thử" in shown(page)


def test_leaving_the_dialog_keeps_nothing(window: Window) -> None:
    page = prints(window)
    dialog = opened(window, page)
    write(dialog, "unit", "KHÔNG LƯU")
    dialog.reject()
    settle(window)
    assert paper_details(window.session.desk).unit == ""
