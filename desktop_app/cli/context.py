"""What one command line works with, and how it answers: lines for people, one JSON document for scripts."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk

JSON = typer.Option(False, "--json", help="Một tài liệu JSON / one JSON document.")


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
        if self.given is not None:
            return self.given.expanduser()
        import platformdirs

        return Path(platformdirs.user_data_dir("moduong", appauthor=False))


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


def desk() -> "Desk":
    """Open the home of the running command line."""
    from desktop_app.compose.desktop import open_desk

    asked = invocation()
    opened = open_desk(asked.home, asked.user, program=f"moduong {asked.verb}")
    asked.opened.append(opened)
    return opened


def put_json(document: Any) -> None:
    """Print one JSON document; paths as text, decimals as numbers."""
    import msgspec

    encoder = msgspec.json.Encoder(enc_hook=str, decimal_format="number")
    line = msgspec.json.format(encoder.encode(document), indent=2)
    typer.echo(line.decode())


def finish(*, problem: bool) -> None:
    """End with exit 1 when the job found a problem that it reported."""
    if problem:
        raise typer.Exit(1)


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in aligned columns, never truncated."""
    if not rows:
        return
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
