"""The hub's database on PostgreSQL: the same tables, several processes (docs/decisions/008-postgresql.md).

A writing transaction first locks the rows of the spaces that it will touch, in one order (SYNC.md,
rule 13): without it READ COMMITTED gave wrong states and deadlocks. Readers see one snapshot.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool

from desktop_app.errors import BusyError, CollisionError, HomeError, UsageError, UserError
from desktop_app.i18n import _
from desktop_app.store.sql import for_postgres, insert_many, select_in

DRIVER = "postgresql+psycopg"
LOCK_MS = 30_000
# A hub process whose PC lost its power holds its lanes for 90 s, not for the system's two hours.
_ALIVE = "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
_SETTINGS = f"-c synchronous_commit=on -c lock_timeout={LOCK_MS} -c timezone=UTC {_ALIVE}"


_IN_ORDER = 'ORDER BY uuid COLLATE "C" FOR UPDATE'  # as Python sorts, whatever the server's locale
# The first space of a hub (`app.starting`). Spaces that nobody knows have no unit either, but came later.
_CATALOGUE = "SELECT uuid FROM space WHERE unit IS NULL AND unit_level IS NULL ORDER BY id LIMIT 1"
_COLLIDED = ("40P01", "40001")  # deadlock, serialisation
_BUSY = (*_COLLIDED, "55P03")
_NOT_ALLOWED = "42501"  # what PostgreSQL 15 says to a user who does not own the database


class PostgresDatabase:
    """The database of one hub. Its keys lie in it: the server's volume must be encrypted (SYNC.md)."""

    def __init__(self, home: Path, address: str) -> None:
        self.home, self.url = home, _url(address)
        self.engine = create_engine(
            self.url, poolclass=QueuePool, pool_size=4, pool_pre_ping=True, hide_parameters=True,
            connect_args={"options": _SETTINGS, "connect_timeout": 10},
        )  # fmt: skip
        event.listen(self.engine, "before_cursor_execute", _spell, retval=True)

    @contextlib.contextmanager
    def transaction(self, *, write: bool, spaces: Collection[str] | None = None) -> Iterator[Connection]:
        """Give a connection inside one transaction: the end of the block commits, an error rolls back.

        ``spaces``: which will be written to, all of them if None. Raises `BusyError` when another
        process holds them too long, `HomeError` when the server cannot be reached.
        """
        level = "READ COMMITTED" if write else "REPEATABLE READ"
        try:
            with self.engine.connect() as plain:
                connection = plain.execution_options(isolation_level=level, postgresql_readonly=not write)
                with connection.begin():
                    if write:
                        _lock(connection, spaces)
                    yield connection
        except DBAPIError as error:
            if (known := self._translated(error)) is None:
                raise
            raise known from error

    def is_empty(self) -> bool:
        """Return whether nobody, of whatever program, has made a table here yet."""
        with self.transaction(write=False) as connection:
            return not _tables(connection)

    def has_home(self) -> bool:
        """Return whether the tables of a home are here."""
        with self.transaction(write=False) as connection:
            return "setting" in _tables(connection)

    def takes_text(self) -> bool:
        """Return whether the database keeps all of Unicode."""
        with self.transaction(write=False) as connection:
            return bool(connection.exec_driver_sql("SHOW server_encoding").scalar_one() == "UTF8")

    def clear(self) -> None:
        """Drop every table: for a home that could not be set up in what was empty before."""
        with self.transaction(write=True) as connection:
            if names := ", ".join(f'"{name}"' for name in _tables(connection)):
                connection.exec_driver_sql(f"DROP TABLE {names}")

    def is_sound(self) -> bool:
        """Return whether the server answers: checking its pages is its own work."""
        with self.transaction(write=False) as connection:
            return bool(connection.exec_driver_sql("SELECT 1").scalar_one() == 1)

    def back_up(self, path: Path) -> None:
        """Write a copy by ``pg_dump``, read the whole of it back by ``pg_restore``, and only then name it.

        Raises `UserError` where they are not installed, or where the copy is not whole.

        It is not encrypted, as the database is not: only its owner may read it.
        """
        if path.exists():
            raise UserError(
                _("Đã có tệp này, không ghi đè lên bản sao lưu cũ."),
                where=str(path),
                todo=_("Hãy chọn tên khác."),
            )
        dump, restore = map(shutil.which, ("pg_dump", "pg_restore"))
        if dump is None or restore is None:
            raise UserError(
                _("Máy này không có pg_dump và pg_restore để sao lưu PostgreSQL."),
                where=str(path),
                todo=_("Hãy cài gói postgresql-client, hoặc sao lưu trên máy chủ cơ sở dữ liệu."),
            )
        self._dump(dump, restore, path)

    def _dump(self, dump: str, restore: str, path: Path) -> None:
        part = path.with_name(path.name + ".part")
        # Not by `URL.set`: it takes None for "as it was". An argument is seen by all users of the machine.
        bare = self.url._replace(drivername="postgresql", password=None)
        address = bare.render_as_string(hide_password=False)
        part.touch(mode=0o600)
        secret = {"PGPASSWORD": str(self.url.password)} if self.url.password else {}
        try:
            _run("pg_dump", [dump, "--format=custom", f"--file={part}", address], path, secret)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            # Every row is read and unpacked, into nothing; a list of what is in it would read its head only.
            _run("pg_restore", [restore, f"--file={os.devnull}", str(part)], path)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _translated(self, error: DBAPIError) -> UserError | None:
        code = getattr(error.orig, "sqlstate", None)
        where = self.url.render_as_string(hide_password=True)
        if code in _BUSY:
            kind = CollisionError if code in _COLLIDED else BusyError
            return kind(_("Cơ sở dữ liệu đang bận vì tiến trình khác."), where=where, todo=_("Hãy thử lại."))
        if code == _NOT_ALLOWED or isinstance(error, OperationalError):
            return HomeError(
                _("Không dùng được cơ sở dữ liệu: {reason}.").format(reason=str(error.orig).splitlines()[0]),
                where=where,
                todo=_("Hãy kiểm tra máy chủ, địa chỉ, người dùng, mật khẩu và quyền của người dùng đó."),
            )
        return None


