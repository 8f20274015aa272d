"""The form of one record: all its questions in groups, saved together, kept as scratch until then."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.topic import Field, Problem, Topic
from desktop_app.domain.values import Cell, Raw, State, Value
from desktop_app.i18n import _, language
from desktop_app.ui.answers import ReferenceAnswer
from desktop_app.ui.form.question import Question
from desktop_app.ui.session import Session
from desktop_app.ui.tickets import Given, Ticket, Written
from desktop_app.ui.widgets.basics import button, chip, column, label, retone, row, scrolling, tool

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row

CHECK_PAUSE_MS = 400


class Form(QFrame):
    """A record's questions. Signals: ``closed()``; ``saved(Written)``; ``history_asked()``."""

    closed = Signal()
    history_asked = Signal()
    saved = Signal(object)

    def __init__(self, session: Session, topic: Topic) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.session, self.topic = session, topic
        self._row: Row | None = None
        self._ticket: Ticket | None = None
        self._later: Ticket | None = None
        self.questions: dict[str, Question] = {}
        self._heads: list[tuple[QWidget, list[str]]] = []
        self._check = QTimer(self, singleShot=True, interval=CHECK_PAUSE_MS)
        self._check.timeout.connect(self._ask_problems)
        self._lay_out()
        self._fetch_names()
        session.findings.changed.connect(self._show_known_problems)
        self.clear()

    # --- building -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = self.session.look
        self.title = label("", "heading", wrap=True)
        self._state = chip("", "plain")
        self.past = tool(look, "history", _("Lịch sử (Ctrl+H)"), self.history_asked.emit)
        close = tool(look, "x", _("Đóng phiếu (F4)"), self.closed.emit)
        self.help = label("", "hint", wrap=True)
        self.foot = label("", "hint", wrap=True)
        self.save_button = button(look, _("Lưu"), "save", part="primary", on=self.save)
        self.save_button.setToolTip(_("Lưu phiếu (Ctrl+S)"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 12, 12)
        whole.setSpacing(8)
        head = row(self.title, self._state, self.past, close)
        head.setStretch(0, 1)
        whole.addLayout(head)
        whole.addWidget(self._body(), 1)
        whole.addWidget(self.help)
        end = row(self.foot, self.save_button)
        end.setStretch(0, 1)
        whole.addLayout(end)

    def _body(self) -> QScrollArea:
        self._inside, lines = column(0, 10)
        lines.setContentsMargins(0, 0, 8, 0)
        # Now: each time a widget gets a parent, Qt dresses all that is in it anew.
        self._area = scrolling(self._inside)
        group = ""
        for field in self.topic.fields:
            name = field.group.text(language()) if field.group else ""
            if name and name != group:
                head = label(name.upper(), "section")
                lines.addSpacing(4)
                lines.addWidget(head)
                self._heads.append((head, []))
            group = name or group
            question = Question(self.session, field, self._inside)
            question.touched.connect(self._touched)
            question.asked.connect(self._show_help)
            self.questions[field.key] = question
            if self._heads:
                self._heads[-1][1].append(field.key)
            lines.addWidget(question)
        lines.addStretch(1)
        return self._area

    def _fetch_names(self) -> None:
        for question in self.questions.values():
            if isinstance(question.editor, ReferenceAnswer) and question.field.to:
                self.session.ask(_names(question.field.to), question.set_names, question)

    # --- the record ---------------------------------------------------------------------------------

    def show_row(self, shown: "Row | None") -> None:
        """Show a record; what was typed for the one before is saved first. None clears the form."""
        same = self._row is not None and shown is not None and self._row.rec == shown.rec
        if same and self.is_changed():
            return  # a background refresh never discards what is being typed
        if not same:
            self.save()
            self._turn_over()
        if shown is None:
            self.clear()
            return
        self._row = shown
        self._ticket = self.session.writer.open(shown)
        for key, question in self.questions.items():
            question.put(shown.cells.get(key), _text(question.field, shown.cells.get(key), shown))
        self._enable(not self.topic.append_only)
        self._show_state(shown)
        self._show_relevant()
        self._show_known_problems()

    def begin(self, unit: str | None, carried: Mapping[str, Cell] | None = None) -> None:
        """Begin a new record of ``unit`` (a code)."""
        self.save()
        self.clear()
        self._ticket = self.session.writer.open_new(self.topic.key, unit)
        self._enable(True)
        self.title.setText(_("Thêm {row}").format(row=self.topic.row.text(language())))
        self._show_relevant()
        next(iter(self.questions.values())).editor.setFocus()

    def clear(self) -> None:
        """Show no record."""
        self._row = self._ticket = None
        self._turn_over()
        for question in self.questions.values():
            question.put(None, "")
            question.show_problems(())
        self.title.setText(_("Chưa chọn dòng nào"))
        self._state.hide()
        self.foot.setText("")
        self._enable(False)

    def _turn_over(self) -> None:
        for question in self.questions.values():
            question.begin_record()

    def _enable(self, on: bool) -> None:
        self._inside.setEnabled(on)
        self.save_button.setEnabled(on)
        self.past.setEnabled(self._row is not None)

    def _show_state(self, shown: "Row") -> None:
        from desktop_app.app.checking import name_of

        self.title.setText(name_of(self.topic, shown.cells, shown.names))
        final = shown.status == "final"
        self._state.setText(_("Đã chốt") if final else _("Bản nháp"))
        retone(self._state, "good" if final else "plain")
        self._state.show()
        when = datetime.fromtimestamp(shown.updated_ms / 1000)  # noqa: DTZ006  # local time is meant
        self.foot.setText(
            _("Sửa {when}, {user}").format(when=f"{when:%H:%M %d/%m/%Y}", user=shown.updated_by)
        )

    # --- typing -------------------------------------------------------------------------------------

    @property
    def scratch_key(self) -> str:
        """The name under which unsaved typing is kept."""
        return f"form:{self.topic.key}"

    @property
    def is_new(self) -> bool:
        """Whether a record is being begun here."""
        return self._ticket is not None and self._row is None

    def is_changed(self) -> bool:
        """Return whether something was typed and not saved."""
        return self._ticket is not None and any(question.is_changed() for question in self.questions.values())

    def _touched(self) -> None:
        if self._ticket is None:
            return
        self.session.scratch.watch(self.scratch_key, self._words, self)
        self._show_relevant()
        self._check.start()

    def _words(self) -> dict[str, Any] | None:
        if not self.is_changed() or self._ticket is None:
            return None
        changed = {key: one.answer.words() for key, one in self.questions.items() if one.is_changed()}
        rec = self._row.rec if self._row else ""
        states = {key: str(one.state) for key, one in self.questions.items() if one.is_changed()}
        unit = self._ticket.unit or ""
        return {"topic": self.topic.key, "rec": rec, "unit": unit, "fields": changed, "states": states}

    def pick_up(self, where: Mapping[str, Any]) -> None:
        """Fill in what was kept as scratch; it stays on the disk until the form itself is kept or saved."""
        for key, state in where.get("states", {}).items():
            if key in self.questions:
                self.questions[key].put_state(State(state))
        for key, text in where["words"].items():
            if key in self.questions and text:
                self.questions[key].answer.put_words(text)
        if where.get("left"):
            self.session.scratch.follow(self.scratch_key, where["left"])
            self._touched()

    def _changes(self) -> dict[str, Given]:
        return {key: one.given() for key, one in self.questions.items() if one.is_changed()}

    def save(self) -> None:
        """Save what was typed, if anything was."""
        if self._ticket is None or not self.is_changed():
            return
        ticket, changes = self._ticket, self._changes()
        for question in self.questions.values():
            question.settle()
        kept = self.session.scratch.hand_over(self.scratch_key)
        self.session.writer.save(ticket, changes, self._saved, owner=self, scratch=kept)
        self._ticket = self._later = self.session.writer.open_after(ticket)

    def _saved(self, result: Written) -> None:
        self.saved.emit(result)
        still_here = self._ticket is not None and self._ticket is self._later
        if result.row is not None and still_here and not self.is_changed():
            self._row = result.row
            self.show_row(result.row)

    # --- relevance, problems, help --------------------------------------------------------------------

    def _show_relevant(self) -> None:
        for question in self.questions.values():
            needs = question.field.relevant
            if needs is not None:
                held = self._held(needs.field)
                matters = any(v in needs.values for v in (held if isinstance(held, list) else [held]))
                holds = question.is_changed() or self._kept(question.field) is not None
                # One that is being typed in stays: UniKey empties a field on its way to a letter.
                question.setVisible(matters or holds or question.has_keyboard())
        for head, keys in self._heads:
            head.setVisible(any(not self.questions[key].isHidden() for key in keys))

    def _kept(self, field: Field) -> Cell:
        return self._row.cells.get(field.key) if self._row else None

    def _held(self, key: str) -> Any:
        given = self.questions[key].given()
        return given.v if isinstance(given, Value) else None

    def _cells(self) -> dict[str, Given]:
        kept: dict[str, Given] = dict(self._row.cells) if self._row else {}
        return kept | self._changes()

    def _ask_problems(self) -> None:
        ticket = self._ticket
        if ticket is None or not self.is_changed():
            return
        space = ticket.editing.space if ticket.editing else None
        self.session.findings.problems_of(
            self.topic.key, ticket.rec or "", space, self._cells(), self._show_problems, self
        )

    def _show_known_problems(self) -> None:
        if self._row is not None and not self.is_changed():
            self._show_problems(self.session.findings.of(self.topic.key, self._row.rec))

    def _show_problems(self, problems: list[Problem]) -> None:
        for key, question in self.questions.items():
            question.show_problems([problem for problem in problems if problem.field == key])

    def _show_help(self, field: Field) -> None:
        self._show_relevant()
        self.help.setText(field.help.text(language()) if field.help else "")
        self.help.setVisible(field.help is not None)
        self._area.ensureWidgetVisible(self.questions[field.key], 0, 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S or Ctrl+Enter saves; Esc goes back to the grid."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Save) or (enter and event.modifiers()):
            self.save()
        elif enter:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


# --- on the store lane -------------------------------------------------------------------------------


def _names(topic: str) -> Any:
    def ask(desk: "Desk") -> dict[str, str]:
        from desktop_app.app import views

        return views.names(desk, topic)

    return ask


def _text(field: Field, cell: Cell, shown: "Row") -> str:
    from desktop_app.app import views

    if isinstance(cell, Raw):
        return cell.raw
    if isinstance(cell, Value) and (cell.v is None or cell.state in (State.NO_DATA, State.NOT_APPLICABLE)):
        return ""
    return views.show(field, cell, shown.names)
