"""One conflict after the other: its values side by side, keep one of them or type another.

What is shown is what was there when the conflict was opened, and only that is closed (SYNC.md, rule 1): a
value that arrives meanwhile keeps it open, and the page says so.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.ops import LIFE
from desktop_app.domain.values import Raw
from desktop_app.errors import UsageError, UserError
from desktop_app.i18n import _
from desktop_app.ui.form.question import Question
from desktop_app.ui.pages.review_calls import Open
from desktop_app.ui.pages.review_versions import Versions
from desktop_app.ui.session import Session
from desktop_app.ui.tickets import Given, Typed
from desktop_app.ui.widgets.basics import button, card, column, label, row, sign
from desktop_app.ui.widgets.flow import flow
from desktop_app.ui.widgets.queue import Queue

if TYPE_CHECKING:
    from desktop_app.app.conflicts import Conflict
    from desktop_app.app.ports import Desk

Write = Callable[["Desk"], Any]


class ConflictView(QWidget):
    """A conflict under decision.

    Signals: ``decided(topic)`` it was written; ``asked_back(topic, rec, name)`` the record is to be returned.
    """

    decided = Signal(str)
    asked_back = Signal(str, str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session = session
        self.open: Open | None = None
        self.question: Question | None = None
        self._found: list[Open] = []
        self._at = 0
        self._act: Callable[[], None] = self.look_again
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 4, 0)
        whole.setSpacing(10)
        whole.addWidget(self._head())
        whole.addWidget(self._notice())
        self.versions = Versions(session.look)
        self.versions.kept.connect(self.keep)
        whole.addWidget(self.versions)
        whole.addWidget(self._other())
        whole.addWidget(self._acts)
        whole.addStretch(1)

    # --- building -----------------------------------------------------------------------------------

    def _head(self) -> QWidget:
        look = self.session.look
        self.queue = Queue(look)
        self.queue.stepped.connect(self.step)
        self.name = label("", "heading", wrap=True)
        self.field = label("", "strong", wrap=True)
        self.why = label("", wrap=True)
        see = button(look, _("Xem bản ghi"), "table-2", on=self._see)
        self.back = button(look, _("Trả lại xã…"), "message-square", on=self._ask_back)
        judges = self.session.who is not None and self.session.who.is_district
        if not judges:  # shown before it has a parent it would flash as a window of its own
            self.back.hide()
        frame, inside = card(16, 4)
        line = row(self.name, self.queue)
        line.setStretch(0, 1)
        inside.addLayout(line)
        inside.addWidget(self.field)
        inside.addWidget(self.why)
        self._acts = flow(*([see, self.back] if judges else [see]))
        return frame

    def _notice(self) -> QWidget:
        look = self.session.look
        frame, inside = card(12, 4, "message")
        frame.setProperty("tone", "warn")
        self._said = label("", wrap=True)
        self._again = button(look, "", "chevron-right", on=self._press)
        line = row(sign(look, "triangle-alert", "warn"), self._said, self._again, spacing=10)
        line.setStretch(1, 1)
        inside.addLayout(line)
        self.notice = frame
        frame.hide()
        return frame

    def _other(self) -> QWidget:
        self.other, inside = card(16, 8)
        inside.addWidget(label(_("Hoặc ghi giá trị khác"), "strong"))
        self._room, self._lines = column(0, 0)
        self._room.setMaximumWidth(self.session.look.px(420))
        inside.addWidget(self._room)
        self.settle = button(
            self.session.look, _("Ghi giá trị này"), "save", part="primary", on=self.settle_typed
        )
        self.settle.setEnabled(False)
        inside.addLayout(row(self.settle, None))
        return self.other

    # --- showing ------------------------------------------------------------------------------------

    def show_all(self, found: list[Open]) -> None:
        """Take what is in conflict now; what is open stays as it was opened, with what is being typed."""
        self._found = found
        here = self._place(self.open)
        if self.open is None or (here is None and not self.is_typing):
            self.show_at(min(self._at, len(found) - 1))
            return
        self._at = min(self._at, max(0, len(found) - 1)) if here is None else here
        self.queue.show_place(self._at, max(1, len(found)))
        if here is None:
            self._say(
                _("Mục này vừa được giải quyết ở nơi khác. Nội dung đang gõ vẫn còn ở dưới."),
                _("Đi tiếp"),
                self.look_again,
            )
        elif found[here].conflict.id != self.open.conflict.id:
            what = _("Vừa có giá trị mới. Mục này còn mở cho đến khi giá trị đó cũng được xem.")
            self._say(what, _("Xem giá trị mới"), self.look_again)
        else:
            self.notice.hide()

    def _place(self, wanted: Open | None) -> int | None:
        registers = [one.conflict.register for one in self._found]
        return (
            registers.index(wanted.conflict.register)
            if wanted and wanted.conflict.register in registers
            else None
        )

    def _say(self, what: str, act: str, on: Callable[[], None]) -> None:
        self._act = on
        self._said.setText(what)
        self._again.setText(f" {act}")
        self._again.setAccessibleName(act)
        self.notice.show()

    def _press(self) -> None:
        self._act()

    def look_again(self) -> None:
        """Show the conflict as it is now; what was typed stays while it is the same one."""
        words = self.words()
        at = self._place(self.open)
        if at is None:
            self._forget()
            self.show_at(min(self._at, len(self._found) - 1))
        else:
            self.show_at(at)
            self.put_words(words)

    def show_at(self, at: int) -> None:
        """Open the conflict of this number; there may be none left."""
        self.notice.hide()
        if not 0 <= at < len(self._found):
            self.open = None
            return
        self._at, self.open = at, self._found[at]
        self.queue.show_place(at, len(self._found))
        self._show_words(self.open)
        self.versions.put(self.open)
        self._put_question(self.open.conflict)
        self.enable(on=True)

    def _show_words(self, shown: Open) -> None:
        conflict = shown.conflict
        self.name.setText(conflict.name)
        parts = [shown.topic, shown.field[:1].upper() + shown.field[1:]]
        if self.session.who is not None and self.session.who.is_district:
            parts.insert(0, self.session.unit_name(shown.unit))
        self.field.setText(" · ".join(part for part in parts if part))
        self.why.setText(_why(conflict))

    def _put_question(self, conflict: "Conflict") -> None:
        self._forget()
        field = None
        if conflict.topic in {topic.key for topic in self.session.desk.topics.all}:
            field = self.session.desk.topics.get(conflict.topic).by_key.get(conflict.field)
        self.other.setVisible(field is not None)
        if field is None:
            return
        self.question = Question(self.session, field)
        self.question.put(None, "")
        self.question.touched.connect(self._touched)
        self._lines.addWidget(self.question)
        self._fetch_names(conflict, self.question)
        self.settle.setEnabled(False)

    def _fetch_names(self, conflict: "Conflict", question: Question) -> None:
        to, space = question.field.to, conflict.space
        if to is None:
            return
        from desktop_app.app import views

        self.session.ask(lambda desk: views.names(desk, to, space), question.set_names, question)

    def _forget(self) -> None:
        """Let go of the editor."""
        if self.question is not None:
            self.session.scratch.forget(self._key)
            self.question.hide()
            self.question.deleteLater()
            self.question = None

    # --- typing -------------------------------------------------------------------------------------

    _key = "review"

    @property
    def is_typing(self) -> bool:
        """Whether another value was begun and not written."""
        return self.question is not None and self.question.is_changed()

    def words(self) -> str:
        """Return what was typed so far."""
        return self.question.answer.words() if self.question is not None and self.is_typing else ""

    def put_words(self, words: str) -> None:
        """Fill in what was typed before."""
        if words and self.question is not None:
            self.question.answer.put_words(words)

    def _touched(self) -> None:
        self.settle.setEnabled(self.is_typing)
        self.session.scratch.watch(self._key, self._scratch, self)

    def _scratch(self) -> Mapping[str, Any] | None:
        if self.open is None or not self.is_typing:
            return None
        conflict = self.open.conflict
        return {"topic": conflict.topic, "rec": conflict.rec, "fields": {conflict.field: self.words()}}

    # --- acts ---------------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Go to another conflict; something typed is not left behind unsaid."""
        if self.is_typing:
            what = _("Giá trị đang gõ chưa được ghi. Hãy ghi nó, hoặc bỏ nó rồi đi tiếp.")
            self._say(what, _("Bỏ giá trị đang gõ"), self._drop)
            return
        self.show_at(self._at + by)
        self.focus()

    def _drop(self) -> None:
        """Give up what was typed."""
        self.show_at(self._at)
        self.focus()

    def focus(self) -> None:
        """Put the keyboard on the first value."""
        if self.versions.buttons:
            self.versions.buttons[0].setFocus()

    def keep(self, at: int) -> None:
        """Close the conflict with one of the values that are shown."""
        shown = self.open
        if shown is None:
            return
        from desktop_app.app import conflicts

        version = shown.conflict.versions[at]
        self._write(shown, lambda desk: conflicts.keep(desk, shown.conflict, version))

    def settle_typed(self) -> None:
        """Close the conflict with what was typed."""
        shown, question = self.open, self.question
        if shown is None or question is None or not question.is_changed():
            return
        given = question.given()
        self._write(shown, lambda desk: _settle(desk, shown.conflict, given))

    def _write(self, shown: Open, work: Write) -> None:
        self.enable(on=False)

        def done(_op: object) -> None:
            self._forget()
            self.open = None
            self.decided.emit(shown.conflict.topic)

        self.session.ask(work, done, self, self._failed)

    def _failed(self, error: UserError) -> None:
        self.enable(on=True)
        self.session.complain(error)

    def enable(self, *, on: bool) -> None:
        """Let values be kept and written, or not while one of them is."""
        self.versions.enable(on=on)
        self.settle.setEnabled(on and self.is_typing)

    def _see(self) -> None:
        if self.open is not None:
            conflict = self.open.conflict
            self.session.go("entry", topic=conflict.topic, rec=conflict.rec, field=conflict.field)

    def _ask_back(self) -> None:
        if self.open is not None:
            conflict = self.open.conflict
            self.asked_back.emit(conflict.topic, conflict.rec, conflict.name)


def _why(conflict: "Conflict") -> str:
    if conflict.field == LIFE:
        return _(
            "Một máy đã xoá hoặc gộp bản ghi này trong khi máy khác còn sửa. Hãy chọn giữ lại hay không."
        )
    n = len(conflict.versions)
    return _("Có {n} giá trị được ghi cùng lúc, chưa giá trị nào bị bỏ. Hãy chọn một.").format(n=n)


def _settle(desk: "Desk", conflict: "Conflict", given: Given) -> Any:
    from desktop_app.app import conflicts, entry

    field = desk.topics.get(conflict.topic).by_key[conflict.field]
    cell = entry.read_cell(desk, field, *given, space=conflict.space) if isinstance(given, Typed) else given
    if isinstance(cell, Raw):
        raise UsageError(
            _("Không đọc được “{text}”.").format(text=cell.raw),
            todo=_("Hãy gõ lại, hoặc chọn một trong các giá trị đang có."),
        )
    return conflicts.settle_with(desk, conflict, cell)
