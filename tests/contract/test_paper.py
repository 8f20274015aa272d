"""Paper from a district's and its communes' real homes: what records say is what pages say."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator

import pypdf
import pytest
from paper_homes import Homes, reported, sample_homes, text
from paper_kit import fonts, unbroken

from desktop_app.app import entry, figures, views
from desktop_app.app.ports import Asking
from desktop_app.domain import kinds
from desktop_app.domain.numbers import format_percent
from desktop_app.domain.values import Raw, State, Value
from desktop_app.errors import NotFoundError
from desktop_app.i18n import set_language
from desktop_app.indicators import Measure
from desktop_app.paper.model import BulletList, DistrictReport, Paragraph, Table
from desktop_app.topics import ALL

TYPED = (
    '#import "x": *',
    "*x* _y_ `z` $x^2$ <label> @ref // chú thích",
    "=1+1",
    "\"ngoặc\" 'đơn' \\#{panic()} & <b>",
)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    with sample_homes(tmp_path_factory.mktemp("homes")) as made:
        yield made


def prose(report: DistrictReport) -> str:
    parts = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    parts += [item for block in report.blocks if isinstance(block, BulletList) for item in block.items]
    return " ".join(parts).replace("\u00a0", " ")


# --- every print -------------------------------------------------------------------------------------


def test_all_prints_embed_their_fonts_and_are_marked_as_a_sample(homes: Homes) -> None:
    district = homes.district
    for printed in (
        district.paper.made(district, "c53"), district.paper.made(district, "register", Asking(topic="bts")),
        district.paper.made(district, "report"),
    ):  # fmt: skip
        assert fonts(printed.pdf())
        assert all(fonts(printed.pdf()).values())
        assert all(page.startswith("<svg") for page in printed.pages())
        assert "BẢN THỬ" in text(printed)


def test_the_typesetter_is_loaded_when_a_page_is_asked_for_and_not_before(homes: Homes) -> None:
    script = (
        "import sys; from pathlib import Path; from desktop_app.compose.desktop import open_desk\n"
        f"desk = open_desk(Path({str(homes.path / 'district')!r}))\n"
        "from desktop_app.app.ports import Asking\n"
        "asked = {'c53': Asking(), 'register': Asking(topic='bts'), 'report': Asking()}\n"
        "made = [desk.paper.made(desk, form, asking) for form, asking in asked.items()]\n"
        "assert 'typst' not in sys.modules\n"
        "assert all(one.pdf().startswith(b'%PDF') for one in made) and 'typst' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_the_same_records_at_the_same_moment_give_the_same_bytes(homes: Homes) -> None:
    printed = homes.district.paper.made(homes.district, "report")
    assert printed.pdf() == printed.pdf()


# --- C53-HD -------------------------------------------------------------------------------------------


def test_c53_of_a_commune_holds_all_its_computers_and_devices(homes: Homes) -> None:
    commune = homes.communes["03319"]
    read = text(commune.paper.made(commune, "c53"))
    for topic in ("computer", "peripheral"):
        for row in views.all_rows(commune, topic):
            assert row.cells["asset_code"].v in read
    assert "Đơn vị: UBND xã Mường Pồn" in read
    assert "THU-03319-01" in read
    assert "31 tháng 12 năm 2022" in read


def test_c53_of_an_office_is_found_without_accents(homes: Homes) -> None:
    district = homes.district
    read = text(district.paper.made(district, "c53", Asking(office="phong noi vu")))
    assert "Bộ phận: Phòng Nội vụ" in read
    (office,) = (
        row for row in views.all_rows(district, "office") if row.cells["name"] == Value("Phòng Nội vụ")
    )
    codes = {
        row.cells["asset_code"].v: row.cells["office"].v
        for topic in ("computer", "peripheral")
        for row in views.all_rows(district, topic)
    }
    printed = {code for code in codes if code in read}
    assert printed == {code for code, where in codes.items() if where == office.rec}
    assert len(printed) > 5


def test_a_district_prints_its_own_offices_or_any_commune(homes: Homes) -> None:
    district, commune = homes.district, homes.communes["03319"]
    assert "MT-100-001" in text(district.paper.made(district, "c53"))
    assert "MT-03319-001" not in text(district.paper.made(district, "c53"))
    assert text(district.paper.made(district, "c53", Asking(unit="03319"))) == text(
        commune.paper.made(commune, "c53")
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"office": "phòng"}, "Phòng Nội vụ; Phòng Nông nghiệp và PTNT"),
        ({"office": "không có"}, "Các cơ quan đã nhập: Ban Tổ chức Huyện ủy"),
        ({"office": ""}, "Phòng Nội vụ"),
        ({"unit": "03322", "office": "ubnd"}, "Hãy nhập chủ đề Cơ quan, đơn vị trước"),
        ({"unit": "99999"}, "Không có đơn vị nào mang mã “99999”"),
        ({"unit": "11"}, "Kho này là của Huyện Điện Biên"),
    ],
)
def test_what_is_not_there_is_said_with_what_there_is(homes: Homes, asked: dict[str, str], said: str) -> None:
    with pytest.raises(NotFoundError, match=re.escape(said)):
        homes.district.paper.made(homes.district, "c53", Asking(**asked))


def test_a_commune_prints_no_other_unit(homes: Homes) -> None:
    commune = homes.communes["03319"]
    for form in ("c53", "register"):
        with pytest.raises(NotFoundError, match="Kho này là của Xã Mường Pồn"):
            commune.paper.made(commune, form, Asking(unit="03340", topic="bts"))


# --- registers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("topic", [topic.key for topic in ALL])
def test_the_register_of_every_topic_has_all_its_fields_and_rows(homes: Homes, topic: str, lang: str) -> None:
    set_language(lang)
    commune = homes.communes["03319"]
    read = unbroken(text(commune.paper.made(commune, "register", Asking(topic=topic))))
    for field in kinds.written(ALL.get(topic)):
        assert unbroken(field.label.text(lang)) in read
    rows = views.all_rows(commune, topic)
    assert rows
    for row in rows:
        name = ALL.get(topic).by_key[ALL.get(topic).name[0]]
        assert unbroken(views.show(name, row.cells.get(name.key), row.names)) in read


def test_a_districts_register_names_the_unit_of_each_row(homes: Homes) -> None:
    district = homes.district
    whole, one = (
        text(district.paper.made(district, "register", Asking(topic="bts", unit=unit)))
        for unit in (None, "03340")
    )
    assert "Mường Pồn" in whole
    assert "Pa Thơm" in whole
    assert whole.index("THU-MOB-03319-01") < whole.index("THU-MOB-03340-01")
    assert "UBND xã Pa Thơm" in one
    assert "03319" not in one


def test_drafts_estimates_and_unread_text_are_marked(homes: Homes) -> None:
    commune = homes.communes["03322"]
    editing = entry.new_record(commune, "village")
    entry.save(
        commune,
        editing,
        {"name": Value("Bản Thử"), "households": Value(1500, State.ESTIMATE), "people": Raw("độ vài trăm")},
    )
    read = text(commune.paper.made(commune, "register", Asking(topic="village")))
    entry.delete(commune, entry.open_record(commune, "village", editing.rec))
    assert "Bản Thử (bản nháp)" in read
    assert "1.500 (ước)" in read
    assert "độ vài trăm (?)" in read
    assert "1 dòng là bản nháp" in read


# --- typed text ---------------------------------------------------------------------------------------


def test_typed_text_is_printed_as_it_was_typed(homes: Homes) -> None:
    commune, long = homes.communes["03322"], "dài quá " * 1250
    typed = dict(zip(("maker", "model", "room", "asset_code"), TYPED, strict=True)) | {"note": long}
    office, computer = entry.new_record(commune, "office"), entry.new_record(commune, "computer")
    entry.save_many(
        commune,
        [
            (office, {"name": Value("#set page() *cơ quan*")}),
            (computer, {**{key: Value(v) for key, v in typed.items()}, "office": Value(office.rec)}),
        ],
    )
    c53 = unbroken(text(commune.paper.made(commune, "c53", Asking(office="#set page() *co quan*"))))
    register = unbroken(text(commune.paper.made(commune, "register", Asking(topic="computer"))))
    for editing in (computer, office):
        entry.delete(commune, entry.open_record(commune, editing.topic, editing.rec))
    for shown in (*TYPED, "#set page() *cơ quan*"):
        assert unbroken(shown) in c53
        assert unbroken(shown) in register
    for word in ("dài", "quá"):  # a page may end between the two
        assert c53.count(word) == register.count(word) == 1250


# --- the report ---------------------------------------------------------------------------------------


def test_the_table_of_indicators_shows_every_figure_as_it_is_computed(homes: Homes) -> None:
    indicators, _units = (block for block in reported(homes.district).blocks if isinstance(block, Table))
    shown = {row[0]: row[3] for row in indicators.rows if row[1]}
    found = figures.figures(homes.district)
    assert len(shown) == len(found)
    for figure, said in zip(found, shown.values(), strict=True):
        assert said.removesuffix(" (ước)") in (figures.value_text(figure, figure.value), "–")
        assert said.endswith(" (ước)") == (figure.estimated and figure.value is not None)
    assert shown["Máy tính cấp huyện"] == "95"
    assert shown["Xã có đường TSLCD cấp II"] == "2/21"
    stated = {row[0]: row[2] for row in indicators.rows}
    assert (stated["Thuê bao Internet"], stated["Máy tính có Internet"]) == ("13.567", "92 %")


def test_the_table_of_units_adds_up(homes: Homes) -> None:
    _indicators, units = (block for block in reported(homes.district).blocks if isinstance(block, Table))
    assert len(units.rows) == 22
    assert [row[0] for row in units.rows[:3]] == ["Cấp huyện", "Mường Pồn", "Thanh Nưa"]
    assert units.rows[2][1:] == ["–"] * 9
    titles = [column.title for column in units.columns]
    for at, title in enumerate(titles[1:], start=1):
        if title == "Hộ có băng rộng":
            continue
        known = [int(row[at].replace(".", "")) for row in units.rows if row[at] != "–"]
        assert sum(known) == int(units.total[at].replace(".", ""))


def test_the_text_says_the_figures(homes: Homes) -> None:
    told = prose(reported(homes.district))
    known = {figure.key: figure for figure in figures.figures(homes.district)}
    computers = known["computers"].value
    assert f"Toàn huyện có {computers} máy tính" in told
    for figure in known.values():
        if figure.indicator.measure is Measure.PERCENT and figure.key != "computers_per_official":
            assert f"{format_percent(figure.value)}" in told, figure.key
    dark = known["villages_dark"].value
    assert f"còn {dark} thôn, bản trắng sóng" in told
    subscribers = re.search(r"tổng số thuê bao Internet ước đạt ([\d.]+)", told)
    assert subscribers
    assert subscribers[1].rstrip(".").replace(".", "") == str(known["internet_subscribers"].value)


def test_the_text_says_who_has_sent(homes: Homes) -> None:
    told = prose(reported(homes.district))
    assert "2/21 xã đã gửi số liệu về huyện; chưa nhận được số liệu của 19 xã: xã Thanh Nưa," in told
    counts = views.count(homes.district)
    drafts = sum(count.draft for count in counts.values())
    assert f"{drafts} bản ghi" in told


def test_the_report_is_laid_out_and_ends_as_an_administrative_one(homes: Homes) -> None:
    read = text(homes.district.paper.made(homes.district, "report"))
    for part in (
        "ỦY BAN NHÂN DÂN HUYỆN ĐIỆN BIÊN", "Kính gửi: Ủy ban nhân dân tỉnh Điện Biên", "I. TÌNH HÌNH CHUNG",
        "II. KẾT QUẢ KHẢO SÁT", "III. KHÓ KHĂN, HẠN CHẾ", "IV. CHỈ TIÊU VÀ KIẾN NGHỊ", "xem xét, chỉ đạo./.",
        "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN",
    ):  # fmt: skip
        assert part in read


def test_a_communes_home_reports_itself_to_the_district(homes: Homes) -> None:
    report = reported(homes.communes["03319"])
    told = prose(report)
    assert report.issuer == "ỦY BAN NHÂN DÂN\nXÃ MƯỜNG PỒN"
    assert report.addressees == ("Ủy ban nhân dân huyện Điện Biên",)
    assert "Xã đã có đường truyền số liệu chuyên dùng (TSLCD) cấp II" in told
    assert "toàn huyện" not in told.lower()
    (indicators,) = (block for block in report.blocks if isinstance(block, Table))
    assert "Máy tính cấp huyện" not in [row[0] for row in indicators.rows]
    assert "Đã nêu" not in [column.title for column in indicators.columns]


def test_where_nothing_is_known_no_number_is_said(homes: Homes) -> None:
    """Of a home without records the report says "chưa có số liệu" and draws no conclusion."""
    told = prose(reported(homes.communes["03322"]))
    results = told[told.index("Đến nay chưa có bản ghi nào") : told.index("Trong 1")]
    assert not re.search(r"\b0\b|%", results.replace("chưa có số liệu", ""))
    assert results.count("chưa có số liệu") > 10
    assert "Chưa có số liệu để đánh giá." in told
    assert "Đã đạt" not in told


def test_tables_are_set_in_the_type_size_that_was_measured_for_them(homes: Homes) -> None:
    """Body text is 14; cells set in it would run over the lines of a table fitted to 12 or less."""
    found: dict[str, float] = {}

    def see(said: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        found[said.strip()] = round(size * abs(tm[3]), 1)

    for page in pypdf.PdfReader(io.BytesIO(homes.district.paper.made(homes.district, "report").pdf())).pages:
        page.extract_text(visitor_text=see)
    assert found["Máy tính cấp huyện"] <= 12
    assert found["Noong Luống"] <= 12
