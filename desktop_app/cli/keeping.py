"""Keeping a home and its PCs: devices, the sync log, the doctor, restoring."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, a_path, desk, finish, invocation, put_json, say, table
from desktop_app.cli.looking import moment, when
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.devices import Device
    from desktop_app.app.doctor import Checked
    from desktop_app.app.synclog import Entry


def register(app: typer.Typer) -> None:
    """Put the verbs of keeping onto the command line."""
    app.command("devices", help=_("Các máy đã cấp, vân tay khoá, gói cuối"))(devices)
    app.command("revoke", help=_("Ở huyện: thu hồi một máy (mất, hỏng, thay)"))(revoke)
    app.command("admit", help=_("Ở huyện: nhận thao tác đang giữ lại"))(admit)
    app.command("log", help=_("Nhật ký trao đổi, mới nhất trước"))(log)
    app.command("doctor", help=_("Khám kho dữ liệu, không sửa gì; có vấn đề thì mã thoát là 1"))(doctor)
    app.command("restore", help=_("Khôi phục kho từ một bản sao lưu"))(restore)


# --- devices ------------------------------------------------------------------------------------------


def devices(as_json: bool = JSON) -> None:
    """List the PCs, with the fingerprints that are compared by phone."""
    from desktop_app.app.devices import devices as known
    from desktop_app.app.devices import held_ops

    opened = desk()
    found = known(opened)
    if as_json:
        put_json([_device(one, held_ops(opened)) for one in found])
    elif found:
        head = (_("Mã máy"), _("Vân tay"), _("Đơn vị"), _("Cấp lúc"), _("Gói cuối"), _("Thao tác"), "")
        table([head, *map(_device_line, found)])
    else:
        say(_("Chưa có máy nào gửi gói tới."))


def _device(one: "Device", held: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "device": one.device,
        "fingerprint": one.fingerprint,
        "unit": one.unit,
        "name": one.name,
        "bound": when(one.bound_ms),
        "last_bundle": when(one.last_ms),
        "ops": one.ops,
        "held": one.held,
        "held_ops": [{"op": op, "reason": reason} for op, device, reason in held if device == one.device],
        "revoked": one.revoked,
    }


def _device_line(one: "Device") -> tuple[str, ...]:
    count = _("{ops}, giữ lại {held}").format(ops=one.ops, held=one.held) if one.held else str(one.ops)
    return (
        one.device[:12],
        one.fingerprint,
        f"{one.unit} {one.name}",
        moment(one.bound_ms),
        moment(one.last_ms),
        count,
        _("đã thu hồi") if one.revoked else "",
    )


DEVICE = typer.Argument(..., metavar="DEVICE", help="Đầu mã máy hoặc vân tay / id or fingerprint.")


def revoke(device: str = DEVICE, as_json: bool = JSON) -> None:
    """Cut a PC off: what this hub holds of it still counts, nothing that comes later."""
    from desktop_app.app.devices import revoke_device

    done = revoke_device(desk(), device)
    one = done.device
    if as_json:
        put_json({"device": one.device, "unit": one.unit, "counting": done.counting, "held": one.held})
        return
    say(
        _("Đã thu hồi máy {id} của {name} ({unit}).").format(id=one.device[:12], name=one.name, unit=one.unit)
    )
    say(
        _("{n} thao tác đã nhận của máy này vẫn được tính; gói ghi sau lúc này thì giữ lại.").format(
            n=done.counting
        )
    )
    say(
        _("Máy thay thế: cấp tệp kích hoạt mới bằng “moduong enrol --unit {unit} --out TỆP”.").format(
            unit=one.unit
        )
        + " "
        + _("Máy mới nhận lại mọi số liệu huyện đã có ở lần trao đổi đầu tiên.")
    )


def admit(
    wanted: str = typer.Argument(..., metavar="DEVICE|OP", help="Mã máy hoặc mã thao tác / device or op."),
    as_json: bool = JSON,
) -> None:
    """Let in ops that are held because their PC is not enrolled, or revoked."""
    from desktop_app.app.devices import admit_held

    done = admit_held(desk(), wanted)
    if as_json:
        put_json({"admitted": done})
    else:
        say(_("Đã nhận {n} thao tác giữ lại; nay được tính.").format(n=done))


# --- the sync log -------------------------------------------------------------------------------------


def log(
    limit: int = typer.Option(50, "--limit", min=1, help="Nhiều nhất bao nhiêu dòng / at most."),
    as_json: bool = JSON,
) -> None:
    """Say what went out and what came in, newest first."""
    from desktop_app.app.synclog import sync_log, words

    found = sync_log(desk(), limit)
    if as_json:
        put_json([_logged(one) | {"words": words(one)} for one in found])
    elif found:
        table([(moment(one.when_ms), words(one), one.reason) for one in found])
    else:
        say(_("Chưa trao đổi gói nào."))


def _logged(one: "Entry") -> dict[str, Any]:
    document = one._asdict()
    return {"when": when(document.pop("when_ms"))} | document


# --- the home -----------------------------------------------------------------------------------------


def doctor(as_json: bool = JSON) -> None:
    """Look whether the home is sound; nothing is changed; exit 1 with findings."""
    from desktop_app.app.doctor import examine

    checked = examine(desk())
    sound = not any(one.findings for one in checked)
    if as_json:
        put_json({"sound": sound, "checks": [_checked(one) for one in checked]})
    else:
        for one in checked:
            say(f"{_('có vấn đề') if one.findings else _('tốt')}: {one.name}")
            for finding in one.findings:
                say(f"  {finding.what} {finding.todo}".rstrip())
    finish(problem=not sound)


def _checked(one: "Checked") -> dict[str, Any]:
    return {
        "name": one.name,
        "ok": not one.findings,
        "findings": [finding._asdict() for finding in one.findings],
    }


def restore(
    file: Path = typer.Argument(..., parser=a_path, metavar="FILE", help="Bản sao lưu / a backup."),
    bring: bool = typer.Option(
        False, "--bring-unsent", help="Mang theo những gì chưa gửi / bring along what was not sent."
    ),
    as_json: bool = JSON,
) -> None:
    """Go back to a backup of this home; the present database is kept."""
    from desktop_app.compose.desktop import restore_home

    done = restore_home(invocation().home, file, bring=bring)
    if as_json:
        put_json({"path": file, "aside": done.aside, "unsent": done.unsent, "brought": done.brought})
        return
    say(_("Đã khôi phục từ {path}.").format(path=file))
    if done.aside is not None:
        say(_("Kho trước đó được giữ ở {path}.").format(path=done.aside))
    if done.unsent and done.brought:
        say(_("Đã mang theo {n} thao tác chưa gửi của máy này.").format(n=done.unsent))
    elif done.unsent:
        say(
            _("{n} thao tác chưa gửi của máy này chỉ còn trong tệp đó.").format(n=done.unsent)
            + " "
            + _("Muốn giữ thì khôi phục lại tệp đó, hoặc dùng --bring-unsent.")
        )
    say(_("Những gì đã gửi huyện sẽ về lại ở lần trao đổi tới."))
