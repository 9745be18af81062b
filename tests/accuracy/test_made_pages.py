"""What the product promises on made pages it was not tuned on: other seeds, faces and wording."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from models.bench.accuracy import Outcome, find_folders, judge, print_tables, read_folder
from ocr.engines.base import OcrEngine
from ocr.engines.registry import make_engine
from samples.generator import make_dossier, write_dossier

FORMS = ("birth_registration", "residence_ct01", "administrative_document")
FIRST_SEED = 70_000


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return make_engine("paddle")


def made(folder: Path, per_form_and_level: int) -> Iterator[Path]:
    """Folders of typed dossiers of the test share: every form at levels clean and office."""
    for form in FORMS:
        for level in ("clean", "office"):
            for number in range(per_form_and_level):
                dossier = make_dossier(
                    FIRST_SEED + number, form=form, share="test", level=level, filling="typed"
                )
                write_dossier(dossier, folder / f"{form}-{level}-{number}", kind="pdf")
    yield from find_folders([folder])


def outcomes_of(folders: Iterator[Path], engine: OcrEngine) -> list[Outcome]:
    return [o for folder in folders for o in judge(folder, read_folder(folder, engine))]


def share(outcomes: Sequence[Outcome], wanted: Sequence[bool]) -> float:
    return 100 * sum(wanted) / len(outcomes)


def hold(outcomes: Sequence[Outcome], *, right: float, unflagged: float) -> None:
    print_tables(outcomes, misses=True)
    documents = {(o.dossier, o.form): o.reading is not None for o in outcomes}
    assert 100 * sum(documents.values()) / len(documents) >= 98
    assert share(outcomes, [o.right for o in outcomes]) >= right
    silent = [not o.right and not o.flagged for o in outcomes]
    assert share(outcomes, silent) <= unflagged


@pytest.mark.long
def test_sixty_made_pages(tmp_path: Path, engine: OcrEngine) -> None:
    hold(outcomes_of(made(tmp_path, 10), engine), right=90, unflagged=2)


def test_a_few_made_pages(tmp_path: Path, engine: OcrEngine) -> None:
    hold(outcomes_of(made(tmp_path, 1), engine), right=90, unflagged=3)
