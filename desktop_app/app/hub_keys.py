"""The hub's X25519 key: a new one, announced in the catalogue; old ones go on opening what was sent to them.

One record of the system topic `_hub`, named as the catalogue's space; its field `recipient` says to whom
bundles that go up are encrypted. The hub's Ed25519 key, which is its name, never changes.
"""

from desktop_app.app.hub_facts import HUB_TOPIC, hub_record
from desktop_app.app.place import Place, check_hub, place_of, put_place
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.values import Value, from_json, plain, to_json

RECIPIENT = "recipient"


def announced(tx: Transaction, place: Place) -> dict[str, str]:
    """Return what the heads of the announcement say: op → recipient; several where copies of a hub spoke."""
    state = hub_record(tx, place)
    heads = state.heads.get(RECIPIENT, {}) if state else {}
    said = {op: plain(from_json(v)) for op, v in heads.items()}
    return {op: v for op, v in said.items() if isinstance(v, str)}


def upward_recipients(desk: Desk, tx: Transaction, place: Place) -> tuple[str, ...]:
    """Return all that can open what goes up: the hub's newest key, or each of those that its copies say.

    Where copies disagree only one of them may still hold its key, so the bundle is for all of them. The
    recovery key comes last.
    """
    said = sorted(filter(desk.codec.is_recipient, set(announced(tx, place).values())))
    return (*(said or (place.hub.recipient,)), place.hub.recovery)


def rekey(desk: Desk) -> str:
    """Give this hub a new X25519 key; PCs encrypt to it after their next return bundle. Returns it."""
    secret, recipient = desk.codec.new_recipient()
    with desk.store.write() as tx:
        place = place_of(tx)
        check_hub(place)
        moved = place.with_key(secret, recipient)
        put_place(tx, moved)
        _announce(desk, tx, moved)
    return recipient


def keep_announced(desk: Desk, tx: Transaction, place: Place) -> None:
    """Say again which key is in use, where the catalogue names one that this hub does not hold.

    So it is at a hub restored from a backup that is older than its newest key.
    """
    if not is_announced_right(tx, place):
        _announce(desk, tx, place)


def is_announced_right(tx: Transaction, place: Place) -> bool:
    """Return whether no key is announced, or the one in use."""
    return set(announced(tx, place).values()) <= {place.recipient}


def _announce(desk: Desk, tx: Transaction, place: Place) -> None:
    put = {RECIPIENT: to_json(Value(place.recipient))}
    part = ops.sets(HUB_TOPIC, place.catalogue, put, sorted(announced(tx, place)))
    append(desk, tx, place, place.catalogue, [part])
