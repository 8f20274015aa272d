"""Setting up: init district, enrol, init commune, sample, backup, rebuild."""

from datetime import date
from pathlib import Path

import typer

from desktop_app.cli.context import JSON, desk, invocation, put_json
from desktop_app.errors import UsageError
from desktop_app.i18n import _


def register(app: typer.Typer) -> None:
    """Put the verbs of setting up onto the command line."""
    init = typer.Typer(help="Tạo kho dữ liệu / make a home.", no_args_is_help=True)
    init.command("district")(init_district)
    init.command("commune")(init_commune)
    app.add_typer(init, name="init")
    for name, verb in (
        ("demo", demo),
        ("enrol", enrol),
        ("sample", sample),
        ("rebuild", rebuild),
        ("backup", backup),
    ):
        app.command(name)(verb)


def demo(
    out: Path = typer.Option(Path("moduong-demo"), "--out", help="Thư mục kết quả / output folder."),
) -> None:
    """Chạy trọn con đường với huyện mẫu: 21 xã, gói, báo cáo / the whole road with the sample district."""
    from desktop_app.cli.demo import run_demo

    raise typer.Exit(run_demo(out))


def init_district(
    unit: str = typer.Option(..., "--unit", help="Mã đơn vị, ví dụ 100 / unit code."),
    reference: str = typer.Option("", "--date", help="Số liệu tính đến ngày / reference date (dd/mm/yyyy)."),
    round_name: str = typer.Option("", "--round", help="Tên đợt khảo sát / name of the round."),
    as_json: bool = JSON,
) -> None:
    """Tạo kho của huyện với khoá riêng / a district home with its keys."""
    from desktop_app.compose.desktop import create_district

    asked = invocation()
    made, recovery = create_district(
        asked.home, unit, asked.user, own_key_file=asked.explicit,
        reference_date=_date(reference), round_name=round_name,
    )  # fmt: skip
    made.store.close()
    if as_json:
        put_json({"home": asked.home, "unit": unit, "recovery_key": recovery})
        return
    typer.echo(_("Đã tạo kho của huyện tại {home}.").format(home=asked.home))
    typer.echo(_("KHOÁ KHÔI PHỤC (chỉ hiện một lần; chép ra giấy, cất nơi an toàn, không để trên máy này):"))
    typer.echo(recovery)


def _date(typed: str) -> date | None:
    from desktop_app.domain.dates import parse_date

    if not typed:
        return None
    found = parse_date(typed, date.today())  # noqa: DTZ011  # a person's own calendar day
    if found is None:
        raise UsageError(
            _("Không đọc được ngày “{typed}”.").format(typed=typed), todo=_("Ví dụ: 31/12/2022.")
        )
    return found


def enrol(
    unit: str = typer.Option(..., "--unit", help="Mã xã, ví dụ 03319 / unit code."),
    out: Path = typer.Option(..., "--out", help="Tệp kích hoạt / activation file."),
    as_json: bool = JSON,
) -> None:
    """Cấp tệp kích hoạt cho một máy của xã / an activation file for one PC."""
    from desktop_app.app.enrolling import enrol as issue

    issued = issue(desk(), unit, out)
    if as_json:
        put_json(
            {"path": out, "unit": issued.unit_code, "name": issued.unit_name, "activation": issued.activation}
        )
    else:
        typer.echo(
            _("Đã ghi tệp kích hoạt cho {name} ({code}): {path}").format(
                name=issued.unit_name, code=issued.unit_code, path=out
            )
        )
        typer.echo(_("Tệp này dùng cho đúng một máy; hãy đưa tận tay như đưa chìa khoá."))


def init_commune(
    activation: Path = typer.Option(..., "--activation", help="Tệp kích hoạt / activation file."),
    as_json: bool = JSON,
) -> None:
    """Tạo kho của xã từ tệp kích hoạt / a commune home from an activation file."""
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
        typer.echo(_("Đã tạo kho của {name} tại {home}.").format(name=place.name, home=asked.home))


def sample(out: Path = typer.Option(..., "--out", help="Thư mục / folder."), as_json: bool = JSON) -> None:
    """Ghi sổ Excel mẫu của 21 xã và huyện (BẢN THỬ) / the sample workbooks."""
    from desktop_app.compose.sample import write_sample

    written = write_sample(out)
    if as_json:
        put_json([{"path": path, "rows": rows} for path, rows in written])
    else:
        for path, rows in written:
            typer.echo(_("{path}: {rows} dòng").format(path=path, rows=rows))


def rebuild() -> None:
    """Dựng lại các bảng từ nhật ký / make the tables anew from the log."""
    from desktop_app.app.overview import rebuild as make_anew

    make_anew(desk())
    typer.echo(_("Đã dựng lại các bảng từ nhật ký."))


def backup(to: Path = typer.Option(..., "--to", help="Tệp sao lưu / backup file.")) -> None:
    """Sao lưu kho (đã mã hoá, đã kiểm tra) / a verified, encrypted copy."""
    from desktop_app.app.overview import back_up

    back_up(desk(), to)
    typer.echo(_("Đã sao lưu và kiểm tra: {path}").format(path=to))
