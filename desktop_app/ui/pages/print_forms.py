"""The list of what can be printed, by kind: read off `app/forms.py`."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop_app.app.forms import FORMS
from desktop_app.app.ports import Want
from desktop_app.i18n import _, language
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import tinted

if TYPE_CHECKING:
    from desktop_app.app.ports import FormInfo

_KEY = int(Qt.ItemDataRole.UserRole)


class FormList(QListWidget):
    """Signal: ``form_chosen()``; one form is chosen always."""

    form_chosen = Signal()

    def __init__(self, look: Look, *, is_district: bool) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "side")
        self.setAccessibleName(_("Biểu mẫu"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(look.px(18), look.px(18)))
        self._fill([form for form in FORMS if is_district or not form.district])
        self.choose("")
        self.currentRowChanged.connect(lambda _at: self.form_chosen.emit())

    def _fill(self, forms: "list[FormInfo]") -> None:
        titles = group_titles()
        for group, title in titles.items():
            inside = [form for form in forms if group_of(form) == group]
            if inside:
                self._add_title(title)
            for form in inside:
                self._add(form)

    def _add_title(self, title: str) -> None:
        item = QListWidgetItem(title, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        font.setBold(True)
        item.setFont(font)
        item.setSizeHint(QSize(0, self._look.px(34)))

    def _add(self, form: "FormInfo") -> None:
        title = form.title.text(language())
        item = QListWidgetItem(tinted(self._look, form.icon), title, self)
        item.setData(_KEY, form.key)
        item.setToolTip(form.help.text(language()))
        item.setSizeHint(QSize(0, self._look.px(32)))

    def sizeHint(self) -> QSize:
        """A few lines: it takes the room that the choosers below leave."""
        return QSize(super().sizeHint().width(), self._look.px(96))

    @property
    def form(self) -> "FormInfo":
        """The form that is chosen."""
        key = self.currentItem().data(_KEY)
        return next(form for form in FORMS if form.key == key)

    def choose(self, key: str) -> None:
        """Choose a form; one that is not there leaves the choice, which is first C53-HD."""
        keys = [self.item(at).data(_KEY) for at in range(self.count())]
        if key in keys:
            self.setCurrentRow(keys.index(key))
        elif self.currentRow() < 0:
            self.setCurrentRow(keys.index("c53"))


def group_titles() -> dict[str, str]:
    """Return the kinds of forms in their order, each with what stands over it."""
    return {
        "assets": _("Kiểm kê, tài sản"),
        "labels": _("Tem tài sản"),
        "topics": _("Phiếu khảo sát, danh sách"),
        "whole": _("Tổng hợp, báo cáo"),
    }


def group_of(form: "FormInfo") -> str:
    """Return the kind of a form, by what it is asked for."""
    if Want.START in form.wants:
        return "labels"
    if Want.OFFICE in form.wants:
        return "assets"
    return "topics" if Want.TOPIC in form.wants else "whole"
