"""Keys and what they do, said where they are bound: the sheet of shortcuts is read off the widgets."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_KEYS = "keys"


class Shortcut(NamedTuple):
    """One line of the sheet of shortcuts."""

    keys: str
    text: str


def bind(
    owner: QWidget,
    keys: str,
    text: str,
    on: Callable[[], object],
    *,
    also: Iterable[str] = (),
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QAction:
    """Give ``owner`` an act with a key; ``text`` is what the sheet says of it."""
    action = QAction(text, owner)
    action.setShortcuts([QKeySequence(one) for one in (keys, *also)])
    action.setShortcutContext(context)
    action.triggered.connect(lambda _checked=False: on())
    owner.addAction(action)
    return action


def tell(owner: QWidget, keys: str, text: str) -> QAction:
    """Say of a key that ``owner`` handles as it is pressed, because an open editor may need it first."""
    action = QAction(text, owner)
    action.setProperty(_KEYS, keys)
    return action


def sheet(owner: QWidget, *, inside: bool = True) -> list[Shortcut]:
    """Return every key of ``owner`` and, unless told otherwise, of all that is in it; each once."""
    found = owner.findChildren(QObject) if inside else owner.children()
    lines = (line for one in found for line in _lines(one))
    return list(dict.fromkeys(lines))


def _lines(one: object) -> Iterator[Shortcut]:
    if isinstance(one, QAction):
        keys = str(one.property(_KEYS) or "") or _written(one.shortcut())
        if keys and one.text():
            yield Shortcut(keys, one.text())
    elif isinstance(one, QShortcut) and one.whatsThis():
        yield Shortcut(_written(one.key()), one.whatsThis())


def _written(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
