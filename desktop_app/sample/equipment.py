"""Computers, peripherals and video conference rooms."""

from collections.abc import Iterator

from desktop_app.sample.people import person, staffed
from desktop_app.sample.plan import DISTRICT, Office, Unit
from desktop_app.sample.record import Record, estimate, record

_MODELS = (
    ("desktop", "FPT", "Elead T5400", 11_111_111),
    ("laptop", "Dell", "Latitude 3420", 15_555_555),
    ("desktop", "HP", "ProDesk 400", 12_222_222),
    ("desktop", "Lenovo", "V530S", 13_333_333),
    ("all_in_one", "HP", "ProOne 240", 14_444_444),
)
_YEARS = (2019, 2014, 2020, 2011, 2017, 2021, 2013, 2016, 2022, 2012, 2018, 2015)
_FUNDINGS = ("district", "commune", "province", "district", "programme", "commune", "donation")
_ROOMS = ("Văn phòng", "Bộ phận Một cửa", "Phòng Lãnh đạo", "Phòng Kế toán", "Phòng Công an xã", "Hội trường")

_DEVICES = (
    ("printer", "Canon", "LBP 2900", 3_333_333),
    ("printer", "HP", "LaserJet P1102", 2_222_222),
    ("scanner", "Canon", "LiDE 300", 2_999_999),
    ("printer", "Brother", "HL-L2321D", 3_111_111),
    ("ups", "Santak", "TG500", 1_111_111),
    ("multifunction", "Canon", "MF3010", 4_444_444),
    ("printer", "Canon", "LBP 6030", 2_888_888),
    ("webcam", "Logitech", "C270", 555_555),
    ("photocopier", "Ricoh", "MP 2501", 33_333_333),
    ("projector", "Panasonic", "PT-LB303", 9_999_999),
)
_DEVICE_YEARS = (2016, 2012, 2018, 2010, 2020, 2014, 2011, 2021, 2009, 2015, 2017)


def records(unit: Unit) -> Iterator[Record]:
    """Yield the computers, then the peripherals."""
    for number, office, place in staffed(unit):
        yield _computer(unit, office, number, place)
    number = 0
    for office in unit.offices:
        for _place in range(office.peripherals):
            yield _peripheral(unit, office, number)
            number += 1


def _computer(unit: Unit, office: Office, number: int, place: int) -> Record:
    turn = number + unit.index * 5
    kind, maker, model, cost = _MODELS[turn % len(_MODELS)]
    if unit.code == DISTRICT and number == 6:  # one server, in the office of the committee
        kind, maker, model, cost = "server", "Dell", "PowerEdge T140", 44_444_444
    year = _YEARS[turn % len(_YEARS)]
    classified = place >= office.computers - office.classified
    return record(
        "computer",
        f"computer-{number + 1}",
        asset_code=f"MT-{unit.code}-{number + 1:03d}",
        serial=_serial(unit, "MT", number),
        office=office.ref,
        kind=kind,
        maker=maker,
        model=model,
        **_configuration(year, turn),
        year=estimate(year) if year < 2012 and turn % 3 == 0 else year,
        funding=_FUNDINGS[turn % len(_FUNDINGS)],
        cost=cost,
        residual=residual(cost, year),
        user=person(unit, number),
        room=_ROOMS[turn % len(_ROOMS)],
        condition=_condition(year, turn),
        connection="standalone_classified" if classified else ("lan", "internet", "lan")[turn % 3],
        note="Máy riêng để soạn thảo văn bản mật" if classified else None,
    )


def _configuration(year: int, turn: int) -> dict[str, object]:
    """Return what a machine of that year usually has."""
    if year < 2013:
        parts = ("Pentium G630", 2, "hdd", 320, "Windows 7 Professional")
    elif year < 2018:
        parts = ("Core i3-6100", 4, "hdd", 500, "Windows 10 Pro")
    else:
        parts = ("Core i5-10400", 8, "ssd", 256, "Windows 10 Pro" if year < 2022 else "Windows 11 Pro")
    cpu, ram_gb, disk_kind, disk_gb, os = parts
    return {
        "cpu": cpu,
        "ram_gb": ram_gb,
        "disk_kind": disk_kind,
        "disk_gb": disk_gb,
        "os": os,
        "os_licensed": turn % 3 != 1,
        "antivirus": ("Kaspersky", "BKAV Pro", "Không có", "Windows Defender")[turn % 4],
    }


def _condition(year: int, turn: int) -> str:
    if year < 2013:
        return ("low_spec", "to_dispose", "low_spec", "broken")[turn % 4]
    if year < 2016:
        return "low_spec" if turn % 2 else "good"
    return "broken" if turn % 41 == 0 else "good"


def residual(cost: int, year: int) -> int:
    """Return what the books still hold: a fifth less each year (TT 45/2018/TT-BTC, five years)."""
    return cost * max(0, 5 - (2022 - year)) // 5


def _serial(unit: Unit, kind: str, number: int) -> str | None:
    if unit.code == "03328" and kind == "MT" and number == 8:
        number = 7  # typed twice: a possible duplicate to review
    if unit.code == "03349" and kind == "MT" and number == 5:
        return "To be filled by O.E.M."
    if (unit.index + number) % 17 == 3:
        return None
    return f"SN-THU-{kind}-{unit.code}-{number + 1:03d}"


def _peripheral(unit: Unit, office: Office, number: int) -> Record:
    turn = number + unit.index * 3
    kind, maker, model, cost = _DEVICES[turn % len(_DEVICES)]
    year = _DEVICE_YEARS[turn % len(_DEVICE_YEARS)]
    return record(
        "peripheral",
        f"peripheral-{number + 1}",
        asset_code=f"TB-{unit.code}-{number + 1:03d}",
        serial=_serial(unit, "TB", number),
        office=office.ref,
        kind=kind,
        maker=maker,
        model=model,
        year=year,
        funding=_FUNDINGS[turn % len(_FUNDINGS)],
        cost=cost,
        residual=residual(cost, year),
        user=person(unit, number % 20) if kind in {"webcam", "ups"} else None,
        room=_ROOMS[turn % len(_ROOMS)],
        condition=("good", "low_spec", "good", "broken", "good", "to_dispose")[
            turn % 6 if year < 2015 else 0
        ],
    )
