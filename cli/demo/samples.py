"""The sample dossiers on disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NOT_SCANS = {"truth.json", "submitted.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One dossier folder."""

    name: str
    code: str
    files: tuple[Path, ...]
    pages: int
    submitted: dict[str, Any] | None


def load_samples(folder: Path) -> list[Sample]:
    """Every dossier folder in `folder`, by name."""
    return [_load_sample(truth.parent) for truth in sorted(folder.glob("*/truth.json"))]


def _load_sample(folder: Path) -> Sample:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    submitted = folder / "submitted.json"
    return Sample(
        name=folder.name,
        code=truth["dossier"],
        files=tuple(sorted(p for p in folder.iterdir() if p.name not in _NOT_SCANS)),
        pages=len(truth["pages"]),
        submitted=json.loads(submitted.read_text(encoding="utf-8")) if submitted.exists() else None,
    )
