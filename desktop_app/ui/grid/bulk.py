"""What is asked before many rows are made or changed: how many copies; which field becomes what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QSpinBox, QVBoxLayout, QWidget

from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.i18n import _, language, plural
from desktop_app.ui.answers import QuietCombo, ReferenceAnswer, answer_for, as_answer
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, label, row

if TYPE_CHECKING:
    from desktop_app.app.views import Row
    from desktop_app.ui.session import Session


class CloneDialog(QDialog):
    """Asks how many copies of the selected rows are wanted. Signal: ``chosen(int)``."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget, look: Look, rows: int, first: int, most: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Nhân bản"))
        self.count = QSpinBox()
        self.count.setRange(1, most)
        self.count.setValue(first)
        self.count.setAccessibleName(_("Số bản sao"))
        said = plural("Thêm bao nhiêu bản sao của {n} dòng đang chọn?", rows)
        about = _("Số sê-ri, mã tài sản và những gì riêng của từng cái được để trống để điền.")
        go = button(look, _("Nhân bản"), "copy", part="primary", on=self._choose)
        go.setDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        inside.addWidget(label(said, "heading", wrap=True))
        inside.addWidget(self.count)
        inside.addWidget(label(about, "muted", wrap=True))
        inside.addLayout(row(None, button(look, _("Thôi"), on=self.reject), go))
        self.setMinimumWidth(look.px(400))
        self.count.selectAll()
        self.count.setFocus()

    def _choose(self) -> None:
        count = self.count.value()
        self.accept()
        self.chosen.emit(count)


class BulkDialog(QDialog):
    """Asks for a field and its new value. Signal: ``chosen(field key, Given)``."""

    chosen = Signal(str, object)

    def __init__(
        self, parent: QWidget, session: "Session", topic: Topic, rows: "Sequence[Row]", first: Field | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Sửa hàng loạt"))
        self._session, self._rows = session, rows
        self._fields = {field.key: field for field in topic.fields if field.kind is not Kind.ATTACHMENT}
        self.field = QuietCombo()
        self.field.setAccessibleName(_("Trường"))
        for field in self._fields.values():
            self.field.addItem(field.label.text(language()), field.key)
        self.answer: QWidget = QWidget()
        look, n = session.look, len(rows)
        said = plural("{n} dòng sẽ thay đổi", n)
        go = button(look, _("Sửa"), "pencil", part="primary", on=self._choose)
        go.setDefault(True)
        inside = self._inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(8)
        inside.addWidget(label(said, "heading"))
        inside.addWidget(label(_("Trường"), "label"))
        inside.addWidget(self.field)
        inside.addWidget(label(_("Giá trị mới (để trống là xoá giá trị)"), "label"))
        inside.addWidget(self.answer)
        inside.addStretch(1)
        inside.addWidget(label(plural("Ctrl+Z để lấy lại, cả {n} dòng một lần.", n), "muted"))
        inside.addLayout(row(None, button(look, _("Thôi"), on=self.reject), go))
        self.setMinimumWidth(look.px(420))
        self.field.currentIndexChanged.connect(lambda _at: self._show())
        if first is not None and first.key in self._fields:
            self.field.setCurrentIndex(self.field.findData(first.key))
        self._show()

    def _show(self) -> None:
        """Ask for a value of the chosen field's kind."""
        field, before = self._fields[self.field.currentData()], self.answer
        self.answer = answer_for(field, look=self._session.look)
        self.answer.setAccessibleName(field.label.text(language()))
        self._inside.replaceWidget(before, self.answer)
        before.hide()  # it stands over the others until it is gone
        before.deleteLater()
        if isinstance(self.answer, ReferenceAnswer) and field.to:
            ticket = self._session.writer.open(self._rows[0])
            self._session.fetch_names(field.to, ticket, self.answer)
        as_answer(self.answer).put(None, "")
        self.answer.setFocus()

    def _choose(self) -> None:
        key, given = self.field.currentData(), as_answer(self.answer).given()
        self.accept()
        self.chosen.emit(key, given)
