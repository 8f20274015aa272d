"""From an empty screen to an open home: three ways to begin, and who sits here."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextOption
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import _
from desktop_app.ui.session import Session
from desktop_app.ui.settings import TEXT_SCALES
from desktop_app.ui.tasks import Lane
from desktop_app.ui.widgets.basics import button, column, label, row, scrolling, sign

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk


class Choice(QPushButton):
    """One large choice: an icon, a title, one sentence."""

    def __init__(self, session: Session, icon: str, title: str, text: str, on: Callable[[], object]) -> None:
        super().__init__()
        look = session.look
        self.setProperty("part", "row")
        self.setAccessibleName(f"{title}. {text}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(14)
        inside.addWidget(sign(look, icon, "good", 28), 0, Qt.AlignmentFlag.AlignVCenter)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self._texts = [label(title, "heading", wrap=True), label(text, "muted", wrap=True)]
        for each in self._texts:
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            texts.addWidget(each)
        inside.addLayout(texts, 1)
        self.clicked.connect(lambda _checked=False: on())

    def sizeHint(self) -> QSize:
        """Return a size in which both texts stand."""
        layout = self.layout()
        wide = 520
        return QSize(wide, layout.heightForWidth(wide) + 4 if layout else 80)

    def hasHeightForWidth(self) -> bool:
        """Return True: narrower is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` asks for."""
        layout = self.layout()
        return layout.heightForWidth(width) + 4 if layout else 80

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class StartPage(QWidget):
    """The first start on an empty home: language, text size, and three ways to begin."""

    def __init__(self, session: Session, opened: Callable[["Desk"], None]) -> None:
        super().__init__()
        self.session, self._opened = session, opened
        self.setProperty("part", "page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.steps = QStackedWidget()
        outer.addWidget(self.steps)
        self._show(_("Bắt đầu làm việc trên máy này"), [self._language(), *self._choices(), self._home()])
        self.setFocusProxy(self.activate)

    def _show(self, title: str, parts: Sequence[QWidget]) -> None:
        """Show one step in the middle of the window."""
        inside, lines = column(24, 14)
        inside.setMaximumWidth(self.session.look.px(720))
        lines.addWidget(label("Mở Đường", "brand"))
        lines.addWidget(label(title, "title", wrap=True))
        for part in parts:
            lines.addWidget(part)
        middle, around = column(0, 0)
        _in_the_middle(around, inside)
        area = scrolling(middle)
        self.steps.addWidget(area)
        self.steps.setCurrentWidget(area)

    # --- the first step -------------------------------------------------------------------------------

    def _home(self) -> QWidget:
        where = _("Dữ liệu được mã hoá và nằm ở {home}.").format(home=self.session.programme.home)
        return label(where, "hint", wrap=True)

    def _language(self) -> QWidget:
        inside, lines = column(0, 0)
        made = [self._tongue("vi", "Tiếng Việt"), self._tongue("en", "English")]
        larger = button(self.session.look, _("Cỡ chữ"), "a-large-small", on=self._enlarge)
        lines.addLayout(row(*made, larger, None))
        return inside

    def _tongue(self, key: str, name: str) -> QWidget:
        made = button(self.session.look, name, on=lambda: self.session.change_look(language=key))
        made.setCheckable(True)
        made.setChecked((self.session.settings.language or "vi") == key)
        return made

    def _enlarge(self) -> None:
        at = TEXT_SCALES.index(self.session.settings.text_scale)
        self.session.change_look(text_scale=TEXT_SCALES[(at + 1) % len(TEXT_SCALES)])

    def _choices(self) -> list[Choice]:
        session = self.session
        self.activate = Choice(
            session,
            "key-round",
            _("Mở tệp kích hoạt của xã"),
            _("Huyện cấp cho mỗi máy một tệp kích hoạt. Chọn tệp đó để bắt đầu nhập số liệu của xã."),
            self.choose_activation,
        )
        self.sample = Choice(
            session,
            "flask-conical",
            _("Dùng thử với số liệu mẫu"),
            _("Một kho làm sẵn, đánh dấu BẢN THỬ, để xem và tập trước khi làm thật."),
            self.try_sample,
        )
        self.district = Choice(
            session,
            "landmark",
            _("Lập kho của huyện"),
            _("Dành cho cơ quan nhận số liệu: cấp máy cho các xã, tiếp nhận, tổng hợp và báo cáo."),
            self.ask_unit,
        )
        return [self.activate, self.sample, self.district]

    def choose_activation(self) -> None:
        """Ask for the activation file and make this PC's home from it."""
        path, _kind = QFileDialog.getOpenFileName(self, _("Chọn tệp kích hoạt"), str(Path.home()))
        if path:
            self.begin_commune(Path(path))

    def begin_commune(self, path: Path) -> None:
        """Make this PC's home from an activation file."""
        programme = self.session.programme
        self._make(
            _("Đang lập kho của xã…"),
            lambda _report: programme.create_commune(programme.home, path, programme.user),
            self._opened,
        )

    def try_sample(self) -> None:
        """Make a sample home."""
        programme = self.session.programme
        self._make(
            _("Đang làm số liệu mẫu…"),
            lambda report: programme.create_sample(programme.home, report),
            self._opened,
        )

    # --- a district -----------------------------------------------------------------------------------

    def ask_unit(self) -> None:
        """Ask which unit this home is for."""
        self.code = QLineEdit("100")
        self.code.setAccessibleName(_("Mã đơn vị"))
        self.code.setMaxLength(10)
        self.code.returnPressed.connect(self.begin_district)
        say = label(
            _("Mã đơn vị nhận số liệu, theo danh mục của Tổng cục Thống kê (huyện Điện Biên: 100)"),
            "label",
            wrap=True,
        )
        make = button(self.session.look, _("Lập kho"), "check", part="primary", on=self.begin_district)
        back = button(self.session.look, _("Quay lại"), on=lambda: self.steps.setCurrentIndex(0))
        acts, lines = column(0, 0)
        lines.addLayout(row(make, back, None))
        self._show(_("Lập kho của huyện"), [say, self.code, acts])
        self.code.setFocus()

    def begin_district(self) -> None:
        """Make a district's home for the unit typed."""
        programme, code = self.session.programme, self.code.text().strip()
        self._make(
            _("Đang lập kho của huyện…"),
            lambda _report: programme.create_district(programme.home, code, programme.user),
            lambda made: self.show_secret(*made),
        )

    def show_secret(self, desk: "Desk", secret: str) -> None:
        """Show the recovery key once; nothing keeps it but the person."""
        say = label(
            _(
                "Đây là khoá khôi phục: khi máy hỏng, chỉ khoá này mở được dữ liệu các xã đã gửi. "
                "Hãy chép ra giấy hoặc in, cất trong két; chương trình không giữ và không hiện lại."
            ),
            wrap=True,
        )
        shown = QPlainTextEdit(secret)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        shown.setFixedHeight(3 * shown.fontMetrics().height() + self.session.look.px(20))
        shown.setAccessibleName(_("Khoá khôi phục"))
        copy = button(
            self.session.look, _("Sao chép"), "copy", on=lambda: QGuiApplication.clipboard().setText(secret)
        )
        go_on = button(
            self.session.look, _("Tôi đã cất khoá"), "check", part="primary", on=lambda: self._opened(desk)
        )
        acts, lines = column(0, 0)
        lines.addLayout(row(go_on, copy, None))
        self._show(_("Cất khoá khôi phục"), [say, shown, acts])
        go_on.setFocus()

    def _make(self, title: str, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        # On the store lane: the home is opened where it will be used.
        job = self.session.lanes.run_long(work, done, owner=self, lane=Lane.STORE)
        self.session.veiled.emit(title, job)


def _in_the_middle(around: QVBoxLayout, inside: QWidget) -> None:
    """Put ``inside`` in the middle, a little above the half."""
    line = row(None, inside, None)
    line.setStretch(1, 10)
    around.addStretch(1)
    around.addLayout(line)
    around.addStretch(2)


class WhoPage(QWidget):
    """Who sits here: a list of names, and a field for a new one."""

    def __init__(self, session: Session, names: Sequence[str], chosen: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self._chosen = chosen
        look = session.look
        inside, lines = column(24, 8)
        inside.setMaximumWidth(look.px(520))
        lines.addWidget(label(_("Ai đang nhập?"), "title"))
        lines.addWidget(label(_("Tên đứng bên mỗi lần sửa, để sau này hỏi lại được."), "muted", wrap=True))
        self.buttons = [
            button(look, name, "user-round", part="row", on=partial(chosen, name)) for name in names
        ]
        for made in self.buttons:
            lines.addWidget(made)
        lines.addSpacing(8)
        lines.addWidget(label(_("Tên khác"), "label"))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Họ và tên"))
        self.name.setPlaceholderText(_("Họ và tên"))
        self.name.setMaxLength(80)
        self.name.returnPressed.connect(self._typed)
        lines.addLayout(row(self.name, button(look, _("Bắt đầu"), part="primary", on=self._typed)))
        middle, around = column(0, 0)
        _in_the_middle(around, inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(middle))  # an office of many people on a low screen
        self.setFocusProxy(self.buttons[0] if self.buttons else self.name)

    def _typed(self) -> None:
        name = " ".join(self.name.text().split())
        if name:
            self._chosen(name)
        else:
            self.name.setFocus()
