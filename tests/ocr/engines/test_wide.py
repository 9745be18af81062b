"""Strips too wide for the recogniser are cut between words and read as one line."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.engines.base import Pixels
from ocr.engines.ctc import Letter
from ocr.engines.wide import join_letters, split_wide


def strip(width: int, *, word: int = 90, gap: int = 20) -> Pixels:
    """Words as black bars with white gaps between them."""
    pixels = np.full((48, width, 3), 255, np.uint8)
    for left in range(0, width, word + gap):
        pixels[10:40, left : left + word] = 0
    return pixels


def test_what_fits_stays_whole() -> None:
    narrow = strip(400)
    (part,) = split_wide(narrow, 400)
    assert part.left == 0
    assert part.pixels is narrow


@pytest.mark.parametrize("width", [401, 900, 4000])
def test_cuts_stand_in_gaps_and_nothing_is_lost(width: int) -> None:
    whole = strip(width)
    parts = split_wide(whole, 400)
    assert np.array_equal(np.concatenate([part.pixels for part in parts], axis=1), whole)
    assert max(part.pixels.shape[1] for part in parts) <= 400
    for part in parts[1:]:
        assert (whole[:, part.left - 1 : part.left + 1] == 255).all()


def test_without_a_gap_the_cut_is_near_the_even_one() -> None:
    black = np.zeros((48, 800, 3), np.uint8)
    assert max(part.pixels.shape[1] for part in split_wide(black, 400)) <= 400


def test_letters_of_parts_are_one_line_with_a_space_at_the_cut() -> None:
    parts = split_wide(strip(800), 500)
    assert len(parts) == 3
    found = [[Letter("a", 0.9, 1.0)], [], [Letter("b", 0.5, 2.0)]]
    joined = join_letters(parts, found, 8)
    assert "".join(letter.char for letter in joined) == "a b"
    assert [letter.confidence for letter in joined] == [0.9, 0.5, 0.5]
    frames = [letter.frame for letter in joined]
    assert frames == sorted(frames)
    assert frames[2] == 2.0 + parts[2].left / 8
