"""The print page: what is asked for, page by page, on paper as on the screen, many at once."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add
from paper_kit import DOTS_PER_MM, gap, ink_box, pdf_page
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageRanges, QPainter, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from window_kit import click, enter, homes, press, settle, type_keys, until, window_on

from desktop_app.app import batch, entry
from desktop_app.app.forms import FORMS
from desktop_app.app.ports import Asking, Want
from desktop_app.domain.values import Value
from desktop_app.ui.pages.preview import SvgPage
from desktop_app.ui.pages.print_batch import Order, Way
from desktop_app.ui.pages.printing import Papers, lp_words, repeated, send
from desktop_app.ui.pages.prints import PrintPage, Ready
from desktop_app.ui.tasks import CancelledError
from desktop_app.ui.window import Window

ROWS = 200
PLANT = ("Văn phòng", "CON", '../a<b>:"c"|?*\\d', "")
C53 = next(form for form in FORMS if form.key == "c53")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with window_on(homes(tmp_path)[1]) as made:
        made.session.remember(papers=str(tmp_path))
        yield made


def prints(window: Window, rows: int = 0, **where: str) -> PrintPage:
    """Go to the page, with as many computers in the home."""
    desk = window.session.desk
    news = [(entry.new_record(desk, "computer"), {"asset_code": Value(f"MT-{n:03}")}) for n in range(rows)]
    entry.save_many(desk, news)
    window.go("print", where)
    settle(window)
    page = window.pages["print"]
    assert isinstance(page, PrintPage)
    return page


def notices(window: Window) -> list[str]:
    return [one.notice.key for one in window.messages.shown()]


# --- what is asked for ---------------------------------------------------------------------------------


def test_every_form_of_the_home_stands_in_the_list_once_and_asks_for_what_it_wants(window: Window) -> None:
    page = prints(window)
    keys = [page.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(page.list.count())]
    listed = [key for key in keys if key]
    assert sorted(listed) == sorted(form.key for form in FORMS if not form.district)
    for form in FORMS:
        if not form.district:
            page.list.choose(form.key)
            shown = {want for want, line in page.choices._lines.items() if not line.isHidden()}
            assert shown == form.wants - {Want.UNIT}  # a commune has one unit only
            settle(window)


def test_words_choose_the_rows_of_a_register(window: Window) -> None:
    page = prints(window, rows=120, sheet="computer")
    whole = len(page.preview.leaves)
    page.choices.words.setText("MT-007")
    settle(window)
    assert page.choices.asking() == Asking(topic="computer", where="MT-007")
    assert whole > len(page.preview.leaves) == 1


def test_the_last_choices_are_there_again(window: Window) -> None:
    page = prints(window, sheet="village")
    page.preview.set_zoom(150)
    window.rebuild()
    settle(window)
    again = prints(window)
    assert again is not page
    assert (again.form.key, again.choices.asking().topic, again.preview.zoom) == ("register", "village", 150)


def test_an_inventory_is_two_clicks_from_home_whatever_was_printed_last(
    window: Window, tmp_path: Path
) -> None:
    prints(window, sheet="village")
    window.go("home")
    settle(window)
    click(window.pages["home"].inventory)  # type: ignore[attr-defined]
    settle(window)
    page = window.pages["print"]
    assert isinstance(page, PrintPage)
    until(page.pdf_button.isEnabled)
    click(page.pdf_button)
    settle(window)
    assert (tmp_path / "C53-HD.pdf").exists()


# --- pages ---------------------------------------------------------------------------------------------


def test_pages_are_parsed_and_drawn_when_they_come_into_sight(window: Window) -> None:
    page = prints(window, ROWS)
    preview = page.preview
    count = len(preview.leaves)
    assert count >= 5
    assert [leaf.is_drawn for leaf in preview.leaves].count(True) <= 3
    preview.go_to(count)
    QApplication.processEvents()
    assert preview.leaves[-1].is_drawn
    assert not preview.leaves[0].is_drawn


def test_keys_and_buttons_go_from_page_to_page(window: Window) -> None:
    page = prints(window, ROWS)
    preview, count = page.preview, len(page.preview.leaves)
    preview.setFocus()
    steps = {Qt.Key.Key_PageDown: 2, Qt.Key.Key_End: count, Qt.Key.Key_PageUp: count - 1, Qt.Key.Key_Home: 1}
    for key, there in steps.items():
        press(key)
        assert (preview.page, page.bar.page.text()) == (there, str(there))
    for act, there in (
        (page.bar.on, 2),
        (page.bar.last, count),
        (page.bar.back, count - 1),
        (page.bar.first, 1),
    ):
        click(act)
        assert preview.page == there
    assert not page.bar.first.isEnabled()
    page.bar.page.setFocus()
    page.bar.page.selectAll()
    type_keys("3")
    enter()
    assert preview.page == 3
    assert page.bar.count.text() == f"/ {count}"


def test_pages_are_as_large_as_wished(window: Window) -> None:
    preview = prints(window, ROWS).preview
    preview.go_to(3)
    preview.set_zoom("width")
    wide = preview.leaves[0].width()
    assert preview.viewport().width() - 40 < wide < preview.viewport().width()
    preview.set_zoom("page")
    assert preview.leaves[0].height() <= preview.viewport().height()
    preview.set_zoom(100)
    assert preview.leaves[0].width() == round(297 / 25.4 * 96)
    turn = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CTRL,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(preview.viewport(), turn)
    assert preview.zoom == 125
    assert preview.page == 3


def test_the_first_page_is_shown_before_the_number_of_pages_is_known(window: Window) -> None:
    page = prints(window, ROWS)
    page.list.choose("register")
    settle(window)
    seen = []
    whole = page._take
    page._take = lambda asked, made: (  # type: ignore[method-assign]
        seen.append((len(page.preview.leaves), page.bar.count.text(), page.pdf_button.isEnabled())),
        whole(asked, made),
    )[1]
    page.list.choose("c53")
    settle(window)
    assert seen == [(1, "/ …", False)]
    assert len(page.preview.leaves) >= 5
    assert page.pdf_button.isEnabled()


def test_what_is_looked_at_stays_in_sight_when_records_change(window: Window) -> None:
    page = prints(window, ROWS)
    count = len(page.preview.leaves)
    page.preview.go_to(3)
    desk = window.session.desk
    news = [(entry.new_record(desk, "computer"), {"asset_code": Value(f"NEW-{n}")}) for n in range(100)]
    entry.save_many(desk, news)
    window.session.changed.emit("computer")
    assert not page.pdf_button.isEnabled()
    settle(window)
    assert page.pdf_button.isEnabled()
    assert len(page.preview.leaves) > count
    assert page.preview.page == 3


def test_what_is_asked_for_no_more_is_not_shown(window: Window) -> None:
    page = prints(window, 3)
    made = page.ready
    assert made is not None
    page._forget()
    page._take(page._asked - 1, Ready(C53, made.pages, b""))
    assert page.ready is None


# --- on paper ------------------------------------------------------------------------------------------


def onto_pdf(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setFullPage(True)
    return printer


def drawn(page: SvgPage, dpi: float = 25.4 * DOTS_PER_MM) -> QImage:
    image = QImage((page.points * (dpi / 72)).toSize(), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    page.draw(painter, image.rect().toRectF())
    painter.end()
    return image


def papers(page: PrintPage) -> Papers:
    assert page.ready is not None
    return Papers("Biên bản", page.ready.pages, page.ready.pdf)


def test_paper_has_the_pages_of_the_screen(window: Window, tmp_path: Path) -> None:
    page = prints(window, 60)
    printer = onto_pdf(tmp_path / "printed.pdf")
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    send(window.session, page, printer, papers(page))
    until(lambda: "printed" in notices(window))
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == len(papers(page).pages)
    first, second = (
        gap(drawn(one, 288), pdf_page(tmp_path / "printed.pdf", 1, 288)) for one in papers(page).pages[:2]
    )
    assert first < 0.02 < second
    coarse = pdf_page(tmp_path / "printed.pdf", 1, 25.4 * DOTS_PER_MM)
    boxes = [ink_box(one) for one in (drawn(papers(page).pages[0]), QImage.fromData(coarse, "PGM"))]
    assert boxes[0] == pytest.approx(boxes[1], abs=0.35)


def test_only_the_pages_and_copies_that_were_asked_for_are_drawn(window: Window, tmp_path: Path) -> None:
    page = prints(window, ROWS)
    printer = onto_pdf(tmp_path / "printed.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("2-3,5"))
    printer.setCopyCount(2)
    send(window.session, page, printer, papers(page))
    until(lambda: "printed" in notices(window))
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == 6
    assert "6 trang" in window.messages.shown()[0].notice.what


def test_copies_are_collated_or_not_and_turned_round(qapp: QApplication, tmp_path: Path) -> None:
    printer = onto_pdf(tmp_path / "x.pdf")
    printer.setCopyCount(2)
    printer.setCollateCopies(True)
    assert repeated(printer, [1, 2]) == [1, 2, 1, 2]
    printer.setCollateCopies(False)
    assert repeated(printer, [1, 2]) == [1, 1, 2, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert repeated(printer, [1, 2]) == [2, 2, 1, 1]


def test_lp_is_told_what_the_dialog_was_told(qapp: QApplication, tmp_path: Path) -> None:
    printer = onto_pdf(tmp_path / "x.pdf")
    printer.setCopyCount(3)
    words = " ".join(lp_words(printer, "-d x; rm", [1, 2, 3, 5], 9))
    assert "-n 3" in words
    assert "-P 1-3,5" in words
    assert "-P" not in lp_words(printer, "x", [1, 2], 2)


def test_on_cups_the_pdf_goes_to_lp(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lp = tmp_path / "bin" / "lp"
    lp.parent.mkdir()
    lp.write_text(
        f"""#!/bin/sh
