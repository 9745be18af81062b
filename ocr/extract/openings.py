"""What a page begins: a form by its title, an agency's paper by its letterhead, sides of cards."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.forms.definition import FormDefinition
from dossier.page import PageReading
from ocr.extract.align import align
from ocr.extract.cards import find_card_side
from ocr.extract.classify import bears_other_title, find_title
from ocr.extract.drafts import Opening
from ocr.extract.letterhead import find_letterhead
from ocr.extract.regions import cut_notes
from ocr.extract.stream import build_stream
from ocr.extract.wordings import letters_of, shown_labels

_LETTERHEAD_ENOUGH = 0.5
_COVERAGE_ENOUGH = 0.55
_GLANCE_ENOUGH = 0.3
"""Share of a form's wording that must be seen for the form to be laid over the page."""


def find_opening(page: PageReading, forms: Mapping[str, FormDefinition]) -> Opening | None:
    """The document that a title or letterhead on `page` begins; None for an untitled page."""
    title = find_title(build_stream([page]), forms)
    if title is not None:
        return Opening(title.form, title.similarity, title.text)
    letterhead = find_letterhead(page)
    by_layout = [f for f in forms.values() if f.layout == "letterhead"]
    if by_layout and letterhead >= _LETTERHEAD_ENOUGH:
        return Opening(by_layout[0], letterhead, "")
    return None


def find_cards(
    page: PageReading, forms: Mapping[str, FormDefinition]
) -> list[tuple[Opening, PageReading]]:
    """The sides of identity cards on `page`, one that fills it or its parts, each as a page."""
    sides = ((find_card_side(part, forms), part) for part in page.parts or (page,))
    return [
        (Opening(side.form, side.similarity, side.form.title), part)
        for side, part in sides
        if side is not None
    ]


def find_opening_by_labels(
    page: PageReading, forms: Mapping[str, FormDefinition]
) -> Opening | None:
    """A form whose title was lost (cut, stamped over) is still known by its labels."""
    stream = build_stream([page])
    text = letters_of(page)
    scored = [
        (align(form, cut_notes(form, stream)).coverage, form)
        for form in forms.values()
        if form.layout == "labels"
        and shown_labels(form, text).share >= _GLANCE_ENOUGH
        and not bears_other_title(stream, form)
    ]
    coverage, form = max(scored, key=lambda s: s[0], default=(0.0, None))
    if form is None or coverage < _COVERAGE_ENOUGH:
        return None
    return Opening(form, coverage * 0.9, form.title)
