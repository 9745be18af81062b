"""Two looks at one line make one reading."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.engines.base import CropReading
from ocr.engines.second_look import merge_looks, needs_second_look, shown_again


def reading(text: str, *sure: float, written: float = 0.0) -> CropReading:
    confidences = sure if len(sure) == len(text) else (sure[0] if sure else 0.99,) * len(text)
    return CropReading(
        text=text,
        confidence=0.9,
        char_confidences=confidences,
        char_centers=tuple(10.0 * i for i in range(len(text))),
        char_written=(written,) * len(text),
    )


@pytest.mark.parametrize(
    ("line", "again"),
    [
        (reading("Hà Nội"), False),
        (reading("Hà Nội", 0.99, 0.8, 0.99, 0.99, 0.99, 0.99), True),
        (reading("Hà, N", 0.99, 0.99, 0.4, 0.99, 0.99), False),
        (reading("Hà Nội", written=0.8), True),
        (reading(""), False),
    ],
)
def test_doubtful_and_handwritten_lines_are_looked_at_again(line: CropReading, again: bool) -> None:
    assert needs_second_look(line) is again


def test_the_second_strip_is_wider_and_shows_less_of_the_margins() -> None:
    strip = np.full((96, 400, 3), 255, np.uint8)
    strip[30:66, 100] = 0
    again = shown_again(strip)
    assert again.shape == (48, 220, 3)
    ink = np.flatnonzero((again[:, :, 0] < 200).any(axis=1))
    assert len(ink) > 36 / 2


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        (reading("Trần", 0.9), reading("Trần", 0.8), "Trần"),
        (reading("Trân", 0.6), reading("Trần", 0.9), "Trần"),
        (reading("Trần", 0.9), reading("Trân", 0.6), "Trần"),
        (reading("13", 0.99), reading("113", 0.999), "113"),
        (reading("113", 0.999), reading("13", 0.9), "113"),
        (reading("1.8", 0.9, 0.5, 0.9), reading("18", 0.99), "18"),
        (reading("", 0.9), reading("18", 0.99), ""),
        (reading("18", 0.9), reading(""), "18"),
    ],
)
def test_the_surer_look_counts_where_they_differ(
    first: CropReading, second: CropReading, merged: str
) -> None:
    result = merge_looks(first, second, 1.0)
    assert result.text == merged
    for told in (result.char_confidences, result.char_centers):
        assert len(told) == len(merged)


def test_what_both_saw_is_as_sure_as_their_mean() -> None:
    result = merge_looks(reading("an", 0.9), reading("an", 0.7), 1.0)
    assert result.char_confidences == pytest.approx((0.8, 0.8))


def test_a_letter_that_differs_is_doubted_and_both_are_kept() -> None:
    result = merge_looks(reading("9", 0.8), reading("1", 0.6), 1.0)
    assert result.text == "9"
    assert result.char_confidences == (0.4,)
    assert result.char_others == ((("1", 0.3),),)


def test_a_letter_that_one_look_alone_saw_is_doubted() -> None:
    result = merge_looks(reading("12", 0.9), reading("1", 0.5), 1.0)
    assert result.text == "12"
    assert result.char_confidences[1] == 0.45
    assert "" in dict(result.char_others[1])


def test_a_letter_that_was_left_out_is_kept_beside_the_one_before_it() -> None:
    result = merge_looks(reading("1.8", 0.9, 0.5, 0.9), reading("18", 0.99), 1.0)
    assert dict(result.char_others[0]) == {"1.": 0.25}
    assert result.char_confidences[0] <= 0.75


def test_places_are_those_of_the_first_strip_and_never_go_back() -> None:
    result = merge_looks(reading("ac", 0.9), reading("abc", 0.99), 0.5)
    assert list(result.char_centers) == sorted(result.char_centers)
    assert result.char_centers[0] == 0.0
