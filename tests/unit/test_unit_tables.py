"""The four tables of a catalogue: what is read, and what is refused with its place."""

from datetime import date

import pytest

from desktop_app.domain.unit_tables import extended_catalogue, load_catalogue, table_in
from desktop_app.domain.units import GSO, Unit, UnitCatalogue, UnitKind, UnitVersion
from desktop_app.errors import RefusedError
from desktop_app.resources_path import resource

TABLES = {
    "units.csv": "id,kind,parent\np,province,\nc,commune,p\nd,commune,p\n",
    "versions.csv": (
        "unit,scheme,code,name,ascii,valid_from,valid_to\n"
        "p,gso,01,Tỉnh P,P,,\n"
        "c,gso,00001,Xã C,C,,2025-06-30\n"
        "d,gso,00001,Xã D,D,2025-07-01,\n"
    ),
    "aliases.csv": "unit,alias\nc,Xê\n",
    "successions.csv": "old_unit,new_unit,date,kind,note\nc,d,2025-07-01,rename,\n",
}


def load(**changed: str) -> UnitCatalogue:
    """Load the small tables, with some of them replaced: ``load(units="…")``."""
    tables = TABLES | {f"{name}.csv": table for name, table in changed.items()}
    return load_catalogue(tables.__getitem__)


def refusal(**changed: str) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        load(**changed)
    return caught.value


def table(file: str, *rows: str) -> dict[str, str]:
    """A table with its header and other rows, to be loaded in place of the small one."""
    return {file: "\n".join([TABLES[f"{file}.csv"].splitlines()[0], *rows])}


def test_a_catalogue_is_read() -> None:
    catalogue = load()
    assert [unit.kind for unit in catalogue.units] == [UnitKind.PROVINCE, UnitKind.COMMUNE, UnitKind.COMMUNE]
    assert catalogue.code("c", date(2023, 1, 1)) == "00001"
    assert catalogue.successor("c", date(2025, 7, 1)).id == "d"
    assert catalogue.match("xê").unit == catalogue.by_id("c")


@pytest.mark.parametrize(
    "units",
    [
        "\ufeffid,kind,parent\r\np,province,\r\nc,commune,p\r\nd,commune,p\r\n",
        "id,kind,parent\n\np,province,\n,,\nc,commune,p\nd,commune,p",
        'note,parent,id,kind\n,,p,province\n"a,\nb",p,c,commune\n, p , d , commune \n',
    ],
    ids=["from Excel: BOM and CRLF", "blank lines", "other order, more columns, quotes, blanks"],
)
def test_spreadsheets_write_csv_in_many_ways(units: str) -> None:
    assert load(units=units).units == load().units


def test_a_unit_from_outside_is_named_in_the_note() -> None:
    catalogue = load(successions=TABLES["successions.csv"] + ",d,2025-07-01,merge,Xã E\n")
    assert catalogue.outside_origins("d") == ("Xã E",)
    assert catalogue.predecessors("d") == (catalogue.by_id("c"),)


def test_tables_without_rows_are_an_empty_catalogue() -> None:
    empty = {name.removesuffix(".csv"): table.splitlines()[0] for name, table in TABLES.items()}
    assert load(**empty).units == ()


P, C, D = "p,province,", "c,commune,p", "d,commune,p"
P_NAME = "p,gso,01,Tỉnh P,P,,"

