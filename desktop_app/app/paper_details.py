"""What an office writes on its papers beside the records: heads, form codes, the board, who signs.

It stays in this home, encrypted: names of people stand in it. Each text is called by a key, as ``unit`` or
``codes.c53``; what is blank is printed as its default, or as dots to write on.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from desktop_app.app.forms import FORMS
from desktop_app.app.offices import office_meant
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Query, Transaction
from desktop_app.app.views import all_rows, unit_id
from desktop_app.domain import text
from desktop_app.domain.topic import Label
from desktop_app.errors import UsageError
from desktop_app.i18n import _

LONGEST: Final = 5000

HEAD: Final = ("unit", "department", "budget_code")
"""The keys that an office may have texts of its own for."""

LISTS: Final = ("signer_titles", "recipients")
BOARD: Final = "board"

SIGNATORIES: Final = {
    "head": Label("Thủ trưởng đơn vị", "Head of the unit"),
    "accountant": Label("Kế toán trưởng", "Chief accountant"),
    "board": Label("Trưởng ban kiểm kê", "Head of the inventory board"),
    "preparer": Label("Người lập biểu", "Prepared by"),
}
"""Who signs papers: key → title; their names are the keys ``signatories.…``."""

LABELS: Final = {
    "unit": Label("Đơn vị", "Unit"),
    "department": Label("Bộ phận", "Department"),
    "budget_code": Label("Mã QHNS", "Budget code"),
    "place": Label("Địa danh", "Place"),
    "superior": Label("Cơ quan chủ quản", "Body above"),
    "issuer": Label("Cơ quan ban hành", "Issuing body"),
    "symbol": Label("Ký hiệu văn bản", "Symbol"),
    "signer_titles": Label("Quyền hạn, chức vụ người ký", "Signer's authority and title"),
    "signer": Label("Người ký báo cáo", "Signer of the report"),
    "recipients": Label("Nơi nhận", "Recipients"),
    "filed": Label("Lưu", "Filed"),
    BOARD: Label("Ban kiểm kê", "Inventory board"),
    "signatories": Label("Họ tên người ký", "Names of signatories"),
    "codes": Label("Mẫu số", "Form code"),
    "circulars": Label("Văn bản ban hành", "Circular"),
}
"""What the keys are called; of ``codes.c53`` the part before the dot."""


class BoardMember(msgspec.Struct, frozen=True):
    """A member of the inventory board; what is blank is left to write in."""

    name: str = ""
    position: str = ""
    represents: str = ""
    role: str = ""


class PaperDetails(msgspec.Struct, frozen=True, omit_defaults=True):
    """The texts of a unit, or of one of its offices (which has those of `HEAD` only).

    ``signatories``: key of `SIGNATORIES` → name; ``codes``, ``circulars``: key of a form → text.
    """

    unit: str = ""
    department: str = ""
    budget_code: str = ""
    place: str = ""
    superior: str = ""
    issuer: str = ""
    symbol: str = ""
    signer_titles: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()
    filed: str = ""
    board: tuple[BoardMember, ...] = ()
    signatories: Mapping[str, str] = {}
    codes: Mapping[str, str] = {}
    circulars: Mapping[str, str] = {}


def keys(*, of_office: bool = False) -> tuple[str, ...]:
    """Return the keys of all texts, in the order in which they are shown."""
    if of_office:
        return HEAD
    coded = [form.key for form in FORMS if form.code]
    parts: Mapping[str, Iterable[str]] = {"signatories": SIGNATORIES, "codes": coded, "circulars": coded}
    return tuple(
        key
        for name in LABELS
        for key in ([f"{name}.{part}" for part in parts[name]] if name in parts else [name])
    )


def paper_details(desk: Desk, unit: str | None = None, office: str | None = None) -> PaperDetails:
    """Return what is kept for a unit (code; the home's own), or for one of its offices (record id)."""
    with desk.store.read() as tx:
        return _kept(tx, _key(desk, tx, unit, office))


def put_details(
    desk: Desk, details: PaperDetails, unit: str | None = None, office: str | None = None
) -> None:
    """Keep all texts of a unit, or of one of its offices, instead of those before."""
    with desk.store.write() as tx:
        tx.put_setting(_key(desk, tx, unit, office), msgspec.to_builtins(details))


def office_rec(desk: Desk, unit: str | None, typed: str) -> str:
    """Return the record id of the office of a unit (code) that is meant by a name; raises `NotFoundError`."""
    with desk.store.read() as tx:
        place = place_of(tx)
        whose = place.unit if unit is None else unit_id(desk, tx, unit)
    code = desk.units.code(whose, place.on)
    offices = all_rows(desk, "office", Query(unit=code))
    return office_meant(desk.topics.get("office"), offices, typed, desk.units.name(whose, place.on)).rec


def set_detail(
    desk: Desk, key: str, values: Sequence[str], unit: str | None = None, office: str | None = None
) -> PaperDetails:
    """Write one text, none to blank it; a member of the board is "name | position | represents | role".

    Raises `UsageError` for a key that there is not, and for several values where one is wanted.
    """
    if key not in keys(of_office=office is not None):
        raise UsageError(
            _("Không có thông tin in nào tên “{key}”.").format(key=key),
            todo=_("Các tên: {keys}.").format(keys=", ".join(keys(of_office=office is not None))),
        )
    with desk.store.write() as tx:
        where = _key(desk, tx, unit, office)
        details = with_text(_kept(tx, where), key, values)
        tx.put_setting(where, msgspec.to_builtins(details))
    return details


def with_text(details: PaperDetails, key: str, values: Sequence[str]) -> PaperDetails:
    """Return details with another text at ``key``; blank values are left out. Raises `UsageError`."""
    name, _dot, part = key.partition(".")
    if name == BOARD:
        return with_board(details, (value.split("|", 3) for value in values))
    said = [one for one in map(_cleaned, values) if one]
    if name in LISTS:
        return msgspec.structs.replace(details, **{name: tuple(said)})
    if len(said) > 1:
        raise UsageError(
            _("“{key}” chỉ có một giá trị.").format(key=key), todo=_("Hãy đặt cả câu trong dấu ngoặc kép.")
        )
    value = "".join(said)
    if not part:
        return msgspec.structs.replace(details, **{name: value})
    others = {one: kept for one, kept in getattr(details, name).items() if one != part}
    return msgspec.structs.replace(details, **{name: others | ({part: value} if value else {})})


def with_board(details: PaperDetails, members: Iterable[Sequence[str]]) -> PaperDetails:
    """Return details with another inventory board: up to four texts a member; who has none is left out."""
    cleaned = ([_cleaned(part) for part in member] for member in members)
    return msgspec.structs.replace(details, board=tuple(BoardMember(*one) for one in cleaned if any(one)))


def text_of(details: PaperDetails, key: str) -> str | tuple[str, ...]:
    """Return the text at a key, of a list its items: as they are given to `with_text`."""
    name, _dot, part = key.partition(".")
    found = getattr(details, name)
    if name == BOARD:
        return tuple(" | ".join(msgspec.structs.astuple(member)).rstrip(" |") for member in found)
    return found.get(part, "") if part else found  # type: ignore[no-any-return]


def head_of(details: PaperDetails, office: PaperDetails | None) -> Mapping[str, str]:
    """Return the texts of `HEAD`: an office's own before those of its unit, of which it has no department."""
    own = office or PaperDetails()
    return {
        "unit": own.unit or details.unit,
        "department": own.department or ("" if office else details.department),
        "budget_code": own.budget_code or ("" if office else details.budget_code),
    }


def _cleaned(typed: str) -> str:
    return text.clean(typed).strip()[:LONGEST]


def _kept(tx: Transaction, key: str) -> PaperDetails:
    """Return what is kept; nothing, where only a newer program understands it."""
    found: Any = tx.setting(key)
    try:
        return msgspec.convert(found or {}, PaperDetails)
    except msgspec.ValidationError:
        return PaperDetails()


def _key(desk: Desk, tx: Transaction, unit: str | None, office: str | None) -> str:
    """Return what the texts are kept by: the unit's lasting id, for codes and names change hands."""
    whose = place_of(tx).unit if unit is None else unit_id(desk, tx, unit)
    return f"paper:{whose}" if office is None else f"paper:{whose}:{office}"
