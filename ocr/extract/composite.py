"""Lines that hold several values: the identity paper, place and date, a sum and its words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dossier.fields.id_line import IdPart, parse_id_line
from dossier.forms.definition import FormDefinition
from dossier.places import gazetteer
from dossier.text import fold_each, strip_leaders
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.regions import Region
from ocr.extract.values import blank_field, is_blank, read_region, unreadable_field

_PLACE_END = " ,.\n…"
_STAMPED_DATE = re.compile(r"\s*[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\s+(?=\w)")
"""The date of the stamp of arrival beside the place."""
_STRAY_FIGURE = re.compile(
    r"(?<!\bphuong)(?<!\bquan)(?<!\bxa)(?<!\bkhu)(?<!\bto)(?<!\bso)\s+[0-9]$"
)
"""The last dot of a leader and the comma before the date, read as one: "Hoài Đức 5, ngày". Where
units have numbers ("phường 5", "Mỹ Đình 1") it stays."""
_FIGURES_END = re.compile(r"[0-9](?=[^0-9]*$)")
_WORDS_BEGIN = re.compile(
    r"^[\s.,;:/()\[\]\-–…_·]*(?:(?:dong|vnd|d)\b[\s.,;:/()\[\]\-–…_·]*)*"
    r"(?:(?:viet\s*)?(?:ghi\s*)?\w{3,5}[\s.,]*chu\b[\s:.,(]*)?"
)
"""Between the figures of a sum and its words: "đồng (Bằng chữ: ", its first word misread too."""
_WORDS_END = re.compile(r"[\s.,;:/)\]…_]*$")


def read_id_line(
    form: FormDefinition, region: Region, parts: Mapping[str, str], pages: DocumentPages
) -> dict[str, RawField]:
    """ "CCCD số … do … cấp ngày …": number, issuer and issued_on, whatever their order."""
    text = "".join(g.char for g in region.glyphs).replace("\n", " ")
    if is_blank("text", strip_leaders(text)):
        return {key: blank_field(region) for key in parts.values()}
    line = parse_id_line(text)
    found: dict[str, RawField] = {}
    for name, key in parts.items():
        part: IdPart | None = getattr(line, name)
        if part is not None:
            kind = form.field(key).kind
            found[key] = read_region(kind, region.part(part.start, part.end), pages)
        elif name == "number":
            # A line that gives no number is unreadable, not without one.
            found[key] = unreadable_field(region, pages)
        else:
            found[key] = blank_field(region)
    return found


def read_place_date(
    form: FormDefinition, region: Region, parts: Mapping[str, str], pages: DocumentPages
) -> dict[str, RawField]:
    """ "Hà Nội, ngày 05 tháng 12 năm 2025": place and date."""
    text = "".join(g.char for g in region.glyphs)
    cut = fold_each(text).rfind("ngay")
    if cut < 0:
        digits = re.search(r"\d", text)
        cut = digits.start() if digits else len(text)
    end = len(text[:cut].rstrip(_PLACE_END))
    stray = _STRAY_FIGURE.search(fold_each(text[:end]))
    if stray is not None and not gazetteer().knows(text[:end]):
        end = stray.start()
    stamp = _STAMPED_DATE.match(text[:end])
    start = stamp.end() if stamp else 0
    place, day = region.part(start, end), region.part(cut, len(text))
    return {
        parts["place"]: read_region(form.field(parts["place"]).kind, place, pages),
        parts["date"]: read_region("date", day, pages),
    }


def read_amount(
    form: FormDefinition, region: Region, parts: Mapping[str, str], pages: DocumentPages
) -> dict[str, RawField]:
    """ "50.000.000 đồng (Bằng chữ: năm mươi triệu đồng)": figures and words."""
    text = "".join(g.char for g in region.glyphs)
    figures = _FIGURES_END.search(text)
    cut = figures.end() if figures else 0
    folded = fold_each(text[cut:])
    begin = _WORDS_BEGIN.match(folded)
    first = cut + (begin.end() if begin else 0)
    last = _WORDS_END.search(text)
    spans = {"figures": (0, cut), "words": (first, last.start() if last else len(text))}
    return {
        key: read_region(form.field(key).kind, region.part(*spans[part]), pages)
        for part, key in parts.items()
    }
