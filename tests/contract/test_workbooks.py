"""Workbooks of our own: what goes out comes in again, through the same use cases as the window."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.app import entry, overview, views
from desktop_app.app.importing import import_files
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Raw, State, Value
from desktop_app.errors import UserError
from desktop_app.sample import CODES
from desktop_app.sample.entering import enter
from desktop_app.topics.registry import ALL
from tests.desks import StoppedClock, add, cells, new_commune

AWKWARD = (
    "=1+1",
    "+84",
    "-x",
    "@cmd",
    "#N/A",
    "007",
    "a\nb\tc",
    "<b>&amp;",
    "😀",
    "x" * 10_000,
    "'",
    "1e5",
    "TRUE",
)


def content(desk: Desk) -> dict[str, list[Any]]:
    """Every record by topic, without ids: what a person would see."""
    return {
        topic.key: sorted(
            str([views.show(field, row.cells.get(field.key), row.names) for field in topic.fields])
            for row in views.all_rows(desk, topic.key)
        )
        for topic in ALL.all
    }


def the_file(done: Any) -> Any:
    (found,) = done.files
    return found


def test_what_was_exported_imports_with_no_change(tmp_path: Path, commune: Desk) -> None:
    enter(commune, CODES[0])
    before, path = overview.digest(commune), tmp_path / "b.xlsx"
    rows = commune.workbooks.write(commune, path)
    found = the_file(import_files(commune, [path]))
    assert (found.added, found.changed, found.unchanged, list(found.problems)) == (0, 0, rows, [])
    assert overview.digest(commune) == before


def test_into_an_empty_home_come_the_same_records_and_twice_is_once(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock
) -> None:
    enter(commune, CODES[0])
    path = tmp_path / "b.xlsx"
    rows = commune.workbooks.write(commune, path)
    other = new_commune(tmp_path / "other", district, CODES[0], clock)
    tried = the_file(import_files(other, [path], dry_run=True))
    assert (tried.added, sum(len(found) for found in content(other).values())) == (rows, 0)
    assert the_file(import_files(other, [path])).added == rows
    assert content(other) == content(commune)
    assert the_file(import_files(other, [path])).added == 0
    other.store.close()


@pytest.mark.parametrize("text", AWKWARD)
def test_text_is_text_in_a_workbook(tmp_path: Path, commune: Desk, text: str) -> None:
    rec = entry.save(
        commune, entry.new_record(commune, "computer"), {"note": Value(text), "serial": Value(text)}
    ).rec
    path = tmp_path / "b.xlsx"
    commune.workbooks.write(commune, path, ["computer"])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    values = {cell.value: cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}
    assert values.get(text) == "s"
    assert the_file(import_files(commune, [path])).changed == 0
    assert entry.open_record(commune, "computer", rec).cells["note"] == Value(text)


def test_states_and_what_could_not_be_read_come_back(tmp_path: Path, commune: Desk) -> None:
    kept = {
        "provider": Value("vnpt"), "fixed": Value(500, State.ESTIMATE), "mobile": Value(None, State.NO_DATA),
    }  # fmt: skip
    entry.save(commune, entry.new_record(commune, "subscription"), kept)
    unread = entry.save(commune, entry.new_record(commune, "computer"), {"ram_gb": Raw("tám")}).rec
    path = tmp_path / "b.xlsx"
    commune.workbooks.write(commune, path)
    assert the_file(import_files(commune, [path])).changed == 0
    assert entry.open_record(commune, "computer", unread).cells["ram_gb"] == Raw("tám")


def test_a_changed_cell_is_a_change_and_a_bad_one_is_kept_and_named(tmp_path: Path, commune: Desk) -> None:
    rec = add(commune, asset_code="MT-1", ram_gb="8")
    path = tmp_path / "b.xlsx"
    commune.workbooks.write(commune, path, ["computer"])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [str(cell.value) for cell in sheet[1]]
    column = next(i for i, head in enumerate(heads, start=1) if "RAM" in head)
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, column).value == 8)
    sheet.cell(row, column).value = "mười sáu"
    book.save(path)
    found = the_file(import_files(commune, [path]))
    assert found.changed == 1
    (problem,) = found.problems
    assert (problem.row, problem.what != "", problem.todo != "") == (row, True, True)
    assert entry.open_record(commune, "computer", rec).cells["ram_gb"] == Raw("mười sáu")


def test_a_blank_cell_does_not_erase(tmp_path: Path, commune: Desk) -> None:
    rec = add(commune, asset_code="MT-1", note="giữ lại")
    path = tmp_path / "b.xlsx"
    commune.workbooks.write(commune, path, ["computer"])
    book = openpyxl.load_workbook(path)
    for line in book.worksheets[0].iter_rows(min_row=2):
        for cell in line:
            if cell.value == "giữ lại":
                cell.value = None
    book.save(path)
    import_files(commune, [path])
    assert entry.open_record(commune, "computer", rec).cells["note"] == Value("giữ lại")


@pytest.mark.parametrize("bad", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"0" * 600, b"a;b;c"])
def test_what_is_no_workbook_of_ours_gets_a_sentence(tmp_path: Path, commune: Desk, bad: bytes) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(bad)
    before = overview.digest(commune)
    with pytest.raises(UserError) as caught:
        import_files(commune, [path])
    assert str(path) in str(caught.value)
    assert overview.digest(commune) == before


def test_another_layout_is_refused_by_name(tmp_path: Path, commune: Desk) -> None:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Tên máy"])
    book.save(tmp_path / "so-cua-toi.xlsx")
    with pytest.raises(UserError):
        import_files(commune, [tmp_path / "so-cua-toi.xlsx"])


def test_the_report_holds_every_figure_and_a_total_a_topic(tmp_path: Path, district: Desk) -> None:
    district_cells = cells(district, "office", {"name": "Văn phòng =HĐND", "level": "Cấp huyện"})
    entry.save(district, entry.new_record(district, "office"), district_cells)
    path = tmp_path / "r.xlsx"
    district.workbooks.report(district, path)
    book = openpyxl.load_workbook(path)
    assert len(book.worksheets) == 1 + len(ALL.all)
    titles = {row[0] for row in book.worksheets[0].iter_rows(min_row=5, values_only=True)}
    assert {"Máy tính", "Trạm BTS"} <= titles
    total = list(book.worksheets[1].iter_rows(values_only=True))[-1]
    assert total[:2] == ("Tổng cộng", 1)
