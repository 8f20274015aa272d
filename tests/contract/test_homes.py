"""Homes: where the key lies, what a move or a copy changes, what an unfinished one is."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import pytest

from desktop_app.errors import HomeError
from desktop_app.store.engine import Database
from desktop_app.store.home import KEY_FILE, create_home, open_home
from desktop_app.topics.registry import ALL


class Memory(keyring.backend.KeyringBackend):
    """A keyring that works: the system's own cannot be unlocked where tests run."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[Memory]:
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def written(home: Path) -> str:
    with open_home(home, ALL).read() as tx:
        return str(tx.setting("who"))


def made(home: Path, *, own_key_file: bool) -> Path:
    store = create_home(home, ALL, own_key_file=own_key_file)
    with store.write() as tx:
        tx.put_setting("who", "Lò Văn A")
    store.close()
    return home


def test_a_named_home_has_its_key_in_a_file_of_its_own_that_only_its_owner_reads(
    tmp_path: Path, ring: Memory
) -> None:
    home = made(tmp_path / "home", own_key_file=True)
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert ring.kept == {}


def test_else_the_keyring_keeps_it_under_the_homes_id_and_no_file_does(tmp_path: Path, ring: Memory) -> None:
    one, other = (made(tmp_path / name, own_key_file=False) for name in ("one", "other"))
    assert len(set(ring.kept.values())) == 2
    assert not (one / KEY_FILE).exists()
    key = next(iter(ring.kept.values())).encode()
    assert not any(key in file.read_bytes() for home in (one, other) for file in home.rglob("*"))
    assert written(one) == written(other) == "Lò Văn A"


def test_without_a_usable_keyring_it_is_the_file(tmp_path: Path) -> None:
    home = made(tmp_path / "home", own_key_file=False)
    assert stat.S_IMODE((home / KEY_FILE).stat().st_mode) == 0o600
    assert written(home) == "Lò Văn A"


@pytest.mark.parametrize("own_key_file", [True, False])
def test_a_home_opens_wherever_it_is_moved_or_copied_to(
    tmp_path: Path, ring: Memory, own_key_file: bool
) -> None:
    home = made(tmp_path / "home", own_key_file=own_key_file)
    copy = shutil.copytree(home, tmp_path / "Bản sao")
    moved = home.rename(tmp_path / "đã chuyển")
    assert written(copy) == written(moved) == "Lò Văn A"


def test_on_another_account_the_key_is_asked_for_in_words(tmp_path: Path, ring: Memory) -> None:
    home = made(tmp_path / "home", own_key_file=False)
    ring.kept.clear()
    with pytest.raises(HomeError, match="chép tệp “key” đi cùng kho"):
        open_home(home, ALL)


def test_a_home_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    home = made(tmp_path / "home", own_key_file=True)
    (home / "home.json").unlink()  # it is written last
    with pytest.raises(HomeError, match="chưa có kho dữ liệu"):
        open_home(home, ALL)
    key = (home / KEY_FILE).read_bytes()
    made(home, own_key_file=True)
    assert written(home) == "Lò Văn A"
    (aside,) = home.glob("dang-do-*")  # it might have been a whole one that lost its home.json
    assert (aside / KEY_FILE).read_bytes() == key
    assert (aside / "moduong.db").is_file()


def test_a_home_is_never_made_over_another(tmp_path: Path) -> None:
    home = made(tmp_path / "home", own_key_file=True)
    with pytest.raises(HomeError, match="đã có kho dữ liệu"):
        create_home(home, ALL, own_key_file=True)
    assert written(home) == "Lò Văn A"


def test_a_writer_keeps_more_pages_in_memory_and_gives_them_back(tmp_path: Path) -> None:
    database = Database(tmp_path, "0" * 64)
    kept = {}
    for write in (False, True, False):
        with database.transaction(write=write) as connection:
            kept.setdefault(write, set()).add(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())
    database.close()
    assert {write: len(sizes) for write, sizes in kept.items()} == {False: 1, True: 1}
    assert min(kept[True]) < min(kept[False]) < 0, "KiB, as negative numbers"
