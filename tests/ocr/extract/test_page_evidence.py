"""Every field knows how well its page was read, and how much of that is handwriting."""

from __future__ import annotations

import math

import pytest

from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line, PageReading
from dossier.record import FieldReading, FieldState
from ocr.extract.evidence import PageSigns
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.page_evidence import page_signs, with_page_signs

BOX = PixelBox(left=0, top=0, right=10, bottom=5)


def page(*lines: tuple[float, float]) -> PageReading:
    """A page of one-letter lines: how sure, how likely written."""
    return PageReading(
        width_px=100,
        height_px=100,
        upright_width_px=100,
        upright_height_px=100,
        transform=PageTransform(),
        lines=tuple(
            Line(text="a", confidence=sure, box=BOX, char_confidences=(sure,), char_written=(pen,))
            for sure, pen in lines
        ),
    )


def test_doubt_and_handwriting_of_a_page() -> None:
    signs = page_signs(page((1.0, 0.0), (math.exp(-1), 0.9)), 0.8)
    assert (signs.written, signs.covered) == (0.5, 0.8)
    assert signs.doubt == pytest.approx(0.5)


def test_an_engine_without_a_sense_of_handwriting_tells_nothing() -> None:
    line = Line(text="a", confidence=0.5, box=BOX)
    bare = page().model_copy(update={"lines": (line,)})
    assert page_signs(bare, 1.0) == PageSigns()


def test_a_field_has_the_signs_of_its_page_and_a_blank_those_of_the_worst() -> None:
    pages = DocumentPages((page((1.0, 0.0)), page((0.5, 0.9))), (3, 4))
    fields = {
        "first": RawField(reading=_reading(3)),
        "second": RawField(reading=_reading(4)),
        "blank": RawField(reading=_reading(None)),
    }
    signed = with_page_signs(fields, pages, 1.0)
    assert signed["first"].evidence.page.doubt == 0
    assert signed["second"].evidence.page.written == 1
    assert signed["blank"].evidence.page == signed["second"].evidence.page


def _reading(number: int | None) -> FieldReading:
    return FieldReading(state=FieldState.READ, confidence=0, review=False, page=number)
