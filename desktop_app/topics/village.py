"""Thôn, bản: one row a village."""

from desktop_app.domain.crosschecks import at_most
from desktop_app.domain.topic import Field, Kind, Label, Level, Section, Topic
from desktop_app.topics.shared import HOUSEHOLDS, IDENTITY, NOTE, PEOPLE, USE, number

VILLAGE = Topic(
    key="village",
    title=Label("Thôn, bản", "Villages"),
    row=Label("thôn, bản", "village"),
    section=Section.COMMUNITY,
    icon="house",
    name=("name",),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            Label("Tên thôn, bản", "Name of the village"),
            group=IDENTITY,
            required=True,
            copies=False,
        ),
        number("households", "Số hộ", "Households", unit=HOUSEHOLDS, required=True, maximum=20_000),
        number("people", "Số nhân khẩu", "People", unit=PEOPLE, maximum=100_000),
        number("adults", "Người trưởng thành", "Adults", unit=PEOPLE, maximum=100_000),
        number(
            "smartphones",
            "Người trưởng thành có điện thoại thông minh",
            "Adults with a smartphone",
            unit=PEOPLE,
            maximum=100_000,
        ),
        number(
            "fixed_broadband",
            "Hộ có băng rộng cố định",
            "Households with fixed broadband",
            unit=HOUSEHOLDS,
            maximum=20_000,
        ),
        Field("fibre", Kind.YES_NO, Label("Cáp quang đến bản", "Fibre reaches it"), group=USE),
        Field("grid_power", Kind.YES_NO, Label("Có điện lưới", "Grid power"), group=USE),
        Field(
            "public_service_area",
            Kind.YES_NO,
            Label("Thuộc vùng công ích", "In the public-service area"),
            help=Label(
                "Vùng được hỗ trợ dịch vụ viễn thông công ích.",
                "Area with supported public telecommunication services.",
            ),
            group=USE,
        ),
        NOTE,
    ),
    checks=(
        at_most("fixed_broadband", "households"),
        at_most("households", "people", Level.SOFT),
        at_most("adults", "people"),
        at_most("smartphones", "adults"),
    ),
)
