"""The networks of offices: lines, the government network, video conferences, measured speeds."""

from desktop_app.domain.topic import Label
from desktop_app.indicators.model import Indicator, Measure, Role
from desktop_app.indicators.shared import (
    ALL_COMMUNES,
    ARTICLE,
    COMMUNES,
    MBPS,
    NETWORK,
    NETWORKS,
    PARTY_AND_STATE_OFFICES,
    PERCENT,
    ROOMS,
    STATE_OFFICES,
    TARGET,
    communes_with,
    has_line,
    offices,
    rows,
)

_TSLCD = "t.kind IN ('tslcd1', 'tslcd2')"
_ALL_LEVELS = " AND ".join(f"t.levels LIKE '%,{level},%'" for level in ("province", "district", "commune"))
_SPEED = (
    "FROM {measurement} t JOIN {line} l ON l.rec = t.line WHERE t.target = 'internet' AND t.link = 'wired' "
    "AND t.down_mbps IS NOT NULL"
)

INDICATORS = (
    Indicator(
        "tslcd_video",
        Label(
            "Mạng TSLCD phục vụ hội nghị truyền hình của UBND huyện", "TSLCD network for video conferences"
        ),
        NETWORK,
        "line",
        Measure.COUNT,
        NETWORKS,
        rows(
            "line",
            f"{_TSLCD} AND t.unit_level = 'district' AND t.purpose LIKE '%,video,%' "
            "AND t.stage IN ('connected', 'in_use')",
        ),
        stated=1,
        source=ARTICLE,
        role=Role.STATED,
    ),
    Indicator(
        "tslcd_communes",
        Label("Xã có đường TSLCD cấp II", "Communes with a TSLCD line, level II"),
        NETWORK,
        "line",
        Measure.SHARE,
        COMMUNES,
        communes_with("line", "t.kind = 'tslcd2' AND t.stage IN ('equipped', 'connected', 'in_use')"),
        ALL_COMMUNES,
        target=100,
        stated=21,
        stated_of=21,
        source=ARTICLE,
        role=Role.STATED,
        note=Label("Đã trang bị, sẵn sàng kết nối; chưa hẳn đang sử dụng.", "Equipped is not yet in use."),
    ),
    Indicator(
        "tslcd_in_use",
        Label("Xã đang sử dụng đường TSLCD cấp II", "Communes using their TSLCD line, level II"),
        NETWORK,
        "line",
        Measure.SHARE,
        COMMUNES,
        communes_with("line", "t.kind = 'tslcd2' AND t.stage = 'in_use'"),
        ALL_COMMUNES,
        target=100,
    ),
    Indicator(
        "offices_lan_internet",
        Label(
            "Cơ quan nhà nước có LAN và Internet băng rộng", "State offices with LAN and broadband Internet"
        ),
        NETWORK,
        "office",
        Measure.PERCENT,
        PERCENT,
        offices(STATE_OFFICES, f"o.lan IN ('wired', 'wifi', 'both') AND {has_line('internet')}"),
        offices(STATE_OFFICES),
        stated=100,
        source=ARTICLE,
        role=Role.STATED,
        basis=("office.lan",),
        note=Label("Tính theo cơ quan, không theo máy.", "By office, not by machine."),
    ),
    Indicator(
        "offices_wan",
        Label("Cơ quan Đảng, nhà nước kết nối WAN tỉnh", "Party and state offices on the province's WAN"),
        NETWORK,
        "office",
        Measure.PERCENT,
        PERCENT,
        offices(PARTY_AND_STATE_OFFICES, has_line("wan")),
        offices(PARTY_AND_STATE_OFFICES),
        target=100,
        source=TARGET,
        role=Role.TARGET,
    ),
    Indicator(
        "facilities_internet",
        Label("Trường học, trạm y tế có Internet", "Schools and health stations with Internet"),
        NETWORK,
        "office",
        Measure.PERCENT,
        PERCENT,
        offices("('school', 'health')", has_line("internet")),
        offices("('school', 'health')"),
        target=100,
        source=TARGET,
        role=Role.TARGET,
    ),
    Indicator(
        "communes_video",
        Label("Xã có điểm cầu ba cấp tỉnh, huyện, xã", "Communes in video conferences on three levels"),
        NETWORK,
        "video_room",
        Measure.SHARE,
        COMMUNES,
        communes_with("video_room", _ALL_LEVELS),
        ALL_COMMUNES,
        target=100,
        source=TARGET,
        role=Role.TARGET,
    ),
    Indicator(
        "video_national",
        Label("Điểm cầu kết nối quốc gia", "Rooms linked to the national level"),
        NETWORK,
        "video_room",
        Measure.COUNT,
        ROOMS,
        rows("video_room", "t.levels LIKE '%,national,%'"),
        target=1,
        source=TARGET,
        role=Role.TARGET,
    ),
    Indicator(
        "communes_measured",
        Label("Xã đã đo tốc độ đường truyền", "Communes that measured a line"),
        NETWORK,
        "measurement",
        Measure.SHARE,
        COMMUNES,
        communes_with("measurement", "t.down_mbps IS NOT NULL"),
        ALL_COMMUNES,
    ),
    Indicator(
        "measured_down",
        Label("Tốc độ tải xuống đo được, bình quân", "Measured download speed, average"),
        NETWORK,
        "measurement",
        Measure.MEAN,
        MBPS,
        f"SELECT AVG(t.down_mbps) {_SPEED}",  # our own names
        note=Label("Đo có dây, đến Internet.", "Wired, to the Internet."),
    ),
    Indicator(
        "measured_of_contract",
        Label("Lần đo đạt từ 80 % băng thông hợp đồng", "Measurements at 80 % of the contract or more"),
        NETWORK,
        "measurement",
        Measure.PERCENT,
        PERCENT,
        f"SELECT COUNT(*) {_SPEED} AND t.down_mbps >= 0.8 * l.mbps",
        f"SELECT COUNT(*) {_SPEED} AND l.mbps IS NOT NULL",
    ),
)
