"""The district's catalogue: field, choice, target, units, round, catalogue."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, a_day, a_path, desk, finish, put_json, say, table
from desktop_app.domain.topic import Kind
from desktop_app.errors import UsageError
from desktop_app.i18n import _, language

if TYPE_CHECKING:
    from desktop_app.app.catalogue_list import Listed

VI = typer.Option(..., "--vi", help="Tên tiếng Việt / title in Vietnamese.")
EN = typer.Option("", "--en", help="Tên tiếng Anh, nếu khác / title in English, if another.")


def register(app: typer.Typer) -> None:
    """Put the verbs of the catalogue onto the command line."""
    app.command("field", help=_("Ở huyện: thêm một trường vào một chủ đề"))(field)
    app.command("choice", help=_("Ở huyện: thêm một lựa chọn vào một trường"))(choice)
    app.command("target", help=_("Ở huyện: đặt mục tiêu của một chỉ tiêu"))(target)
    app.command("round", help=_("Ở huyện: mở đợt khảo sát mới"))(round_)
    units = typer.Typer()
    units.callback()(_units)
    units.command("import", help=_("Ở huyện: nạp đơn vị hành chính từ tệp CSV"))(units_import)
    app.add_typer(units, name="units", help=_("Đơn vị hành chính"))
    app.command("catalogue", help=_("Danh mục của huyện: những gì đang có hiệu lực"))(catalogue)


def field(
    topic: str,
    key: str,
    kind: str = typer.Option("text", "--kind", help=" | ".join(Kind)),
    vi: str = VI,
    en: str = EN,
    choices: list[str] = typer.Option(
        [], "--choice", metavar="KEY=VI|EN", help="Một lựa chọn, nhắc lại được / a choice, repeatable."
    ),
    more: list[str] = typer.Option(
        [],
        "--with",
        metavar="NAME=VALUE",
        help="unit=VI|EN, help=VI|EN, to=TOPIC, required=yes, estimable=yes, minimum=N, maximum=N, digits=N.",
    ),
    as_json: bool = JSON,
) -> None:
    """Give a topic a new field, here and in every commune after its next return bundle."""
    from desktop_app.app.cataloguing import add_field, field_of

    said: dict[str, Any] = {"topic": topic, "key": key, "kind": kind}
    said |= {"title_vi": vi.strip(), "title_en": (en or vi).strip()}
    said["choices"] = [_choice(typed) for typed in choices]
    for typed in more:
        said |= _property(typed)
    rec = add_field(desk(), field_of(said))
    _done({"id": rec, "topic": topic, "key": key}, _("Đã thêm trường {key}.").format(key=key), as_json)


def _pair(typed: str) -> tuple[str, str]:
    vi, _bar, en = typed.partition("|")
    return vi.strip(), (en or vi).strip()


def _choice(typed: str) -> dict[str, str]:
    key, equals, titles = typed.partition("=")
    if not equals or not titles.strip():
        raise UsageError(
            _("Không đọc được lựa chọn “{typed}”.").format(typed=typed),
            todo=_("Ví dụ: --choice wifi=Có|Yes."),
        )
    vi, en = _pair(titles)
    return {"key": key.strip(), "vi": vi, "en": en}


def _property(typed: str) -> dict[str, Any]:
    name, _equals, value = typed.partition("=")
    if name in ("unit", "help"):
        vi, en = _pair(value)
        return {f"{name}_vi": vi, f"{name}_en": en}
    if name in ("required", "estimable") and value in ("yes", "no"):
        return {name: value == "yes"}
    if name in ("minimum", "maximum", "digits") and re.fullmatch(r"-?[0-9]{1,15}", value):
        return {name: int(value)}
    if name == "to":
        return {name: value}
    raise UsageError(
        _("Không đọc được thuộc tính “{typed}”.").format(typed=typed),
        todo=_("Ví dụ: --with required=yes --with unit=GB|GB --with minimum=0."),
    )


def choice(topic: str, field: str, key: str, vi: str = VI, en: str = EN, as_json: bool = JSON) -> None:
    """Give a field a new choice."""
    from desktop_app.app.cataloguing import add_choice
    from desktop_app.topics.extending import AddedChoice

    rec = add_choice(desk(), AddedChoice(topic, field, key, vi.strip(), (en or vi).strip()))
    said = {"id": rec, "topic": topic, "field": field, "key": key}
    _done(said, _("Đã thêm lựa chọn {key}.").format(key=key), as_json)


def target(
    indicator: str,
    value: str,
    since: str = typer.Option("", "--from", help="Từ số liệu tính đến ngày / from this reference date on."),
    as_json: bool = JSON,
) -> None:
    """Set the target of an indicator."""
    from desktop_app.app.cataloguing import set_target, target_of

    asked = target_of(indicator, value, a_day(since))
    set_target(desk(), asked)
    said = {"indicator": indicator, "value": asked.number, "from": asked.since or None}
    _done(said, _("Đã đặt mục tiêu của {key}: {value}.").format(key=indicator, value=value), as_json)


def round_(
    reference: str = typer.Option(..., "--date", help="Số liệu tính đến ngày / reference date (dd/mm/yyyy)."),
    name: str = typer.Option("", "--name", help="Tên đợt khảo sát / name of the round."),
    as_json: bool = JSON,
) -> None:
    """Open a new round of the survey; communes follow with their next return bundle."""
    from desktop_app.app.cataloguing import open_round

    opened = open_round(desk(), _needed(a_day(reference)), name)
    said = {"id": opened.id, "name": opened.name, "reference_date": opened.reference_date}
    _done(said, _("Đã mở đợt “{name}”.").format(name=opened.name), as_json)


def _needed(day: date | None) -> date:
    if day is None:
        raise UsageError(_("Thiếu ngày."), todo=_("Ví dụ: 31/12/2022."))
    return day


def _units() -> None:
    """Units of administration."""


def units_import(
    paths: list[Path] = typer.Argument(..., parser=a_path, metavar="FILE", help="Tệp CSV / CSV files."),
    as_json: bool = JSON,
) -> None:
    """Hand out units, their versions, aliases and successions; the tables' columns say which is which."""
    from desktop_app.app.cataloguing import import_units
    from desktop_app.compose.desktop import shipped_units

    rows = import_units(desk(), paths, shipped_units)
    _done({"rows": rows}, _("Đã nạp {rows} dòng đơn vị.").format(rows=rows), as_json)


