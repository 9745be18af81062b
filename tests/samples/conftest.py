from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from samples.generator import Dossier, make_dossier
from samples.generator.chance import Share
from samples.generator.degrade import Level


@cache
def _make(seed: int, form: str, level: Level, share: Share = "development") -> Dossier:
    return make_dossier(seed, form=form, share=share, level=level, filling="typed")


@pytest.fixture(scope="session")
def bench() -> Callable[..., Dossier]:
    """Make dossiers once for all tests of a run: making them is what these tests wait for."""
    return _make
