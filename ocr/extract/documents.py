"""The pages of a dossier become documents, and each document its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dossier.checks import check_document, count_failures
from dossier.decision import needs_review
from dossier.fields import KINDS
from dossier.fields.registry import kind_of
from dossier.forms.catalog import rule_uses
from dossier.forms.definition import FieldSpec, FormDefinition
from dossier.page import PageReading
from dossier.record import Check, DocumentReading, FieldReading, FieldState
from ocr.extract.align import Alignment, align
from ocr.extract.cards import LAYOUT, CardEvidence, is_coded, read_card
from ocr.extract.classify import find_edition
from ocr.extract.columns import part_columns
from ocr.extract.crossed import mark_struck, regions_left_standing
from ocr.extract.drafts import Draft, Opening
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.letterhead import read_letterhead
from ocr.extract.page_evidence import with_page_signs
from ocr.extract.read import read_fields, settle_confidence
from ocr.extract.receipt_code import prefer_printed_code
from ocr.extract.regions import cut_notes, mask_printed
from ocr.extract.reread.repeated import doubt_repeated_names
from ocr.extract.sorting import sort_pages
from ocr.extract.strangers import doubted_for_strangers
from ocr.extract.stream import Stream, build_stream

OnField = Callable[[str, FieldSpec, RawField, int], None]
"""Called with the form's key, the field, its reading before settling and its failed checks."""

UNKNOWN = "unknown"


def read_documents(
    pages: Sequence[tuple[int, PageReading]],
    forms: Mapping[str, FormDefinition],
    *,
    forced: FormDefinition | None = None,
    on_field: OnField = lambda *_: None,
) -> list[DocumentReading]:
    """Documents of the numbered `pages`, in page order, each with its own pages in order.

    Blank pages and separator sheets belong to none.

    `forced` takes the place of classification: all pages are one document of that form.
    `on_field` sees the evidence of every field, for calibration.
    """
    written = [(number, page) for number, page in pages if not page.blank]
    if forced is not None:
        whole = Draft(Opening(forced, 1.0, forced.title))
        for number, page in written:
            whole.add(number, page)
        drafts = [whole] if written else []
    else:
        drafts = sort_pages(written, forms)
    proofs = [proof for draft in drafts for proof in draft.card_evidence()]
    return [_read_draft(draft, proofs, on_field) for draft in drafts]


def _read_draft(draft: Draft, proofs: Sequence[CardEvidence], on_field: OnField) -> DocumentReading:
    pages = draft.frozen_pages()
    if draft.form is None:
        return DocumentReading(form=UNKNOWN, confidence=0.0, pages=draft.pages)
    covered = 1.0
    if draft.form.layout == "letterhead":
        edition = draft.form.editions[-1].id
        fields = read_letterhead(pages)
        confidence = draft.opening.confidence
    elif draft.form.layout == LAYOUT:
        card = read_card(draft.form, draft.pages[0], draft.readings[0], proofs)
        edition, fields, confidence = card.edition, card.fields, draft.opening.confidence
    else:
        stream, alignment, fields = _read_labelled(draft.form, pages)
        fields = prefer_printed_code(fields, pages)
        edition = find_edition(draft.form, stream, _fields_found(alignment))
        covered = min(1.0, alignment.coverage * 1.1)
        confidence = min(1.0, 0.5 * draft.opening.confidence + 0.5 * covered)
    return DocumentReading(
        form=draft.form.key,
        edition=edition,
        title=draft.form.title,
        confidence=round(confidence, 4),
        pages=draft.pages,
        fields=_check_fields(draft.form, with_page_signs(fields, pages, covered), on_field),
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
    fields = doubt_repeated_names(form, read_fields(form, regions, stream, pages), pages)
    fields = doubted_for_strangers(alignment, stream, fields)
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
        return kind_of(spec.kind, spec.options or None).check(reading.value)
    return ()


def _settle(
    form: FormDefinition, spec: FieldSpec, raw: RawField, checks: list[Check]
) -> FieldReading:
    failed = count_failures(checks)
    confidence = round(settle_confidence(spec.kind, raw, failed), 4)
    pen = raw.evidence.written
    settled = raw.reading.model_copy(
        update={
            "confidence": confidence,
            "checks": checks,
            "written": None if pen is None else round(pen, 2),
        }
    )
    review = needs_review(spec, settled, checks, may_be_absent=form.may_lack(spec.key))
    return settled.model_copy(update={"review": review})
