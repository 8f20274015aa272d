"""The verbs of keeping a home, as people and scripts type them."""

from pathlib import Path

from tests.desks import COMMUNES, Road, StoppedClock, add, new_commune, new_district, place
from tests.e2e.program import moduong_here as moduong


def test_a_lost_pc_is_revoked_and_what_it_sends_later_is_admitted_by_hand(tmp_path: Path) -> None:
    clock, road = StoppedClock(), Road(tmp_path / "road")
    hub = new_district(tmp_path / "hub", clock)
    pc = new_commune(tmp_path / "pc", hub, COMMUNES[0], clock)
    add(pc, asset_code="MT-1")
    road.exchange(pc, hub)
    device = place(pc).device
    home = hub.store.path
    hub.store.close()
    (known,) = moduong("devices", "--json", home=home).document
    assert (known["device"], known["unit"], known["ops"], known["revoked"]) == (device, COMMUNES[0], 1, False)
    assert known["fingerprint"] in moduong("devices", home=home).out
    assert moduong("revoke", "0000 0000 0000 0000", home=home).code == 2
    told = moduong("revoke", known["fingerprint"], home=home)
    assert (told.code, "vẫn được tính" in told.out, "moduong enrol" in told.out) == (0, True, True)
    add(pc, asset_code="MT-2")
    bundle = road.send(pc)
    pc.store.close()
    assert moduong("receive", bundle, home=home).code == 1
    (held,) = moduong("devices", "--json", home=home).document[0]["held_ops"]
    assert held["reason"] == "revoked"
    assert moduong("admit", held["op"][:12], "--json", home=home).document == {"admitted": 1}
    assert len(moduong("list", "computer", "--json", home=home).document) == 2
    (newest, *_older) = moduong("log", "--json", home=home).document
    assert (newest["direction"], newest["unit"], newest["outcome"]) == ("in", COMMUNES[0], "held")
    assert "Mường Pồn" in moduong("log", "--limit", "1", home=home).out


def test_the_doctor_and_going_back_to_a_backup(tmp_path: Path) -> None:
    clock = StoppedClock()
    hub = new_district(tmp_path / "hub", clock)
    rec = add(hub, asset_code="MT-1")
    home, copy = hub.store.path, tmp_path / "sao-luu.db"
    hub.store.close()
    looked = moduong("doctor", "--json", home=home)
    assert (looked.code, looked.document["sound"]) == (0, True)
    assert all(set(one) == {"name", "ok", "findings"} for one in looked.document["checks"])
    assert moduong("backup", "--to", copy, home=home).code == 0
    assert moduong("add", "computer", "asset_code=MT-2", home=home).code == 0
    (home / "moduong.db").write_bytes(b"\0" * 8192)
    assert moduong("doctor", home=home).code == 1
    done = moduong("restore", copy, "--json", home=home)
    assert (done.code, done.document["brought"]) == (0, False)
    assert Path(done.document["aside"]).read_bytes() == b"\0" * 8192
    assert [row["id"] for row in moduong("list", "computer", "--json", home=home).document] == [rec]
    (home / "key").chmod(0o644)
    looked = moduong("doctor", home=home)
    assert (looked.code, "có vấn đề: quyền" in looked.out) == (1, True)
    assert moduong("restore", tmp_path / "khong-co.db", home=home).code == 2
