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
    # Stuck on by hand: neither on the page's rows nor at its margin.
    note = make_line("Thiếu CCCD, gọi lại", left=left + 62, top=TOP + first * LINE_PITCH + 20)
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


@pytest.mark.parametrize(
    ("row", "first", "second"),
    [
        (16, "vay vốn ngân hàng", "bổ túc hồ sơ mua bán nhà đất"),
        (15, "chưa đăng ký kết hôn với ai", "đang có chồng là ông Lê Văn An"),
    ],
)
def test_two_requests_of_one_person_are_two_papers(row: int, first: str, second: str) -> None:
    rows = list(FORM)
    assert first in rows[row]
    rows[row] = rows[row].replace(first, second)
    assert variants(make_page(FORM), make_page(rows)) == {}
    # Label and value may be read as two lines.
    parted = [
        row if at != 3 else [("Kính gửi:", 150.0), (row[9:], 400.0)] for at, row in enumerate(FORM)
    ]
    others = [*parted]
    others[3] = [("Kính gửi:", 150.0), ("Công an phường Láng", 400.0)]
    assert variants(make_page(parted), make_page(others)) == {}


def test_a_note_may_leave_the_beginning_of_lines_in_sight() -> None:
    covered = noted(left=600.0)
    page = make_page(FORM)
    cut = [
        make_line(line.text[:30], left=line.box.left, top=line.box.top)
        for line in page.lines
        if 9 <= round((line.box.top - TOP) / LINE_PITCH) <= 12
    ]
    covered = covered.model_copy(update={"lines": (*covered.lines, *cut)})
    assert variants(page, covered) == {2: 1}


def test_a_whole_sheet_over_the_page_is_another_paper() -> None:
    assert variants(make_page(FORM), noted(first=1, last=16)) == {}


def test_pages_that_do_not_follow_each_other_are_not_compared() -> None:
    other = make_page([f"Điều {at}. Nội dung khác" for at in range(1, 12)])
    assert variants(make_page(FORM), other, noted()) == {}
