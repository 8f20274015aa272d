"""The encrypted SQLite database: one engine, one way to begin a transaction.

sqlcipher3 brings its own SQLite, free of the WAL-reset bug of 3.7–3.51.2. ``synchronous=FULL``:
under simulated power cuts FULL lost 0 of 3,000 acknowledged rows, NORMAL lost some in every run.
"""

import contextlib
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from desktop_app.errors import BusyError, HomeError, UserError
from desktop_app.i18n import _

WAIT_S = 5
FILE = "moduong.db"
_WRITE = "moduong_write"
_KEY = re.compile(r"[0-9a-f]{64}")
# SQLCipher writes of every wrong page to standard error, where a person looks for one sentence.
_BEFORE_KEY = "PRAGMA cipher_log_level = NONE"
_CACHE, _WRITERS_CACHE = "PRAGMA cache_size = -2000", "PRAGMA cache_size = -64000"  # KiB
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")


# The driver asks Python's adapter protocol about every None and bytes, 1 µs each; an adapter that
# gives back what it gets takes a tenth of it, and a row has twenty of them.
driver.register_adapter(type(None), {}.get)
driver.register_adapter(bytes, bytes)


class Database:
    """The database of one home. ``program`` is how a waiting writer is told who holds the lane."""

    def __init__(
        self, home: Path, key: str, program: str = "moduong", *, wait_s: float = WAIT_S, name: str = FILE
    ) -> None:
        if not _KEY.fullmatch(key):
            raise HomeError(_("Khoá mã hoá của kho dữ liệu không đúng dạng."), where=str(home))
        self.home, self.path, self.key = home, home / name, key
        self._program, self._wait_s = program, wait_s
        self.engine = create_engine(
            "sqlite://", creator=self.connect, module=driver, poolclass=QueuePool, pool_size=4,
            pool_use_lifo=True,  # who reads one after another finds the pages that were read before
            hide_parameters=True,  # an error's text goes to the log: no record may stand in it
        )  # fmt: skip
        event.listen(self.engine, "begin", _begin)
        event.listen(self.engine, "checkin", _let_go)

    def connect(self) -> Any:
        """Return a new connection of the driver's own, outside the pool."""
        connection = driver.connect(
            str(self.path), check_same_thread=False, isolation_level=None, timeout=self._wait_s
        )
        connection.execute(_BEFORE_KEY)
        connection.execute(f"PRAGMA key = \"x'{self.key}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(_CACHE)
        return connection

    @contextlib.contextmanager
    def transaction(self, *, write: bool, spaces: Collection[str] | None = None) -> Iterator[Connection]:
        """Give a connection inside one transaction: the end of the block commits, an error rolls back.

        There is one writer at a time, whichever ``spaces`` it writes to.

        Raises `BusyError`, naming the holder, when another writer keeps the lane for more than
        the waiting time; `HomeError` when the disk is full, the folder read-only or the key wrong.
        """
        try:
            with self.engine.connect() as plain:
                connection = plain.execution_options(**{_WRITE: True}) if write else plain
                with connection.begin():
                    if write:
                        self._sign()
                    yield connection
        except (DatabaseError, driver.DatabaseError) as error:
            if (known := self._translated(str(error))) is None:
                raise
            raise known from error

    def is_sound(self) -> bool:
        """Return whether the database passes SQLite's ``quick_check``."""
        with self.transaction(write=False) as connection:
            return bool(connection.exec_driver_sql("PRAGMA quick_check").scalar_one() == "ok")

    def back_up(self, path: Path) -> None:
        """Write a verified, encrypted copy at ``path``; raises `UserError`."""
        from desktop_app.store.backup import back_up

        back_up(self, path)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _sign(self) -> None:
        with contextlib.suppress(OSError):
            (self.home / "writer").write_text(f"{self._program} (pid {os.getpid()})", encoding="utf-8")

    def _holder(self) -> str:
        try:
            return (self.home / "writer").read_text(encoding="utf-8")[:200]
        except OSError:
            return _("một chương trình khác")

    def _translated(self, message: str) -> UserError | None:
        where = str(self.home)
        if "locked" in message or "busy" in message:
            return BusyError(
                _("Kho dữ liệu đang được {holder} ghi.").format(holder=self._holder()),
                where=where,
                todo=_("Hãy chờ việc đó xong rồi thử lại."),
            )
        return failure(message, where)


def failure(message: str, where: str) -> HomeError | None:
    """Return what a message of SQLite's means for the person in front, None for a bug of ours."""
    for sign, what, todo in _failures():
        if sign in message:
            return HomeError(what, where=where, todo=todo)
    return None


def _failures() -> tuple[tuple[str, str, str], ...]:
    nothing_lost = _("Những gì đã lưu trước đó vẫn còn nguyên.")
    return (
        (
            "disk is full",
            _("Đĩa đã đầy, chưa lưu được."),
            _("Hãy xoá bớt tệp khác rồi thử lại.") + " " + nothing_lost,
        ),
        (
            "readonly",
            _("Thư mục chỉ cho đọc, chưa lưu được."),
            _("Hãy cấp quyền ghi hoặc chọn thư mục khác.") + " " + nothing_lost,
        ),
        (
            "unable to open",
            _("Không mở được kho dữ liệu."),
            _("Hãy kiểm tra thư mục có tồn tại và được quyền ghi."),
        ),
        (
            "disk I/O error",
            _("Đĩa báo lỗi khi đọc hoặc ghi."),
            _("Hãy kiểm tra ổ đĩa và chỗ trống rồi thử lại.") + " " + nothing_lost,
        ),
        (
            "malformed",
            _("Kho dữ liệu bị hỏng."),
            _("Đừng xoá gì; hãy chép cả thư mục này ra nơi khác rồi khôi phục từ thư mục “backups”."),
        ),
        (
            "not a database",
            _("Khoá không mở được kho dữ liệu này."),
            _("Hãy dùng đúng khoá đi cùng kho, hoặc khôi phục từ bản sao lưu."),
        ),
    )


def _begin(connection: Connection) -> None:
    """Begin; a writer may keep more pages: one that leaves the cache is decrypted and hashed again."""
    writes = connection.get_execution_options().get(_WRITE)
    if writes:
        connection.exec_driver_sql(_WRITERS_CACHE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _let_go(connection: Any, _record: object) -> None:
    """Give back the memory of a writer when its connection lies idle."""
    if connection is not None:
        connection.execute(_CACHE)
