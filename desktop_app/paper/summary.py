"""The summary of a commune, and the district's consolidated tables: the report's figures without its text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop_app.app.paper_details import PaperDetails, paper_details
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

# By the key of the signatory's name in the details that an office writes.
_SIGNATURES = {
    "preparer": Signature("Người lập biểu"),
    "checker": Signature("Người kiểm tra"),
    "head": Signature("TM. ỦY BAN NHÂN DÂN", "(Ký, họ tên, đóng dấu)"),
}


def summary(desk: Desk, asking: Asking) -> OfficeSheet:
    """Return the summary sheet (phiếu tổng hợp) of a unit (code), or of all that the home has."""
    home = survey(desk, ()) if asking.unit is None else unit_survey(desk, asked_for(desk, asking.unit))
    tables = [_counts(desk, home), replace(indicator_table(home), title="2. Chỉ tiêu")]
    details = paper_details(desk, asking.unit)
    return _sheet("Phiếu tổng hợp", home, details, [*general(home), *_unknown(home)], tables, wide=False)


def _unknown(home: Survey) -> Iterator[str]:
    figures = listed(home)
    unknown = sum(figure.value is None for figure in figures)
    if unknown:
        yield f"{number_text(unknown)}/{number_text(len(figures))} chỉ tiêu chưa có số liệu."


def consolidated(desk: Desk, _asking: Asking) -> OfficeSheet:
    """Return the tables of every topic and figure, unit by unit; raises `UsageError` at a commune."""
    home = survey(desk, [indicator.key for indicator in EVERY])
    if not home.parts:
        raise UsageError(
            _("Biểu tổng hợp theo xã chỉ lập được ở kho của huyện."),
            todo=_("Ở xã, hãy in phiếu tổng hợp của xã."),
        )
    topics = {topic.key: topic.title.vi for topic in desk.topics.all}
    tables = [record_table(home, topics), *group_tables(home)]
    details = paper_details(desk, None)
    return _sheet("Biểu tổng hợp theo đơn vị", home, details, list(general(home)), tables, wide=True)


def _sheet(
    name: str,
    home: Survey,
    details: PaperDetails,
    said: Sequence[str],
    tables: Sequence[Table],
    *,
    wide: bool,
) -> OfficeSheet:
    return OfficeSheet(
        name.upper(),
        details.unit or home.name.short_committee,
        (f"Đợt: {home.place.round.name} – số liệu tính đến ngày {format_date(home.place.on)}",),
        [*map(Paragraph, said), *tables],
        words("vi").dated(details.place or home.name.bare, None),
        [replace(place, name=details.signatories.get(key, "")) for key, place in _SIGNATURES.items()],
        f"{name} – biểu mẫu của đơn vị",
        wide,
        home.place.sample,
        is_empty=not home.records,
    )


def _counts(desk: Desk, home: Survey) -> Table:
    columns = [Column("Chủ đề"), *(Column(name, "right") for name in ("Số bản ghi", "Đã chốt", "Bản nháp"))]
    found = [(topic.title.vi, home.tallies[topic.key]) for topic in desk.topics.all]
    rows = [[name, *map(number_text, (one.total, one.final, one.total - one.final))] for name, one in found]
    total = ["Cộng", *map(number_text, (home.records, home.records - home.drafts, home.drafts))]
    return Table(columns, rows, "1. Số bản ghi", total)