# what is wrong: its table, the row and the column that are named
FAULTS = {
    "no header": ({"units": ""}, 1, "id"),
    "a missing column": ({"units": "id,kind"}, 1, "parent"),
    "too few cells": (table("units", "p,province"), 2, "parent"),
    "too many cells": (table("units", "p,province,,x"), 2, "parent"),
    "broken quotes": (table("units", 'p,"province"x,'), 2, "1"),
    "no id": (table("units", ",province,"), 2, "id"),
    "an unknown kind": (table("units", "p,tỉnh,"), 2, "kind"),
    "an id twice": (table("units", P, "p,commune,"), 3, "id"),
    "an unknown parent": (table("units", "p,province,x"), 2, "parent"),
    "its own parent": (table("units", "p,province,p"), 2, "parent"),
    "parents in a circle": (table("units", "p,province,c", C), 2, "parent"),
    "a unit without a name": (table("units", P, C, D, "e,commune,p"), 5, "id"),
    "a version of no unit": (table("versions", "x,gso,00001,Xã X,X,,"), 2, "unit"),
    "a lost leading zero": (table("versions", "c,gso,3319,Xã C,C,,"), 2, "code"),
    "a province's code too long": (table("versions", "p,gso,011,Tỉnh P,P,,"), 2, "code"),
    "a district's code too short": (
        table("versions", P_NAME, "e,gso,10,Huyện E,E,,") | table("units", P, "e,district,p"), 3, "code"
    ),
    "no name": (table("versions", "c,gso,00001,,C,,"), 2, "name"),
    "a date by hand": (table("versions", "c,gso,00001,Xã C,C,1/7/2025,"), 2, "valid_from"),
    "a date of a week": (table("versions", "c,gso,00001,Xã C,C,2025-W01-1,"), 2, "valid_from"),
    "an impossible date": (table("versions", "c,gso,00001,Xã C,C,,2025-06-31"), 2, "valid_to"),
    "an end before the start": (table("versions", "c,gso,00001,Xã C,C,2025-07-02,2025-07-01"), 2, "valid_to"),
    "two names at once": (
        table("versions", P_NAME, "c,gso,00001,Xã C,C,,2025-06-30", "c,gso,00002,Xã K,K,2025-06-30,"),
        4, "unit",
    ),
    "two names on one day, the later first": (
        table("versions", P_NAME, "c,gso,00002,Xã K,K,2025-06-30,", "c,gso,00001,Xã C,C,,2025-06-30"),
        4, "unit",
    ),
    "a code of two units": (
        table("versions", P_NAME, "c,gso,00001,Xã C,C,,", "d,gso,00001,Xã D,D,2025-07-01,"), 4, "code"
    ),
    "an alias of no unit": (table("aliases", "x,Ích"), 2, "unit"),
    "an empty alias": (table("aliases", "c,"), 2, "alias"),
    "a succession of no unit": (table("successions", "x,d,2025-07-01,merge,"), 2, "old_unit"),
    "a succession to no unit": (table("successions", "c,x,2025-07-01,merge,"), 2, "new_unit"),
    "a succession without a day": (table("successions", "c,d,,merge,"), 2, "date"),
    "an unknown succession": (table("successions", "c,d,2025-07-01,split,"), 2, "kind"),
    "a nameless place outside": (table("successions", ",d,2025-07-01,merge,"), 2, "note"),
    "two successors": (
        table("successions", "c,d,2025-07-01,merge,", "c,p,2025-07-01,merge,"), 3, "old_unit"
    ),
    "its own successor": (table("successions", "c,c,2025-07-01,merge,"), 2, "new_unit"),
    "successors in a circle": (
        table("successions", "c,d,2025-07-01,merge,", "d,c,2026-07-01,merge,"), 3, "new_unit"
    ),
    "a parent that becomes its own child": (table("successions", "p,c,2025-07-01,merge,"), 2, "new_unit"),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "line", "column"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_refused_with_file_row_and_column(
    changed: dict[str, str], line: int, column: str
) -> None:
    error = refusal(**changed)
    assert error.where == f"{next(iter(changed))}.csv, dòng {line}, cột {column}"
    assert error.what
    assert error.todo


def test_a_row_is_counted_as_an_editor_counts_it() -> None:
    units = 'id,kind,parent,note\np,province,,"two\nlines"\nx,huyện,,\n'
    assert refusal(units=units).where == "units.csv, dòng 4, cột kind"


def test_a_unit_may_be_renamed_from_one_day_to_the_next() -> None:
    names = table(
        "versions",
        P_NAME,
        "c,gso,00001,Xã C,C,,2025-06-30",
        "c,gso,00001,Xã K,K,2025-07-01,",
        "d,gso,00002,Xã D,D,,",
    )
    renamed = load(**names, **table("successions"))
    assert [renamed.name("c", day) for day in (date(2025, 6, 30), date(2025, 7, 1))] == ["Xã C", "Xã K"]


def test_a_name_may_hold_for_a_single_day() -> None:
    names = table("versions", P_NAME, "c,gso,00001,Xã C,C,2025-07-01,2025-07-01", "d,gso,00002,Xã D,D,,")
    catalogue = load(**names)
    assert [catalogue.in_force("c", date(2025, 7, day)) for day in (1, 2)] == [True, False]


def test_successions_follow_one_another() -> None:
    names = table("versions", P_NAME, *(f"{unit},gso,0000{i},Xã,X,," for i, unit in enumerate("cde")))
    steps = table("successions", "c,d,2025-07-01,merge,", "d,e,2030-01-01,continue,")
    catalogue = load(**table("units", P, C, D, "e,commune,p"), **names, **steps)
    assert [catalogue.successor("c", date(year, 1, 1)).id for year in (2025, 2026, 2030)] == ["c", "d", "e"]


def test_the_shipped_tables_are_plain_utf8_with_line_feeds() -> None:
    for name in TABLES:
        data = resource("units", name).read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in data
        assert data.endswith(b"\n")


# --- tables that came later -------------------------------------------------------------------------

MERGED = {
    "units.csv": "id,kind,parent\ne,commune,p\n",
    "versions.csv": (
        "unit,scheme,code,name,ascii,valid_from,valid_to\n"
        "d,gso,00001,Xã D,D,2025-07-01,2029-12-31\n"
        "e,gso,00002,Xã E,E,2030-01-01,\n"
    ),
    "successions.csv": "old_unit,new_unit,date,kind,note\nd,e,2030-01-01,merge,\n",
}


def test_an_import_adds_units_and_ends_the_code_of_one_that_was_merged() -> None:
    catalogue, refused = extended_catalogue(TABLES.__getitem__, [MERGED])
    assert refused == {}
    assert catalogue.successor("c", date(2030, 1, 1)).id == "e"
    assert [catalogue.in_force("d", date(year, 1, 1)) for year in (2029, 2030)] == [True, False]
    assert catalogue.name("e", date(2030, 1, 1)) == "Xã E"


def test_imports_that_lean_on_each_other_hold_in_any_order() -> None:
    names = {"versions.csv": MERGED["versions.csv"]}
    rest = {name: text for name, text in MERGED.items() if name not in names}
    for imports in ([names, rest], [rest, names]):
        catalogue, refused = extended_catalogue(TABLES.__getitem__, imports)
        assert (refused, len(catalogue.units)) == ({}, 4)


def test_an_import_that_does_not_fit_is_left_out_whole_and_the_others_hold() -> None:
    bad = {"units.csv": "id,kind,parent\nf,commune,nowhere\n"}
    catalogue, refused = extended_catalogue(TABLES.__getitem__, [bad, MERGED])
    assert catalogue.by_id("f") is None
    assert catalogue.by_id("e") is not None
    assert list(refused) == [0]
    assert "units.csv" in refused[0].where


def test_a_table_is_known_by_its_columns() -> None:
    assert [table_in("\ufeff" + text, "a.csv") for text in TABLES.values()] == list(TABLES)
    with pytest.raises(RefusedError) as caught:
        table_in("a,b\n1,2\n", "a.csv")
    assert caught.value.where == "a.csv"


def test_a_catalogue_can_be_told_of_one_unit_that_it_lacks() -> None:
    catalogue = load()
    unit = Unit("x", UnitKind.COMMUNE, None)
    version = UnitVersion("x", GSO, "09999", "Xã X", "X", None, None)
    wider = catalogue.knowing(unit, version)
    assert wider.find("09999", date(2023, 1, 1)) == unit
    assert wider.successor("c", date(2025, 7, 1)).id == "d"
    assert wider.knowing(unit, version) is wider
    on = date(2023, 1, 1)
    assert [wider.known_code(one, on) for one in ("x", None, "y")] == ["09999", "", ""]
    assert catalogue.known_code("x", on) == ""
