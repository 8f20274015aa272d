"""Files to carry away go where the person says, and never to the PC's own disk under a stick's name."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.app import exchange, folders, overview, receiving
from desktop_app.app.files import write_by, write_file
from desktop_app.app.ports import Desk
from desktop_app.errors import NotFoundError, UserError
from tests.desks import Road, add

Mount = Callable[[Path], None]


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place where sticks are mounted; nothing is."""
    place = tmp_path / "media"
    place.mkdir()
    monkeypatch.setattr(folders, "MEDIA", (place,))
    return place


@pytest.fixture
def mount(monkeypatch: pytest.MonkeyPatch) -> Mount:
    """Plugs a stick in at a path."""
    sticks: set[str] = set()
    really = os.path.ismount
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) in sticks or really(path))

    def plug_in(path: Path) -> None:
        path.mkdir(parents=True)
        sticks.add(str(path))

    return plug_in


def whole_tree(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize("missing", ["STICK", "lan/STICK", "STICK/2026", "lan/STICK/a/b"])
def test_an_absent_stick_is_said_and_never_made_up(commune: Desk, media: Path, missing: str) -> None:
    add(commune)
    with pytest.raises(NotFoundError, match="Không có USB") as caught:
        exchange.export(commune, media / missing)
    assert (caught.value.where, bool(caught.value.todo)) == (str(media / missing), True)
    with pytest.raises(NotFoundError):
        write_file(media / missing / "03319.kichhoat", b"x")
    assert whole_tree(media) == set()
    assert overview.status(commune).in_bundle == 0


def test_the_folder_that_a_pulled_stick_left_behind_takes_no_export(commune: Desk, media: Path) -> None:
    add(commune)
    (media / "STICK").mkdir()
    with pytest.raises(NotFoundError):
        exchange.export(commune, media / "STICK")
    assert whole_tree(media) == {media / "STICK"}


@pytest.mark.parametrize("folder", ["STICK", "STICK/nop"])
def test_a_stick_that_is_there_takes_the_bundle(
    commune: Desk, media: Path, mount: Mount, folder: str
) -> None:
    add(commune)
    mount(media / "STICK")
    path = exchange.export(commune, media / folder).path
    assert path is not None
    assert path.parent == media / folder


def test_only_the_last_name_of_a_folder_is_made(commune: Desk, tmp_path: Path) -> None:
    add(commune)
    assert exchange.export(commune, tmp_path / "usb").path
    with pytest.raises(NotFoundError):
        exchange.export(commune, tmp_path / "no" / "usb")
    assert not (tmp_path / "no").exists()


def test_receipts_for_an_absent_stick_are_refused_before_anything_is_taken_in(
    district: Desk, commune: Desk, road: Road, media: Path
) -> None:
    add(commune)
    bundle = road.send(commune)
    before = overview.digest(district)
    with pytest.raises(NotFoundError):
        receiving.receive(district, [bundle], media / "STICK")
    assert overview.digest(district) == before


def test_a_stick_pulled_out_while_it_is_written_to_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is then found under its name is a folder of another disk."""
    stick, path = tmp_path / "stick", tmp_path / "stick" / "b"
    stick.mkdir()
    really, pulled = Path.stat, []

    def stat(self: Path, **how: bool) -> os.stat_result:
        found = really(self, **how)
        if not (pulled and self == stick):
            return found
        return os.stat_result([*found[:2], found.st_dev + 1, *found[3:10]])

    def write(part: Path) -> None:
        part.write_bytes(b"x")
        pulled.append(True)

    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(UserError, match="đã bị rút ra"):
        write_by(path, write)
    assert list(stick.iterdir()) == []


def test_a_stick_whose_folder_went_with_it_is_noticed(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def write(part: Path) -> None:
        part.write_bytes(b"x")
        shutil.rmtree(stick)

    with pytest.raises(UserError, match="Không ghi được tệp"):
        write_by(stick / "b", write)
    assert not stick.exists()
