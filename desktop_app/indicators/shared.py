"""What several indicators share: groups, units, sources, and the phrases of SQL that say who counts."""

from desktop_app.domain.topic import Label

ARTICLE = "Báo Điện Biên Phủ, 06/01/2023"
DIFFICULTY = "Khó khăn nêu trong bài “Mở đường”, Báo Điện Biên Phủ, 06/01/2023"
TARGET = "Mục tiêu nêu trong bài “Mở đường”, Báo Điện Biên Phủ, 06/01/2023"

EQUIPMENT = Label("Máy tính, thiết bị", "Computers and devices")
OFFICIALS = Label("Cán bộ, văn bản điện tử", "Officials and electronic documents")
NETWORK = Label("Mạng của cơ quan", "Networks of offices")
TELECOM = Label("Viễn thông, Internet", "Telecommunications and Internet")
COMMUNITY = Label("Bưu chính, truyền thanh", "Post and loudspeakers")

PERCENT = Label("%", "%")
MACHINES = Label("máy", "computers")
DEVICES = Label("thiết bị", "devices")
COMMUNES = Label("xã", "communes")
POINTS = Label("điểm", "points")
COMPANIES = Label("doanh nghiệp", "companies")
OPERATORS = Label("nhà mạng", "operators")
STATIONS = Label("trạm", "stations")
SUBSCRIBERS = Label("thuê bao", "subscribers")
VILLAGES = Label("thôn, bản", "villages")
NETWORKS = Label("mạng", "networks")
ROOMS = Label("điểm cầu", "rooms")
MBPS = Label("Mbps", "Mbps")

ALL_COMMUNES = "SELECT COUNT(*) FROM {communes} u"
STATE_OFFICES = "('committee', 'department')"
PARTY_AND_STATE_OFFICES = "('party', 'committee', 'department')"
SIGNAL = "('good', 'weak')"


def counted(topic: str, condition: str = "1 = 1") -> str:
    """Return SQL counting the rows of offices and commune committees, not of schools or health stations.

    A row that names no office is counted for the reporting unit itself.
    """
    return (
        f"SELECT COUNT(*) FROM {{{topic}}} t LEFT JOIN {{office}} o ON o.rec = t.office "  # noqa: S608  # our own names
        f"WHERE (o.kind IS NULL OR o.kind IN ('party', 'committee', 'department', 'union')) AND {condition}"
    )


def rows(topic: str, condition: str = "1 = 1") -> str:
    """Return SQL counting the rows of a topic."""
    return f"SELECT COUNT(*) FROM {{{topic}}} t WHERE {condition}"  # noqa: S608


def communes_with(topic: str, *conditions: str) -> str:
    """Return SQL counting the communes that have, for each condition, a row that meets it."""
    tests = [
        f"EXISTS (SELECT 1 FROM {{{topic}}} t WHERE t.unit = u.unit AND {condition})"  # noqa: S608
        for condition in conditions
    ]
    return f"{ALL_COMMUNES} WHERE {' AND '.join(tests)}"


def offices(kinds: str, condition: str = "1 = 1") -> str:
    """Return SQL counting the offices of these kinds."""
    return f"SELECT COUNT(*) FROM {{office}} o WHERE o.kind IN {kinds} AND {condition}"  # noqa: S608


def has_line(kind: str) -> str:
    """Return the condition that an office has a connected line of this kind."""
    return (
        "EXISTS (SELECT 1 FROM {line} l WHERE l.office = o.rec "  # noqa: S608
        f"AND l.kind = '{kind}' AND l.stage IN ('connected', 'in_use'))"
    )


def villages(condition: str = "1 = 1") -> str:
    """Return SQL counting the villages whose coverage was looked at."""
    return (
        "SELECT COUNT(*) FROM {village} v "  # noqa: S608
        f"WHERE EXISTS (SELECT 1 FROM {{coverage}} c WHERE c.village = v.rec) AND {condition}"
    )


def has_signal(*generations: str) -> str:
    """Return the condition that some operator's signal of one of these generations reaches a village."""
    reached = " OR ".join(f"c.signal_{generation} IN {SIGNAL}" for generation in generations)
    return f"EXISTS (SELECT 1 FROM {{coverage}} c WHERE c.village = v.rec AND ({reached}))"  # noqa: S608


def total(topic: str, field: str, known: str, condition: str = "1 = 1") -> str:
    """Return SQL adding up ``field`` over the rows that answer ``known`` as well; null without any."""
    return (
        f"SELECT SUM(t.{field}) FROM {{{topic}}} t "  # noqa: S608
        f"WHERE t.{field} IS NOT NULL AND t.{known} IS NOT NULL AND {condition}"
    )
