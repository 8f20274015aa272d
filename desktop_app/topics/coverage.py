"""Vùng phủ sóng: one row a village and an operator, with the signal of each technology."""

from desktop_app.domain.crosschecks import one_per
from desktop_app.domain.topic import Field, Kind, Label, Matrix, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, NUMBERS, OPERATORS, USE, choices

_LEVELS = choices(("good", "Tốt", "Good"), ("weak", "Yếu", "Weak"), ("none", "Không có", "None"))

_SIGNALS = ("signal_2g", "signal_3g", "signal_4g", "signal_5g")


def _signal(generation: str, *, required: bool = False) -> Field:
    return Field(
        f"signal_{generation}g",
        Kind.CHOICE,
        Label(f"Sóng {generation}G", f"{generation}G signal"),
        group=NUMBERS,
        choices=_LEVELS,
        required=required,
    )


COVERAGE = Topic(
    key="coverage",
    title=Label("Vùng phủ sóng", "Coverage"),
    row=Label("bản × nhà mạng", "village × operator"),
    section=Section.NETWORK,
    icon="signal",
    name=("village", "operator"),
    fields=(
        Field(
            "village",
            Kind.REFERENCE,
            Label("Thôn, bản", "Village"),
            group=IDENTITY,
            to="village",
            required=True,
            carry=True,
        ),
        Field(
            "operator",
            Kind.CHOICE,
            Label("Nhà mạng", "Operator"),
            group=IDENTITY,
            choices=OPERATORS,
            required=True,
        ),
        _signal("2"),
        _signal("3", required=True),
        _signal("4", required=True),
        _signal("5"),
        Field(
            "place",
            Kind.CHOICE,
            Label("Nơi đo", "Where"),
            group=USE,
            carry=True,
            choices=choices(("indoor", "Trong nhà", "Indoors"), ("outdoor", "Ngoài trời", "Outdoors")),
        ),
        Field(
            "method",
            Kind.CHOICE,
            Label("Cách xác định", "How it was found"),
            group=USE,
            carry=True,
            choices=choices(
                ("meter", "Máy đo", "Meter"),
                ("call", "Gọi thử", "Test call"),
                ("asked", "Hỏi dân", "Asked the people"),
            ),
        ),
        NOTE,
    ),
    checks=(one_per("village", "operator"),),
    matrix=Matrix(
        rows="village",
        columns="operator",
        cells=(*_SIGNALS, "place", "method"),
        usual=("vinaphone", "viettel", "mobifone"),
        graded=_SIGNALS,
    ),
)
