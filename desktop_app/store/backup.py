"""Backups: a whole, encrypted, verified copy beside the running program (DESIGN §8)."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Protocol

import sqlcipher3.dbapi2 as driver

from desktop_app.errors import HomeError, UserError
from desktop_app.i18n import _
from desktop_app.store.engine import Database, failure

FOLDER, SUFFIX, MIGRATION = "backups", ".db", "truoc-nang-cap"
DAYS, WEEKS = 7, 8
_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Kept(Protocol):
    """A database that can be copied."""

    def back_up(self, path: Path) -> None: ...


def keep_daily(database: Database, home: Path, today: date) -> Path | None:
    """Keep today's copy if there is none yet; of older ones the last 7 days and 8 weeks stay."""
    if (home / FOLDER / f"{today.isoformat()}{SUFFIX}").exists():
        return None
    kept = keep_backup(database, home, today.isoformat())
    daily = [path for path in (home / FOLDER).glob(f"*{SUFFIX}") if _DAILY.fullmatch(path.stem)]
    for path in set(daily) - set(worth_keeping(daily)):
        path.unlink(missing_ok=True)
    return kept


def worth_keeping(daily: list[Path]) -> list[Path]:
    """Return the last 7 copies and the newest of each of the last 8 weeks."""
    newest = sorted(daily, reverse=True)
    weeks: dict[tuple[int, int], Path] = {}
    for path in newest:
        weeks.setdefault(date.fromisoformat(path.stem).isocalendar()[:2], path)
    return [*newest[:DAYS], *list(weeks.values())[:WEEKS]]


def keep_backup(database: Kept, home: Path, name: str) -> Path:
    """Keep a copy in the home's own folder of backups; an earlier one of that name gives way."""
    path = home / FOLDER / f"{name}{SUFFIX}"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.unlink(missing_ok=True)
    database.back_up(path)
    return path


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
    except driver.DatabaseError as error:
        raise failure(str(error), str(path)) or error from error
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
