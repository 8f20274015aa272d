"""Setting up: init district, init commune, sample, backup, rebuild."""

from pathlib import Path
from typing import Any

import typer

from desktop_app.cli.context import JSON, a_day, a_path, desk, invocation, put_json, say, table
from desktop_app.cli.exchanging import received_document, received_line
from desktop_app.errors import UsageError
from desktop_app.i18n import _


def _path_option(flag: str, metavar: str, told: str) -> Any:
    """Return an option that names a file or a folder, and may be left out."""
    return typer.Option(None, flag, parser=a_path, metavar=metavar, help=told)


def register(app: typer.Typer) -> None:
    """Put the verbs of setting up onto the command line."""
    init = typer.Typer()
    init.command("district", help=_("Tạo kho của huyện với khoá riêng"))(init_district)
    init.command("commune", help=_("Tạo kho của xã từ tệp kích hoạt"))(init_commune)
    app.add_typer(init, name="init", help=_("Tạo kho dữ liệu"))
    app.command("demo", help=_("Chạy trọn con đường với huyện mẫu"))(demo)
    app.command("sample", help=_("Ghi sổ Excel mẫu của 21 xã và huyện"))(sample)
    app.command("rebuild", help=_("Dựng lại các bảng từ nhật ký"))(rebuild)
    app.command("backup", help=_("Sao lưu kho: đã mã hoá, đã kiểm tra"))(backup)


def demo(
    out: Path = typer.Option(
        "moduong-demo", "--out", parser=a_path, metavar="DIR", help="Thư mục kết quả / output folder."
    ),
) -> None:
    """Run the whole road with the sample district: 21 communes, bundles, report."""
    from desktop_app.cli.demo import run_demo

    raise typer.Exit(run_demo(out))


def init_district(
    unit: str = typer.Option(..., "--unit", help="Mã đơn vị, ví dụ 100 / unit code."),
    reference: str = typer.Option("", "--date", help="Số liệu tính đến ngày / reference date (dd/mm/yyyy)."),
    round_name: str = typer.Option("", "--round", help="Tên đợt khảo sát / name of the round."),
    database: str = typer.Option(
        "", "--database", metavar="URL", help="Cơ sở dữ liệu PostgreSQL trống / an empty PostgreSQL database."
    ),
    recover: Path | None = _path_option("--recover", "FILE", "Khoá khôi phục cũ / the old recovery key."),
    bundles: Path | None = _path_option("--from", "DIR", "Các gói của xã / communes' bundles."),
    as_json: bool = JSON,
) -> None:
    """Make a district home with its keys; with --recover one in place of a district that is lost."""
    from desktop_app.compose.desktop import create_district

    if recover is not None or bundles is not None:
        _recover_district(unit, reference, round_name, recover, bundles, as_json=as_json)
        return
    asked = invocation()
    made, recovery = create_district(
        asked.home, unit, asked.user, own_key_file=asked.explicit,
        reference_date=a_day(reference), round_name=round_name, database=database,
    )  # fmt: skip
    made.store.close()
    if as_json:
        put_json({"home": asked.home, "unit": unit, "recovery_key": recovery})
        return
    say(_("Đã tạo kho của huyện tại {home}.").format(home=asked.home))
    if database:
        say(_("Khoá của huyện nằm trong cơ sở dữ liệu này: ổ đĩa của máy chủ phải được mã hoá."))
    say(_("KHOÁ KHÔI PHỤC (chỉ hiện một lần; chép ra giấy, cất nơi an toàn, không để trên máy này):"))
    say(recovery)


