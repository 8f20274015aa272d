"""Stocktakes: begin, scan, show, missing, back, rooms, end, reopen, list."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, a_path, desk, put_json, say, table
from desktop_app.cli.looking import UNIT, moment, when
from desktop_app.i18n import _, plural

if TYPE_CHECKING:
    from desktop_app.app.stocktake import Stocktake
    from desktop_app.domain.stocktaking import Count, Judged, Thing

ID = typer.Option("", "--id", metavar="ID", help="Đợt kiểm kê, mặc định đợt đang mở / default: the open one.")


def register(app: typer.Typer) -> None:
    """Put the verbs of stocktakes onto the command line."""
    verbs = typer.Typer()
    verbs.command("begin", help=_("Bắt đầu kiểm kê một cơ quan hoặc cả đơn vị"))(begin)
    verbs.command("scan", help=_("Ghi các mã đã quét; không có mã thì đọc từng dòng đầu vào"))(scan)
    verbs.command("show", help=_("Sổ quét: từng mã và kết luận"))(show)
    verbs.command("missing", help=_("Tài sản trong sổ chưa thấy"))(missing)
    verbs.command("back", help=_("Rút lại một lần quét; dòng đó vẫn ở trong sổ quét"))(back)
    verbs.command("rooms", help=_("Sửa phòng trong sổ theo phòng đã thấy"))(rooms)
    verbs.command("end", help=_("Kết thúc; --pdf ghi biên bản C53-HD có chênh lệch"))(end)
    verbs.command("reopen", help=_("Mở lại một đợt đã kết thúc"))(reopen)
    verbs.command("list", help=_("Các đợt kiểm kê"))(list_)
    app.add_typer(verbs, name="stocktake", help=_("Kiểm kê bằng máy quét"))


def begin(
    unit: str = UNIT,
    office: str = typer.Option("", "--office", help="Tên cơ quan / name of the office."),
    as_json: bool = JSON,
) -> None:
    """Begin a stocktake."""
    from desktop_app.app import stocktake

    begun = stocktake.begin(desk(), unit or None, office or None)
    if as_json:
        put_json(_about(begun))
    else:
        say(_("Đã bắt đầu kiểm kê {place}: {id}").format(place=begun.place, id=begun.id))


def scan(
    codes: list[str] = typer.Argument(None, metavar="CODE…", help="Mã đã quét / scanned codes."),
    room: str = typer.Option("", "--room", help="Phòng đang kiểm kê / the room."),
    chosen: str = ID,
    as_json: bool = JSON,
) -> None:
    """Keep scanned codes, each durably before its verdict is said; without codes, lines of standard input."""
    from desktop_app.app import stocktake
    from desktop_app.app.verdicts import said_of, verdict_name
    from desktop_app.domain.scanned import lines_of

    opened = desk()
    of = stocktake.find(opened, chosen)
    said = codes or [code for line in sys.stdin for code in lines_of(line)]
    kept = {one.id for one in stocktake.scan_all(opened, of.id, said, room)}
    judged = [one for one in stocktake.count(opened, of).judged if one.scan.id in kept]
    if as_json:
        put_json([_judged(one) for one in judged])
        return
    table([(one.scan.typed, verdict_name(one.verdict), said_of(one)) for one in judged])


def show(chosen: str = ID, as_json: bool = JSON) -> None:
    """Show a ledger and what it comes to."""
    from desktop_app.app import stocktake
    from desktop_app.app.verdicts import numbers, said_of, verdict_name

    opened = desk()
    of = stocktake.find(opened, chosen)
    count = stocktake.count(opened, of)
    if as_json:
        put_json(_about(of) | _numbers(count) | {"scans": [_judged(one) for one in count.judged]})
        return
    say(f"{of.place}: " + ", ".join(f"{words.lower()} {n}" for words, n in numbers(count)))
    if count.judged:
        table(
            [
                (str(s.id), moment(s.when_ms), s.room, s.typed, verdict_name(one.verdict), said_of(one))
                for one in count.judged
                for s in (one.scan,)
            ]
        )


def missing(chosen: str = ID, as_json: bool = JSON) -> None:
    """Show what is in the books and was not seen."""
    from desktop_app.app import stocktake

    opened = desk()
    count = stocktake.count(opened, stocktake.find(opened, chosen))
    if as_json:
        put_json([_thing(one) for one in count.missing])
    elif count.missing:
        table([(one.code, one.serial, one.name, one.place, one.room) for one in count.missing])
    else:
        say(_("Không thiếu gì."))


def back(
    number: int = typer.Argument(..., metavar="N", help="Số của lần quét / number of the scan."),
    chosen: str = ID,
    as_json: bool = JSON,
) -> None:
    """Take a scan back."""
    from desktop_app.app import stocktake

    opened = desk()
    of = stocktake.find(opened, chosen)
    stocktake.take_back(opened, of.id, number)
    _tell_numbers(stocktake.count(opened, of), _("Đã rút lại lần quét số {n}.").format(n=number), as_json)


def rooms(
    write: bool = typer.Option(False, "--write", help="Ghi vào bản ghi / write them into the records."),
    chosen: str = ID,
    as_json: bool = JSON,
) -> None:
    """Show, and write, the rooms in which things were found."""
    from desktop_app.app import stocktake

    opened = desk()
    moved = stocktake.count(opened, stocktake.find(opened, chosen)).moved
    if write:
        stocktake.correct_rooms(opened, moved)
    if as_json:
        put_json([_judged(one) for one in moved])
        return
    if moved:
        table([(one.things[0].name, one.things[0].room, f"→ {one.scan.room}") for one in moved])
    say(
        plural("Đã sửa phòng của {n} bản ghi.", len(moved))
        if write
        else _("{n} bản ghi có phòng khác; ghi bằng --write.").format(n=len(moved))
    )


def end(
    chosen: str = ID,
    pdf: Path | None = typer.Option(None, "--pdf", parser=a_path, metavar="FILE", help="C53-HD."),
    as_json: bool = JSON,
) -> None:
    """Close a stocktake and write its C53-HD."""
    from desktop_app.app import stocktake
    from desktop_app.app.files import write_file

    opened = desk()
    of = stocktake.find(opened, chosen)
    count = stocktake.count(opened, of)
    if pdf is not None:
        write_file(pdf, opened.paper.made(opened, "c53", stocktake.asking(of, count)).pdf())
    stocktake.end(opened, of.id)
    _tell_numbers(count, _("Đã kết thúc kiểm kê {place}.").format(place=of.place), as_json)


def reopen(chosen: str = typer.Argument(..., metavar="ID"), as_json: bool = JSON) -> None:
    """Go on with a stocktake that was closed."""
    from desktop_app.app import stocktake

    opened = desk()
    of = stocktake.find(opened, chosen)
    stocktake.reopen(opened, of.id)
    _tell_numbers(
        stocktake.count(opened, of), _("Đã mở lại đợt kiểm kê {place}.").format(place=of.place), as_json
    )


def list_(as_json: bool = JSON) -> None:
    """List the stocktakes of this home."""
    from desktop_app.app import stocktake

    known = stocktake.stocktakes(desk())
    if as_json:
        put_json([_about(one) for one in known])
    elif known:
        states = {True: _("đang mở"), False: _("đã kết thúc")}
        table(
            [
                (one.id, moment(one.begun_ms), one.place, one.user, states[one.ended_ms is None])
                for one in known
            ]
        )
    else:
        say(_("Chưa có đợt kiểm kê nào."))


# --- answers ------------------------------------------------------------------------------------------


def _tell_numbers(count: "Count", done: str, as_json: bool) -> None:
    from desktop_app.app.verdicts import numbers

    if as_json:
        put_json(_numbers(count))
    else:
        say(done)
        table([(words, str(n)) for words, n in numbers(count)])


def _numbers(count: "Count") -> dict[str, Any]:
    return {
        "booked": len(count.books.booked),
        "found": len(count.found),
        "missing": len(count.missing),
        "moved": len(count.moved),
        "strays": [one.scan.typed for one in count.strays],
    }


def _about(one: "Stocktake") -> dict[str, Any]:
    return {
        "id": one.id,
        "unit": one.unit,
        "office": one.office,
        "name": one.place,
        "user": one.user,
        "begun": when(one.begun_ms),
        "ended": None if one.ended_ms is None else when(one.ended_ms),
    }


def _judged(one: "Judged") -> dict[str, Any]:
    return {
        "n": one.scan.id,
        "code": one.scan.typed,
        "room": one.scan.room,
        "when": when(one.scan.when_ms),
        "user": one.scan.user,
        "verdict": one.verdict.value,
        "things": [_thing(thing) for thing in one.things],
    }


def _thing(thing: "Thing") -> dict[str, Any]:
    return {
        "id": thing.rec,
        "topic": thing.topic,
        "name": thing.name,
        "asset_code": thing.code,
        "serial": thing.serial,
        "office": thing.place,
        "room": thing.room,
    }
