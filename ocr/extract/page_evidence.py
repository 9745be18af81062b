"""What a page as a whole tells of the fields on it: blur and handwriting are seldom alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dossier.page import Line, PageReading
from ocr.extract.evidence import PageSigns
from ocr.extract.found import DocumentPages, RawField

_MOSTLY: Final = 0.3
"""A line with a printed label and a written value has about this share of written letters."""
_LEAST: Final = 1e-4


def with_page_signs(
    fields: Mapping[str, RawField], pages: DocumentPages, covered: float
) -> dict[str, RawField]:
    """`fields` with the signs of the page each stands on; of the worst page where it has none.

    `covered` is the share of the form's labels that were found, 0..1.
    """
    signs = {
        number: page_signs(reading, covered)
        for number, reading in zip(pages.numbers, pages.readings, strict=True)
    }
    worst = max(signs.values(), key=lambda s: (s.doubt, s.written), default=PageSigns())
    return {
        key: replace(
            raw,
            evidence=replace(raw.evidence, page=signs.get(raw.reading.page or 0, worst)),
        )
        for key, raw in fields.items()
    }


def page_signs(page: PageReading, covered: float) -> PageSigns:
    """Doubt and handwriting of all that was read on `page`."""
    sure = [c for line in page.lines for c in line.char_confidences]
    doubt = sum(-math.log(max(c, _LEAST)) for c in sure) / len(sure) if sure else 0.0
    told = [line for line in page.lines if line.char_written]
    written = sum(_is_written(line) for line in told) / len(told) if told else 0.0
    return PageSigns(doubt=doubt, written=written, covered=covered)


def _is_written(line: Line) -> bool:
    return sum(line.char_written) / len(line.char_written) > _MOSTLY
