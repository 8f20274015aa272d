"""Administrative units through time: which unit a code or a name means on a date, and what became of it.

A unit's id is a surrogate ("dbp-u-0012"): text that means nothing and never changes. Neither code nor
name can be the key. On 01/07/2025 (Nghị quyết 1661/NQ-UBTVQH15) seven of the 21 commune codes of huyện
Điện Biên went on to a merged commune, six of them under another name (03328 was Xã Thanh Luông and is
Xã Thanh Nưa); and the new Xã Sam Mứn holds nothing of the old Xã Sam Mứn, which is now in Xã Thanh An.
So a unit has versions (code and name from one day to another), aliases, and successions.

A record keeps the unit that it was written for; reports roll up by the structure on their own date. A
unit that moves to another parent is another unit, by a succession of the kind "continue".
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from desktop_app.domain.text import clean, fold, narrow, same_text

GSO: Final = "gso"
"""The scheme of codes kept by the General Statistics Office: text, with its leading zeros."""


class UnitKind(StrEnum):
    """The level of a unit."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class SuccessionKind(StrEnum):
    """How an old unit became a new one."""

    MERGE = "merge"
    RENAME = "rename"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; ``id`` is the surrogate, ``parent`` the id of the unit above it, if any."""

    id: str
    kind: UnitKind
    parent: str | None


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """What a unit was called, both days included; None is open, or before what is known."""

    unit: str
    scheme: str
    code: str
    name: str
    ascii: str
    valid_from: date | None
    valid_to: date | None

    @property
    def first(self) -> date:
        """The first day on which the version holds."""
        return self.valid_from or date.min

    @property
    def last(self) -> date:
        """The last day on which the version holds."""
        return self.valid_to or date.max

    @property
    def bare_name(self) -> str:
        """The name without its kind: "Thanh Nưa" of "Xã Thanh Nưa"."""
        return _bare(self.name)

    def days_from(self, on: date) -> int:
        """Return how many days ``on`` lies outside of the version's time; 0 inside."""
        return max((self.first - on).days, (on - self.last).days, 0)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another spelling of a unit's name, at any time."""

    unit: str
    alias: str


@dataclass(frozen=True, slots=True)
class Succession:
    """From ``on``, the unit ``old`` is (part of) ``new``; ``old`` is None for a unit that is not held here.

    The note then says which: the new unit takes in a place from outside of the catalogue.
    """

    old: str | None
    new: str
    on: date
    kind: SuccessionKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The units that a text may mean: none, the one, or several to choose from."""

    units: tuple[Unit, ...]

    @property
    def unit(self) -> Unit | None:
        """The one unit that is meant, or None."""
        return self.units[0] if len(self.units) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Whether the text means several units."""
        return len(self.units) > 1


