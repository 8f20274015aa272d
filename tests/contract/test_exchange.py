"""Bundles out and in, on real homes and real files (SYNC.md, SEND, INGEST, RECEIPT)."""

import itertools
import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.app import enrolling, entry, exchange, overview, receiving
from desktop_app.app.ports import Desk, Outgoing
from desktop_app.domain import ids, ops
from desktop_app.domain.have import Run
from desktop_app.domain.values import Value
from tests.desks import (
    COMMUNES,
    Road,
    StoppedClock,
    add,
    change,
    copy_of,
    new_commune,
    open_desk,
    place,
    shown,
)

# --- there and back ----------------------------------------------------------------------------------


def test_a_bundle_a_receipt_and_nothing_left_to_send(district: Desk, commune: Desk, road: Road) -> None:
    rec = add(commune, asset_code="MT-1", note="Máy tính <#=\"'")
    assert overview.status(commune).unsent == 1
    sent = road.export(commune)
    assert (overview.status(commune).unsent, overview.status(commune).in_bundle) == (0, 1)
    (there,) = road.deliver(district, sent.path)
    assert (there.outcome, there.ops, there.unit) == ("applied", 1, COMMUNES[0])
    back = receiving.receive_one(commune, there.receipt)
    assert back.outcome == "applied"
    assert overview.status(commune).in_bundle == 0
    assert road.export(commune).path is None
    assert shown(district, rec, "note") == Value("Máy tính <#=\"'")
    assert overview.digest(commune, COMMUNES[0]) == overview.digest(district, COMMUNES[0])


def test_a_header_proves_the_enrolment_until_the_latest_bundle_is_answered(
    district: Desk, commune: Desk, road: Road
) -> None:
    """A hub that was restored from before it met this PC must be able to know it again."""

    def proves(bundle: Path) -> bool:
        with closing(commune.codec.envelope(bundle)) as envelope:
            return envelope.enrol is not None

    add(commune)
    assert proves(road.send(commune))
    assert proves(road.send(commune))
    road.exchange(commune, district)
    add(commune)
    assert not proves(road.send(commune))
    assert proves(road.send(commune))


def test_receiving_writes_no_op_of_the_districts_own(district: Desk, commune: Desk, road: Road) -> None:
    add(commune)
    with district.store.read() as tx:
        before = exchange.own_tips(tx, place(district))
    (there,) = receiving.receive(district, [road.send(commune)])
    assert there.outcome == "applied"
    with district.store.read() as tx:
        assert exchange.own_tips(tx, place(district)) == before


def test_the_same_bundle_twice_is_known_and_answered_again(district: Desk, commune: Desk, road: Road) -> None:
    add(commune)
    path = road.send(commune)
    (first,), digest = road.deliver(district, path), overview.digest(district)
    (again,) = road.deliver(district, path)
    assert (first.outcome, again.outcome, again.is_problem) == ("applied", "already", False)
    assert again.receipt is not None
    assert overview.digest(district) == digest


def test_a_lost_stick_costs_nothing(district: Desk, commune: Desk, road: Road) -> None:
    first = add(commune, asset_code="MT-1")
    road.send(commune)
    second = add(commune, asset_code="MT-2")
    (there,) = road.deliver(district, road.send(commune))
    assert there.ops == 2
    assert {shown(district, rec, "asset_code").v for rec in (first, second)} == {"MT-1", "MT-2"}


def test_a_correction_of_the_district_comes_back_in_the_receipt(
    district: Desk, commune: Desk, road: Road
) -> None:
    rec = add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    change(district, rec, note="huyện sửa")
    add(commune, asset_code="MT-2")
    road.exchange(commune, district)
    assert shown(commune, rec, "note") == Value("huyện sửa")
    assert overview.digest(commune, COMMUNES[0]) == overview.digest(district, COMMUNES[0])


def test_edits_on_both_sides_are_a_conflict_and_never_a_loss(
    district: Desk, commune: Desk, road: Road
) -> None:
    rec = add(commune, note="cũ")
    road.exchange(commune, district)
    change(district, rec, note="huyện")
    change(commune, rec, note="xã")
    road.exchange(commune, district)
    for desk in (district, commune):
        with desk.store.read() as tx:
            state = tx.state(place(commune).space, "computer", rec)
            assert state is not None
            assert {head.value["v"] for head in state.head_list("note")} == {"huyện", "xã"}
        assert overview.status(desk).conflicts == 1


def test_any_order_and_repetition_of_bundles_gives_the_same_digest(
    tmp_path: Path, district: Desk, communes: list[Desk], clock: StoppedClock, road: Road
) -> None:
    bundles = []
    for desk, name in itertools.product(communes, ("a", "b", "c")):
        rec = add(desk, asset_code=name)
        change(desk, rec, note=name * 3)
        bundles.append(road.send(desk))
    digests = set()
    for number in range(20):
        order = random.Random(number).choices(bundles, k=6) + random.Random(-number).sample(
            bundles, len(bundles)
        )
        copy = copy_of(district, tmp_path / f"copy-{number}")
        outcomes = {one.outcome for one in receiving.receive(copy, order)}
        assert outcomes <= {"applied", "already"}
        digests.add(overview.digest(copy))
        copy.store.close()
    assert len(digests) == 1


