"""Putting a backup in the place of a home's database (DESIGN §8): tried on a copy, then one rename.

At no moment does the home stand without a database: the present one is kept under another name
first, and the copy takes its name in one step.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from desktop_app.app.files import sync_folder
from desktop_app.domain.topic import Topic
from desktop_app.errors import BusyError, HomeError, NotFoundError
from desktop_app.i18n import _
from desktop_app.store.backup import FOLDER, SUFFIX
from desktop_app.store.engine import FILE, Database, failure
from desktop_app.store.home import find_key
from desktop_app.store.store import SqlStore

ASIDE = "truoc-khoi-phuc"
_BESIDE = ("", "-wal", "-shm")


class Restoration:
    """A backup about to become the home: ``restored`` is a copy of it, ``present`` what it will replace.

    ``present`` is None where the present database cannot be read.
    """

    def __init__(self, home: Path, folder: Path, key: str, topics: Iterable[Topic]) -> None:
        self._home, self._folder, self._key = home, folder, key
        self._topics = tuple(topics)
        self.restored = SqlStore(Database(folder, key), self._topics)
        self.present = self._readable()

    def _readable(self) -> SqlStore | None:
        if not (self._home / FILE).is_file():
            return None
        store = SqlStore(Database(self._home, self._key), self._topics)
        with contextlib.suppress(HomeError, driver.DatabaseError):
            if store.is_sound():
                return store
        store.close()
        return None

    def finish(self, stamp: str) -> Path | None:
        """Put the copy into place; return where the present database is kept, None if there was none."""
        self.close()
        _single_file(self._folder, self._key)
        aside = self._keep_present(stamp)
        for name in _BESIDE[1:]:
            (self._home / f"{FILE}{name}").unlink(missing_ok=True)
        (self._folder / FILE).replace(self._home / FILE)
        sync_folder(self._home)
        return aside

    def _keep_present(self, stamp: str) -> Path | None:
        if not (self._home / FILE).is_file():
            return None
        # What cannot be folded into one file is damaged, and kept as it lies.
        with contextlib.suppress(HomeError):
            _single_file(self._home, self._key)
        (self._home / FOLDER).mkdir(mode=0o700, exist_ok=True)
        names = (f"{ASIDE}-{stamp}{f'-{n}' if n > 1 else ''}{SUFFIX}" for n in range(1, 10_000))
        aside = next(path for name in names if not (path := self._home / FOLDER / name).exists())
        for name in _BESIDE[:2]:
            if (file := self._home / f"{FILE}{name}").is_file():
                _keep(file, aside.with_name(aside.name + name))
        sync_folder(aside.parent)
        return aside

    def close(self) -> None:
        """Let go of both databases."""
        self.restored.close()
        if self.present is not None:
            self.present.close()


def _keep(file: Path, aside: Path) -> None:
    try:
        os.link(file, aside)
    except OSError:  # a file system without links
        shutil.copyfile(file, aside)
        with aside.open("rb+") as copy:
            os.fsync(copy.fileno())


def _single_file(folder: Path, key: str) -> None:
    """Fold a database into its one file, which only its one user can; raises `BusyError`, `HomeError`."""
    connection = None
    try:
        connection = Database(folder, key, wait_s=0).connect()
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except driver.DatabaseError as error:
        if "locked" in str(error):
            raise _in_use(folder) from error
        raise failure(str(error), str(folder)) or HomeError(str(error), where=str(folder)) from error
    finally:
        if connection is not None:
            connection.close()
    if mode != "delete":
        raise _in_use(folder)


def _in_use(folder: Path) -> BusyError:
    return BusyError(
        _("Một chương trình khác đang mở kho dữ liệu này."),
        where=str(folder),
        todo=_("Hãy đóng cửa sổ Mở Đường và các lệnh đang chạy rồi thử lại."),
    )


@contextlib.contextmanager
def restoration(home: Path, file: Path, topics: Iterable[Topic]) -> Iterator[Restoration]:
    """Verify a backup of this home on a copy, and give what is needed to put it into place.

    Raises `HomeError` for a damaged one, one of another home (another key), or of a newer program.
    """
    if not file.is_file():
        raise NotFoundError(_("Không có tệp này."), where=str(file), todo=_("Hãy kiểm tra đường dẫn."))
    key = find_key(home)
    with tempfile.TemporaryDirectory(prefix=".khoi-phuc-", dir=home, ignore_cleanup_errors=True) as folder:
        shutil.copyfile(file, Path(folder) / FILE)
        _check(Path(folder), key, file)
        found = Restoration(home, Path(folder), key, topics)
        try:
            found.restored.prepare()
            yield found
        finally:
            found.close()


def _check(folder: Path, key: str, file: Path) -> None:
    todo = _("Hãy dùng bản sao lưu khác của chính kho này, trong thư mục “backups”.")
    try:
        connection = Database(folder, key).connect()
        try:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
        finally:
            connection.close()
    except driver.DatabaseError as error:
        what = _("Tệp này hỏng, hoặc không phải bản sao lưu của kho này.")
        raise HomeError(what, where=str(file), todo=todo) from error
    if found != "ok":
        raise HomeError(
            _("Bản sao lưu không đạt kiểm tra toàn vẹn: {found}").format(found=found),
            where=str(file),
            todo=todo,
        )