class UnitCatalogue:
    """All units that an office knows, asked by date. An unknown unit id raises `KeyError`."""

    def __init__(
        self,
        units: Iterable[Unit],
        versions: Iterable[UnitVersion],
        aliases: Iterable[Alias] = (),
        successions: Iterable[Succession] = (),
    ) -> None:
        self._units = {unit.id: unit for unit in units}
        self._below: defaultdict[str | None, list[Unit]] = defaultdict(list)
        for unit in self._units.values():
            self._below[unit.parent].append(unit)
        self._versions: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        self._codes: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in versions:
            self._versions[version.unit].append(version)
            self._codes[version.code].append(version)
        self._aliases = tuple(aliases)
        self._successions = tuple(successions)
        self._next = {step.old: step for step in self._successions if step.old is not None}

    def knowing(self, unit: Unit, version: UnitVersion) -> "UnitCatalogue":
        """Return this catalogue with a unit that it lacks, or itself where it knows the unit."""
        if unit.id in self._units:
            return self
        versions = [known for of_unit in self._versions.values() for known in of_unit]
        return UnitCatalogue([*self.units, unit], [*versions, version], self._aliases, self._successions)

    # --- one unit

    @property
    def units(self) -> tuple[Unit, ...]:
        """All units of all times, in the order of the catalogue."""
        return tuple(self._units.values())

    def by_id(self, unit_id: str) -> Unit | None:
        """Return the unit with that surrogate id, or None."""
        return self._units.get(unit_id)

    def find(self, code: str, on: date, scheme: str = GSO) -> Unit | None:
        """Return the unit that carried ``code`` on a date, or None."""
        for version in self._codes.get(code, ()):
            if version.scheme == scheme and not version.days_from(on):
                return self._units[version.unit]
        return None

    def version(self, unit_id: str, on: date, scheme: str = GSO) -> UnitVersion:
        """Return the unit's version on a date, or the nearest to it; another scheme's where it has none."""
        versions = self._versions[self._units[unit_id].id]
        wanted = [version for version in versions if version.scheme == scheme]
        return min(wanted or versions, key=lambda version: version.days_from(on))

    def name(self, unit_id: str, on: date) -> str:
        """Return the unit's full name on a date, as "Xã Thanh Nưa"."""
        return self.version(unit_id, on).name

    def code(self, unit_id: str, on: date) -> str:
        """Return the unit's code on a date, with its leading zeros."""
        return self.version(unit_id, on).code

    def known_code(self, unit_id: str | None, on: date) -> str:
        """Return the unit's code on a date; "" for no unit, or one that this catalogue has not heard of.

        A hub hands out units while programs that were opened before run on.
        """
        return self.code(unit_id, on) if unit_id in self._units else ""

    def in_force(self, unit_id: str, on: date) -> bool:
        """Say whether the unit existed on a date."""
        return not self.version(unit_id, on).days_from(on)

    # --- the structure on a date

    def children(self, unit_id: str, on: date) -> tuple[Unit, ...]:
        """Return the units directly below that existed on a date, by code."""
        below = (unit for unit in self._below.get(unit_id, ()) if self.in_force(unit.id, on))
        return tuple(sorted(below, key=lambda unit: self.code(unit.id, on)))

    def successor(self, unit_id: str, on: date) -> Unit:
        """Return what the unit had become by a date: itself, or the unit that took it in."""
        step = self._next.get(unit_id)
        return self.successor(step.new, on) if step and step.on <= on else self._units[unit_id]

    def predecessors(self, unit_id: str) -> tuple[Unit, ...]:
        """Return the units of this catalogue that went into the unit."""
        return tuple(self._units[step.old] for step in self._successions if step.new == unit_id and step.old)

    def outside_origins(self, unit_id: str) -> tuple[str, ...]:
        """Return the places from outside of this catalogue that went into the unit, by name.

        Where there are any, the figures of its predecessors are not all of the unit's.
        """
        return tuple(step.note for step in self._successions if step.new == unit_id and step.old is None)

    def roll_up(self, unit_id: str, on: date) -> tuple[Unit, ...]:
        """Return the unit that answers for ``unit_id`` on a date, then each unit above it up to the root."""
        path = [self.successor(unit_id, on)]
        while (parent := path[-1].parent) is not None:
            path.append(self.successor(parent, on))
        return tuple(path)

    def members(self, unit_id: str, on: date) -> frozenset[str]:
        """Return the ids of all units, of any time, that a report of ``unit_id`` on a date counts."""
        return frozenset(u for u in self._units if unit_id in {above.id for above in self.roll_up(u, on)})

    # --- what a person typed

    def match(self, typed: str, on: date | None = None) -> Match:
        """Return the units that a code, a name or an alias may mean; on a date, only those of that time.

        Accents may be missing and the kind too ("Noong Het", "Xã Noọng Hẹt"); where accents are there
        and fit one unit, the others are not meant. Xã and Phường stand for each other.
        """
        found = self._of_time((version.unit for version in self._numbered(narrow(typed).strip())), on)
        for name, kinds in _names_in(typed):
            found = found or self._named(name, kinds, on)
        return Match(tuple(self._units[unit_id] for unit_id in found))

    def _numbered(self, code: str) -> list[UnitVersion]:
        lost_zero = f"0{code}" if len(code) == 4 else code  # Excel takes a code for a number
        return self._codes.get(code, []) or self._codes.get(lost_zero, [])

    def _named(self, name: str, kinds: Collection[UnitKind], on: date | None) -> list[str]:
        entries = self._names.get(fold(name), {})
        known = self._of_time((u for u in entries if self._units[u].kind in kinds), on)
        exact = [u for u in known if any(same_text(name, written) for written in entries[u])]
        return exact or known

    def _of_time(self, unit_ids: Iterable[str], on: date | None) -> list[str]:
        return [u for u in dict.fromkeys(unit_ids) if on is None or self.in_force(u, on)]

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, list[str]]]:
        """Folded name -> unit -> the name as written, of names with and without their kind."""
        index: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        named = [(version.unit, version.name) for known in self._versions.values() for version in known]
        for unit_id, name in (*named, *((alias.unit, alias.alias) for alias in self._aliases)):
            for written in (name, _bare(name)):
                index[fold(written)][unit_id].append(written)
        return index


# --- names with their kind --------------------------------------------------------------------------

_COMMUNE: Final = (UnitKind.COMMUNE,)
_DISTRICT: Final = (UnitKind.DISTRICT,)
_PROVINCE: Final = (UnitKind.PROVINCE,)
_CITY: Final = (UnitKind.DISTRICT, UnitKind.PROVINCE)

_OFFICIAL: Final[Mapping[str, Collection[UnitKind]]] = {
    **dict.fromkeys(("xã", "phường", "thị trấn", "đặc khu"), _COMMUNE),
    **dict.fromkeys(("huyện", "quận", "thị xã"), _DISTRICT),
    "thành phố": _CITY,
    "tỉnh": _PROVINCE,
}
_TYPED: Final[Mapping[str, Collection[UnitKind]]] = {
    **_OFFICIAL,
    **dict.fromkeys(("xa", "phuong", "thi tran", "dac khu", "x", "p", "tt"), _COMMUNE),
    **dict.fromkeys(("huyen", "quan", "thi xa", "h", "q", "tx"), _DISTRICT),
    **dict.fromkeys(("thanh pho", "tp"), _CITY),
    "tinh": _PROVINCE,
}


def _full_name(prefixes: Iterable[str]) -> re.Pattern[str]:
    office = "ubnd |[uủ][yỷ] ban nh[aâ]n d[aâ]n "
    longest_first = "|".join(sorted(prefixes, key=len, reverse=True))
    return re.compile(rf"(?:{office})?({longest_first})(?:\. ?| )(.+)", re.IGNORECASE)


_OFFICIAL_NAME: Final = _full_name(_OFFICIAL)
_TYPED_NAME: Final = _full_name(_TYPED)


def _bare(name: str) -> str:
    found = _OFFICIAL_NAME.fullmatch(name)
    return found[2] if found else name


def _names_in(typed: str) -> Iterator[tuple[str, Collection[UnitKind]]]:
    """Yield the text as it stands (Xã Xa Dung is also "Xa Dung"), then without its kind."""
    name = " ".join(clean(typed).split())
    yield name, tuple(UnitKind)
    if found := _TYPED_NAME.fullmatch(name):
        yield found[2], _TYPED[found[1].lower()]
