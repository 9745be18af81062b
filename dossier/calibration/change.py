"""What another calibration would change, told before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dossier.calibration.curves import measure
from dossier.calibration.fitting import by_group
from dossier.calibration.model import Calibration
from dossier.calibration.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one calibration makes of a group."""

    error: float
    """Expected calibration error."""
    floor: float
    load: float
    """Share of fields that a person looks at, weighted."""
    risk: float
    """Share of accepted fields that are wrong, weighted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """One group, usual and critical fields apart."""

    group: str
    critical: bool
    fields: int
    wrong: int
    before: Effect
    after: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All groups, and all fields together."""

    groups: tuple[GroupChange, ...]
    load_before: float
    load_after: float
    risk_before: float
    risk_after: float


def compare(samples: Sequence[Sample], before: Calibration, after: Calibration) -> Change:
    """The effect of both on `samples`."""
    groups = tuple(_changes(samples, before, after))
    return Change(
        groups=groups,
        load_before=_load(samples, before),
        load_after=_load(samples, after),
        risk_before=_risk(samples, before),
        risk_after=_risk(samples, after),
    )


def _changes(
    samples: Sequence[Sample], before: Calibration, after: Calibration
) -> Iterator[GroupChange]:
    for group, some in sorted(by_group(samples).items()):
        for critical in (False, True):
            here = [s for s in some if s.critical is critical]
            if here:
                yield GroupChange(
                    group=group,
                    critical=critical,
                    fields=len(here),
                    wrong=sum(not s.right for s in here),
                    before=_effect(here, before),
                    after=_effect(here, after),
                )


def _effect(samples: Sequence[Sample], calibration: Calibration) -> Effect:
    first = samples[0]
    return Effect(
        error=measure(samples, calibration.scales.get(first.group)).error,
        floor=calibration.floors.of(first.group, critical=first.critical),
        load=_load(samples, calibration),
        risk=_risk(samples, calibration),
    )


def accepts(sample: Sample, calibration: Calibration) -> bool:
    """Whether the value would be used without a look."""
    floor = calibration.floors.of(sample.group, critical=sample.critical)
    return calibration.scaled(sample.group, sample.stated) >= floor


def _load(samples: Sequence[Sample], calibration: Calibration) -> float:
    total = sum(s.weight for s in samples)
    return sum(s.weight for s in samples if not accepts(s, calibration)) / total if total else 0.0


def _risk(samples: Sequence[Sample], calibration: Calibration) -> float:
    accepted = [s for s in samples if accepts(s, calibration)]
    total = sum(s.weight for s in accepted)
    return sum(s.weight for s in accepted if not s.right) / total if total else 0.0
