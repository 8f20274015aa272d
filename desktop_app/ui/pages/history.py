"""Lịch sử of a record or of one of its fields, and the deleted rows of a topic: seen, and taken back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from desktop_app.domain.topic import Topic
from desktop_app.i18n import _, language
from desktop_app.ui.moments import moment
from desktop_app.ui.pages.review_calls import seat_of
from desktop_app.ui.session import Session
from desktop_app.ui.tickets import Ticket, Written
from desktop_app.ui.widgets.basics import button, label, row
from desktop_app.ui.widgets.listing import Head, Line, Listing
from desktop_app.ui.widgets.listing_delegate import Shown

if TYPE_CHECKING:
    from desktop_app.app.history import DeletedRow, Step, Story
    from desktop_app.app.place import Place
    from desktop_app.app.ports import Desk

_WIDE, _TALL = 860, 460
"""How large a dialog begins, in pixels at 100 %; no larger than the window behind it."""


class _Sheet(QDialog):
    """A list in a dialog as large as the window allows; Esc closes it."""

    def __init__(self, parent: QWidget, session: Session, title: str, heads: Sequence[Head]) -> None:
        super().__init__(parent)
        self.session, look = session, session.look
        self.setWindowTitle(title)
        self.heading = label(title, "heading", wrap=True)
        self.list = Listing(look, heads, title, sortable=False)
        self.hint = label("", "hint", wrap=True)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(20, 16, 20, 16)
        self.inside.setSpacing(10)
        self.inside.addWidget(self.heading)
        self.inside.addWidget(self.list, 1)
        self.inside.addWidget(self.hint)
        behind = parent.window().size()
        self.resize(
            min(look.px(_WIDE), behind.width() - 40), min(look.px(_TALL), max(300, behind.height() - 60))
        )

    def acts(self, *widgets: QWidget | None) -> None:
        """Put acts at the foot, and the one that closes, which Enter presses: nothing is written unasked."""
        close = button(self.session.look, _("Đóng"), on=self.reject)
        close.setDefault(True)
        self.inside.addLayout(row(*widgets, None, close))


class HistoryDialog(_Sheet):
    """Every change of a record, the newest first; an old value can be taken back."""

    def __init__(self, parent: QWidget, session: Session, topic: Topic, rec: str, field: str = "") -> None:
        heads = [
            Head(_("Lúc"), least=120),
            Head(_("Ai, máy nào"), share=2, least=110),
            Head(_("Ô"), share=2, least=100),
            Head(_("Trước"), share=2, least=90),
            Head(_("Sau"), share=2, least=90),
        ]
        super().__init__(parent, session, _("Lịch sử"), heads)
        self._topic, self._rec = topic, rec
        self.told: Story | None = None
        self._place: Place | None = None
        self.fields = QComboBox()
        self.fields.setAccessibleName(_("Ô cần xem"))
        self.fields.addItem(_("Cả dòng"), "")
        for one in topic.fields:
            self.fields.addItem(one.label.text(language()), one.key)
        self.fields.setCurrentIndex(max(0, self.fields.findData(field)))
        self.fields.currentIndexChanged.connect(self._show)
        self.inside.insertWidget(1, self.fields)
        self.take = button(session.look, _("Lấy lại giá trị này"), "undo-2", part="primary", on=self.put_back)
        self.hint.setText(_("Mọi giá trị từng ghi đều còn. Lấy lại là một lần ghi mới, hoàn tác được."))
        self.acts(self.take)
        self.list.picked.connect(self._enable)
        self.list.opened.connect(lambda _key: self.put_back())
        self._enable()
        self.ask()

    def ask(self) -> None:
        """Ask for the history as it is now."""
        topic, rec = self._topic.key, self._rec

        def work(desk: "Desk") -> "tuple[Story, Place]":
            from desktop_app.app.history import story
            from desktop_app.app.place import place_of

            with desk.store.read() as tx:
                place = place_of(tx)
            return story(desk, topic, rec), place

        self.session.ask(work, self._take_in, self)

    def _take_in(self, answer: "tuple[Story, Place]") -> None:
        self.told, self._place = answer
        self.heading.setText(_("Lịch sử: {name}").format(name=self.told.name))
        self._show()
        self.list.setFocus()

    def _show(self) -> None:
        if self.told is None:
            return
        field = self.fields.currentData()
        steps = [(at, one) for at, one in enumerate(self.told.steps) if field in ("", one.field)]
        self.list.put([self._line(at, one) for at, one in reversed(steps)])
        if self.list.key() is None and steps:
            self.list.choose(steps[-1][0])
        self._enable()

    def _line(self, at: int, step: "Step") -> Line:
        assert self._place is not None  # noqa: S101  # it came with the story
        who = Shown(step.user, under=seat_of(self._place, step.device))
        label_ = Shown(step.label, tone="" if step.field else "muted")
        return Line(at, (Shown(moment(step.when_ms)), who, label_, Shown(step.before), Shown(step.after)))

    def _chosen(self) -> "Step | None":
        key = self.list.key()
        return self.told.steps[key] if self.told and isinstance(key, int) else None

    def _enable(self, _key: object = None) -> None:
        step = self._chosen()
        self.take.setEnabled(step is not None and self.told is not None and self.told.can_put_back(step))

    def put_back(self) -> None:
        """Write the chosen value anew, over what the history showed."""
        step = self._chosen()
        if step is None or self.told is None or not self.told.can_put_back(step):
            return

        def done(_written: Written) -> None:
            what = _("Đã lấy lại {label}: {value}.").format(label=step.label, value=step.after)
            self.session.say("good", what, _("Ctrl+Z để hoàn tác."), key="put_back")
            self.ask()

        ticket = Ticket(self._topic.key, None, self.told.editing)
        self.session.writer.save(ticket, {step.field: step.cell}, done, owner=self)


class DeletedDialog(_Sheet):
    """The deleted rows of a topic, the latest first; any of them can be brought back."""

    def __init__(self, parent: QWidget, session: Session, topic: Topic, unit: str | None) -> None:
        title = topic.title.text(language())
        heads = [
            Head(_("Bản ghi"), share=3, least=150),
            Head(_("Người xoá, máy nào"), share=2, least=120),
            Head(_("Lúc")),
        ]
        super().__init__(parent, session, _("Dòng đã xoá: {title}").format(title=title), heads)
        self._topic, self._unit = topic, unit
        self._found: dict[str, DeletedRow] = {}
        look = session.look
        self.back = button(look, _("Khôi phục"), "undo-2", part="primary", on=self.bring_back)
        self.past = button(look, _("Lịch sử…"), "history", on=self.show_history)
        self.acts(self.back, self.past)
        self.list.picked.connect(self._enable)
        self.list.opened.connect(lambda _key: self.bring_back())
        self._enable()
        self.ask()

    def ask(self) -> None:
        """Ask for the deleted rows as they are now."""
        topic, unit = self._topic.key, self._unit

        def work(desk: "Desk") -> "tuple[list[DeletedRow], Place]":
            from desktop_app.app.history import deleted_rows
            from desktop_app.app.place import place_of

            with desk.store.read() as tx:
                place = place_of(tx)
            return deleted_rows(desk, topic, unit), place

        self.session.ask(work, self._take_in, self)

    def _take_in(self, answer: "tuple[list[DeletedRow], Place]") -> None:
        found, place = answer
        self._found = {one.rec: one for one in found}
        self.list.put([self._line(one, place) for one in found])
        if self.list.key() is None and found:
            self.list.choose(found[0].rec)
        self.hint.setText(
            _("Khôi phục: dòng trở lại với mọi giá trị như lúc xoá.")
            if found
            else _("Không có dòng nào đã xoá.")
        )
        self._enable()
        self.list.setFocus()

    def _line(self, one: "DeletedRow", place: "Place") -> Line:
        who = self.session.who
        unit = self.session.unit_name(one.unit) if who is not None and who.is_district else ""
        under = " · ".join(part for part in (unit, one.why) if part)
        by = Shown(one.user, under=seat_of(place, one.device))
        return Line(one.rec, (Shown(one.name, under=under, icon="trash-2"), by, Shown(moment(one.when_ms))))

    def _enable(self, _key: object = None) -> None:
        for act in (self.back, self.past):
            act.setEnabled(self.list.key() in self._found)

    def bring_back(self) -> None:
        """Bring the chosen row back; it can be undone."""
        key = self.list.key()
        if isinstance(key, str) and key in self._found:
            self.session.writer.revive(self._topic.key, [self._found[key].editing], self.ask, self)

    def show_history(self) -> None:
        """Show what the chosen row was."""
        key = self.list.key()
        if isinstance(key, str) and key in self._found:
            self.dialog = HistoryDialog(self, self.session, self._topic, key)
            self.dialog.open()
