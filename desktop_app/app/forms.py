"""What can be printed: the command line has a verb for each form, the window a line, by what stands here.

How each is made stands in `desktop_app.paper.forms`.
"""

from desktop_app.app.ports import FormInfo, Want
from desktop_app.domain.topic import Label

UNIT, OFFICE, TOPIC = Want.UNIT, Want.OFFICE, Want.TOPIC

FORMS = (
    FormInfo(
        "report", Label("Báo cáo tổng hợp", "Consolidated report"),
        Label("Báo cáo tổng hợp của huyện", "The district's consolidated report"),
        "file-text", "bao-cao", frozenset(), official=True, district=True,
    ),
    FormInfo(
        "c53", Label("Biên bản kiểm kê C53-HD", "Inventory record C53-HD"),
        Label("Biên bản kiểm kê tài sản cố định, mẫu C53-HD", "The record of an inventory, form C53-HD"),
        "file-check", "C53-HD", frozenset({UNIT, OFFICE}), official=True,
    ),
    FormInfo(
        "register", Label("Danh sách", "Register"),
        Label("Danh sách của một chủ đề", "The register of a topic"),
        "table", "danh-sach", frozenset({UNIT, TOPIC, Want.WHERE}), frozenset({TOPIC}),
    ),
    FormInfo(
        "summary", Label("Phiếu tổng hợp", "Summary sheet"),
        Label("Phiếu tổng hợp số liệu của một xã", "The summary sheet of a commune"),
        "gauge", "phieu-tong-hop", frozenset({UNIT}),
    ),
    FormInfo(
        "consolidated", Label("Biểu tổng hợp theo xã", "Consolidated tables"),
        Label("Biểu tổng hợp của huyện, từng xã một", "The district's tables, commune by commune"),
        "table-2", "bieu-tong-hop", frozenset(), district=True,
    ),
    FormInfo(
        "blank", Label("Phiếu khảo sát trống", "Blank survey form"),
        Label("Phiếu khảo sát của một chủ đề, để ghi tay", "The survey form of a topic, to fill in by hand"),
        "pencil", "phieu-trong", frozenset({UNIT, TOPIC}), frozenset({TOPIC}),
    ),
    FormInfo(
        "filled", Label("Phiếu khảo sát đã ghi", "Filled-in survey form"),
        Label("Phiếu khảo sát đã ghi số liệu, mỗi bản ghi một phiếu, để ký",
              "The survey form filled in from each record, to sign"),
        "list-checks", "phieu-khao-sat", frozenset({UNIT, TOPIC, Want.WHERE}), frozenset({TOPIC}),
    ),
)  # fmt: skip
