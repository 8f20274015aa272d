"""What a form is asked for: a chooser for each of its `Want`s, and none that it has no use for."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.app import labels
from desktop_app.app.ports import Asking, Want
from desktop_app.domain.label_sheets import KNOWN, offset_text, read_layout
from desktop_app.i18n import _, language
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import label, tinted
from desktop_app.ui.widgets.search import Search

if TYPE_CHECKING:
    from desktop_app.app.ports import FormInfo

_MOST_LABELS = 1000


class Choices(QWidget):
    """Signals: ``changed()`` something else is asked for; ``unit_changed()`` so its offices are others."""

    changed = Signal()
    unit_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._session = session
        self._form: FormInfo | None = None
        self._kept = ("", "")
        self.topic, self.unit, self.office = _list(), _list(), _list()
        self.words = Search(session.look, "", _("Chỉ dòng có từ"))
        self.start = QSpinBox()
        for inner in self.start.findChildren(QLineEdit):  # which the style sheet's padding does not reach
            inner.setTextMargins(session.look.px(6), 0, 0, 0)
        self.start.setRange(1, _MOST_LABELS)
        self.paper, self.offset, self.calibrate = _sizes(), QLineEdit(), QCheckBox(_("Trang chỉnh máy in"))
        self.offset.setToolTip(_("Sang phải; xuống dưới, tính bằng mm. Ví dụ: 1,5; -0,3"))
        self._lines: dict[Want, QWidget] = {}
        self._lay_out()
        self._fill()
        for one in (self.topic, self.office):
            one.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.unit.currentIndexChanged.connect(lambda _at: self._unit_chosen())
        self.words.searched.connect(lambda _text: self.changed.emit())
        self.start.valueChanged.connect(lambda _at: self.changed.emit())
        self.paper.currentIndexChanged.connect(lambda _at: self._paper_chosen())
        for line in (self.paper.lineEdit(), self.offset):
            if line is not None:
                line.editingFinished.connect(self._paper_chosen)
        self.calibrate.toggled.connect(lambda _on: self.changed.emit())

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        titled: list[tuple[Want, str, QWidget]] = [
            (Want.TOPIC, _("Chủ đề"), self.topic),
            (Want.UNIT, _("Đơn vị"), self.unit),
            (Want.OFFICE, _("Cơ quan"), self.office),
            (Want.WHERE, _("Chỉ dòng có từ"), self.words),
            (Want.START, _("Bắt đầu từ ô thứ"), self.start),
            (Want.LAYOUT, _("Khổ tem"), self.paper),
            (Want.OFFSET, _("Độ lệch máy in (mm)"), self.offset),
            (Want.CALIBRATE, "", self.calibrate),
        ]
        for want, title, field in titled:
            line = QWidget()
            line.setProperty("part", "clear")
            column = QVBoxLayout(line)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            head = label(title, "label", wrap=True)
            head.setBuddy(field)
            field.setAccessibleName(title or self.calibrate.text())
            if title:
                column.addWidget(head)
            column.addWidget(field)
            inside.addWidget(line)
            self._lines[want] = line
        inside.addStretch(1)

    def _fill(self) -> None:
        self._show_topics(only=(), all_topics=False)
        self.show_offices({})
        self._session.ask(labels.remembered, self._show_paper, self)

    def _show_topics(self, *, only: Collection[str], all_topics: bool) -> None:
        now = self.topic.currentData()
        self.topic.blockSignals(True)
        self.topic.clear()
        if all_topics:
            self.topic.addItem(_("Tất cả"), "")
        for topic in self._session.desk.topics.all:
            if not only or topic.key in only:
                icon = tinted(self._session.look, topic.icon)
                self.topic.addItem(icon, topic.title.text(language()), topic.key)
        self.topic.setCurrentIndex(max(0, self.topic.findData(now)))
        self.topic.blockSignals(False)

    def _show_paper(self, kept: labels.Choices) -> None:
        """Show the sheet and the offset that were used last."""
        self.paper.blockSignals(True)
        self.paper.setCurrentText(kept.layout.name)
        self.paper.blockSignals(False)
        self.offset.setText(offset_text(kept.offset))
        self._kept = (kept.layout.name, offset_text(kept.offset))
        self.start.setMaximum(kept.layout.cells)

    def _paper_chosen(self) -> None:
        """Use this sheet and offset from now on; one that cannot be read is said where the pages would be."""
        asking = self.asking()
        if (asking.layout, asking.offset) != self._kept:
            self._kept = (asking.layout, asking.offset)
            layout = read_layout(asking.layout)
            self.start.setMaximum(layout.cells if layout else _MOST_LABELS)
            self._session.ask(
                lambda desk: labels.remember(desk, asking), lambda _kept: None, self, lambda _error: None
            )
            self.changed.emit()

    def suit(self, form: "FormInfo") -> None:
        """Show what this form is asked for."""
        self._form = form
        for want, line in self._lines.items():
            line.setVisible(want in form.wants)
        self._show_topics(only=form.topics, all_topics=Want.TOPIC not in form.needs)
        self._show_units(all_units=form.all_units)
        if Want.UNIT in form.wants and self.unit.count() < 2:
            self._lines[Want.UNIT].hide()

    def _show_units(self, *, all_units: bool) -> None:
        now, units = self.unit.currentData(), self._session.units
        own = self._session.who.unit if self._session.who else ""
        self.unit.blockSignals(True)
        self.unit.clear()
        self.unit.addItem(_("Mọi đơn vị") if all_units and len(units) > 1 else units.get(own, own), None)
        for code, name in units.items():
            if code != own or (all_units and len(units) > 1):
                self.unit.addItem(name, code)
        self.unit.setCurrentIndex(max(0, self.unit.findData(now)))
        self.unit.blockSignals(False)

    def show_offices(self, names: Mapping[str, str]) -> None:
        """Offer these offices (record id → name); the one that was chosen stays chosen."""
        now = self.office.currentData()
        self.office.blockSignals(True)
        self.office.clear()
        self.office.addItem(_("Cả đơn vị"), None)
        for rec, name in names.items():
            self.office.addItem(name, rec)
        self.office.setCurrentIndex(max(0, self.office.findData(now)))
        self.office.blockSignals(False)
        if now is not None and self.office.currentData() is None:
            self.changed.emit()

    def _unit_chosen(self) -> None:
        self.unit_changed.emit()
        self.changed.emit()

    def asking(self) -> Asking:
        """Return what the chosen form is asked for."""
        wants = self._form.wants if self._form else frozenset()
        return Asking(
            unit=self.unit.currentData() if Want.UNIT in wants else None,
            office=self.office.currentData() if Want.OFFICE in wants else None,
            topic=self.topic.currentData() if Want.TOPIC in wants else "",
            where=self.words.text().strip() if Want.WHERE in wants else "",
            start=self.start.value() if Want.START in wants else 1,
            layout=self.paper.currentText().strip() if Want.LAYOUT in wants else "",
            offset=self.offset.text().strip() if Want.OFFSET in wants else "",
            calibrate=Want.CALIBRATE in wants and self.calibrate.isChecked(),
        )

    def choose(self, *, topic: str = "", unit: str = "", office: str = "") -> None:
        """Choose what was chosen before, as far as it is still there; nothing is said of it."""
        for field, key in ((self.topic, topic), (self.unit, unit), (self.office, office)):
            if key and field.findData(key) < 0 and field is self.office:
                field.addItem(key, key)  # its name comes with the offices
            _put(field, key)


def _list() -> QuietCombo:
    found = QuietCombo()
    found.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    found.setMinimumContentsLength(8)
    return found


def _sizes() -> QuietCombo:
    found = _list()
    found.setEditable(True)
    found.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    found.setCompleter(None)  # type: ignore[arg-type]  # completing a line breaks UniKey (DOMAIN §6)
    found.addItems(list(KNOWN))
    found.setToolTip(_("24, 40, 65 tem một tờ, hoặc cỡ riêng: 70x37:3x8 (mm; số cột x số hàng)"))
    return found


def _put(field: QuietCombo, key: str) -> None:
    at = field.findData(key)
    if key and at >= 0:
        field.blockSignals(True)
        field.setCurrentIndex(at)
        field.blockSignals(False)
