"""Chứng thư chữ ký số: one row a certificate of a person or of an organisation."""

from desktop_app.domain.crosschecks import after, not_used_after
from desktop_app.domain.topic import Field, Kind, Label, Relevant, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, OFFICE, USE, choices

CERTIFICATE = Topic(
    key="certificate",
    title=Label("Chứng thư chữ ký số", "Digital certificates"),
    row=Label("chứng thư", "certificate"),
    section=Section.OFFICE,
    icon="file-key",
    name=("holder",),
    fields=(
        Field(
            "subject",
            Kind.CHOICE,
            Label("Cấp cho", "Issued to"),
            group=IDENTITY,
            required=True,
            carry=True,
            choices=choices(
                ("person", "Cá nhân", "A person"),
                ("organization", "Tổ chức", "An organisation"),
            ),
        ),
        OFFICE,
        Field(
            "holder",
            Kind.TEXT,
            Label("Chủ thể chứng thư", "Holder"),
            help=Label("Họ tên cá nhân hoặc tên cơ quan.", "Name of the person or of the office."),
            group=IDENTITY,
            required=True,
            copies=False,
            people=True,
        ),
        Field(
            "leader",
            Kind.YES_NO,
            Label("Là lãnh đạo", "Is a leader"),
            group=IDENTITY,
            relevant=Relevant("subject", ("person",)),
        ),
        Field(
            "carrier",
            Kind.CHOICE,
            Label("Thiết bị, hình thức ký", "Carrier"),
            group=USE,
            carry=True,
            choices=choices(
                ("token", "USB Token (PKI)", "PKI token"),
                ("sim", "SIM PKI", "SIM PKI"),
                ("remote", "Ký số từ xa", "Remote signing"),
            ),
        ),
        Field("issued", Kind.DATE, Label("Ngày cấp", "Issued on"), group=USE),
        Field("expires", Kind.DATE, Label("Ngày hết hạn", "Expires on"), group=USE),
        Field("in_use", Kind.YES_NO, Label("Thực tế có sử dụng", "In real use"), group=USE, required=True),
        NOTE,
    ),
    checks=(
        after("expires", "issued"),
        not_used_after("in_use", "expires"),
    ),
)
