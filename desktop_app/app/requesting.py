"""Enrolment without an activation file: a PC asks, the district compares sixteen digits and approves.

The district hands out its card, which holds nothing secret. A PC begins with it at once: it makes its
keys, writes a request, and enters and exports as any other; its bundles are kept sealed until the
district has approved it (SYNC.md, Header; docs/decisions/009-recovery.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from desktop_app.app.blobs import WANTED
from desktop_app.app.enrolling import issued_by
from desktop_app.app.exchange import ANSWERED, LATEST, MARK, SENT_UP_TO, SUFFIX
from desktop_app.app.hub_facts import hub_address
from desktop_app.app.place import Place, check_hub, place_of, put_place
from desktop_app.app.ports import Desk, HubCard, Request, SpaceInfo, Transaction, UnitPlace
from desktop_app.app.receiving import ALREADY, APPLIED, HELD, HELD_BY_HUB, Received, receive_one
from desktop_app.app.spaces import SPACE_TOPIC, kind_of, space_for
from desktop_app.app.starting import hub_of, round_of, start_from
from desktop_app.app.trust import ACTIVATION_TOPIC, Binding, authority, bindings
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.fingerprint import fingerprint
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import NotFoundError, RefusedError, UsageError
from desktop_app.i18n import _

_TAKEN = frozenset({APPLIED, HELD, ALREADY})


# --- at a district: the card ----------------------------------------------------------------------------


def hub_card(desk: Desk, path: Path) -> HubCard:
    """Write the public card of this hub: its keys, the open round, its units and their spaces."""
    with desk.store.read() as tx:
        place = place_of(tx)
        check_hub(place)
        units = tuple(_unit_place(desk, tx, place, unit) for unit in _answered_for(desk, place))
        card = HubCard(issued_by(place, hub_address(tx, place)), units)
    desk.codec.write_card(path, place.keys, card)
    return card


def _answered_for(desk: Desk, place: Place) -> list[str]:
    """Return the units whose PCs this hub may take on: its own and those below, as of the open round."""
    return [place.unit, *(unit.id for unit in desk.units.children(place.unit, place.on))]


def _unit_place(desk: Desk, tx: Transaction, place: Place, unit: str) -> UnitPlace:
    code, name = desk.units.code(unit, place.on), desk.units.name(unit, place.on)
    return UnitPlace(unit, code, name, kind_of(desk.units, unit), space_for(tx, place, unit))


# --- at a PC: the request -------------------------------------------------------------------------------


def start_by_request(desk: Desk, card: HubCard, code: str, path: Path) -> Place:
    """Make the open, empty home one of the unit ``code`` of a hub's card; write its request at ``path``."""
    found = next((one for one in card.units if one.code == code), None)
    if found is None:
        raise NotFoundError(
            _("Tệp của {hub} không có đơn vị mang mã “{code}”.").format(hub=card.issued.hub_name, code=code),
            todo=_("Hãy kiểm tra mã, hoặc xin huyện tệp mới."),
        )
    issued = replace(
        card.issued,
        unit=found.unit, unit_code=found.code, unit_name=found.name, level=found.level, space=found.space,
    )  # fmt: skip
    place = start_from(desk, issued)
    desk.codec.write_request(path, place.keys, _request(place))
    return place


def ask_again(desk: Desk, path: Path, card: HubCard | None = None) -> Place:
    """Write a request of a home that is there: its hub lost sight of it, or another hub took its place.

    With the card of another hub the home reports to that one from now on. Nothing is lost by it: records,
    their space and this PC's keys stay, and the next bundle carries everything again. Corrections that
    the former hub made wait, held, until the new one admits them.
    """
    with desk.store.write() as tx:
        place = place_of(tx)
        if place.is_district:
            raise UsageError(_("Việc này chỉ làm ở kho của xã."))
        if card is not None and desk.codec.device_of(card.issued.hub) != place.hub.device:
            place = _moved(desk, tx, place, card)
        desk.codec.write_request(path, place.keys, _request(place))
    return place


def _moved(desk: Desk, tx: Transaction, place: Place, card: HubCard) -> Place:
    issued = card.issued
    moved = msgspec.structs.replace(
        place, hub=hub_of(desk, issued), catalogue=issued.catalogue, round=round_of(issued),
        activation="", secret="",  # the one-time secret of the former hub
    )  # fmt: skip
    put_place(tx, moved)
    tx.put_space(SpaceInfo(moved.catalogue, None, None))
    for setting in (MARK, LATEST, ANSWERED, SENT_UP_TO, HELD_BY_HUB, WANTED):
        tx.put_setting(setting, None)
    tx.recount(authority(tx, moved))
    return moved


def _request(place: Place) -> Request:
    unit = UnitPlace(place.unit, place.code, place.name, place.level, place.space)
    return Request(place.device, place.public, place.recipient, place.hub.device, unit)


