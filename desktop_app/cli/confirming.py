"""The confirm round on the command line."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import typer

from desktop_app.cli.context import JSON, desk, put_json, say
from desktop_app.errors import UsageError
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.views import Change


def register(app: typer.Typer) -> None:
    """Put the verbs of a round onto the command line."""
    app.command(
        "confirm", help=_("Xác nhận bản ghi của đợt trước vẫn đúng; không nêu bản ghi thì chỉ liệt kê")
    )(confirm)
    app.command("retire", help=_("Ghi rằng bản ghi không còn nữa, kèm lý do"))(retire)


def confirm(
    topic: str,
    records: list[str] = typer.Argument(None, metavar="RECORD…", help="Mã bản ghi / record ids."),
    every: bool = typer.Option(False, "--all", help="Mọi bản ghi chưa xác nhận / all that are left."),
    unit: str = typer.Option("", "--unit", help="Mã đơn vị (ở huyện) / unit code (at a district)."),
    as_json: bool = JSON,
) -> None:
    """Confirm records in the open round; without any, list what is left."""
    from desktop_app.app import confirming

    opened = desk()
    if records and every:
        raise UsageError(_("Hãy ghi hoặc --all, hoặc mã từng bản ghi."))
    wanted = confirming.unconfirmed_recs(opened, topic, unit or None) if every else list(records or ())
    done = list(confirming.confirm_recs(opened, topic, wanted)) if wanted else []
    left = confirming.unconfirmed_recs(opened, topic, unit or None)
    if as_json:
        put_json({"confirmed": done, "left": left})
        return
    say(_("Đã xác nhận {n} bản ghi, còn {left} chưa xác nhận.").format(n=len(done), left=len(left)))
    for rec in left if not wanted else ():
        say(f"  {rec}")


def retire(
    topic: str,
    record: str,
    reason: str = typer.Option(..., "--reason", help="disposed, transferred, lost, ended, mistaken / lời"),
    as_json: bool = JSON,
) -> None:
    """Say that a record is no longer there, and why; its history stays."""
    from desktop_app.app import confirming, entry

    opened = desk()
    confirming.retire(opened, [entry.open_record(opened, topic, record)], reason)
    if as_json:
        put_json({"id": record, "retired": reason})
    else:
        say(
            _("Đã ghi {record} không còn: {reason}.").format(
                record=record, reason=confirming.reason_text(reason)
            )
        )


def stood(change: "Change", rounds: Mapping[str, str]) -> Iterator[str]:
    """Yield in which round a change confirmed the record, and why it took it out."""
    from desktop_app.app.confirming import reason_text

    if change.round is not None:
        name = rounds.get(change.round, change.round)
        yield _("(xác nhận trong đợt “{name}”)").format(name=name)
    if change.retired:
        yield _("(không còn: {reason})").format(reason=reason_text(change.retired))
