"""Merged records: where a reference to one leads (SYNC.md, _LIFE: references resolve through "same:")."""

from collections.abc import Mapping

from sqlalchemy import Connection

Merged = Mapping[tuple[str, str], str]  # (topic, rec) → the record that is shown in its place


def merged(connection: Connection) -> dict[tuple[str, str], str]:
    """Return every record that hides behind another, and the shown one at the end of the walk."""
    rows = connection.exec_driver_sql(
        "SELECT topic, rec, same FROM record WHERE same IS NOT NULL AND hidden = 1"
    )
    next_one = {(topic, rec): same for topic, rec, same in rows}
    return {(topic, rec): _end(next_one, topic, rec) for topic, rec in next_one}


def _end(next_one: Merged, topic: str, rec: str) -> str:
    # Hidden are only records whose walk has an end.
    while (topic, rec) in next_one:
        rec = next_one[topic, rec]
    return rec


def moves(before: Merged, after: Merged) -> dict[str, set[str]]:
    """Return topic → the records that a row may name whose reference leads elsewhere now."""
    found: dict[str, set[str]] = {}
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            topic, rec = key
            found.setdefault(topic, set()).update({rec, before.get(key, rec), after.get(key, rec)})
    return found
