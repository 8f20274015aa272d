"""What was acknowledged stays: under SIGKILL, on a full disk, in a read-only folder, beside other writers."""

import contextlib
import ctypes
import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.app import exchange
from desktop_app.app.ports import Desk, Query, Store
from desktop_app.domain.digest import space_digest
from desktop_app.errors import BusyError, HomeError
from desktop_app.store.home import open_home
from desktop_app.topics.registry import ALL
from tests.desks import StoppedClock, add, open_desk, place
from tests.e2e.program import moduong

# A commune at work: it saves record after record by the use case of window and command line, and
# says each one's id only when the save has returned.
TYPIST = """
import sys
from pathlib import Path
from tests.desks import StoppedClock, add, open_desk
desk = open_desk(Path(sys.argv[1]), StoppedClock())
for number in range(int(sys.argv[2])):
    print(add(desk, asset_code=f"MT-{number}", note="x" * 500), flush=True)
"""
PR_CAPBSET_DROP = 24  # linux/prctl.h


def typist(
    home: Path, count: int = 10_000, before: Callable[[], None] | None = None
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(home), str(count)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=before, cwd=Path.cwd(),  # noqa: PLW1509  # no threads here
    )  # fmt: skip


def everything(store: Store, space: str) -> tuple[object, ...]:
    """The digest of a space and all that follows from its ops: rows and merged states, however packed."""
    with store.read() as tx:
        rows = tx.execute("SELECT * FROM p_computer ORDER BY id", {})
        records = tx.execute("SELECT rec, topic, hidden, review, same FROM record ORDER BY id", {})
        states = [tx.state(space, topic, rec) for rec, topic, *_flags in records]
        return space_digest(tx.heads(space)), rows, records, states


def sound(desk: Desk, acknowledged: set[str]) -> None:
    """Every acknowledged record is there, the file is sound, and what follows from the log follows again."""
    with desk.store.read() as tx:
        found = {row.rec for row in tx.rows(ALL.get("computer"), tx.ids(ALL.get("computer"), Query()))}
    assert acknowledged <= found
    assert desk.store.is_sound()
    space = place(desk).space
    before = everything(desk.store, space)
    with desk.store.write() as tx:
        tx.rebuild()
    assert everything(desk.store, space) == before


@pytest.fixture
def home(commune: Desk) -> Path:
    """The home of a commune that nobody has open."""
    commune.store.close()
    return commune.store.path


