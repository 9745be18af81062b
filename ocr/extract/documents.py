"""The pages of a dossier become documents, and each document its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.checks import check_document, count_failures
from dossier.decision import needs_review
from dossier.fields import KINDS
from dossier.forms.catalog import rule_uses
from dossier.forms.definition import FieldSpec, FormDefinition
from dossier.page import PageReading
from dossier.record import Check, DocumentReading, FieldReading, FieldState
from ocr.extract.align import Alignment, align
from ocr.extract.cards import (
    LAYOUT,
    CardEvidence,
    evidence_of,
    find_card_side,
    is_coded,
    read_card,
)
from ocr.extract.classify import Title, find_edition, find_title
from ocr.extract.columns import part_columns
from ocr.extract.continuity import carries_on
from ocr.extract.crossed import mark_struck, regions_left_standing
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.letterhead import find_letterhead, read_letterhead
from ocr.extract.read import read_fields, settle_confidence
from ocr.extract.receipt_code import prefer_printed_code
from ocr.extract.regions import cut_notes, mask_printed
from ocr.extract.search import find_matches
from ocr.extract.stream import Stream, build_stream

OnField = Callable[[str, FieldSpec, RawField, int], None]
"""Called with the form's key, the field, its reading before settling and its failed checks."""

UNKNOWN = "unknown"
_LETTERHEAD_ENOUGH = 0.5
_COVERAGE_ENOUGH = 0.55
_NOTE = re.compile(r"^\s*\([0-9]{1,2}\)\s", re.MULTILINE)
"""A row that begins a numbered note: the form's notes may run on without their heading."""
_NOTES_TO_CONTINUE = 2
_WORDING_TO_CONTINUE = 8.0
"""Letters of the form's own labels that an untitled page must show to carry the form on."""


@dataclass
class _Draft:
    """A document being collected, page by page."""

    form: FormDefinition | None
    confidence: float
    title: str
    pages: list[int] = field(default_factory=list)
    readings: list[PageReading] = field(default_factory=list)

    def add(self, number: int, reading: PageReading) -> None:
        self.pages.append(number)
        self.readings.append(reading)

    def frozen_pages(self) -> DocumentPages:
        return DocumentPages(tuple(self.readings), tuple(self.pages))

    def is_labelled(self) -> bool:
        """Whether this is a form with a title and labels of its own."""
        return self.form is not None and self.form.layout == "labels"

    def card_evidence(self) -> list[CardEvidence]:
        """What the codes prove, where this is a side of an identity card."""
        if self.form is None or self.form.layout != LAYOUT:
            return []
        pages = zip(self.pages, self.readings, strict=True)
        return [proof for number, page in pages for proof in evidence_of(number, page)]


def read_documents(
    pages: Sequence[tuple[int, PageReading]],
    forms: Mapping[str, FormDefinition],
    *,
    forced: FormDefinition | None = None,
    on_field: OnField = lambda *_: None,
) -> list[DocumentReading]:
    """Documents of the numbered `pages`, in page order. Blank pages belong to none.

    `forced` takes the place of classification: all pages are one document of that form.
    `on_field` sees the evidence of every field, for calibration.
    """
    written = [(number, page) for number, page in pages if not page.blank]
    if forced is not None:
        drafts = [_Draft(forced, 1.0, forced.title)] if written else []
        for number, page in written:
            drafts[0].add(number, page)
    else:
        drafts = _collect(written, forms)
    proofs = [proof for draft in drafts for proof in draft.card_evidence()]
    return [_read_draft(draft, proofs, on_field) for draft in drafts]


def _collect(
    pages: Sequence[tuple[int, PageReading]], forms: Mapping[str, FormDefinition]
) -> list[_Draft]:
    drafts: list[_Draft] = []
    for number, page in pages:
        begun = _begin(page, forms)
        cards = [] if begun and begun.is_labelled() else _begin_cards(number, page, forms)
        if cards:
            drafts += cards
            continue
        if begun is None and drafts and _continues(drafts[-1], page):
            drafts[-1].add(number, page)
            continue
        draft = begun or _begin_by_labels(page, forms) or _Draft(None, 0.0, "")
        draft.add(number, page)
        drafts.append(draft)
    return drafts


def _begin_cards(
    number: int, page: PageReading, forms: Mapping[str, FormDefinition]
) -> list[_Draft]:
    """The sides of identity cards on a page: one that fills it, or its parts."""
    drafts: list[_Draft] = []
    for part in page.parts or (page,):
        side = find_card_side(part, forms)
        if side is not None:
            draft = _Draft(side.form, side.similarity, side.form.title)
            draft.add(number, part)
            drafts.append(draft)
    return drafts


def _begin(page: PageReading, forms: Mapping[str, FormDefinition]) -> _Draft | None:
    """The document that a title or letterhead on this page begins."""
    title: Title | None = find_title(build_stream([page]), forms)
    if title is not None:
        return _Draft(title.form, title.similarity, title.text)
    letterhead = find_letterhead(page)
    by_layout = [f for f in forms.values() if f.layout == "letterhead"]
    if by_layout and letterhead >= _LETTERHEAD_ENOUGH:
        return _Draft(by_layout[0], letterhead, "")
    return None


