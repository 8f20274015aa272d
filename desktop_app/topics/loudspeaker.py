"""Đài truyền thanh: one row a commune's loudspeaker station."""

from desktop_app.domain.crosschecks import at_most, fm_frequency, needs
from desktop_app.domain.topic import Field, Kind, Label, Level, Relevant, Section, Topic
from desktop_app.topics.shared import CONDITION, IDENTITY, NOTE, NUMBERS, USE, choices, number

LOUDSPEAKER = Topic(
    key="loudspeaker",
    title=Label("Đài truyền thanh", "Loudspeaker stations"),
    row=Label("đài", "station"),
    section=Section.COMMUNITY,
    icon="megaphone",
    name=("name",),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            Label("Tên đài", "Name of the station"),
            group=IDENTITY,
            required=True,
            copies=False,
        ),
        Field(
            "kind",
            Kind.CHOICE,
            Label("Loại đài", "Kind"),
            group=IDENTITY,
            required=True,
            choices=choices(
                ("wired", "Hữu tuyến", "Wired"),
                ("fm", "Không dây FM", "FM radio"),
                ("smart", "Ứng dụng CNTT-VT", "IT and telecom based"),
            ),
        ),
        Field(
            "frequency",
            Kind.DECIMAL,
            Label("Tần số", "Frequency"),
            help=Label(
                "Băng tần truyền thanh không dây: 54–68 MHz.", "Band of wireless stations: 54–68 MHz."
            ),
            unit=Label("MHz", "MHz"),
            group=NUMBERS,
            minimum=1,
            maximum=1000,
            relevant=Relevant("kind", ("fm",)),
        ),
        number("clusters", "Số cụm loa", "Clusters", unit=Label("cụm", "clusters"), maximum=10_000),
        number(
            "villages",
            "Số thôn, bản có cụm loa",
            "Villages with a cluster",
            unit=Label("thôn, bản", "villages"),
            maximum=1000,
        ),
        Field(
            "source_connected",
            Kind.YES_NO,
            Label("Kết nối hệ thống thông tin nguồn", "Connected to the source-information system"),
            group=USE,
        ),
        CONDITION,
        NOTE,
    ),
    checks=(
        fm_frequency("frequency"),
        needs("source_connected", True, "kind", "smart"),
        at_most("villages", "clusters", Level.SOFT),
    ),
)