# --- what is not taken in ----------------------------------------------------------------------------


def test_a_file_is_known_by_its_content(tmp_path: Path, district: Desk, commune: Desk, road: Road) -> None:
    add(commune)
    renamed = tmp_path / "ảnh chụp (1).jpg"
    shutil.copy(road.send(commune), renamed)
    assert road.deliver(district, renamed)[0].outcome == "applied"


def test_a_folder_means_all_bundles_in_it(
    tmp_path: Path, district: Desk, communes: list[Desk], road: Road
) -> None:
    stick = tmp_path / "usb"
    (stick / "trong").mkdir(parents=True)
    (stick / "thư.txt").write_text("không phải gói")
    for number, desk in enumerate(communes):
        add(desk)
        shutil.copy(road.send(desk), stick / "trong" / f"{number}.bin")
    assert [one.outcome for one in road.deliver(district, stick)] == ["applied"] * len(communes)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "not a bundle", "missing"])
def test_a_damaged_file_is_refused_and_changes_nothing(
    tmp_path: Path, district: Desk, commune: Desk, road: Road, damage: str
) -> None:
    add(commune)
    whole, before = road.send(commune).read_bytes(), overview.digest(district)
    bad = tmp_path / "b.moduong"
    half = len(whole) // 2
    content = {
        "cut": whole[:-7],
        "flipped": whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :],
        "empty": b"",
        "not a bundle": b"Xin chao",
    }
    if damage in content:
        bad.write_bytes(content[damage])
    (found,) = road.deliver(district, bad)
    assert (found.outcome, found.is_problem) == ("refused", True)
    assert found.reason
    assert overview.digest(district) == before
    assert district.store.read


