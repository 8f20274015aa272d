"""The catalogue, enrolment and keys by the command line."""

import json
from pathlib import Path

import pytest

from tests.e2e.program import Ran, moduong_here


def done(*words: str | Path, home: Path | None = None, code: int = 0) -> Ran:
    ran = moduong_here(*words, home=home)
    assert ran.code == code, (ran.out, ran.err)
    return ran


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a district's home, its recovery key on paper, and its public card."""
    folder = tmp_path_factory.mktemp("office")
    made = done(
        "init", "district", "--unit", "100", "--date", "31/12/2022", "--json", home=folder / "district"
    )
    (folder / "recovery.txt").write_text(made.document["recovery_key"], encoding="ascii")
    done("hub", "card", "--out", folder / "district.huyen", home=folder / "district")
    return folder


def test_a_commune_begins_enters_is_approved_and_shows_what_the_district_added(office: Path) -> None:
    district, commune, stick = office / "district", office / "commune", office / "stick"
    stick.mkdir()
    asked = done("init", "commune", "--request", stick / "pc.xin", "--unit", "03319",
                 "--hub-file", office / "district.huyen", "--json", home=commune).document  # fmt: skip
    assert (asked["unit"], asked["request"]) == ("03319", str(stick / "pc.xin"))
    done("add", "peripheral", "asset_code=V-1", "kind=printer", home=commune)
    bundle = done("export", "--to", stick, "--json", home=commune).document["path"]
    done("receive", bundle, home=district, code=1)  # kept sealed

    shown = done("approve", stick / "pc.xin", "--json", home=district, code=1).document
    assert (shown["approved"], shown["fingerprint"]) == (False, asked["fingerprint"])
    wrong = done("approve", stick / "pc.xin", "--fingerprint", "1234 5678 9012 3456", home=district, code=1)
    assert asked["fingerprint"] in wrong.err
    words = (
        '--kind choice --vi "Nối Wi-Fi" --en "On Wi-Fi" --choice "yes=Có nối|Yes" --choice "no=Không nối|No"'
    )
    done("field", "peripheral", "wifi", *_split(words), "--with", "required=yes", home=district)
    done("choice", "peripheral", "kind", "plotter", "--vi", "Máy vẽ", "--en", "Plotter", home=district)
    done("target", "bts", "95,5", "--from", "01/01/2022", home=district)
    done("round", "--date", "31/12/2024", "--name", "Đợt 2024", home=district)
    approved = done("approve", stick / "pc.xin", "--fingerprint", asked["fingerprint"],
                    "--receipts", stick, "--json", home=district).document  # fmt: skip
    (received,) = approved["received"]
    assert received["outcome"] == "applied"
    done("receive", received["receipt"], home=commune)

    listed = done("catalogue", "--json", home=commune).document
    assert [one["key"] for one in listed["fields"] + listed["choices"]] == ["wifi", "plotter"]
    assert listed["targets"][0] | {"id": ""} == {
        "id": "", "indicator": "bts", "value": "95.5", "from": "2022-01-01"}  # fmt: skip
    assert (listed["round"]["name"], listed["ignored"]) == ("Đợt 2024", [])
    assert done("catalogue", "--json", home=district).document["version"] == listed["version"]
    topics = {topic["key"]: topic for topic in done("topics", "--json", home=commune).document}
    fields = {field["key"]: field for field in topics["peripheral"]["fields"]}
    assert fields["wifi"]["required"] is True
    assert fields["kind"]["choices"][-1] == {"key": "plotter", "title": "Máy vẽ"}
    schema = done("topics", "--schema", home=commune).document["peripheral"]["properties"]["wifi"]
    assert schema["title"] == "Nối Wi-Fi"
    done("add", "peripheral", "asset_code=V-2", "kind=Máy vẽ", "wifi=Có nối", home=commune)
    rows = done("list", "peripheral", "--json", home=commune).document
    assert sorted((row["kind"], row["wifi"] or "") for row in rows) == [("plotter", "yes"), ("printer", "")]
    assert "Nối Wi-Fi" in done("list", "peripheral", home=commune).out


def _split(words: str) -> list[str]:
    import shlex

    return shlex.split(words)


def test_a_scanned_code_activates(office: Path) -> None:
    import subprocess

    done("enrol", "--unit", "03322", "--out", office / "a.kichhoat", "--qr", office / "a.png",
         home=office / "district")  # fmt: skip
    scan = subprocess.run(["zbarimg", "--raw", "-q", office / "a.png"], capture_output=True, check=True)
    (office / "scan.txt").write_bytes(scan.stdout)
    made = done("init", "commune", "--activation", office / "scan.txt", "--json", home=office / "scanned")
    assert made.document["unit"] == "03322"


def test_a_lost_district_is_begun_again_with_its_recovery_key(office: Path) -> None:
    pc, stick, key = office / "pc", office / "usb", office / "recovery.txt"
    stick.mkdir()
    done("enrol", "--unit", "03323", "--out", office / "b.kichhoat", home=office / "district")
    done("init", "commune", "--activation", office / "b.kichhoat", home=pc)
    done("add", "computer", "asset_code=MT-7", home=pc)
    done("hub", "rekey", home=office / "district")
    bundle = done("export", "--to", stick, "--json", home=pc).document["path"]

    ((line,),) = (
        Path(one["path"]).read_bytes().splitlines()
        for one in done("recover", bundle, "--key", key, "--out", stick, "--json").document
    )
    assert "MT-7" in json.dumps(json.loads(line))
    after = office / "after"
    begun = done("init", "district", "--unit", "100", "--date", "31/12/2022", "--recover", key,
                 "--from", stick, "--json", home=after).document  # fmt: skip
    assert [one["outcome"] for one in begun["received"]] == ["held"]
    assert "recovery_key" not in begun
    done("hub", "card", "--out", office / "after.huyen", home=after)
    asked = done(
        "request", "--out", office / "pc.xin", "--hub-file", office / "after.huyen", "--json", home=pc
    )
    done("approve", office / "pc.xin", "--fingerprint", asked.document["fingerprint"], home=after)
    (row,) = done("list", "computer", "--json", home=after).document
    assert (row["asset_code"], row["unit"]) == ("MT-7", "03323")


@pytest.mark.parametrize(
    ("words", "home", "code"),
    [
        (("init", "commune"), "new", 2),
        (("init", "commune", "--request", "x", "--unit", "03319"), "new", 2),
        (("init", "district", "--unit", "100", "--from", "."), "new", 2),
        (("field", "computer", "BIG", "--vi", "X"), "district", 2),
        (("field", "computer", "x", "--vi", "X", "--with", "colour=red"), "district", 2),
        (("field", "computer", "x", "--kind", "choice", "--vi", "X", "--choice", "a"), "district", 2),
        (("choice", "computer", "serial", "x", "--vi", "X"), "district", 2),
        (("target", "bts", "nhiều"), "district", 2),
        (("units", "import", "nowhere.csv"), "district", 1),
        (("approve", "recovery.txt"), "district", 1),
        (("recover", "x.moduong", "--key", "nowhere.txt"), "district", 2),
        (("enrol", "--unit", "03319", "--out", "c", "--qr", "c.gif"), "district", 2),
    ],
)
def test_a_mistake_is_one_sentence(office: Path, words: tuple[str, ...], home: str, code: int) -> None:
    ran = done(
        *(str(office / word) if "." in word else word for word in words), home=office / home, code=code
    )
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1
