"""All verbs, and what is the same for each: --home anywhere, --json, exit codes, errors in a sentence.

Exit 0 done, 1 the job found a problem that it reports, 2 wrong usage.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from desktop_app import __version__
from desktop_app.cli import (
    catalogue,
    confirming,
    enrolling,
    exchanging,
    history,
    keeping,
    looking,
    making,
    papers,
    records,
    reviewing,
    serving,
    stocktaking,
    syncing,
)
from desktop_app.cli.context import ReaderLeftError, a_path, invocation, plain, running, say
from desktop_app.cli.opening import show
from desktop_app.cli.usage import sentence
from desktop_app.cli.words import hoisted, language_of
from desktop_app.errors import UsageError, UserError
from desktop_app.i18n import LANGUAGES, _, set_language

STOPPED = 130
_ROOMS = (
    making, enrolling, records, confirming, looking, history, exchanging, syncing, reviewing, papers,
    stocktaking,     catalogue, serving, keeping,
)  # fmt: skip


def _build() -> typer.Typer:
    app = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
        invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(_root)
    for room in _ROOMS:
        room.register(app)
    return app


def _root(
    ctx: typer.Context,
    home: Path | None = typer.Option(
        None, parser=a_path, metavar="DIR", help="Thư mục kho dữ liệu / the home's folder."
    ),
    user: str = typer.Option("", help="Người nhập liệu / who enters."),
    lang: str = typer.Option("vi", help="vi | en."),
    version: bool = typer.Option(False, "--version", help="Phiên bản / version."),
) -> None:
    """Mở Đường – khảo sát hạ tầng số ở xã, huyện; làm việc được khi mất mạng.

    Offline surveys of digital infrastructure, commune by commune. Without a command: the window.
    """
    from desktop_app.domain.text import clean

    if lang not in LANGUAGES:
        raise UsageError(_("Không có ngôn ngữ “{lang}”.").format(lang=lang), todo=_("Chọn vi hoặc en."))
    asked = invocation()
    asked.given, asked.user, asked.verb = home, " ".join(clean(user).split()), ctx.invoked_subcommand or ""
    if version:
        say(f"moduong {__version__}")
    elif not asked.verb:
        raise typer.Exit(show(home, asked.user))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; a person's mistake is one sentence, no traceback."""
    _speak_utf8()
    set_language(language_of(arguments))
    try:
        with running():
            result = _build()(args=hoisted(arguments), standalone_mode=False, prog_name="moduong")
    except UserError as error:
        return _complain(str(error), error.exit_code)
    except typer.TyperException as error:
        return _complain(sentence(error), 2)
    except (typer.Abort, KeyboardInterrupt):
        return _complain(_("Đã dừng theo yêu cầu."), STOPPED)
    except ReaderLeftError:
        # Else the interpreter complains when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _complain(_told(error), 1)
    return result if isinstance(result, int) else 0


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _told(error: OSError) -> str:
    """Return what the system refused, of which no use case said it better."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}. " + _("Hãy kiểm tra đường dẫn và quyền đọc, ghi.")


def _complain(what: str, code: int) -> int:
    print(plain(" ".join(what.split())), file=sys.stderr)
    return code
