"""What the hub says of itself in the catalogue: one record of the topic `_hub`, named as the space."""

import re
from typing import Any

from desktop_app.app.place import Place, check_hub, place_of
from desktop_app.app.ports import Address, Desk, Transaction
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.registers import RecordState
from desktop_app.domain.values import Value, from_json, plain, to_json
from desktop_app.errors import UsageError
from desktop_app.i18n import _

HUB_TOPIC = "_hub"
URL, PIN = "url", "pin"
_URL = re.compile(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", re.ASCII)
_PIN = re.compile(r"[0-9a-f]{64}")
URL_LENGTH = 190


def hub_address(tx: Transaction, place: Place) -> Address | None:
    """Return where the hub listens: what the catalogue shows, else the activation file; None if nowhere.

    URL and pin are put by one op, so that what is shown of both was said together.
    """
    state = hub_record(tx, place)
    if state is not None and state.heads.get(URL):
        url, pin = hub_fact(state, URL), hub_fact(state, PIN)
    else:
        url, pin = place.hub.url, place.hub.pin
    return Address(url, pin) if url else None


def hub_record(tx: Transaction, place: Place) -> RecordState | None:
    """Return what the catalogue says of the hub, None while it says nothing."""
    return tx.state(place.catalogue, HUB_TOPIC, place.catalogue)


def hub_fact(state: RecordState | None, name: str) -> str:
    """Return the text shown in a field of the hub's record, "" if there is none."""
    said = plain(from_json(state.shown(name))) if state is not None else None
    return said if isinstance(said, str) else ""


def put_hub_facts(desk: Desk, tx: Transaction, place: Place, **facts: str) -> None:
    """Say something of the hub in the catalogue, unless that is what it says.

    All heads are listed: whoever sets an address means it instead of every other, whatever clocks say.
    """
    state = hub_record(tx, place)
    put: dict[str, Any] = {name: to_json(Value(fact)) for name, fact in facts.items()}
    heads = [state.heads.get(name, {}) for name in facts] if state is not None else []
    if heads and all(heads) and all(hub_fact(state, name) == fact for name, fact in facts.items()):
        return
    bases = {base for one in heads for base in one}
    append(desk, tx, place, place.catalogue, [ops.sets(HUB_TOPIC, place.catalogue, put, sorted(bases))])


def set_address(desk: Desk, url: str, pin: str = "") -> Address:
    """At a hub: say where it listens; new activation files and the catalogue carry it.

    ``url`` "" says that it listens nowhere any more. Raises `UsageError`.
    """
    address = checked_address(url, pin) if url else Address("", "")
    with desk.store.write() as tx:
        place = place_of(tx)
        check_hub(place)
        put_hub_facts(desk, tx, place, url=address.url, pin=address.pin)
    return address


def checked_address(url: str, pin: str = "") -> Address:
    """Return a typed address without a slash at its end; raises `UsageError`."""
    url, pin = url.strip().rstrip("/"), pin.strip().lower().replace(":", "")
    if not _URL.fullmatch(url) or len(url) > URL_LENGTH:
        raise UsageError(
            _("“{url}” không phải địa chỉ máy chủ.").format(url=url),
            todo=_("Ví dụ: https://so-lieu.huyen.gov.vn:8443"),
        )
    if pin and not _PIN.fullmatch(pin):
        raise UsageError(
            _("Dấu của khoá TLS phải là 64 chữ số thập lục phân."),
            todo=_("Lệnh “moduong hub serve” in ra dấu này."),
        )
    if pin and not url.startswith("https://"):
        raise UsageError(_("Địa chỉ http không dùng dấu của khoá TLS."), todo=_("Hãy dùng https."))
    return Address(url, pin)
