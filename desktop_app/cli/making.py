"""Setting up: init district, enrol, init commune, sample, backup, rebuild."""

from pathlib import Path

import typer

from desktop_app.cli.context import JSON, a_day, a_path, desk, invocation, put_json, say
from desktop_app.i18n import _


def register(app: typer.Typer) -> None:
    """Put the verbs of setting up onto the command line."""
    init = typer.Typer()
    init.command("district", help=_("Tạo kho của huyện với khoá riêng"))(init_district)
    init.command("commune", help=_("Tạo kho của xã từ tệp kích hoạt"))(init_commune)
    app.add_typer(init, name="init", help=_("Tạo kho dữ liệu"))
    app.command("demo", help=_("Chạy trọn con đường với huyện mẫu"))(demo)
    app.command("enrol", help=_("Ở huyện: cấp tệp kích hoạt cho một máy"))(enrol)
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
    as_json: bool = JSON,
) -> None:
    """Make a district home with its keys."""
    from desktop_app.compose.desktop import create_district

    asked = invocation()
    made, recovery = create_district(
        asked.home, unit, asked.user, own_key_file=asked.explicit,
        reference_date=a_day(reference), round_name=round_name,
    )  # fmt: skip
    made.store.close()
    if as_json:
        put_json({"home": asked.home, "unit": unit, "recovery_key": recovery})
        return
    say(_("Đã tạo kho của huyện tại {home}.").format(home=asked.home))
    say(_("KHOÁ KHÔI PHỤC (chỉ hiện một lần; chép ra giấy, cất nơi an toàn, không để trên máy này):"))
    say(recovery)


def enrol(
    unit: str = typer.Option(..., "--unit", help="Mã xã, ví dụ 03319 / unit code."),
    out: Path = typer.Option(
        ..., "--out", parser=a_path, metavar="FILE", help="Tệp kích hoạt / activation file."
    ),
    as_json: bool = JSON,
) -> None:
    """Write an activation file for one PC."""
    from desktop_app.app.enrolling import enrol as issue

    issued = issue(desk(), unit, out)
    if as_json:
        put_json(
            {"path": out, "unit": issued.unit_code, "name": issued.unit_name, "activation": issued.activation}
        )
    else:
        say(
            _("Đã ghi tệp kích hoạt cho {name} ({code}): {path}").format(
                name=issued.unit_name, code=issued.unit_code, path=out
            )
        )
        say(_("Tệp này dùng cho đúng một máy; hãy đưa tận tay như đưa chìa khoá."))


def init_commune(
    activation: Path = typer.Option(
        ..., "--activation", parser=a_path, metavar="FILE", help="Tệp kích hoạt / activation file."
    ),
    as_json: bool = JSON,
) -> None:
    """Make a commune home from an activation file."""
    from desktop_app.app.place import place_of
    from desktop_app.compose.desktop import create_commune

    asked = invocation()
    made = create_commune(asked.home, activation, asked.user, own_key_file=asked.explicit)
    with made.store.read() as tx:
        place = place_of(tx)
    made.store.close()
    if as_json:
        put_json({"home": asked.home, "unit": place.code, "name": place.name})
    else:
        say(_("Đã tạo kho của {name} tại {home}.").format(name=place.name, home=asked.home))


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
