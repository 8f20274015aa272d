"""Điểm cầu hội nghị truyền hình: one row a room with the levels that it links."""

from dataclasses import replace

from desktop_app.domain.crosschecks import linked, year_not_future
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import CONDITION, IDENTITY, NOTE, OFFICE, USE, YEAR, choices

VIDEO_ROOM = Topic(
    key="video_room",
    title=Label("Điểm cầu hội nghị truyền hình", "Video conference rooms"),
    row=Label("điểm cầu", "room"),
    section=Section.EQUIPMENT,
    icon="video",
    name=("name",),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            Label("Tên điểm cầu, phòng họp", "Name of the room"),
            group=IDENTITY,
            required=True,
            copies=False,
        ),
        replace(OFFICE, required=True),
        Field(
            "equipment",
            Kind.TEXT,
            Label("Thiết bị", "Equipment"),
            help=Label("Ví dụ: camera, màn hình, thiết bị đầu cuối.", "Camera, screen, terminal."),
            group=USE,
        ),
        Field("line", Kind.REFERENCE, Label("Đường truyền", "Line"), group=USE, to="line"),
        Field(
            "levels",
            Kind.MULTI_CHOICE,
            Label("Kết nối với cấp", "Linked levels"),
            group=USE,
            required=True,
            choices=choices(
                ("national", "Quốc gia", "National"),
                ("province", "Tỉnh", "Province"),
                ("district", "Huyện", "District"),
                ("commune", "Xã", "Commune"),
            ),
        ),
        replace(YEAR, group=USE),
        CONDITION,
        NOTE,
    ),
    checks=(
        year_not_future("year"),
        linked("line", "stage", "connected", "in_use"),
    ),
)
