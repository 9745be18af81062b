"""Ticked options: which box belongs to which word, and what an unclear tick means."""

from __future__ import annotations

import pytest

from dossier.forms.definition import Label, TickSide
from dossier.geometry import PixelBox
from dossier.page import StruckText, TickBox, TickState
from ocr.extract.align import PlacedLabel
from ocr.extract.choices import Choice, read_choice
from ocr.extract.regions import Region
from ocr.extract.stream import build_stream
from tests.fakes.pages import CHAR_WIDTH, LINE_HEIGHT, make_page

OPTIONS = {"yes": ("Có",), "no": ("Không",)}
T, E, U = TickState.TICKED, TickState.EMPTY, TickState.UNCLEAR


def region(text: str) -> Region:
    glyphs = build_stream([make_page([text])]).glyphs
    return Region(glyphs, PlacedLabel(Label(text=("x",), field="f"), None))


def tick(column: float, state: TickState) -> TickBox:
    left = 150.0 + CHAR_WIDTH * column
    box = PixelBox(left=left, top=152, right=left + 24, bottom=150 + LINE_HEIGHT)
    return TickBox(box=box, state=state, confidence=0.98)


def choose(text: str, *ticks: TickBox, side: TickSide = TickSide.AFTER) -> Choice:
    return read_choice(region(text), OPTIONS, ticks, side)


@pytest.mark.parametrize(
    ("yes", "no", "value", "clear"),
    [(T, E, "yes", True), (E, T, "no", True), (E, E, None, True), (T, T, None, False),
     (U, E, None, False), (T, U, "yes", True)],
)  # fmt: skip
def test_two_boxes_after_their_words(
    yes: TickState, no: TickState, value: str | None, clear: bool
) -> None:
    choice = choose("Có     , Không    ", tick(2.5, yes), tick(14, no))
    assert (choice.value, choice.clear) == (value, clear)


def test_boxes_before_their_words() -> None:
    choice = choose("   Có        Không", tick(0.5, E), tick(10.5, T), side=TickSide.BEFORE)
    assert choice.value == "no"


def test_a_box_that_the_ticker_drew_over_still_belongs_to_its_word() -> None:
    assert choose("Có , Không ", tick(1.2, T), tick(11, E)).value == "yes"


def test_a_mark_typed_after_the_word_counts_where_no_box_was_seen() -> None:
    assert choose("Có x, Không").value == "yes"


@pytest.mark.parametrize("text", ["CóE   , KhôngC  ", "Có F  , Không   ", "CóH   , Không E "])
def test_a_box_read_as_any_capital_does_not_hide_its_word(text: str) -> None:
    assert choose(text, tick(2.5, E), tick(13.5, T)).value == "no"


@pytest.mark.parametrize("word", ["Còn", "CÓC"])
def test_letters_that_make_another_word_are_no_box(word: str) -> None:
    choice = choose(f"{word}   , Không    ", tick(3.5, T), tick(14, E))
    assert choice.value is None


@pytest.mark.parametrize("mark", ["X", "x", "✓"])
def test_a_cross_that_hides_its_box_is_read_as_a_letter(mark: str) -> None:
    found = choose(f" {mark} Có      Không", tick(8.5, E), side=TickSide.BEFORE)
    assert (found.value, found.clear) == ("yes", True)
    assert found.confidence < 0.8


def test_a_mark_beside_a_box_that_was_seen_says_nothing() -> None:
    found = choose(" x Có      Không", tick(0.5, E), tick(8.5, E), side=TickSide.BEFORE)
    assert found.value is None


def test_no_option_found_is_not_an_answer() -> None:
    choice = choose("..........", tick(2, T))
    assert choice.value is None
    assert not choice.clear


NEEDS = {"yes": ("Có nhu cầu cấp mới",), "no": ("Không có nhu cầu cấp mới",)}


@pytest.mark.parametrize("first", ["Có nhu cầu cấp mới", "Cọ nhu câu cap môi"])
@pytest.mark.parametrize(("yes", "no", "value"), [(T, E, "yes"), (E, T, "no")])
def test_one_option_stands_inside_the_other(
    first: str, yes: TickState, no: TickState, value: str
) -> None:
    text = f"   {first}       Không có nhu cầu cấp mới"
    boxes = tick(1, yes), tick(text.index("Không") - 2, no)
    found = read_choice(region(text), NEEDS, boxes, TickSide.BEFORE)
    assert (found.value, found.clear) == (value, True)


def struck(column: float, letters: int) -> StruckText:
    """A stroke through so many letters of the row from `column` on."""
    left = 150.0 + CHAR_WIDTH * column
    box = PixelBox(left=left, top=150, right=left + CHAR_WIDTH * letters, bottom=150 + LINE_HEIGHT)
    return StruckText(text="x" * letters, box=box)


@pytest.mark.parametrize(
    ("strokes", "value", "clear"),
    [
        ([struck(0, 2)], "no", True),
        ([struck(5, 5)], "yes", True),
        ([struck(0, 2), struck(5, 5)], None, False),
        ([struck(11, 4)], None, False),
    ],
    ids=["the first", "the second", "both", "beside them"],
)
def test_the_option_left_over_is_meant_where_the_other_is_struck_out(
    strokes: list[StruckText], value: str | None, clear: bool
) -> None:
    choice = read_choice(region("Có / Không"), OPTIONS, [], struck=strokes)
    assert (choice.value, choice.clear) == (value, clear)


def test_boxes_that_were_not_seen_are_not_empty_boxes() -> None:
    assert not choose("Có , Không ").clear


def test_a_box_on_one_row_is_no_box_of_the_option_below() -> None:
    rows = build_stream([make_page([" I Có nhu cầu cấp mới", "I Không có nhu cầu cấp mới"])])
    found = Region(rows.glyphs, PlacedLabel(Label(text=("x",), field="f"), None))
    upper = tick(0.5, T)
    below = [g.box for g in rows.glyphs if g.box and g.box.top > upper.box.bottom]
    lower = TickBox(
        box=PixelBox(left=150, top=below[0].top, right=174, bottom=below[0].bottom),
        state=E,
        confidence=0.98,
    )
    choice = read_choice(found, NEEDS, [upper, lower], TickSide.BEFORE)
    assert (choice.value, choice.clear) == ("yes", True)


def test_a_box_read_as_a_letter_of_its_word() -> None:
    options = {"individual": ("Cá nhân",), "household": ("Các thành viên",)}
    boxes = tick(0, T), tick(10, E)
    choice = read_choice(region("ICá nhân   Các thành viên"), options, boxes, TickSide.BEFORE)
    assert (choice.value, choice.clear) == ("individual", True)


@pytest.mark.parametrize("text", ["  Cá nhân_Các thành viên hộ", "  Cá nhânCác thành viên hộ",
                                  "  Cá nhânICác thành viên hộ"])  # fmt: skip
def test_a_box_that_was_not_read_at_all_glues_its_neighbours(text: str) -> None:
    options = {"individual": ("Cá nhân",), "household": ("Các thành viên hộ",)}
    boxes = tick(0.2, T), tick(text.index("Các") - 1.5, E)
    assert read_choice(region(text), options, boxes, TickSide.BEFORE).value == "individual"


def test_of_two_ticked_boxes_the_surer_is_shown_to_a_person() -> None:
    specked = tick(2.5, T).model_copy(update={"confidence": 0.67})
    found = choose("Có     Không   ", specked, tick(13.5, T))
    assert (found.value, found.clear) == ("no", True)
    assert found.confidence < 0.5
