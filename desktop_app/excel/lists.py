"""What a cell may be chosen from: drop-down lists, kept in a hidden sheet, and a hint for every column."""

from collections.abc import Sequence
from typing import Any, Final

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from desktop_app.app.wording import STATES
from desktop_app.domain.checks import hint
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.excel.columns import LISTS, Column, columns, options
from desktop_app.i18n import _

SPARE: Final = 500
"""Empty rows below the last one that have lists and hints too."""


class Lists:
    """The lists of one workbook; each is a row of the hidden sheet, said once."""

    def __init__(self, lang: str, topics: Sequence[Topic]) -> None:
        self._lang = lang
        self._rows: dict[tuple[str, ...], int] = {}
        self._topics = {topic.key: topic for topic in topics}

    def validations(self, topic: Topic, last_row: int) -> list[Any]:
        """Return the drop-down lists and hints of a topic's sheet, whose records end at ``last_row``."""
        found = []
        for place, column in enumerate(columns(topic), start=1):
            if (validation := self._validation(column)) is not None:
                letter = get_column_letter(place)
                validation.add(f"{letter}2:{letter}{last_row + SPARE}")
                found.append(validation)
        return found

    def _validation(self, column: Column) -> Any:
        if column.field is None:
            return None
        source = self._source(column)
        hints = _state_hint() if column.is_state else _hint(column.field, self._lang)
        return DataValidation(
            type="list" if source else None,
            formula1=source,
            allow_blank=True,
            # What is not in the list is asked about, not refused: an import says the same, cell by cell.
            errorStyle="warning",
            showErrorMessage=bool(source),
            errorTitle=_("Không có trong danh sách") if source else None,
            error=_short(_("Vẫn ghi như vậy? Chương trình sẽ báo ô này khi nhập.")) if source else None,
            showInputMessage=True,
            promptTitle=column.label.text(self._lang)[:32],
            prompt=_short(hints),
        )

    def _source(self, column: Column) -> str | None:
        field = column.field
        if column.is_state:
            return self._list([label.text(self._lang) for label in STATES.values()])
        if field is not None and field.kind is Kind.REFERENCE:
            return self._names(self._topics.get(field.to or ""))
        labels = options(field) if field is not None else ()
        return self._list([label.text(self._lang) for label in labels]) if labels else None

    def _names(self, topic: Topic | None) -> str | None:
        """Return the column of names in the sheet of ``topic``: who adds an office may choose it at once."""
        if topic is None or len(topic.name) != 1:
            return None
        keys = [column.key for column in columns(topic)]
        letter = get_column_letter(keys.index(topic.name[0]) + 1)
        return f"{quote_sheetname(title(topic))}!${letter}$2:${letter}${SPARE * 4}"

    def _list(self, texts: Sequence[str]) -> str:
        row = self._rows.setdefault(tuple(texts), len(self._rows) + 1)
        return f"{quote_sheetname(LISTS)}!$A${row}:${get_column_letter(len(texts))}${row}"

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows of the hidden sheet."""
        return list(self._rows)


def title(topic: Topic) -> str:
    """Return the title of a topic's sheet: at most 31 characters, and none that XLSX does not take."""
    return "".join("–" if mark in "[]:*?/\\" else mark for mark in topic.title.vi)[:31]


def _hint(field: Field, lang: str) -> str:
    help_text = field.help.text(lang) + " " if field.help else ""
    return help_text + hint(field)


def _state_hint() -> str:
    return _("Để trống là số thực tế. Không có số thì chọn “chưa có số liệu” hoặc “không áp dụng”.")


def _short(text: str) -> str:
    return text if len(text) <= 255 else text[:254] + "…"
