"""Verify and limit a workbook before anything in it is parsed; each refusal says what to do instead."""

import zipfile
from pathlib import Path
from typing import Final

from desktop_app.errors import NotFoundError, RefusedError
from desktop_app.i18n import _

MIB: Final = 1024 * 1024
MAX_FILE: Final = 64 * MIB
MAX_MEMBERS: Final = 2_000
MAX_INFLATED: Final = 512 * MIB
MAX_RATIO: Final = 200
SMALL: Final = 8 * MIB  # a member that inflates to less is harmless at any ratio

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK, _TYPES = "xl/workbook.xml", "[Content_Types].xml"


def check_file(path: Path) -> None:
    """Raise `RefusedError` unless ``path`` is an XLSX file without macros and of a bearable size.

    The sizes that a ZIP file states bind: no more than that is ever inflated of a member.
    """
    try:
        size, head = path.stat().st_size, _head(path)
    except OSError as error:
        raise NotFoundError(
            _("Không đọc được tệp: {reason}.").format(reason=error.strerror or error),
            where=str(path),
            todo=_("Hãy xem lại đường dẫn và quyền đọc."),
        ) from error
    if size > MAX_FILE:
        raise _refused(path, _("Tệp lớn hơn {limit} MB.").format(limit=MAX_FILE // MIB), _split())
    if head.startswith(_OLE):
        raise _old_or_locked(path, size)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(path, archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken(path) from error


def broken(path: Path) -> RefusedError:
    """Return the refusal of a file that is damaged or no workbook at all."""
    return _refused(
        path,
        _("Đây không phải sổ Excel (.xlsx), hoặc tệp đã hỏng."),
        _("Hãy mở bằng Excel và lưu lại dạng “Excel Workbook (*.xlsx)”, rồi nhập lại."),
    )


def _refused(path: Path, what: str, todo: str) -> RefusedError:
    return RefusedError(what, where=str(path), todo=todo)


def _split() -> str:
    return _("Hãy chia sổ thành nhiều tệp nhỏ hơn.")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_OLE))


def _old_or_locked(path: Path, size: int) -> RefusedError:
    with path.open("rb") as file:
        locked = _ENCRYPTED in file.read(min(size, MAX_FILE))
    if locked:
        return _refused(
            path, _("Sổ Excel có mật khẩu."), _("Hãy mở bằng Excel, gỡ mật khẩu, lưu lại rồi nhập lại.")
        )
    return _refused(
        path,
        _("Đây là tệp Office đời cũ (ví dụ .xls)."),
        _("Hãy mở bằng Excel và lưu lại dạng “Excel Workbook (*.xlsx)”, rồi nhập lại."),
    )


def _check_members(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS or len(names) != len(members):
        raise _refused(path, _("Sổ Excel có cấu trúc khác thường."), _split())
    if any(member.flag_bits & 0x1 for member in members):
        raise _refused(path, _("Sổ Excel có mật khẩu."), _("Hãy gỡ mật khẩu rồi nhập lại."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(
            path,
            _("Sổ Excel có macro, chương trình không nhận."),
            _("Hãy lưu lại dạng “Excel Workbook (*.xlsx)”, không macro, rồi nhập lại."),
        )
    if _WORKBOOK not in names or _TYPES not in names:
        raise broken(path)
    _check_sizes(path, members)


def _check_sizes(path: Path, members: list[zipfile.ZipInfo]) -> None:
    inflated = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > SMALL and member.file_size > member.compress_size * MAX_RATIO for member in members
    )
    if inflated > MAX_INFLATED or swollen:
        raise _refused(path, _("Sổ Excel bung ra quá lớn."), _split())
