"""Serving: hub serve, hub ingest."""

import contextlib
import contextvars
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, a_path, desk, invocation, put_json, say
from desktop_app.cli.enrolling import register_hub
from desktop_app.cli.syncing import register_address
from desktop_app.errors import UsageError
from desktop_app.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.app.ports import Desk
    from desktop_app.app.receiving import Received
    from desktop_app.compose.hub import Opened

DATABASE = typer.Option(
    "", "--database", metavar="URL", help="Cơ sở dữ liệu PostgreSQL của kho / the home's PostgreSQL database."
)
STORAGE = typer.Option(
    None, "--storage", parser=a_path, metavar="DIR", help="Thư mục gói đang nhận / spool folder."
)


def register(app: typer.Typer) -> None:
    """Put the verbs of serving onto the command line."""
    hub = typer.Typer()
    hub.command("serve", help=_("Ở huyện: nhận gói qua mạng"))(serve)
    hub.command("ingest", help=_("Ở huyện: nhập các gói đã nhận qua mạng"))(take_in)
    register_address(hub)
    register_hub(hub)
    app.add_typer(hub, name="hub", help=_("Nhận gói qua mạng"))


def serve(
    listen: str = typer.Option(
        ..., "--listen", metavar="HOST:PORT", help="Cổng 0: chọn cổng trống / 0: any."
    ),
    storage: Path | None = STORAGE,
    database: str = DATABASE,
    front: bool = typer.Option(
        False, "--front", help="Chỉ nhận và giữ, không mở kho / listen only, without the home."
    ),
    plain: bool = typer.Option(False, "--plain", help="Không dùng TLS / without TLS."),
    as_json: bool = JSON,
) -> None:
    """Receive bundles over HTTP until stopped by Ctrl+C or SIGTERM."""
    from desktop_app.compose import hub

    host, port = _address(listen)
    spool = hub.storage_of(invocation().home, storage)
    opened = hub.open_listener(spool, host, port, plain=plain)
    with contextlib.ExitStack() as stack:
        if not front:
            here = desk(database)
            hub.check_receives(here)
            stack.enter_context(hub.ingesting(here, spool, _tell, _reopen(database)))
        _announce(opened, as_json=as_json)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_any: opened.server.stop())
        opened.server.run()


def _address(listen: str) -> tuple[str, int]:
    host, _colon, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise UsageError(
            _("“{listen}” không phải địa chỉ và cổng.").format(listen=listen),
            todo=_("Ví dụ: 0.0.0.0:8443, hoặc 127.0.0.1:0."),
        )
    return host.strip("[]"), int(port)


def _announce(opened: "Opened", *, as_json: bool) -> None:
    if as_json:
        put_json({"url": opened.url, "pin": opened.pin or None})
    else:
        say(_("Đang nhận gói ở {url}").format(url=opened.url))
        if opened.pin:
            say(_("Dấu của khoá TLS: {pin}").format(pin=opened.pin))


def _tell(done: "Received") -> None:
    # Without names: this may stand in a log.
    say(f"{done.device[:8]} {done.path.stem[:8]} {done.outcome} {done.ops}")


def take_in(
    storage: Path | None = STORAGE,
    database: str = DATABASE,
    watch: bool = typer.Option(False, "--watch", help="Tiếp tục chờ gói mới / go on waiting."),
    as_json: bool = JSON,
) -> None:
    """Take in what the listener has spooled, once or until stopped."""
    from desktop_app.compose import hub

    here = desk(database)
    hub.check_receives(here)
    spool = hub.storage_of(invocation().home, storage).open()
    if watch:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_any: stop.set())
        hub.watch(here, spool, stop, _tell, _reopen(database))
        return
    found = hub.look(here, spool)
    if as_json:
        put_json([_document(one) for one in found])
    else:
        for one in found:
            _tell(one)


def _reopen(database: str) -> "Callable[[], Desk]":
    """Return how the home of this command line is opened again, on whatever thread."""
    here = contextvars.copy_context()
    return lambda: here.run(desk, database)


def _document(one: "Received") -> dict[str, Any]:
    return {"bundle": one.path.stem, "device": one.device, "outcome": one.outcome, "ops": one.ops}
