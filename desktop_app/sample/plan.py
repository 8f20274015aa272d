"""How much of everything each unit has: offices with their machines and people, villages, stations.

`spread` shares a number out over the communes; what it gives is only laid out here, and counted
again from the records by the indicators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

DISTRICT = "100"
ROUND_NAME = "Khảo sát hạ tầng số năm 2022"
REFERENCE_DATE = date(2022, 12, 31)

# code, name, households in about their proportion, remote (border and mountain communes)
_COMMUNES = (
    ("03319", "Mường Pồn", 1010, True),
    ("03322", "Thanh Nưa", 1180, False),
    ("03323", "Hua Thanh", 690, True),
    ("03328", "Thanh Luông", 1630, False),
    ("03331", "Thanh Hưng", 1560, False),
    ("03334", "Thanh Xương", 2250, False),
    ("03337", "Thanh Chăn", 1240, False),
    ("03340", "Pa Thơm", 330, True),
    ("03343", "Thanh An", 1720, False),
    ("03346", "Thanh Yên", 1790, False),
    ("03349", "Noong Luống", 1190, False),
    ("03352", "Noọng Hẹt", 1650, False),
    ("03355", "Sam Mứn", 1380, False),
    ("03356", "Pom Lót", 1010, False),
    ("03358", "Núa Ngam", 980, False),
    ("03359", "Hẹ Muông", 850, True),
    ("03361", "Na Ư", 330, True),
    ("03364", "Mường Nhà", 1090, True),
    ("03365", "Na Tông", 880, True),
    ("03367", "Mường Lói", 720, True),
    ("03368", "Phu Luông", 610, True),
)

CODES: tuple[str, ...] = tuple(code for code, _name, _households, _remote in _COMMUNES)


@dataclass(frozen=True, slots=True)
class Office:
    """An office; ``computers`` of which ``classified``; one person for each computer."""

    ref: str
    name: str
    kind: str
    computers: int
    peripherals: int
    classified: int = 0
    posts: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or the district itself. Numbers of villages nest: dark ⊂ no_3g ⊂ no_4g ⊂ villages."""

    code: str
    index: int
    name: str
    level: str
    offices: tuple[Office, ...]
    remote: bool = False
    villages: int = 0
    no_4g: int = 0
    no_3g: int = 0
    dark: int = 0
    households: int = 0
    broadband: int = 0
    vnpt: int = 0
    viettel: int = 0
    stations: tuple[int, int, int] = (0, 0, 0)


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in proportion to ``weights`` that add up to ``total`` (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(number) for number in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


# --- the district's own offices: 95 computers, 50 devices ------------------------------------------

_DEPARTMENTS = (
    ("Văn phòng HĐND và UBND huyện", 12),
    ("Phòng Nội vụ", 5),
    ("Phòng Tài chính – Kế hoạch", 7),
    ("Phòng Tài nguyên và Môi trường", 6),
    ("Phòng Tư pháp", 4),
    ("Phòng Lao động – Thương binh và Xã hội", 5),
    ("Phòng Văn hóa và Thông tin", 5),
    ("Phòng Giáo dục và Đào tạo", 7),
    ("Phòng Nông nghiệp và PTNT", 6),
    ("Phòng Kinh tế và Hạ tầng", 5),
    ("Phòng Dân tộc", 3),
    ("Thanh tra huyện", 4),
)
_PARTY = (
    ("Văn phòng Huyện ủy", 6),
    ("Ban Tổ chức Huyện ủy", 3),
    ("Ban Tuyên giáo Huyện ủy", 3),
    ("Ủy ban Kiểm tra Huyện ủy", 2),
)
_UNIONS = (
    ("Ủy ban MTTQ Việt Nam huyện", 2),
    ("Huyện đoàn", 1),
    ("Hội Liên hiệp Phụ nữ huyện", 1),
    ("Hội Nông dân huyện", 1),
    ("Liên đoàn Lao động huyện", 1),
    ("Hội Cựu chiến binh huyện", 1),
)


def _district() -> Unit:
    named = (
        ("committee", (("UBND huyện Điện Biên", 5),)),
        ("department", _DEPARTMENTS),
        ("party", _PARTY),
        ("union", _UNIONS),
    )
    rows = [(kind, name, computers) for kind, offices in named for name, computers in offices]
    devices = spread(50, [computers for _kind, _name, computers in rows])
    classified = spread(8, [computers if computers > 4 else 0 for _kind, _name, computers in rows])
    offices = [
        Office(f"office-{i + 1}", name, kind, computers, devices[i], classified[i], computers + i % 2)
        for i, (kind, name, computers) in enumerate(rows)
    ]
    # A training centre is a school: its machines are surveyed and not counted among the offices'.
    offices.append(Office(f"office-{len(rows) + 1}", "Trung tâm GDNN – GDTX huyện", "school", 4, 2, 0, 12))
    return Unit(DISTRICT, 21, "huyện Điện Biên", "district", tuple(offices))


# --- the communes: 533 computers, 525 devices ------------------------------------------------------


def _offices(index: int, name: str, computers: int, peripherals: int) -> tuple[Office, ...]:
    # Two communes have more machines than posts: worth a second look, and no mistake.
    posts = computers - 5 + (-2 if index in (4, 12) else index % 3)
    offices = [
        Office("office-1", f"UBND xã {name}", "committee", computers - 5, peripherals - 4, 2, posts),
        Office("office-2", f"Đảng ủy xã {name}", "party", 3, 3, 0, 4),
        Office("office-3", f"MTTQ và các đoàn thể xã {name}", "union", 2, 1, 0, 5),
        Office("office-4", f"Trạm Y tế xã {name}", "health", 1 + index % 2, 1, 0, 6),
    ]
    if index % 3 == 0:
        offices.append(Office("office-5", f"Trường Tiểu học xã {name}", "school", 4, 2, 0, 24))
    return tuple(offices)


def _communes() -> list[Unit]:
    size = [households for _code, _name, households, _remote in _COMMUNES]
    remote = [is_remote for _code, _name, _households, is_remote in _COMMUNES]
    computers = spread(533, [5000 + each for each in size])
    peripherals = spread(525, [5000 + each for each in size])
    villages = spread(231, [2000 + each for each in size])
    without = [spread(total, [float(far) for far in remote]) for total in (44, 30, 19)]
    households = spread(23_702, size)
    broadband = spread(10_904, [n * (0.25 if far else 0.6) for n, far in zip(size, remote, strict=True)])
    # 13.567 subscribers: households, and offices, schools and shops beside them; VNPT serves about half.
    vnpt = spread(7_127, broadband)
    viettel = spread(6_440, broadband)
    stations = [spread(total, [600 + each for each in size]) for total in (52, 71, 40)]
    return [
        Unit(
            code, i, name, "commune", _offices(i, name, computers[i], peripherals[i]), remote[i],
            villages[i], without[0][i], without[1][i], without[2][i], households[i], broadband[i],
            vnpt[i], viettel[i], (stations[0][i], stations[1][i], stations[2][i]),
        )
        for i, (code, name, _households, _remote) in enumerate(_COMMUNES)
    ]  # fmt: skip


@cache
def units() -> dict[str, Unit]:
    """Return every unit of the sample by its code, the district last."""
    return {unit.code: unit for unit in (*_communes(), _district())}
