from __future__ import annotations

from collections.abc import Sequence

import pytest

from ocr.layout.digit_boxes import find_digit_rows
from tests.ocr.layout.drawing import BLACK, Colour, ScriptedReader, Sheet, strokes_in

NUMBER = "035185424515"
BLUE: Colour = (30, 50, 160)


def digit_row(
    sheet: Sheet,
    digits: str,
    *,
    y: float = 30,
    boxes: int = 12,
    width: float = 5.5,
    height: float = 5.5,
    gap: float = 0.0,
    grey: int = 0,
    ink: Colour = BLACK,
    shift: Sequence[float] = (0.0, 0.0),
) -> None:
    """A label and `boxes` boxes after it, `digits` in the first of them (blank: left empty)."""
    sheet.text(25, y, "4. Số định danh cá nhân:")
    for index in range(boxes):
        x = 80 + index * (width + gap)
        sheet.frame(x, y, width, height, (grey, grey, grey))
        if index < len(digits) and digits[index] != " ":
            place = (x + width * 0.27 + shift[0], y - 0.2 + shift[1])
            sheet.text(*place, digits[index], face="Arimo-Regular", points=13, colour=ink)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize(
    ("gap", "grey", "tilt", "noise"),
    [(0.0, 0, 0.0, 0.0), (1.2, 0, 0.0, 0.0), (0.0, 130, 0.4, 6.0), (2.5, 90, -0.4, 6.0)],
)
def test_row_is_found_and_its_digits_set_side_by_side(
    dpi: int, gap: float, grey: int, tilt: float, noise: float
) -> None:
    sheet = Sheet(dpi=dpi)
    digit_row(sheet, NUMBER, gap=gap, grey=grey)
    reader = ScriptedReader(NUMBER)
    (row,) = find_digit_rows(sheet.image(tilt_deg=tilt, noise=noise), reader)
    assert (row.cells, row.text) == (12, NUMBER)
    assert len(row.char_confidences) == 12
    assert row.box.left / sheet.scale == pytest.approx(80, abs=1)
    assert [strokes_in(crop) for crop in reader.crops] == [12]


def test_strip_drawn_as_one_ruled_frame() -> None:
    sheet = Sheet()
    sheet.grid([80 + 5.5 * i for i in range(13)], [30, 36])
    (row,) = find_digit_rows(sheet.image(), ScriptedReader())
    assert (row.cells, row.text) == (12, "")


def test_empty_boxes_are_not_read() -> None:
    sheet = Sheet()
    digit_row(sheet, "")
    reader = ScriptedReader()
    (row,) = find_digit_rows(sheet.image(noise=6), reader)
    assert (row.cells, row.text, row.char_confidences) == (12, "", ())
    assert reader.crops == []


def test_only_filled_boxes_are_read() -> None:
    sheet = Sheet()
    digit_row(sheet, "01 234")
    (row,) = find_digit_rows(sheet.image(), ScriptedReader("01234"))
    assert (row.cells, row.text) == (12, "01234")


@pytest.mark.parametrize("shift", [(-1.2, -0.9), (1.3, 1.0), (-1.5, 0.9)])
def test_digits_may_touch_the_lines(shift: tuple[float, float]) -> None:
    sheet = Sheet()
    digit_row(sheet, "352684", ink=BLUE, shift=shift)
    reader = ScriptedReader("352684")
    (row,) = find_digit_rows(sheet.image(), reader)
    assert row.text == "352684"
    assert len(reader.crops) == 1


def test_lost_dividers_are_put_back() -> None:
    sheet = Sheet()
    digit_row(sheet, NUMBER)
    for box in (3, 7, 12):
        x = 80 + 5.5 * box
        sheet.rule(x, 30.8, x, 34.7, (255, 255, 255))
    (row,) = find_digit_rows(sheet.image(), ScriptedReader(NUMBER))
    assert row.cells == 12


def test_ones_are_no_dividers() -> None:
    sheet = Sheet()
    digit_row(sheet, "1" * 12)
    (row,) = find_digit_rows(sheet.image(), ScriptedReader("1" * 12))
    assert (row.cells, row.text) == (12, "1" * 12)


def test_writing_of_the_next_line_stays_out() -> None:
    sheet = Sheet()
    digit_row(sheet, NUMBER)
    sheet.text(80, 35.3, "Hà Đông, thành phố Hà Nội, số 12 ngõ 5", points=13)
    reader = ScriptedReader(NUMBER)
    find_digit_rows(sheet.image(), reader)
    assert strokes_in(reader.crops[0]) == 12


def test_two_rows_from_top_to_bottom() -> None:
    sheet = Sheet()
    digit_row(sheet, "", y=60)
    digit_row(sheet, NUMBER, y=30)
    first, second = find_digit_rows(sheet.image(), ScriptedReader(NUMBER))
    assert (first.text, second.text) == (NUMBER, "")


@pytest.mark.parametrize(
    ("xs", "ys"),
    [
        ((20, 30, 75, 103, 121, 159, 190), (30, 38)),
        ((20, 30, 75, 103, 121, 159, 190), (30, 38, 46, 54)),
        ((20, 50, 80, 110, 140, 170, 200), (30, 38)),
        ((20, 26, 32, 38), (30, 36)),
    ],
    ids=["one table row", "table", "equal wide columns", "three boxes"],
)
def test_tables_are_no_digit_rows(xs: Sequence[float], ys: Sequence[float]) -> None:
    sheet = Sheet()
    sheet.grid(xs, ys)
    assert find_digit_rows(sheet.image(), ScriptedReader()) == ()
