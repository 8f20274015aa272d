"""What several topics share: form sections, choices and fields that must look alike everywhere."""

from dataclasses import replace
from typing import Any

from desktop_app.domain.topic import Choice, Field, Kind, Label


def choices(*rows: tuple[str, str, str]) -> tuple[Choice, ...]:
    """Return choices from rows of key, Vietnamese and English."""
    return tuple(Choice(key, Label(vi, en)) for key, vi, en in rows)


IDENTITY = Label("Nhận dạng", "Identity")
CONFIGURATION = Label("Cấu hình", "Configuration")
FINANCE = Label("Tài chính", "Finance")
USE = Label("Sử dụng", "Use")
NUMBERS = Label("Số liệu", "Figures")

GB = Label("GB", "GB")
DONG = Label("đồng", "VND")
MBPS = Label("Mbps", "Mbps")
MILLISECONDS = Label("ms", "ms")
PEOPLE = Label("người", "people")
HOUSEHOLDS = Label("hộ", "households")

CONDITIONS = choices(
    ("good", "Tốt", "Good"),
    ("low_spec", "Dùng được, cấu hình thấp", "Usable, low specification"),
    ("broken", "Hỏng chờ sửa", "Broken, awaiting repair"),
    ("to_dispose", "Chờ thanh lý", "Awaiting disposal"),
)

# Mạng vùng: the operators that put up stations.
OPERATORS = choices(
    ("vinaphone", "Vinaphone", "Vinaphone"),
    ("viettel", "Viettel", "Viettel"),
    ("mobifone", "Mobifone", "Mobifone"),
    ("vietnamobile", "Vietnamobile", "Vietnamobile"),
    ("other", "Khác", "Other"),
)

# Doanh nghiệp: the companies that sell a line or a subscription.
PROVIDERS = choices(
    ("vnpt", "VNPT", "VNPT"),
    ("viettel", "Viettel", "Viettel"),
    ("mobifone", "Mobifone", "Mobifone"),
    ("fpt", "FPT", "FPT"),
    ("other", "Khác", "Other"),
)

FUNDINGS = choices(
    ("province", "Ngân sách tỉnh", "Provincial budget"),
    ("district", "Ngân sách huyện", "District budget"),
    ("commune", "Ngân sách xã", "Commune budget"),
    ("programme", "Chương trình mục tiêu quốc gia", "National target programme"),
    ("donation", "Tài trợ", "Donation"),
    ("other", "Khác", "Other"),
)

NOTE = Field("note", Kind.LONG_TEXT, Label("Ghi chú", "Note"), group=USE, copies=False)

PHOTOS = Field(
    "photos",
    Kind.ATTACHMENT,
    Label("Ảnh", "Photos"),
    help=Label(
        "Kéo ảnh vào đây hoặc bấm Thêm ảnh. Ảnh được thu nhỏ và bỏ thông tin máy chụp.",
        "Drop photos here or press Add photos. They are made smaller, and lose what the camera noted.",
    ),
    group=USE,
    copies=False,
)

OFFICE = Field(
    "office",
    Kind.REFERENCE,
    Label("Cơ quan, đơn vị", "Office"),
    help=Label("Chọn trong danh sách cơ quan đã nhập.", "Choose among the offices entered."),
    group=IDENTITY,
    to="office",
    carry=True,
)

OFFICE_MISSING = Label(
    "dòng này được tính cho chính đơn vị báo cáo.", "the row is counted for the reporting unit itself."
)

ASSET_CODE = Field("asset_code", Kind.TEXT, Label("Mã tài sản", "Asset code"), group=IDENTITY, copies=False)

SERIAL = Field(
    "serial",
    Kind.TEXT,
    Label("Số sê-ri", "Serial number"),
    help=Label("Ghi trên nhãn ở vỏ máy hoặc đáy máy.", "On the label of the case or underneath."),
    group=IDENTITY,
    copies=False,
)

MAKER = Field("maker", Kind.TEXT, Label("Hãng", "Maker"), group=IDENTITY)
MODEL = Field("model", Kind.TEXT, Label("Kiểu máy", "Model"), group=IDENTITY)

YEAR = Field(
    "year",
    Kind.YEAR,
    Label("Năm đưa vào sử dụng", "Year put in use"),
    help=Label(
        "Đủ bốn chữ số. Không nhớ rõ thì ghi là ước tính.", "Four digits. If unsure, mark as an estimate."
    ),
    group=FINANCE,
    minimum=1975,
    estimable=True,
    carry=True,
)

FUNDING = Field(
    "funding",
    Kind.CHOICE,
    Label("Nguồn vốn", "Funding source"),
    group=FINANCE,
    choices=FUNDINGS,
    carry=True,
)

COST = Field(
    "cost",
    Kind.MONEY,
    Label("Nguyên giá", "Original cost"),
    unit=DONG,
    group=FINANCE,
    minimum=0,
    estimable=True,
)

RESIDUAL = Field(
    "residual",
    Kind.MONEY,
    Label("Giá trị còn lại", "Residual value"),
    help=Label("Theo sổ kế toán; không lớn hơn nguyên giá.", "As in the books; not above the original cost."),
    unit=DONG,
    group=FINANCE,
    minimum=0,
    estimable=True,
)

USER = Field("user", Kind.TEXT, Label("Người sử dụng", "User"), group=USE, copies=False, people=True)
ROOM = Field("room", Kind.TEXT, Label("Phòng, nơi sử dụng", "Room"), group=USE, carry=True)

CONDITION = Field(
    "condition",
    Kind.CHOICE,
    Label("Tình trạng", "Condition"),
    group=USE,
    choices=CONDITIONS,
    required=True,
)


def number(key: str, vi: str, en: str, **more: Any) -> Field:
    """Return a whole number from 0 on that may be an estimate."""
    plain = Field(key, Kind.WHOLE, Label(vi, en), group=NUMBERS, minimum=0, estimable=True)
    return replace(plain, **more)
