"""Syncing by HTTP: sync; and, at the hub, hub address."""

import sys
import time
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, desk, finish, plain, put_json, say
from desktop_app.errors import HubRefusedError, OfflineError, UntrustedHubError, UserError
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.ports import Address, Desk, Transfer
    from desktop_app.app.syncing import Synced

LINE_S = 5.0  # between two lines for who reads a file or a pipe
TICK_S = 0.1  # between two looks of a line on a terminal
_OUTCOMES: tuple[tuple[type[UserError], str], ...] = (
    (OfflineError, "offline"),
    (HubRefusedError, "refused"),
    (UntrustedHubError, "untrusted"),
)
URL = typer.Option("", "--hub", metavar="URL", help="Địa chỉ máy chủ của huyện / the hub's address.")
PIN = typer.Option("", "--pin", help="Dấu của khoá TLS (SHA-256) / pin of the TLS key.")


def register(app: typer.Typer) -> None:
    """Put the verb of syncing onto the command line."""
    app.command("sync", help=_("Đồng bộ với huyện qua mạng: gửi gói, nhận biên nhận và số liệu"))(sync)


def register_address(hub: typer.Typer) -> None:
    """Put the verb of the hub's address beside those of serving."""
    hub.command("address", help=_("Ở huyện: báo cho các máy biết địa chỉ máy chủ"))(address)


def sync(
    hub: str = URL,
    pin: str = PIN,
    withdraw: bool = typer.Option(
        False, "--withdraw", help="Rút lại gói đang gửi dở / take back the bundle under way."
    ),
    as_json: bool = JSON,
) -> None:
    """Send what the hub lacks, take in what it answers; goes on from where it was cut."""
    from desktop_app.app import syncing
    from desktop_app.compose.online import connect

    opened = desk()
    to = _address(opened, hub, pin)
    if withdraw:
        return _say_withdrawn(syncing.withdraw(opened, connect, to), as_json=as_json)
    line = _Line(as_json=as_json)
    try:
        done = syncing.sync(opened, connect, line, to)
    except (OfflineError, HubRefusedError, UntrustedHubError) as error:
        if not as_json:
            raise
        put_json(_failed(error, hub or _known(opened)))
        return finish(problem=True)
    finally:
        line.end()
    _say_done(done, as_json=as_json)
    return finish(problem=done.is_problem)


def _address(opened: "Desk", url: str, pin: str) -> "Address | None":
    """Return the address that was typed, with the pin that is known of this hub; None if none was."""
    from desktop_app.app.hub_facts import checked_address

    if not url:
        return None
    found = checked_address(url, pin)
    known = _hub(opened)
    if known is None or found.pin or not found.url.startswith("https://"):
        return found
    return found._replace(pin=known.pin)


def _hub(opened: "Desk") -> "Address | None":
    from desktop_app.app.hub_facts import hub_address
    from desktop_app.app.place import place_of

    with opened.store.read() as tx:
        return hub_address(tx, place_of(tx))


def _known(opened: "Desk") -> str | None:
    found = _hub(opened)
    return found.url if found else None


def _failed(error: UserError, hub: str | None) -> dict[str, Any]:
    outcome = next(name for kind, name in _OUTCOMES if isinstance(error, kind))
    return _document(outcome, str(error), hub)


def _document(outcome: str, reason: str, hub: str | None, done: "Synced | None" = None) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "sent_ops": done.sent_ops if done else 0,
        "sent_bytes": done.sent_bytes if done else 0,
        "received_ops": done.received_ops if done else 0,
        "reason": reason or None,
        "hub": hub,
    }


def _say_done(done: "Synced", *, as_json: bool) -> None:
    if as_json:
        put_json(_document(done.outcome, done.reason, done.hub, done))
        return
    said = {
        "done": _("Đã đồng bộ"),
        "held": _("Đã đồng bộ, huyện giữ lại một phần"),
        "waiting": _("Đã gửi, chưa có biên nhận"),
        "sealed": _("Đã gửi, huyện giữ niêm phong"),
    }
    say(
        _("{outcome}: gửi {sent} thao tác ({bytes} byte), nhận {received} thao tác.").format(
            outcome=said[done.outcome], sent=done.sent_ops, bytes=done.sent_bytes, received=done.received_ops
        )
    )
    if done.reason:
        say(done.reason)


def _say_withdrawn(was_there: bool, *, as_json: bool) -> None:
    if as_json:
        put_json({"withdrawn": was_there})
    else:
        say(
            _("Đã rút lại gói; số liệu sẽ đi trong gói sau.")
            if was_there
            else _("Không có gói nào đang gửi.")
        )


class _Line:
    """How far it is, on standard error: a line written over on a terminal, else a line now and then."""

    def __init__(self, *, as_json: bool) -> None:
        self._quiet = as_json
        self._over = sys.stderr.isatty()
        self._next, self._width = 0.0, 0
        self._doing = self._last = ""

    def __call__(self, transfer: "Transfer") -> None:
        now, text = time.monotonic(), _said(transfer)
        is_early = now < self._next and transfer.doing == self._doing
        if self._quiet or is_early or text == self._last:
            return
        self._doing, self._last = transfer.doing, text
        self._next = now + (TICK_S if self._over else LINE_S)
        if self._over:
            print(f"\r{text:{self._width}}", end="", file=sys.stderr, flush=True)
            self._width = len(text)
        else:
            print(plain(text), file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the terminal's line clean."""
        if self._width:
            print(f"\r{'':{self._width}}\r", end="", file=sys.stderr, flush=True)


def _said(transfer: "Transfer") -> str:
    if transfer.doing == "waiting":
        return _("Đang chờ biên nhận của huyện…")
    doing = _("Đang gửi") if transfer.doing == "sending" else _("Đang nhận")
    parts = [f"{doing} {transfer.done:,}/{transfer.total:,} byte".replace(",", ".")]
    if transfer.rate:
        parts.append(f"{transfer.rate:,.0f} byte/s".replace(",", "."))
    if transfer.left_s is not None and transfer.done < transfer.total:
        parts.append(_("còn {left}").format(left=_clock(transfer.left_s)))
    return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def address(
    url: str = typer.Argument("", help="https://máy-chủ:cổng; để trống: chỉ xem / blank: only look."),
    pin: str = PIN,
    nowhere: bool = typer.Option(False, "--none", help="Máy chủ không còn nữa / it listens no more."),
    as_json: bool = JSON,
) -> None:
    """Say where the hub listens: new activation files and the PCs' next sync carry it."""
    from desktop_app.app.hub_facts import set_address

    opened = desk()
    if url or nowhere:
        set_address(opened, url, pin)
    known = _hub(opened)
    if as_json:
        put_json({"url": known.url if known else None, "pin": (known.pin or None) if known else None})
    elif known is None:
        say(_("Chưa có địa chỉ máy chủ: các máy nộp bằng USB."))
    else:
        say(_("Địa chỉ máy chủ: {url}").format(url=known.url))
        if known.pin:
            say(_("Dấu của khoá TLS: {pin}").format(pin=known.pin))