def test_every_connection_writes_through_to_the_disk(commune: Desk) -> None:
    with commune.store.read() as tx:
        read = [
            tx.execute(f"PRAGMA {name}", {})[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    with commune.store.write() as tx:
        written = [
            tx.execute(f"PRAGMA {name}", {})[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert read == written == ["wal", 2, 1]


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(home: Path) -> None:
    chosen = random.Random(9)
    acknowledged: set[str] = set()
    for _death in range(12):
        working = typist(home)
        assert working.stdout is not None
        for _save in range(chosen.randint(1, 12)):
            acknowledged.add(working.stdout.readline().strip())
        time.sleep(chosen.random() * 0.01)  # anywhere in a save
        working.send_signal(signal.SIGKILL)
        acknowledged.update(line.strip() for line in working.stdout if line.endswith("\n"))
        working.communicate()
        assert working.returncode == -signal.SIGKILL
    desk = open_desk(home, StoppedClock())
    sound(desk, acknowledged)
    desk.store.close()
    assert len(acknowledged) > 12


# --- no room, no permission -----------------------------------------------------------------------------


def limited(size: int) -> Callable[[], None]:
    """No file of the child may grow beyond ``size``: to a program, a disk without room."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_a_full_disk_loses_nothing_and_says_what_to_do(home: Path) -> None:
    room = (home / "moduong.db").stat().st_size + 200_000
    working = typist(home, before=limited(room))
    out, err = working.communicate(timeout=60)
    acknowledged = set(out.split())
    assert working.returncode == 1
    assert len(acknowledged) > 1
    assert "HomeError" in err.splitlines()[-1]
    assert "đã lưu trước đó vẫn còn nguyên" in err.splitlines()[-1]
    desk = open_desk(home, StoppedClock())
    sound(desk, acknowledged)
    add(desk, asset_code="MT-SAU")  # there is room again
    desk.store.close()


def test_the_command_line_says_in_one_sentence_that_the_disk_is_full(home: Path) -> None:
    before = (home / "moduong.db").read_bytes()
    ran = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", str(home), "add", "computer", "asset_code=MT-1"],
        capture_output=True, text=True, check=False, timeout=60, preexec_fn=limited(4096),
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.strip().splitlines()) == 1
    assert str(home) in ran.stderr
    assert "thử lại" in ran.stderr
    assert (home / "moduong.db").read_bytes() == before


def test_a_bundle_that_does_not_fit_leaves_no_file_and_changes_no_mark(home: Path, tmp_path: Path) -> None:
    desk = open_desk(home, StoppedClock())
    add(desk, note="x" * 10_000)
    desk.store.close()
    full = tmp_path / "stick"
    full.mkdir()
    script = (
        "import sys\nfrom pathlib import Path\nfrom tests.desks import StoppedClock, open_desk\n"
        "from desktop_app.app import exchange\nimport resource, signal\n"
        "desk = open_desk(Path(sys.argv[1]), StoppedClock())\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "exchange.export(desk, Path(sys.argv[2]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(home), str(full)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "desktop_app.errors" in ran.stderr.splitlines()[-1]
    assert list(full.iterdir()) == []
    desk = open_desk(home, StoppedClock())
    assert exchange.export(desk, full).ops > 0
    desk.store.close()


def obedient() -> None:
    """Make the super-user heed permissions like anybody: without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    if os.getuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):
            if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
                raise OSError(ctypes.get_errno(), "prctl")


def as_anybody(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "desktop_app", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=60, preexec_fn=obedient,
    )  # fmt: skip


@pytest.fixture
def shut(home: Path) -> Iterator[Callable[[int, int], None]]:
    """How to take permissions away from a home; they are given back."""

    def take(folder: int, files: int) -> None:
        for path in home.iterdir():
            path.chmod(folder if path.is_dir() else files)
        home.chmod(folder)

    yield take
    take(0o700, 0o600)


@pytest.mark.parametrize(("folder", "files"), [(0o500, 0o400), (0o700, 0o400), (0o500, 0o600)])
def test_a_read_only_home_says_so_and_stays_as_it_is(
    home: Path, shut: Callable[[int, int], None], folder: int, files: int
) -> None:
    before = (home / "moduong.db").read_bytes()
    shut(folder, files)
    ran = as_anybody("--home", home, "add", "computer", "asset_code=MT-1")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    assert str(home) in ran.stderr
    assert "quyền ghi" in ran.stderr
    assert (home / "moduong.db").read_bytes() == before


def test_a_folder_that_takes_no_files_takes_no_export_or_print_and_says_where(
    home: Path, tmp_path: Path
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o555)
    assert as_anybody("--home", home, "add", "computer", "asset_code=MT-1").returncode == 0
    for words in (
        ("export", "--to", shut),
        ("print", "c53", "--pdf", shut / "a.pdf"),
        ("backup", "--to", shut / "b"),
    ):
        ran = as_anybody("--home", home, *words)
        assert (ran.returncode, ran.stdout) == (1, "")
        assert str(shut) in ran.stderr
        assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    assert list(shut.iterdir()) == []


# --- beside others --------------------------------------------------------------------------------------


def test_a_second_writer_waits_then_names_the_holder_and_readers_read(commune: Desk) -> None:
    home = commune.store.path
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with commune.store.write() as tx:
            tx.put_setting("held", True)
            held.set()
            free.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    try:
        begun = time.monotonic()
        ran = moduong("add", "computer", "asset_code=MT-1", home=home)
        waited = time.monotonic() - begun
        assert moduong("list", "computer", "--json", home=home).document == []
    finally:
        free.set()
        holder.join()
    assert ran.code == 1
    assert waited >= 5
    assert f"pid {os.getpid()}" in ran.err
    assert moduong("add", "computer", "asset_code=MT-1", home=home).code == 0


def test_a_second_writer_goes_on_as_soon_as_the_first_lets_go(commune: Desk) -> None:
    other = open_desk(commune.store.path, StoppedClock())
    held = threading.Event()

    def hold() -> None:
        with commune.store.write():
            held.set()
            time.sleep(0.3)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    add(other)
    holder.join()
    other.store.close()


def test_the_lane_is_free_again_when_its_holder_died(home: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom tests.desks import StoppedClock, open_desk\n"
        "desk = open_desk(Path(sys.argv[1]), StoppedClock())\n"
        "with desk.store.write() as tx:\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    desk = open_desk(home, StoppedClock())
    with pytest.raises(BusyError, match=f"pid {holder.pid}"):
        add(desk)
    holder.kill()
    holder.communicate()
    add(desk)
    desk.store.close()


# --- what is not ours to open -----------------------------------------------------------------------------


def test_a_home_of_a_newer_format_is_refused_by_name_and_left_alone(home: Path) -> None:
    about = home / "home.json"
    about.write_text(re.sub(r'"format":\d+', '"format":99', about.read_text()))
    before = {path: path.read_bytes() for path in home.iterdir()}
    ran = moduong("status", home=home)
    assert ran.code == 1
    assert "99" in ran.err
    assert str(home) in ran.err
    assert "mới hơn" in ran.err
    assert {path: path.read_bytes() for path in home.iterdir()} == before


def test_the_same_is_seen_inside_where_the_file_beside_it_was_lost_or_changed(commune: Desk) -> None:
    with commune.store.write() as tx:
        tx.put_setting("format", 99)
    commune.store.close()
    ran = moduong("status", home=commune.store.path)
    assert ran.code == 1
    assert "99" in ran.err


@pytest.mark.parametrize("harm", ["zeros", "text", "another key", "no key", "short"])
def test_what_cannot_be_opened_gets_a_sentence_and_is_left_alone(home: Path, harm: str) -> None:
    file, key = home / "moduong.db", home / "key"
    if harm == "zeros":
        file.write_bytes(bytes(file.stat().st_size))
    elif harm == "text":
        file.write_bytes(b"SQLite format 3\x00" + b"Xin chao" * 1000)
    elif harm == "short":
        file.write_bytes(file.read_bytes()[:5000])
    elif harm == "another key":
        key.write_text("0" * 64)
    else:
        key.unlink()
    before = file.read_bytes()
    ran = moduong("list", "computer", home=home)
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.strip().splitlines()) == 1, ran.err
    assert str(home) in ran.err
    assert file.read_bytes() == before


def test_pages_swapped_or_flipped_are_refused_never_shown(home: Path) -> None:
    """Every page carries a MAC over its bytes and its number."""
    file = home / "moduong.db"
    whole = bytearray(file.read_bytes())
    for harmed in (flipped(whole, 4096 * 3 + 100), swapped(whole, 3, 4)):
        file.write_bytes(harmed)
        with pytest.raises(HomeError, match="bị hỏng"):
            look_everywhere(home)
    file.write_bytes(whole)
    look_everywhere(home)


def look_everywhere(home: Path) -> None:
    with contextlib.closing(open_home(home, ALL)) as store, store.read() as tx:
        for (table,) in tx.execute("SELECT name FROM sqlite_master WHERE type = 'table'", {}):
            tx.execute(f"SELECT * FROM {table}", {})


def flipped(whole: bytearray, at: int) -> bytes:
    return bytes(whole[:at]) + bytes([whole[at] ^ 1]) + bytes(whole[at + 1 :])


def swapped(whole: bytearray, one: int, other: int) -> bytes:
    pages = [bytes(whole[at : at + 4096]) for at in range(0, len(whole), 4096)]
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)
