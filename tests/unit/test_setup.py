"""What `make` does first (installers/setup.sh): a whole environment is kept, anything else is made again,
and what the machine lacks is installed or named in one command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with an environment that the script takes for finished, made without fetching anything."""
    for name in ("pyproject.toml", "constraints.txt", "installers/setup.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True, timeout=120
    )
    link_pip(tmp_path)
    shutil.copy("/bin/true", tmp_path / ".venv" / "bin" / "moduong")
    done = bash(tmp_path, 'printf "%s\\n%s\\n" "$(fingerprint)" "$(pwd -P)" > "$stamp"')
    assert done.returncode == 0, done.stderr
    return tmp_path


def link_pip(checkout: Path) -> None:
    import pip

    (packages,) = (checkout / ".venv" / "lib").glob("python*/site-packages")
    (packages / "pip").symlink_to(Path(pip.__file__).parent)


def bash(
    checkout: Path, commands: str, path: str = os.environ["PATH"], mode: str = "run"
) -> subprocess.CompletedProcess[str]:
    """Runs commands with the script's functions at hand."""
    script = f". installers/setup.sh {mode}\n{commands}"
    env = {"PATH": path, "HOME": str(checkout)}
    return subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=checkout,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def holds(checkout: Path, condition: str) -> bool:
    done = bash(checkout, f"{condition} && echo yes || echo no")
    assert done.stdout in {"yes\n", "no\n"}, done.stderr
    return done.stdout == "yes\n"


def test_a_finished_environment_is_kept(checkout: Path) -> None:
    assert holds(checkout, "is_whole")
    assert holds(checkout, "is_current")


def test_an_environment_without_its_mark_is_half_made(checkout: Path) -> None:
    (checkout / ".venv" / ".moduong-setup").unlink()
    assert not holds(checkout, "is_whole")


def test_an_environment_whose_interpreter_is_gone_is_not_whole(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert not holds(checkout, "is_whole")
    assert not holds(checkout, "is_current")


def test_a_moved_checkout_makes_its_environment_again(checkout: Path, tmp_path: Path) -> None:
    moved = tmp_path.with_name("moved")
    shutil.move(checkout, moved)
    assert not holds(moved, "is_whole")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_names_are_installed_into_the_same_environment(checkout: Path, name: str) -> None:
    with (checkout / name).open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    assert holds(checkout, "is_whole")
    assert not holds(checkout, "is_current")


def test_a_python_that_is_too_old_is_passed_over(checkout: Path) -> None:
    old = checkout / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = bash(checkout, f"PYTHON={old} find_python")
    assert done.returncode == 0
    assert done.stdout.strip() != str(old)


def test_a_library_that_does_not_load_is_named_by_its_package(checkout: Path) -> None:
    done = bash(checkout, f'missing_libraries {sys.executable} "libc.so.6=libc6 libnone.so.7=libnone7"')
    assert done.stdout == "libnone7\n"


def without(libraries: str) -> str:
    """Commands that look for one library that no machine has, and may not install it."""
    return f"{libraries}=libnone.so.7=libnone7; may_install() {{ false; }}; require_system"


def unfinished(checkout: Path) -> Path:
    (checkout / ".venv" / ".moduong-setup").unlink()
    return checkout


def test_missing_libraries_stop_with_the_one_command(checkout: Path) -> None:
    done = bash(checkout, without("qt_base"))
    assert done.returncode == 1
    assert "apt-get install -y libnone7\n" in done.stderr


def test_all_that_is_missing_is_named_at_once(checkout: Path) -> None:
    done = bash(
        unfinished(checkout),
        f"PYTHON={sys.executable}; has_venv() {{ false; }}; test_tools=nonesuch=nonesuch\n"
        + without("qt_base"),
        mode="test",
    )
    assert done.returncode == 1
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"apt-get install -y {version}-venv libnone7 nonesuch\n" in done.stderr


def test_a_first_set_up_goes_on_without_the_libraries_of_a_window(checkout: Path) -> None:
    done = bash(unfinished(checkout), without("qt_window"))
    assert done.returncode == 0
    assert "apt-get install -y libnone7\n" in done.stderr


def test_a_later_set_up_is_silent_about_them(checkout: Path) -> None:
    done = bash(checkout, without("qt_window"))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_window_insists_on_its_libraries(checkout: Path) -> None:
    done = bash(checkout, without("qt_window"), mode="window")
    assert done.returncode == 1
    assert "apt-get install -y libnone7\n" in done.stderr


def test_a_machine_without_python_is_told_everything(checkout: Path) -> None:
    done = bash(checkout, "find_python() { false; }; may_install() { false; }; require_system")
    assert done.returncode == 1
    command = done.stderr.partition("apt-get install -y ")[2].split()
    assert {"python3", "python3-venv", "libegl1", "libxcb-cursor0"} <= set(command)


def test_missing_test_tools_are_named_by_their_packages(checkout: Path) -> None:
    bare = checkout / "bin"
    bare.mkdir()
    for tool in ("dirname", "sort", "unzip", "tar"):
        (bare / tool).symlink_to(str(shutil.which(tool)))
    done = bash(checkout, "has_postgresql() { false; }\nmissing_tools", path=str(bare))
    assert set(done.stdout.split()) == {
        "age", "gettext", "nodejs", "npm", "openssh-client", "poppler-utils", "postgresql", "qpdf",
        "zbar-tools", "zstd",
    }  # fmt: skip


def test_no_index_address_is_committed() -> None:
    for name in ("pyproject.toml", "constraints.txt", "Makefile", "installers/setup.sh"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text, name
        assert "index-url" not in text, name


def test_every_dependency_is_pinned() -> None:
    pinned = (
        (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-").replace(".", "-")
    )
    installed = subprocess.run(
        [sys.executable, "-m", "pip", "freeze", "--all", "--exclude-editable"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.splitlines()
    lines = set(pinned.splitlines())
    unpinned = [line for line in installed if line.lower().replace("_", "-").replace(".", "-") not in lines]
    assert unpinned == []
