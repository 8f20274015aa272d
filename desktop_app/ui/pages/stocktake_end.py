"""How a stocktake ends: C53-HD with the differences, and the rooms in the records set right."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from desktop_app.app.files import free_path
from desktop_app.domain.stocktaking import Judged
from desktop_app.i18n import _, plural
from desktop_app.ui.block import Edits, save_made, untold
from desktop_app.ui.pages.print_files import papers_folder
from desktop_app.ui.tickets import Ticket, Written
from desktop_app.ui.widgets.message import Act

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.ui.pages.stocktake import StocktakePage

_NAMED = 10


class Ending:
    """The acts at the end of the stocktake that a page shows."""

    def __init__(self, page: "StocktakePage") -> None:
        self._page, self._session = page, page.session

    def finish(self) -> None:
        """Write C53-HD with the differences to the folder of papers, and close the stocktake."""
        self.finish_to(free_path(papers_folder(self._session.settings.papers), _("C53-HD kiểm kê"), ".pdf"))

    def finish_to(self, path: Path) -> None:
        """Write C53-HD with the differences, and close the stocktake."""
        from desktop_app.app import stocktake
        from desktop_app.app.files import write_file

        shown = self._page.stocktake
        if shown is None:
            return

        def work(desk: "Desk") -> None:
            form = desk.paper.made(desk, "c53", stocktake.asking(shown, stocktake.count(desk, shown)))
            write_file(path, form.pdf())
            stocktake.end(desk, shown.id)

        self._session.ask_long(
            _("Đang lập biên bản…"),
            lambda desk, _report: work(desk),
            lambda _none: self._finished(path),
            self._page,
        )

    def _finished(self, path: Path) -> None:
        show = Act(_("Mở tệp"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        said = _("Đã kết thúc kiểm kê; biên bản có chênh lệch: {path}.").format(path=path)
        self._session.say("good", said, acts=(show,), key="written")
        self._page.refresh()

    def reopen(self) -> None:
        """Go on with a stocktake that was closed."""
        from desktop_app.app import stocktake

        shown = self._page.stocktake
        if shown is not None:
            self._session.ask(
                lambda desk: stocktake.reopen(desk, shown.id),
                lambda _none: self._page.open(shown.id),
                self._page,
            )

    def correct_rooms(self) -> None:
        """Ask, then write the rooms in which things were found into their records."""
        moved = self._page.count.moved if self._page.count else []
        names = "\n".join(_line(one) for one in moved[:_NAMED])
        ask = QMessageBox(self._page)
        ask.setWindowTitle(_("Sửa phòng trong sổ"))
        ask.setText(_("Ghi phòng đã thấy vào {n} bản ghi?").format(n=len(moved)))
        ask.setInformativeText(names + ("\n…" if len(moved) > _NAMED else ""))
        yes = ask.addButton(_("Ghi phòng mới"), QMessageBox.ButtonRole.AcceptRole)
        ask.addButton(_("Thôi"), QMessageBox.ButtonRole.RejectRole)
        ask.buttonClicked.connect(lambda pressed: self.write_rooms(moved) if pressed is yes else None)
        ask.open()

    def write_rooms(self, moved: Sequence[Judged]) -> None:
        """Write the rooms in which things were found into their records: one step, that can be undone."""
        session, desk = self._session, self._session.desk

        def make() -> Edits:
            from desktop_app.app.stocktake import room_edits

            return [(Ticket(one.topic, None, one), cells) for one, cells in room_edits(desk, moved)]

        def done(saved: Sequence[Written]) -> None:
            said = plural("Đã sửa phòng của {n} bản ghi.", len(saved))
            session.say("good", said, _("Ctrl+Z để hoàn tác."), key="rooms")

        save_made(session, _("Sửa phòng theo kiểm kê"), len(moved), make, done, untold, self._page.refresh)
        self._page.to_line()


def _line(one: Judged) -> str:
    (thing,) = one.things
    return _("{name}: sổ ghi {old}, thấy ở {new}").format(
        name=thing.name, old=thing.room or _("(để trống)"), new=one.scan.room
    )
