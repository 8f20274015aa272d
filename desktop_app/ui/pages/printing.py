"""From pages to a printer: as PDF through `lp` where there is one, else page by page, with a way out.

A page takes some 0.4 s to draw onto a printer, so printing shows how far it is and can be stopped. Both ways
print what the system's dialog was told: which pages, how many copies, in which order.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPageLayout, QPageRanges, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import _, plural
from desktop_app.ui.pages.preview import SvgPage
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Job, Lane

_SIDES = {
    QPrinter.DuplexMode.DuplexNone: "one-sided",
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
}


class Papers(NamedTuple):
    """What is to be printed: what it is called, its pages to draw, and the same pages as PDF."""

    title: str
    pages: Sequence[SvgPage]
    pdf: bytes


def print_pages(session: Session, parent: QWidget, papers: Papers, page: int = 1) -> None:
    """Ask for a printer and print; ``page`` is the one in sight, from 1."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(papers.title)
    _turn(printer, papers.pages[0])
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("In: {title}").format(title=papers.title))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.setMinMax(1, len(papers.pages))
    if dialog.exec() == QDialog.DialogCode.Accepted:
        send(session, parent, printer, papers, page)


def send(session: Session, parent: QWidget, printer: QPrinter, papers: Papers, page: int = 1) -> None:
    """Print on a printer that was set up: by `lp` where there is one, else by drawing."""
    wanted = asked_pages(printer, len(papers.pages), page)
    lp = shutil.which("lp") if sys.platform != "win32" else None
    if lp and printer.outputFormat() == QPrinter.OutputFormat.NativeFormat and printer.printerName():
        command = [lp, *lp_words(printer, papers.title, wanted, len(papers.pages))]
        session.ask_long(
            _("Đang gửi đến máy in…"),
            lambda _desk, _report: _send(command, papers.pdf),
            lambda _none: session.say("good", _("Đã gửi đến máy in."), key="printed"),
            parent,
            Lane.POOL,
        )
        return
    order = wanted if printer.supportsMultipleCopies() else repeated(printer, wanted)
    Printing(session, parent, printer, [papers.pages[at - 1] for at in order]).begin()


def asked_pages(printer: QPrinter, count: int, current: int) -> list[int]:
    """Return the pages that the dialog was told to print, from 1, each once, in their order."""
    match printer.printRange():
        case QPrinter.PrintRange.CurrentPage:
            return [current]
        case QPrinter.PrintRange.PageRange:
            ranges = printer.pageRanges()
            found = [at for at in range(1, count + 1) if ranges.contains(at)]
            return found or list(range(1, count + 1))
    return list(range(1, count + 1))


def repeated(printer: QPrinter, pages: Sequence[int]) -> list[int]:
    """Return the pages in the order in which they leave a printer that makes no copies by itself."""
    copies = printer.copyCount()
    turned = printer.pageOrder() == QPrinter.PageOrder.LastPageFirst
    ordered = list(reversed(pages)) if turned else list(pages)
    return ordered * copies if printer.collateCopies() else [at for at in ordered for _copy in range(copies)]


def lp_words(printer: QPrinter, title: str, pages: Sequence[int], count: int) -> list[str]:
    """Return the words of `lp` for what the dialog was told."""
    words = ["-d", printer.printerName(), "-t", title, "-n", str(printer.copyCount())]
    words += ["-o", f"collate={'true' if printer.collateCopies() else 'false'}"]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        words += ["-o", "outputorder=reverse"]
    if printer.duplex() in _SIDES:
        words += ["-o", f"sides={_SIDES[printer.duplex()]}"]
    if len(pages) < count:
        words += ["-P", _ranges(pages)]
    return words


def _ranges(pages: Sequence[int]) -> str:
    """Return page numbers as `lp` writes them: "1-3,5"."""
    ranges = QPageRanges()
    for page in pages:
        ranges.addPage(page)
    return ranges.toString().replace(" ", "")


def _turn(printer: QPrinter, page: SvgPage) -> None:
    """Turn the paper as the page lies."""
    lying = QPageLayout.Orientation.Landscape if page.is_lying else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(lying)
    printer.setFullPage(True)


def _send(command: list[str], pdf: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="moduong-") as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(  # noqa: S603  # a fixed program; no shell reads its words
            [*command, "--", str(path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    if done.returncode:
        raise UserError(
            _("Máy in không nhận: {reason}").format(reason=done.stderr.strip()), todo=_("Hãy lưu PDF rồi in.")
        )


class Printing(QObject):
    """Draws one page each time the window is idle, so that it stays alive; its parent keeps it."""

    def __init__(
        self, session: Session, parent: QWidget, printer: QPrinter, pages: Sequence[SvgPage]
    ) -> None:
        super().__init__(parent)
        self._session, self._printer, self._pages = session, printer, pages
        self._job = Job(self)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._next)
        self._at = 0

    def begin(self) -> None:
        """Start printing."""
        self._painter = QPainter()
        if not self._painter.begin(self._printer):
            self._end()
            self._session.say("bad", _("Không mở được máy in."), _("Hãy lưu PDF rồi in."))
            return
        self._session.veiled.emit(_("Đang in…"), self._job)
        self._timer.start()

    def _next(self) -> None:
        if self._job.cancelled or self._at >= len(self._pages):
            self._finish()
            return
        if self._at:
            self._printer.newPage()
        self._pages[self._at].draw(self._painter, self._painter.viewport().toRectF())
        self._at += 1
        said = _("Trang {n} / {all}").format(n=self._at, all=len(self._pages))
        self._job.progressed.emit(self._at, len(self._pages), said)

    def _finish(self) -> None:
        self._painter.end()
        self._end()
        if not self._job.cancelled:
            self._session.say("good", plural("Đã gửi {n} trang đến máy in.", self._at), key="printed")

    def _end(self) -> None:
        self._timer.stop()
        self.deleteLater()
