"""print-details: what an office writes on its papers beside the records; print-details set KEY VALUE."""

from typing import TYPE_CHECKING

import typer

from desktop_app.cli.context import JSON, desk, put_json, say
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.paper_details import PaperDetails

UNIT = typer.Option("", "--unit", help="Mã đơn vị / unit code.")
OFFICE = typer.Option("", "--office", help="Tên cơ quan, cho đầu biểu mẫu / an office, for the head.")


def verbs() -> typer.Typer:
    """Return the verbs: without one, what is written is shown."""
    made = typer.Typer(invoke_without_command=True)
    made.callback()(show)
    made.command("set", help=_("Ghi một thông tin in; không nêu giá trị thì xoá"))(put)
    return made


def show(ctx: typer.Context, unit: str = UNIT, office: str = OFFICE, as_json: bool = JSON) -> None:
    """Show the texts of a unit, or of one of its offices, by key."""
    from desktop_app.app import paper_details

    if ctx.invoked_subcommand is not None:
        return
    opened = desk()
    rec = paper_details.office_rec(opened, unit or None, office) if office else None
    _say(paper_details.paper_details(opened, unit or None, rec), of_office=bool(office), as_json=as_json)


def put(
    key: str,
    values: list[str] = typer.Argument(None, metavar="VALUE…", help="Giá trị / value; board: A | B | C | D."),
    unit: str = UNIT,
    office: str = OFFICE,
    as_json: bool = JSON,
) -> None:
    """Write one text; several values for a list, none to blank it."""
    from desktop_app.app import paper_details

    opened = desk()
    rec = paper_details.office_rec(opened, unit or None, office) if office else None
    details = paper_details.set_detail(opened, key, values or (), unit or None, rec)
    _say(details, of_office=bool(office), as_json=as_json)


def _say(details: "PaperDetails", *, of_office: bool, as_json: bool) -> None:
    from desktop_app.app import paper_details

    said = {key: paper_details.text_of(details, key) for key in paper_details.keys(of_office=of_office)}
    if as_json:
        put_json(said)
        return
    width = max(map(len, said))
    for key, value in said.items():
        for line in (value,) if isinstance(value, str) else value or ("",):
            say(f"{key:{width}}  {line}".rstrip())
