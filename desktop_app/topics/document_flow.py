"""Văn bản điện tử: one row an office and a month."""

from dataclasses import replace

from desktop_app.domain.crosschecks import at_most, not_future, one_per
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, OFFICE, number

_DOCUMENTS = Label("văn bản", "documents")

DOCUMENT_FLOW = Topic(
    key="document_flow",
    title=Label("Văn bản điện tử", "Electronic documents"),
    row=Label("tháng", "month"),
    section=Section.OFFICE,
    icon="file-check",
    name=("office", "month"),
    fields=(
        replace(OFFICE, required=True),
        Field("month", Kind.MONTH, Label("Tháng", "Month"), group=IDENTITY, required=True, copies=False),
        number("issued", "Văn bản đã ban hành", "Documents issued", unit=_DOCUMENTS, required=True),
        number("electronic", "Văn bản điện tử", "Electronic documents", unit=_DOCUMENTS, required=True),
        number(
            "signed_office",
            "Có ký số của cơ quan",
            "Signed by the office",
            unit=_DOCUMENTS,
            help=Label("Trong số văn bản điện tử.", "Among the electronic documents."),
        ),
        number(
            "signed_leader",
            "Có ký số của lãnh đạo",
            "Signed by its leader",
            unit=_DOCUMENTS,
            help=Label("Trong số văn bản điện tử.", "Among the electronic documents."),
        ),
        NOTE,
    ),
    checks=(
        not_future("month"),
        at_most("electronic", "issued"),
        at_most("signed_office", "electronic"),
        at_most("signed_leader", "electronic"),
        one_per("office", "month"),
    ),
)
