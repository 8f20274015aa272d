"""Trạm BTS: one row a station of one operator; a shared site has one row for each operator on it."""

from desktop_app.domain.crosschecks import within_vietnam
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, OPERATORS, PHOTOS, USE, choices

BTS = Topic(
    key="bts",
    title=Label("Trạm BTS", "Base stations"),
    row=Label("trạm", "station"),
    section=Section.NETWORK,
    icon="radio-tower",
    name=("code",),
    duplicates=("code",),
    fields=(
        Field(
            "code",
            Kind.TEXT,
            Label("Mã trạm", "Station code"),
            group=IDENTITY,
            required=True,
            copies=False,
        ),
        Field(
            "operator",
            Kind.CHOICE,
            Label("Nhà mạng", "Operator"),
            group=IDENTITY,
            choices=OPERATORS,
            required=True,
            carry=True,
        ),
        Field(
            "technologies",
            Kind.MULTI_CHOICE,
            Label("Công nghệ", "Technologies"),
            group=USE,
            required=True,
            choices=choices(("2g", "2G", "2G"), ("3g", "3G", "3G"), ("4g", "4G", "4G"), ("5g", "5G", "5G")),
        ),
        Field(
            "shared",
            Kind.YES_NO,
            Label("Dùng chung hạ tầng", "Shared site"),
            help=Label(
                "Nhiều nhà mạng trên một cột: mỗi nhà mạng một dòng.",
                "Several operators on one mast: one row for each.",
            ),
            group=USE,
        ),
        Field(
            "power",
            Kind.CHOICE,
            Label("Nguồn điện", "Power"),
            group=USE,
            carry=True,
            choices=choices(
                ("grid", "Điện lưới", "Grid"),
                ("generator", "Máy phát", "Generator"),
                ("solar", "Năng lượng mặt trời", "Solar"),
                ("mixed", "Kết hợp", "Combined"),
            ),
        ),
        Field("village", Kind.REFERENCE, Label("Thôn, bản", "Village"), group=USE, to="village"),
        Field(
            "location",
            Kind.COORDINATES,
            Label("Tọa độ", "Coordinates"),
            help=Label("Vĩ độ, kinh độ: 21.386, 103.016", "Latitude, longitude: 21.386, 103.016"),
            group=USE,
            copies=False,
        ),
        PHOTOS,
        NOTE,
    ),
    checks=(within_vietnam("location"),),
)
