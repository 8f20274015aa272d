"""The values of one conflict side by side, each on a card: what, who, at which PC, when, and the act."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_app.i18n import _
from desktop_app.ui.moments import moment
from desktop_app.ui.pages.review_calls import Open
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, card, centred, chip, label, row, sign
from desktop_app.ui.widgets.flow import Flow

WIDTH = 236
"""How wide a card is, in pixels at 100 %."""


class Versions(QWidget):
    """The cards.

    Signals: ``kept(int)`` the person keeps the version of this number; ``reached(QWidget)`` the keyboard came
    to a card.
    """

    kept = Signal(int)
    reached = Signal(QWidget)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._look = look
        self._flow = Flow(self, 12)
        self.buttons: list[QPushButton] = []
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, shown: Open) -> None:
        """Show the versions of a conflict, the one that every list shows first."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        newest = max(one.when_ms for one in shown.conflict.versions)
        self.buttons = []
        for at in range(len(shown.conflict.versions)):
            made = self._card(shown, at, is_newest=shown.conflict.versions[at].when_ms == newest)
            self._flow.addWidget(made)
            made.show()
        self._level()
        self.updateGeometry()

    def _level(self) -> None:
        """Make the cards equally high, so that their acts stand on one line."""
        cards = [item.widget() for at in range(self._flow.count()) if (item := self._flow.itemAt(at))]
        tall = max((one.heightForWidth(one.width()) for one in cards if one is not None), default=0)
        for one in cards:
            if one is not None:
                one.setMinimumHeight(tall)

    def _card(self, shown: Open, at: int, *, is_newest: bool) -> QFrame:
        version, look = shown.conflict.versions[at], self._look
        frame, inside = card(16, 6)
        frame.setFixedWidth(look.px(WIDTH))
        value = label(shown.told[at] or _("(để trống)"), "value", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(value)
        inside.addLayout(_fact(look, "user-round", version.user or _("(không ghi tên)")))
        inside.addLayout(_fact(look, "monitor", shown.seats[at]))
        when = _fact(look, "clock", moment(version.when_ms))
        if is_newest and len(shown.conflict.versions) > 1:
            when.addWidget(chip(_("mới nhất"), "good"))
        inside.addLayout(when)
        inside.addStretch(1)
        keep = button(look, _keep_text(shown, at), "check", on=partial(self.kept.emit, at))
        keep.setAccessibleName(
            _("{act}: {value}, {user}, {seat}, {when}").format(
                act=_keep_text(shown, at), value=shown.told[at], user=version.user,
                seat=shown.seats[at], when=moment(version.when_ms),
            )
        )  # fmt: skip
        keep.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        keep.installEventFilter(self)
        inside.addWidget(keep)
        self.buttons.append(keep)
        return frame

    def enable(self, *, on: bool) -> None:
        """Let the cards be pressed, or not while one of them is being written."""
        for made in self.buttons:
            made.setEnabled(on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and Right go from card to card, Enter keeps the one that has the keyboard."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.reached.emit(watched)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        at = next((n for n, made in enumerate(self.buttons) if made is watched), -1)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if at < 0 or not (step or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            return False
        if step:
            self.buttons[(at + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.buttons[at].click()
        return True


def _fact(look: Look, icon: str, text: str) -> QHBoxLayout:
    line = row(centred(sign(look, icon, side=15)), label(text, "small", wrap=True), spacing=6)
    line.setStretch(1, 1)
    return line


def _keep_text(shown: Open, at: int) -> str:
    from desktop_app.domain.ops import DELETED, LIFE, LIVE, SAME

    if shown.conflict.field != LIFE:
        return _("Giữ giá trị này")
    life = shown.conflict.versions[at].json
    if life == LIVE:
        return _("Giữ lại bản ghi")
    if life == DELETED:
        return _("Vẫn xoá")
    return _("Vẫn gộp") if str(life).startswith(SAME) else _("Vẫn chuyển")
