"""Two records that may be one thing, field by field side by side; merged into the one that is kept."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop_app.i18n import _, language
from desktop_app.ui.moments import moment
from desktop_app.ui.pages.review_calls import Pair
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, centred, chip, column, label, row, rule, sign
from desktop_app.ui.widgets.flow import flow
from desktop_app.ui.widgets.queue import Queue

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row
    from desktop_app.domain.topic import Field


class Choice(QWidget):
    """A value that can be chosen: a round mark and words that wrap; a click on the words chooses too."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.mark = QRadioButton()
        self.mark.setAccessibleName(name)
        self.words = label(text or _("(để trống)"), "strong" if text else "muted", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Choose."""
        self.mark.setFocus()
        self.mark.setChecked(True)


class PairView(QWidget):
    """A pair under decision; `pair` is as it was when it was opened.

    Signals: ``decided(topic)`` the two were merged; ``asked_back(topic, rec, name)``.
    """

    decided = Signal(str)
    asked_back = Signal(str, str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session = session
        self.pair: Pair | None = None
        self.chosen: dict[str, str] = {}
        self._touched = False
        self.into = ""
        self._found: list[Pair] = []
        self._at = 0
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._head())
        self._room, self._lines = column(0, 0)
        whole.addWidget(self._room)

    def _head(self) -> QWidget:
        look = self.session.look
        self.queue = Queue(look)
        self.queue.stepped.connect(lambda by: self.show_at(self._at + by))
        self.name = label("", "heading", wrap=True)
        self.where = label("", "muted", wrap=True)
        self.said = label("", "small", wrap=True, tone="warn")
        self.merge_button = button(look, _("Gộp làm một"), "git-merge", part="primary", on=self.merge)
        swap = button(look, _("Đổi bản ghi được giữ"), "arrow-left-right", on=self.swap)
        see = button(look, _("Xem bản ghi"), "table-2", on=self._see)
        acts: list[QWidget] = [self.merge_button, swap, see]
        if self.session.who is not None and self.session.who.is_district:
            acts.append(button(look, _("Trả lại xã…"), "message-square", on=self._ask_back))
        frame, inside = card(16, 4)
        line = row(self.name, self.queue)
        line.setStretch(0, 1)
        inside.addLayout(line)
        inside.addWidget(self.where)
        inside.addWidget(self.said)
        inside.addSpacing(4)
        inside.addWidget(flow(*acts))
        return frame

    # --- showing ------------------------------------------------------------------------------------

    def show_all(self, found: list[Pair]) -> None:
        """Take the pairs that are there now; the one that is open stays, with what was chosen."""
        self._found = found
        keys = [one.key for one in found]
        if self.pair is None or self.pair.key not in keys:
            self.show_at(min(self._at, len(found) - 1))
            return
        self._at = keys.index(self.pair.key)
        self.queue.show_place(self._at, len(found))
        if found[self._at].heads != self.pair.heads:
            if self._touched:
                self.said.setText(_("Một trong hai bản ghi vừa được sửa thêm. Gộp xong vẫn xem lại được."))
                self.said.show()
            else:
                self.show_at(self._at)

    def show_at(self, at: int) -> None:
        """Open the pair of this number; there may be none left."""
        if not 0 <= at < len(self._found):
            self.pair = None
            return
        self._at, self.pair = at, self._found[at]
        self._touched = False
        self.said.hide()
        self.queue.show_place(at, len(self._found))
        self.into = self.pair.first.rec
        self._show_words(self.pair)
        self._put_table()
        self.merge_button.setEnabled(True)

    def _show_words(self, pair: Pair) -> None:
        parts = [pair.title, _("giống nhau ở: {fields}").format(fields=", ".join(pair.by))]
        if self.session.who is not None and self.session.who.is_district:
            parts.insert(0, self.session.unit_name(pair.unit))
        self.name.setText(_("Có thể là một: {name}").format(name=_called(self.session, pair.first)))
        self.where.setText(" · ".join(parts))

    def swap(self) -> None:
        """Keep the other record instead; values chosen so far stay chosen."""
        if self.pair is not None:
            self.into = self._other.rec
            self._touched = True
            self._put_table()

    @property
    def _kept(self) -> "Row":
        assert self.pair is not None  # noqa: S101  # called while a pair is open
        return self.pair.first if self.into == self.pair.first.rec else self.pair.second

    @property
    def _other(self) -> "Row":
        assert self.pair is not None  # noqa: S101
        return self.pair.second if self.into == self.pair.first.rec else self.pair.first

    # --- the table ----------------------------------------------------------------------------------

    def _put_table(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        pair = self.pair
        assert pair is not None  # noqa: S101
        fields = self.session.desk.topics.get(pair.topic).fields
        kept, other = self._kept, self._other
        differing = [one for one in fields if kept.cells.get(one.key) != other.cells.get(one.key)]
        same = [one for one in fields if one not in differing and kept.cells.get(one.key) is not None]
        self.chosen = {one.key: self._first_choice(one) for one in differing}
        frame, inside = card(16, 8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for at in (1, 2):
            grid.setColumnStretch(at, 1)
        self._put_heads(grid)
        for at, one in enumerate(differing, start=1):
            self._put_differing(grid, at, one)
        inside.addLayout(grid)
        if same:
            inside.addWidget(rule())
            inside.addLayout(self._alike(same))
        self._lines.addWidget(frame)

    def _first_choice(self, field: "Field") -> str:
        """Return whose value is chosen at first: the kept record's, unless only the other says something."""
        before = self.chosen.get(field.key) if self._touched else None
        if before is not None:
            return before
        blank = self._kept.cells.get(field.key) is None
        return self._other.rec if blank else self._kept.rec

    def _put_heads(self, grid: QGridLayout) -> None:
        for at, one in ((1, self._kept), (2, self._other)):
            head, lines = column(0, 2)
            kept = one is self._kept
            lines.addLayout(
                row(chip(_("giữ lại") if kept else _("gộp vào"), "good" if kept else "plain"), None)
            )
            words = _("Sửa {when}, {user}").format(when=moment(one.updated_ms), user=one.updated_by)
            lines.addWidget(label(words, "hint", wrap=True))
            grid.addWidget(head, 0, at)

    def _put_differing(self, grid: QGridLayout, at: int, field: "Field") -> None:
        title = field.label.text(language())
        head = row(
            centred(sign(self.session.look, "arrow-left-right", "warn", 15)),
            label(title, "strong", wrap=True),
        )
        head.setStretch(1, 1)
        grid.addLayout(head, at, 0)
        group: QButtonGroup | None = None
        for side, one in ((1, self._kept), (2, self._other)):
            text = _text(field, one)
            made = Choice(f"{title}: {text or _('(để trống)')}", text)
            made.mark.setChecked(self.chosen[field.key] == one.rec)
            made.mark.toggled.connect(partial(self._choose, field.key, one.rec))
            group = group or QButtonGroup(made)
            group.addButton(made.mark)
            grid.addWidget(made, at, side)

    def _choose(self, field: str, rec: str, on: bool) -> None:
        if on:
            self.chosen[field] = rec
            self._touched = True

    def _alike(self, fields: "list[Field]") -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(_("Giống nhau").upper(), "section"), 0, 0, 1, 2)
        for at, field in enumerate(fields, start=1):
            grid.addWidget(label(field.label.text(language()), "hint", wrap=True), at, 0)
            grid.addWidget(label(_text(field, self._kept), "muted", wrap=True), at, 1)
        return grid

    # --- acts ---------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Merge the two as they were shown; the merge can be taken back."""
        pair, kept, other, chosen = self.pair, self._kept, self._other, dict(self.chosen)
        if pair is None:
            return
        self.merge_button.setEnabled(False)

        def work(desk: "Desk") -> Any:
            from desktop_app.app import duplicates

            return duplicates.merge(desk, other.editing, kept.editing, chosen)

        def done(_op: object) -> None:
            self.pair = None
            self.session.say(
                "good",
                _("Đã gộp hai bản ghi làm một."),
                _("Bản ghi được gộp nằm ở danh sách “Đã gộp”, tách ra lúc nào cũng được."),
                key="merged",
            )
            self.decided.emit(pair.topic)

        self.session.ask(work, done, self, self._failed)

    def _failed(self, error: Any) -> None:
        self.merge_button.setEnabled(True)
        self.session.complain(error)

    def focus(self) -> None:
        """Put the keyboard on the main act."""
        self.merge_button.setFocus()

    def _see(self) -> None:
        if self.pair is not None:
            self.session.go("entry", topic=self.pair.topic, rec=self._kept.rec, field="")

    def _ask_back(self) -> None:
        if self.pair is not None:
            self.asked_back.emit(self.pair.topic, self._kept.rec, _called(self.session, self._kept))


def _called(session: Session, shown: "Row") -> str:
    from desktop_app.app.checking import name_of

    return name_of(session.desk.topics.get(shown.editing.topic), shown.cells, shown.names)


def _text(field: "Field", shown: "Row") -> str:
    from desktop_app.app.views import show

    return show(field, shown.cells.get(field.key), shown.names)
