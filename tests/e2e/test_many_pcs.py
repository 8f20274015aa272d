"""A district's evening: 200 PCs at once against one hub process (`benchmarks/syncing.py`)."""

from pathlib import Path

import pytest

from benchmarks.syncing import GOAL_S, evening


@pytest.mark.torture
def test_200_pcs_at_once_lose_nothing(tmp_path: Path) -> None:
    found = evening(tmp_path, 200)
    print(found)
    assert found.lost == 0
    assert found.p95 < GOAL_S


def test_a_few_pcs_at_once_lose_nothing(tmp_path: Path) -> None:
    assert evening(tmp_path, 4).lost == 0
