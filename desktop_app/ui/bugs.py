"""A fault of our own: kept whole in a file, told in one sentence; the window goes on."""

from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.ui.session import Session


def report_bug(session: "Session", error: BaseException) -> None:
    """Write the crash report beside the window's settings and say where it is."""
    import traceback

    text = "".join(traceback.format_exception(error))
    folder = session.programme.config_dir
    path = folder / f"crash-{datetime.now():%Y%m%d-%H%M%S}.txt"  # noqa: DTZ005  # a file's name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Mở Đường {session.programme.version}\n\n{text}", encoding="utf-8")
        todo = _("Báo cáo lỗi nằm ở {path}. Những gì đã lưu vẫn còn nguyên.").format(path=path)
    except OSError:
        todo = _("Những gì đã lưu vẫn còn nguyên. Hãy đóng và mở lại chương trình.")
    session.say("bad", _("Chương trình gặp lỗi ở việc vừa làm."), todo, key="bug")