def _url(address: str) -> URL:
    try:
        url = make_url(address)
        if url.drivername == DRIVER:
            url.get_dialect()
            return url
    except (ArgumentError, NoSuchModuleError, ValueError) as error:  # ValueError: a port that is no number
        raise _unknown(address) from error
    raise _unknown(address)


def _unknown(address: str) -> UsageError:
    return UsageError(
        _("“{address}” không phải địa chỉ cơ sở dữ liệu dùng được.").format(
            address=address.rsplit("@", maxsplit=1)[-1]
        ),
        todo=_("Ví dụ: {driver}://nguoidung@maychu/moduong").format(driver=DRIVER),
    )


def _run(name: str, words: list[str], path: Path, more: Mapping[str, str] | None = None) -> None:
    """Run a program of the server's; raises `UserError`, with its last line, for one that fails."""
    done = subprocess.run(  # noqa: S603  # our own words; the address is the operator's
        words, env={**os.environ, **(more or {})}, capture_output=True, check=False
    )
    if done.returncode:
        reason = "".join(done.stderr.decode(errors="replace").strip().splitlines()[-1:])
        raise UserError(
            _("Chưa ghi được bản sao lưu: {program} báo lỗi ({reason}).").format(program=name, reason=reason),
            where=str(path),
            todo=_("Hãy xem lại máy chủ và ổ đĩa rồi sao lưu lại."),
        )


def _tables(connection: Connection) -> list[str]:
    found = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    return [row[0] for row in connection.exec_driver_sql(found)]


def _lock(connection: Connection, spaces: Collection[str] | None) -> None:
    """Lock the rows of these spaces, the first thing done; those not seen yet get a row.

    The catalogue's comes first: who writes to a unit's space reads in it who may, and shares it. Who
    writes to it, or to all, has it alone, and with it all others. Were it locked in its turn, a row
    made here and not committed yet would be waited for by the one whom this one waits for. The other
    rows follow in one order.
    """
    if connection.exec_driver_sql("SELECT to_regclass('space')").scalar_one() is None:
        return
    catalogue = connection.exec_driver_sql(_CATALOGUE).scalar()
    shared = spaces is not None and catalogue not in spaces
    how = "SHARE" if shared else "UPDATE"
    connection.exec_driver_sql(f"SELECT id FROM space WHERE uuid = ? FOR {how}", (catalogue,))  # noqa: S608  # ours
    if spaces is None:
        connection.exec_driver_sql(f"SELECT id FROM space {_IN_ORDER}")  # noqa: S608  # ours
        return
    wanted = sorted(set(spaces))
    insert_many(connection, "space", ("uuid",), [(uuid,) for uuid in wanted], skip_on=("uuid",))
    for _row in select_in(connection, f"SELECT id FROM space WHERE uuid IN ({{keys}}) {_IN_ORDER}", wanted):  # noqa: S608
        pass


def _spell(
    _connection: Connection, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool
) -> tuple[str, Any]:
    """Spell the marks of statements that were written by hand; SQLAlchemy's own are right already."""
    return (for_postgres(statement) if context.compiled is None else statement), parameters
