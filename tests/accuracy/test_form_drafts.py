"""How much of a declaration the form studio proposes: each form of the catalogue drafted from a
made sample of it, by a catalogue that does not know the form, and held against its declaration.

    pytest -m long tests/accuracy/test_form_drafts.py -s
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from dossier.forms.catalog import shipped_forms
from dossier.forms.definition import FormDefinition, Reader
from dossier.forms.draft import DraftField, DraftForm, DraftLabel, definition_of
from dossier.forms.naming import bare_label
from dossier.forms.sample import SamplePage
from dossier.geometry import Box, PixelBox
from dossier.text import fold
from ocr.engines.base import OcrEngine
from ocr.engines.registry import make_engine
from ocr.extract.align import PlacedLabel, align
from ocr.extract.columns import part_columns
from ocr.extract.regions import cut_notes
from ocr.extract.stream import Stream, build_stream
from ocr.images.decode import open_scan
from ocr.images.limits import ImageLimits
from ocr.studio import propose_form, read_sample_page
from samples.generator import make_dossier
from samples.generator.forms import FORMS

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

SEED = 88_001
_FOUND = 0.75
"""Similarity from which a label of the declaration counts as standing on the sample."""
_SAME = 80
"""Of 100: the draft's words for a label, misread letters allowed."""


@dataclass
class Score:
    fields: int = 0
    """Fields of the declaration whose label stands on the sample."""
    labelled: int = 0
    """Of them, those whose label the draft has too."""
    right: int = 0
    """Of them, those with the declaration's kind."""
    extra: int = 0
    """Labels with fields in the draft that the declaration has not."""

    def add(self, other: Score) -> None:
        self.fields += other.fields
        self.labelled += other.labelled
        self.right += other.right
        self.extra += other.extra

    def __str__(self) -> str:
        return (
            f"{self.fields:4} fields  {100 * self.labelled / self.fields:5.1f} % label  "
            f"{100 * self.right / self.fields:5.1f} % label and kind  {self.extra:3} too many"
        )


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    return make_engine("paddle")


def sample_of(form: str, folder: Path, engine: OcrEngine) -> list[SamplePage]:
    dossier = make_dossier(SEED, form=form, share="test", level="office", filling="typed")
    path = folder / f"{form}.tiff"
    first, *others = dossier.pages
    first.save(path, save_all=True, append_images=others, dpi=(dossier.dpi, dossier.dpi))
    scan = open_scan(path, path.name, ImageLimits())
    return [read_sample_page(scan.render(n + 1), engine) for n in range(scan.page_count)]


def compare(form: FormDefinition, pages: Sequence[SamplePage]) -> Score:
    others = {k: f for k, f in shipped_forms().items() if k != form.key}
    draft = propose_form(pages, others, today=date(2026, 1, 1))
    definition_of(draft)
    stream = part_columns(form, cut_notes(form, build_stream([p.reading for p in pages])))
    score, used = Score(), set()
    for placed in align(form, stream).labels:
        if placed.match is None or placed.match.similarity < _FOUND:
            continue
        label = label_there(placed, stream, pages, draft)
        for part, key in parts_of(placed):
            score.fields += 1
            if label is None:
                continue
            used.add(id(label))
            score.labelled += 1
            field = field_for(part, placed, label)
            score.right += field is not None and field.kind == form.field(key).kind
    score.extra = sum(1 for x in draft.labels if x.fields and id(x) not in used)
    return score


def parts_of(placed: PlacedLabel) -> Iterator[tuple[str, str]]:
    yield from (
        placed.label.parts.items()
        if placed.label.parts
        else (("", key) for key in placed.label.field_keys)
    )


def label_there(
    placed: PlacedLabel, stream: Stream, pages: Sequence[SamplePage], draft: DraftForm
) -> DraftLabel | None:
    """The label of the draft at the place of a label of the declaration, with its words."""
    assert placed.match is not None
    page = stream.glyphs[placed.match.start].page
    boxes = stream.boxes(placed.match.start, placed.match.end)
    last = boxes[-1]
    row = [b for b in boxes if abs(b.center_y - last.center_y) < last.height / 2]
    place = pages[page].reading.transform.to_scan(PixelBox.around(row))
    there = [x for x in draft.labels if x.page == page + 1 and x.fields and overlap(x, place)]
    return max(
        (x for x in there if alike(x, placed) >= _SAME),
        key=lambda x: alike(x, placed),
        default=None,
    )


def overlap(label: DraftLabel, place: Box) -> bool:
    left, top, right, bottom = label.box
    across = min(right, place.right) - max(left, place.left)
    down = min(bottom, place.bottom) - max(top, place.top)
    width = min(right - left, place.right - place.left)
    height = min(bottom - top, place.bottom - place.top)
    return across > 0.5 * width and down > 0.4 * height


def alike(label: DraftLabel, placed: PlacedLabel) -> float:
    words = fold(bare_label(label.text))
    return max(fuzz.ratio(words, fold(bare_label(w))) for w in placed.label.text)


def field_for(part: str, placed: PlacedLabel, label: DraftLabel) -> DraftField | None:
    """The draft's field for a part: by its name, in a row of a table by its place."""
    if placed.label.reader is Reader.ROW:
        at = list(placed.label.parts).index(part)
        return label.fields[at] if at < len(label.fields) else None
    named = next((f for f in label.fields if f.part == part), None)
    number = placed.label.reader is Reader.ID_LINE and part == "number"
    return named or (label.fields[0] if number else None)


def test_most_of_a_declaration_is_proposed(tmp_path: Path, engine: OcrEngine) -> None:
    whole = Score()
    forms = [f for k, f in shipped_forms().items() if f.layout == "labels" and k in FORMS]
    for form in forms:
        score = compare(form, sample_of(form.key, tmp_path, engine))
        print(f"{form.key:34} {score}")
        whole.add(score)
    print(f"{'all':34} {whole}")
    assert whole.labelled >= 0.85 * whole.fields
    assert whole.right >= 0.80 * whole.fields
    assert whole.extra <= 0.25 * whole.fields
