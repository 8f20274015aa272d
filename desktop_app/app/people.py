"""Who sits here, and what they typed and did not save yet."""

from typing import Any

from desktop_app.app.ports import Desk

PEOPLE, USER = "people", "user"


def people(desk: Desk) -> list[str]:
    """Return the names used in this home, the latest first."""
    with desk.store.read() as tx:
        return list(tx.setting(PEOPLE) or [])


def remember_person(desk: Desk, name: str) -> None:
    """Put ``name`` at the head of the list, for the next start."""
    with desk.store.write() as tx:
        known = [one for one in tx.setting(PEOPLE) or [] if one != name]
        tx.put_setting(PEOPLE, [name, *known])


def keep_scratch(desk: Desk, key: str, typed: Any) -> None:
    """Keep unsaved typing: local, encrypted, never exported."""
    with desk.store.write() as tx:
        tx.put_scratch(key, typed, desk.clock.now_ms())


def scratch(desk: Desk) -> dict[str, Any]:
    """Return all unsaved typing, key → what was typed."""
    with desk.store.read() as tx:
        return tx.scratch()


def drop_scratch(desk: Desk, key: str) -> None:
    """Forget unsaved typing that was saved or given up."""
    with desk.store.write() as tx:
        tx.drop_scratch(key)
