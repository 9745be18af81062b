"""Fitting the readers' confidence: honest on dossiers not seen, and written as it is read."""

from __future__ import annotations

import math
import random
import tomllib
from pathlib import Path

import pytest

from dossier.calibration import Calibration, Tolerance, measure, pictures
from models.calibrate import (
    FEATURES,
    Seen,
    choose_floors,
    fit_all,
    floors_as_toml,
    stated_by_others,
)


def seen(count: int, seed: int = 1) -> list[Seen]:
    """Fields of two kinds whose rightness follows from their doubts, ten to a dossier."""
    rng = random.Random(seed)
    made = []
    for at in range(count):
        doubt = rng.choice((0.0, 0.0, 0.0, 1.0, 3.0))
        features = dict.fromkeys(FEATURES, 0.0) | {"bias": 1.0, "doubt_sum": doubt}
        right = rng.random() < 1 / (1 + math.exp(1.8 * doubt - 5))
        made.append(
            Seen(
                group="name" if at % 2 else "blank",
                critical=bool(at % 2),
                features=features,
                right=right,
                dossier=at // 10,
            )
        )
    return made


def test_what_is_stated_of_unseen_dossiers_holds() -> None:
    samples = stated_by_others(seen(3000))
    assert len(samples) == 3000
    assert measure(samples).error < 0.03


def test_a_doubt_never_makes_surer() -> None:
    for weights in fit_all(seen(600)).values():
        assert (weights[1:] <= 0).all()


def test_floors_are_written_as_they_are_read() -> None:
    tolerance = Tolerance(usual=0.02, critical=0.01)
    chosen = choose_floors(stated_by_others(seen(3000)), tolerance)
    assert set(chosen.floors.own) == set(chosen.floors.own_critical) == {"blank", "name"}
    # What is certain passes, what is doubtful does not.
    assert 0.8 < chosen.floors.own_critical["name"] <= 1.0
    again = Calibration.model_validate(tomllib.loads(floors_as_toml(chosen)))
    assert again == chosen


def test_the_picture_tells_what_the_numbers_do(tmp_path: Path) -> None:
    measured = {"name": measure(stated_by_others(seen(600))), "<b>": measure([])}
    picture, data = pictures.write(measured, tmp_path)
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.count("<circle") == len(measured["name"].bins)
    assert "600" in drawn
    assert "&lt;b&gt;" in drawn
    assert '"wrong"' in data.read_text(encoding="utf-8")


@pytest.mark.parametrize("floors", [{}, {"name": 0.975}])
def test_only_the_groups_that_have_one_get_a_floor(floors: dict[str, float]) -> None:
    made = Calibration()
    made = made.model_copy(update={"floors": made.floors.model_copy(update={"own": floors})})
    assert tomllib.loads(floors_as_toml(made))["floors"].get("own", {}) == floors
