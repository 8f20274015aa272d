"""Máy tính: one row a computer, as it stands in the asset register and on the desk."""

from desktop_app.domain.crosschecks import (
    at_most,
    no_address,
    no_product_key,
    real_identity,
    recommended,
    year_not_future,
)
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import (
    ASSET_CODE,
    CONDITION,
    CONFIGURATION,
    COST,
    FUNDING,
    GB,
    IDENTITY,
    MAKER,
    MODEL,
    NOTE,
    OFFICE,
    OFFICE_MISSING,
    RESIDUAL,
    ROOM,
    SERIAL,
    USE,
    USER,
    YEAR,
    choices,
)

CLASSIFIED = "standalone_classified"

COMPUTER = Topic(
    key="computer",
    title=Label("Máy tính", "Computers"),
    row=Label("máy tính", "computer"),
    section=Section.EQUIPMENT,
    icon="monitor",
    name=("asset_code", "maker", "model"),
    duplicates=("asset_code", "serial"),
    fields=(
        ASSET_CODE,
        SERIAL,
        OFFICE,
        Field(
            "kind",
            Kind.CHOICE,
            Label("Loại máy", "Kind"),
            group=IDENTITY,
            required=True,
            choices=choices(
                ("desktop", "Để bàn", "Desktop"),
                ("laptop", "Xách tay", "Laptop"),
                ("all_in_one", "Tất cả trong một", "All in one"),
                ("server", "Máy chủ", "Server"),
            ),
        ),
        MAKER,
        MODEL,
        Field("cpu", Kind.TEXT, Label("Bộ xử lý (CPU)", "Processor (CPU)"), group=CONFIGURATION),
        Field(
            "ram_gb",
            Kind.WHOLE,
            Label("Bộ nhớ RAM", "Memory (RAM)"),
            unit=GB,
            group=CONFIGURATION,
            minimum=1,
            maximum=8192,
        ),
        Field(
            "disk_kind",
            Kind.CHOICE,
            Label("Loại ổ đĩa", "Kind of disk"),
            group=CONFIGURATION,
            choices=choices(
                ("ssd", "SSD", "SSD"),
                ("hdd", "HDD", "HDD"),
                ("both", "Cả SSD và HDD", "SSD and HDD"),
            ),
        ),
        Field(
            "disk_gb",
            Kind.WHOLE,
            Label("Dung lượng ổ đĩa", "Disk size"),
            help=Label("1 TB ghi là 1000.", "1 TB is written as 1000."),
            unit=GB,
            group=CONFIGURATION,
            minimum=1,
            maximum=1_000_000,
        ),
        Field(
            "os",
            Kind.TEXT,
            Label("Hệ điều hành", "Operating system"),
            help=Label(
                "Ví dụ: Windows 10 Pro. Không ghi khóa bản quyền.", "Windows 10 Pro. Never a product key."
            ),
            group=CONFIGURATION,
        ),
        Field("os_licensed", Kind.YES_NO, Label("Có bản quyền", "Licensed"), group=CONFIGURATION),
        Field(
            "antivirus",
            Kind.TEXT,
            Label("Phần mềm diệt vi-rút", "Antivirus"),
            help=Label(
                "Tên phần mềm; ghi “Không có” nếu không cài.", "Its name; “Không có” if there is none."
            ),
            group=CONFIGURATION,
        ),
        YEAR,
        FUNDING,
        COST,
        RESIDUAL,
        USER,
        ROOM,
        CONDITION,
        Field(
            "connection",
            Kind.CHOICE,
            Label("Kết nối", "Connection"),
            help=Label(
                "Máy soạn thảo văn bản mật để độc lập: không Internet, không đường truyền.",
                "A machine for classified documents stands alone: no Internet, no line.",
            ),
            group=USE,
            required=True,
            choices=choices(
                ("lan", "Mạng LAN", "LAN"),
                ("internet", "Internet", "Internet"),
                ("tslcd", "Mạng TSLCD", "Government network (TSLCD)"),
                (CLASSIFIED, "Độc lập – soạn thảo văn bản mật", "Stand-alone, classified documents"),
                ("none", "Chưa kết nối", "Not connected"),
            ),
        ),
        NOTE,
    ),
    checks=(
        year_not_future("year"),
        at_most("residual", "cost"),
        real_identity("serial"),
        recommended("office", OFFICE_MISSING),
        no_address("connection", CLASSIFIED),
        no_product_key(),
    ),
)
