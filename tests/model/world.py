"""A district, its communes' PCs, and what befalls them: real use cases on replicas in memory, and a ledger.

A history is bytes, four a deed: so Hypothesis makes, shuffles and shrinks them at no cost.
"""

import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from desktop_app.app import enrolling, entry, exchange, receiving, replies, starting, trust
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import Received
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.ops import LIFE
from desktop_app.domain.values import Value
from desktop_app.topics.registry import ALL
from tests.desks import COMMUNES, DISTRICT, REFERENCE, StoppedClock, catalogue
from tests.model import judge
from tests.model.codec import MemoryCodec
from tests.model.memory import MemoryStore
from tests.model.replica import Ledger, Open, Replica, Saw

DEED, FEW = 4, 3
TOPIC = "computer"
FIELDS = ("asset_code", "note", "room")
TEN_YEARS = 10 * 365 * 86_400_000
PCS = (("a1", COMMUNES[0]), ("a2", COMMUNES[0]), ("b1", COMMUNES[1]))
REPLICA = ("d1", DISTRICT)
"""In every other world one more PC, with the whole district in its scope."""


class World:
    """All replicas of one history.

    Every history begins where each commune has entered a record and each PC has met the hub once; backups
    from before that lie about. What leads there is played once.
    """

    def __init__(self, seed: int = 0) -> None:
        chance = random.Random(seed)
        self.random: Any = chance.randbytes
        self.codec, self.ledger = MemoryCodec(self.random), Ledger()
        self.numbers = iter(range(1, 10**9))
        self.hub_was_put_back = False
        self.sent: list[tuple[str, Path]] = []  # (device that it is for, bundle)
        self.names = (*PCS, REPLICA) if seed // 8 % 2 == 0 else PCS
        if seed % 8 == 0:
            self._begin()
        else:
            self._begin_like(_begun(len(self.names)))

    def _begin(self) -> None:
        """Set up the hub and its PCs; nobody has met anybody."""
        self.hub = self._replica("hub")
        starting.start_district(self.hub.desk, DISTRICT, reference_date=REFERENCE)
        self.pcs = [self._pc(name, code) for name, code in self.names]

    def _begin_like(self, other: "World") -> None:
        self.codec.parcels.update(other.codec.parcels)
        self.codec.seals.update(other.codec.seals)
        self.ledger.puts.update(other.ledger.puts)
        self.ledger.saw.update(other.ledger.saw)
        self.sent += other.sent
        self.hub, *self.pcs = (
            Replica(one.name, self._desk(one.store.copy(), one.name), [], list(one.backups))
            for one in (other.hub, *other.pcs)
        )

    def _meet(self) -> None:
        for one in (self.hub, *self.pcs):
            self.back_up(one, 0, 0)
        for pc in self.pcs:
            self.create(pc, 0, 0)
        for _round in range(2):
            for pc in self.pcs:
                self.exchange(pc)

    def _replica(self, name: str) -> Replica:
        home = _folder() / name
        home.mkdir(exist_ok=True)
        return Replica(name, self._desk(MemoryStore(home), name))

    def _desk(self, store: MemoryStore, user: str) -> Desk:
        unused: Any = None
        return Desk(
            store=store, codec=self.codec, paper=unused, workbooks=unused, clock=StoppedClock(),
            random=self.random, topics=ALL, units=catalogue(), user=user,
        )  # type: ignore[arg-type]  # fmt: skip

    def _pc(self, name: str, code: str) -> Replica:
        pc = self._replica(name)
        file, whole = Path("activation"), code == DISTRICT
        starting.start_from(pc.desk, enrolling.enrol(self.hub.desk, code, file, whole=whole))
        return pc

    # --- deeds ------------------------------------------------------------------------------------

    def play(self, history: bytes, deeds: Sequence["Act"]) -> None:
        """Do all deeds of a history."""
        for at in range(0, len(history) - len(history) % DEED, DEED):
            kind, who, what, which = history[at : at + DEED]
            replica = self.hub if who % 8 == 7 else self.pcs[who % len(self.pcs)]
            replica.clock.tick(1 + which)
            deeds[kind % len(deeds)](self, replica, what, which)

    def records(self, replica: Replica) -> list[tuple[str, str]]:
        """Return (space, rec) of every record that a replica has heard of."""
        return sorted({(key[0], key[2]) for key in replica.tx.found if key[1] == TOPIC})

    def chosen(self, replica: Replica, number: int) -> tuple[str, str] | None:
        found = self.records(replica)
        # Few records meet more deeds: a conflict needs several on one field.
        return found[number % min(len(found), FEW)] if found else None

    def look(self, replica: Replica, space: str, rec: str) -> Open:
        """Open a record, and write down what stands on the screen."""
        with replica.store.read() as tx:
            editing = entry.editing_of(tx, TOPIC, space, rec)
            record = tx.record(space, TOPIC, rec)
        shown = {name: judge.heads(puts) for name, puts in record.items()}
        values = {name: frozenset({judge.spell(found[0].value)}) for name, found in shown.items() if found}
        # A record that is deleted here and alive there is shown as such: clocks choose no life.
        values[LIFE] = frozenset(judge.spell(put.value) for put in shown.get(LIFE, ()))
        heads = frozenset(put.op for name, found in shown.items() if name != LIFE for put in found)
        return Open(editing, Saw(values, heads))

    def wrote(self, replica: Replica, op: str | None, rec: str, saw: Saw) -> None:
        """Enter an op of a person's into the ledger."""
        if op is not None:
            self.ledger.saw[op, rec] = saw
            for register, put in judge.puts_of(replica.store.data.log[op].line):
                self.ledger.puts[op, register] = judge.spell(put.value)

    def create(self, replica: Replica, what: int, which: int) -> None:
        unit = PCS[which % len(PCS)][1] if self._knows(replica, PCS[which % len(PCS)][1]) else None
        editing = entry.new_record(replica.desk, TOPIC, unit)
        saved = entry.save(replica.desk, editing, {"asset_code": Value(f"MT-{what % 4}")})
        self.wrote(replica, saved.op, saved.rec, Saw({}, frozenset()))

    def _knows(self, replica: Replica, code: str) -> bool:
        """Whether somebody there may enter for a unit that is not the home's own."""
        unit = catalogue().find(code, REFERENCE)
        home = place_of(replica.tx)  # type: ignore[arg-type]
        return home.is_district and unit is not None and unit.id in {one.unit for one in replica.tx.spaces()}

    def reply(self, replica: Replica, what: int, which: int) -> None:
        """The hub, or a PC that judges for it, accepts a record or returns it."""
        if place_of(replica.tx).is_district and (at := self.chosen(replica, what)) is not None:  # type: ignore[arg-type]
            editing = self.look(replica, *at).editing
            if which % 2:
                replies.accept(replica.desk, [editing])
            else:
                replies.give_back(replica.desk, editing, "x")

    def open(self, replica: Replica, what: int, _which: int) -> None:
        if (at := self.chosen(replica, what)) is not None:
            replica.editors.append(self.look(replica, *at))

    def save(self, replica: Replica, what: int, which: int) -> None:
        """Save an editor that may have been open for long."""
        if replica.editors:
            self._save(replica, replica.editors.pop(what % len(replica.editors)), which)

    def edit(self, replica: Replica, what: int, which: int) -> None:
        if (at := self.chosen(replica, what)) is not None:
            self._save(replica, self.look(replica, *at), which)

    def _save(self, replica: Replica, opened: Open, which: int) -> None:
        """Type into one field, or into all but one of them."""
        name, typed = FIELDS[which % len(FIELDS)], Value(f"{which // 16 % 3}")
        names = [one for one in FIELDS if one != name] if which // 4 % 2 == 0 else [name]
        saved = entry.save(replica.desk, opened.editing, dict.fromkeys(names, typed))
        self.wrote(replica, saved.op, saved.rec, opened.saw)

    def contest(self, replica: Replica, what: int, which: int) -> None:
        """Two replicas type into the same fields of one record before they meet, and then they do."""
        at = self.chosen(replica, what)
        others = [one for one in (self.hub, *self.pcs) if one is not replica and at in self.records(one)]
        if at is None or not others:
            return
        for number, one in enumerate((replica, others[which % len(others)])):
            self._save(one, self.look(one, *at), which + 20 * number)
            self.exchange(one)

    def unknown(self, replica: Replica, what: int, which: int) -> None:
        """A newer program writes a field that this one does not know."""
        if (at := self.chosen(replica, what)) is not None:
            opened = self.look(replica, *at)
            bases = opened.editing.bases.get("x_new", ())
            put = {"x_new": {"state": "odd", "v": which % 3}}
            self._append(replica, at, put, bases, opened.saw)

    def _append(
        self, replica: Replica, at: tuple[str, str], put: Mapping[str, Any], bases: Any, saw: Saw
    ) -> None:
        with replica.store.write() as tx:
            part = ops.sets(TOPIC, at[1], put, bases)
            op = append(replica.desk, tx, place_of(tx), at[0], [part])  # type: ignore[arg-type]
        self.wrote(replica, op, at[1], saw)

    def delete(self, replica: Replica, what: int, _which: int) -> None:
        if (at := self.chosen(replica, what)) is not None:
            opened = self.look(replica, *at)
            self.wrote(replica, entry.delete(replica.desk, opened.editing), at[1], opened.saw)

    def delete_later(self, replica: Replica, what: int, _which: int) -> None:
        """Delete a record from an editor that has been open for long."""
        if replica.editors:
            opened = replica.editors.pop(what % len(replica.editors))
            op = entry.delete(replica.desk, opened.editing)
            self.wrote(replica, op, opened.editing.rec, opened.saw)

    def bring_back(self, replica: Replica, what: int, _which: int) -> None:
        if (at := self.chosen(replica, what)) is not None:
            opened = self.look(replica, *at)
            self.wrote(replica, entry.bring_back(replica.desk, TOPIC, at[1]), at[1], opened.saw)

    def merge(self, replica: Replica, what: int, which: int) -> None:
        """Say that a record is the same as another of its space."""
        at, into = self.chosen(replica, what), self.chosen(replica, which)
        if at and into and at != into and at[0] == into[0]:
            opened = self.look(replica, *at)
            bases = [*opened.editing.life, *opened.editing.everything]
            self._append(replica, at, {LIFE: f"same:{into[1]}"}, bases, opened.saw)

    def review(self, replica: Replica, what: int, which: int) -> None:
        """Close a conflict: the page showed every head, and the op lists them all."""
        with replica.store.read() as tx:
            open_ = [
                (register, judge.heads(puts))
                for register, puts in sorted(tx.found.items())
                if register[1] == TOPIC and judge.differ(judge.heads(puts))
            ]
        if not open_:
            return
        (space, _topic, rec, name), heads = open_[what % len(open_)]
        opened = self.look(replica, space, rec)
        saw = Saw(
            {**opened.saw.values, name: frozenset(judge.spell(put.value) for put in heads)}, opened.saw.heads
        )
        bases = {put.op for put in heads} | (saw.heads if name == LIFE else set())
        self._append(replica, (space, rec), {name: heads[which % len(heads)].value}, bases, saw)

    def finalise(self, replica: Replica, what: int, _which: int) -> None:
        if (at := self.chosen(replica, what)) is not None:
            opened = self.look(replica, *at)
            with replica.store.write() as tx:
                entry.put_status(replica.desk, tx, [opened.editing], entry.FINAL)  # type: ignore[arg-type]
                new = list(tx.data.log)[-1]
            if new not in replica.store.data.mine or opened.editing.status == entry.FINAL:
                return
            self.wrote(replica, new, at[1], opened.saw)

    # --- exchanging -------------------------------------------------------------------------------

    def new_folder(self) -> Path:
        return Path(f"/nowhere/{next(self.numbers)}")

    def export(self, replica: Replica, _what: int, which: int) -> None:
        """Write a bundle; it may be carried at once, later, twice, or never."""
        if replica is not self.hub:
            done = exchange.export_within(replica.desk, self.new_folder(), ask=which % 2 == 0)
            if done.path is not None:
                self.sent.append((self.device(self.hub), done.path))

    def device(self, replica: Replica) -> str:
        return place_of(replica.tx).device  # type: ignore[arg-type]

    def deliver(self, replica: Replica, what: int, which: int) -> None:
        """Carry any bundle there ever was to whom it is for: any clone of it."""
        if not self.sent:
            return
        to, path = self.sent[-1 - what % min(len(self.sent), 12)]
        if to == self.device(self.hub):
            self.receive_at_hub(path, answered=which % 4 > 0)
        elif self.device(replica) == to:
            receiving.receive_one(replica.desk, path)

    def receive_at_hub(self, path: Path, *, answered: bool = True) -> Received:
        done = receiving.receive_one(self.hub.desk, path, self.new_folder() if answered else None)
        if done.receipt is not None:
            to = self.codec.envelope(path).device
            self.sent.append((to, done.receipt))
        return done

    def exchange(self, replica: Replica, _what: int = 0, _which: int = 0) -> bool:
        """Send, receive, and take the answer home; return whether there was one."""
        if replica is self.hub:
            return False
        done = exchange.export_within(replica.desk, self.new_folder(), ask=True)
        assert done.path is not None
        answer = self.receive_at_hub(done.path).receipt
        if answer is not None:
            receiving.receive_one(replica.desk, answer)
        return answer is not None

    # --- mishaps ----------------------------------------------------------------------------------

    def clone(self, replica: Replica, _what: int, _which: int) -> None:
        """Copy a PC's disk; nobody notices, and both go on."""
        if replica is not self.hub and len(self.pcs) < 5:
            store = replica.store.copy()
            desk = replace(replica.desk, store=store, clock=StoppedClock(replica.clock.now))
            self.pcs.append(Replica(f"{replica.name}'", desk, list(replica.editors), list(replica.backups)))

    def back_up(self, replica: Replica, _what: int, _which: int) -> None:
        replica.backups.append(replica.store.data.copy())

    def restore(self, replica: Replica, what: int, _which: int) -> None:
        """Put a PC, or the hub, back to what it was; nobody notices."""
        if replica.backups:
            self.hub_was_put_back |= replica is self.hub
            replica.store.data = replica.backups[what % len(replica.backups)].copy()
            replica.editors.clear()

    def clock(self, replica: Replica, what: int, which: int) -> None:
        replica.clock.now += (what - 128) * TEN_YEARS // 128 + which

    def revoke(self, replica: Replica, _what: int, _which: int) -> None:
        """The hub cuts a PC off."""
        if replica is not self.hub:
            with self.hub.store.write() as tx:
                trust.revoke(self.hub.desk, tx, place_of(tx), self.device(replica))  # type: ignore[arg-type]

    def admit(self, _replica: Replica, _what: int, _which: int) -> None:
        """The hub lets in what it holds back."""
        with self.hub.store.write() as tx:
            held = [op for op, _chain, why in tx.held() if why in ("revoked", "not_enrolled")]
            if held:
                trust.admit(self.hub.desk, tx, place_of(tx), held)  # type: ignore[arg-type]

    def enrol(self, _replica: Replica, _what: int, which: int) -> None:
        """One more PC of a commune, late.

        The hub is put back to no time before: the secret of an activation is nowhere else, and bundles of a
        device that the hub cannot know stay sealed until another PC brings the op that binds it.
        """
        if len(self.pcs) < 5:
            code = self.names[which % len(self.names)][1]
            self.pcs.append(self._pc(f"late{len(self.pcs)}", code))
            self.hub.backups[:] = [self.hub.store.data.copy()]


Act = Callable[[World, Replica, int, int], object]


@cache
def _begun(pcs: int) -> World:
    world = World(8 if pcs == len(PCS) else 0)
    world._meet()
    return world


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="moduong-model-"))
