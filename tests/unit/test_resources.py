"""The program's own data is found in a checkout and in a real wheel installed somewhere else."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import desktop_app
from desktop_app.errors import BugError
from desktop_app.resources_path import resource, resources_root

ROOT = Path(__file__).parents[2]
CATALOGUE = ("locale", "en", "LC_MESSAGES", "moduong.mo")


def test_a_checkout_has_them_beside_the_package() -> None:
    assert resources_root() == ROOT / "resources"
    assert resource(*CATALOGUE).read_bytes()


def test_a_resource_that_was_not_packed_is_named() -> None:
    with pytest.raises(BugError, match=r"fonts/none\.ttf"):
        resource("fonts", "none.ttf")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_package_and_resources_and_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    info = f"moduong-{desktop_app.__version__}.dist-info"
    assert {name.split("/")[0] for name in names} == {"desktop_app", info}
    packed = {name.removeprefix("desktop_app/resources/") for name in names if "/resources/" in name}
    assert packed == files_in_git("resources")
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/LICENSES-third-party.md"} <= set(names)


def files_in_git(folder: str) -> set[str]:
    """What is tracked, or new and not ignored: what a build takes."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT / folder, check=True, capture_output=True, text=True, timeout=60)
    return {name for name in done.stdout.split("\0") if name and (ROOT / folder / name).exists()}


def test_an_installed_wheel_finds_its_own(wheel: Path, tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    home, python = tmp_path / "env", tmp_path / "env" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True, timeout=120)
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(install, check=True, env=env, timeout=120)

    code = f"from desktop_app.resources_path import resource; print(resource(*{CATALOGUE}))"
    found = subprocess.run([python, "-I", "-c", code], check=True, capture_output=True, text=True, timeout=60)

    path = Path(found.stdout.strip())
    assert path.is_relative_to(home)
    assert path.read_bytes() == resource(*CATALOGUE).read_bytes()
    assert (home / "bin" / "moduong").exists()
