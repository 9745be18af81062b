"""From value regions to fields: which reader reads what, and how sure the result is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dossier.forms.definition import FieldSpec, FormDefinition, Reader, ValueSide
from dossier.record import FieldState
from ocr.extract.composite import read_amount, read_id_line, read_place_date
from ocr.extract.evidence import probability
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.marked import (
    find_digit_row,
    read_choice_field,
    read_digit_row,
    read_shown_choice,
    read_table_field,
)
from ocr.extract.regions import Region, join_regions
from ocr.extract.rows import read_row
from ocr.extract.strangers import doubted, may_be_strange, own_part
from ocr.extract.stream import Stream
from ocr.extract.unread import has_unread
from ocr.extract.values import (
    WORD_KINDS,
    is_blank,
    may_hold,
    not_found_field,
    read_region,
    unreadable_field,
)

_BESIDE_INK = 0.5
"""Certainty of a value beside which something stands that nobody read."""


def read_fields(
    form: FormDefinition,
    regions: Mapping[int, Region],
    stream: Stream,
    pages: DocumentPages,
) -> dict[str, RawField]:
    """Every field of `form`, found or not."""
    found: dict[str, RawField] = {}
    whole = [region for _, region in sorted(regions.items())]
    own = [_own(form, region, stream) for region in whole]
    cut = {key for old, new in zip(whole, own, strict=True) for key in _keys_cut(old, new)}
    for region in _joined(form, own):
        inked = has_unread(region, stream, pages) or _is_strange(form, region, stream)
        for key, value in _read_label(form, region, stream, pages).items():
            found.setdefault(key, _inked(value, region, pages) if inked else value)
    for spec in form.fields:
        if spec.shown:
            found[spec.key] = read_shown_choice(spec, stream, pages)
    found |= {key: doubted(found[key]) for key in cut if key in found}
    fields = {spec.key: found.get(spec.key) or not_found_field() for spec in form.fields}
    return fields | {spec.key: _implied(spec, fields) for spec in form.fields if spec.implied_by}


def _own(form: FormDefinition, region: Region, stream: Stream) -> Region:
    """`region` without what stands behind a label that the form does not know."""
    label = region.label.label
    if label.side is ValueSide.ABOVE or label.reader in (Reader.ROW, Reader.PLACE_DATE):
        return region
    if label.reader is not Reader.PLAIN:
        return own_part(region, label.reader, stream)
    spec = form.field(label.field)
    if spec.kind in ("table", "choice") or spec.digit_boxes:
        return region
    return own_part(region, spec.kind, stream)


def _keys_cut(whole: Region, own: Region) -> tuple[str, ...]:
    """Fields of a region of which a label and what it asks for were cut off."""
    rest = whole.glyphs[len(own.glyphs) :]
    return own.label.label.field_keys if any(glyph.char == ":" for glyph in rest) else ()


def _is_strange(form: FormDefinition, region: Region, stream: Stream) -> bool:
    label = region.label.label
    plain = label.reader is Reader.PLAIN and label.side is not ValueSide.ABOVE
    return plain and form.field(label.field).kind in WORD_KINDS and may_be_strange(region, stream)


def _inked(value: RawField, region: Region, pages: DocumentPages) -> RawField:
    """`value`, with ink beside it that nobody read: no blank, and perhaps not whole."""
    if value.reading.state is FieldState.BLANK:
        return unreadable_field(region, pages)
    evidence = value.evidence
    return replace(value, evidence=replace(evidence, parsing=min(evidence.parsing, _BESIDE_INK)))


def _joined(form: FormDefinition, regions: Sequence[Region]) -> list[Region]:
    """The regions with those of one field of several labels made one, in place of the first."""
    joints = {spec.key: spec.joint for spec in form.fields if spec.joint}
    own: dict[str, list[Region]] = {}
    for region in regions:
        own.setdefault(region.label.label.field, []).append(region)
    firsts = {key: found[0] for key, found in own.items() if key in joints}
    joined: list[Region] = []
    for region in regions:
        key = region.label.label.field
        if key not in joints:
            joined.append(region)
        elif region is firsts[key]:
            joined.append(join_regions(_filled(form.field(key).kind, own[key]), joints[key]))
    return joined


def _filled(kind: str, regions: Sequence[Region]) -> Sequence[Region]:
    """The regions in which something is written; the first where none is."""
    filled = [region for region in regions if not is_blank(kind, region.text) or may_hold(region)]
    return filled or regions[:1]


def _implied(spec: FieldSpec, fields: Mapping[str, RawField]) -> RawField:
    """The tick as it stands, or what the number beside it implies where no tick is clear."""
    own, number = fields[spec.key], fields[spec.implied_by]
    written = number.reading.state is FieldState.READ and number.reading.value not in ("0", None)
    if own.reading.state is FieldState.READ or not written:
        return own
    reading = own.reading.model_copy(
        update={"value": spec.implied_value, "state": FieldState.READ, "review": False}
    )
    return RawField(reading=reading, evidence=replace(number.evidence, parsing=0.9))


def _read_label(
    form: FormDefinition, region: Region, stream: Stream, pages: DocumentPages
) -> dict[str, RawField]:
    label = region.label.label
    match label.reader:
        case Reader.ID_LINE:
            return read_id_line(form, region, label.parts, pages)
        case Reader.PLACE_DATE:
            return read_place_date(form, region, label.parts, pages)
        case Reader.ROW:
            return read_row(form, region, stream, pages)
        case Reader.AMOUNT:
            return read_amount(form, region, label.parts, pages)
        case Reader.PLAIN:
            spec = form.field(label.field)
            return {spec.key: _read_one(spec, region, stream, pages)}


def _read_one(spec: FieldSpec, region: Region, stream: Stream, pages: DocumentPages) -> RawField:
    if spec.kind == "table":
        return read_table_field(spec, region, stream, pages)
    if spec.kind == "choice":
        return read_choice_field(spec, region, stream, pages)
    row = find_digit_row(region, stream, pages) if spec.digit_boxes else None
    if row is not None:
        return read_digit_row(spec, row, region, stream, pages)
    return read_region(spec.kind, region, pages)


def settle_confidence(kind: str, raw: RawField, failed_checks: int) -> float:
    """The calibrated probability of a field, its failed checks counted in.

    Of a field that was not found: that the paper does not have it.
    """
    if raw.reading.state is FieldState.UNREADABLE:
        return 0.0
    return probability(kind, replace(raw.evidence, failed_checks=failed_checks))
