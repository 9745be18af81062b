"""From value regions to field readings: parse by kind, keep raw text, box and evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dossier.fields import KINDS
from dossier.fields.id_line import IdPart, parse_id_line
from dossier.fields.outcome import Parsed
from dossier.forms.definition import FieldSpec, FormDefinition, Reader
from dossier.page import DigitRow
from dossier.record import FieldReading, FieldState, Source
from dossier.text import fold, fold_each, plausibility, strip_leaders
from ocr.extract.choices import read_choice
from ocr.extract.evidence import Evidence, probability
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.regions import Region
from ocr.extract.stream import Stream
from ocr.extract.tables import read_table

WORD_KINDS = frozenset({"name", "text", "address", "relation", "ethnicity", "nationality"})

_BLANK_WORDS = {
    "date": frozenset({"ngay", "thang", "nam"}),
    "date_words": frozenset({"ngay", "thang", "nam"}),
    "number": frozenset({"ban", "dong", "vnd"}),
}
"""Words printed inside a blank ("ngày … tháng … năm …", "… bản"): alone they are no value."""

_NO_VALUE_LEFT = re.compile(r"^[\W_]*$")


def read_fields(
    form: FormDefinition,
    regions: Mapping[int, Region],
    stream: Stream,
    pages: DocumentPages,
) -> dict[str, RawField]:
    """Every field of `form`, found or not."""
    found: dict[str, RawField] = {}
    for _, region in sorted(regions.items()):
        for key, value in _read_label(form, region, stream, pages).items():
            found.setdefault(key, value)
    return {spec.key: found.get(spec.key) or _not_found() for spec in form.fields}


def _read_label(
    form: FormDefinition, region: Region, stream: Stream, pages: DocumentPages
) -> dict[str, RawField]:
    label = region.label.label
    match label.reader:
        case Reader.ID_LINE:
            return _read_id_line(form, region, label.parts, pages)
        case Reader.PLACE_DATE:
            return _read_place_date(form, region, label.parts, pages)
        case Reader.PLAIN:
            spec = form.field(label.field)
            return {spec.key: _read_one(spec, region, stream, pages)}


def _read_one(spec: FieldSpec, region: Region, stream: Stream, pages: DocumentPages) -> RawField:
    if spec.kind == "table":
        return _read_table_field(spec, region, stream, pages)
    if spec.kind == "choice":
        return _read_choice_field(spec, region, pages)
    if spec.digit_boxes:
        row = _digit_row(region, stream, pages)
        if row is not None:
            return _read_digit_row(spec, row, region, stream, pages)
    return read_region(spec.kind, region, pages)


def read_region(kind: str, region: Region, pages: DocumentPages) -> RawField:
    """Parse the text of a region as `kind`."""
    text = region.text
    if _is_blank(kind, text):
        return _blank(region)
    if kind == "date" and not fold(text).startswith("ngay") and "thang" in fold(text):
        text = f"ngày {text}"
    outcome = KINDS[kind].parse(text)
    base = FieldReading(
        raw=region.raw,
        state=FieldState.UNREADABLE,
        confidence=0.0,
        review=True,
        page=_page_number(region, pages),
        box=pages.scan_box(region.box(), region.page),
    )
    if not isinstance(outcome, Parsed):
        return RawField(reading=base)
    evidence = Evidence(
        characters=region.confidences(),
        label=_label_similarity(region),
        parsing=outcome.certainty,
        plausible=plausibility(outcome.value) if kind in WORD_KINDS else 1.0,
    )
    reading = base.model_copy(update={"value": outcome.value, "state": FieldState.READ})
    return RawField(reading=reading, evidence=evidence)


def _is_blank(kind: str, text: str) -> bool:
    words = [w for w in re.split(r"[\W_]+", fold(text)) if w]
    left = [w for w in words if w not in _BLANK_WORDS.get(kind, frozenset())]
    return not left or (not any(c.isalnum() for c in text)) or bool(_NO_VALUE_LEFT.match(text))


def _blank(region: Region) -> RawField:
    evidence = Evidence(label=_label_similarity(region), blank=True)
    reading = FieldReading(raw=region.raw, state=FieldState.BLANK, confidence=0.0, review=False)
    return RawField(reading=reading, evidence=evidence)


def _not_found() -> RawField:
    return RawField(reading=FieldReading(state=FieldState.NOT_FOUND, confidence=0.0, review=True))


def _label_similarity(region: Region) -> float:
    return region.label.match.similarity if region.label.match else 0.0


def _page_number(region: Region, pages: DocumentPages) -> int | None:
    return None if region.page is None else pages.numbers[region.page]


# -- several values on one line ---------------------------------------------------------------


def _read_id_line(
    form: FormDefinition, region: Region, parts: Mapping[str, str], pages: DocumentPages
) -> dict[str, RawField]:
    text = "".join(g.char for g in region.glyphs).replace("\n", " ")
    if _is_blank("text", strip_leaders(text)):
        return {key: _blank(region) for key in parts.values()}
    line = parse_id_line(text)
    found: dict[str, RawField] = {}
    for name, key in parts.items():
        part: IdPart | None = getattr(line, name)
        if part is not None:
            found[key] = read_region(form.field(key).kind, region.part(part.start, part.end), pages)
        elif name == "number":
            # A line that gives no number is unreadable, not without one.
            found[key] = _unreadable_part(region, pages)
        else:
            found[key] = _blank(region)
    return found


def _unreadable_part(region: Region, pages: DocumentPages) -> RawField:
    return RawField(
        reading=FieldReading(
            raw=region.raw,
            state=FieldState.UNREADABLE,
            confidence=0.0,
            review=True,
            page=_page_number(region, pages),
            box=pages.scan_box(region.box(), region.page),
        )
    )


def _read_place_date(
    form: FormDefinition, region: Region, parts: Mapping[str, str], pages: DocumentPages
) -> dict[str, RawField]:
    text = "".join(g.char for g in region.glyphs)
    cut = fold_each(text).rfind("ngay")
    if cut < 0:
        digits = re.search(r"\d", text)
        cut = digits.start() if digits else len(text)
    place = region.part(0, cut)
    while place.glyphs and place.glyphs[-1].char in " ,.\n…":
        place = place.part(0, len(place.glyphs) - 1)
    return {
        parts["place"]: read_region(form.field(parts["place"]).kind, place, pages),
        parts["date"]: read_region("date", region.part(cut, len(text)), pages),
    }


# -- marks, boxes and tables ------------------------------------------------------------------


def _read_choice_field(spec: FieldSpec, region: Region, pages: DocumentPages) -> RawField:
    page = region.page
    ticks = pages.readings[page].tick_boxes if page is not None else ()
    choice = read_choice(region, spec.options, ticks, spec.tick_side)
    state = FieldState.READ if choice.value else FieldState.BLANK
    if not choice.clear:
        state = FieldState.UNREADABLE
    reading = FieldReading(
        value=choice.value if choice.clear else None,
        raw=region.raw,
        state=state,
        confidence=choice.confidence,
        review=state is FieldState.UNREADABLE,
        source=Source.MARK,
        page=_page_number(region, pages),
        box=pages.scan_box(choice.box, page),
    )
    evidence = Evidence(characters=(choice.confidence,), label=_label_similarity(region))
    return RawField(reading=reading, evidence=evidence)


def _digit_row(region: Region, stream: Stream, pages: DocumentPages) -> DigitRow | None:
    """The row of boxes on the label's own row, right of the label, or right under it."""
    match = region.label.match
    if match is None:
        return None
    label = stream.glyphs[match.end - 1]
    if label.box is None:
        return None
    beside = [
        row
        for row in pages.readings[label.page].digit_rows
        if row.box.vertical_overlap(label.box) > 0.3 and row.box.right > label.box.left
    ]
    return min(beside, key=lambda r: abs(r.box.left - label.box.right)) if beside else None


