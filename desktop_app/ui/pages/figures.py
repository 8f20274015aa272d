"""Chỉ tiêu: each figure against its target and against what the source states."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QWidget

from desktop_app.domain.text import fold
from desktop_app.i18n import _, language, plural
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.pages.page import Page
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, card, chip, column, label, scrolling
from desktop_app.ui.widgets.table import Said, Table

if TYPE_CHECKING:
    from desktop_app.app.overview import CommuneState
    from desktop_app.indicators.model import Figure
    from desktop_app.ui.window import Window

HEADLINES = (
    "computers",
    "computers_per_official",
    "computers_online",
    "tslcd_communes",
    "villages_4g",
    "households_broadband",
)


class FiguresPage(Page):
    """Six cards and the whole table."""

    key = "figures"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        look = session.look
        report = button(look, _("Báo cáo"), "file-text", on=lambda: session.go("print", sheet="report"))
        self.unit = QuietCombo()
        self.unit.setAccessibleName(_("Đơn vị"))
        self.unit.addItem(_("Cả huyện"), None)
        for code, name in session.units.items():
            self.unit.addItem(name, code)
        self.unit.currentIndexChanged.connect(lambda _at: self.refresh())
        self.head(_("Chỉ tiêu"), self.unit, report)
        inside, lines = column(0, 12)
        lines.setContentsMargins(0, 0, 4, 0)
        self._cards = QWidget()
        self._cards.setProperty("part", "clear")
        self._grid = QGridLayout(self._cards)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._made: list[QFrame] = []
        self._across = 0
        frame, below = card(1, 0)
        heads = [
            _("Chỉ tiêu"),
            _("Tính được"),
            _("Tử số / mẫu số"),
            _("Mục tiêu"),
            _("Đã nêu"),
            "",
            _("Lưu ý"),
        ]
        self.table = Table(look, heads, _("Mọi chỉ tiêu"), right=(1, 2, 3, 4), stretch=0)
        below.addWidget(self.table)
        lines.addWidget(self._cards)
        lines.addWidget(frame)
        lines.addStretch(1)
        self.body.addWidget(scrolling(inside), 1)
        session.changed.connect(self.refresh_if_shown)

    def enter(self, _where: Mapping[str, Any]) -> None:
        """Compute anew."""
        self.refresh()

    def refresh(self) -> None:
        """Ask anew where things stand."""
        from desktop_app.app import figures, overview

        unit = self.unit.currentData()
        self.session.ask(lambda desk: (figures.figures(desk, unit), overview.inbox(desk)), self._show, self)

    def _show(self, answer: "tuple[list[Figure], list[CommuneState]]") -> None:
        found, states = answer
        self._show_chips(states)
        by_key = {figure.key: figure for figure in found}
        for old in self._made:
            old.deleteLater()
        self._made = [figure_card(by_key[key]) for key in HEADLINES if key in by_key]
        self._across = 0
        self._arrange()
        self.table.show_lines([figure_line(figure) for figure in found])

    def _show_chips(self, states: "Sequence[CommuneState]") -> None:
        from datetime import date

        from desktop_app.domain.dates import format_date

        who = self.session.who
        assert who is not None  # noqa: S101  # pages are made for an open home
        on = format_date(date.fromisoformat(who.reference_date), language())
        came = sum(one.last_received_ms is not None for one in states)
        tone = "good" if came == len(states) else "warn"
        chips: list[QWidget] = [chip(_("Số liệu tính đến {day}").format(day=on))]
        chips.append(chip(_("{came}/{all} xã đã nộp").format(came=came, all=len(states)), tone))
        self.show_chips(*chips)

    def _arrange(self) -> None:
        room = self.width() // self.session.look.px(270)
        across = 3 if room >= 3 else 2 if room >= 2 else 1
        if across == self._across:
            return
        self._across = across
        for at, frame in enumerate(self._made):
            self._grid.addWidget(frame, at // across, at % across)
        for at in range(3):
            self._grid.setColumnStretch(at, 1 if at < across else 0)

    def resizeEvent(self, event: object) -> None:
        """Put as many cards into a row as there is room for."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()


def figure_card(figure: "Figure") -> QFrame:
    """Return a card: the figure large, what it is made of, how far it is to the target."""
    from desktop_app.app.figures import number_text, value_text

    frame, inside = card(16, 3)
    inside.addWidget(label(figure.title.text(language()), "muted", wrap=True))
    inside.addWidget(label(value_text(figure, figure.value), "figure"))
    parts = [part_text(figure), *notes(figure)]
    inside.addWidget(label(" · ".join(part for part in parts if part) or " ", "hint", wrap=True))
    inside.addStretch(1)
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setRange(0, 1000)
    bar.setValue(share_of(figure))
    bar.setAccessibleName(figure.title.text(language()))
    bar.setProperty("tone", "warn" if figure.reached is False else "")
    inside.addSpacing(4)
    inside.addWidget(bar)
    target = _("không đặt mục tiêu")
    if figure.target is not None:
        target = _("mục tiêu {n}").format(n=number_text(figure.target))
        target = f"{target} %" if figure.kind == "percent" else target
    said = label(target, "hint")
    said.setAlignment(Qt.AlignmentFlag.AlignLeft)
    inside.addWidget(said)
    frame.setAccessibleName(f"{figure.title.text(language())}: {value_text(figure, figure.value)}")
    return frame


def share_of(figure: "Figure") -> int:
    """Return how much of the bar is full, of 1000."""
    if figure.value is None:
        return 0
    whole: Any = 100 if figure.kind == "percent" else figure.target or figure.denominator or figure.value
    return min(1000, round(1000 * float(figure.value) / float(whole))) if whole else 0


def part_text(figure: "Figure") -> str:
    """Return "578 / 628", or "" where the figure is not a part of something."""
    from desktop_app.app.figures import number_text

    if figure.denominator is None:
        return ""
    return f"{number_text(figure.numerator)} / {number_text(figure.denominator)}"


def notes(figure: "Figure") -> list[str]:
    """Return what must be known beside a figure: estimates, gaps, drafts."""
    found = []
    if figure.estimated:
        found.append(_("có ước tính"))
    if figure.missing:
        found.append(plural("{n} dòng thiếu số liệu", figure.missing))
    if figure.drafts:
        found.append(plural("{n} bản nháp", figure.drafts))
    return found


def figure_line(figure: "Figure") -> list[Said]:
    """Return a figure as a line of the table."""
    from desktop_app.app.figures import agreement, number_text, stated_text, value_text

    reached = {True: "good", False: "warn", None: ""}[figure.reached]
    agrees = {True: ("good", "check"), False: ("bad", "triangle-alert"), None: ("", "")}[figure.agrees]
    unit = figure.unit.text(language())
    title = figure.title.text(language())
    return [
        Said(title if unit == "%" or fold(unit) in fold(title) else f"{title} ({unit})"),
        Said(value_text(figure, figure.value), reached),
        Said(part_text(figure)),
        Said("" if figure.target is None else number_text(figure.target)),
        Said(stated_text(figure)),
        Said(agreement(figure), *agrees),
        Said(", ".join(notes(figure)), "muted"),
    ]
