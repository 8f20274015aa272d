"""The real program in a process of its own."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.cli.main import run


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


def moduong_here(*words: str | Path, home: Path | None = None) -> Ran:
    """Run ``moduong`` in this process: the same words and answers, without the start of an interpreter."""
    arguments = [*map(str, words), *(["--home", str(home)] if home is not None else [])]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _stream in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    out.flush(), err.flush()
    return Ran(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())


def moduong(*words: str | Path, home: Path | None = None, timeout: float = 60) -> Ran:
    """Run ``moduong``; whatever happens, no traceback."""
    command = [sys.executable, "-m", "desktop_app", *map(str, words)]
    if home is not None:
        command += ["--home", str(home)]
    done = subprocess.run(command, capture_output=True, timeout=timeout, check=False)
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    return ran