def _read_digit_row(
    spec: FieldSpec, row: DigitRow, region: Region, stream: Stream, pages: DocumentPages
) -> RawField:
    match = region.label.match
    page = stream.glyphs[match.end - 1].page if match else 0
    box = pages.scan_box(row.box, page)
    place = {"page": pages.numbers[page], "box": box}
    if not row.text:
        return RawField(
            reading=FieldReading(state=FieldState.BLANK, confidence=0.0, review=False, **place),
            evidence=Evidence(label=_label_similarity(region), blank=True),
        )
    outcome = KINDS[spec.kind].parse(row.text)
    value = outcome.value if isinstance(outcome, Parsed) else None
    reading = FieldReading(
        value=value,
        raw=row.text,
        state=FieldState.READ if value else FieldState.UNREADABLE,
        confidence=0.0,
        review=value is None,
        **place,
    )
    certainty = outcome.certainty if isinstance(outcome, Parsed) else 0.0
    evidence = Evidence(
        characters=row.char_confidences, label=_label_similarity(region), parsing=certainty
    )
    return RawField(reading=reading, evidence=evidence)


def _read_table_field(
    spec: FieldSpec, region: Region, stream: Stream, pages: DocumentPages
) -> RawField:
    match = region.label.match
    label = stream.glyphs[match.end - 1] if match else None
    first = label.page if label else 0
    for page in range(first, len(pages.readings)):
        below = label.box.top if label and label.box and page == first else 0.0
        tables = [t for t in pages.readings[page].tables if t.box.bottom > below]
        reading = read_table(tables, spec.columns)
        if reading is not None:
            state = FieldState.READ if reading.rows else FieldState.BLANK
            return RawField(
                reading=FieldReading(
                    value=reading.rows,
                    raw=reading.raw,
                    state=state,
                    confidence=reading.confidence,
                    review=False,
                    page=pages.numbers[page],
                    box=pages.scan_box(reading.box, page),
                ),
                evidence=Evidence(characters=(reading.confidence,)),
            )
    return _not_found()


def settle_confidence(kind: str, raw: RawField, failed_checks: int) -> float:
    """The calibrated probability of a field, its failed checks counted in."""
    state = raw.reading.state
    if state in (FieldState.UNREADABLE, FieldState.NOT_FOUND):
        return 0.0
    if kind in ("table", "choice"):
        return raw.reading.confidence * 0.5**failed_checks
    evidence = Evidence(
        characters=raw.evidence.characters,
        label=raw.evidence.label,
        parsing=raw.evidence.parsing,
        plausible=raw.evidence.plausible,
        failed_checks=failed_checks,
        blank=raw.evidence.blank,
    )
    return probability(kind, evidence)
