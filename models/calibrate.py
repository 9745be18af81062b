"""Fit the confidence of fields to how often they are right, on made development pages.

`python -m models.calibrate DIR... [--write] [--out DIR]` reads dossier folders with `truth.json`
(cached page readings are used again), fits one logistic model per field kind and prints, for each
group, how well stated and true shares agree, the floor for the tolerated error and what it costs.
All of that is told of fields that the model was not fitted on: every fourth of the dossiers by the
other three. `--out` draws it; `--write` replaces `ocr/extract/confidence.toml` and the floors of
`dossier/calibration/shipped.toml`. Fit on wording of the `development` share only, best in faces
that the recogniser never saw (`samples.generator --faces calibration`); measure on `test`.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from dossier.calibration import (
    BLANK,
    Calibration,
    Sample,
    Tolerance,
    compare,
    measure,
    pictures,
)
from dossier.calibration.fitting import by_group, round_up, with_floors
from dossier.calibration.model import SHIPPED_FILE
from dossier.forms.catalog import catalog
from dossier.forms.definition import FieldSpec
from dossier.record import FieldState, Floors
from models.bench.accuracy import CACHE, Value, find_folders, normal, read_pages, truth_of
from ocr.engines.base import OcrEngine
from ocr.extract import evidence
from ocr.extract.documents import OnField, read_documents
from ocr.extract.evidence import DEFAULT, FAILED_WHOLE, FIGURES, Evidence, wider
from ocr.extract.found import RawField

FEATURES: Final = tuple(Evidence().features())
_WEIGHTS: Final = Path(evidence.__file__).with_name("confidence.toml")
_LEAST_SAMPLES: Final = 120
_LEAST_ERRORS: Final = 5
"""A kind with fewer keeps close to the model of all kinds."""
_PULL: Final = 2.0
"""Strength of the pull towards the model of all kinds, in pseudo-observations."""
_FOLDS: Final = 4
_MOST_STEPS: Final = 20_000
_STILL: Final = 1e-7

_Array = npt.NDArray[np.float64]
Models = Mapping[str, _Array]
"""Kind, `default` or `blank` -> weights in the order of FEATURES."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One field that was read or found blank, and whether that was right."""

    group: str
    critical: bool
    features: Mapping[str, float]
    right: bool
    dossier: int
    """Which folder it is of; folds part dossiers, never the fields of one."""
    held: bool = False
    """Whether it goes to a person however sure it is: required, and nothing there."""
    parts: tuple[tuple[str, Mapping[str, float]], ...] = ()
    """Kind and features of each part of a value made of parts; nothing is fitted on those."""

    def stated(self, models: Models) -> float:
        """The probability by `models` that it is right."""
        if self.parts:
            whole = math.prod(_stated(kind, features, models) for kind, features in self.parts)
            failed: float = FAILED_WHOLE ** self.features["failed_checks"]
            return whole * failed
        return _stated(self.group, self.features, models)


def _stated(group: str, features: Mapping[str, float], models: Models) -> float:
    weights = next(models[name] for name in wider(group) if name in models)
    score = sum(features[name] * float(w) for name, w in zip(FEATURES, weights, strict=True))
    stated = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
    return min(stated, evidence.most_stated(group, features))


def collect(roots: Sequence[Path], engine: OcrEngine) -> list[Seen]:
    """Every field read or blank of the dossiers under `roots` that their truth knows."""
    seen: list[Seen] = []
    for number, folder in enumerate(find_folders(roots)):
        keep = _keeper(number, truth_of(folder), seen)
        pages = [p.reading for p in read_pages(folder, engine, CACHE) if p.reading is not None]
        read_documents(list(enumerate(pages, start=1)), catalog(), on_field=keep)
        print(".", end="", file=sys.stderr, flush=True)
    return seen


