"""`moduong sync` and `moduong hub address` as a person and a script meet them; killed in the middle."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app import overview
from desktop_app.app.ports import Desk
from tests.desks import COMMUNES, StoppedClock, add, new_commune, new_district
from tests.e2e.program import moduong
from tests.flaky import Weather, flaky
from tests.hub_kit import Running, running_hub

KIB = 1024


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Desk]:
    desk = new_district(tmp_path / "district", StoppedClock())
    yield desk
    desk.store.close()


@pytest.fixture
def home(tmp_path: Path, district: Desk) -> Path:
    """A commune's home with some 100 KiB to send."""
    desk = new_commune(tmp_path / "commune", district, COMMUNES[0], StoppedClock())
    letters = random.Random(3)
    for number in range(12):
        note = "".join(letters.choices("aăâbcdđeêghiklmnoôơpqrstuưvxy 0123456789", k=12 * KIB))
        add(desk, asset_code=f"MT-{number}", note=note)
    desk.store.close()
    return tmp_path / "commune"


@pytest.fixture
def hub(district: Desk, home: Path, tmp_path: Path) -> Iterator[Running]:  # its doors know it
    with running_hub(district, tmp_path / "hub", plain=False) as running:
        yield running


def same(district: Desk, home: Path) -> bool:
    there = moduong("digest", "--unit", COMMUNES[0], "--json", home=home).document
    return overview.digest(district, COMMUNES[0]) in str(there)


def test_by_the_address_that_the_district_gives_out(district: Desk, home: Path, hub: Running) -> None:
    """Typed once with its pin; afterwards the catalogue has it."""
    said = moduong("hub", "address", hub.url, "--pin", hub.pin, "--json", home=district.store.path)
    assert said.document == {"url": hub.url, "pin": hub.pin}
    first = moduong("sync", "--hub", hub.url, "--pin", hub.pin, "--json", home=home)
    assert (first.code, first.err) == (0, "")
    assert first.document["outcome"] == "done"
    assert first.document["sent_ops"] == 12
    assert first.document["sent_bytes"] > 50 * KIB
    assert first.document["received_ops"] >= 2
    assert (first.document["reason"], first.document["hub"]) == (None, hub.url)
    again = moduong("sync", home=home)
    assert (again.code, again.out.startswith("Đã đồng bộ: gửi 0 thao tác")) == (0, True)
    assert "Đang chờ" in again.err
    assert same(district, home)


def test_without_a_link_it_says_what_to_do(home: Path) -> None:
    unknown = moduong("sync", home=home)
    assert (unknown.code, unknown.out) == (1, "")
    assert "USB" in unknown.err
    told = moduong("sync", "--hub", "http://127.0.0.1:9", "--json", home=home)
    assert told.code == 1
    assert told.document["outcome"] == "offline"
    assert "USB" in told.document["reason"]
    assert moduong("status", "--json", home=home).document["in_bundle"] == 12


def test_another_key_is_not_trusted(home: Path, hub: Running) -> None:
    told = moduong("sync", "--hub", hub.url, "--pin", "0f" * 32, "--json", home=home)
    assert (told.code, told.document["outcome"], told.document["sent_ops"]) == (1, "untrusted", 0)
    assert moduong("sync", "--hub", hub.url, "--pin", "0f", home=home).code == 2


@pytest.mark.parametrize("seconds", [0.0, pytest.param(None, marks=pytest.mark.torture)])
def test_killed_in_the_middle_it_goes_on(
    district: Desk, home: Path, tmp_path: Path, seconds: float | None
) -> None:
    """SIGKILL once 40 KiB are over (torture: at ten moments): nothing lost, one chunk at most goes twice."""
    moments = [None] if seconds is not None else [0.3 * n for n in range(3, 13)]
    with running_hub(district, tmp_path / "hub") as hub, flaky(hub.address) as proxy:
        proxy.weather = Weather(bytes_per_s=60_000)
        for moment in moments:
            running = _begin(home, proxy.url)
            _wait(lambda: proxy.sent > 40 * KIB, moment)  # called at once
            running.send_signal(signal.SIGKILL)
            running.wait(10)
        size = next((home / "outbox").glob("*.moduong"), home / "key").stat().st_size
        proxy.weather = Weather()
        done = moduong("sync", "--hub", proxy.url, "--json", home=home)
        assert (done.code, done.document["outcome"]) == (0, "done")
        if moments == [None]:
            assert proxy.sent <= size + 64 * KIB
        assert same(district, home)
        assert overview.status(district).records["computer"] == 12


def _begin(home: Path, url: str) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "desktop_app", "sync", "--hub", url, "--home", str(home)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait(is_there: object, moment: float | None) -> None:
    if moment is not None:
        time.sleep(moment)
        return
    until = time.monotonic() + 30
    while not is_there():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.01)


def test_two_at_once_on_one_home(district: Desk, home: Path, tmp_path: Path) -> None:
    with running_hub(district, tmp_path / "hub") as hub:
        both = [_begin(home, hub.url) for _ in range(2)]
        assert [one.wait(60) for one in both] == [0, 0]
        assert same(district, home)
        assert overview.status(district).records["computer"] == 12


def test_a_second_pc_of_the_district_works_with_all_of_it(
    district: Desk, home: Path, hub: Running, tmp_path: Path
) -> None:
    file, second = tmp_path / "second.kichhoat", tmp_path / "second"
    said = moduong(
        "enrol", "--unit", "100", "--whole-district", "--out", file, "--json", home=district.store.path
    )
    assert said.document["role"] == "replica"
    assert moduong("init", "commune", "--activation", file, home=second).code == 0
    here = ("--hub", hub.url, "--pin", hub.pin, "--json")
    for one in (home, second):
        assert moduong("sync", *here, home=one).document["outcome"] == "done"
    (row, *others) = moduong("list", "computer", "--unit", COMMUNES[0], "--json", home=second).document
    assert len(others) == 11
    assert moduong("accept", "computer", row["id"], home=second).code == 0
    assert moduong("sync", *here, home=second).document["sent_ops"] == 1
    moduong("sync", *here, home=home)
    assert moduong("status", "--json", home=home).document["states"]["accepted"]["count"] == 1
    told = moduong("status", home=second)
    assert "máy làm việc của huyện" in told.out
    refused = moduong("enrol", "--unit", COMMUNES[0], "--out", file, home=second)
    assert (refused.code, "máy tiếp nhận" in refused.err) == (2, True)
