"""JSON Schema (draft 2020-12) as far as our own schemas use it: any other keyword is an error."""

import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_NOTES = {"$schema", "$id", "$defs", "title", "description", "format"}


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Return whether ``value`` is valid by ``schema``."""
    return not list(faults(schema, value, schema))


def faults(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> Iterator[str]:
    """Yield why ``value`` is not valid by ``schema``; ``root`` is where references start."""
    for keyword, wanted in schema.items():
        if keyword in _NOTES or keyword.startswith("x-"):
            continue
        if not _KEYWORDS[keyword](wanted, value, schema, root):
            yield f"{keyword}: {wanted!r} does not allow {value!r}"


def _type(wanted: str, value: Any, _schema: dict[str, Any], _root: dict[str, Any]) -> bool:
    is_bool = isinstance(value, bool)
    return isinstance(value, _TYPES[wanted]) and is_bool == (wanted == "boolean")


def _ref(wanted: str, value: Any, _schema: dict[str, Any], root: dict[str, Any]) -> bool:
    found = root
    for part in wanted.removeprefix("#/").split("/"):
        found = found[part]
    return not list(faults(found, value, root))


def _any_of(wanted: list[dict[str, Any]], value: Any, _schema: dict[str, Any], root: dict[str, Any]) -> bool:
    return any(not list(faults(one, value, root)) for one in wanted)


def _properties(wanted: dict[str, Any], value: Any, _schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if not isinstance(value, dict):
        return True
    return not any(list(faults(wanted[key], v, root)) for key, v in value.items() if key in wanted)


def _closed(wanted: bool, value: Any, schema: dict[str, Any], _root: dict[str, Any]) -> bool:
    return wanted or not isinstance(value, dict) or set(value) <= set(schema["properties"])


def _items(wanted: dict[str, Any], value: Any, _schema: dict[str, Any], root: dict[str, Any]) -> bool:
    return not isinstance(value, list) or not any(list(faults(wanted, one, root)) for one in value)


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_KEYWORDS: dict[str, Any] = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "properties": _properties,
    "additionalProperties": _closed,
    "items": _items,
    "required": lambda wanted, v, _s, _r: not isinstance(v, dict) or set(wanted) <= set(v),
    "enum": lambda wanted, v, _s, _r: v in wanted,
    "pattern": lambda wanted, v, _s, _r: not isinstance(v, str) or bool(re.search(wanted, v)),
    "maxLength": lambda wanted, v, _s, _r: not isinstance(v, str) or len(v) <= wanted,
    "minimum": lambda wanted, v, _s, _r: not _number(v) or v >= wanted,
    "maximum": lambda wanted, v, _s, _r: not _number(v) or v <= wanted,
    "minItems": lambda wanted, v, _s, _r: not isinstance(v, list) or len(v) >= wanted,
    "maxItems": lambda wanted, v, _s, _r: not isinstance(v, list) or len(v) <= wanted,
    "uniqueItems": lambda _w, v, _s, _r: not isinstance(v, list) or len({repr(one) for one in v}) == len(v),
}
