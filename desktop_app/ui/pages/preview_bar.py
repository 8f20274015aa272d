"""What stands over the pages of a preview: from page to page, and how large they are."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.pages.preview import STEPS, Preview, Zoom
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import label, tool
from desktop_app.ui.widgets.flow import flow, sides


class PreviewBar(QObject):
    """The buttons of a `Preview`; ``widget`` is to be laid out."""

    def __init__(self, look: Look, preview: Preview) -> None:
        super().__init__(preview)
        self._preview = preview
        self.first = tool(look, "chevron-first", _("Trang đầu"), lambda: preview.go_to(1))
        self.back = tool(look, "chevron-left", _("Trang trước"), lambda: preview.go_to(preview.page - 1))
        self.on = tool(look, "chevron-right", _("Trang sau"), lambda: preview.go_to(preview.page + 1))
        self.last = tool(look, "chevron-last", _("Trang cuối"), lambda: preview.go_to(len(preview.leaves)))
        self.page, self.count = self._page_field(look), label("", "muted")
        self.smaller = tool(look, "zoom-out", _("Thu nhỏ"), lambda: preview.step(-1))
        self.larger = tool(look, "zoom-in", _("Phóng to"), lambda: preview.step(1))
        self.zoom = self._zoom_list()
        self.widget = sides(
            flow(self.first, self.back, self.page, self.count, self.on, self.last, spacing=2),
            flow(self.smaller, self.zoom, self.larger, spacing=2),
        )
        preview.moved.connect(self._show_page)
        preview.zoomed.connect(self._show_zoom)
        self._show_zoom(preview.zoom)
        self.show_count(known=False)

    def _page_field(self, look: Look) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(_("Số trang"))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setValidator(QIntValidator(1, 99_999, field))
        field.setFixedWidth(look.px(52))
        field.editingFinished.connect(self._go)
        return field

    def _go(self) -> None:
        """Go to the page that was typed: beyond the last, to the last."""
        if self.page.isModified() and self.page.text().isdecimal():
            self._preview.go_to(int(self.page.text()))
        self._show_page(self._preview.page)

    def _zoom_list(self) -> QuietCombo:
        found = QuietCombo()
        found.setAccessibleName(_("Cỡ trang"))
        found.addItem(_("Vừa ngang"), "width")
        found.addItem(_("Vừa trang"), "page")
        for step in STEPS:
            found.addItem(f"{step} %", step)
        found.currentIndexChanged.connect(lambda at: self._preview.set_zoom(found.itemData(at)))
        return found

    def show_count(self, *, known: bool) -> None:
        """Say how many pages there are; while that is not known, "…"."""
        count = len(self._preview.leaves)
        self.count.setText(f"/ {count if known else '…'}")
        self._show_page(self._preview.page)

    def _show_page(self, page: int) -> None:
        count = len(self._preview.leaves)
        self.page.setText(str(page) if count else "")
        for act in (self.first, self.back):
            act.setEnabled(page > 1)
        for act in (self.on, self.last):
            act.setEnabled(page < count)
        self.page.setEnabled(count > 1)

    def _show_zoom(self, zoom: Zoom) -> None:
        self.zoom.blockSignals(True)
        self.zoom.setCurrentIndex(self.zoom.findData(zoom))
        self.zoom.blockSignals(False)
