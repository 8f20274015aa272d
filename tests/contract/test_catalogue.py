"""The district's catalogue travels: it comes down in return bundles, and every surface shows it."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from schema_kit import accepts

from desktop_app.app import (
    catalogue,
    catalogue_list,
    cataloguing,
    checking,
    entry,
    overview,
    views,
)
from desktop_app.app.importing import import_files
from desktop_app.app.ports import Asking, Desk
from desktop_app.app.writing import append
from desktop_app.compose.desktop import shipped_units
from desktop_app.domain import ops
from desktop_app.domain.schema import schema
from desktop_app.domain.values import Raw, Value, to_json
from desktop_app.errors import UsageError
from desktop_app.topics.extending import AddedChoice
from tests.desks import (
    COMMUNES,
    Road,
    StoppedClock,
    add,
    change,
    copy_of,
    new_commune,
    opened_beside,
    place,
    renewed,
    shown,
)

UNIT = COMMUNES[0]
WIFI: dict[str, Any] = {
    "topic": "peripheral", "key": "wifi", "kind": "choice", "title_vi": "Nối Wi-Fi", "title_en": "On Wi-Fi",
    "required": True, "estimable": True,
    "choices": [{"key": "yes", "vi": "Có nối", "en": "Yes"}, {"key": "no", "vi": "Không nối", "en": "No"}],
}  # fmt: skip
PLOTTER = AddedChoice("peripheral", "kind", "plotter", "Máy vẽ khổ lớn", "Plotter")


def extend(district: Desk) -> Desk:
    """Hand out one field and one choice; return the district's desk that shows them."""
    cataloguing.add_field(district, cataloguing.field_of(WIFI))
    cataloguing.add_choice(district, PLOTTER)
    return renewed(district)


def version(desk: Desk) -> str:
    with desk.store.read() as tx:
        return catalogue.catalogue_version(tx)


def said(desk: Desk, rec: str, topic: str = "peripheral") -> list[bytes]:
    with desk.store.read() as tx:
        return tx.history(place(desk).space, topic, rec)


@pytest.fixture
def extended(district: Desk, commune: Desk, road: Road) -> tuple[Desk, Desk]:
    """The district and a commune that has taken the catalogue home."""
    district = extend(district)
    road.exchange(commune, district)
    return district, renewed(commune)


# --- one added field and one added choice on every surface --------------------------------------------


def test_a_commune_enters_lists_and_checks_what_the_district_added(
    extended: tuple[Desk, Desk], road: Road
) -> None:
    district, commune = extended
    rec = add(commune, "peripheral", kind="may ve kho lon", wifi="Có nối", asset_code="V-1")
    assert shown(commune, rec, "kind", "peripheral") == Value("plotter")
    assert [views.show(f, views.all_rows(commune, "peripheral")[0].cells[f.key], {}) for f in
            (commune.topics.get("peripheral").by_key[name] for name in ("kind", "wifi"))] == [
        "Máy vẽ khổ lớn", "Có nối"]  # fmt: skip
    road.exchange(commune, district)
    assert shown(district, rec, "wifi", "peripheral") == Value("yes")
    lacking = add(commune, "peripheral", asset_code="V-2")
    missing = [one.problem.field for one in checking.check(commune) if one.rec == lacking]
    assert "wifi" in missing
    assert views.ids(commune, "peripheral", views.Query(search="khong noi")) == []
    assert len(views.ids(commune, "peripheral", views.Query(search="may ve"))) == 1


def test_a_workbook_carries_it_out_and_in_again(extended: tuple[Desk, Desk], tmp_path: Path) -> None:
    _district, commune = extended
    rec = add(commune, "peripheral", kind="plotter", wifi="no", asset_code="V-1")
    path, before = tmp_path / "a.xlsx", overview.digest(commune)
    commune.workbooks.write(commune, path, ["peripheral"])
    (same,) = import_files(commune, [path]).files
    assert (same.changed, same.unchanged, list(same.problems)) == (0, 1, [])
    assert overview.digest(commune) == before
    book = openpyxl.load_workbook(path)
    visible = (sheet for sheet in book if sheet.sheet_state == "visible")
    every = (cell for sheet in visible for row in sheet.iter_rows() for cell in row)
    cell = next(cell for cell in every if cell.value == "Không nối")
    cell.value = "Có nối"
    book.save(path)
    (changed,) = import_files(commune, [path]).files
    assert (changed.changed, list(changed.problems)) == (1, [])
    assert shown(commune, rec, "wifi", "peripheral") == Value("yes")


