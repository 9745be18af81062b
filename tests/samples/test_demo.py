from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples.generator import make_dossier
from samples.generator.demo import DEMO, DemoDossier

_FOLDER = Path(__file__).parents[2] / "samples" / "demo"


@pytest.mark.parametrize("entry", DEMO, ids=lambda entry: entry.folder)
def test_the_committed_set_is_whole(entry: DemoDossier) -> None:
    truth = json.loads((_FOLDER / entry.folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["differences"]
    assert all((_FOLDER / entry.folder / name).is_file() for name in truth["files"])
    assert (_FOLDER / entry.folder / "submitted.json").is_file()


@pytest.mark.parametrize("entry", DEMO[1:3], ids=lambda entry: entry.folder)
def test_the_committed_set_is_what_the_generator_makes(entry: DemoDossier) -> None:
    made = make_dossier(
        entry.seed, form=entry.form, share="development", level=entry.level, filling=entry.filling
    )
    truth = json.loads((_FOLDER / entry.folder / "truth.json").read_text(encoding="utf-8"))
    del truth["files"]
    assert made.truth.to_json() == truth


def test_the_committed_set_is_small() -> None:
    assert sum(file.stat().st_size for file in _FOLDER.rglob("*") if file.is_file()) <= 5_000_000
