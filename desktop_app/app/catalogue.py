"""What the district's catalogue says is in force: fields, choices, targets, units (SYNC.md, SPACE).

The hub's ops in the catalogue space come down in return bundles like any others; these functions read
what follows from them. What makes no sense to this program is left out, with its reason, and is passed
on all the same.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

import msgspec
from msgspec import Meta

from desktop_app.app.place import KEY as PLACE
from desktop_app.app.place import place_of
from desktop_app.app.ports import Transaction
from desktop_app.app.rounds import ROUND_TOPIC
from desktop_app.domain.registers import RecordState
from desktop_app.domain.text import fold
from desktop_app.domain.unit_tables import Read, extended_catalogue
from desktop_app.domain.units import GSO, Unit, UnitCatalogue, UnitKind, UnitVersion
from desktop_app.domain.values import from_json, plain
from desktop_app.i18n import _
from desktop_app.indicators.declared import ALL as INDICATORS
from desktop_app.indicators.model import Indicator, Number
from desktop_app.topics.extending import (
    CHOICE_TOPIC,
    FIELD_TOPIC,
    Extended,
    Fact,
    Ignored,
    NoSenseError,
    Why,
    extended,
    read_fact,
)
from desktop_app.topics.registry import Registry

TARGET_TOPIC, UNIT_TOPIC = "_target", "_unit"
# Which register tells when a fact came: that which never changes once it was said.
_NAMED_BY: Final = {FIELD_TOPIC: "key", CHOICE_TOPIC: "key", TARGET_TOPIC: "value", UNIT_TOPIC: "tables"}
SHOWN_BY_PROGRAM: Final = (FIELD_TOPIC, CHOICE_TOPIC, TARGET_TOPIC, UNIT_TOPIC, ROUND_TOPIC)
_NUMBER: Final = r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?\Z"
UNKNOWN_INDICATOR: Final = "indicator"


class Target(msgspec.Struct, frozen=True, rename={"since": "from"}):
    """A target as a fact spells it; ``since``: from which reference date on, "" from the beginning."""

    indicator: str
    value: Annotated[str, Meta(pattern=_NUMBER)]
    since: Annotated[str, Meta(pattern=r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""

    @property
    def number(self) -> Number:
        """The target itself."""
        exact = Decimal(self.value)
        return int(exact) if exact == exact.to_integral_value() else exact


class InForce(NamedTuple):
    """All that the catalogue adds to the program: what holds, and what was left out."""

    topics: Registry
    units: UnitCatalogue
    ignored: tuple[Ignored, ...]


def in_force(tx: Transaction, base: Registry, read: Read) -> InForce:
    """Return topics and units as the catalogue extends them; ``read`` gives the shipped tables of units."""
    topics = topics_in_force(tx, base)
    imports = facts(tx, UNIT_TOPIC)
    units, refused = extended_catalogue(read, [tables_of(fact) for fact in imports])
    bad = [Ignored(UNIT_TOPIC, imports[at].rec, str(error), "units") for at, error in refused.items()]
    return InForce(topics.topics, _with_own(tx, units), (*topics.ignored, *bad, *_bad_targets(tx)))


def _with_own(tx: Transaction, units: UnitCatalogue) -> UnitCatalogue:
    """Return the units with the home's own, which a PC may be enrolled for before it hears of it."""
    if tx.setting(PLACE) is None:
        return units
    place = place_of(tx)
    kind = next((kind for kind in UnitKind if kind == place.level), UnitKind.COMMUNE)
    version = UnitVersion(place.unit, GSO, place.code, place.name, fold(place.name), None, None)
    return units.knowing(Unit(place.unit, kind, None), version)


def topics_in_force(tx: Transaction, base: Registry) -> Extended:
    """Return the topics as the catalogue extends them."""
    return extended(base, [*facts(tx, FIELD_TOPIC), *facts(tx, CHOICE_TOPIC)])


def facts(tx: Transaction, topic: str) -> list[Fact]:
    """Return what the hub says in one topic of the catalogue, in the order of (time, op id)."""
    found = (_fact(topic, rec, state) for rec, state in tx.all_of(topic))
    return sorted((fact for fact in found if fact), key=lambda fact: (fact.order, fact.rec))