def test_the_print_register_has_a_column_for_it(extended: tuple[Desk, Desk]) -> None:
    _district, commune = extended
    add(commune, "peripheral", kind="plotter", wifi="no", asset_code="V-1")
    printed = commune.paper.made(commune, "register", Asking(topic="peripheral"))
    pdf = pypdf.PdfReader(io.BytesIO(printed.pdf()))
    words = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert all(word in words for word in ("NốiWi-Fi", "Khôngnối", "Máyvẽkhổlớn"))


def test_the_schema_of_the_topic_allows_it(extended: tuple[Desk, Desk]) -> None:
    _district, commune = extended
    document = schema(commune.topics.get("peripheral"))
    assert document["properties"]["wifi"]["title"] == "Nối Wi-Fi"
    assert accepts(document, {"wifi": to_json(Value("yes")), "kind": to_json(Value("plotter"))})
    assert not accepts(document, {"wifi": to_json(Value("perhaps"))})


# --- old programs --------------------------------------------------------------------------------------


def test_an_old_program_keeps_unknown_fields_and_choices_and_touches_nothing_else(
    tmp_path: Path, clock: StoppedClock, extended: tuple[Desk, Desk], road: Road
) -> None:
    district, commune = extended
    rec = add(commune, "peripheral", kind="plotter", wifi="yes", asset_code="V-1", maker="HP")
    before = said(commune, rec)
    road.exchange(commune, district)
    old = new_commune(tmp_path / "old", district, UNIT, clock)  # its desk knows the shipped topics only
    road.exchange(old, district)
    assert said(old, rec) == before
    editing = entry.open_record(old, "peripheral", rec)
    clock.tick()
    known = {name: cell for name, cell in editing.cells.items() if name != "wifi"}
    entry.save(old, editing, known | {"maker": Value("Canon")})
    assert list(ops.read(said(old, rec)[-1]).sets[0].put) == ["maker"]
    for desk in (old, commune):
        road.exchange(desk, district)
    assert shown(commune, rec, "wifi", "peripheral") == Value("yes")
    assert shown(commune, rec, "kind", "peripheral") == Value("plotter")
    assert shown(commune, rec, "maker", "peripheral") == Value("Canon")
    assert said(old, rec) == said(commune, rec) == [*before, said(old, rec)[-1]]
    assert len({overview.digest(desk, UNIT) for desk in (old, commune, district)}) == 1
    assert renewed(old).store.path == old.store.path  # and once it is newer it shows them
    assert shown(renewed(old), rec, "wifi", "peripheral") == Value("yes")


def test_a_save_by_a_program_opened_before_is_shown_whole_when_the_home_is_opened_again(
    district: Desk, commune: Desk, road: Road
) -> None:
    road.exchange(commune, extend(district))
    newer = opened_beside(commune)  # the command line, beside a window that shows the shipped topics
    rec = add(newer, "peripheral", kind="plotter", wifi="yes", asset_code="V-1")
    change(commune, rec, "peripheral", asset_code="V-9")
    newer.store.close()
    again = renewed(commune)
    with again.store.read() as tx:
        assert tx.execute("SELECT asset_code, wifi, kind FROM p_peripheral", {}) == [
            ("V-9", "yes", "plotter")
        ]


def test_a_program_that_runs_on_keeps_in_step_with_tables_that_another_made_anew(
    district: Desk, commune: Desk, road: Road
) -> None:
    running = renewed(commune)  # a window, or a hub that receives
    road.exchange(running, extend(district))
    newer = opened_beside(running)
    rec = add(newer, "peripheral", kind="plotter", wifi="yes", asset_code="V-1")
    change(running, rec, "peripheral", asset_code="V-9")
    with newer.store.read() as tx:
        assert tx.execute("SELECT asset_code, wifi, kind FROM p_peripheral", {}) == [
            ("V-9", "yes", "plotter")
        ]
        shape = tx.setting("projections")
    opened_beside(running)
    with newer.store.read() as tx:
        assert tx.setting("projections") == shape  # nothing had to be made anew


