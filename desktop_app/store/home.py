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

from desktop_app.app.files import HOME_FILE, is_home, write_file
from desktop_app.domain.topic import Topic
from desktop_app.errors import HomeError
from desktop_app.i18n import _
from desktop_app.store.engine import FILE, Database
from desktop_app.store.store import Extend, SqlStore, newer_format
from desktop_app.store.tables import FORMAT

KEY_FILE = "key"
SERVICE = "moduong"
_DATABASE_FILES = (FILE, f"{FILE}-wal", f"{FILE}-shm")


class HomeFile(msgspec.Struct):
    """home.json."""

    format: int
    id: str


def create_home(
    path: Path, topics: Iterable[Topic], *, own_key_file: bool, program: str = "moduong"
) -> SqlStore:
    """Make a new, empty home at ``path`` and open it; raises `HomeError` if one is there already."""
    if is_home(path):
        raise HomeError(
            _("Ở đây đã có kho dữ liệu."), where=str(path), todo=_("Hãy chọn thư mục khác, hoặc mở kho này.")
        )
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        _set_aside(path)
        home, key = HomeFile(FORMAT, str(uuid.uuid4())), secrets.token_hex(32)
        _keep_key(path, home.id, key, own_key_file=own_key_file)
        store = SqlStore(Database(path, key, program), topics)
        store.create()
        # Last: a folder with home.json is a home that opens; a half-made one is made anew.
        write_file(path / HOME_FILE, msgspec.json.encode(home))
    except OSError as error:
        raise _cannot(_("Không tạo được kho dữ liệu"), path, error) from error
    return store


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
    for name in (HOME_FILE, KEY_FILE, *_DATABASE_FILES, "writer"):
        (path / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        path.rmdir()


def open_home(
    path: Path, topics: Iterable[Topic], *, program: str = "moduong", extend: Extend | None = None
) -> SqlStore:
    """Open the home at ``path``; raises `HomeError`, or `NewerFormatError` naming the format.

    ``extend``: the topics as what the home holds extends them, instead of ``topics``.
    """
    home = _read_home(path)
    store = SqlStore(Database(path, _find_key(path, home.id), program), topics)
    store.prepare(extend=extend)
    return store


def _read_home(path: Path) -> HomeFile:
    if not is_home(path) or not (path / FILE).is_file():
        raise HomeError(
            _("Ở đây chưa có kho dữ liệu."),
            where=str(path),
            todo=_("Hãy chạy “moduong init”, hoặc mở chương trình để bắt đầu."),
        )
    try:
        home = msgspec.json.decode((path / HOME_FILE).read_bytes(), type=HomeFile)
    except OSError as error:
        raise _cannot(_("Không đọc được kho dữ liệu"), path, error) from error
    except msgspec.DecodeError as error:
        raise HomeError(_("Tệp home.json bị hỏng."), where=str(path), todo=_restore()) from error
    if home.format > FORMAT:
        raise newer_format(path, home.format, FORMAT)
    return home


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
