from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from samples.generator import Dossier, write_dossier
from samples.generator.writing import FILE_KINDS, FileKind

Bench = Callable[..., Dossier]


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_pages_are_written_twice_alike(kind: FileKind, bench: Bench, tmp_path: Path) -> None:
    dossier = bench(11, "residence_ct01", "worn")
    once = write_dossier(dossier, tmp_path / "once", kind=kind)
    again = write_dossier(dossier, tmp_path / "again", kind=kind)
    assert [f.read_bytes() for f in once] == [f.read_bytes() for f in again]


def test_a_tiff_holds_every_page(bench: Bench, tmp_path: Path) -> None:
    dossier = bench(11, "residence_ct01", "worn")
    (file,) = write_dossier(dossier, tmp_path, kind="tiff")
    with Image.open(file) as image:
        assert getattr(image, "n_frames", 1) == len(dossier.pages)


def test_truth_and_submission_are_beside_the_pages(bench: Bench, tmp_path: Path) -> None:
    dossier = bench(11, "residence_ct01", "worn")
    files = write_dossier(dossier, tmp_path, kind="png")
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["files"] == [file.name for file in files]
    assert {"dossier", "documents", "pages", "differences"} <= set(truth)
    assert {"value", "raw", "state", "page", "box"} == set(
        truth["documents"][0]["fields"]["declarant_name"]
    )
    submitted = json.loads((tmp_path / "submitted.json").read_text(encoding="utf-8"))
    assert submitted == dossier.submitted
