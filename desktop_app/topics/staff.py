"""Cán bộ, công chức: one row a person, with no more personal data than the survey needs."""

from desktop_app.domain.crosschecks import recommended, year_not_future
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, OFFICE, OFFICE_MISSING, USE, choices

STAFF = Topic(
    key="staff",
    title=Label("Cán bộ, công chức", "Officials"),
    row=Label("người", "person"),
    section=Section.OFFICE,
    icon="users",
    name=("name",),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            Label("Họ và tên", "Full name"),
            group=IDENTITY,
            required=True,
            copies=False,
            people=True,
        ),
        OFFICE,
        Field("position", Kind.TEXT, Label("Chức vụ", "Position"), group=IDENTITY),
        Field("leader", Kind.YES_NO, Label("Là lãnh đạo", "Is a leader"), group=IDENTITY),
        Field(
            "computer",
            Kind.YES_NO,
            Label("Có máy tính để làm việc", "Has a computer for work"),
            group=USE,
            required=True,
        ),
        Field(
            "skill",
            Kind.CHOICE,
            Label("Kỹ năng số", "Digital skill"),
            group=USE,
            required=True,
            choices=choices(
                ("proficient", "Thành thạo", "Proficient"),
                ("basic", "Cơ bản", "Basic"),
                ("none", "Chưa sử dụng được", "Cannot use yet"),
            ),
        ),
        Field(
            "trained",
            Kind.YEAR,
            Label("Năm tập huấn gần nhất", "Year of last training"),
            group=USE,
            minimum=1990,
            estimable=True,
        ),
        NOTE,
    ),
    checks=(
        year_not_future("trained"),
        recommended("office", OFFICE_MISSING),
    ),
)
