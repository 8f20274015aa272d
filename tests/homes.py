"""New, empty homes, as `create_home` leaves them: the tables are made once and copied from then on.

Making them is most of what a short test would do.
"""

import atexit
import json
import shutil
import tempfile
import uuid
from functools import cache
from pathlib import Path

from desktop_app.app.files import HOME_FILE, KEY_FILE
from desktop_app.store.engine import Database
from desktop_app.store.home import HOME_ID, create_home
from desktop_app.store.store import SqlStore
from desktop_app.topics.registry import ALL


def new_home(path: Path, database: str = "") -> SqlStore:
    """Make an empty home with an id of its own at ``path`` and open it; a file's key is that of all others.

    ``database``: the address of an empty database on a server, which is filled there.
    """
    if database:
        return create_home(path, ALL, own_key_file=True, database=database)
    shutil.copytree(_model(), path, dirs_exist_ok=True)
    said = json.loads((path / HOME_FILE).read_bytes()) | {"id": str(uuid.uuid4())}
    (path / HOME_FILE).write_text(json.dumps(said))
    store = SqlStore(Database(path, (path / KEY_FILE).read_text().strip()), ALL)
    with store.write() as tx:
        tx.put_setting(HOME_ID, said["id"])
    return store


@cache
def _model() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="moduong-home-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_home(folder / "home", ALL, own_key_file=True).close()
    (folder / "home" / "writer").unlink()
    return folder / "home"
