"""Reports by NĐ 30/2020/NĐ-CP, phụ lục I: numbering of headings, the closing "./.", the recipients' list."""

from collections.abc import Iterable, Sequence
from typing import Any

from desktop_app.paper.model import Block, BulletList, DistrictReport, Heading, Paragraph, Table
from desktop_app.paper.printable import Printer
from desktop_app.paper.tables import table_data
from desktop_app.paper.words import long_date

WIDTH = 467.0
"""Points between the margins of a portrait A4 page (210 mm less 30 and 15 mm)."""

_END = "./."
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def payload(report: DistrictReport, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `report.typ`."""
    prose = printer.prose
    return {
        "superior": prose(report.superior),
        "issuer": prose(report.issuer),
        "number": prose(_number(report.number, report.symbol)),
        "dated": prose(f"{report.place}, {long_date(report.issued_on)}"),
        "title": prose(report.title),
        "subject": prose(report.subject),
        "addressees": list(map(prose, _addressees(report.addressees))),
        "blocks": _blocks(_closed(report.blocks), printer),
        "signer_titles": list(map(prose, report.signer_titles)),
        "signer": prose(report.signer),
        "recipients": [prose(each) for each in (*map(_item, report.recipients), _filed(report.filed))],
    }


def _number(number: int | None, symbol: str) -> str:
    return f"Số: {' ' * 8 if number is None else f'{number:02}'}/{symbol}"


def _addressees(names: Sequence[str]) -> list[str]:
    """Returns one name as it is, several as a list that ends with a full stop."""
    if len(names) < 2:
        return list(names)
    return [*map(_item, names[:-1]), _item(names[-1])[:-1] + "."]


def _item(text: str) -> str:
    return f"- {text.rstrip(' ;,.')};"


def _filed(text: str) -> str:
    return f"- Lưu: {text.rstrip(' ;,.')}."


def _closed(blocks: Sequence[Block]) -> list[Block]:
    """Returns the blocks with "./." after the last word of the body."""
    *body, last = blocks or [Paragraph("")]
    match last:
        case Paragraph(text):
            return [*body, Paragraph(_ended(text))]
        case BulletList(items) if items:
            return [*body, BulletList([*items[:-1], _ended(items[-1])])]
        case _:
            return [*blocks, Paragraph(_END)]


def _ended(text: str) -> str:
    return text.rstrip().removesuffix(_END).rstrip(" .;,") + _END


def _blocks(blocks: Iterable[Block], printer: Printer) -> list[dict[str, Any]]:
    numbers = [0, 0, 0]
    made: list[dict[str, Any]] = []
    for block in blocks:
        match block:
            case Heading(text, level, numbered):
                label = _next_number(numbers, level) if numbered else ""
                made.append({"kind": "heading", "level": level, "text": printer.prose(label + text)})
            case Paragraph(text):
                made.append({"kind": "paragraph", "text": printer.prose(text)})
            case BulletList(items):
                made.append({"kind": "bullets", "items": [printer.prose(f"- {item}") for item in items]})
            case Table():
                made.append(table_data(block, printer, WIDTH))
    return made


def _next_number(numbers: list[int], level: int) -> str:
    numbers[level - 1] += 1
    numbers[level:] = [0] * (3 - level)
    at = numbers[level - 1]
    return (f"{_roman(at)}. ", f"{at}. ", f"{chr(ord('a') + (at - 1) % 26)}) ")[level - 1]


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
