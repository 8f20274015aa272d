"""The real program in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ran:
    """What one run said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def moduong(*words: str | Path, home: Path | None = None, timeout: float = 60) -> Ran:
    """Run ``moduong``; whatever happens, no traceback."""
    command = [sys.executable, "-m", "desktop_app", *map(str, words)]
    if home is not None:
        command += ["--home", str(home)]
    done = subprocess.run(command, capture_output=True, timeout=timeout, check=False)
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    return ran
