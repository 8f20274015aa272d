"""Backups: a whole, encrypted, verified copy beside the running program (DESIGN §8)."""

import os
from pathlib import Path

from desktop_app.errors import HomeError, UserError
from desktop_app.i18n import _
from desktop_app.store.engine import Database


def back_up(database: Database, path: Path) -> None:
    """Write a copy of ``database`` at ``path``: temp → fsync → integrity check → rename.

    ``VACUUM INTO`` runs on a connection of its own: it cannot run inside a transaction. The copy
    has the same key. Raises `UserError` if ``path`` exists or cannot be written.
    """
    if path.exists():
        raise UserError(
            _("Đã có tệp này, không ghi đè lên bản sao lưu cũ."),
            where=str(path),
            todo=_("Hãy chọn tên khác."),
        )
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        _copy(database, part)
        part.replace(path)
    except OSError as error:
        raise UserError(
            _("Không ghi được bản sao lưu: {reason}.").format(reason=error.strerror or error),
            where=str(path),
            todo=_("Hãy chọn nơi khác còn chỗ trống và được quyền ghi."),
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _copy(database: Database, part: Path) -> None:
    connection = database.connect()
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    copy = Database(part.parent, database.key, "backup", name=part.name).connect()
    try:
        (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    finally:
        copy.close()
    if found != "ok":
        raise HomeError(_("Bản sao lưu không đạt kiểm tra toàn vẹn: {found}").format(found=found))
