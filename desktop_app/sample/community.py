"""Villages, postal points and loudspeaker stations of a commune."""

from collections.abc import Iterator

from desktop_app.sample.plan import Unit, spread
from desktop_app.sample.record import NO_DATA, Record, estimate, record

_POST_OFFICE, _LETTER_BOX = "03334", "03343"


def records(unit: Unit) -> Iterator[Record]:
    """Yield the villages, then the postal points, then the loudspeaker station if there is one."""
    yield from _villages(unit)
    yield from _postal_points(unit)
    if unit.index % 7 not in (2, 5):  # 15 of the 21 communes have a station
        yield _loudspeaker(unit)


def _villages(unit: Unit) -> Iterator[Record]:
    weights = [8 + (j * 5 + unit.index) % 7 for j in range(unit.villages)]
    households = spread(unit.households, weights)
    # Fibre comes from the middle of the commune: the last villages have few connected households.
    near = [weight * (1.0 if j * 3 < unit.villages * 2 else 0.35) for j, weight in enumerate(weights)]
    broadband = spread(unit.broadband, near)
    for j in range(unit.villages):
        yield _village(unit, j, households[j], broadband[j])


def _village(unit: Unit, j: int, households: int, broadband: int) -> Record:
    from_end = unit.villages - 1 - j
    people = households * (52 if unit.remote else 43) // 10
    adults = people * 66 // 100
    guessed = unit.code in {"03340", "03361", "03367"}
    return record(
        "village",
        f"village-{j + 1}",
        name=f"Bản Mẫu {j + 1}",
        households=households,
        people=people,
        adults=estimate(adults),
        smartphones=NO_DATA if from_end < unit.dark and j % 2 else estimate(_smartphones(unit, j, adults)),
        fixed_broadband=estimate(broadband) if guessed else broadband,
        fibre=j * 2 < unit.villages if unit.remote else j * 8 < unit.villages * 7,
        grid_power=not (from_end < unit.dark and from_end % 2 == 0),
        public_service_area=unit.remote,
    )


def _smartphones(unit: Unit, j: int, adults: int) -> int:
    return adults * ((44 if unit.remote else 71) - j % 5 * 3) // 100


def _postal_points(unit: Unit) -> Iterator[Record]:
    few = unit.index in {7, 16, 19}
    yield record(
        "postal_point",
        "postal_point-1",
        name=f"Điểm BĐ-VHX {unit.name}",
        kind="cultural",
        operator="vnpost",
        solid=unit.index not in {2, 16, 20},
        internet=not few,
        hours="3.5" if few else ("4", "6", "8")[unit.index % 3],
        staff=1,
    )
    if unit.code == _POST_OFFICE:
        yield record(
            "postal_point", "postal_point-2", name="Bưu cục huyện Điện Biên", kind="post_office",
            operator="vnpost", solid=True, internet=True, hours="9.5", staff=7,
        )  # fmt: skip
    if unit.code == _LETTER_BOX:
        yield record(
            "postal_point", "postal_point-2", name=f"Thùng thư công cộng {unit.name}", kind="letter_box",
            operator="vnpost",
        )  # fmt: skip


def _loudspeaker(unit: Unit) -> Record:
    kind = "smart" if unit.index % 7 == 0 else ("fm", "wired")[unit.index % 2]
    reached = unit.villages - unit.no_4g
    frequency = {"03331": "98.5"}.get(unit.code, "61.5" if unit.index % 4 else "66.5")
    return record(
        "loudspeaker",
        "loudspeaker-1",
        name=f"Đài truyền thanh xã {unit.name}",
        kind=kind,
        frequency=frequency if kind == "fm" else None,
        clusters=reached + unit.index % 3,
        villages=reached,
        source_connected=kind == "smart",
        condition="good" if unit.index % 5 else "broken",
    )