def _fact(topic: str, rec: str, state: RecordState) -> Fact | None:
    heads = state.head_list(_NAMED_BY[topic])
    if not heads:
        return None
    said = {name: plain(from_json(state.shown(name))) for name in state.fields()}
    return Fact(topic, rec, (heads[0].stamp.time, heads[0].op), said)


def tables_of(fact: Fact) -> Mapping[str, str]:
    """Return the tables of units that a fact brings: file → CSV text."""
    tables = fact.said["tables"]
    known = tables if isinstance(tables, dict) else {}
    return {f"{name}.csv": text for name, text in known.items() if isinstance(text, str)}


# --- targets --------------------------------------------------------------------------------------------


def targets(tx: Transaction) -> Iterator[tuple[Fact, Target]]:
    """Yield every target that can be read, the one that holds last: later date, then later op."""
    read = []
    for fact in facts(tx, TARGET_TOPIC):
        try:
            read.append((fact, _target(fact)))
        except NoSenseError:
            continue
    yield from sorted(read, key=lambda one: (one[1].since, one[0].order))


def _target(fact: Fact) -> Target:
    said = read_fact(fact, Target)
    if said.indicator not in {indicator.key for indicator in INDICATORS}:
        raise NoSenseError(UNKNOWN_INDICATOR)
    return said


def _bad_targets(tx: Transaction) -> Iterator[Ignored]:
    for fact in facts(tx, TARGET_TOPIC):
        try:
            _target(fact)
        except NoSenseError as error:
            yield Ignored(TARGET_TOPIC, fact.rec, str(fact.said.get("indicator", "")), str(error))


def with_targets(tx: Transaction, wanted: Sequence[Indicator], on: date) -> list[Indicator]:
    """Return the indicators with the targets that hold on the reference date."""
    holding = {one.indicator: one.number for _fact, one in targets(tx) if one.since <= on.isoformat()}
    return [
        replace(indicator, target=holding[indicator.key]) if indicator.key in holding else indicator
        for indicator in wanted
    ]


# --- what changed, and what was left out ----------------------------------------------------------------


def catalogue_version(tx: Transaction) -> str:
    """Return a hash of what the catalogue says to the program, 16 hex digits.

    Another one than when a desk was opened: open it anew, so that it shows the new fields, choices, units
    and rounds. Two homes that hold the same ops of the catalogue have the same version.
    """
    lines = [
        f"{topic}\t{rec}\t{name}\t{op}\n"
        for topic in SHOWN_BY_PROGRAM
        for rec, state in tx.all_of(topic)
        for name, heads in state.heads.items()
        for op in heads
    ]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()[:16]


def reason(one: Ignored) -> str:
    """Return why a fact is left out, in words."""
    known: dict[str, str] = {
        Why.FORM: _("sai quy cách, hoặc do chương trình mới hơn ghi"),
        Why.TOPIC: _("chương trình này không có chủ đề ấy"),
        Why.FIELD: _("không có trường lựa chọn ấy"),
        Why.TAKEN: _("khoá đã có"),
        Why.TITLE_TAKEN: _("tên đã có"),
        Why.RESERVED: _("khoá dành riêng cho chương trình"),
        Why.CHOICES: _("trường lựa chọn, và chỉ trường ấy, phải có lựa chọn"),
        Why.SEPARATOR: _("tên lựa chọn có dấu ngăn cách (, ; + /)"),
        Why.REFERENCE: _("trường tham chiếu, và chỉ trường ấy, phải trỏ đến một chủ đề"),
        Why.LIMITS: _("giới hạn nhỏ nhất lớn hơn giới hạn lớn nhất"),
        Why.TOO_MANY: _("chủ đề đã có quá nhiều trường bổ sung"),
        UNKNOWN_INDICATOR: _("chương trình này không có chỉ tiêu ấy"),
        "units": _("bảng đơn vị không khớp"),
    }
    return known[one.why]