def test_an_unknown_device_is_kept_sealed_and_shown(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    """The same activation file on a second PC: the first valid sight has bound the first one."""
    add(commune, asset_code="MT-1")
    second = open_desk(tmp_path / "commune", clock)
    twin = new_twin(tmp_path, district, clock)
    road.exchange(commune, district)
    add(twin, asset_code="MT-9")
    before = overview.digest(district)
    (found,) = road.deliver(district, road.send(twin))
    assert (found.outcome, found.is_problem) == ("sealed", True)
    assert overview.digest(district) == before
    assert overview.status(district).sealed == 1
    assert len(list((district.store.path / "sealed").iterdir())) == 1
    second.store.close()


def new_twin(tmp_path: Path, district: Desk, clock: StoppedClock) -> Desk:
    """A second PC set up from the first one's activation file."""
    from desktop_app.app import starting
    from desktop_app.store.home import create_home
    from desktop_app.topics.registry import ALL
    from tests.desks import desk_on

    desk = desk_on(create_home(tmp_path / "twin", ALL, own_key_file=True), clock)
    starting.start_commune(desk, tmp_path / "commune.kichhoat")
    return desk


def test_a_bundle_for_another_hub_is_refused(
    tmp_path: Path, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    from tests.desks import new_district

    stranger = new_district(tmp_path / "stranger", clock)
    add(commune)
    (found,) = road.deliver(stranger, road.send(commune))
    assert found.outcome == "refused"
    stranger.store.close()


def test_ones_own_bundle_on_the_stick_is_no_problem(district: Desk, commune: Desk, road: Road) -> None:
    add(commune)
    path = road.send(commune)
    assert receiving.receive_one(commune, path).outcome == "own"
    (there,) = road.deliver(district, path)
    assert not receiving.receive_one(district, there.receipt).is_problem


def test_a_receipt_for_another_commune_on_the_stick_is_no_problem(
    district: Desk, communes: list[Desk], road: Road
) -> None:
    add(communes[0])
    (there,) = road.deliver(district, road.send(communes[0]))
    found = receiving.receive_one(communes[1], there.receipt)
    assert (found.outcome, found.is_problem) == ("other", False)


def test_ops_outside_the_enrolment_are_held_and_the_rest_applied(
    district: Desk, communes: list[Desk], road: Road
) -> None:
    """A commune's PC signs an op for its neighbour's space, inside a valid bundle."""
    mine, neighbour = communes[:2]
    rec = add(mine, asset_code="MT-1")
    foreign = forged(mine, place(neighbour).space)
    path = with_more(mine, road, foreign)
    before = overview.digest(district, COMMUNES[1])
    (found,) = road.deliver(district, path)
    assert (found.outcome, found.is_problem) == ("held", True)
    assert "không được cấp" in found.reason
    assert shown(district, rec, "asset_code") == Value("MT-1")
    assert overview.digest(district, COMMUNES[1]) == before
    assert overview.status(district).held == 1


def forged(desk: Desk, space: str) -> ops.Op:
    author = ops.Author(ids.chain_id(place(desk).device, desk.random), 1, None, space, 0, "kẻ lạ")
    part = ops.sets("computer", ids.uuid7(0, desk.random), {"asset_code": {"state": "actual", "v": "X"}}, [])
    return ops.write(author, [part])


def with_more(desk: Desk, road: Road, *more: ops.Op) -> Path:
    """Write the commune's next bundle with ops added that it signs for too."""
    home = place(desk)
    with desk.store.read() as tx:
        rows = tx.lacking((home.space,), {})
        lines, tips = list(tx.lines(rows)), list(exchange.own_tips(tx, home))
    path = road.new_folder() / "b.moduong"
    out = Outgoing(
        to=home.hub.device, recipients=(home.hub.recipient, home.hub.recovery), answers=None,
        have={home.space: [Run(*tip[:1], 1, tip[1], tip[2]) for tip in tips]}, held=(),
        ops=(*lines, *(op.line for op in more)), seals=(),
        tips=tuple(sorted([*tips, *((op.chain, op.seq, op.id) for op in more)])),
        enrol=(home.activation, home.secret),
    )  # fmt: skip
    desk.codec.write(path, home.keys, out)
    return path


def test_after_a_gap_what_came_is_applied_and_the_gap_named(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    """The district is restored from before the second bundle, which its receipt has acknowledged."""
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    restored = copy_of(district, tmp_path / "restored")
    live = open_desk(district.store.path, clock)
    add(commune, asset_code="MT-2")
    road.exchange(commune, live)
    rec = add(commune, asset_code="MT-3")
    (there,) = road.deliver(restored, road.send(commune))
    assert (there.outcome, there.ops, there.is_problem) == ("applied", 1, False)
    assert "thiếu" in there.reason
    assert shown(restored, rec, "asset_code") == Value("MT-3")
    for desk in (live, restored):
        desk.store.close()


def test_a_hub_rolled_back_unnoticed_gets_again_what_it_lost(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    """The answer to my latest bundle replaces my mark, even downwards (rule 7)."""
    first = add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    backup = copy_of(district, tmp_path / "backup")
    second = add(commune, asset_code="MT-2")
    live = open_desk(district.store.path, clock)
    road.exchange(commune, live)
    third = add(commune, asset_code="MT-3")
    road.exchange(commune, backup)
    assert road.exchange(commune, backup).outcome == "applied"  # what the rolled back hub lacks, again
    for rec, code in ((first, "MT-1"), (second, "MT-2"), (third, "MT-3")):
        assert shown(backup, rec, "asset_code") == Value(code)
    assert overview.digest(backup, COMMUNES[0]) == overview.digest(commune, COMMUNES[0])
    for desk in (live, backup):
        desk.store.close()


def test_a_commune_restored_from_a_copy_loses_nothing_and_begins_a_new_chain(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    old = add(commune, asset_code="MT-1")
    copy = copy_of(commune, tmp_path / "copy")
    commune = open_desk(commune.store.path, clock)
    lost_here = add(commune, asset_code="MT-2")
    road.exchange(commune, district)
    made_after = add(copy, asset_code="MT-3")  # the restored PC goes on in the same chain, unnoticed
    road.exchange(copy, district)
    assert shown(copy, lost_here, "asset_code") == Value("MT-2")
    with copy.store.read() as tx:
        assert tx.setting("chains") == {}
    after = add(copy, asset_code="MT-4")
    road.exchange(copy, district)
    codes = {shown(district, rec, "asset_code").v for rec in (old, lost_here, made_after, after)}
    assert codes == {"MT-1", "MT-2", "MT-3", "MT-4"}
    assert overview.digest(copy, COMMUNES[0]) == overview.digest(district, COMMUNES[0])
    for desk in (commune, copy):
        desk.store.close()


def test_a_copied_home_still_opens_and_receives(
    tmp_path: Path, district: Desk, commune: Desk, road: Road
) -> None:
    add(commune)
    path = road.send(commune)
    copy = copy_of(district, tmp_path / "elsewhere")
    assert road.deliver(copy, path)[0].outcome == "applied"
    copy.store.close()


def test_an_activation_is_issued_only_by_a_district(tmp_path: Path, commune: Desk) -> None:
    from desktop_app.errors import UsageError

    with pytest.raises(UsageError):
        enrolling.enrol(commune, COMMUNES[1], tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_an_activation_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, district: Desk) -> None:
    from desktop_app.errors import UserError

    with pytest.raises(UserError):
        enrolling.enrol(district, COMMUNES[0], tmp_path / "no" / "such" / "folder")
    with district.store.read() as tx:
        assert not list(tx.all_of("_activation"))


def test_a_new_commune_of_the_same_unit_shares_its_space(
    tmp_path: Path, district: Desk, clock: StoppedClock
) -> None:
    one, two = (new_commune(tmp_path / name, district, COMMUNES[0], clock) for name in ("one", "two"))
    assert place(one).space == place(two).space
    assert place(one).device != place(two).device
    assert entry.new_record(one, "computer").space == place(one).space
    for desk in (one, two):
        desk.store.close()