def _keeper(number: int, truth: Mapping[tuple[str, str], Value], seen: list[Seen]) -> OnField:
    def keep(form: str, spec: FieldSpec, raw: RawField, failed: int) -> None:
        state = raw.reading.state
        if (form, spec.key) not in truth or state is FieldState.UNREADABLE:
            return
        if state is FieldState.NOT_FOUND and not catalog()[form].may_lack(spec.key):
            return
        seen.append(
            Seen(
                group=BLANK if raw.evidence.blank else spec.kind,
                critical=spec.critical and state is FieldState.READ,
                features=raw.evidence.features() | {"failed_checks": float(min(failed, 2))},
                right=normal(raw.reading.value) == normal(truth[form, spec.key]),
                dossier=number,
                held=spec.required and state is not FieldState.READ,
                parts=tuple((kind, p.features()) for kind, p in raw.evidence.parts_on_page()),
            )
        )

    return keep


def fit(seen: Sequence[Seen], prior: _Array, pull: float) -> _Array:
    """Weights of a logistic model; every doubt may only lower the probability.

    Projected gradient descent on the log loss with a quadratic pull towards `prior`.
    """
    x = _matrix(seen)
    y = np.array([float(s.right) for s in seen])
    step = 1.0 / (0.25 * float(np.linalg.norm(x, 2)) ** 2 + pull)
    weights = prior.copy()
    for _ in range(_MOST_STEPS):
        slope = x.T @ (1 / (1 + np.exp(-(x @ weights))) - y) + pull * (weights - prior)
        moved = weights - step * slope
        moved[1:] = np.minimum(moved[1:], 0.0)
        still = float(np.abs(moved - weights).max()) < _STILL
        weights = moved
        if still:
            break
    return weights


def fit_all(seen: Sequence[Seen]) -> dict[str, _Array]:
    """One model for all kinds, then one per kind that has enough samples."""
    start = np.array([3.0] + [-1.0] * (len(FEATURES) - 1))
    seen = [s for s in seen if not s.parts]
    groups: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        groups[one.group].append(one)
    models = {DEFAULT: fit([s for s in seen if s.group != BLANK], start, 0.5)}
    figures = [s for s in seen if FIGURES in wider(s.group)]
    if figures:
        models[FIGURES] = fit(figures, models[DEFAULT], _PULL)
    for group, some in sorted(groups.items()):
        errors = sum(not s.right for s in some)
        if group == BLANK or (len(some) >= _LEAST_SAMPLES and errors >= _LEAST_ERRORS):
            models[group] = fit(some, models[wider(group)[1]], _PULL)
    return models


def stated(seen: Sequence[Seen], models: Models) -> list[Sample]:
    """What `models` say of every field that a floor decides on, beside what was so."""
    return [
        Sample(group=s.group, critical=s.critical, stated=s.stated(models), right=s.right)
        for s in sorted(seen, key=lambda s: s.group)
        if not s.held
    ]


def stated_by_others(seen: Sequence[Seen]) -> list[Sample]:
    """The same of every field by models that were fitted without its dossier."""
    samples: list[Sample] = []
    for fold in range(_FOLDS):
        here = [s for s in seen if s.dossier % _FOLDS == fold]
        rest = [s for s in seen if s.dossier % _FOLDS != fold]
        if here and rest:
            samples += stated(here, fit_all(rest))
    return samples


def choose_floors(samples: Sequence[Sample], tolerance: Tolerance) -> Calibration:
    """The shipped calibration with the floors that `samples` ask for.

    Groups of which too little was seen for a floor of their own share that of all together.
    """
    floors = Calibration().floors
    for critical, name in ((False, "usual"), (True, "critical")):
        some = [s for s in samples if s.critical is critical]
        if some:
            floor = round_up(measure(some).floor_for(tolerance.of(critical)))
            floors = floors.model_copy(update={name: floor})
    for group, some in sorted(by_group(samples).items()):
        floors = with_floors(floors, group, measure(some), tolerance)
    return Calibration(tolerance=tolerance, floors=floors)