def _begin_by_labels(page: PageReading, forms: Mapping[str, FormDefinition]) -> _Draft | None:
    """A form whose title was lost (cut, stamped over) is still known by its labels."""
    stream = build_stream([page])
    scored = [
        (align(form, cut_notes(form, stream)).coverage, form)
        for form in forms.values()
        if form.layout == "labels"
    ]
    coverage, form = max(scored, key=lambda s: s[0], default=(0.0, None))
    if form is None or coverage < _COVERAGE_ENOUGH:
        return None
    return _Draft(form, coverage * 0.9, form.title)


def _continues(draft: _Draft, page: PageReading) -> bool:
    """Whether an untitled page carries on the document before it."""
    if draft.form is None:
        return False
    if draft.form.layout == "letterhead":
        return carries_on(draft.readings, page)
    stream = build_stream([page])
    if len(_NOTE.findall(stream.text)) >= _NOTES_TO_CONTINUE:
        return True
    notes = (find_matches(stream, w, tolerance=0.15) for w in draft.form.ends_at)
    if any(stream.starts_row(m.start) for matches in notes for m in matches):
        return True
    return _wording_on_last(draft, page) >= _WORDING_TO_CONTINUE


def _wording_on_last(draft: _Draft, page: PageReading) -> float:
    """Letters of labels that stand on `page` when it is read after the pages so far."""
    if draft.form is None:
        return 0.0
    stream = build_stream([*draft.readings, page])
    last = len(draft.readings)
    matches = [p.match for p in align(draft.form, stream).labels if p.match]
    return sum(m.weight - m.cost for m in matches if stream.glyphs[m.start].page == last)


def _read_draft(
    draft: _Draft, proofs: Sequence[CardEvidence], on_field: OnField
) -> DocumentReading:
    pages = draft.frozen_pages()
    if draft.form is None:
        return DocumentReading(form=UNKNOWN, confidence=0.0, pages=draft.pages)
    if draft.form.layout == "letterhead":
        edition = draft.form.editions[-1].id
        fields = read_letterhead(pages)
        confidence = draft.confidence
    elif draft.form.layout == LAYOUT:
        card = read_card(draft.form, draft.pages[0], draft.readings[0], proofs)
        edition, fields, confidence = card.edition, card.fields, draft.confidence
    else:
        stream, alignment, fields = _read_labelled(draft.form, pages)
        fields = prefer_printed_code(fields, pages)
        edition = find_edition(draft.form, stream, _fields_found(alignment))
        confidence = min(1.0, 0.5 * draft.confidence + 0.5 * min(1.0, alignment.coverage * 1.1))
    return DocumentReading(
        form=draft.form.key,
        edition=edition,
        title=draft.form.title,
        confidence=round(confidence, 4),
        pages=draft.pages,
        fields=_check_fields(draft.form, fields, on_field),
    )


def _read_labelled(
    form: FormDefinition, pages: DocumentPages
) -> tuple[Stream, Alignment, dict[str, RawField]]:
    whole = build_stream(pages.readings)
    stream = part_columns(form, cut_notes(form, whole))
    alignment = align(form, stream)
    regions, struck = regions_left_standing(
        alignment, stream, mask_printed(form, stream), pages.readings
    )
    fields = read_fields(form, regions, stream, pages)
    return whole, alignment, mark_struck(fields, struck)


def _fields_found(alignment: Alignment) -> frozenset[str]:
    return frozenset(k for p in alignment.labels if p.match for k in p.label.field_keys)


def _check_fields(
    form: FormDefinition, fields: Mapping[str, RawField], on_field: OnField
) -> dict[str, FieldReading]:
    """Checks of each kind and across fields, then confidence and the need for review."""
    across = check_document({k: f.reading for k, f in fields.items()}, rule_uses(form))
    settled: dict[str, FieldReading] = {}
    for spec in form.fields:
        raw = fields[spec.key]
        own = [*raw.reading.checks, *_own_checks(spec, raw.reading)]
        checks = [*own, *across.get(spec.key, ())]
        failed = count_failures(checks)
        if not is_coded(raw.reading):
            on_field(form.key, spec, raw, failed)
        settled[spec.key] = _settle(form, spec, raw, checks)
    return settled


def _own_checks(spec: FieldSpec, reading: FieldReading) -> Sequence[Check]:
    if is_coded(reading):
        # The kinds' checks look for misreadings; a code was proven by its own check digits, and
        # a name in a machine-readable zone has no tones.
        return ()
    if reading.state is FieldState.READ and isinstance(reading.value, str) and spec.kind in KINDS:
        return KINDS[spec.kind].check(reading.value)
    return ()


def _settle(
    form: FormDefinition, spec: FieldSpec, raw: RawField, checks: list[Check]
) -> FieldReading:
    failed = count_failures(checks)
    confidence = round(settle_confidence(spec.kind, raw, failed), 4)
    settled = raw.reading.model_copy(update={"confidence": confidence, "checks": checks})
    review = needs_review(spec, settled, checks, may_be_absent=form.may_lack(spec.key))
    return settled.model_copy(update={"review": review})
