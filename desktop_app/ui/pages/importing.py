"""Workbooks of ours taken in: first a trial that changes nothing, with every problem; then the import."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.i18n import _, plural
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Report
from desktop_app.ui.widgets.basics import button, card, column, label, row, scrolling
from desktop_app.ui.widgets.table import Said, Table

if TYPE_CHECKING:
    from desktop_app.app.importing import Imported, ImportProblem
    from desktop_app.app.ports import Desk

MOST = 200
"""Problems that are listed at most; all are counted."""


class ImportView(QWidget):
    """What a trial run found, and the button that does it. Signal: ``closed()``."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session = session
        self._paths: list[Path] = []
        look = session.look
        self.do = button(look, _("Nhập"), "check", part="primary", on=self.run)
        self.said = label("", "muted", wrap=True)
        self.files = Table(
            look,
            [_("Tệp"), _("Thêm"), _("Sửa"), _("Không đổi"), _("Cần xem")],
            _("Các tệp"),
            right=(1, 2, 3, 4),
            stretch=0,
        )
        heads = [_("Tệp"), _("Trang"), _("Dòng"), _("Cột"), _("Vấn đề"), _("Cách sửa")]
        self.problems = Table(look, heads, _("Các vấn đề"), right=(2,), stretch=4)
        self._lay_out(button(look, _("Thôi"), on=self.closed.emit))

    def _lay_out(self, back: QWidget) -> None:
        inside, lines = column(0, 12)
        lines.setContentsMargins(0, 0, 4, 0)
        for table in (self.files, self.problems):
            frame, below = card(1, 0)
            below.addWidget(table)
            lines.addWidget(frame)
        self._below = frame
        lines.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(label(_("Nhập từ Excel"), "title"))
        whole.addWidget(self.said)
        whole.addLayout(row(self.do, back, None))
        whole.addWidget(scrolling(inside), 1)

    def try_out(self, paths: Sequence[Path]) -> None:
        """Read the files and say what would happen; nothing is changed."""
        self._paths = list(paths)
        found = self._paths
        self.session.ask_long(
            _("Đang đọc tệp Excel…"),
            lambda desk, report: _import(desk, found, report, dry_run=True),
            self._show,
            self,
        )

    def _show(self, result: "Imported") -> None:
        problems = [problem for file in result.files for problem in file.problems]
        new = sum(file.added + file.changed for file in result.files)
        self.do.setEnabled(bool(new))
        self.do.setText(" " + _("Nhập {n} dòng").format(n=new))
        text = _(
            "Đọc thử, chưa ghi gì. Ô không đọc được vẫn được giữ nguyên văn và báo lỗi; "
            "ô trống không xoá số liệu."
        )
        self.said.setText(text if new else _("Không có gì mới: mọi dòng đã có sẵn như trong tệp."))
        self.files.show_lines(
            [
                [
                    Said(file.path.name),
                    *(Said(str(n)) for n in (file.added, file.changed, file.unchanged)),
                    Said(str(len(file.problems)), "bad" if file.problems else ""),
                ]
                for file in result.files
            ]
        )
        self.problems.show_lines([_line(problem) for problem in problems[:MOST]])
        self._below.setVisible(bool(problems))
        self.do.setFocus()

    def run(self) -> None:
        """Import the files: one undo group a file."""
        found = self._paths
        self.session.ask_long(
            _("Đang nhập…"),
            lambda desk, report: _import(desk, found, report, dry_run=False),
            self._done,
            self,
        )

    def _done(self, result: "Imported") -> None:
        added, changed = sum(file.added for file in result.files), sum(file.changed for file in result.files)
        what = _("Đã thêm {added} dòng, sửa {changed} dòng.").format(added=added, changed=changed)
        self.session.say("good", what, key="import")
        self.session.changed.emit("")
        self.session.refreshed.emit()
        self.closed.emit()


def _line(problem: "ImportProblem") -> list[Said]:
    where = "" if problem.row is None else str(problem.row)
    return [
        Said(Path(problem.file).name),
        Said(problem.sheet),
        Said(where),
        Said(problem.column),
        Said(problem.what, "bad"),
        Said(problem.todo, "muted"),
    ]


def _import(desk: "Desk", paths: Sequence[Path], report: Report, *, dry_run: bool) -> "Imported":
    from desktop_app.app.importing import import_files

    return import_files(desk, paths, dry_run, lambda done, of: report(done, of, plural("{n} dòng", done)))
