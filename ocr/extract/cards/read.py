"""The fields of one side of an identity card: codes where they prove a value, print elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dossier.codes.facts import PARTS, UNLIMITED, CitizenFacts
from dossier.fields import KINDS
from dossier.forms.definition import FieldSpec, FormDefinition
from dossier.page import PageReading
from dossier.record import Check, FieldReading, FieldState, Source, Verdict
from dossier.text import fold
from ocr.extract.align import align
from ocr.extract.cards.evidence import CardEvidence, Printed, belonging_to, evidence_of
from ocr.extract.cards.rows import part_columns, share_row_below
from ocr.extract.classify import find_edition
from ocr.extract.evidence import Evidence
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.read import read_fields, settle_confidence
from ocr.extract.regions import Region, find_regions, mask_printed
from ocr.extract.stream import build_stream

_CODED_SINCE: Final = "2021-01-01"
"""Editions from this one on have a machine-readable zone on their back."""
_IN_ZONE: Final = frozenset({"id_number", "name", "dob", "sex", "expires_on", "mrz"})
"""Fields of the back that stand in it."""
_SURELY_PRINTED: Final = 0.9
"""A print read less surely says nothing against a code."""
_EXACT_KINDS: Final = frozenset({"id_number", "date", "sex"})
_AGREES: Final = (Verdict.SAME, Verdict.EQUIVALENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """One side as read."""

    edition: str
    fields: dict[str, RawField]


def read_card(
    form: FormDefinition, number: int, page: PageReading, others: Sequence[CardEvidence]
) -> CardReading:
    """Read the side that `page` shows, page `number` of the dossier.

    `others` is the evidence of all cards in the dossier: the other side of this card is among it
    where a number says so.
    """
    columns = part_columns(page)
    pages = DocumentPages(columns, (number,) * len(columns))
    stream = build_stream(columns)
    alignment = align(form, stream)
    regions = find_regions(alignment, stream, mask_printed(form, stream))
    for first, second in pairwise(sorted(regions)):
        regions[first], regions[second] = share_row_below(regions[first], regions[second], stream)
    found = frozenset(k for p in alignment.labels if p.match for k in p.label.field_keys)
    edition = find_edition(form, build_stream([page]), found)
    printed = read_fields(form, regions, stream, pages)
    printed = _without_expiry(printed, regions)
    own = evidence_of(number, page)
    evidence = belonging_to(_printed(printed), own, others)
    fields = {
        spec.key: _decide(form, spec, printed[spec.key], evidence, edition) for spec in form.fields
    }
    return CardReading(edition=edition, fields=fields)


def _without_expiry(
    fields: Mapping[str, RawField], regions: Mapping[int, Region]
) -> dict[str, RawField]:
    """ "Không thời hạn" is no date: the card never expires, and the field is blank."""
    kept = dict(fields)
    for region in regions.values():
        if region.label.label.field == "expires_on" and "thoi han" in fold(region.text):
            reading = FieldReading(
                raw=region.raw, state=FieldState.BLANK, confidence=0.0, review=False
            )
            similarity = region.label.match.similarity if region.label.match else 0.0
            kept["expires_on"] = RawField(
                reading=reading, evidence=Evidence(label=similarity, blank=True)
            )
    return kept


def _printed(fields: Mapping[str, RawField]) -> Printed:
    def value(key: str) -> str | None:
        found = fields[key].reading.value if key in fields else None
        return found if isinstance(found, str) else None

    return Printed(number=value("id_number"), name=value("name"), dob=value("dob"))


def _decide(
    form: FormDefinition,
    spec: FieldSpec,
    printed: RawField,
    evidence: Sequence[CardEvidence],
    edition: str,
) -> RawField:
    """The field from the best code that gives it, else as printed."""
    proofs = [(e, value) for e in evidence if (value := _value_of(form, spec.key, e.facts))]
    if not proofs:
        return _expected(form, spec, printed, edition)
    best, value = proofs[0]
    shown = printed.reading
    checks = [*_against_print(spec, value, printed), *_between_codes(spec, value, proofs[1:])]
    # Where the print itself was found, a person wants to look there; else at the code.
    at_print = shown.box is not None
    reading = FieldReading(
        value=None if value == UNLIMITED else value,
        raw=shown.raw or ("" if value == UNLIMITED else value),
        state=FieldState.BLANK if value == UNLIMITED else FieldState.READ,
        confidence=0.0,
        review=False,
        source=best.source,
        page=shown.page if at_print else best.page,
        box=shown.box if at_print else best.box,
        checks=checks,
    )
    letters = best.certainties if spec.key in ("name", "mrz") else ()
    return RawField(
        reading=reading, evidence=Evidence(characters=letters, blank=value == UNLIMITED)
    )


def _value_of(form: FormDefinition, key: str, facts: CitizenFacts) -> str | None:
    """What `facts` say of a field. The back's name is the zone's, without tones."""
    if key not in PARTS:
        return None
    if key == "name" and not any("name" in label.field_keys for label in form.labels):
        return facts.plain_name
    return facts.part(key)


def _expected(form: FormDefinition, spec: FieldSpec, printed: RawField, edition: str) -> RawField:
    """A value that this edition has and that was not found is unreadable, not absent."""
    if printed.reading.state is not FieldState.NOT_FOUND:
        return printed
    printed_here = any(spec.key in label.field_keys for label in form.labels_of(edition))
    has_zone = edition >= _CODED_SINCE and any(field.key == "mrz" for field in form.fields)
    if printed_here or (has_zone and spec.key in _IN_ZONE):
        reading = FieldReading(state=FieldState.UNREADABLE, confidence=0.0, review=True)
        return RawField(reading=reading)
    return printed


def _against_print(spec: FieldSpec, value: str, printed: RawField) -> list[Check]:
    """Whether the print says the same, where it was read surely enough to be heard."""
    read = printed.reading
    if read.state is not FieldState.READ or not isinstance(read.value, str):
        return []
    verdict = KINDS[spec.kind].compare(value, read.value).verdict
    ok = verdict in _AGREES
    if not ok and settle_confidence(spec.kind, printed, 0) < _SURELY_PRINTED:
        return []
    if not ok and spec.kind not in _EXACT_KINDS and verdict is not Verdict.DIFFERENT:
        return []
    detail = "" if ok else "chữ in khác với mã trên thẻ / the print differs from the card's code"
    return [Check(rule="print_agrees_with_code", ok=ok, detail=detail)]


def _between_codes(
    spec: FieldSpec, value: str, others: Sequence[tuple[CardEvidence, str]]
) -> list[Check]:
    """Whether QR code and machine-readable zone say the same."""
    if spec.kind not in _EXACT_KINDS or not others:
        return []
    ok = all(other == value for _, other in others)
    detail = "" if ok else "mã QR và dòng MRZ khác nhau / QR code and machine-readable zone differ"
    return [Check(rule="codes_agree", ok=ok, detail=detail)]


def is_coded(reading: FieldReading) -> bool:
    """Whether a value comes from a code, whose certainty no print's evidence explains."""
    return reading.source in (Source.QR, Source.MRZ)
