"""Where the homes of a test have their database: a file in the home, or a real PostgreSQL server.

`Server` starts one of its own in a temporary folder, on a socket there and on no port; PostgreSQL
refuses to run as root, so root hands it to the user that Debian's package makes.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest

from desktop_app.store.postgres import DRIVER

_SETTINGS = ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200")
HELP = "PostgreSQL's server is needed: apt-get install -y postgresql"


KEEPER, SECRET = "keeper", "mật-khẩu"


class Server:
    """One cluster; `new` gives the address of an empty database.

    It sorts as Vietnamese do, unlike SQLite. Everyone is let in, only `KEEPER` is asked for the password.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self._numbers = folder, count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        data = self.folder / "data"
        self._run(
            "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
            "--locale-provider=icu",
            "--icu-locale=vi-VN",
        )
        access = self.folder / "data" / "pg_hba.conf"
        access.write_text(f"local all {KEEPER} scram-sha-256\n" + access.read_text())
        settings = (*_SETTINGS, f"unix_socket_directories={self.folder}")
        words = [word for one in settings for word in ("-c", one)]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                self._command("postgres", "-D", data, *words), stdout=subprocess.DEVNULL, stderr=log
            )
        self._wait()
        self.say(f"CREATE ROLE {KEEPER} LOGIN PASSWORD '{SECRET}'")

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres").close()
                return
            except psycopg.OperationalError:
                assert self._process is not None
                assert self._process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < until, (self.folder / "log").read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # "fast": it does not wait for who is still connected
            self._process.wait(30)

    def new(self, like: str = "", *, options: str = "") -> str:
        """Return the address of a new database: an empty one, or a copy of another's state."""
        name = f"moduong_{next(self._numbers)}"
        template = f" TEMPLATE {_name(like)}" if like else ""
        self.say(f"CREATE DATABASE {name}{template} {options}")
        return f"{DRIVER}://postgres@/{name}?host={self.folder}"

    def put_back(self, address: str, like: str) -> None:
        """Make a database what another one is."""
        self.say(f"DROP DATABASE {_name(address)} WITH (FORCE)")
        self.say(f"CREATE DATABASE {_name(address)} TEMPLATE {_name(like)}")

    def say(self, statement: str, address: str = "") -> list[tuple[object, ...]]:
        """Run a statement in a database as the server's owner; return its rows."""
        name = _name(address) if address else "postgres"
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname=name, autocommit=True
        ) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def _run(self, *words: object) -> None:
        subprocess.run(self._command(*words), check=True, capture_output=True)

    def _command(self, program: object, *words: object) -> Sequence[str]:
        command = [str(_binary(str(program))), *map(str, words)]
        if os.geteuid() != 0:
            return command
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


def _binary(name: str) -> Path:
    """Return a program of the server's newest version; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not found and (elsewhere := shutil.which(name)):
        found = [Path(elsewhere)]
    assert found, HELP
    return found[-1]


def _name(address: str) -> str:
    return address.split("@/")[1].split("?", maxsplit=1)[0]


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="moduong-pg-"))  # a short path: a socket's has a limit
    if os.geteuid() == 0:
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError as error:
            raise AssertionError(HELP) from error
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


# --- what the kits ask ---------------------------------------------------------------------------------

_server: Server | None = None


@contextmanager
def on(server: Server | None) -> Iterator[None]:
    """Make homes of hubs, within the block, on this server."""
    global _server  # noqa: PLW0603
    before, _server = _server, server
    try:
        yield
    finally:
        _server = before


def fresh() -> str:
    """Return the address of a new home's database, "" for a file in the home."""
    return _server.new() if _server else ""


def server() -> Server | None:
    """Return the server in use, None for files."""
    return _server


def borrowed(module: ModuleType) -> dict[str, Any]:
    """Return the tests of a contract, named after it, and the fixtures of its own module."""
    short = module.__name__.rpartition(".")[2].removeprefix("test_")
    fixture = type(pytest.fixture(lambda: None))
    tests = {
        f"test_{short}_{n.removeprefix('test_')}": t for n, t in vars(module).items() if n.startswith("test_")
    }
    return tests | {name: thing for name, thing in vars(module).items() if isinstance(thing, fixture)}
