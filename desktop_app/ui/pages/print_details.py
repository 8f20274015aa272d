"""Thông tin in: what an office writes on its papers beside the records, in one dialog."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.forms import FORMS
from desktop_app.app.paper_details import (
    BOARD,
    LABELS,
    LISTS,
    SIGNATORIES,
    BoardMember,
    PaperDetails,
    keys,
    office_rec,
    paper_details,
    put_details,
    text_of,
    with_board,
    with_text,
)
from desktop_app.app.views import names
from desktop_app.i18n import _, language
from desktop_app.ui.session import Session
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, column, label, row, scrolling

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk

_LINES = 3
_MEMBERS = 6


class DetailsDialog(QDialog):
    """Asks for the texts of a unit, or only those that an office has of its own.

    Signal: ``said(PaperDetails)`` they are to be kept.
    """

    said = Signal(object)

    def __init__(
        self, parent: QWidget, look: Look, whose: str, details: PaperDetails, *, of_office: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Thông tin in"))
        self._details = details
        self.fields: dict[str, QWidget] = {}
        inside, lines = column(0, 6)
        for key in keys(of_office=of_office):
            self._add(lines, key, look)
        lines.addStretch(1)
        self.keep = button(look, _("Lưu"), "save", part="primary", on=self._keep)
        self.keep.setDefault(True)
        about = _("Chỗ nào để trống thì in theo số liệu đã nhập, hoặc in dòng chấm để viết tay.")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(10)
        outer.addWidget(label(_("Thông tin in: {name}").format(name=whose), "heading", wrap=True))
        outer.addWidget(label(about, "muted", wrap=True))
        outer.addWidget(scrolling(inside), 1)
        outer.addLayout(row(None, button(look, _("Thôi"), on=self.reject), self.keep))
        wanted = QSize(look.px(560), look.px(320 if of_office else 560))
        self.resize(wanted.boundedTo(parent.window().size() - QSize(60, 60)))

    def _add(self, lines: QVBoxLayout, key: str, look: Look) -> None:
        if section := _section(key):
            lines.addSpacing(look.px(10))
            lines.addWidget(label(section, "heading"))
        title = _title(key)
        if key == BOARD:
            made: QWidget = _board(self._details.board, look)
        else:
            made = _field(key, text_of(self._details, key), look)
        self.fields[key] = made
        made.setAccessibleName(title)
        head = label(title, "label")
        head.setBuddy(made)
        lines.addWidget(head)
        lines.addWidget(made)

    def _keep(self) -> None:
        details = self._details
        for key, made in self.fields.items():
            if isinstance(made, QTableWidget):
                details = with_board(details, _members(made))
            else:
                details = with_text(details, key, _typed(made))
        self.accept()
        self.said.emit(details)


def _section(key: str) -> str:
    """Return the heading above a key; "" for none."""
    return {
        "superior": _("Báo cáo"),
        BOARD: _("Kiểm kê"),
        "signatories.head": _("Họ tên người ký"),
        "codes.c53": _("Mẫu số và văn bản ban hành"),
    }.get(key, "")


def _title(key: str) -> str:
    """Return what a key is called: "Mẫu số (C53-HD)"."""
    name, _dot, part = key.partition(".")
    said = LABELS[name].text(language())
    if name == "signatories":
        return SIGNATORIES[part].text(language())
    return f"{said} ({_form(part)[0]})" if part else said


def _form(key: str) -> tuple[str, str]:
    """Return the code and the circular that a form has by itself."""
    return next((form.code, form.circular) for form in FORMS if form.key == key)


def _field(key: str, kept: str | tuple[str, ...], look: Look) -> QWidget:
    name, _dot, part = key.partition(".")
    if name in LISTS or name in {"circulars", "issuer"}:
        lines = QPlainTextEdit(kept if isinstance(kept, str) else "\n".join(kept))
        lines.setTabChangesFocus(True)
        lines.setFixedHeight(lines.fontMetrics().lineSpacing() * _LINES + look.px(14))
        lines.setProperty("list", name in LISTS)
        lines.setPlaceholderText(_form(part)[1] if part else "")
        return lines
    line = QLineEdit(str(kept))
    line.setPlaceholderText(_form(part)[0] if name == "codes" else "")
    return line


def _board(members: Sequence[BoardMember], look: Look) -> QTableWidget:
    made = QTableWidget(max(_MEMBERS, len(members) + 1), 4)
    made.setHorizontalHeaderLabels([_("Họ và tên"), _("Chức vụ"), _("Đại diện"), _("Vai trò")])
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    made.verticalHeader().hide()
    made.setTabKeyNavigation(False)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for at, member in enumerate(members):
        for part, text in enumerate((member.name, member.position, member.represents, member.role)):
            made.setItem(at, part, QTableWidgetItem(text))
    height = made.verticalHeader().length() + made.horizontalHeader().sizeHint().height()
    made.setFixedHeight(height + look.px(6))
    return made


def _typed(made: QWidget) -> list[str]:
    """Return what stands in a field, as `with_text` takes it."""
    if isinstance(made, QPlainTextEdit):
        return made.toPlainText().split("\n") if made.property("list") else [made.toPlainText()]
    return [made.text()] if isinstance(made, QLineEdit) else []


def _members(made: QTableWidget) -> list[list[str]]:
    cells = [[made.item(at, part) for part in range(4)] for at in range(made.rowCount())]
    return [["" if item is None else item.text() for item in line] for line in cells]


def ask_details(
    parent: QWidget, session: Session, unit: str | None, office: str | None, kept: Callable[[], object]
) -> None:
    """Ask for the texts of a unit, or of one of its offices, and keep them.

    ``unit``: a code, None for the home's own; ``office``: a record id or a name. ``kept`` is called after.
    """

    def look_up(desk: "Desk") -> tuple[str | None, str, PaperDetails]:
        rec = None if office is None else office_rec(desk, unit, office)
        name = "" if rec is None else names(desk, "office").get(rec, "")
        return rec, name, paper_details(desk, unit, rec)

    def show(found: tuple[str | None, str, PaperDetails]) -> None:
        rec, name, details = found
        own = session.who.unit if session.who else ""
        whose = name or session.unit_name(unit or own)
        dialog = DetailsDialog(parent, session.look, whose, details, of_office=rec is not None)
        dialog.said.connect(lambda said: _put(session, said, unit, rec, kept))
        dialog.open()

    session.ask(look_up, show, parent)


def _put(
    session: Session, said: PaperDetails, unit: str | None, rec: str | None, kept: Callable[[], object]
) -> None:
    def done(_none: object) -> None:
        session.say("good", _("Đã lưu thông tin in."), key="details")
        kept()

    session.ask(lambda desk: put_details(desk, said, unit, rec), done, session)
