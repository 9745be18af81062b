"""Whose papers a caller may see."""

from __future__ import annotations

import pytest

from dossier.store.scope import CENTRAL, EVERYWHERE, Scope

ALL = ("H26.01", "H26.02", CENTRAL, None)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (Scope(branch="H26.01"), {"H26.01", None}),
        (Scope(branch="H26.02"), {"H26.02", None}),
        (EVERYWHERE, set(ALL)),
    ],
)
def test_what_a_scope_covers(scope: Scope, covered: set[str | None]) -> None:
    assert {branch for branch in ALL if scope.covers(branch)} == covered


def test_what_it_brings_is_seen_by_itself() -> None:
    for branch in ("H26.01", None):
        scope = Scope(branch=branch)
        assert scope.covers(scope.owner)
