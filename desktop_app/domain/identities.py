"""Which records may be the same thing: equal identities, folded, without what is no identity (DOMAIN §7)."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from desktop_app.domain.text import fold

Key = TypeVar("Key", bound=Hashable)

# What makers leave in the firmware of machines without an identity.
JUNK = frozenset(
    {
        "to be filled by o.e.m.",
        "default string",
        "system serial number",
        "none",
        "n/a",
        "na",
        "0",
        "00000000",
        "0000000000",
        "123456789",
        "khong",
        "khong co",
        "khong ro",
    }
)


def is_junk(v: Any) -> bool:
    """Return whether a value in the place of a serial or a code identifies nothing."""
    folded = fold(str(v))
    return folded in JUNK or not folded.strip("0.-_/ ")


def identity(v: Any) -> str | None:
    """Return what is compared of a serial, a code or a name; None for a blank and for what is none."""
    return None if v is None or is_junk(v) else fold(str(v))


def alike(rows: Iterable[tuple[Key, Mapping[str, Any]]]) -> list[tuple[list[Key], list[str]]]:
    """Return the groups of rows that may be one thing, and the fields in which they agree.

    ``rows``: a key, and field → value of its identities. What agrees with one of a group in any field
    belongs to the group. In the order of the rows.
    """
    holders: dict[tuple[str, str], list[Key]] = {}
    order = []
    for key, values in rows:
        order.append(key)
        for field, v in values.items():
            if (same := identity(v)) is not None:
                holders.setdefault((field, same), []).append(key)
    leader = {key: key for key in order}
    shared = {place: found for place, found in holders.items() if len(found) > 1}
    for found in shared.values():
        for key in found[1:]:
            leader[_lead(leader, key)] = _lead(leader, found[0])
    return _groups(order, leader, shared)


def _lead(leader: Mapping[Key, Key], key: Key) -> Key:
    while leader[key] != key:
        key = leader[key]
    return key


def _groups(
    order: Iterable[Key], leader: Mapping[Key, Key], shared: Mapping[tuple[str, str], list[Key]]
) -> list[tuple[list[Key], list[str]]]:
    members: dict[Key, list[Key]] = {}
    for key in order:
        members.setdefault(_lead(leader, key), []).append(key)
    fields: dict[Key, list[str]] = {}
    for (field, _same), found in shared.items():
        known = fields.setdefault(_lead(leader, found[0]), [])
        if field not in known:
            known.append(field)
    return [(found, fields[head]) for head, found in members.items() if len(found) > 1]
