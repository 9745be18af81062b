"""Fit the confidence of fields to how often they are right, on made development pages.

`python -m models.calibrate DIR... [--write]` reads dossier folders with `truth.json` (cached page
readings are used again), fits one logistic model per field kind and prints, for each, how well
stated and true shares agree. `--write` replaces `ocr/extract/confidence.toml`. Fit on pages of the
`development` share only; measure on `test`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from dossier.forms.catalog import catalog
from dossier.forms.definition import FieldSpec
from dossier.record import FieldState
from models.bench.accuracy import CACHE, Value, find_folders, normal, read_pages, truth_of
from ocr.engines.base import OcrEngine
from ocr.extract import evidence
from ocr.extract.documents import OnField, read_documents
from ocr.extract.evidence import Evidence
from ocr.extract.found import RawField

FEATURES: Final = tuple(Evidence().features())
_WEIGHTS: Final = Path(evidence.__file__).with_name("confidence.toml")
_LEAST_SAMPLES: Final = 120
_LEAST_ERRORS: Final = 5
"""A kind with fewer keeps close to the model of all kinds."""
_PULL: Final = 2.0
"""Strength of the pull towards the model of all kinds, in pseudo-observations."""

_Array = npt.NDArray[np.float64]
Sample = tuple[dict[str, float], bool]


def collect(roots: Sequence[Path], engine: OcrEngine) -> dict[str, list[Sample]]:
    """Features and rightness of every field read or blank, by kind ("blank" apart)."""
    samples: dict[str, list[Sample]] = defaultdict(list)
    for folder in find_folders(roots):
        keep = _keeper(truth_of(folder), samples)
        pages = [p.reading for p in read_pages(folder, engine, CACHE) if p.reading is not None]
        read_documents(list(enumerate(pages, start=1)), catalog(), on_field=keep)
        print(".", end="", file=sys.stderr, flush=True)
    return samples


def _keeper(truth: Mapping[tuple[str, str], Value], samples: dict[str, list[Sample]]) -> OnField:
    """Adds a sample for each field that the truth knows and that was read or found blank."""

    def keep(form: str, spec: FieldSpec, raw: RawField, failed: int) -> None:
        state = raw.reading.state
        if (form, spec.key) in truth and state in (FieldState.READ, FieldState.BLANK):
            features = raw.evidence.features() | {"failed_checks": float(min(failed, 2))}
            right = normal(raw.reading.value) == normal(truth[form, spec.key])
            samples["blank" if raw.evidence.blank else spec.kind].append((features, right))

    return keep


def fit(samples: Sequence[Sample], prior: _Array, pull: float) -> _Array:
    """Weights of a logistic model; every doubt may only lower the probability.

    Projected gradient descent on the log loss with a quadratic pull towards `prior`.
    """
    x = np.array([[f[name] for name in FEATURES] for f, _ in samples])
    y = np.array([float(right) for _, right in samples])
    step = 1.0 / (0.25 * float(np.linalg.norm(x, 2)) ** 2 + pull)
    weights = prior.copy()
    for _ in range(20_000):
        slope = x.T @ (1 / (1 + np.exp(-(x @ weights))) - y) + pull * (weights - prior)
        weights -= step * slope
        weights[1:] = np.minimum(weights[1:], 0.0)
    return weights


def fit_all(samples: Mapping[str, Sequence[Sample]]) -> dict[str, _Array]:
    """One model for all kinds, then one per kind that has enough samples."""
    start = np.array([3.0] + [-1.0] * (len(FEATURES) - 1))
    written = [s for kind, group in samples.items() if kind != "blank" for s in group]
    models = {"default": fit(written, start, 0.5)}
    for kind, group in sorted(samples.items()):
        errors = sum(not right for _, right in group)
        if kind == "blank" or (len(group) >= _LEAST_SAMPLES and errors >= _LEAST_ERRORS):
            models[kind] = fit(group, models["default"], _PULL)
    return models


def report(samples: Mapping[str, Sequence[Sample]], models: Mapping[str, _Array]) -> None:
    print(f"{'kind':14s} fields  wrong  stated  true   under 0.9  wrong at >= 0.9")
    for kind, group in sorted(samples.items()):
        weights = models.get(kind, models["default"])
        x = np.array([[f[name] for name in FEATURES] for f, _ in group])
        right = np.array([r for _, r in group])
        stated = 1 / (1 + np.exp(-(x @ weights)))
        sure = stated >= 0.9
        print(
            f"{kind:14s} {len(group):6d} {(~right).sum():6d} {stated.mean():7.3f} "
            f"{right.mean():6.3f} {(~sure).mean():9.3f} {(sure & ~right).sum():8d}"
        )


def write(models: Mapping[str, _Array]) -> None:
    lines = [
        "# Weights of ocr/extract/evidence.py, a logistic model per field kind (score = sum of",
        "# weight x feature). Made by `python -m models.calibrate --write` on development pages;",
        "# never edit by hand.",
    ]
    for kind, weights in models.items():
        lines.append(f"[{kind}]")
        lines += [f"{name} = {w:.4f}" for name, w in zip(FEATURES, weights, strict=True)]
    _WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--engine", default="paddle")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    from ocr.engines.registry import make_engine

    samples = collect(options.roots, make_engine(options.engine))
    models = fit_all(samples)
    report(samples, models)
    if options.write:
        write(models)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
