"""Offices, their people, certificates and documents."""

from collections.abc import Iterator

from desktop_app.sample.plan import Office, Unit
from desktop_app.sample.record import Record, record

_FAMILIES = (
    "Lò",
    "Quàng",
    "Cà",
    "Lường",
    "Vì",
    "Tòng",
    "Giàng",
    "Vàng",
    "Sùng",
    "Mùa",
    "Hờ",
    "Bạc",
    "Nguyễn",
)
_GIVEN = ("Mẫu", "Thử", "Ví Dụ", "Giả Định", "Minh Họa")
_TITLES = {
    "committee": ("Chủ tịch UBND", "Phó Chủ tịch UBND", "Văn phòng – Thống kê", "Tư pháp – Hộ tịch"),
    "department": ("Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên", "Chuyên viên"),
    "party": ("Bí thư", "Phó Bí thư", "Chuyên viên", "Cán bộ văn phòng"),
    "union": ("Chủ tịch", "Phó Chủ tịch", "Cán bộ", "Cán bộ"),
    "school": ("Hiệu trưởng", "Phó Hiệu trưởng", "Giáo viên", "Kế toán"),
    "health": ("Trưởng trạm", "Y sĩ", "Điều dưỡng", "Nữ hộ sinh"),
}
_MONTHS = ("2022-10", "2022-11", "2022-12")

COUNTED = frozenset({"committee", "department", "party", "union"})
"""Kinds of office whose people and machines the article counts; schools and health stations are not."""


def person(unit: Unit, number: int) -> str:
    """Return a visibly made-up name, each different within a unit of up to 130 people."""
    n = number + unit.index * 7
    family = _FAMILIES[n % len(_FAMILIES)]
    given = _GIVEN[n // len(_FAMILIES) % len(_GIVEN)]
    middle = ("Văn", "Thị")[n // (len(_FAMILIES) * len(_GIVEN)) % 2]
    return f"{family} {middle} {given}"


def staffed(unit: Unit) -> Iterator[tuple[int, Office, int]]:
    """Yield (number in the unit, office, number in the office) of each person: one for each computer."""
    number = 0
    for office in unit.offices:
        for place in range(office.computers):
            yield number, office, place
            number += 1


def records(unit: Unit) -> Iterator[Record]:
    """Yield the offices and then their people."""
    for i, office in enumerate(unit.offices):
        yield record(
            "office",
            office.ref,
            name=office.name,
            level=unit.level,
            kind=office.kind,
            posts=office.posts,
            lan=("wired", "both", "wifi")[(i + unit.index) % 3],
            budget_code=f"THU-{unit.code}-{i + 1:02d}"
            if office.kind in {"committee", "department"}
            else None,
        )
    for number, office, place in staffed(unit):
        yield _person(unit, office, number, place)


def _person(unit: Unit, office: Office, number: int, place: int) -> Record:
    turn = (number + unit.index * 5) % 40
    skill = "proficient" if turn < 25 else "basic" if turn < 37 else "none"
    return record(
        "staff",
        f"staff-{number + 1}",
        name=person(unit, number),
        office=office.ref,
        position=_TITLES[office.kind][min(place, 3)],
        leader=place < 2,
        computer=turn != 31,  # some share a machine while others have two: a ratio of 100 % hides it
        skill=skill,
        trained=2022 - number % 5 if skill != "none" else None,
    )


def paperwork(unit: Unit) -> Iterator[Record]:
    """Yield the certificates and the documents of the offices that issue any."""
    number = 0
    for i, office in enumerate(unit.offices):
        if office.kind not in {"committee", "department", "party"}:
            continue
        for certificate in _certificates(unit, office, i):
            number += 1
            yield certificate._replace(ref=f"certificate-{number}")
    for i, office in enumerate(unit.offices):
        if office.kind in {"committee", "department"}:
            yield from _documents(unit, office, i)


def _certificates(unit: Unit, office: Office, i: int) -> Iterator[Record]:
    turn = unit.index + i
    expired = turn % 16 == 5
    issued, expires = ("2017-09-01", "2022-09-01") if expired else ("2022-06-15", "2032-06-15")
    times = {"issued": issued, "expires": expires}
    yield record(
        "certificate", "", subject="organization", office=office.ref, holder=office.name, carrier="token",
        in_use=turn % 9 != 4, **times,
    )  # fmt: skip
    first = next(number for number, found, _place in staffed(unit) if found is office)
    leaders = 2 if office.kind == "committee" else 1
    for place in range(min(leaders, office.computers)):
        yield record(
            "certificate", "", subject="person", office=office.ref, holder=person(unit, first + place),
            leader=True, carrier=("token", "sim", "remote")[(turn + place) % 3],
            in_use=(turn + place) % 4 != 3, issued="2022-06-15", expires="2032-06-15",
        )  # fmt: skip


def _documents(unit: Unit, office: Office, i: int) -> Iterator[Record]:
    for m, month in enumerate(_MONTHS):
        issued = 31 + (unit.index * 7 + i * 5 + m * 3) % 23
        electronic = issued - (unit.index + m) % 4
        signed_office = electronic - (i + unit.index + m) % 5
        yield record(
            "document_flow",
            f"document_flow-{i + 1}-{m + 1}",
            office=office.ref,
            month=month,
            issued=issued,
            electronic=electronic,
            signed_office=signed_office,
            signed_leader=signed_office - (unit.index * 3 + i) % 11,
        )