def _recover_district(
    unit: str, reference: str, round_name: str, key: Path | None, bundles: Path | None, *, as_json: bool
) -> None:
    from desktop_app.app.recovering import read_key
    from desktop_app.app.recovering import recover as take_in
    from desktop_app.compose.desktop import recover_district
    from desktop_app.sync.codec import BundleCodec

    if key is None:
        raise UsageError(_("--from chỉ dùng cùng --recover."))
    asked, secret = invocation(), read_key(BundleCodec(), key)
    made = recover_district(
        asked.home, unit, secret, asked.user, own_key_file=asked.explicit,
        reference_date=a_day(reference), round_name=round_name,
    )  # fmt: skip
    asked.opened.append(made)
    found = take_in(made, secret, [bundles]) if bundles else []
    if as_json:
        received = [received_document(one) for one in found]
        put_json({"home": asked.home, "unit": unit, "received": received})
        return
    say(_("Đã tạo kho của huyện tại {home}.").format(home=asked.home))
    if found:
        table([received_line(one) for one in found])
    say(_("Số liệu được giữ lại đến khi từng máy xã xin cấp lại (moduong request) và được chấp thuận."))


def init_commune(
    activation: Path | None = _path_option(
        "--activation", "FILE", "Tệp kích hoạt, hay chữ của mã QR / file."
    ),
    request: Path | None = _path_option("--request", "FILE", "Nơi ghi tệp xin cấp / where the request goes."),
    unit: str = typer.Option("", "--unit", help="Mã xã, khi xin cấp / unit code, with --request."),
    hub_file: Path | None = _path_option("--hub-file", "FILE", "Tệp .huyen của huyện / the hub's card."),
    as_json: bool = JSON,
) -> None:
    """Make a commune home from an activation file, or begin at once and ask to be enrolled."""
    from desktop_app.app.place import place_of
    from desktop_app.cli.enrolling import say_request
    from desktop_app.compose.desktop import create_by_request, create_commune

    asked = invocation()
    if activation is not None and request is None and hub_file is None:
        made = create_commune(asked.home, activation, asked.user, own_key_file=asked.explicit)
    elif activation is None and request is not None and hub_file is not None and unit:
        made = create_by_request(asked.home, hub_file, unit, request, asked.user, own_key_file=asked.explicit)
    else:
        raise UsageError(
            _("Cần --activation, hoặc cả ba: --request, --unit và --hub-file."),
            todo=_("Chưa có tệp kích hoạt thì xin huyện tệp .huyen rồi dùng --request."),
        )
    with made.store.read() as tx:
        place = place_of(tx)
    hub = made.codec.read_card(hub_file).issued.hub if hub_file else ""
    made.store.close()
    said = {"home": asked.home, "unit": place.code, "name": place.name}
    if as_json and request is None:
        put_json(said)
    elif not as_json:
        say(_("Đã tạo kho của {name} tại {home}.").format(name=place.name, home=asked.home))
    if request is not None:
        say_request(request, place.public, place.hub.name, hub, as_json=as_json, **said)


def sample(
    out: Path = typer.Option(..., "--out", parser=a_path, metavar="DIR", help="Thư mục / folder."),
    as_json: bool = JSON,
) -> None:
    """Write the sample (BẢN THỬ) as workbooks, one for each commune and one for the district."""
    from desktop_app.compose.sample import write_sample

    written = write_sample(out)
    if as_json:
        put_json([{"path": path, "rows": rows} for path, rows in written])
    for path, rows in () if as_json else written:
        say(_("{path}: {rows} dòng").format(path=path, rows=rows))


def rebuild(as_json: bool = JSON) -> None:
    """Make the tables anew from the log."""
    from desktop_app.app.overview import rebuild as make_anew

    make_anew(desk())
    if as_json:
        put_json({"rebuilt": True})
    else:
        say(_("Đã dựng lại các bảng từ nhật ký."))


def backup(
    to: Path = typer.Option(..., "--to", parser=a_path, metavar="FILE", help="Tệp sao lưu / backup file."),
    as_json: bool = JSON,
) -> None:
    """Write a verified, encrypted copy."""
    from desktop_app.app.overview import back_up

    back_up(desk(), to)
    if as_json:
        put_json({"path": to})
    else:
        say(_("Đã sao lưu và kiểm tra: {path}").format(path=to))
