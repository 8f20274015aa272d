"""Đường truyền: one row a line of an office; equipped is not yet connected, connected not yet in use."""

from desktop_app.domain.crosschecks import forbids, recommended
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import IDENTITY, MBPS, NOTE, OFFICE, OFFICE_MISSING, PROVIDERS, USE, choices

LINE = Topic(
    key="line",
    title=Label("Đường truyền", "Lines"),
    row=Label("đường truyền", "line"),
    section=Section.NETWORK,
    icon="cable",
    name=("name",),
    fields=(
        Field(
            "name",
            Kind.TEXT,
            Label("Tên, số hiệu đường truyền", "Name or number of the line"),
            help=Label(
                "Đặt sao cho dễ nhận ra: TSLCD cấp II – UBND xã.", "So that one knows it among the others."
            ),
            group=IDENTITY,
            required=True,
            copies=False,
        ),
        OFFICE,
        Field(
            "kind",
            Kind.CHOICE,
            Label("Loại đường truyền", "Kind"),
            group=IDENTITY,
            required=True,
            choices=choices(
                ("internet", "Internet", "Internet"),
                ("tslcd1", "TSLCD cấp I", "Government network (TSLCD), level I"),
                ("tslcd2", "TSLCD cấp II", "Government network (TSLCD), level II"),
                ("wan", "WAN tỉnh", "Provincial WAN"),
            ),
        ),
        # "status" is the record's own draft/final, so the line's has another name.
        Field(
            "stage",
            Kind.CHOICE,
            Label("Trạng thái", "Stage"),
            help=Label("Đã trang bị chưa phải là đang sử dụng.", "Equipped is not yet in use."),
            group=USE,
            required=True,
            choices=choices(
                ("not_equipped", "Chưa trang bị", "Not equipped"),
                ("equipped", "Đã trang bị", "Equipped"),
                ("connected", "Đã đấu nối", "Connected"),
                ("in_use", "Đang sử dụng", "In use"),
            ),
        ),
        Field("provider", Kind.CHOICE, Label("Nhà cung cấp", "Provider"), group=USE, choices=PROVIDERS),
        Field(
            "technology",
            Kind.CHOICE,
            Label("Công nghệ", "Technology"),
            group=USE,
            choices=choices(
                ("ftth", "Cáp quang (FTTH)", "Fibre (FTTH)"),
                ("copper", "Cáp đồng", "Copper"),
                ("4g", "4G", "4G"),
                ("satellite", "Vệ tinh", "Satellite"),
                ("other", "Khác", "Other"),
            ),
        ),
        Field(
            "mbps",
            Kind.WHOLE,
            Label("Băng thông theo hợp đồng", "Contracted bandwidth"),
            unit=MBPS,
            group=USE,
            minimum=1,
            maximum=1_000_000,
        ),
        Field(
            "purpose",
            Kind.MULTI_CHOICE,
            Label("Mục đích sử dụng", "Purpose"),
            group=USE,
            choices=choices(
                ("work", "Công việc chung", "General work"),
                ("documents", "Gửi nhận văn bản điện tử", "Electronic documents"),
                ("services", "Dịch vụ công và một cửa", "Public services"),
                ("video", "Hội nghị truyền hình", "Video conferences"),
                ("other", "Khác", "Other"),
            ),
        ),
        NOTE,
    ),
    checks=(
        recommended("office", OFFICE_MISSING),
        forbids("stage", "not_equipped", "technology", "mbps"),
    ),
)