def _done(said: dict[str, Any], line: str, as_json: bool) -> None:
    if as_json:
        put_json(said)
    else:
        say(line)


def catalogue(as_json: bool = JSON) -> None:
    """List what the catalogue adds to the program, and what of it this program leaves out."""
    from desktop_app.app.catalogue_list import listed
    from desktop_app.compose.desktop import shipped_units

    found = listed(desk(), shipped_units)
    if as_json:
        put_json(found)
    else:
        table(_lines(found))
    finish(problem=bool(found.ignored))


def _lines(found: "Listed") -> list[tuple[str, ...]]:
    lang = language()
    return [
        (_("Phiên bản danh mục:"), found.version, ""),
        (_("Đợt khảo sát:"), found.round.name, found.round.reference_date),
        *((_("Trường:"), f"{one.topic}.{one.key}", one.titles[lang]) for one in found.fields),
        *((_("Lựa chọn:"), f"{one.topic}.{one.field}.{one.key}", one.titles[lang]) for one in found.choices),
        *((_("Mục tiêu:"), one.indicator, f"{one.value} {one.since}".strip()) for one in found.targets),
        *((_("Bảng đơn vị:"), one.id, ", ".join(one.tables)) for one in found.units),
        *((_("KHÔNG dùng được:"), f"{one.topic} {one.subject}", one.reason) for one in found.ignored),
    ]
