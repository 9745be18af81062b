"""Whether what is promised of a confidence holds, and what is done where it does not."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.calibration import (
    SHIPPED,
    Calibration,
    Sample,
    Scale,
    Tolerance,
    compare,
    fit,
    group_of,
    interval,
    measure,
)
from dossier.calibration.calibrated import calibrated
from dossier.calibration.model import NEVER
from dossier.forms.catalog import catalog
from dossier.record import DocumentReading, FieldReading, FieldState, Floors, Source


def samples(
    count: int, *, seed: int = 1, boast: float = 0.0, group: str = "name", critical: bool = True
) -> list[Sample]:
    """Fields stated at odds that are `boast` (log odds) higher than the truth."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        odds = rng.uniform(-1, 9)
        right = rng.random() < 1 / (1 + math.exp(-odds))
        stated = 1 / (1 + math.exp(-(odds + boast)))
        made.append(Sample(group=group, critical=critical, stated=stated, right=right))
    return made


# --- intervals: values of tables (Clopper and Pearson 1934; R's binom.test) ---------------------


@pytest.mark.parametrize(
    ("hits", "seen", "low", "high"),
    [
        (0, 10, 0.0, 0.3084971),
        (10, 10, 0.6915029, 1.0),
        (3, 10, 0.0667395, 0.6524529),
        (1, 1000, 0.0000253, 0.0055589),
        (0, 3000, 0.0, 0.0012289),
        (0, 0, 0.0, 1.0),
    ],
)
def test_intervals_are_those_of_the_tables(hits: int, seen: int, low: float, high: float) -> None:
    found = interval(hits, seen)
    assert [found.low, found.high] == pytest.approx([low, high], abs=1e-6)


@settings(max_examples=30)
@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_its_share(hits: int, misses: int) -> None:
    found = interval(hits, hits + misses)
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_more_hits_than_trials_are_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        interval(2, 1)


# --- curves -------------------------------------------------------------------------------------


def test_true_statements_have_no_error_and_boasts_do() -> None:
    assert measure(samples(6000)).error < 0.02
    assert measure(samples(6000, boast=2.0)).error > 0.05


def test_coverage_rises_and_the_floor_keeps_its_promise() -> None:
    found = measure(samples(6000))
    coverages = [point.coverage for point in found.curve]
    assert coverages == sorted(coverages)
    assert coverages[-1] == pytest.approx(1.0)
    floor = found.floor_for(0.01)
    at = found.at(floor)
    assert at.risk <= 0.01
    # The lowest: with any field more it would be broken.
    further = [p for p in found.curve if p.floor < floor]
    assert all(p.risk > 0.01 for p in further)
    assert 0.3 < at.coverage < 1


def test_a_floor_that_nothing_reaches() -> None:
    wrong = [Sample(group="name", critical=True, stated=0.9, right=False) for _ in range(2000)]
    assert measure(wrong).floor_for(0.001) == NEVER
    assert measure(wrong).at(NEVER).coverage == 0.0


def test_one_drawn_of_a_hundred_counts_for_a_hundred() -> None:
    seen = [Sample(group="a", critical=False, stated=0.6, right=False)] * 10
    drawn = [Sample(group="a", critical=False, stated=0.99, right=True, weight=100.0)] * 10
    curve = measure([*seen, *drawn]).curve
    assert [round(p.coverage, 3) for p in curve] == [0.990, 1.0]
    assert curve[-1].risk == pytest.approx(10 / 1010)


# --- fitting ------------------------------------------------------------------------------------


def test_a_fit_takes_a_boast_back() -> None:
    seen = samples(3000, boast=2.0)
    made = fit(seen, version=1, before=SHIPPED)
    scale = made.scales["name"]
    assert scale.shift == pytest.approx(-2.0, abs=0.5)
    fresh = samples(3000, seed=2, boast=2.0)
    assert measure(fresh, scale).error < 0.03
    change = compare(fresh, SHIPPED, made)
    assert change.groups[0].after.error < change.groups[0].before.error / 3


