"""What the window says when it must not close yet."""

from collections.abc import Callable

from desktop_app.i18n import _
from desktop_app.ui.widgets.message import Act, Notice
from desktop_app.ui.writer import Writer


def unsaved(writer: Writer, give_up: Callable[[], None]) -> Notice:
    """Return the message that something typed is not on the disk yet, with both ways out."""
    failure = writer.failure
    what = failure.what if failure else _("Chưa lưu xong.")
    todo = _("Cửa sổ chưa đóng, để không mất nội dung vừa gõ.")
    if failure and failure.todo:
        todo = f"{todo} {failure.todo}"
    acts = (Act(_("Thử lại"), writer.try_again), Act(_("Đóng, bỏ phần chưa lưu"), give_up))
    return Notice("bad", what, todo, acts, key="unsaved")
