"""What every test folder may use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

_BESIDE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "data"

MeasuringData = Callable[[str], Path]


@pytest.fixture(scope="session")
def measuring_data() -> MeasuringData:
    """Find a part of the measuring data (see tests/README.md), or skip the test without it.

    `.ci/judge.py` lets a test be skipped for this reason and for no other.
    """
    root = Path(os.environ.get("MEASURING_DATA", _BESIDE_CHECKOUT))

    def find(part: str) -> Path:
        path = root / part
        if not path.exists():
            pytest.skip(f"no measuring data: {part}")
        return path

    return find