def test_floors_follow_the_tolerated_error_and_say_what_it_costs() -> None:
    tolerance = Tolerance(usual=0.01, critical=0.002)
    before = Calibration(version=0, tolerance=tolerance)
    made = fit(samples(6000), version=1, before=before)
    own, critical = made.floors.own["name"], made.floors.own_critical["name"]
    assert own < critical < 1
    fresh = samples(6000, seed=3)
    change = compare(fresh, before, made)
    (group,) = change.groups
    assert group.after.risk <= 0.004
    assert group.after.floor == critical
    assert change.load_after == group.after.load


def test_too_few_fields_change_nothing() -> None:
    before = Calibration(version=3, floors=Floors(own={"name": 0.7}), scales={"name": Scale()})
    made = fit(samples(3), version=4, before=before)
    assert (made.floors, made.scales) == (before.floors, before.scales)


def test_a_handful_does_not_run_away() -> None:
    few = [Sample(group="a", critical=False, stated=0.5, right=at % 2 == 0) for at in range(12)]
    scale = fit(few, version=1, before=SHIPPED).scales["a"]
    assert 0.3 < scale.slope < 1.7
    assert abs(scale.shift) < 1


@settings(max_examples=50)
@given(st.floats(0.001, 0.999), st.floats(0.05, 5.0), st.floats(-3, 3))
def test_a_scale_can_be_undone(stated: float, slope: float, shift: float) -> None:
    scale = Scale(slope=slope, shift=shift)
    scaled = scale(stated)
    if 1e-5 < scaled < 1 - 1e-5:
        assert scale.undone(scaled) == pytest.approx(stated, abs=1e-3)


def test_what_is_proven_stays_so() -> None:
    scale = Scale(slope=3, shift=-2)
    assert scale(1.0) == 1.0
    assert scale(0.9999999) < 1.0


# --- on documents -------------------------------------------------------------------------------


def document(confidence: float, source: Source = Source.OCR) -> DocumentReading:
    reading = FieldReading(
        value="Trần Văn An",
        state=FieldState.READ,
        confidence=confidence,
        review=False,
        source=source,
    )
    return DocumentReading(
        form="birth_registration", confidence=1.0, pages=[1], fields={"child_name": reading}
    )


def only(calibration: Calibration, confidence: float, source: Source = Source.OCR) -> FieldReading:
    (made,) = calibrated([document(confidence, source)], catalog(), calibration)
    return made.fields["child_name"]


def test_documents_are_scaled_and_flagged_by_the_floors_in_use() -> None:
    assert only(SHIPPED, 0.985) == document(0.985).fields["child_name"]
    stricter = Calibration(version=1, floors=Floors(own_critical={"name": 0.99}))
    assert only(stricter, 0.985).review
    assert not only(stricter, 0.995).review
    shifted = Calibration(version=2, scales={"name": Scale(shift=-2.0)})
    scaled = only(shifted, 0.985)
    assert scaled.confidence == pytest.approx(0.8989, abs=1e-4)
    assert scaled.review
    # The floor of what is read says nothing of a code, and nobody judges a reviewer.
    assert not only(stricter, 0.985, Source.QR).review
    assert only(shifted, 0.985, Source.REVIEWER).confidence == 0.985


def test_where_nothing_may_pass_only_what_is_proven_does() -> None:
    never = Calibration(version=1, floors=Floors(own_critical={"name": NEVER}))
    assert only(never, 0.9999).review
    assert not only(never, 1.0).review


def test_a_blank_is_a_group_of_its_own() -> None:
    blank = FieldReading(state=FieldState.BLANK, confidence=0.9, review=False)
    coded = document(1.0, Source.QR).fields["child_name"]
    assert (group_of("name", blank), group_of("name", coded)) == ("blank", "name@qr")
