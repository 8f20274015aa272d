"""A commune's summary, the district's tables, filled forms: they say what the records say."""

from collections.abc import Iterator

import pytest
from paper_homes import Homes, office_sheet, reported, sample_homes, tables, text

from desktop_app.app import figures, views
from desktop_app.app.ports import Asking
from desktop_app.domain.numbers import format_whole
from desktop_app.domain.values import Value
from desktop_app.errors import UsageError
from desktop_app.paper.model import Paragraph, Table
from desktop_app.topics import ALL


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    with sample_homes(tmp_path_factory.mktemp("homes")) as made:
        yield made


def test_the_summary_of_a_commune_says_its_counts_and_every_figure(homes: Homes) -> None:
    commune = homes.communes["03319"]
    counts, indicators = tables(office_sheet(commune, "summary"))
    for topic, row in zip(ALL, counts.rows, strict=True):
        held = views.count_of(commune, topic.key)
        assert row == [topic.title.vi, str(held.total), str(held.final), str(held.draft)]
    known = {figure.title.vi: figure for figure in figures.figures(commune)}
    shown = {row[0]: row[2] for row in indicators.rows if row[1] and row[0] in known}
    assert len(shown) > 40
    for name, said in shown.items():
        value = figures.value_text(known[name], known[name].value)
        assert said == (f"{value} (ước)" if known[name].estimated else value)


def test_a_summary_fits_on_two_pages_and_says_what_is_not_final(homes: Homes) -> None:
    commune = homes.communes["03319"]
    printed = commune.paper.made(commune, "summary")
    assert len(printed.pages()) <= 2
    read = text(printed)
    drafts = sum(count.draft for count in views.count(commune).values())
    assert f"Trong đó {drafts} bản ghi" in read
    assert "biểu mẫu của đơn vị" in read
    assert "PHIẾU TỔNG HỢP" in read
    assert read.index("Xã có đài ứng dụng CNTT-VT") < read.index("Người lập biểu")


def test_a_district_sums_a_commune_up_as_the_commune_does(homes: Homes) -> None:
    ours = tables(office_sheet(homes.district, "summary", "03319"))
    theirs = tables(office_sheet(homes.communes["03319"], "summary"))
    assert [table.rows for table in ours] == [table.rows for table in theirs]


def test_a_summary_without_records_says_that_nothing_is_known(homes: Homes) -> None:
    document = office_sheet(homes.communes["03322"], "summary")
    _counts, indicators = tables(document)
    assert {row[2] for row in indicators.rows if row[1]} <= {"–", "0", "0/1"}
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert any("chỉ tiêu chưa có số liệu" in each for each in said)


def test_the_consolidated_tables_have_every_unit_and_the_whole(homes: Homes) -> None:
    found = tables(office_sheet(homes.district, "consolidated"))
    assert len(found) == 6
    for table in found:
        assert [row[0] for row in table.rows[:3]] == ["Cấp huyện", "Mường Pồn", "Thanh Nưa"]
        assert len(table.rows) == 22
        assert table.total[0] == "Toàn huyện"
        assert set(table.rows[2][1:]) == {"–"}  # it has sent nothing
    records = found[0]
    for at in range(1, len(records.columns)):
        held = [int(row[at].replace(".", "")) for row in records.rows if row[at] != "–"]
        assert sum(held) == int(records.total[at].replace(".", ""))


def test_the_consolidated_tables_show_what_the_report_shows(homes: Homes) -> None:
    _indicators, units = (block for block in reported(homes.district).blocks if isinstance(block, Table))
    equipment = tables(office_sheet(homes.district, "consolidated"))[1]
    at = [column.title for column in equipment.columns].index("Thiết bị ngoại vi")
    reported_at = [column.title for column in units.columns].index("Thiết bị ngoại vi")
    assert [row[at] for row in equipment.rows] == [row[reported_at] for row in units.rows]
    read = text(homes.district.paper.made(homes.district, "consolidated"))
    assert "Biểu 6. Bưu chính, truyền thanh" in read
    assert "chưa nhận được số liệu của 19 xã" in read


def test_a_commune_has_no_consolidated_tables(homes: Homes) -> None:
    with pytest.raises(UsageError, match="ở kho của huyện"):
        homes.communes["03319"].paper.made(homes.communes["03319"], "consolidated")


def test_a_filled_form_names_the_commune_of_each_record(homes: Homes) -> None:
    district = homes.district
    whole, one = (
        text(district.paper.made(district, "filled", Asking(topic="bts", unit=unit)))
        for unit in (None, "03340")
    )
    assert "UBND xã Mường Pồn" in whole
    assert "UBND xã Pa Thơm" in whole
    assert "UBND xã Mường Pồn" not in one


def test_a_register_of_some_words_has_the_rows_that_hold_them(homes: Homes) -> None:
    commune = homes.communes["03319"]
    read = text(commune.paper.made(commune, "register", Asking(topic="bts", where="03319-01")))
    assert "03319-01" in read
    assert "03319-02" not in read


def test_a_register_adds_up_the_money_that_is_known(homes: Homes) -> None:
    commune = homes.communes["03319"]
    costs = [row.cells.get("cost") for row in views.all_rows(commune, "computer")]
    total = sum(cell.v for cell in costs if isinstance(cell, Value) and cell.v is not None)
    read = text(commune.paper.made(commune, "register", Asking(topic="computer")))
    assert f"Cộng {format_whole(total)}" in read.replace("*", "")
