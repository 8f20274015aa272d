"""The verdicts of a stocktake: what each scan means by the books and by what was scanned before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.domain.identities import is_junk
from desktop_app.domain.scanned import bare_code, matching, plain_code, was_changed
from desktop_app.domain.tags import read_tag, tag_of
from desktop_app.domain.text import fold


@dataclass(frozen=True, slots=True)
class Thing:
    """A computer or device of the books; ``booked``: among those that this stocktake must find.

    ``serial`` and ``code`` may be blank; ``place`` is the office that another one's thing belongs to.
    """

    rec: str
    topic: str
    name: str
    code: str = ""
    serial: str = ""
    room: str = ""
    place: str = ""
    booked: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """One line of the ledger: what was scanned, in which room, when (ms), by whom, when it was taken back."""

    id: int
    typed: str
    room: str
    when_ms: int
    user: str
    taken_back_ms: int | None = None


class Verdict(StrEnum):
    """What a scan means."""

    FOUND = "found"
    WRONG_ROOM = "wrong_room"
    ELSEWHERE = "elsewhere"
    """A thing of another office, which this stocktake has no line for."""
    TWICE = "twice"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    TAKEN_BACK = "taken_back"


COUNTS = frozenset({Verdict.FOUND, Verdict.WRONG_ROOM})
"""The verdicts by which a thing of the books counts as found."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A scan and what it means; ``things``: the one that it is, or all that it may be."""

    scan: Scan
    verdict: Verdict
    things: tuple[Thing, ...] = ()


class Books:
    """What the books hold, found by tag, record id, asset code and serial."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self.things = tuple(things)
        self._by_id: dict[str, Thing] = {}
        self._by_code: dict[str, list[Thing]] = {}
        self._by_bare: dict[str, list[Thing]] = {}
        for thing in self.things:
            self._by_id[thing.rec] = self._by_id[tag_of(thing.rec)] = thing
            for code in (thing.code, thing.serial):
                if code and not is_junk(code):
                    _add(self._by_code, plain_code(code), thing)
                    _add(self._by_bare, bare_code(code), thing)

    @property
    def booked(self) -> list[Thing]:
        """Return the things that a stocktake must find."""
        return [thing for thing in self.things if thing.booked]

    def named(self, typed: str) -> tuple[Thing, ...]:
        """Return the thing that a scan names, or all that it may name; none if it is in no book."""
        known = self._by_id.get(read_tag(typed) or plain_code(typed))
        if known is not None:
            return (known,)
        exact = self._by_code.get(plain_code(typed))
        if exact:
            return tuple(exact)
        return tuple(self._changed(typed) if was_changed(typed) else self._by_bare.get(bare_code(typed), ()))

    def _changed(self, typed: str) -> list[Thing]:
        """Return what may be meant by a code that a Vietnamese keyboard changed, each thing once."""
        codes = [*matching(typed, self._by_code)]
        found = [thing for code in codes for thing in self._by_code[code]]
        found += self._by_bare.get(bare_code(typed), ())
        return list({thing.rec: thing for thing in found}.values())


def _add(index: dict[str, list[Thing]], key: str, thing: Thing) -> None:
    known = index.setdefault(key, [])
    if thing not in known:
        known.append(thing)


class Count:
    """A stocktake as it goes: the verdict of each scan in the order of the ledger, and what is missing."""

    def __init__(self, books: Books, scans: Iterable[Scan] = ()) -> None:
        self.books = books
        self.judged: list[Judged] = []
        self._seen: set[str] = set()
        for scan in scans:
            self.add(scan)

    def add(self, scan: Scan) -> Judged:
        """Take in the next scan of the ledger; return what it means."""
        found = Judged(scan, *self._verdict(scan))
        self.judged.append(found)
        return found

    def _verdict(self, scan: Scan) -> tuple[Verdict, tuple[Thing, ...]]:
        things = self.books.named(scan.typed)
        if scan.taken_back_ms is not None:
            return Verdict.TAKEN_BACK, things
        if len(things) != 1:
            return (Verdict.AMBIGUOUS if things else Verdict.UNKNOWN), things
        (thing,) = things
        if thing.rec in self._seen:
            return Verdict.TWICE, things
        self._seen.add(thing.rec)
        if not thing.booked:
            return Verdict.ELSEWHERE, things
        return (Verdict.WRONG_ROOM if _is_elsewhere(thing, scan) else Verdict.FOUND), things

    @property
    def found(self) -> list[Judged]:
        """Return the scans by which a thing of the books was found, each thing once."""
        return [one for one in self.judged if one.verdict in COUNTS]

    @property
    def missing(self) -> list[Thing]:
        """Return what the books hold and nobody scanned."""
        return [thing for thing in self.books.booked if thing.rec not in self._seen]

    @property
    def counted(self) -> dict[str, int]:
        """Return record id → pieces found, of everything that the books hold."""
        return {thing.rec: int(thing.rec in self._seen) for thing in self.books.booked}

    @property
    def moved(self) -> list[Judged]:
        """Return the found things whose room in the books is another one, or none."""
        return [
            one for one in self.found if one.scan.room and fold(one.things[0].room) != fold(one.scan.room)
        ]

    @property
    def strays(self) -> list[Judged]:
        """Return the scans of things that the books have no line for, each code once."""
        said: dict[str, Judged] = {}
        for one in self.judged:
            if one.verdict is Verdict.ELSEWHERE:
                said.setdefault(one.things[0].rec, one)
            elif one.verdict is Verdict.UNKNOWN:
                said.setdefault(plain_code(one.scan.typed), one)
        return list(said.values())

    def tally(self, verdicts: Sequence[Verdict]) -> int:
        """Return how many scans have one of these verdicts."""
        return sum(one.verdict in verdicts for one in self.judged)


def _is_elsewhere(thing: Thing, scan: Scan) -> bool:
    return bool(thing.room and scan.room) and fold(thing.room) != fold(scan.room)
