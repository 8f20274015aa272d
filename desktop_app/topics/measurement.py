"""Đo đường truyền: one row a measurement; it is added or deleted, never edited."""

from desktop_app.domain.crosschecks import at_most, not_future
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import IDENTITY, MBPS, MILLISECONDS, NOTE, NUMBERS, choices


def _speed(key: str, vi: str, en: str) -> Field:
    return Field(
        key,
        Kind.DECIMAL,
        Label(vi, en),
        unit=MBPS,
        group=NUMBERS,
        required=True,
        minimum=0,
        maximum=1_000_000,
    )


def _time(key: str, vi: str, en: str) -> Field:
    return Field(
        key, Kind.DECIMAL, Label(vi, en), unit=MILLISECONDS, group=NUMBERS, minimum=0, maximum=60_000
    )


MEASUREMENT = Topic(
    key="measurement",
    title=Label("Đo đường truyền", "Line measurements"),
    row=Label("lần đo", "measurement"),
    section=Section.NETWORK,
    icon="gauge",
    name=("line", "time"),
    append_only=True,
    fields=(
        Field(
            "line",
            Kind.REFERENCE,
            Label("Đường truyền", "Line"),
            group=IDENTITY,
            to="line",
            required=True,
            carry=True,
        ),
        Field(
            "time", Kind.MOMENT, Label("Thời điểm đo", "Time"), group=IDENTITY, required=True, copies=False
        ),
        Field(
            "target",
            Kind.CHOICE,
            Label("Đo đến", "Measured to"),
            group=IDENTITY,
            required=True,
            carry=True,
            choices=choices(
                ("hub", "Máy chủ của huyện", "The district's hub"),
                ("internet", "Internet", "Internet"),
            ),
        ),
        Field(
            "link",
            Kind.CHOICE,
            Label("Cách nối máy đo", "Link of the measuring PC"),
            group=IDENTITY,
            carry=True,
            choices=choices(("wired", "Có dây", "Wired"), ("wifi", "Wi-Fi", "Wi-Fi")),
        ),
        _speed("down_mbps", "Tốc độ tải xuống", "Download speed"),
        _speed("up_mbps", "Tốc độ tải lên", "Upload speed"),
        _time("latency_min", "Độ trễ nhỏ nhất", "Minimum latency"),
        _time("latency_median", "Độ trễ trung vị", "Median latency"),
        _time("jitter", "Độ biến thiên trễ", "Jitter"),
        Field(
            "loss",
            Kind.DECIMAL,
            Label("Tỷ lệ mất gói", "Packet loss"),
            unit=Label("%", "%"),
            group=NUMBERS,
            minimum=0,
            maximum=100,
        ),
        Field(
            "method",
            Kind.TEXT,
            Label("Phương pháp đo", "Method"),
            help=Label("Tên và phiên bản công cụ đo.", "Name and version of the tool."),
            group=NUMBERS,
            carry=True,
        ),
        NOTE,
    ),
    checks=(
        not_future("time"),
        at_most("latency_min", "latency_median"),
    ),
)
