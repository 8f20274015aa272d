"""Why rows are no longer there: the usual reasons of their topic, or one's own words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.pages.review_back import rows_name
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, label, row

if TYPE_CHECKING:
    from desktop_app.app.views import Row
    from desktop_app.domain.topic import Topic


class RetireDialog(QDialog):
    """Signals: ``gone(reason)``; ``stays()`` they are still there and await disposal."""

    gone = Signal(str)
    stays = Signal()

    def __init__(self, parent: QWidget, session: Session, topic: "Topic", rows: "Sequence[Row]") -> None:
        super().__init__(parent)
        from desktop_app.app import confirming

        look = session.look
        self.setWindowTitle(_("Không còn nữa"))
        self._group = QButtonGroup(self)
        self.words = QLineEdit()
        self.words.setAccessibleName(_("Lý do khác"))
        self.words.setPlaceholderText(_("Lý do khác"))
        self.words.setMaxLength(confirming.LONGEST_REASON)
        self.send = button(look, _("Ghi không còn"), "circle-x", part="primary", on=self._send)
        self.send.setDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(8)
        name = rows_name(topic, rows)
        inside.addWidget(label(_("Vì sao không còn: {name}?").format(name=name), "heading", wrap=True))
        about = _("Dòng ra khỏi số liệu của đợt này; lịch sử và lý do vẫn được giữ, Ctrl+Z để lấy lại.")
        inside.addWidget(label(about, "muted", wrap=True))
        self.choices: dict[str, QRadioButton] = {}
        for reason in confirming.reasons(topic):
            inside.addWidget(self._choice(reason, confirming.reason_text(reason)))
        inside.addWidget(self._choice("", _("lý do khác:")))
        inside.addWidget(self.words)
        if confirming.awaits_disposal(topic) is not None:
            inside.addWidget(self._choice(_STAYS, _("vẫn còn ở cơ quan, chờ thanh lý (dòng được giữ lại)")))
        inside.addLayout(row(None, button(look, _("Thôi"), on=self.reject), self.send))
        self.words.textEdited.connect(lambda _text: self.choices[""].setChecked(True))
        self.choices[""].clicked.connect(lambda _on: self.words.setFocus())
        self._group.buttonToggled.connect(lambda *_one: self._touched())
        self.words.textChanged.connect(lambda _text: self._touched())
        next(iter(self.choices.values())).setChecked(True)
        self.setMinimumWidth(look.px(440))

    def _choice(self, key: str, text: str) -> QRadioButton:
        made = self.choices[key] = QRadioButton(text[:1].upper() + text[1:])
        self._group.addButton(made)
        return made

    @property
    def reason(self) -> str:
        """What is chosen; "" while one's own words are missing."""
        chosen = next((key for key, made in self.choices.items() if made.isChecked()), "")
        return chosen or self.words.text().strip()

    def _touched(self) -> None:
        self.send.setEnabled(bool(self.reason))

    def _send(self) -> None:
        reason = self.reason
        self.accept()
        if reason == _STAYS:
            self.stays.emit()
        elif reason:
            self.gone.emit(reason)


_STAYS = "_stays"
