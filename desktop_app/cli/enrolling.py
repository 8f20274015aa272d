"""Enrolling and keys: enrol, request, approve, hub card, hub rekey, recover."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, a_path, desk, finish, put_json, say, table
from desktop_app.cli.exchanging import received_document, received_line
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.ports import Request
    from desktop_app.app.receiving import Received

RECEIPTS = typer.Option(
    None, "--receipts", parser=a_path, metavar="DIR", help="Nơi ghi biên nhận / where receipts go."
)
KEY = typer.Option(
    ..., "--key", parser=a_path, metavar="FILE", help="Tệp chép khoá khôi phục / the recovery key in a file."
)


def register(app: typer.Typer) -> None:
    """Put the verbs of enrolling and of keys onto the command line."""
    app.command("enrol", help=_("Ở huyện: cấp tệp kích hoạt cho một máy"))(enrol)
    app.command("request", help=_("Ở xã: ghi lại tệp xin cấp; --hub-file: chuyển sang huyện khác"))(request)
    app.command("approve", help=_("Ở huyện: chấp thuận máy xin cấp, so dấu vân tay qua điện thoại"))(approve)
    app.command("recover", help=_("Mở gói bằng khoá khôi phục khi mất máy huyện"))(recover)


def register_hub(hub: typer.Typer) -> None:
    """Put the verbs of a hub's own keys beside those of serving."""
    hub.command("card", help=_("Ở huyện: ghi tệp .huyen công khai để máy xã tự xin cấp"))(card)
    hub.command("rekey", help=_("Ở huyện: thay khoá nhận gói; khoá cũ vẫn mở được gói cũ"))(rekey)


def enrol(
    unit: str = typer.Option(..., "--unit", help="Mã xã, ví dụ 03319 / unit code."),
    out: Path = typer.Option(
        ..., "--out", parser=a_path, metavar="FILE", help="Tệp kích hoạt / activation file."
    ),
    picture: Path | None = typer.Option(
        None, "--qr", parser=a_path, metavar="FILE", help="Ảnh mã QR, .svg hoặc .png / as a QR code too."
    ),
    whole: bool = typer.Option(
        False,
        "--whole-district",
        help="Máy của huyện, làm việc với số liệu mọi xã / a PC with the whole district in its scope.",
    ),
    as_json: bool = JSON,
) -> None:
    """Write an activation file for one PC."""
    from desktop_app.app.enrolling import enrol as issue

    issued = issue(desk(), unit, out, picture, whole=whole)
    if as_json:
        said = {
            "unit": issued.unit_code,
            "name": issued.unit_name,
            "activation": issued.activation,
            "role": issued.role,
        }
        put_json({"path": out, "qr": picture, **said})
        return
    say(
        _("Đã ghi tệp kích hoạt cho {name} ({code}): {path}").format(
            name=issued.unit_name, code=issued.unit_code, path=out
        )
    )
    if picture:
        say(_("Mã QR: {path}").format(path=picture))
    say(_("Tệp này dùng cho đúng một máy; hãy đưa tận tay như đưa chìa khoá."))


def card(
    out: Path = typer.Option(
        ..., "--out", parser=a_path, metavar="FILE", help="Tệp .huyen; không có bí mật / public card."
    ),
    as_json: bool = JSON,
) -> None:
    """Write the public card with which a PC can begin and ask to be enrolled."""
    from desktop_app.app.requesting import hub_card
    from desktop_app.domain.fingerprint import fingerprint

    made = hub_card(desk(), out)
    digits = fingerprint(made.issued.hub)
    if as_json:
        put_json({"path": out, "units": len(made.units), "fingerprint": digits})
    else:
        say(_("Đã ghi {path}: {n} đơn vị.").format(path=out, n=len(made.units)))
        say(_("Dấu vân tay của huyện: {digits}").format(digits=digits))


def rekey(as_json: bool = JSON) -> None:
    """Make a new key to receive with; PCs use it after their next return bundle."""
    from desktop_app.app.hub_keys import rekey as change

    recipient = change(desk())
    if as_json:
        put_json({"recipient": recipient})
    else:
        say(_("Khoá nhận gói mới: {recipient}").format(recipient=recipient))
        say(_("Hãy sao lưu kho ngay: chỉ kho này giữ khoá mới."))


def request(
    out: Path = typer.Option(..., "--out", parser=a_path, metavar="FILE", help="Tệp xin cấp / request."),
    hub_file: Path | None = typer.Option(
        None,
        "--hub-file",
        parser=a_path,
        metavar="FILE",
        help="Tệp .huyen của huyện mới / new hub's card.",
    ),
    as_json: bool = JSON,
) -> None:
    """Write this PC's request again; with another hub's card this home reports to that one from now on."""
    from desktop_app.app.requesting import ask_again

    opened = desk()
    card = opened.codec.read_card(hub_file) if hub_file else None
    place = ask_again(opened, out, card)
    hub = card.issued.hub if card else ""
    say_request(out, place.public, place.hub.name, hub, as_json=as_json)


