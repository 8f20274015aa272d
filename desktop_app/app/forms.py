"""What can be printed: the command line has a verb for each form, the window a line, by what stands here.

How each is made stands in `desktop_app.paper.forms`.
"""

from desktop_app.app.ports import FormInfo, Want
from desktop_app.domain.topic import Label

UNIT, OFFICE, TOPIC = Want.UNIT, Want.OFFICE, Want.TOPIC

TT_107 = "(Ban hành kèm theo Thông tư số 107/2017/TT-BTC\nngày 10/10/2017 của Bộ Tài chính)"

FORMS = (
    FormInfo(
        "report", Label("Báo cáo tổng hợp", "Consolidated report"),
        Label("Báo cáo tổng hợp của huyện", "The district's consolidated report"),
        "file-text", "bao-cao", frozenset(), official=True, district=True,
    ),
    FormInfo(
        "c53", Label("Biên bản kiểm kê C53-HD", "Inventory record C53-HD"),
        Label("Biên bản kiểm kê tài sản cố định, mẫu C53-HD", "The record of an inventory, form C53-HD"),
        "file-check", "C53-HD", frozenset({UNIT, OFFICE}), official=True, code="C53-HD", circular=TT_107,
    ),
    FormInfo(
        "s26", Label("Sổ theo dõi S26-H", "Asset ledger S26-H"),
        Label("Sổ theo dõi TSCĐ và CCDC tại nơi sử dụng, mẫu S26-H", "Ledger of assets in use, form S26-H"),
        "list-checks", "S26-H", frozenset({UNIT, OFFICE}), official=True, code="S26-H", circular=TT_107,
    ),
    FormInfo(
        "s25", Label("Thẻ tài sản S25-H", "Asset cards S25-H"),
        Label(
            "Thẻ tài sản cố định S25-H, mỗi tài sản một trang; bố cục chưa đối chiếu với mẫu ban hành",
            "Asset cards S25-H, a page each; the layout was not compared with the official one",
        ),
        "package", "S25-H", frozenset({UNIT, OFFICE, Want.WHERE}), code="S25-H",
    ),
    FormInfo(
        "c50", Label("Biên bản giao nhận C50-HD", "Hand-over record C50-HD"),
        Label(
            "Biên bản giao nhận TSCĐ C50-HD; bố cục chưa đối chiếu với mẫu ban hành",
            "The hand-over record C50-HD; the layout was not compared with the official one",
        ),
        "arrow-left-right", "C50-HD", frozenset({UNIT, OFFICE, Want.WHERE}), code="C50-HD",
    ),
    FormInfo(
        "register", Label("Danh sách", "Register"),
        Label("Danh sách của một chủ đề", "The register of a topic"),
        "table-2", "danh-sach", frozenset({UNIT, TOPIC, Want.WHERE}), frozenset({TOPIC}),
        all_units=True,
    ),
    FormInfo(
        "labels", Label("Tem tài sản", "Asset labels"),
        Label("Tem mã QR cho máy tính, thiết bị", "Labels with QR codes for computers and devices"),
        "table-2", "tem-tai-san",
        frozenset({UNIT, OFFICE, TOPIC, Want.WHERE, Want.START, Want.LAYOUT, Want.OFFSET, Want.CALIBRATE}),
        topics=("computer", "peripheral"),
    ),
    FormInfo(
        "summary", Label("Phiếu tổng hợp", "Summary sheet"),
        Label("Phiếu tổng hợp số liệu của một xã", "The summary sheet of a commune"),
        "gauge", "phieu-tong-hop", frozenset({UNIT}), all_units=True,
    ),
    FormInfo(
        "consolidated", Label("Biểu tổng hợp theo xã", "Consolidated tables"),
        Label("Biểu tổng hợp của huyện, từng xã một", "The district's tables, commune by commune"),
        "table-2", "bieu-tong-hop", frozenset(), district=True,
    ),
    FormInfo(
        "blank", Label("Phiếu khảo sát trống", "Blank survey form"),
        Label("Phiếu khảo sát của một chủ đề, để ghi tay", "The survey form of a topic, to fill in by hand"),
        "pencil", "phieu-trong", frozenset({UNIT, TOPIC}), frozenset({TOPIC}), by_hand=True,
    ),
    FormInfo(
        "blank-list", Label("Phiếu ghi danh sách", "List to fill in"),
        Label("Phiếu ghi tay nhiều bản ghi của một chủ đề, mỗi dòng một bản ghi",
              "A sheet for many records of a topic by hand, a row each"),
        "pencil", "phieu-danh-sach", frozenset({UNIT, TOPIC}), frozenset({TOPIC}), by_hand=True,
    ),
    FormInfo(
        "filled", Label("Phiếu khảo sát đã ghi", "Filled-in survey form"),
        Label("Phiếu khảo sát đã ghi số liệu, mỗi bản ghi một phiếu, để ký",
              "The survey form filled in from each record, to sign"),
        "list-checks", "phieu-khao-sat", frozenset({UNIT, TOPIC, Want.WHERE}), frozenset({TOPIC}),
        all_units=True,
    ),
)  # fmt: skip
