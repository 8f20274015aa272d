"""One question of the form: label, state, editor, and what is wrong, in words beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_app.domain.topic import Field, Problem
from desktop_app.domain.values import WITHOUT_VALUE, Cell, Opaque, State, Value
from desktop_app.i18n import _, language
from desktop_app.ui.answers import PhotoAnswer, ReferenceAnswer, answer_for, as_answer
from desktop_app.ui.form.album import Album
from desktop_app.ui.problem_words import said, sign_of
from desktop_app.ui.session import Session
from desktop_app.ui.tickets import Given, Typed
from desktop_app.ui.widgets.basics import chip, label, restyle, sign, tool


class Question(QWidget):
    """A field of a record. Signals: ``touched()`` the answer changed; ``asked(Field)`` the keyboard came."""

    touched = Signal()
    asked = Signal(object)

    def __init__(self, session: Session, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.field, self._session = field, session
        self.state = self._put_state = State.ACTUAL
        self.editor = answer_for(field, look=session.look)
        self.answer = as_answer(self.editor)
        self._mark = chip("", "plain")
        self._problems = QVBoxLayout()
        self._lay_out()
        self.answer.touched.connect(self.touched)
        for one in (self.editor, *self.editor.findChildren(QWidget)):
            one.installEventFilter(self)
        if isinstance(self.editor, PhotoAnswer):
            Album(session, self.editor)

    def _lay_out(self) -> None:
        lang = language()
        title = self.field.label.text(lang)
        if self.field.unit:
            title = f"{title} ({self.field.unit.text(lang)})"
        head = label(f"{title} *" if self.field.required else title, "label", wrap=True)
        head.setBuddy(self.editor)
        said = _("{title}, bắt buộc").format(title=title) if self.field.required else title
        self.editor.setAccessibleName(said)
        self.editor.setAccessibleDescription(self.field.help.text(lang) if self.field.help else "")
        self._states = tool(
            self._session.look,
            "ellipsis",
            _("Thực tế, ước tính hay chưa có số liệu: {field}").format(field=title),
        )
        self._states.setProperty("small", True)
        self._states.setPopupMode(self._states.ToolButtonPopupMode.InstantPopup)
        self._states.setMenu(self._menu())
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(head, 1)
        line.addWidget(self._mark)
        line.addWidget(self._states)
        self._problems.setSpacing(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        whole.addLayout(line)
        whole.addWidget(self.editor)
        whole.addLayout(self._problems)
        self._mark.hide()

    def _menu(self) -> QMenu:
        from desktop_app.app.views import state_name

        menu, group = QMenu(self), QActionGroup(self)
        self._choices: dict[State, QAction] = {}
        for state in State:
            if state is State.ESTIMATE and not self.field.estimable:
                continue
            name = state_name(state)
            act = QAction(name[:1].upper() + name[1:], group, checkable=True)
            act.triggered.connect(lambda _on=False, state=state: self._choose(state))
            menu.addAction(act)
            self._choices[state] = act
        return menu

    # --- the value ----------------------------------------------------------------------------------

    def put(self, cell: Cell, text: str) -> None:
        """Show a value; ``text`` is how it reads, blank for a state without one."""
        self._put_state = cell.state if isinstance(cell, Value) else State.ACTUAL
        blank = isinstance(cell, Value) and cell.v is None
        self.answer.put(None if blank else cell, "" if blank else text)
        self.editor.setEnabled(not isinstance(cell, Opaque))
        self._show_state(self._put_state)

    def _choose(self, state: State) -> None:
        if state in WITHOUT_VALUE:
            self.answer.put_words("")
        self._show_state(state)
        self.touched.emit()

    def put_state(self, state: State) -> None:
        """Choose a state that was kept as scratch, if the field still takes it."""
        if state in self._choices and state is not self.state:
            self._choose(state)

    def _show_state(self, state: State) -> None:
        from desktop_app.app.views import state_name

        self.state = state
        if state in self._choices:
            self._choices[state].setChecked(True)
        self._mark.setVisible(state is not State.ACTUAL)
        self._mark.setText(state_name(state))
        self.editor.setEnabled(state not in WITHOUT_VALUE)

    def is_changed(self) -> bool:
        """Return whether the answer or its state is another."""
        return self.answer.is_changed() or self.state is not self._put_state

    def given(self) -> Given:
        """Return what was typed or chosen, with its state."""
        if self.state in WITHOUT_VALUE:
            return Value(None, self.state)
        given = self.answer.given()
        if isinstance(given, Typed):
            return given._replace(state=self.state)
        return Value(given.v, self.state) if isinstance(given, Value) else given

    def settle(self) -> None:
        """Take what is given now as what was put: it is on its way to the disk."""
        self.answer.settle()
        self._put_state = self.state

    def has_keyboard(self) -> bool:
        """Return whether something is being typed or chosen here."""
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def begin_record(self) -> None:
        """From now on another record is open: what still comes for the one before is not its answer."""
        if isinstance(self.editor, PhotoAnswer):
            self.editor.record += 1

    def set_names(self, names: dict[str, str]) -> None:
        """Take the records that a reference may mean."""
        if isinstance(self.editor, ReferenceAnswer):
            self.editor.set_names(names)

    # --- what is wrong ------------------------------------------------------------------------------

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong, with an icon and in words."""
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for problem in problems:
            self._problems.addWidget(self._line(problem))
        tone = "bad" if any(problem.is_hard for problem in problems) else ""
        if self.editor.property("tone") != tone:
            self.editor.setProperty("tone", tone)
            restyle(self.editor)

    def _line(self, problem: Problem) -> QWidget:
        mark = sign_of(problem)
        line = QWidget()
        line.setProperty("part", "clear")
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 2)
        inside.setSpacing(6)
        inside.addWidget(sign(self._session.look, mark.icon, mark.tone, 14), 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(label(said(problem), "small", wrap=True, tone=mark.tone), 1)
        return line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the keyboard comes to the question."""
        if event.type() == QEvent.Type.FocusIn:
            self.asked.emit(self.field)
        return super().eventFilter(watched, event)
