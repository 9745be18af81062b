"""A short seed of `make fuzz`: what was found once, the seeds, and some hundred changed ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import seeds
from tests.fuzz.targets import TARGETS, Target

EXAMPLES = {"pdf-drawn": 8, "confined": 12, "picture": 60, "barcodes": 10}
"""Of those that are not quick."""


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_once_and_all_seeds(name: str) -> None:
    target = TARGETS[name]
    for data in [*seeds.regressions(name), *target.seeds()]:
        target.try_on(data)


@pytest.mark.parametrize("name", TARGETS)
def test_changed_seeds(name: str) -> None:
    target = TARGETS[name]

    @settings(
        max_examples=EXAMPLES.get(name, 60),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(changed(target))
    def try_on(data: bytes) -> None:
        target.try_on(data)

    try_on()


def changed(target: Target) -> st.SearchStrategy[bytes]:
    """A seed with a piece of it put elsewhere, cut out or replaced."""
    share = st.floats(0, 1)
    short = [seed for seed in target.seeds() if len(seed) < 20_000]
    return st.builds(_change, st.sampled_from(short), share, share, st.binary(max_size=12))


def _change(seed: bytes, start: float, end: float, new: bytes) -> bytes:
    first, last = sorted((int(start * len(seed)), int(end * len(seed))))
    return seed[:first] + new + seed[last:]
