"""One region, one value: parse its text as the field's kind, keep raw text, box and evidence."""

from __future__ import annotations

import re

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.record import FieldReading, FieldState
from dossier.text import fold, plausibility
from ocr.extract.evidence import Evidence
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.regions import Region

WORD_KINDS = frozenset({"name", "text", "address", "relation", "ethnicity", "nationality"})

_BLANK_WORDS = {
    "date": frozenset({"ngay", "thang", "nam"}),
    "date_words": frozenset({"ngay", "thang", "nam"}),
    "date_time": frozenset({"gio", "phut", "ngay", "thang", "nam"}),
    "number": frozenset({"ban", "dong", "vnd"}),
}
"""Words printed inside a blank ("ngày … tháng … năm …", "… bản"): alone they are no value."""


def read_region(kind: str, region: Region, pages: DocumentPages) -> RawField:
    """Parse the text of a region as `kind`: read, blank or unreadable."""
    text = region.text
    if is_blank(kind, text):
        return blank_field(region)
    if kind == "date" and not fold(text).startswith("ngay") and "thang" in fold(text):
        text = f"ngày {text}"
    outcome = KINDS[kind].parse(text)
    if not isinstance(outcome, Parsed):
        return unreadable_field(region, pages)
    evidence = Evidence(
        characters=region.confidences(),
        label=label_similarity(region),
        parsing=outcome.certainty,
        plausible=plausibility(outcome.value) if kind in WORD_KINDS else 1.0,
    )
    reading = _placed(region, pages, FieldState.READ)
    return RawField(reading=reading.model_copy(update={"value": outcome.value}), evidence=evidence)


def is_blank(kind: str, text: str) -> bool:
    """Whether nothing stands in the blank but what is printed there."""
    words = [w for w in re.split(r"[\W_]+", fold(text)) if w]
    return all(w in _BLANK_WORDS.get(kind, frozenset()) for w in words)


def blank_field(region: Region) -> RawField:
    evidence = Evidence(label=label_similarity(region), blank=True)
    reading = FieldReading(raw=region.raw, state=FieldState.BLANK, confidence=0.0, review=False)
    return RawField(reading=reading, evidence=evidence)


def unreadable_field(region: Region, pages: DocumentPages) -> RawField:
    return RawField(reading=_placed(region, pages, FieldState.UNREADABLE))


def not_found_field() -> RawField:
    return RawField(reading=FieldReading(state=FieldState.NOT_FOUND, confidence=0.0, review=True))


def label_similarity(region: Region) -> float:
    return region.label.match.similarity if region.label.match else 0.0


def _placed(region: Region, pages: DocumentPages, state: FieldState) -> FieldReading:
    return FieldReading(
        raw=region.raw,
        state=state,
        confidence=0.0,
        review=state is FieldState.UNREADABLE,
        page=None if region.page is None else pages.numbers[region.page],
        box=pages.scan_box(region.box(), region.page),
    )
