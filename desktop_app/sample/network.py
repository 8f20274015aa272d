"""Lines and what hangs on them, subscribers, stations and coverage."""

from collections.abc import Iterator
from decimal import Decimal

from desktop_app.domain.values import plain
from desktop_app.sample.plan import DISTRICT, Office, Unit
from desktop_app.sample.record import Record, estimate, record

_PROVIDERS = ("vnpt", "viettel")

# Coordinates are about the middle of the district: places, like villages, are made up.
_MIDDLE = (Decimal("21.30"), Decimal("103.00"))


def lines(unit: Unit) -> Iterator[Record]:
    """Yield the lines, their measurements, and the video conference rooms on them."""
    found = list(_lines(unit))
    yield from found
    for line in found:
        if line.ref == "line-internet-1":
            yield from _measurements(unit, line)
    yield from _rooms(unit)


def in_use(unit: Unit) -> bool:
    """Return whether the commune's TSLCD line is in use: in 14 of 21; the other 7 are equipped only."""
    return unit.index % 3 != 1


def _lines(unit: Unit) -> Iterator[Record]:
    for i, office in enumerate(unit.offices):
        if _has_internet(unit, office, i):
            yield _internet(unit, office, i)
    if unit.code == DISTRICT:
        yield _government(unit, "in_use", ["documents", "video", "work"], 50)
    else:
        purpose = ["documents", "work"] if in_use(unit) else None
        yield _government(unit, "in_use" if in_use(unit) else "equipped", purpose, 20)
    yield from _wan(unit)


def _has_internet(unit: Unit, office: Office, i: int) -> bool:
    if office.kind in {"school", "health"}:
        return (unit.index + i) % 3 != 1
    # A commune's Party office and unions sit in the committee's house, on its line.
    return office.kind in {"committee", "department"} or (office.kind == "party" and unit.level == "district")


def _internet(unit: Unit, office: Office, i: int) -> Record:
    far = unit.remote and unit.index % 2 == 0
    return record(
        "line",
        f"line-internet-{i + 1}",
        name=f"Internet – {office.name}",
        office=office.ref,
        kind="internet",
        stage="in_use",
        provider=_PROVIDERS[(unit.index + i) % 2],
        technology="copper" if far else "ftth",
        mbps=16 if far else (40, 60, 80)[unit.index % 3],
        purpose=["documents", "services", "work"],
    )


def _government(unit: Unit, stage: str, purpose: list[str] | None, mbps: int) -> Record:
    return record(
        "line",
        "line-tslcd",
        name=f"TSLCD cấp II – {unit.offices[0].name}",
        office="office-1",
        kind="tslcd2",
        stage=stage,
        provider="vnpt",
        technology="ftth",
        mbps=mbps,
        purpose=purpose,
    )


def _wan(unit: Unit) -> Iterator[Record]:
    """Yield the lines to the province's WAN: some offices have theirs, a few wait for it."""
    for i, office in enumerate(unit.offices):
        if office.kind not in {"committee", "department", "party"}:
            continue
        turn = unit.index + i * 3
        if turn % 4 == 0:
            yield record(
                "line", f"line-wan-{i + 1}", name=f"WAN tỉnh – {office.name}", office=office.ref, kind="wan",
                stage="in_use" if turn % 8 else "connected", provider="vnpt", technology="ftth", mbps=10,
            )  # fmt: skip
        elif turn % 12 == 5:
            yield record(
                "line", f"line-wan-{i + 1}", name=f"WAN tỉnh – {office.name}", office=office.ref, kind="wan",
                stage="not_equipped", note="Chờ đấu nối năm 2023",
            )  # fmt: skip


def _measurements(unit: Unit, line: Record) -> Iterator[Record]:
    if unit.index % 5 == 4:  # four communes have not measured yet
        return
    contracted = Decimal(plain(line.cells["mbps"]))
    for i, (target, link) in enumerate((("internet", "wired"), ("hub", "wired"), ("internet", "wifi"))):
        part = Decimal(95 - (unit.index * 11 + i * 17) % 60) / 100
        latency = Decimal(8 + (unit.index * 3 + i * 5) % 30)
        yield record(
            "measurement",
            f"measurement-{i + 1}",
            line=line.ref,
            time=f"2022-12-{12 + unit.index % 9:02d}T{8 + i:02d}:{unit.index * 2:02d}",
            target=target,
            link=link,
            down_mbps=_decimal(contracted * part),
            up_mbps=_decimal(contracted * part / 2),
            latency_min=_decimal(latency),
            latency_median=_decimal(latency + Decimal("3.5")),
            jitter=_decimal(Decimal("1.2") + i),
            loss=_decimal(Decimal(unit.index % 3) / 2),
            method="Đo mẫu 1",
        )


