"""A name written twice under different marks is doubted."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line, PageReading
from dossier.record import FieldReading, FieldState
from ocr.extract.evidence import Evidence
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.reread.repeated import doubt_repeated_names

BOX = PixelBox(left=0, top=0, right=10, bottom=5)
FORM = catalog()["power_of_attorney"]


def pages(text: str, sure: float) -> DocumentPages:
    line = Line(text=text, confidence=sure, box=BOX, char_confidences=(sure,) * len(text))
    page = PageReading(
        width_px=100,
        height_px=100,
        upright_width_px=100,
        upright_height_px=100,
        transform=PageTransform(),
        engine="paddle",
        lines=(line,),
    )
    return DocumentPages((page,), (1,))


def named(name: str) -> RawField:
    reading = FieldReading(value=name, raw=name, state=FieldState.READ, confidence=0, review=False)
    return RawField(reading=reading, evidence=Evidence(characters=(0.99,) * len(name)))


@pytest.mark.parametrize(
    ("below", "sure", "doubted"),
    [
        ("Lê Mạnh Tiến", 0.99, True),
        ("Người ký: Lê Mạnh Tiến.", 0.99, True),
        ("Lê Mạnh Tiên", 0.99, False),
        ("Lê Mạnh Tiến", 0.6, False),
        ("Lê Mạnh Tiếng", 0.99, False),
        ("LÊ MẠNH TIÊN", 0.99, False),
    ],
)
def test_a_name_repeated_under_other_marks_is_doubted(
    below: str, sure: float, doubted: bool
) -> None:
    fields = {"agent_name": named("LÊ MẠNH TIÊN"), "agent_address": named("Lê Mạnh Tiên")}
    settled = doubt_repeated_names(FORM, fields, pages(below, sure))
    assert (min(settled["agent_name"].evidence.characters) < 0.9) is doubted
    assert [r.text for r in settled["agent_name"].reading.readings] == ["Lê Mạnh Tiến"] * doubted
    assert settled["agent_address"] == fields["agent_address"]


def test_one_word_is_no_name_to_look_for() -> None:
    settled = doubt_repeated_names(FORM, {"agent_name": named("TIÊN")}, pages("Tiến", 0.99))
    assert min(settled["agent_name"].evidence.characters) == 0.99
