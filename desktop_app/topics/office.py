"""Cơ quan, đơn vị: one row an office, the place that people, machines and lines belong to."""

from desktop_app.domain.crosschecks import no_more_than
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, PEOPLE, USE, choices, number

OFFICES = Topic(
    key="office",
    title=Label("Cơ quan, đơn vị", "Offices"),
    row=Label("cơ quan", "office"),
    section=Section.OFFICE,
    icon="building-2",
    name=("name",),
    duplicates=("name", "budget_code"),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            Label("Tên cơ quan, đơn vị", "Name of the office"),
            help=Label("Ghi đủ: UBND xã Mường Pồn.", "In full: UBND xã Mường Pồn."),
            group=IDENTITY,
            required=True,
            copies=False,
        ),
        Field(
            "level",
            Kind.CHOICE,
            Label("Cấp", "Level"),
            group=IDENTITY,
            required=True,
            carry=True,
            choices=choices(
                ("province", "Cấp tỉnh", "Province"),
                ("district", "Cấp huyện", "District"),
                ("commune", "Cấp xã", "Commune"),
            ),
        ),
        Field(
            "kind",
            Kind.CHOICE,
            Label("Loại cơ quan", "Kind of office"),
            group=IDENTITY,
            required=True,
            choices=choices(
                ("party", "Cơ quan Đảng", "Party office"),
                ("committee", "Ủy ban nhân dân", "People's committee"),
                ("department", "Phòng chuyên môn", "Specialised division"),
                ("union", "Đoàn thể", "Mass organisation"),
                ("school", "Trường học", "School"),
                ("health", "Trạm y tế", "Health station"),
                ("other", "Khác", "Other"),
            ),
        ),
        Field(
            "budget_code",
            Kind.TEXT,
            Label("Mã QHNS", "Budget code"),
            help=Label(
                "Mã đơn vị có quan hệ với ngân sách, in trên biên bản.", "Printed at the head of forms."
            ),
            group=IDENTITY,
            copies=False,
        ),
        number("posts", "Biên chế", "Posts", unit=PEOPLE, maximum=10_000),
        Field(
            "lan",
            Kind.CHOICE,
            Label("Mạng nội bộ (LAN)", "Local network (LAN)"),
            group=USE,
            required=True,
            choices=choices(
                ("wired", "Có dây", "Wired"),
                ("wifi", "Wi-Fi", "Wi-Fi"),
                ("both", "Có dây và Wi-Fi", "Wired and Wi-Fi"),
                ("none", "Không có", "None"),
            ),
        ),
        NOTE,
    ),
    checks=(no_more_than("computer", "office", "posts"),),
)