for word; do last=$word; done
cp "$last" "{tmp_path}/sent.pdf"
echo "$@" > "{tmp_path}/words"
"""
    )
    lp.chmod(lp.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(lp.parent), prepend=":")
    page = prints(window, ROWS)

    class Cups(QPrinter):
        def outputFormat(self) -> QPrinter.OutputFormat:  # noqa: N802  # Qt's name
            return QPrinter.OutputFormat.NativeFormat

        def printerName(self) -> str:  # noqa: N802  # Qt's name
            return "Phòng 1"

    printer = Cups(QPrinter.PrinterMode.HighResolution)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("2-3"))
    send(window.session, page, printer, papers(page))
    settle(window)
    assert (tmp_path / "sent.pdf").read_bytes() == papers(page).pdf
    words = (tmp_path / "words").read_text()
    assert "-d Phòng 1" in words
    assert "-P 2-3" in words
    assert "printed" in notices(window)


# --- many at once --------------------------------------------------------------------------------------


def offices(window: Window) -> list[str]:
    """Offices whose names no file system takes as they are; each has a computer."""
    desk = window.session.desk
    recs = [add(desk, "office", name=name) for name in PLANT if name]
    for number, rec in enumerate(recs):
        add(desk, "computer", asset_code=f"MT-{number}", office=rec)
    return recs


def test_one_form_of_every_office_is_written_side_by_side(window: Window, tmp_path: Path) -> None:
    count = len(offices(window))
    page = prints(window)
    folder = tmp_path / "many"
    folder.mkdir()
    order = Order(C53, page.choices.asking(), Want.OFFICE)
    for _twice in range(2):
        page.batch.save_in(order, folder)
        settle(window)
    files = sorted(path.name for path in folder.iterdir())
    assert len(files) == 2 * count
    assert "C53-HD Văn phòng.pdf" in files
    assert "C53-HD Văn phòng (2).pdf" in files
    assert all(batch.safe_name(name) == name for name in files)
    assert f"{count} tệp" in window.messages.shown()[0].notice.what


def test_one_form_of_every_office_is_one_file(window: Window, tmp_path: Path) -> None:
    count = len(offices(window))
    page = prints(window)
    page.batch.save_to(Order(C53, page.choices.asking(), Want.OFFICE), tmp_path / "all.pdf")
    settle(window)
    assert len(PdfReader(tmp_path / "all.pdf").outline) == count
    got: list[Papers] = []
    page.batch.print(Order(C53, page.choices.asking(), Want.OFFICE), got.append)
    settle(window)
    assert len(got[0].pages) == len(PdfReader(tmp_path / "all.pdf").pages)


def test_the_dialog_says_what_for_and_where_to(window: Window) -> None:
    offices(window)
    page = prints(window)
    assert page.batch_button.isVisible()
    dialog = page.batch.ask(C53, page.choices.asking(), page._each())
    asked: list[object] = []
    dialog.chosen.disconnect()
    dialog.chosen.connect(lambda *what: asked.append(what))
    dialog.choose(Want.OFFICE, Way.FOLDER)
    assert not dialog.with_empty.isChecked()
    click(dialog.with_empty)
    click(dialog.go)
    assert asked == [(Want.OFFICE, Way.FOLDER, True)]


def test_what_is_stopped_half_way_leaves_no_file(window: Window, tmp_path: Path) -> None:
    offices(window)
    desk, folder = window.session.desk, tmp_path / "many"
    folder.mkdir()

    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        batch.write_each(desk, batch.Run(C53, batch.copies(desk, C53, Want.OFFICE, Asking())), folder, stop)
    assert list(folder.iterdir()) == []
