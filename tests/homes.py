"""New, empty homes, as `create_home` leaves them: the tables are made once and copied from then on.

Making them is most of what a short test would do.
"""

import atexit
import secrets
import shutil
import tempfile
import uuid
from functools import cache
from pathlib import Path

import msgspec

from desktop_app.app.files import HOME_FILE, KEY_FILE
from desktop_app.store.engine import Database
from desktop_app.store.home import HOME_ID, HomeFile, create_home
from desktop_app.store.store import SqlStore
from desktop_app.store.tables import FORMAT
from desktop_app.topics.registry import ALL


def new_home(path: Path, database: str = "") -> SqlStore:
    """Make an empty home with an id and a key of its own at ``path`` and open it.

    ``database``: the address of an empty database on a server, which is filled there.
    """
    if database:
        return create_home(path, ALL, own_key_file=True, database=database)
    shutil.copytree(_model(), path, dirs_exist_ok=True)
    home = HomeFile(FORMAT, str(uuid.uuid4()))
    (path / HOME_FILE).write_bytes(msgspec.json.encode(home))
    store = SqlStore(Database(path, _changed_key(path)), ALL)
    with store.write() as tx:
        tx.put_setting(HOME_ID, home.id)
    return store


def _changed_key(path: Path) -> str:
    """Encrypt the database at ``path`` anew; return the key."""
    file, key = path / KEY_FILE, secrets.token_hex(32)
    connection = Database(path, file.read_text().strip()).connect()
    connection.execute(f"PRAGMA rekey = \"x'{key}'\"")
    connection.close()
    file.write_text(f"{key}\n")
    return key


@cache
def _model() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="moduong-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_home(folder / "home", ALL, own_key_file=True).close()
    (folder / "home" / "writer").unlink()
    return folder / "home"
