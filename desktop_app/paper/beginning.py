"""The beginning of a long document: all that its first page needs, to be shown at once."""

from typing import Any

_KEPT = 100
"""Rows of a table, or records of a list, that are kept: more than any page holds."""


def beginning(data: dict[str, Any]) -> dict[str, Any] | None:
    """Returns the data of a template with every long table cut off, marked as unfinished; None where none is.

    Widths and type sizes are those of the whole, so that the first page differs in nothing but the number
    of pages, which is not known yet.
    """
    short = _short(data)
    return None if short == data else short | {"unfinished": True}


def _short(found: Any) -> Any:
    if isinstance(found, dict):
        if "cells" in found:
            return _table(found)
        # What was shared out over pages already (labels) needs the first of them only.
        return {key: value[:1] if key == "pages" else _short(value) for key, value in found.items()}
    if isinstance(found, list) and found and isinstance(found[0], dict):
        return [_short(one) for one in found[:_KEPT]]
    return found


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """Cuts a table of `paper/tables.py`, whose cells stand one after the other."""
    last = _KEPT * len(table["widths"])
    if len(table["cells"]) <= last:
        return table
    return (
        table
        | _sums(table)
        | {
            "cells": table["cells"][:last],
            "wide": [one for one in table["wide"] if one[0] < last],
            "tall": [row for row in table["tall"] if row < _KEPT],
        }
    )


def _sums(table: dict[str, Any]) -> dict[str, Any]:
    """Cuts where each row ends and what all rows up to it come to; the last, which is the longest, stays."""
    if "tops" not in table:
        return {}
    return {
        "tops": table["tops"][: _KEPT + 1],
        "running": [*table["running"][:_KEPT], table["running"][-1]],
    }
