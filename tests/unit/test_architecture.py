"""The arrows between the rooms: each contract is seen to bite on a planted violation."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "desktop_app"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

# contract, module that breaks it, what it imports
VIOLATIONS = [
    ("layers", "domain.planted", "desktop_app.topics"),
    ("layers", "app.planted", "desktop_app.store"),
    ("layers", "store.planted", "desktop_app.sync"),
    ("layers", "ui.planted", "desktop_app.cli"),
    ("layers", "compose.planted", "desktop_app.cli"),
    ("layers", "i18n", "desktop_app.domain"),
    ("qt-in-ui", "compose.planted", "PySide6.QtCore"),
    ("qt-in-ui", "paper.planted", "PySide6.QtSvg"),
    ("hub-without-qt", "hub.planted", "PySide6.QtCore"),
    ("pure-domain", "domain.planted", "sqlalchemy"),
    ("domain-without-world", "domain.planted", "pathlib"),
    ("domain-without-world", "domain.planted", "time"),
    ("topics-are-data", "topics.planted", "sqlmodel"),
    ("database-in-store", "app.planted", "sqlcipher3"),
    ("crypto-in-sync", "app.planted", "cryptography.hazmat"),
]


def contracts() -> set[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return {contract["id"] for contract in tomllib.load(file)["tool"]["importlinter"]["contracts"]}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the package that may be spoilt, with every room in it."""
    copy = tmp_path / "checkout"
    shutil.copytree(PACKAGE, copy / "desktop_app", ignore=shutil.ignore_patterns("__pycache__", "resources"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for room in ("app", "cli", "compose", "domain", "hub", "paper", "store", "sync", "topics", "ui"):
        (copy / "desktop_app" / room).mkdir(exist_ok=True)
        (copy / "desktop_app" / room / "__init__.py").touch()
    return copy


def lint(checkout: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [LINT_IMPORTS, "--no-cache", "--no-logo", "--contract", contract]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False, timeout=60)


def plant(checkout: Path, module: str, imported: str) -> None:
    path = checkout.joinpath("desktop_app", *module.split(".")).with_suffix(".py")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\nimport {imported}\n")


def test_every_contract_has_a_violation_to_bite() -> None:
    assert contracts() == {contract for contract, *_ in VIOLATIONS}


@pytest.mark.parametrize(("contract", "module", "imported"), VIOLATIONS)
def test_contract_bites(checkout: Path, contract: str, module: str, imported: str) -> None:
    before = lint(checkout, contract)
    assert before.returncode == 0, before.stdout

    plant(checkout, module, imported)

    after = lint(checkout, contract)
    assert after.returncode == 1, after.stdout
    assert "1 broken" in after.stdout
    # The linter sees another distribution as one module.
    target = imported if imported.startswith("desktop_app.") else imported.partition(".")[0]
    assert f"desktop_app.{module} -> {target}" in after.stdout


# --- threads -------------------------------------------------------------------------------------

STARTS_THREADS = {
    "Thread", "Timer", "start_new_thread", "ThreadPoolExecutor", "ProcessPoolExecutor", "ThreadPool",
    "Process", "Pool", "to_thread", "run_in_executor", "QThread", "QThreadPool", "QRunnable", "QtConcurrent",
}  # fmt: skip


def thread_starters(source: str) -> Iterator[tuple[int, str]]:
    """Yields (line, name) wherever a name that starts a thread or a process pool is imported or used."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) if (
                name in STARTS_THREADS
            ):
                yield node.lineno, name


# The service has one thread beside the listener's loop, and no Qt in reach.
MAY_START = (PACKAGE / "ui" / "tasks.py", PACKAGE / "compose" / "hub.py")


def test_only_ui_tasks_and_the_hub_start_threads() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path not in MAY_START
        for line, name in thread_starters(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import threading\nthreading.Thread(target=print).start()",
        "from concurrent.futures import ThreadPoolExecutor",
        "from PySide6 import QtCore\nclass Job(QtCore.QRunnable): ...",
        "import asyncio\nasync def job(): await asyncio.to_thread(print)",
        "from multiprocessing import Pool as Swimming",
    ],
)
def test_a_thread_started_elsewhere_is_seen(source: str) -> None:
    assert list(thread_starters(source))


def test_a_lock_is_no_thread() -> None:
    assert not list(thread_starters("from threading import Lock\nlock = Lock()"))
