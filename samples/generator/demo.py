"""The small set committed in `samples/demo`: several file types and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from samples.generator.degrade import Level
from samples.generator.dossier import make_dossier
from samples.generator.style import Filling
from samples.generator.writing import FileKind, write_dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDossier:
    """One dossier of the set; all are of the development share."""

    folder: str
    seed: int
    form: str
    level: Level
    filling: Filling
    kind: FileKind


DEMO: tuple[DemoDossier, ...] = (
    DemoDossier(
        folder="01-birth", seed=105, form="birth_registration",
        level="office", filling="typed", kind="pdf",
    ),
    DemoDossier(
        folder="02-residence-by-hand", seed=206, form="residence_ct01",
        level="office", filling="handwriting", kind="tiff",
    ),
    DemoDossier(
        folder="03-agency-paper", seed=300, form="administrative_document",
        level="office", filling="typed", kind="jpeg",
    ),
    DemoDossier(
        folder="04-two-forms", seed=406, form="birth_registration+residence_ct01",
        level="office", filling="typed", kind="pdf",
    ),
    DemoDossier(
        folder="05-phone", seed=503, form="residence_ct01",
        level="photo", filling="typed", kind="jpeg",
    ),
    DemoDossier(
        folder="06-worn", seed=43, form="birth_registration",
        level="worn", filling="typed", kind="pdf",
    ),
)  # fmt: skip


def write_demo(folder: Path) -> list[Path]:
    """Write the whole set under `folder`; return the page files."""
    files: list[Path] = []
    for entry in DEMO:
        dossier = make_dossier(
            entry.seed,
            form=entry.form,
            share="development",
            level=entry.level,
            filling=entry.filling,
        )
        files += write_dossier(dossier, folder / entry.folder, kind=entry.kind, quality=60)
    return files
