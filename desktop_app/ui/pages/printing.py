"""From pages to a printer: as PDF through `lp` where there is one, else page by page, with a way out.

A page takes some 0.4 s to draw onto a printer, so printing shows how far it is and can be stopped.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Job, Lane


def print_pages(session: Session, parent: QWidget, title: str, pages: list[str], pdf: bytes) -> None:
    """Ask for a printer and print ``pages`` (SVG)."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    _turn(printer, pages[0])
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("In: {title}").format(title=title))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    lp = shutil.which("lp") if sys.platform != "win32" else None
    if lp and printer.outputFormat() == QPrinter.OutputFormat.NativeFormat and printer.printerName():
        session.ask_long(
            _("Đang gửi đến máy in…"),
            lambda _desk, _report: _send(lp, printer.printerName(), printer.copyCount(), pdf),
            lambda _none: session.say("good", _("Đã gửi đến máy in."), key="printed"),
            parent,
            Lane.POOL,
        )
        return
    Printing(session, parent, printer, pages).begin()


def _turn(printer: QPrinter, page: str) -> None:
    """Turn the paper as the first page lies."""
    size = QSvgRenderer(QByteArray(page.encode())).defaultSize()
    lying = size.width() > size.height()
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait
    )
    printer.setFullPage(True)


def _send(lp: str, name: str, copies: int, pdf: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="moduong-") as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(  # noqa: S603  # a fixed program; the printer's name comes from the system
            [lp, "-d", name, "-n", str(copies), str(path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    if done.returncode:
        raise UserError(
            _("Máy in không nhận: {reason}").format(reason=done.stderr.strip()), todo=_("Hãy lưu PDF rồi in.")
        )


class Printing:
    """Draws one page each time the window is idle, so that it stays alive."""

    def __init__(self, session: Session, parent: QWidget, printer: QPrinter, pages: list[str]) -> None:
        self._session, self._printer, self._pages = session, printer, pages
        self._job = Job(parent)
        self._timer = QTimer(parent, interval=0)
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
        QSvgRenderer(QByteArray(self._pages[self._at].encode())).render(
            self._painter, self._painter.viewport().toRectF()
        )
        self._at += 1
        said = _("Trang {n} / {all}").format(n=self._at, all=len(self._pages))
        self._job.progressed.emit(self._at, len(self._pages), said)

    def _finish(self) -> None:
        self._painter.end()
        self._end()
        if not self._job.cancelled:
            self._session.say("good", _("Đã gửi {n} trang đến máy in.").format(n=self._at), key="printed")

    def _end(self) -> None:
        self._timer.stop()
        self._timer.deleteLater()
        self._job.deleteLater()
