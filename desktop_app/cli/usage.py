"""What is wrong with the words of a command, in one sentence.

The parser says it in English and keeps its own classes to itself, so they are told apart by name.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, Final

from desktop_app.i18n import _


def sentence(error: Exception) -> str:
    """Return what the parser found, where, and how to see the right words."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "moduong"
    what = _KNOWN.get(type(error).__name__, _other)(error)
    return f"{command}: {what} " + _("Gõ “{command} --help” để xem cách dùng.").format(command=command)


def _missing(error: Any) -> str:
    name = _name_of(error.param)
    if error.param is not None and error.param.param_type_name == "argument":
        return _("Thiếu {name}.").format(name=name)
    return _("Thiếu tuỳ chọn {name}.").format(name=name)


def _name_of(param: Any) -> str:
    if param is None:
        return "?"
    return str(param.name).upper() if param.param_type_name == "argument" else "/".join(param.opts)


def _bad_value(error: Any) -> str:
    return _("Giá trị của {name} không hợp lệ.").format(name=_name_of(error.param))


def _no_option(error: Any) -> str:
    said = _("Không có tuỳ chọn “{name}”.").format(name=error.option_name)
    return f"{said} {_perhaps(list(error.possibilities or ()))}".strip()


def _no_value(error: Any) -> str:
    return _("Tuỳ chọn “{name}” cần một giá trị.").format(name=error.option_name)


_NO_COMMAND: Final = re.compile(r"No such command '(.*)'\.", re.DOTALL)
_EXTRA: Final = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)


def _other(error: Any) -> str:
    said = str(getattr(error, "message", error))
    known = list(getattr(getattr(getattr(error, "ctx", None), "command", None), "commands", ()))
    if found := _NO_COMMAND.match(said):
        near = get_close_matches(found[1], known, 1, 0.5)
        unknown = _("Không có lệnh “{name}”.").format(name=found[1])
        return f"{unknown} {_perhaps(near)}".strip()
    if found := _EXTRA.match(said):
        return _("Thừa: {words}.").format(words=found[1])
    if said.startswith("Missing command") and known:
        return _("Thiếu lệnh con: {names}.").format(names=", ".join(known))
    return said


def _perhaps(near: list[str]) -> str:
    return _("Có phải “{key}”?").format(key=near[0]) if near else ""


_KNOWN: Final[dict[str, Callable[[Any], str]]] = {
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "NoSuchOption": _no_option,
    "BadOptionUsage": _no_value,
}
