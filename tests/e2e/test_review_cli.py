"""The verbs of reviewing, as people and scripts type them: the real program on real homes."""

from pathlib import Path
from typing import Any

import pytest

from desktop_app.app import entry
from desktop_app.app.ports import Desk
from tests.desks import COMMUNES, Road, StoppedClock, add, change, new_commune, new_district, open_desk
from tests.e2e.program import Ran
from tests.e2e.program import moduong_here as moduong

UNIT = COMMUNES[0]


class Homes:
    """A district and two PCs of a commune that disagree about a computer, at rest on the disk."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.road = StoppedClock(), Road(folder / "road")
        self.district, self.first, self.second = (folder / name for name in ("district", "first", "second"))
        hub = new_district(self.district, self.clock)
        desks = [new_commune(home, hub, UNIT, self.clock) for home in (self.first, self.second)]
        self.rec = add(desks[0], asset_code="MT-1", serial="PF-1")
        self._share(hub, *desks)
        for number, desk in enumerate(desks, start=1):
            self.clock.tick()
            change(desk, self.rec, note=f"bàn {number}")
        self.twin = add(desks[1], serial="pf-1", room="Phòng 2")
        self._share(hub, *desks)
        for desk in (hub, *desks):
            desk.store.close()

    def _share(self, hub: Desk, *desks: Desk) -> None:
        for desk in (*desks, *desks):
            self.road.exchange(desk, hub)

    def open(self, home: Path) -> Desk:
        return open_desk(home, self.clock)


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    return Homes(tmp_path)


def listed(home: Path, *words: str) -> Any:
    ran = moduong(*words, "--json", home=home)
    assert ran.code == 0, ran.err
    return ran.document


def refused(ran: Ran, words: str) -> None:
    assert (ran.code, words in ran.err) == (2, True), ran


def test_a_conflict_is_listed_and_resolved_by_a_value_of_the_list(homes: Homes) -> None:
    (found,) = listed(homes.first, "conflicts")
    assert (found["topic"], found["record"], found["field"], found["unit"]) == (
        "computer", homes.rec, "note", UNIT,
    )  # fmt: skip
    assert [head["value"] for head in found["heads"]] == ["bàn 2", "bàn 1"]
    assert set(found["heads"][0]) == {"op", "value", "user", "device", "when"}
    assert len(found["id"]) <= 13
    people = moduong("conflicts", "--unit", UNIT, home=homes.first).out
    assert all(word in people for word in (found["id"], "Ghi chú", "bàn 1", "bàn 2", "Lò Văn A", "MT-1"))
    kept = found["heads"][1]["op"]
    done = listed(homes.first, "resolve", found["id"], "--keep", kept[:12])
    assert (done["id"], done["left"]) == (found["id"], 0)
    assert listed(homes.first, "conflicts") == []
    row = next(row for row in listed(homes.first, "list", "computer") if row["id"] == homes.rec)
    assert (row["note"], row["state"]) == ("bàn 1", "on_this_pc")
    refused(moduong("resolve", found["id"], "--keep", kept, home=homes.first), "Không có xung đột")
    assert listed(homes.first, "status")["conflicts"] == 0


def test_another_value_and_what_is_typed_wrong(homes: Homes) -> None:
    (found,) = listed(homes.district, "conflicts")
    refused(moduong("resolve", found["id"], home=homes.district), "--keep hoặc --value")
    refused(
        moduong("resolve", found["id"], "--keep", "ab", home=homes.district), "không chỉ đúng một giá trị"
    )
    refused(moduong("conflicts", "--unit", "99999", home=homes.district), "99999")
    assert moduong("resolve", found["id"], "--value", "bàn 3", home=homes.district).code == 0
    row = next(row for row in listed(homes.district, "list", "computer") if row["id"] == homes.rec)
    assert row["note"] == "bàn 3"


def test_an_edit_against_a_deletion_is_the_field_life(homes: Homes) -> None:
    first, hub, second = homes.open(homes.first), homes.open(homes.district), homes.open(homes.second)
    entry.delete(first, entry.open_record(first, "computer", homes.twin))
    change(second, homes.twin, room="Phòng 3")
    homes._share(hub, first, second)
    for desk in (first, hub, second):
        desk.store.close()
    found = next(one for one in listed(homes.second, "conflicts") if one["field"] == "_life")
    assert [head["value"] for head in found["heads"]] == ["deleted", "live"]
    assert "đã xoá" in moduong("conflicts", home=homes.second).out
    refused(moduong("resolve", found["id"], "--value", "xyz", home=homes.second), "một trong các giá trị")
    assert moduong("resolve", found["id"], "--value", "deleted", home=homes.second).code == 0
    assert homes.twin not in [row["id"] for row in listed(homes.second, "list", "computer")]


def test_two_pcs_recorded_one_computer(homes: Homes) -> None:
    (group,) = listed(homes.first, "duplicates")
    assert (group["topic"], group["by"], {one["id"] for one in group["records"]}) == (
        "computer", ["serial"], {homes.rec, homes.twin},
    )  # fmt: skip
    assert "Phòng 2" in moduong("duplicates", home=homes.first).out
    assert listed(homes.first, "same", "computer", homes.twin, homes.rec)["into"] == homes.rec
    (row,) = listed(homes.first, "list", "computer")
    assert (row["id"], row["room"]) == (homes.rec, "Phòng 2")  # what only the other said
    assert listed(homes.first, "duplicates") == []
    refused(moduong("same", "computer", homes.rec, homes.twin, "--undo", home=homes.first), "không được gộp")
    assert moduong("same", "computer", homes.twin, homes.rec, "--undo", home=homes.first).code == 0
    assert len(listed(homes.first, "list", "computer")) == 2


def test_the_district_accepts_and_returns_and_the_commune_reads_it(homes: Homes) -> None:
    assert listed(homes.district, "accept", "computer", homes.rec) == {"accepted": 1, "judged": 1}
    assert listed(homes.district, "accept", "computer", "--unit", UNIT)["accepted"] == 0  # none is final
    assert moduong("return", "computer", homes.twin, "--comment", "thiếu mã", home=homes.district).code == 0
    refused(moduong("accept", "computer", home=homes.district), "--unit")
    refused(moduong("return", "computer", homes.twin, "--comment", " ", home=homes.district), "lý do")
    refused(moduong("accept", "computer", homes.rec, home=homes.first), "kho của huyện")
    bundles, receipts = homes.first.with_name("b"), homes.first.with_name("r")
    for folder in (bundles, receipts):
        folder.mkdir()
    listed(homes.first, "export", "--to", str(bundles), "--ask")
    listed(homes.district, "receive", str(bundles), "--receipts", str(receipts))
    listed(homes.first, "receive", str(receipts))
    rows = {row["id"]: row for row in listed(homes.first, "list", "computer")}
    assert [rows[homes.rec][key] for key in ("state", "reply", "comment")] == ["accepted", "accepted", None]
    assert [rows[homes.twin][key] for key in ("state", "reply", "comment")] == [
        "returned", "returned", "thiếu mã",
    ]  # fmt: skip
    assert listed(homes.first, "history", "computer", homes.twin)[-1]["comment"] == "thiếu mã"
    assert "huyện trả lại: thiếu mã" in moduong("history", "computer", homes.twin, home=homes.first).out
    states = listed(homes.first, "status")["states"]
    assert (states["accepted"]["count"], states["returned"]["count"]) == (1, 1)
    assert states["on_this_pc"] == {"count": 0, "oldest": None}
