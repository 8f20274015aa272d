"""Who sits here, and what they typed and did not save yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.app.ports import Desk

PEOPLE, USER, PLACE = "people", "user", "window_place"
LEFT = "left:"


def people(desk: Desk) -> list[str]:
    """Return the names used in this home, the latest first."""
    with desk.store.read() as tx:
        return list(tx.setting(PEOPLE) or [])


def remember_person(desk: Desk, name: str) -> None:
    """Put ``name`` at the head of the list, for the next start."""
    with desk.store.write() as tx:
        known = [one for one in tx.setting(PEOPLE) or [] if one != name]
        tx.put_setting(PEOPLE, [name, *known])


def keep_scratch(desk: Desk, key: str, typed: Any, instead_of: Sequence[str] = ()) -> None:
    """Keep unsaved typing: local, encrypted, never exported; what it goes on from is dropped with it."""
    with desk.store.write() as tx:
        for earlier in instead_of:
            tx.drop_scratch(earlier)
        tx.put_scratch(key, typed, desk.clock.now_ms())


def scratch(desk: Desk) -> dict[str, Any]:
    """Return all unsaved typing, key → what was typed."""
    with desk.store.read() as tx:
        return tx.scratch()


def set_aside(desk: Desk) -> dict[str, Any]:
    """Return what an earlier sitting left unsaved, under keys that no editor of this one writes to."""
    if not scratch(desk):
        return {}
    with desk.store.write() as tx:
        now = desk.clock.now_ms()
        for key, typed in tx.scratch().items():
            if not key.startswith(LEFT):
                tx.put_scratch(f"{LEFT}{now}:{key}", typed, now)
                tx.drop_scratch(key)
        return tx.scratch()


def drop_scratch(desk: Desk, *keys: str) -> None:
    """Forget unsaved typing that was saved or given up."""
    with desk.store.write() as tx:
        for key in keys:
            tx.drop_scratch(key)


def place_left(desk: Desk) -> Mapping[str, Any]:
    """Return where the window was, as `keep_place` was told last; empty if nowhere."""
    with desk.store.read() as tx:
        found = tx.setting(PLACE)
    return found if isinstance(found, dict) else {}


def keep_place(desk: Desk, place: Mapping[str, Any]) -> None:
    """Keep where the window is: local, encrypted (a search is what somebody typed), never exported."""
    with desk.store.write() as tx:
        tx.put_setting(PLACE, dict(place))
