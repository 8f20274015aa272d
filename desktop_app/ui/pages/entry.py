"""Nhập liệu (at a district: Số liệu): all topics, then the grid and form of one."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from desktop_app.domain.topic import Topic
from desktop_app.i18n import _
from desktop_app.ui.pages.importing import ImportView
from desktop_app.ui.pages.matrix import MatrixPage
from desktop_app.ui.pages.overview import Overview
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, label

if TYPE_CHECKING:
    from desktop_app.ui.window import Window


class EntryPage(Page):
    """The place where a day is spent."""

    key = "entry"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        self.steps = QStackedWidget()
        self.body.addWidget(self.steps)
        self.views: dict[str, TopicView] = {}
        self.matrices: dict[str, MatrixPage] = {}
        self.importing: ImportView | None = None
        self._first: Page | None = None
        session.findings.changed.connect(self._count)

    @cached_property
    def overview(self) -> Overview:
        """All topics, made when they are looked at first."""
        return Overview(self.session, self.open_topic)

    def _topics(self) -> Page:
        if self._first is not None:
            return self._first
        session, made = self.session, Page(self.session)
        self._first = made
        district = session.who is not None and session.who.is_district
        made.body.setContentsMargins(0, 0, 0, 0)
        excel = button(session.look, _("Nhập từ Excel…"), "file-spreadsheet", on=self.choose_workbooks)
        made.head(_("Số liệu") if district else _("Nhập liệu"), excel)
        made.body.addWidget(label(_("Chọn chủ đề để nhập hoặc xem."), "muted"))
        made.body.addWidget(self.overview, 1)
        self.steps.addWidget(made)
        return made

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show the topics, or the topic and record that ``where`` names."""
        if "topic" in where:
            self.open_topic(where["topic"], where)
        elif where.get("all"):
            self.show_topics()
        elif self.matrix is not None:
            self.matrix.setFocus()
        elif self.view is not None:
            self.view.grid.setFocus()
        elif self.importing is not None and self.steps.currentWidget() is self.importing:
            self.importing.setFocus()
        else:
            self.show_topics()

    @property
    def view(self) -> TopicView | None:
        """The topic that is open."""
        shown = self.steps.currentWidget()
        return shown if isinstance(shown, TopicView) else None

    @property
    def matrix(self) -> MatrixPage | None:
        """The topic that is open as one sheet."""
        shown = self.steps.currentWidget()
        return shown if isinstance(shown, MatrixPage) else None

    def open_topic(self, key: str, where: Mapping[str, Any] | None = None) -> None:
        """Open a topic, at a record if ``where`` names one; as one sheet where it was shown so last."""
        self.leave()
        rows_wanted = where and (where.get("rec") or where.get("words") or "quick" in where)
        if key in self.session.settings.matrices.split() and not rows_wanted:
            self._open_matrix(key)
            return
        at = where or {}
        if (known := self.views.get(key)) is not None:
            known.look_at(at)
        view = known or self._make(key, at)
        self.steps.setCurrentWidget(view)
        if at.get("words"):
            view.pick_up(at)
        elif at.get("rec"):
            view.place.go_back(at)
            view.jump(at["rec"], at.get("field", ""))
        else:
            view.place.go_back(at)
            view.grid.setFocus()

    def _open_matrix(self, key: str) -> None:
        if key not in self.matrices:
            made = self.matrices[key] = MatrixPage(self.session, self.session.desk.topics.get(key))
            made.left.connect(self.show_topics)
            made.as_grid.connect(lambda: self._show_as(key, matrix=False))
            self.steps.addWidget(made)
        self.steps.setCurrentWidget(self.matrices[key])
        self.matrices[key].reload()
        self.matrices[key].setFocus()

    def _show_as(self, key: str, *, matrix: bool) -> None:
        """Show a topic as one sheet or as rows, and remember it."""
        kept = set(self.session.settings.matrices.split()) - {key}
        self.session.remember(matrices=" ".join(sorted(kept | ({key} if matrix else set()))))
        self.open_topic(key)

    def choose_workbooks(self) -> None:
        """Ask for workbooks, and try them out."""
        kinds = _("Sổ Excel") + " (*.xlsx)"
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Chọn sổ Excel"), str(Path.home()), kinds)
        if paths:
            self.try_workbooks([Path(path) for path in paths])

    def try_workbooks(self, paths: list[Path]) -> None:
        """Show what an import would do."""
        if self.importing is None:
            self.importing = ImportView(self.session)
            self.importing.closed.connect(self.show_topics)
            self.steps.addWidget(self.importing)
        self.steps.setCurrentWidget(self.importing)
        self.importing.try_out(paths)

    def _make(self, key: str, where: Mapping[str, Any]) -> TopicView:
        view = TopicView(self.session, self.session.desk.topics.get(key), where)
        view.left.connect(self.show_topics)
        view.other.connect(self.open_topic)
        view.as_matrix.connect(lambda: self._show_as(key, matrix=True))
        self.views[key] = view
        self.steps.addWidget(view)
        return view

    def show_topics(self) -> None:
        """Go back to all topics."""
        self.leave()
        self.steps.setCurrentWidget(self._topics())
        self._count()
        self.overview.setFocus()

    def _count(self) -> None:
        from desktop_app.app import views

        if self._first is not None and self.steps.currentWidget() is self._first:
            self.session.ask(views.count, self.overview.show_counts, self)

    def help_topic(self) -> Topic | None:
        """Return the topic that is open."""
        return self.view.topic if self.view else None

    def leave(self) -> None:
        """Save whatever is open."""
        if self.view is not None:
            self.view.leave()

    def where(self) -> dict[str, Any]:
        """Return what shows the same again."""
        shown = self.view or self.matrix
        return shown.where() if shown else {"all": True}
