"""Điểm phục vụ bưu chính: one row a post office, cultural post point, agent or public letter box.

Luật Bưu chính 2010, Điều 3: bưu cục, ki-ốt, đại lý, thùng thư công cộng are all service points.
"""

from desktop_app.domain.crosschecks import norm_at_least
from desktop_app.domain.topic import Field, Kind, Label, Relevant, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, PEOPLE, PHOTOS, USE, choices, number

_STAFFED = Relevant("kind", ("post_office", "cultural", "agent"))

POSTAL_POINT = Topic(
    key="postal_point",
    title=Label("Điểm phục vụ bưu chính", "Postal service points"),
    row=Label("điểm", "point"),
    section=Section.COMMUNITY,
    icon="mail",
    name=("name",),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            Label("Tên điểm", "Name of the point"),
            group=IDENTITY,
            required=True,
            copies=False,
        ),
        Field(
            "kind",
            Kind.CHOICE,
            Label("Loại điểm", "Kind"),
            group=IDENTITY,
            required=True,
            choices=choices(
                ("post_office", "Bưu cục", "Post office"),
                ("cultural", "Điểm Bưu điện – Văn hóa xã", "Commune cultural post office"),
                ("agent", "Đại lý bưu điện", "Postal agent"),
                ("letter_box", "Thùng thư công cộng", "Public letter box"),
            ),
        ),
        Field(
            "operator",
            Kind.CHOICE,
            Label("Doanh nghiệp", "Operator"),
            group=IDENTITY,
            required=True,
            carry=True,
            choices=choices(
                ("vnpost", "Bưu điện Việt Nam (VNPost)", "Vietnam Post (VNPost)"),
                ("viettel_post", "Viettel Post", "Viettel Post"),
                ("other", "Khác", "Other"),
            ),
        ),
        Field("solid", Kind.YES_NO, Label("Nhà kiên cố", "Solid building"), group=USE, relevant=_STAFFED),
        Field("internet", Kind.YES_NO, Label("Có Internet", "Has Internet"), group=USE, relevant=_STAFFED),
        Field(
            "hours",
            Kind.DECIMAL,
            Label("Số giờ mở cửa", "Opening hours"),
            help=Label("Định mức: từ 4 giờ một ngày.", "Norm: at least 4 hours a day."),
            unit=Label("giờ/ngày", "hours a day"),
            group=USE,
            digits=1,
            minimum=0,
            maximum=24,
            relevant=_STAFFED,
        ),
        number("staff", "Số nhân viên", "Staff", unit=PEOPLE, group=USE, maximum=1000, relevant=_STAFFED),
        PHOTOS,
        NOTE,
    ),
    checks=(norm_at_least("hours", 4),),
)
