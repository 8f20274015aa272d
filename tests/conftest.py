"""What holds for every test: no display, no real keyring, one language, Hypothesis without a stopwatch."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

# Before the first import of Qt or keyring, which read these once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest
from hypothesis import HealthCheck, settings

from desktop_app.i18n import set_language

# A loaded two-core machine stalls for a second now and then: time says nothing about the code.
settings.register_profile("ci", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("torture", settings.get_profile("ci"), max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


TESTS = Path(__file__).parent
LONGEST = (
    "fuzz/test_histories.py", "e2e/test_window_shape.py", "e2e/test_window_keyboard.py",
    "e2e/test_window_dialogs.py", "e2e/test_window_clipboard.py", "contract/test_postgres.py",
    "e2e/test_demo.py", "e2e/test_cli.py", "e2e/test_window_print.py", "e2e/test_window_killed.py",
    "e2e/test_window_never_lose.py",
)  # fmt: skip
"""The files that take longest, in this order."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first: one that begins last keeps all but one processor waiting."""
    order = {TESTS / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Leave the whole program's tests unmeasured: it takes a fifth of their time.

    What the 100 % are asked of is reached by the tests next to it, not by a window that passes through.
    """
    measuring = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if measuring is None or "e2e" not in item.path.parts:
        return (yield)
    measuring.pause()
    try:
        return (yield)
    finally:
        measuring.resume()


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Each test starts in Vietnamese, whatever the one before it chose."""
    set_language("vi")
    yield
    set_language("vi")


@pytest.fixture(autouse=True)
def swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Cycles are collected between tests, on the main thread, as in the program (`ui.tasks.Sweeper`)."""
    gc.disable()
    yield
    gc.collect(2 if "qapp" in request.fixturenames else 0)


@pytest.fixture(autouse=True, scope="module")
def swept_whole() -> Iterator[None]:
    yield
    gc.collect()
    gc.freeze()