# --- at a district: the approval ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Approved:
    """A PC that is bound now: which, for which unit, and what became of its bundles that were kept sealed."""

    device: str
    fingerprint: str
    unit: str
    name: str
    received: list[Received]


def is_fingerprint_of(typed: str, public: str) -> bool:
    """Return whether ``typed`` is the fingerprint of a public key, however its digits are grouped."""
    return re.sub(r"[\s.,-]", "", typed) == fingerprint(public).replace(" ", "")


def approve(desk: Desk, request: Request, typed: str, receipts: Path | None = None) -> Approved:
    """Bind the PC that asks, if ``typed`` is the fingerprint that its person read out; raises `RefusedError`.

    Its bundles that were kept sealed are taken in then, with receipts into ``receipts``.
    """
    if not is_fingerprint_of(typed, request.public):
        raise RefusedError(
            _("Dấu vân tay của tệp xin cấp là {digits}, không phải “{typed}”.").format(
                digits=fingerprint(request.public), typed=typed
            ),
            todo=_("Hãy đọc lại từng số; nếu vẫn khác thì tệp đã bị tráo: đừng chấp thuận."),
        )
    code, name = asked_unit(desk, request)
    with desk.store.write() as tx:
        place = place_of(tx)
        check_hub(place)
        _check(tx, place, request, name)
        _bind(desk, tx, place, request)
        tx.recount(authority(tx, place))
    opened = open_sealed(desk, request.device, receipts)
    return Approved(request.device, fingerprint(request.public), code, name, opened)


def asked_unit(desk: Desk, request: Request) -> tuple[str, str]:
    """Return (code, name) of the unit that is asked for, as this hub's catalogue calls it.

    What the request calls it is a claim of whoever wrote it. Raises `RefusedError` for a unit that is not
    this hub's.
    """
    with desk.store.read() as tx:
        place = place_of(tx)
    unit = request.place.unit
    if unit not in _answered_for(desk, place):
        raise RefusedError(
            _("{hub} không quản lý đơn vị mà máy này xin cấp ({unit}).").format(hub=place.name, unit=unit)
        )
    return desk.units.code(unit, place.on), desk.units.name(unit, place.on)


def _check(tx: Transaction, place: Place, request: Request, name: str) -> None:
    asked = request.place
    if request.hub != place.device:
        raise RefusedError(_("Máy này xin cấp ở nơi khác, không phải ở {name}.").format(name=place.name))
    if any(one.cuts for one in _bindings_of(tx, request.device)):
        raise RefusedError(
            _("Máy này đã bị thu hồi."), todo=_("Hãy tạo kho mới trên máy đó: khoá mới, tệp xin cấp mới.")
        )
    units = {info.uuid: info.unit for info in tx.spaces() if info.unit} | {place.catalogue: ""}
    of_unit = next((space for space, unit in units.items() if unit == asked.unit), asked.space)
    if of_unit != asked.space or units.get(asked.space, asked.unit) != asked.unit:
        raise RefusedError(
            _("Ở đây {name} đã có kho số liệu khác; không gộp được.").format(name=name),
            todo=_("Hãy tạo kho mới trên máy đó rồi nhập sổ Excel của kho cũ."),
        )


def _bindings_of(tx: Transaction, device: str) -> Iterator[Binding]:
    return (one for one in bindings(tx) if one.device == device)


def _bind(desk: Desk, tx: Transaction, place: Place, request: Request) -> None:
    asked = request.place
    parts = []
    if not any(info.uuid == asked.space and info.unit for info in tx.spaces()):
        tx.put_space(SpaceInfo(asked.space, asked.unit, kind_of(desk.units, asked.unit)))
        parts.append(ops.sets(SPACE_TOPIC, asked.space, {"unit": to_json(Value(asked.unit))}, []))
    if not any(one.space == asked.space for one in _bindings_of(tx, request.device)):
        said = {
            "space": asked.space, "unit": asked.unit, "role": "commune",
            "device": request.device, "public": request.public, "recipient": request.recipient,
        }  # fmt: skip
        put = {name: to_json(Value(v)) for name, v in said.items()}
        parts.append(ops.sets(ACTIVATION_TOPIC, ids.uuid4(desk.random), put, []))
    append(desk, tx, place, place.catalogue, parts)


def open_sealed(desk: Desk, device: str, receipts: Path | None = None) -> list[Received]:
    """Take in the bundles of one device that were kept sealed; what is taken in is kept no more."""
    folder = desk.store.path / "sealed"
    taken = []
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        if _sender(desk, path) != device:
            continue
        found = receive_one(desk, path, receipts)
        if found.outcome in _TAKEN:
            path.unlink(missing_ok=True)
        elif not path.exists():  # a hub that runs beside took it in
            continue
        taken.append(found)
    return taken


def _sender(desk: Desk, path: Path) -> str | None:
    try:
        envelope = desk.codec.envelope(path)
    except RefusedError:
        return None
    envelope.close()
    return envelope.device
