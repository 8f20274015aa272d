"""Writing a file that others will carry away: temporary file, sync, read back, rename."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from desktop_app.app.files import write_by
from desktop_app.errors import UserError
from desktop_app.i18n import _


def reason(error: OSError) -> str:
    """Return why the system could not do it, in the reader's language where it is a common case."""
    common = {
        errno.ENOSPC: _("hết chỗ trống"),
        errno.EDQUOT: _("hết hạn mức lưu trữ"),
        errno.EACCES: _("không có quyền"),
        errno.EPERM: _("không có quyền"),
        errno.EROFS: _("ổ chỉ cho đọc"),
        errno.ENOENT: _("không tìm thấy"),
        errno.EIO: _("ổ đĩa hoặc USB lỗi"),
        errno.EISDIR: _("là thư mục, không phải tệp"),
    }
    return common.get(error.errno or 0) or error.strerror or type(error).__name__


@contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Turn a failure of the disk into a sentence that names the file."""
    try:
        yield
    except OSError as error:
        raise UserError(
            _("Không ghi được gói ({reason}).").format(reason=reason(error)),
            where=str(path),
            todo=_("Dữ liệu vẫn còn nguyên trên máy; hãy kiểm tra ổ đĩa hoặc chọn nơi khác rồi nộp lại."),
        ) from error


def publish(path: Path, write: Callable[[IO[bytes]], None], unchanged: Callable[[IO[bytes]], bool]) -> None:
    """Let ``write`` fill a file beside ``path``, sync it, read it back, and only then rename it.

    Raises UserError where the disk refuses, or where ``unchanged`` denies what it gave back.
    """

    def fill(part: Path) -> None:
        with part.open("xb") as target:
            write(target)
            target.flush()
            os.fsync(target.fileno())
            _forget(target)
        with part.open("rb") as written:
            if not unchanged(written):
                raise _read_back_differs(path)

    write_by(path, fill)


def _forget(file: IO[bytes]) -> None:
    """Drop the synced pages from memory where the system can, so that the disk itself is read back."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read_back_differs(path: Path) -> UserError:
    return UserError(
        _("Đọc lại gói vừa ghi thì thấy khác: ổ đĩa hoặc USB có lỗi."),
        where=str(path),
        todo=_("Hãy dùng USB khác hoặc chọn nơi khác rồi nộp lại."),
    )
