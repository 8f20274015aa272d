"""The summary of one commune, and the district's consolidated tables: the figures of the report without its text."""

from dataclasses import replace

from desktop_app.app.ports import Asking, Desk
from desktop_app.domain.dates import format_date
from desktop_app.errors import UsageError
from desktop_app.i18n import _
from desktop_app.paper.asked import asked_for
from desktop_app.paper.consolidated import general
from desktop_app.paper.model import Column, Paragraph, Signature, Table
from desktop_app.paper.office_sheet import OfficeSheet
from desktop_app.paper.report_tables import EVERY, group_tables, indicator_table, listed, record_table
from desktop_app.paper.sentences import number_text
from desktop_app.paper.survey import Survey, survey, unit_survey
from desktop_app.paper.words import words

_SIGNATURES = (
    Signature("Người lập biểu"),
    Signature("Người kiểm tra"),
    Signature("TM. ỦY BAN NHÂN DÂN", "(Ký, họ tên, đóng dấu)"),
)


def summary(desk: Desk, asking: Asking) -> OfficeSheet:
    """Return the summary sheet (phiếu tổng hợp) of a unit (code), or of all that the home has."""
    home = survey(desk, ()) if asking.unit is None else unit_survey(desk, asked_for(desk, asking.unit))
    unknown = [figure for figure in listed(home) if figure.value is None]
    said = (
        [*general(home), f"{number_text(len(unknown))} chỉ tiêu chưa có số liệu."]
        if unknown
        else general(home)
    )
    blocks = [*map(Paragraph, said), _counts(desk, home), replace(indicator_table(home), title="2. Chỉ tiêu")]
    return _sheet("PHIẾU TỔNG HỢP", "Phiếu tổng hợp", home, blocks, wide=False)


def consolidated(desk: Desk, _asking: Asking) -> OfficeSheet:
    """Return the tables of every topic and figure, commune by commune; raises `UsageError` at a commune's home."""
    home = survey(desk, [indicator.key for indicator in EVERY])
    if not home.parts:
        raise UsageError(
            _("Biểu tổng hợp theo xã chỉ lập được ở kho của huyện."),
            todo=_("Ở xã, hãy in phiếu tổng hợp của xã."),
        )
    topics = {topic.key: topic.title.vi for topic in desk.topics.all}
    blocks = [*map(Paragraph, general(home)), record_table(home, topics), *group_tables(home)]
    return _sheet("BIỂU TỔNG HỢP THEO ĐƠN VỊ", "Biểu tổng hợp", home, blocks, wide=True)


def _sheet(
    title: str, name: str, home: Survey, blocks: list[Paragraph | Table], *, wide: bool
) -> OfficeSheet:
    place = home.place
    return OfficeSheet(
        title, home.name.short_committee,
        (f"Đợt: {place.round.name} – số liệu tính đến ngày {format_date(place.on)}",), blocks,
        words("vi").dated(home.name.bare, None), _SIGNATURES, f"{name} – biểu mẫu của đơn vị", wide, place.sample,
    )  # fmt: skip


def _counts(desk: Desk, home: Survey) -> Table:
    columns = [Column("Chủ đề"), *(Column(name, "right") for name in ("Số bản ghi", "Đã chốt", "Bản nháp"))]
    found = [(topic.title.vi, home.tallies[topic.key]) for topic in desk.topics.all]
    rows = [[name, *map(number_text, (one.total, one.final, one.total - one.final))] for name, one in found]
    total = ["Cộng", *map(number_text, (home.records, home.records - home.drafts, home.drafts))]
    return Table(columns, rows, "1. Số bản ghi", total)
