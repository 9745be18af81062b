"""A sheet with a note on it is scanned twice and read once."""

from __future__ import annotations

import pytest

from dossier.page import PageReading
from ocr.extract.variants import find_variants
from tests.fakes.pages import LINE_PITCH, make_line, make_page
from tests.ocr.test_assemble import FORM

TOP = 150.0


def noted(
    *, first: int = 9, last: int = 12, left: float = 150.0, shift: float = 0.0
) -> PageReading:
    """The form with a note over what rows `first` to `last` say right of `left`."""
    page = make_page(FORM, top=TOP + shift)
    band = range(first, last + 1)
    lines = [
        line
        for line in page.lines
        if not (round((line.box.top - TOP - shift) / LINE_PITCH) in band and line.box.right > left)
    ]
    note = make_line("Thiếu bản sao CCCD, gọi lại", left=left, top=TOP + first * LINE_PITCH)
    return page.model_copy(update={"lines": (*lines, note)})


def variants(*pages: PageReading) -> dict[int, int]:
    return find_variants(list(enumerate(pages, start=1)))


@pytest.mark.parametrize("shift", [0.0, 25.0, -25.0])
def test_the_image_with_the_note_is_the_variant_in_either_order(shift: float) -> None:
    whole, covered = make_page(FORM), noted(shift=shift)
    assert variants(whole, covered) == {2: 1}
    assert variants(covered, whole) == {1: 2}


def test_two_of_the_same_are_two_copies() -> None:
    assert variants(make_page(FORM), make_page(FORM)) == {}


def test_another_persons_form_is_another_page() -> None:
    others = [
        row.replace("Trần Thị Lan", "Nguyễn Văn Bình")
        .replace("15/01/1991", "20/12/1985")
        .replace("phường Láng", "phường Ngọc Hà")
        .replace("001191000018", "001085000077")
        for row in FORM
    ]
    assert variants(make_page(FORM), make_page(others)) == {}


def test_a_whole_sheet_over_the_page_is_another_paper() -> None:
    assert variants(make_page(FORM), noted(first=1, last=16)) == {}


def test_pages_that_do_not_follow_each_other_are_not_compared() -> None:
    other = make_page([f"Điều {at}. Nội dung khác" for at in range(1, 12)])
    assert variants(make_page(FORM), other, noted()) == {}
