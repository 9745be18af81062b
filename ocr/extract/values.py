"""One region, one value: parse its text as the field's kind, keep raw text, box and evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from dossier.fields import KINDS
from dossier.fields.outcome import Outcome, Parsed
from dossier.geometry import PixelBox
from dossier.record import FieldReading, FieldState, OtherReading
from dossier.text import count_odd, fold, plausibility
from ocr.extract.evidence import Evidence
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.regions import Region
from ocr.extract.reread import read_again, surprise

WORD_KINDS = frozenset({"name", "text", "address", "relation", "ethnicity", "nationality"})

BY_KIND = "kind"
"""Who read a value by the rules of its kind, in the record."""

_QUANTITIES = frozenset({"number", "measure"})
_SAME_ROW = 0.5
_MAY_BE_LETTER = 0.25

_BLANK_WORDS = {
    "date": frozenset({"ngay", "thang", "nam"}),
    "date_words": frozenset({"ngay", "thang", "nam"}),
    "date_time": frozenset({"gio", "phut", "ngay", "thang", "nam"}),
    "number": frozenset({"ban", "phieu", "thang", "dong", "vnd"}),
    "measure": frozenset({"m", "m2", "tang", "trong", "do"}),
}
"""Words printed inside a blank ("ngày … tháng … năm …", "… bản"): alone they are no value."""


def read_region(kind: str, region: Region, pages: DocumentPages) -> RawField:
    """Parse the text of a region as `kind`: read, blank or unreadable."""
    if is_blank(kind, region.text):
        return unreadable_field(region, pages) if may_hold(region) else blank_field(region)
    again = read_again(kind, region.glyphs)
    settled = Region(again.glyphs, region.label)
    outcome = _parse(kind, settled.text)
    if not isinstance(outcome, Parsed):
        settled, outcome = region, _parse(kind, region.text)
    if not isinstance(outcome, Parsed):
        return unreadable_field(region, pages)
    readings = _readings(region, settled, pages)
    evidence = Evidence(
        characters=(*settled.confidences(), *_points(kind, settled)),
        label=label_similarity(region),
        parsing=outcome.certainty,
        plausible=plausibility(outcome.value) if kind in WORD_KINDS else 1.0,
        odd_words=count_odd(outcome.value) if kind in WORD_KINDS else 0,
        surprise=surprise(kind, outcome.value),
        written=settled.written(),
        differs=_difference(readings, settled.raw),
        changed=any(reading.by == BY_KIND for reading in readings),
    )
    update = {"value": outcome.value, "readings": readings}
    reading = _placed(region, pages, FieldState.READ).model_copy(update=update)
    return RawField(reading=reading, evidence=evidence)


def _points(kind: str, region: Region) -> list[float]:
    """Confidence of each point or comma within a quantity: "1.8" may be 18 on a dotted line."""
    if kind not in _QUANTITIES:
        return []
    triples = zip(region.glyphs, region.glyphs[1:], region.glyphs[2:], strict=False)
    return [
        sign.confidence
        for before, sign, after in triples
        if sign.char in ".," and before.char.isdigit() and after.char.isdigit()
    ]


def may_hold(region: Region) -> bool:
    """Whether a sign in an empty blank may well be a letter or figure: "…)…" is a hurried 5."""
    return any(
        sum(share for char, share in glyph.others if char.isalnum()) >= _MAY_BE_LETTER
        for glyph in region.glyphs
        if not glyph.char.isalnum()
    )


def _parse(kind: str, text: str) -> Outcome:
    if kind == "date" and not fold(text).startswith("ngay") and "thang" in fold(text):
        text = f"ngày {text}"
    return KINDS[kind].parse(text)


def _readings(first: Region, settled: Region, pages: DocumentPages) -> list[OtherReading]:
    """All readings of a value that a second engine read too, or that its kind's rules changed."""
    box = first.box()
    if first.page is None or box is None:
        return []
    page = pages.readings[first.page]
    again = [
        OtherReading(by=line.second.engine, text=line.second.text)
        for line in page.lines
        if line.second is not None and _stands_on(box, line.box)
    ]
    if settled.raw != first.raw:
        again.append(OtherReading(by=BY_KIND, text=settled.raw))
    return [OtherReading(by=page.engine, text=first.raw), *again] if again else []


def _difference(readings: Sequence[OtherReading], value: str) -> float:
    """0..1, how far `value` is from standing in what the second engine read there."""
    second = " ".join(reading.text for reading in readings[1:] if reading.by != BY_KIND)
    return 1.0 - fuzz.partial_ratio(value, second) / 100 if second and value else 0.0


def _stands_on(value: PixelBox, line: PixelBox) -> bool:
    beside = value.left >= line.right or value.right <= line.left
    return not beside and line.vertical_overlap(value) > _SAME_ROW


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
    reading = FieldReading(state=FieldState.NOT_FOUND, confidence=0.0, review=True)
    return RawField(reading=reading, evidence=Evidence(blank=True))


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
