"""A topic as JSON Schema (draft 2020-12): what another program may hand us, or read from an op.

A record is an object of its fields, each value as an op puts it (`desktop_app.domain.values`):
``{"v": …, "state": "actual"}``, ``{"v": null, "state": "no_data"}``, ``{"raw": "tám"}`` for what
could not be read, ``null`` for what was erased. No field is required and nothing else is allowed:
a record may be saved with any of its fields blank (``x-required`` says which a final one needs).
Standard keywords hold the Vietnamese texts; ``x-`` keywords hold both languages.
"""

from typing import Any

from desktop_app.domain.kinds import rules
from desktop_app.domain.topic import Field, Label, Topic
from desktop_app.domain.values import WITHOUT_VALUE, State

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(topic: Topic) -> dict[str, Any]:
    """Return the JSON Schema of one record of ``topic``."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:moduong:topic:{topic.key}",
        **_described(topic.title),
        "x-row": topic.row._asdict(),
        "x-name": list(topic.name),
        "x-duplicates": list(topic.duplicates),
        "x-append-only": topic.append_only,
        "type": "object",
        "properties": {field.key: _field(field) for field in topic.fields},
        "additionalProperties": False,
        "$defs": {"without_value": _without_value(), "raw": _raw()},
    }


def _field(field: Field) -> dict[str, Any]:
    labels = {"x-unit": field.unit, "x-group": field.group}
    described = {
        **_described(field.label, field.help),
        **{name: label._asdict() for name, label in labels.items() if label},
        "x-kind": str(field.kind),
        "x-required": field.required,
        "x-estimable": field.estimable,
    }
    if field.relevant:
        described["x-relevant"] = {"field": field.relevant.field, "values": list(field.relevant.values)}
    if field.choices:
        described["x-choices"] = {choice.key: choice.label._asdict() for choice in field.choices}
    return {**described, "anyOf": _values(field)}


def _described(label: Label, help_text: Label | None = None) -> dict[str, Any]:
    described: dict[str, Any] = {"title": label.vi, "x-title": label._asdict()}
    if help_text:
        described |= {"description": help_text.vi, "x-description": help_text._asdict()}
    return described


def _values(field: Field) -> list[dict[str, Any]]:
    with_value = [state for state in State if state not in WITHOUT_VALUE]
    return [
        _object({"v": rules(field).schema(field), "state": _states(with_value)}),
        {"$ref": "#/$defs/without_value"},
        {"$ref": "#/$defs/raw"},
        {"type": "null"},
    ]


def _without_value() -> dict[str, Any]:
    none = [state for state in State if state in WITHOUT_VALUE]
    return _object({"v": {"type": "null"}, "state": _states(none)})


def _raw() -> dict[str, Any]:
    return _object({"raw": {"type": "string"}})


def _states(states: list[State]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(state) for state in states]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
