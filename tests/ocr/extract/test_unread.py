"""A blank with ink in its place is none, and a value beside unread ink is doubted."""

from __future__ import annotations

from dossier.forms.definition import Label
from dossier.geometry import PixelBox
from dossier.page import PageReading
from dossier.record import FieldState
from ocr.extract.align import align
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.read import read_fields
from ocr.extract.regions import find_regions
from ocr.extract.stream import build_stream
from tests.fakes.pages import make_page
from tests.ocr.extract.test_align import form_of

FORM = form_of(
    Label(text=("Số tầng:",), field="storeys"), Label(text=("Chiều cao:",), field="height")
)
ROWS = ["Số tầng:", "Chiều cao: 12 m"]


def read(page: PageReading) -> dict[str, RawField]:
    stream = build_stream([page])
    regions = find_regions(align(FORM, stream), stream, frozenset())
    return read_fields(FORM, regions, stream, DocumentPages((page,), (1,)))


def inked(page: PageReading, row: int, by: float) -> PageReading:
    line = page.lines[row].box
    box = PixelBox(
        left=line.right + by, top=line.top, right=line.right + by + 20, bottom=line.bottom
    )
    return page.model_copy(update={"unread": (box,)})


def test_a_blank_without_ink_is_a_blank() -> None:
    assert read(make_page(ROWS))["storeys"].reading.state is FieldState.BLANK


def test_a_blank_with_ink_in_its_place_is_for_a_person() -> None:
    fields = read(inked(make_page(ROWS), 0, by=60))
    assert fields["storeys"].reading.state is FieldState.UNREADABLE
    assert fields["storeys"].reading.review
    assert fields["height"].evidence.parsing == 1.0


def test_a_value_beside_unread_ink_is_doubted() -> None:
    page = make_page(ROWS)
    plain, beside = read(page)["height"], read(inked(page, 1, by=30))["height"]
    assert plain.reading.value == beside.reading.value
    assert beside.evidence.parsing < plain.evidence.parsing
