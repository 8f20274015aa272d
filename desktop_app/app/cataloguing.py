"""At a district: handing out new fields, choices, targets, units, rounds by ops in the catalogue space."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop_app.app.catalogue import (
    TARGET_TOPIC,
    UNIT_TOPIC,
    Target,
    catalogue_version,
    facts,
    reason,
    tables_of,
    targets,
    topics_in_force,
)
from desktop_app.app.place import Place, Round, check_hub, place_of, put_place
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.rounds import ROUND_TOPIC, named_round, opening
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.numbers import canonical, read_decimal
from desktop_app.domain.text import clean
from desktop_app.domain.topic import Kind
from desktop_app.domain.unit_tables import Read, extended_catalogue, load_catalogue, table_in
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import RefusedError, UsageError
from desktop_app.i18n import _, language
from desktop_app.indicators.declared import ALL as INDICATORS
from desktop_app.topics.extending import (
    CHOICE_TOPIC,
    FIELD_TOPIC,
    AddedChoice,
    Fact,
    Ignored,
    NewField,
    extended,
)

LARGEST_IMPORT: Final = 200_000  # bytes of UTF-8: an import is one op, and an op is at most 256 KiB


def field_of(said: Mapping[str, Any]) -> NewField:
    """Return the field that ``said`` describes; raises `UsageError` naming what is wrong with it."""
    try:
        return msgspec.convert(said, NewField)
    except msgspec.ValidationError as error:
        raise UsageError(
            _("Trường mới sai quy cách: {detail}.").format(detail=error),
            todo=_("Các kiểu: {kinds}.").format(kinds=", ".join(Kind)),
        ) from error


def add_field(desk: Desk, field: NewField) -> str:
    """Give a topic a new field, here and wherever this op comes; raises `UsageError`. Returns its record."""
    return _put(desk, FIELD_TOPIC, msgspec.to_builtins(field))


def add_choice(desk: Desk, choice: AddedChoice) -> str:
    """Give a field a new choice; raises `UsageError`."""
    return _put(desk, CHOICE_TOPIC, msgspec.to_builtins(choice))


def _put(desk: Desk, topic: str, said: Mapping[str, Any]) -> str:
    rec = ids.uuid4(desk.random)
    with desk.store.write() as tx:
        place = _district(tx)
        # The desk may have been opened before an earlier fact came: tried on what is in force now.
        tried = extended(topics_in_force(tx, desk.topics).topics, [Fact(topic, rec, (0, ""), said)])
        for one in tried.ignored:
            raise _no_sense(one)
        append(desk, tx, place, place.catalogue, [ops.sets(topic, rec, _cells(said), [])])
    return rec


def _no_sense(one: Ignored) -> UsageError:
    return UsageError(
        _("Không thêm được “{subject}”: {why}.").format(subject=one.subject, why=reason(one)),
        todo=_("Hãy xem “moduong topics --json” và “moduong catalogue”."),
    )


def _cells(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_json(Value(v)) for name, v in said.items()}


def _district(tx: Transaction) -> Place:
    place = place_of(tx)
    check_hub(place)
    return place


def set_target(desk: Desk, target: Target) -> None:
    """Set the target of an indicator from a reference date on; the same date again: it is corrected."""
    if target.indicator not in {indicator.key for indicator in INDICATORS}:
        raise UsageError(
            _("Không có chỉ tiêu “{key}”.").format(key=target.indicator),
            todo=_("Hãy xem khoá bằng “moduong figures --json”."),
        )
    with desk.store.write() as tx:
        place = _district(tx)
        same = [fact.rec for fact, one in targets(tx) if (one.indicator, one.since) == _which(target)]
        rec = same[-1] if same else ids.uuid4(desk.random)
        state = tx.state(place.catalogue, TARGET_TOPIC, rec)
        bases = state.shown_bases("value") if state else []
        said = {"value": target.value} if same else msgspec.to_builtins(target)
        append(desk, tx, place, place.catalogue, [ops.sets(TARGET_TOPIC, rec, _cells(said), bases)])


def target_of(indicator: str, typed: str, since: date | None) -> Target:
    """Return the target that was typed, its number as people write it; raises `UsageError`."""
    number = read_decimal(typed, language())
    if len(number.meanings) != 1:
        raise UsageError(
            _("Không đọc được số “{typed}”.").format(typed=typed), todo=_("Ví dụ: 95 hoặc 95,5.")
        )
    value = canonical(round(number.meanings[0], 6))
    return Target(indicator, value, since.isoformat() if since else "")


def _which(target: Target) -> tuple[str, str]:
    return target.indicator, target.since


# --- units ----------------------------------------------------------------------------------------------


def import_units(desk: Desk, paths: Sequence[Path], read: Read) -> int:
    """Hand out units that the shipped catalogue lacks, from CSV files; return how many rows.

    One import is one op and holds whole or not at all: it is loaded on top of what is in force before
    anything is written. ``read`` gives the shipped tables. Raises `RefusedError` naming file, row, column.
    """
    tables: dict[str, str] = {}
    for path in paths:
        text = _text_of(path)
        tables[table_in(text, str(path))] = text
    if len("".join(tables.values()).encode()) > LARGEST_IMPORT:
        raise RefusedError(
            _("Bảng đơn vị lớn quá {n} byte một lần nạp.").format(n=LARGEST_IMPORT),
            todo=_("Hãy chia theo từng tỉnh rồi nạp từng phần."),
        )
    with desk.store.write() as tx:
        place = _district(tx)
        before = [tables_of(fact) for fact in facts(tx, UNIT_TOPIC)]
        _known, refused = extended_catalogue(read, before)
        load_catalogue(read, *(one for at, one in enumerate(before) if at not in refused), tables)
        said = {"tables": {name.removesuffix(".csv"): text for name, text in tables.items()}}
        rec = ids.uuid4(desk.random)
        append(desk, tx, place, place.catalogue, [ops.sets(UNIT_TOPIC, rec, _cells(said), [])])
    return sum(len(text.strip().split("\n")) - 1 for text in tables.values())


def _text_of(path: Path) -> str:
    try:
        return clean(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RefusedError(
            _("Tệp không phải là văn bản UTF-8."),
            where=str(path),
            todo=_("Hãy lưu lại dạng “CSV UTF-8” rồi nạp."),
        ) from error


# --- rounds ---------------------------------------------------------------------------------------------


def open_round(desk: Desk, on: date, name: str = "") -> Round:
    """Open a new round at this district; communes follow with the next return bundle."""
    opened = Round(ids.uuid4(desk.random), name or named_round(on), on.isoformat())
    with desk.store.write() as tx:
        place = _district(tx)
        part = ops.sets(ROUND_TOPIC, opened.id, opening(opened, after=place.round.id), [])
        append(desk, tx, place, place.catalogue, [part])
        put_place(tx, msgspec.structs.replace(place, round=opened))
    return opened


def changed_since(desk: Desk, version: str) -> bool:
    """Return whether the catalogue says something else than at ``version``: open the desk anew."""
    with desk.store.read() as tx:
        return catalogue_version(tx) != version
