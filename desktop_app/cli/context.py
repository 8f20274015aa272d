"""What one command line works with, and how it answers: lines for people, one JSON document for scripts."""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from desktop_app.cli.opening import default_home
from desktop_app.errors import UsageError
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk

JSON = typer.Option(False, "--json", help="Một tài liệu JSON / one JSON document.")
WIDEST: Final = 80
"""A column is padded to at most this width; a longer text stands whole and moves its own line only."""


@dataclass
class Invocation:
    """One command line: its verb, the options that stand anywhere, and the homes that it opened."""

    verb: str = ""
    given: Path | None = None
    user: str = ""
    opened: list["Desk"] = field(default_factory=list)

    @property
    def explicit(self) -> bool:
        """Whether --home was given: then the key is a file in the home."""
        return self.given is not None

    @property
    def home(self) -> Path:
        """The home's folder."""
        return self.given if self.given is not None else default_home()


class ReaderLeftError(Exception):
    """Whoever read our output stopped reading: ``moduong list … | head``."""


# typer hands no context to helpers; a context variable keeps one invocation apart from another.
_RUNNING: ContextVar[Invocation] = ContextVar("invocation")


@contextmanager
def running() -> Iterator[Invocation]:
    """Run one command line; close whatever it opened."""
    begun = Invocation()
    token = _RUNNING.set(begun)
    try:
        yield begun
    finally:
        for opened in begun.opened:
            opened.store.close()
        _RUNNING.reset(token)


def invocation() -> Invocation:
    """Return the running command line."""
    return _RUNNING.get()


def desk(database: str = "") -> "Desk":
    """Open the home of the running command line; ``database``: where a server keeps it."""
    from desktop_app.compose.desktop import open_desk

    asked = invocation()
    opened = open_desk(asked.home, asked.user, program=f"moduong {asked.verb}", database=database)
    asked.opened.append(opened)
    return opened


def a_path(typed: str) -> Path:
    """Return the path that was typed; a blank one is refused, it would mean the folder one stands in."""
    if not typed.strip():
        raise ValueError("a blank path")
    return Path(typed).expanduser()


def a_day(typed: str) -> date | None:
    """Return the day that was typed, None for nothing; raises `UsageError`."""
    from desktop_app.domain.dates import parse_date

    if not typed:
        return None
    found = parse_date(typed, date.today())  # noqa: DTZ011  # a person's own calendar day
    if found is None:
        raise UsageError(
            _("Không đọc được ngày “{typed}”.").format(typed=typed), todo=_("Ví dụ: 31/12/2022.")
        )
    return found


# --- answers ------------------------------------------------------------------------------------------

# What a terminal obeys, and what turns the direction of a line round.
_OBEYED: Final = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def plain(text: str) -> str:
    """Return ``text`` as one line in which a terminal finds nothing to obey."""
    return text.translate(_OBEYED)


def say(line: str = "") -> None:
    """Print a line for people."""
    _write(plain(line))


def put_json(document: Any) -> None:
    """Print one JSON document; paths as text, decimals as numbers."""
    import msgspec

    encoder = msgspec.json.Encoder(enc_hook=_as_text, decimal_format="number")
    line = msgspec.json.format(encoder.encode(document), indent=2)
    _write(line.decode())


def _as_text(value: Any) -> str:
    # JSON has no bytes: the name of a file that is no UTF-8 is told with its odd bytes as \\xff.
    is_path = isinstance(value, os.PathLike)
    return os.fsencode(value).decode("utf-8", "backslashreplace") if is_path else str(value)


def _write(text: str) -> None:
    try:
        typer.echo(text)
    except BrokenPipeError as error:
        raise ReaderLeftError from error


def finish(*, problem: bool) -> None:
    """End with exit 1 when the job found a problem that it reported."""
    if problem:
        raise typer.Exit(1)


def table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in aligned columns, never truncated; a line break within a cell becomes a blank."""
    lines = [[plain(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [min(max(map(_width, column)), WIDEST) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        _write("  ".join(padded).rstrip())


def _width(text: str) -> int:
    """Return how many columns a terminal gives to ``text``."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
