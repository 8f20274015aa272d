"""The command line from end to end: verbs, exit codes, one JSON document, one sentence for a mistake."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.cli.main import _build
from tests.e2e.program import Ran, moduong

AWKWARD = "Lò Văn Mẫu <b>#import</b> =1+1 \"q\" 'q' \\ ` 😀\tdòng 1\ndòng 2 " + "x" * 10_000
NFD = unicodedata.normalize("NFD", "Điện Biên")


@dataclass(frozen=True)
class Homes:
    district: Path
    commune: Path
    folder: Path


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    folder = tmp_path_factory.mktemp("cli")
    made = Homes(folder / "district", folder / "commune", folder)
    assert moduong("init", "district", "--unit", "100", "--date", "31/12/2022", home=made.district).code == 0
    file = folder / "03319.kichhoat"
    assert moduong("enrol", "--unit", "03319", "--out", file, home=made.district).code == 0
    assert moduong("init", "commune", "--activation", file, home=made.commune).code == 0
    return made


def add(home: Path, topic: str, *assignments: str) -> str:
    ran = moduong("add", topic, *assignments, "--json", home=home)
    assert ran.code == 0, ran.err
    return str(ran.document["id"])


def sentence(ran: Ran, code: int) -> str:
    """A mistake: this exit code, nothing on standard output, one line on standard error."""
    assert (ran.code, ran.out) == (code, "")
    assert len(ran.err.strip().splitlines()) == 1
    return ran.err.strip()


# --- usage ------------------------------------------------------------------------------------------


def test_home_goes_before_and_after_the_verb(homes: Homes) -> None:
    after = moduong("status", "--json", home=homes.commune)
    before = moduong("--home", homes.commune, "status", "--json")
    assert before.document == after.document
    assert {
        "role",
        "unit",
        "records",
        "unsent",
        "last_receipt",
        "held",
        "conflicts",
    } <= before.document.keys()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["frob"], "frob"),
        (["list"], "list"),
        (["add", "computr"], "computer"),
        (["add", "computer", "foo=1"], "foo"),
        (["add", "computer", "kind=foo"], "laptop"),
        (["add", "computer", "ram_gb:maybe=1"], "estimate"),
        (["add", "computer", "ram_gb"], "ram_gb"),
        (["set", "computer", "no-such-record", "ram_gb=1"], "no-such-record"),
        (["print", "register", "--topic", "nothing", "--pdf", "x.pdf"], "nothing"),
        (["report"], "--pdf"),
        (["digest", "--unit", "99999"], "99999"),
        (["receive", "no-such-file"], "no-such-file"),
    ],
)
def test_wrong_words_are_exit_2_and_name_what_is_wrong(homes: Homes, words: list[str], named: str) -> None:
    assert named in sentence(moduong(*words, home=homes.commune), 2)


def test_a_home_that_is_not_there_is_exit_1(tmp_path: Path) -> None:
    assert "moduong init" in sentence(moduong("status", home=tmp_path / "nothing"), 1)


def test_a_home_is_not_made_over_another(homes: Homes) -> None:
    sentence(moduong("init", "district", "--unit", "100", home=homes.district), 1)


def test_a_damaged_activation_makes_no_home(homes: Homes, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes((homes.folder / "03319.kichhoat").read_bytes().replace(b"03319", b"03322"))
    sentence(moduong("init", "commune", "--activation", file, home=tmp_path / "home"), 1)
    assert not (tmp_path / "home" / "home.json").exists()


def test_a_pdf_that_cannot_be_written_says_where(homes: Homes, tmp_path: Path) -> None:
    said = sentence(moduong("print", "c53", "--pdf", tmp_path, home=homes.commune), 1)
    assert str(tmp_path) in said


# --- records ----------------------------------------------------------------------------------------


def test_hard_problems_are_saved_as_a_draft_and_keep_it_one(homes: Homes) -> None:
    ran = moduong("add", "computer", "kind=desktop", "year=2999", "--json", home=homes.commune)
    assert ran.code == 0
    levels = {problem["level"] for problem in ran.document["problems"]}
    assert "hard" in levels
    assert moduong("check", home=homes.commune).code == 1
    assert moduong("finalise", home=homes.commune).code == 1
    (row,) = (
        row
        for row in moduong("list", "computer", "--json", home=homes.commune).document
        if row["id"] == ran.document["id"]
    )
    assert (row["status"], row["year"]) == ("draft", 2999)


def test_what_cannot_be_read_is_kept_and_null(homes: Homes) -> None:
    rec = add(homes.commune, "computer", "ram_gb=tám")
    (row,) = [r for r in rows(homes.commune, "computer") if r["id"] == rec]
    assert (row["ram_gb"], row["raw"]) == (None, {"ram_gb": "tám"})


def rows(home: Path, topic: str, *more: str) -> list[dict[str, object]]:
    return list(moduong("list", topic, *more, "--json", home=home).document)


def test_states_of_a_value(homes: Homes) -> None:
    rec = add(homes.commune, "subscription", "provider=vnpt", "fixed:estimate=500", "mobile:no_data=")
    (row,) = [r for r in rows(homes.commune, "subscription") if r["id"] == rec]
    assert (row["fixed"], row["mobile"]) == (500, None)
    assert row["states"] == {"fixed": "estimate", "mobile": "no_data"}


def test_every_value_ever_set_is_in_the_history_and_a_delete_hides(homes: Homes) -> None:
    rec = add(homes.commune, "village", "name=Bản Mẫu 1", "households=10")
    for number in ("20", "30"):
        assert moduong("set", "village", rec, f"households={number}", home=homes.commune).code == 0
    assert moduong("delete", "village", rec, home=homes.commune).code == 0
    assert rec not in {row["id"] for row in rows(homes.commune, "village")}
    changes = moduong("history", "village", rec, "--json", home=homes.commune).document
    assert [change["sets"].get("households") for change in changes] == [10, 20, 30, None]
    assert all(change.keys() >= {"op", "when", "user", "device", "sets"} for change in changes)


def test_search_needs_no_accents(homes: Homes) -> None:
    rec = add(homes.commune, "computer", "note=Máy tính của phòng Kế toán")
    assert rec in {row["id"] for row in rows(homes.commune, "computer", "--search", "may tinh ke toan")}
    assert rec not in {row["id"] for row in rows(homes.commune, "computer", "--search", "may tinh hong ca")}


def test_topics_tell_their_fields(homes: Homes) -> None:
    topics = moduong("topics", "--json").document
    assert len(topics) == 15
    assert all({"key", "title", "fields"} <= topic.keys() for topic in topics)
    assert all({"key", "kind", "title", "choices"} <= field.keys() for t in topics for field in t["fields"])


# --- there and back ---------------------------------------------------------------------------------


def test_an_absent_stick_takes_no_export_and_is_not_said_to_be_ready_to_pull_out(homes: Homes) -> None:
    add(homes.commune, "computer", "asset_code=MT-USB")
    stick = Path("/media/moduong-khong-co")
    ran = moduong("export", "--to", stick, home=homes.commune)
    assert str(stick) in sentence(ran, 2)
    assert "rút" not in ran.out
    assert not stick.exists()


def test_awkward_text_goes_the_whole_road_unharmed(homes: Homes, tmp_path: Path) -> None:
    rec = add(homes.commune, "computer", f"note={AWKWARD}", f"room={NFD}", "user==SUM(A1)")
    usb, receipts = tmp_path / "usb", tmp_path / "receipts"
    sent = moduong("export", "--to", usb, "--json", home=homes.commune)
    assert sent.document["ops"] > 0
    renamed = tmp_path / "tải xuống (2).zip"
    Path(sent.document["path"]).rename(renamed)
    (there,) = moduong("receive", renamed, "--receipts", receipts, "--json", home=homes.district).document
    assert there["outcome"] == "applied"
    (row,) = [r for r in rows(homes.district, "computer") if r["id"] == rec]
    assert (row["note"], row["room"], row["user"]) == (AWKWARD, "Điện Biên", "=SUM(A1)")
    assert moduong("receive", receipts, home=homes.commune).code == 0
    again = moduong("export", "--to", usb, "--json", home=homes.commune)
    assert (again.code, again.document["path"]) == (0, None)
    hashes = [moduong("digest", "--unit", "03319", home=home).out for home in (homes.commune, homes.district)]
    assert hashes[0] == hashes[1]
    assert len(hashes[0].strip()) == 64
    book = tmp_path / "b.xlsx"
    assert moduong("workbook", "--out", book, home=homes.commune).code == 0
    done = moduong("import", book, "--json", home=homes.commune)
    assert (done.document["files"][0]["added"], done.document["files"][0]["changed"]) == (0, 0)
    assert (
        moduong(
            "print", "register", "--topic", "computer", "--pdf", tmp_path / "r.pdf", home=homes.commune
        ).code
        == 0
    )
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_damage_and_strangers_are_exit_1_and_change_nothing(homes: Homes, tmp_path: Path) -> None:
    before = moduong("digest", home=homes.district).out
    bad = tmp_path / "b.moduong"
    bad.write_bytes(b"PK\x03\x04 not really")
    ran = moduong("receive", bad, "--json", home=homes.district)
    assert (ran.code, ran.document[0]["outcome"]) == (1, "refused")
    assert ran.document[0]["reason"]
    assert moduong("digest", home=homes.district).out == before


def test_figures_are_numbers_with_their_source(homes: Homes) -> None:
    found = {one["key"]: one for one in moduong("figures", "--json", home=homes.district).document}
    assert all(
        {"key", "title", "value", "numerator", "denominator", "unit", "target", "stated", "source"}
        <= one.keys()
        for one in found.values()
    )
    assert found["computers"]["stated"] == 628


def test_rebuild_and_backup(homes: Homes, tmp_path: Path) -> None:
    before = moduong("digest", home=homes.commune).out, moduong("list", "computer", home=homes.commune).out
    assert moduong("rebuild", home=homes.commune).code == 0
    assert (
        moduong("digest", home=homes.commune).out,
        moduong("list", "computer", home=homes.commune).out,
    ) == before
    assert moduong("backup", "--to", tmp_path / "b.db", home=homes.commune).code == 0
    assert sentence(moduong("backup", "--to", tmp_path / "b.db", home=homes.commune), 1)


def test_no_typed_value_is_readable_in_the_homes_files(homes: Homes) -> None:
    add(homes.commune, "computer", "serial=BIMATKHONGDOCDUOC", "user=Lò Văn Bí Mật")
    for file in homes.commune.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"BIMATKHONGDOCDUOC" not in content, file
            assert "Bí Mật".encode() not in content, file


def test_no_verb_hides_another() -> None:
    app = _build()
    names = [one.name for one in (*app.registered_commands, *app.registered_groups)]
    assert len(names) == len(set(names))
