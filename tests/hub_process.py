"""The real `moduong hub serve`, in a process of its own."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.app.spool import Spool
from tests.hub_kit import Running


class Server:
    """The program in a process of its own."""

    def __init__(self, home: Path, *more: str) -> None:
        words = ["hub", "serve", "--listen", "127.0.0.1:0", "--json", "--home", str(home), *more]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop_app", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self.process.stdout is not None
        told = b""
        while not told.endswith(b"}\n") and (line := self.process.stdout.readline()):
            told += line
        if not told:
            raise AssertionError(self.process.communicate()[1].decode())
        found = json.loads(told)
        self.running = Running(found["url"], found["pin"] or "", Spool(home / "hub"))

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()

    def stop(self) -> bytes:
        """End it as an administrator does; return what it wrote to its log."""
        self.process.send_signal(signal.SIGTERM)
        _out, err = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, err.decode()
        return err

    def most_memory_kib(self) -> int:
        """Return the most memory that it ever held."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in text.splitlines() if line.startswith("VmHWM")))


@contextmanager
def serving(home: Path, *more: str) -> Iterator[Server]:
    """Serve for the length of the block; ``more``: further options."""
    server = Server(home, *more)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()
        server.process.communicate()