def say_request(out: Path, public: str, hub: str, hub_public: str, *, as_json: bool, **more: Any) -> None:
    """Say where a request lies, the digits to read out, and those of the hub whose card it follows."""
    from desktop_app.domain.fingerprint import fingerprint

    digits, theirs = fingerprint(public), fingerprint(hub_public) if hub_public else None
    if as_json:
        put_json({**more, "request": out, "fingerprint": digits, "hub": hub, "hub_fingerprint": theirs})
    else:
        if theirs:
            say(_("Dấu vân tay của huyện: {digits}").format(digits=theirs))
        say(_("Đã ghi tệp xin cấp: {path}. Hãy chuyển tệp này cho {hub}.").format(path=out, hub=hub))
        say(_("Khi huyện gọi điện, hãy đọc dấu vân tay: {digits}").format(digits=digits))


def approve(
    file: Path = typer.Argument(..., parser=a_path, metavar="FILE", help="Tệp xin cấp / request."),
    typed: str = typer.Option(
        "", "--fingerprint", help="16 số máy kia đọc qua điện thoại / 16 digits read over the phone."
    ),
    receipts: Path | None = RECEIPTS,
    as_json: bool = JSON,
) -> None:
    """Bind the PC that asks, once its person has read out the same sixteen digits."""
    from desktop_app.app.requesting import approve as bind
    from desktop_app.app.requesting import asked_unit

    opened = desk()
    asked = opened.codec.read_request(file)
    if not typed.strip():
        _ask_for_digits(asked, *asked_unit(opened, asked), as_json=as_json)
        return
    done = bind(opened, asked, typed, receipts)
    if as_json:
        said = {"device": done.device, "fingerprint": done.fingerprint, "unit": done.unit, "name": done.name}
        put_json({"approved": True, **said, "received": [received_document(one) for one in done.received]})
    else:
        say(_("Đã chấp thuận máy của {name} ({code}).").format(name=done.name, code=done.unit))
        if done.received:
            table([received_line(one) for one in done.received])
    finish(problem=any(one.is_problem for one in done.received))


def _ask_for_digits(asked: "Request", code: str, name: str, *, as_json: bool) -> None:
    """Show what is asked and change nothing: a request is approved by what a person said, not by a file."""
    from desktop_app.domain.fingerprint import fingerprint

    digits = fingerprint(asked.public)
    if as_json:
        said = {"device": asked.device, "fingerprint": digits, "unit": code, "name": name}
        put_json({"approved": False, **said, "received": []})
    else:
        say(_("Máy xin cấp cho {name} ({code}), dấu vân tay {digits}.").format(
            name=name, code=code, digits=digits))  # fmt: skip
        say(_("Hãy gọi cho xã, nghe đọc 16 số rồi chạy lại với --fingerprint “16 SỐ NGHE ĐƯỢC”."))
    finish(problem=True)


def recover(
    bundles: list[Path] = typer.Argument(
        ..., parser=a_path, metavar="PATH", help="Gói hoặc thư mục / bundles or folders."
    ),
    key: Path = KEY,
    out: Path | None = typer.Option(
        None, "--out", parser=a_path, metavar="DIR", help="Chỉ ghi ra tệp đọc được / only unpack, no home."
    ),
    receipts: Path | None = RECEIPTS,
    as_json: bool = JSON,
) -> None:
    """Open bundles with the recovery key: into this district's home, or into readable files."""
    from desktop_app.app.recovering import read_key
    from desktop_app.app.recovering import recover as take_in
    from desktop_app.sync.codec import BundleCodec

    secret = read_key(BundleCodec(), key)
    if out is not None:
        _unpack(secret, bundles, out, as_json=as_json)
        return
    say_received(take_in(desk(), secret, bundles, receipts), as_json=as_json)


def _unpack(secret: str, bundles: list[Path], out: Path, *, as_json: bool) -> None:
    from desktop_app.app.recovering import unpack
    from desktop_app.sync.codec import BundleCodec

    written = unpack(BundleCodec(), secret, bundles, out)
    if as_json:
        put_json([{"path": path, "ops": count} for path, count in written])
    for path, count in () if as_json else written:
        say(_("{path}: {n} thao tác").format(path=path, n=count))


def say_received(found: list["Received"], *, as_json: bool) -> None:
    """Say what became of files; what is held until a PC is approved is no problem of this job."""
    if as_json:
        put_json([received_document(one) for one in found])
    elif found:
        table([received_line(one) for one in found])
    else:
        say(_("Không thấy gói nào."))
    finish(problem=any(one.outcome in ("refused", "sealed") for one in found))