def _decimal(number: Decimal) -> str:
    return format(round(number, 2).normalize(), "f")


def _rooms(unit: Unit) -> Iterator[Record]:
    if unit.code == DISTRICT:
        everywhere = ["commune", "district", "national", "province"]
        yield _room(unit, 1, "Phòng họp trực tuyến UBND huyện", "office-1", "line-tslcd", everywhere)
        yield _room(unit, 2, "Phòng họp Huyện ủy", "office-14", None, ["district", "province"])
    elif in_use(unit):
        levels = ["commune", "district", "province"] if unit.index % 4 != 2 else ["commune", "district"]
        name = f"Phòng họp trực tuyến UBND xã {unit.name}"
        yield _room(unit, 1, name, "office-1", "line-tslcd", levels)


def _room(unit: Unit, number: int, name: str, office: str, line: str | None, levels: list[str]) -> Record:
    return record(
        "video_room",
        f"video_room-{number}",
        name=name,
        office=office,
        line=line,
        equipment="Camera, màn hình 55 inch, micro đa hướng",
        levels=levels,
        year=2020 + unit.index % 3,
        condition="good" if unit.index % 7 else "low_spec",
    )


# --- operators ------------------------------------------------------------------------------------


def mobile(unit: Unit) -> Iterator[Record]:
    """Yield the subscribers, stations and coverage of a commune; the villages come before."""
    for provider, number in (("vnpt", unit.vnpt), ("viettel", unit.viettel)):
        moving = number * 16 // 100
        yield record(
            "subscription",
            f"subscription-{provider}",
            provider=provider,
            fixed=estimate(number - moving),
            mobile=estimate(moving),
        )
    yield from _stations(unit)
    for j in range(unit.villages):
        yield from _coverage(unit, j)


def _stations(unit: Unit) -> Iterator[Record]:
    for operator, count in zip(("vinaphone", "viettel", "mobifone"), unit.stations, strict=True):
        for k in range(count):
            # Each third site carries two operators: two rows, one mast.
            village = k % (unit.villages - unit.dark)
            yield record(
                "bts",
                f"bts-{operator}-{k + 1}",
                code=f"THU-{operator[:3].upper()}-{unit.code}-{k + 1:02d}",
                operator=operator,
                technologies=["2g", "3g", "4g"] if (k + unit.index) % 4 else ["2g", "3g"],
                shared=k % 3 == 0 and operator != "vinaphone" and k < min(unit.stations[1:]),
                power="grid" if not unit.remote else ("grid", "mixed", "solar")[k % 3],
                village=f"village-{village + 1}",
                location=_place(unit, village),
            )


def _place(unit: Unit, village: int) -> dict[str, str]:
    north, east = _MIDDLE
    lat = north + Decimal(unit.index - 10) / 50 + Decimal(village) / 500
    lon = east + Decimal((unit.index * 7) % 21 - 10) / 60 + Decimal(village) / 400
    return {"lat": format(round(lat, 5).normalize(), "f"), "lon": format(round(lon, 5).normalize(), "f")}


def _coverage(unit: Unit, j: int) -> Iterator[Record]:
    operators = ["viettel", "vinaphone", *(["mobifone"] if j % 3 == 0 else [])]
    for operator in operators:
        levels = _levels(unit, j, operator)
        yield record(
            "coverage",
            f"coverage-{j + 1}-{operator}",
            village=f"village-{j + 1}",
            operator=operator,
            **dict(zip(("signal_2g", "signal_3g", "signal_4g"), levels, strict=True)),
            signal_5g="none",
            place="outdoor",
            method=("call", "asked", "meter")[(j + unit.index) % 3],
        )


def _levels(unit: Unit, j: int, operator: str) -> tuple[str, str, str]:
    """Return the signal of 2G, 3G, 4G; the last villages of a remote commune have less and less."""
    first = operator == "viettel"
    from_end = unit.villages - 1 - j
    if from_end < unit.dark:
        return "none", "none", "none"
    if from_end < unit.no_3g:
        return ("weak" if first else "none"), "none", "none"
    if from_end < unit.no_4g:
        return "weak", ("weak" if first else "none"), "none"
    if first:
        return "good", "good", "good" if not unit.remote or j < 3 else "weak"
    return "good", "weak", ("weak", "good", "none")[(j + unit.index) % 3]
