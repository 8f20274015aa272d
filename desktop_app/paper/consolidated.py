"""The consolidated report of a home: a district's to the province, or a commune's to its district.

Laid out by NĐ 30/2020/NĐ-CP; every number in it is computed from the records (`survey`), none is typed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop_app.app.paper_details import PaperDetails, paper_details
from desktop_app.app.ports import Asking, Desk
from desktop_app.domain.dates import administrative_date, format_date
from desktop_app.domain.numbers import format_percent
from desktop_app.indicators import Figure
from desktop_app.paper.model import Block, BulletList, DistrictReport, Heading, Paragraph
from desktop_app.paper.remarks import DIFFICULTIES, PROPOSALS, Remark
from desktop_app.paper.report_tables import BY_UNIT, indicator_table, listed, target_text, unit_table
from desktop_app.paper.results import SECTIONS
from desktop_app.paper.sentences import Teller, lowered, number_text, title, unbroken, value_text
from desktop_app.paper.survey import Survey, survey

# Who else gets a copy, by the kind of unit.
_COPIES = {
    "tỉnh": ("Thường trực Tỉnh ủy, HĐND tỉnh", "Lãnh đạo UBND tỉnh"),
    "huyện": ("Thường trực Huyện ủy, HĐND huyện", "Lãnh đạo UBND huyện", "UBND các xã"),
    "xã": ("Thường trực Đảng ủy, HĐND xã", "Lãnh đạo UBND xã"),
}


def report(desk: Desk, _asking: Asking) -> DistrictReport:
    """Return the report of this home to the level above; number, date and signer are left to the clerk."""
    return lettered(document(survey(desk, BY_UNIT)), paper_details(desk))


def lettered(report: DistrictReport, details: PaperDetails) -> DistrictReport:
    """Return a report with what the office wrote of its head and its end."""
    return replace(
        report,
        superior=details.superior or report.superior,
        issuer=details.issuer or report.issuer,
        symbol=details.symbol or report.symbol,
        place=details.place or report.place,
        signer_titles=details.signer_titles or report.signer_titles,
        signer=details.signer or report.signer,
        recipients=details.recipients or report.recipients,
        filed=details.filed or report.filed,
    )


def document(home: Survey) -> DistrictReport:
    """Return the report as data."""
    name = home.name
    return DistrictReport(
        superior="",  # a people's committee stands under no other body: only its own name
        issuer=f"ỦY BAN NHÂN DÂN\n{name.full.upper()}",
        symbol="BC-UBND",
        place=name.bare,
        subject=f"Kết quả khảo sát hạ tầng số trên địa bàn {name.running}",
        blocks=list(_blocks(home)),
        addressees=() if home.above is None else (home.above.committee,),
        recipients=(*(() if home.above is None else ("Như trên",)), *_COPIES.get(name.kind, ())),
        sample=home.place.sample,
    )


def _blocks(home: Survey) -> Iterator[Block]:
    teller = _teller(home)
    yield Paragraph(_opening(home))
    yield Heading("TÌNH HÌNH CHUNG")
    yield from map(Paragraph, general(home))
    yield Heading("KẾT QUẢ KHẢO SÁT")
    yield from _results(teller)
    yield Heading("Biểu tổng hợp", 2)
    yield indicator_table(home)
    if home.parts:
        yield unit_table(home)
    yield Heading("KHÓ KHĂN, HẠN CHẾ")
    yield from _difficulties(home, teller)
    yield Heading("CHỈ TIÊU VÀ KIẾN NGHỊ")
    yield Heading("Mức độ đạt chỉ tiêu", 2)
    yield from _targets(home)
    yield from _proposals(teller)
    yield Paragraph(_closing(home))


def _teller(home: Survey) -> Teller:
    words = {
        "whole": f"toàn {home.name.kind}",
        "level": home.name.kind,
        "above": "cấp trên" if home.above is None else home.above.short_committee,
    }
    return Teller(home.figures, words, "district" if home.parts else "commune")


def _opening(home: Survey) -> str:
    return (
        f"Thực hiện đợt “{home.place.round.name}”, {home.name.short_committee} báo cáo kết quả khảo sát hạ "
        f"tầng số trên địa bàn {home.name.running}, số liệu tính đến {administrative_date(home.place.on)}, "
        "như sau:"
    )


# --- I. -------------------------------------------------------------------------------------------


def general(home: Survey) -> Iterator[str]:
    """Yield what is to be known of the figures: who has sent, what is a draft, an estimate, in review."""
    if home.parts:
        yield _received(home)
    topics = sum(tally.total > 0 for tally in home.tallies.values())
    if home.records:
        yield (
            f"Số liệu gồm {number_text(home.records)} bản ghi thuộc {topics} nội dung khảo sát. "
            "Mọi con số trong báo cáo được tính từ các bản ghi này."
        )
    else:
        yield "Đến nay chưa có bản ghi nào; các nội dung dưới đây chưa có số liệu."
    if home.drafts:
        yield _drafts(home)
    known = (figure for figure in listed(home) if figure.value is not None)
    if estimated := [lowered(title(figure)) for figure in known if figure.estimated]:
        yield f"Các chỉ tiêu có số ước tính: {'; '.join(estimated)}."
    if home.conflicts:
        yield f"Còn {number_text(home.conflicts)} bản ghi có giá trị khác nhau, chờ xem lại."
    if home.held:
        yield f"Còn {number_text(home.held)} thay đổi đã nhận nhưng chưa được tính, chờ xử lý."


def _received(home: Survey) -> str:
    sent = [part for part in home.communes if part.has_sent]
    late = [part.name.running for part in home.communes if not part.has_sent]
    if not sent:
        return f"Tính đến ngày {format_date(home.today)}, chưa nhận được số liệu của xã nào."
    counted = f"{number_text(len(sent))}/{number_text(len(home.communes))} xã"
    text = f"Tính đến ngày {format_date(home.today)}, {counted} đã gửi số liệu về {home.name.kind}"
    if late:
        return f"{text}; chưa nhận được số liệu của {number_text(len(late))} xã: {', '.join(late)}."
    return f"{text}; số liệu của các cơ quan cấp {home.name.kind} được nhập tại {home.name.kind}."


def _drafts(home: Survey) -> str:
    share = unbroken(format_percent(home.drafts / home.records * 100))
    return (
        f"Trong đó {number_text(home.drafts)} bản ghi ({share}) còn là bản nháp, chưa chốt; số liệu nháp "
        "được tính vào kết quả và có thể thay đổi."
    )


# --- II. ------------------------------------------------------------------------------------------


def _results(teller: Teller) -> Iterator[Block]:
    for section in SECTIONS:
        yield Heading(section.title, 2)
        for paragraph in section.paragraphs:
            text = " ".join(filter(None, map(teller.sentence, paragraph)))
            if text:
                yield Paragraph(text)


# --- III. and IV. ---------------------------------------------------------------------------------


def _difficulties(home: Survey, teller: Teller) -> Iterator[Block]:
    found = list(_remarks(teller, DIFFICULTIES))
    if not found:
        known = "Số liệu đã có không cho thấy khó khăn, hạn chế nào."
        yield Paragraph(known if home.records else "Chưa có số liệu để đánh giá.")
        return
    yield Paragraph("Bên cạnh kết quả đạt được, số liệu cho thấy một số khó khăn, hạn chế:")
    yield BulletList(found)


def _proposals(teller: Teller) -> Iterator[Block]:
    found = list(_remarks(teller, PROPOSALS))
    if found:
        yield Heading("Kiến nghị", 2)
        yield BulletList(found)


def _remarks(teller: Teller, remarks: Sequence[Remark]) -> Iterator[str]:
    for remark in remarks:
        said = teller.known(remark.clauses)
        leads = teller.known(remark.leads)
        if said and leads:
            yield f"{leads[0]}: {'; '.join(said)}."


def _targets(home: Survey) -> Iterator[Block]:
    aimed = [figure for figure in listed(home) if figure.indicator.target is not None]
    reached = [figure for figure in aimed if figure.reached]
    missed = [figure for figure in aimed if figure.reached is False]
    unknown = [figure for figure in aimed if figure.reached is None]
    counts = ((reached, "đã đạt"), (missed, "chưa đạt"), (unknown, "chưa có số liệu"))
    said = [f"{number_text(len(figures))} chỉ tiêu {what}" for figures, what in counts if figures]
    yield Paragraph(f"Trong {number_text(len(aimed))} chỉ tiêu có mục tiêu, {', '.join(said)}.")
    if reached:
        yield Paragraph(f"Đã đạt: {'; '.join(map(_reached, reached))}.")
    if unknown:
        yield Paragraph(f"Chưa có số liệu: {'; '.join(lowered(title(figure)) for figure in unknown)}.")
    if missed:
        yield Paragraph("Chưa đạt:")
        yield BulletList([_missed(figure, "." if figure is missed[-1] else ";") for figure in missed])


def _reached(figure: Figure) -> str:
    return f"{lowered(title(figure))} ({unbroken(value_text(figure, figure.value))})"


def _missed(figure: Figure, end: str) -> str:
    value, aim = value_text(figure, figure.value), target_text(figure)
    return unbroken(f"{title(figure)}: {value} (mục tiêu {aim}){end}")


def _closing(home: Survey) -> str:
    text = f"Trên đây là báo cáo kết quả khảo sát hạ tầng số trên địa bàn {home.name.running}"
    if home.above is None:
        return text
    return f"{text}; {home.name.short_committee} kính báo cáo {home.above.short_committee} xem xét, chỉ đạo"
