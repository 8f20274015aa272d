"""The fixed words of the pages, and dates and numbers as Vietnamese papers write them.

Statutory forms are in Vietnamese whatever the language of the window; registers follow it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_app.domain.dates import administrative_date, format_date
from desktop_app.domain.numbers import format_whole
from desktop_app.paper.model import Lang, Signature

DOTS = "......"


@dataclass(frozen=True, slots=True)
class Words:
    """What the program itself writes on a page."""

    page: str
    sample: str
    sample_foot: str
    boxed: str
    number: str
    as_of: str
    part: str
    empty: str
    total: str
    carry: str
    brought: str
    partial: str
    estimate: str
    date_line: str
    signatures: tuple[Signature, Signature]

    def dated(self, place: str, day: date | None) -> str:
        """Returns the line above the signatures: the place where it is known, and the day."""
        if self.date_line:
            line = self.date_line.format(day=format_date(day) if day else DOTS * 3)
            return f"{place}, {line}" if place else line
        return f"{place}, {long_date(day)}" if place else long_date(day).replace("n", "N", 1)


_WORDS: dict[Lang, Words] = {
    "vi": Words(
        page="Trang",
        sample="BẢN THỬ",
        sample_foot="BẢN THỬ – số liệu giả định, không có giá trị",
        boxed="□: ký tự không có trong phông chữ in; số liệu lưu trong máy vẫn giữ nguyên.",
        number="STT",
        as_of="Số liệu tính đến ngày {day}",
        part="Phần {part}/{parts}: {first} – {last}",
        empty="Chưa có dòng nào.",
        total="Cộng",
        carry="Cộng chuyển trang sau",
        brought="Mang sang",
        partial="* Chưa đủ số liệu: dòng cộng chỉ gồm số đã biết.",
        estimate="{number} (ước)",
        date_line="",
        signatures=(
            Signature("Người lập biểu"),
            Signature("Thủ trưởng đơn vị", "(Ký, họ tên, đóng dấu)"),
        ),
    ),
    "en": Words(
        page="Page",
        sample="SAMPLE",
        sample_foot="SAMPLE – made-up data, of no validity",
        boxed="□: a character that the printing font lacks; the stored data is unchanged.",
        number="No.",
        as_of="Data as of {day}",
        part="Part {part}/{parts}: {first} – {last}",
        empty="No rows yet.",
        total="Total",
        carry="Carried forward",
        brought="Brought forward",
        partial="* Not all amounts are known: totals are of those that are.",
        estimate="{number} (est.)",
        date_line="Date: {day}",
        signatures=(
            Signature("Prepared by", "(Signature, full name)"),
            Signature("Head of unit", "(Signature, full name, seal)"),
        ),
    ),
}


def words(lang: Lang) -> Words:
    """Returns the words of a language."""
    return _WORDS[lang]


def grouped(number: int | None) -> str:
    """Returns "13.567", and a blank for a number that is not known."""
    return "" if number is None else format_whole(number)


def long_date(day: date | None) -> str:
    """Returns "ngày 06 tháng 01 năm 2023", dotted for None."""
    return f"ngày {DOTS} tháng {DOTS} năm 20{DOTS}" if day is None else administrative_date(day)


def moment(at: datetime | date | None) -> str:
    """Returns "14 giờ 30 phút, ngày 06 tháng 01 năm 2023"; the hour is dotted where only the day is known."""
    hour = f"{at.hour:02} giờ {at.minute:02} phút," if isinstance(at, datetime) else f"{DOTS} giờ"
    return f"{hour} {long_date(at)}"