def report(samples: Sequence[Sample], chosen: Calibration) -> None:
    """A line for each group, usual and critical fields apart, and one for all."""
    change = compare(samples, Calibration(tolerance=chosen.tolerance), chosen)
    print(f"{'group':22s} fields  wrong     ECE    floor  to a person  wrong & accepted")
    for row in change.groups:
        name, after = f"{row.group}{' !' if row.critical else ''}", row.after
        print(
            f"{name:22s} {row.fields:6d} {row.wrong:6d} {after.error:7.2%} {after.floor:8.4f} "
            f"{after.load:11.1%}  {after.risk:15.3%}"
        )
    print(
        f"all: to a person {change.load_before:.1%} with the floors of every group alike, "
        f"{change.load_after:.1%} with its own; wrong and accepted {change.risk_before:.3%}, "
        f"{change.risk_after:.3%}"
    )


def write(models: Models, chosen: Calibration) -> None:
    """The weights for the readers, the floors for the decision."""
    lines = [
        "# Weights of ocr/extract/evidence.py, a logistic model per field kind (score = sum of",
        "# weight x feature). Made by `python -m models.calibrate --write` on development pages;",
        "# never edit by hand.",
    ]
    for kind, weights in models.items():
        lines.append(f"[{kind}]")
        lines += [f"{name} = {w:.4f}" for name, w in zip(FEATURES, weights, strict=True)]
    _WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    SHIPPED_FILE.write_text(floors_as_toml(chosen), encoding="utf-8")


def floors_as_toml(chosen: Calibration) -> str:
    """`dossier/calibration/shipped.toml`."""
    floors, tolerance = chosen.floors, chosen.tolerance
    lines = [
        "# The calibration that ships with the product: version 0, without scales (the readers'",
        "# own model, ocr/extract/confidence.toml, is fitted on made pages). Floors of groups are",
        "# written by `python -m models.calibrate --write`; those without one have the two of",
        "# [floors].",
        "version = 0",
        "",
        "[tolerance]",
        f"usual = {tolerance.usual:g}",
        f"critical = {tolerance.critical:g}",
        "",
        "[floors]",
        f"usual = {floors.usual:g}",
        f"critical = {floors.critical:g}",
    ]
    for name, own in (("own", floors.own), ("own_critical", floors.own_critical)):
        if own:
            lines += ["", f"[floors.{name}]"]
            lines += [f'"{group}" = {floor:.4f}' for group, floor in own.items()]
    return "\n".join(lines) + "\n"


def _matrix(seen: Sequence[Seen]) -> _Array:
    return np.array([[s.features[name] for name in FEATURES] for s in seen])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--engine", default="paddle")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--out", type=Path, help="folder for the diagrams and their numbers")
    parser.add_argument("--tolerate", type=float, default=Tolerance().usual)
    parser.add_argument("--tolerate-critical", type=float, default=Tolerance().critical)
    parser.add_argument(
        "--floors",
        type=float,
        nargs=2,
        metavar=("USUAL", "CRITICAL"),
        help="of all groups, where the tolerance would leave too much to people",
    )
    options = parser.parse_args(arguments)
    from ocr.engines.registry import make_engine

    seen = collect(options.roots, make_engine(options.engine))
    samples = stated_by_others(seen)
    tolerance = Tolerance(usual=options.tolerate, critical=options.tolerate_critical)
    chosen = choose_floors(samples, tolerance)
    if options.floors is not None:
        usual, critical = options.floors
        chosen = chosen.model_copy(update={"floors": Floors(usual=usual, critical=critical)})
    report(samples, chosen)
    if options.out is not None:
        groups = {group: measure(some) for group, some in sorted(by_group(samples).items())}
        for path in pictures.write(groups, options.out):
            print(path)
    if options.write:
        write(fit_all(seen), chosen)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
