"""Views of a topic that a person gave a name: what is left out, how it is sorted, which columns are shown.

They stay in this home, encrypted: the words of a filter may be a person's name.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from desktop_app.app.ports import Desk, Transaction
from desktop_app.domain.conditions import Condition, Order
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _


class SavedView(msgspec.Struct, frozen=True):
    """``quick``: one of the views that every topic has; ``unit``: a code; ``columns``: keys, () for all."""

    name: str
    quick: str = "all"
    search: str = ""
    unit: str | None = None
    where: tuple[Condition, ...] = ()
    order: tuple[Order, ...] = ()
    columns: tuple[str, ...] = ()


def saved_views(desk: Desk, topic: str) -> list[SavedView]:
    """Return the saved views of a topic, in the order in which they were made."""
    with desk.store.read() as tx:
        return _views(tx, topic)


def keep_view(desk: Desk, topic: str, view: SavedView) -> list[SavedView]:
    """Save a view, instead of one with the same name; return all views."""
    return _change(
        desk, topic, lambda found: [view if one.name == view.name else one for one in found]
        + [view] * all(one.name != view.name for one in found),
    )  # fmt: skip


def rename_view(desk: Desk, topic: str, name: str, new: str) -> list[SavedView]:
    """Give a view another name; one that had this name is replaced. Raises `NotFoundError`."""

    def renamed(found: list[SavedView]) -> list[SavedView]:
        _check_known(found, name)
        kept = [one for one in found if one.name != new or one.name == name]
        return [msgspec.structs.replace(one, name=new) if one.name == name else one for one in kept]

    return _change(desk, topic, renamed)


def drop_view(desk: Desk, topic: str, name: str) -> list[SavedView]:
    """Forget a view. Raises `NotFoundError`."""

    def dropped(found: list[SavedView]) -> list[SavedView]:
        _check_known(found, name)
        return [one for one in found if one.name != name]

    return _change(desk, topic, dropped)


def _check_known(found: list[SavedView], name: str) -> None:
    if all(one.name != name for one in found):
        raise NotFoundError(_("Không còn cách xem nào tên “{name}”.").format(name=name))


def _change(desk: Desk, topic: str, change: Callable[[list[SavedView]], list[SavedView]]) -> list[SavedView]:
    with desk.store.write() as tx:
        views = change(_views(tx, topic))
        tx.put_setting(_key(topic), msgspec.to_builtins(views))
    return views


def _views(tx: Transaction, topic: str) -> list[SavedView]:
    """Return what is saved; a view that only a newer program understands is left out."""
    found: Any = tx.setting(_key(topic))
    views = []
    for one in found if isinstance(found, list) else []:
        try:
            views.append(msgspec.convert(one, SavedView))
        except msgspec.ValidationError:
            continue
    return views


def _key(topic: str) -> str:
    return f"views:{topic}"
