"""Frames become letters: runs join, blanks part, spaces are single."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.engines.ctc import decode

ALPHABET = (" ", "a", "ế")


def _frames(classes: list[int], top: float = 0.9) -> np.ndarray:
    frames = np.full((len(classes), 4), (1 - top) / 3, np.float32)
    frames[np.arange(len(classes)), classes] = top
    return frames


@pytest.mark.parametrize(
    ("classes", "text"),
    [
        ([0, 0], ""),
        ([2, 2, 3], "aế"),
        ([2, 0, 2], "aa"),
        ([1, 2, 1, 0, 1, 3, 1], "a ế"),
        ([1, 1], ""),
    ],
)
def test_texts(classes: list[int], text: str) -> None:
    assert "".join(letter.char for letter in decode(_frames(classes), ALPHABET)) == text


def test_a_letter_knows_its_confidence_and_its_middle() -> None:
    frames = _frames([0, 2, 2, 2, 0, 3])
    frames[2] = (0.005, 0.0, 0.99, 0.005)
    first, second = decode(frames, ALPHABET)
    assert first.confidence == pytest.approx(0.99)
    assert (first.frame, second.frame) == (2.0, 5.0)
    assert second.confidence == pytest.approx(0.9)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60))
def test_spaces_are_single_and_inside_and_letters_stand_in_order(classes: list[int]) -> None:
    letters = decode(_frames(classes), ALPHABET)
    text = "".join(letter.char for letter in letters)
    assert text == " ".join(text.split())
    assert [letter.frame for letter in letters] == sorted(letter.frame for letter in letters)


def test_letters_keep_what_else_may_stand_in_their_place() -> None:
    frames = _frames([2, 2, 0, 3], top=0.99)
    frames[1] = (0.0, 0.0, 0.9, 0.1)
    frames[0] = (0.0, 0.0, 0.95, 0.05)
    first, second = decode(frames, ALPHABET)
    ((char, share),) = first.others
    assert char == "ế"
    assert share == pytest.approx(0.05)
    assert second.others == ()


def test_a_letter_perhaps_missed_in_a_gap_stands_with_the_letter_before_it() -> None:
    frames = _frames([2, 0, 0, 2], top=0.99)
    frames[1] = (0.6, 0.0, 0.0, 0.4)
    first, _ = decode(frames, ALPHABET)
    ((char, share),) = first.others
    assert char == "aế"
    assert share == pytest.approx(0.4)


def test_a_column_after_the_alphabet_tells_handwriting() -> None:
    frames = np.c_[_frames([2, 2, 0, 3]), np.array([0.2, 0.4, 1.0, 0.9], np.float32)]
    first, second = decode(frames, ALPHABET)
    assert [first.written, second.written] == pytest.approx([0.3, 0.9])
    assert decode(_frames([2]), ALPHABET)[0].written is None
