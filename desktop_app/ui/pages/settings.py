"""Trợ giúp, cài đặt: language, look, who sits here, a safe copy, the sheet of shortcuts, about."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLabel, QScrollArea, QWidget

from desktop_app.i18n import _
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.help import table
from desktop_app.ui.pages.page import Page
from desktop_app.ui.session import Session
from desktop_app.ui.settings import TEXT_SCALES
from desktop_app.ui.shortcuts import sheet
from desktop_app.ui.widgets.basics import button, card, column, label, row, scrolling

if TYPE_CHECKING:
    from desktop_app.ui.window import Window


class SettingsPage(Page):
    """Choices take effect at once and are remembered."""

    key = "settings"

    def __init__(self, session: Session, window: "Window") -> None:
        super().__init__(session)
        self._window = window
        self.head(_("Trợ giúp, cài đặt"))
        inside, lines = column(0, 12)
        lines.setContentsMargins(0, 0, 4, 0)
        for part in (self._look(), self._person(), self._safety(), self._shortcuts(), self._about()):
            lines.addWidget(part)
        lines.addStretch(1)
        self._area: QScrollArea = scrolling(inside)
        self.body.addWidget(self._area, 1)

    def enter(self, _where: Mapping[str, Any]) -> None:
        """Show the page."""
        self._ask_people()

    # --- look -----------------------------------------------------------------------------------------

    def _look(self) -> QWidget:
        frame, inside = card(18, 10)
        inside.addWidget(label(_("Hiển thị"), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        settings = self.session.settings
        themes = (
            ("system", _("Theo máy")),
            ("light", _("Sáng")),
            ("dark", _("Tối")),
            ("contrast", _("Tương phản cao")),
        )
        scales = tuple((scale, f"{scale} %") for scale in TEXT_SCALES)
        tongues = (("vi", "Tiếng Việt"), ("en", "English"))
        self.language = self._choice(grid, 0, _("Ngôn ngữ"), tongues, settings.language or "vi", "language")
        self.theme = self._choice(grid, 1, _("Màu sắc"), themes, settings.theme, "theme")
        self.scale = self._choice(grid, 2, _("Cỡ chữ"), scales, settings.text_scale, "text_scale")
        grid.setColumnStretch(2, 1)
        inside.addLayout(grid)
        return frame

    def _choice(self, grid: QGridLayout, at: int, title: str, choices: Any, now: Any, key: str) -> QComboBox:
        made = QuietCombo()
        made.setAccessibleName(title)
        for v, text in choices:
            made.addItem(text, v)
        made.setCurrentIndex(made.findData(now))
        made.activated.connect(lambda _at: self.session.change_look(**{key: made.currentData()}))
        head = label(title)
        head.setBuddy(made)
        grid.addWidget(head, at, 0)
        grid.addWidget(made, at, 1)
        return made

    # --- who ------------------------------------------------------------------------------------------

    def _person(self) -> QWidget:
        frame, inside = card(18, 10)
        inside.addWidget(label(_("Người đang nhập"), "heading"))
        inside.addWidget(label(_("Tên đứng bên mỗi lần sửa, để sau này hỏi lại được."), "muted", wrap=True))
        self.person = QuietCombo()
        self.person.setEditable(True)
        self.person.setCompleter(None)  # type: ignore[arg-type]  # inline completion breaks UniKey
        self.person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.person.setAccessibleName(_("Họ và tên"))
        self.person.setMinimumWidth(self.session.look.px(240))
        self.person.activated.connect(lambda _at: self.sit_down())
        change = button(self.session.look, _("Đổi người"), "user-round", on=self.sit_down)
        inside.addLayout(row(self.person, change, None))
        return frame

    def _ask_people(self) -> None:
        from desktop_app.app import people

        self.session.ask(people.people, self._show_people, self)

    def _show_people(self, names: list[str]) -> None:
        self.person.clear()
        self.person.addItems(names)
        self.person.setEditText(self.session.desk.user)

    def sit_down(self) -> None:
        """Let the person whose name stands in the field sit here from now on."""
        from desktop_app.app import people

        name = " ".join(self.person.currentText().split())
        if name and name != self.session.desk.user:
            self.session.sit_down(name)
            self.session.ask(
                lambda desk: people.remember_person(desk, name), lambda _none: self._ask_people(), self
            )

    # --- a safe copy ----------------------------------------------------------------------------------

    def _safety(self) -> QWidget:
        frame, inside = card(18, 10)
        inside.addWidget(label(_("Sao lưu"), "heading"))
        inside.addWidget(
            label(_("Một bản sao đã mã hoá và kiểm tra của cả kho dữ liệu."), "muted", wrap=True)
        )
        inside.addLayout(
            row(button(self.session.look, _("Sao lưu ra tệp…"), "hard-drive", on=self.back_up), None)
        )
        return frame

    def back_up(self) -> None:
        """Ask for a file and write a safe copy there."""
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Sao lưu ra tệp"), str(Path.home() / "moduong-sao-luu.db")
        )
        if path:
            self.back_up_to(Path(path))

    def back_up_to(self, path: Path) -> None:
        """Write a safe copy."""
        from desktop_app.app import overview

        def done(_none: object) -> None:
            self.session.say("good", _("Đã sao lưu ra {path}.").format(path=path), key="backup")

        self.session.ask_long(
            _("Đang sao lưu…"), lambda desk, _report: overview.back_up(desk, path), done, self
        )

    # --- help and about -------------------------------------------------------------------------------

    def _shortcuts(self) -> QWidget:
        frame, inside = card(18, 10)
        inside.addWidget(label(_("Phím tắt"), "heading"))
        inside.addWidget(label(_("F1 ở mỗi trang cho biết các phím của trang đó."), "muted", wrap=True))
        self._window.actions_of.name()
        inside.addLayout(table(sheet(self._window, inside=False)))
        return frame

    def _about(self) -> QWidget:
        frame, inside = card(18, 6)
        inside.addWidget(label(_("Về chương trình"), "heading"))
        programme = self.session.programme
        for text in (
            _("Mở Đường {version} – khảo sát hạ tầng số, dùng được khi không có mạng.").format(
                version=programme.version
            ),
            _("Dữ liệu được mã hoá và nằm ở {home}.").format(home=programme.home),
            _("Giấy phép Apache-2.0. Chữ Be Vietnam Pro (OFL), hình Lucide (ISC)."),
        ):
            line: QLabel = label(text, "muted", wrap=True)
            inside.addWidget(line)
        return frame