def test_what_was_typed_before_the_choice_was_known_stays_as_typed(
    commune: Desk, district: Desk, road: Road
) -> None:
    rec = add(commune, "peripheral", kind="Máy vẽ khổ lớn", asset_code="V-1")
    assert shown(commune, rec, "kind", "peripheral") == Raw("Máy vẽ khổ lớn")
    road.exchange(commune, extend(district))
    commune = renewed(commune)
    assert shown(commune, rec, "kind", "peripheral") == Raw("Máy vẽ khổ lớn")
    change(commune, rec, "peripheral", kind="Máy vẽ khổ lớn")
    assert shown(commune, rec, "kind", "peripheral") == Value("plotter")


# --- what counts, and who may say it --------------------------------------------------------------------


def test_only_the_hub_hands_out_fields(commune: Desk, district: Desk, road: Road) -> None:
    with pytest.raises(UsageError):
        cataloguing.add_field(commune, cataloguing.field_of(WIFI))
    forged = {name: to_json(Value(v)) for name, v in WIFI.items()}
    with commune.store.write() as tx:
        at = place(commune)
        append(commune, tx, at, at.catalogue, [ops.sets("_field", at.space, forged, [])])
        append(commune, tx, at, at.space, [ops.sets("_field", at.catalogue, forged, [])])
    road.exchange(commune, district)
    for desk in (commune, district):
        assert "wifi" not in renewed(desk).topics.get("peripheral").by_key


def test_two_copies_of_a_hub_that_add_the_same_key_agree_on_one(
    tmp_path: Path, clock: StoppedClock, district: Desk, commune: Desk, road: Road
) -> None:
    road.exchange(commune, district)
    other = copy_of(district, tmp_path / "copy")
    district = renewed(district)
    for desk, title in ((district, "Một"), (other, "Hai")):
        clock.tick(-60_000)  # the second copy's clock is behind: its op is the smaller
        cataloguing.add_field(desk, cataloguing.field_of(WIFI | {"title_vi": title}))
    for desk in (district, other, district, district):  # what a receipt shows to be lacking goes next time
        road.exchange(commune, desk)
    for desk in (commune, district):
        opened = renewed(desk)
        assert opened.topics.get("peripheral").by_key["wifi"].label.vi == "Hai"
        found = catalogue_list.listed(opened, shipped_units)
        assert [(one.subject, one.reason) for one in found.ignored] == [("peripheral.wifi", "khoá đã có")]


def test_a_fact_of_a_newer_program_is_ignored_with_a_finding_and_passed_on(
    district: Desk, commune: Desk, road: Road
) -> None:
    facts = {
        "_field": {
            "topic": "peripheral",
            "key": "scent",
            "kind": "smell",
            "title_vi": "Mùi",
            "title_en": "Smell",
        },
        "_target": {"indicator": "happiness", "value": "100"},
        "_unit": {"tables": {"units": "id,kind,parent\nx,planet,\n"}},
    }
    with district.store.write() as tx:
        at = place(district)
        for number, (topic, fact) in enumerate(facts.items()):
            rec = f"00000000-0000-4000-8000-{number:012}"
            put = {name: to_json(Value(v)) for name, v in fact.items()}
            append(district, tx, at, at.catalogue, [ops.sets(topic, rec, put, [])])
    road.exchange(commune, district)
    found = catalogue_list.listed(renewed(commune), shipped_units)
    assert [one.topic for one in found.ignored] == ["_field", "_unit", "_target"]
    assert (found.fields, found.targets, found.units) == ([], [], [])
    assert version(commune) == version(district)


def test_the_version_changes_with_the_catalogue_and_with_nothing_else(
    district: Desk, commune: Desk, road: Road
) -> None:
    road.exchange(commune, district)
    before = version(commune)
    assert before == version(district)
    add(commune)
    road.exchange(commune, district)
    assert (version(commune), cataloguing.changed_since(commune, before)) == (before, False)
    cataloguing.add_choice(district, PLOTTER)
    road.exchange(commune, district)
    assert cataloguing.changed_since(commune, before)
    assert version(commune) == version(district)
