"""A home: one folder with an encrypted database, and where its key is kept.

``home.json`` says which home this is and in which format; nothing that was typed. The key goes by
the home's random id: in the system's keyring, or, with an explicit ``--home`` or without a usable
keyring, in a 0600 file in the home.
"""

import contextlib
import os
import secrets
import uuid
from collections.abc import Iterable
from pathlib import Path

import msgspec

from desktop_app.app.files import HOME_FILE, KEY_FILE, is_home, write_file
from desktop_app.domain.topic import Topic
from desktop_app.errors import HomeError, UserError
from desktop_app.i18n import _
from desktop_app.store.anchor import Anchor
from desktop_app.store.engine import FILE, Database
from desktop_app.store.postgres import PostgresDatabase
from desktop_app.store.store import Extend, SqlStore, newer_format
from desktop_app.store.tables import FORMAT

HOME_ID = "home_id"
SERVICE = "moduong"
_DATABASE_FILES = (FILE, f"{FILE}-wal", f"{FILE}-shm")


class HomeFile(msgspec.Struct, omit_defaults=True):
    """home.json; ``database``: the address of a server's database, "" for the file in the home."""

    format: int
    id: str
    database: str = ""


def create_home(
    path: Path,
    topics: Iterable[Topic],
    *,
    own_key_file: bool,
    program: str = "moduong",
    database: str = "",
) -> SqlStore:
    """Make a new, empty home at ``path`` and open it; raises `HomeError` if one is there already.

    ``database``: the address of an empty database on a server, instead of a file in the home.
    """
    if is_home(path):
        raise HomeError(
            _("Ở đây đã có kho dữ liệu."), where=str(path), todo=_("Hãy chọn thư mục khác, hoặc mở kho này.")
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        _set_aside(path)
        home = HomeFile(FORMAT, str(uuid.uuid4()), database)
        store = SqlStore(_made(path, home, program, own_key_file=own_key_file), topics)
        store.create()
        with store.write() as tx:
            tx.put_setting(HOME_ID, home.id)
        # Last: a folder with home.json is a home that opens; a half-made one is made anew.
        _put_home(path, home)
    except OSError as error:
        raise _cannot(_("Không tạo được kho dữ liệu"), path, error) from error
    return store


def _made(path: Path, home: HomeFile, program: str, *, own_key_file: bool) -> Database | PostgresDatabase:
    if home.database:
        server = PostgresDatabase(path, home.database)
        if not server.is_empty():
            raise _unfit(
                server,
                _("Cơ sở dữ liệu này đã có bảng."),
                _("Hãy tạo một cơ sở dữ liệu trống, hoặc mở kho đã có."),
            )
        if not server.takes_text():
            raise _unfit(
                server,
                _("Bảng mã của cơ sở dữ liệu này không phải UTF8."),
                _("Hãy tạo cơ sở dữ liệu khác với ENCODING 'UTF8'."),
            )
        return server
    key = secrets.token_hex(32)
    _keep_key(path, home.id, key, own_key_file=own_key_file)
    return Database(path, key, program)


def _put_home(path: Path, home: HomeFile) -> None:
    write_file(path / HOME_FILE, msgspec.json.encode(home))
    if home.database:  # its address may hold a password
        (path / HOME_FILE).chmod(0o600)


def _set_aside(path: Path) -> None:
    """Move aside what a home without home.json left here: it was never finished, or lost that file."""
    left = [path / name for name in (KEY_FILE, *_DATABASE_FILES) if (path / name).exists()]
    if left:
        aside = path / f"dang-do-{uuid.uuid4().hex[:8]}"
        aside.mkdir(mode=0o700)
        for file in left:
            file.rename(aside / file.name)


def abandon_home(path: Path) -> None:
    """Take away a home that could not be set up, so that it can be tried again."""
    if is_home(path) and (address := _read_home(path).database):
        server = PostgresDatabase(path, address)
        with contextlib.suppress(UserError):  # what went wrong first is what must be told
            server.clear()
        server.close()
    for name in (HOME_FILE, KEY_FILE, *_DATABASE_FILES, "writer"):
        (path / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        path.rmdir()


def open_home(
    path: Path,
    topics: Iterable[Topic],
    *,
    program: str = "moduong",
    anchors: Path | None = None,
    database: str = "",
    extend: Extend | None = None,
) -> SqlStore:
    """Open the home at ``path``; raises `HomeError`, or `NewerFormatError` naming the format.

    ``anchors``: the folder of anchors, for homes that stay on this PC; one that carries its own key is
    meant to travel, and has none. ``database``: where its database is on a server; a folder that is no
    home yet becomes one of that hub. ``extend``: the topics as what the home holds extends them, instead
    of ``topics``.
    """
    if database and not is_home(path):
        return _attached(path, topics, database, extend)
    home = _read_home(path)
    if database and database != home.database:
        raise HomeError(
            _("Kho này không nằm trong cơ sở dữ liệu đó."),
            where=str(path),
            todo=_("Hãy bỏ --database, hoặc dùng một thư mục trống cho cơ sở dữ liệu đó."),
        )
    if home.database:
        return _served(path, home, topics, extend)
    stays = anchors is not None and not (path / KEY_FILE).is_file()
    anchor = Anchor(anchors / f"{home.id}.json" if anchors is not None and stays else None)
    store = SqlStore(Database(path, _find_key(path, home.id), program), topics, anchor)
    store.prepare(extend=extend)
    return store


def find_key(path: Path) -> str:
    """Return the key of the home at ``path``, whose database may be damaged or gone."""
    home = _read_home(path, whole=False)
    if home.database:
        raise HomeError(
            _("Kho này nằm trên máy chủ PostgreSQL."),
            where=str(path),
            todo=_("Hãy khôi phục cơ sở dữ liệu bằng pg_restore trên máy chủ."),
        )
    return _find_key(path, home.id)


def _attached(path: Path, topics: Iterable[Topic], database: str, extend: Extend | None) -> SqlStore:
    store = _found(path, topics, database)
    with store.read() as tx:
        home = HomeFile(FORMAT, str(tx.setting(HOME_ID)), database)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    store.prepare(extend=extend)
    _put_home(path, home)
    return store


def _served(path: Path, home: HomeFile, topics: Iterable[Topic], extend: Extend | None) -> SqlStore:
    store = _found(path, topics, home.database)
    with store.read() as tx:
        found = tx.setting(HOME_ID)
    if found != home.id:
        raise HomeError(
            _("Cơ sở dữ liệu này của kho khác."),
            where=str(path),
            todo=_("Hãy kiểm tra địa chỉ cơ sở dữ liệu."),
        )
    store.prepare(extend=extend)
    return store


def _found(path: Path, topics: Iterable[Topic], database: str) -> SqlStore:
    """Return the store in a server's database; raises `HomeError` where no home was ever made."""
    server = PostgresDatabase(path, database)
    if not server.has_home():
        raise _unfit(
            server,
            _("Trong cơ sở dữ liệu này chưa có kho."),
            _("Hãy chạy “moduong init district --unit … --database …” trước, hoặc khôi phục bản sao lưu."),
        )
    return SqlStore(server, topics)


def _unfit(server: PostgresDatabase, what: str, todo: str) -> HomeError:
    return HomeError(what, where=server.url.render_as_string(hide_password=True), todo=todo)


def _read_home(path: Path, *, whole: bool = True) -> HomeFile:
    if not is_home(path):
        raise _no_home(path)
    try:
        home = msgspec.json.decode((path / HOME_FILE).read_bytes(), type=HomeFile)
    except OSError as error:
        raise _cannot(_("Không đọc được kho dữ liệu"), path, error) from error
    except msgspec.DecodeError as error:
        raise HomeError(_("Tệp home.json bị hỏng."), where=str(path), todo=_restore()) from error
    if home.format > FORMAT:
        raise newer_format(path, home.format, FORMAT)
    if whole and not home.database and not (path / FILE).is_file():
        raise _no_home(path)
    return home


def _no_home(path: Path) -> HomeError:
    return HomeError(
        _("Ở đây chưa có kho dữ liệu."),
        where=str(path),
        todo=_("Hãy chạy “moduong init”, hoặc mở chương trình để bắt đầu."),
    )


def _restore() -> str:
    return _("Hãy khôi phục kho từ bản sao lưu.")


def _keep_key(path: Path, home_id: str, key: str, *, own_key_file: bool) -> None:
    if not own_key_file and _in_keyring(home_id, key):
        return
    handle = os.open(path / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())


def _find_key(path: Path, home_id: str) -> str:
    if (path / KEY_FILE).is_file():
        return (path / KEY_FILE).read_text(encoding="ascii").strip()
    if key := _from_keyring(home_id):
        return key
    raise HomeError(
        _("Không tìm thấy khoá của kho dữ liệu này."),
        where=str(path),
        todo=_("Hãy mở trên đúng máy và tài khoản đã tạo kho, hoặc chép tệp “key” đi cùng kho."),
    )


def _in_keyring(home_id: str, key: str) -> bool:
    import keyring  # slow to import, and needed once a start
    import keyring.errors

    with contextlib.suppress(keyring.errors.KeyringError):
        keyring.set_password(SERVICE, home_id, key)
    return _from_keyring(home_id) == key


def _from_keyring(home_id: str) -> str | None:
    import keyring
    import keyring.errors

    with contextlib.suppress(keyring.errors.KeyringError):
        return keyring.get_password(SERVICE, home_id)
    return None


def _cannot(what: str, path: Path, error: OSError) -> HomeError:
    return HomeError(
        f"{what}: {error.strerror or error}.",
        where=str(path),
        todo=_("Hãy chọn thư mục khác còn chỗ trống và được quyền ghi."),
    )
