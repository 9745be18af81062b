"""Made lines: sized for the recogniser, the same for the same seed, faces kept apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.train import faces, measure, wear
from models.train.faces import FaceBook
from models.train.lines import FRAME_PX, HEIGHT, WIDEST, LineMaker, to_height
from models.train.texts import digit_line
from samples.generator.faces import FAMILIES, FONTS


@pytest.mark.parametrize("index", range(40))
def test_a_line_has_a_frame_for_every_letter(index: int, maker: LineMaker) -> None:
    line = maker.make(index)
    height, width, channels = line.strip.shape
    assert (height, channels) == (HEIGHT, 3)
    assert line.strip.dtype == np.uint8
    assert len(line.text) * FRAME_PX <= width <= WIDEST


def test_the_same_index_is_the_same_line(maker: LineMaker) -> None:
    again = replace(maker)
    for index in range(10):
        first, second = maker.make(index), again.make(index)
        assert first.text == second.text
        assert np.array_equal(first.strip, second.strip)


def test_another_seed_is_another_line(maker: LineMaker) -> None:
    other = replace(maker, seed=4)
    assert [maker.make(i).text for i in range(20)] != [other.make(i).text for i in range(20)]


@pytest.mark.parametrize("degree", [wear.CLEAN, wear.USUAL, wear.HARD])
def test_ink_is_left_on_every_strip(degree: wear.Wear, maker: LineMaker) -> None:
    worn = replace(maker, wear=degree)
    contrasts = [np.ptp(worn.make(i).strip.mean(axis=2)) for i in range(25)]
    assert np.median(contrasts) > 60
    assert min(contrasts) > 5


def test_digit_lines_hold_digits_only(maker: LineMaker) -> None:
    digits = replace(maker, content=digit_line)
    assert all(digits.make(i).text.isdecimal() for i in range(20))


def test_strips_are_scaled_as_the_engine_scales() -> None:
    assert to_height(np.zeros((24, 100, 3), np.uint8)).shape == (48, 200, 3)
    assert to_height(np.zeros((96, 20, 3), np.uint8)).shape == (48, 48, 3)


def test_no_face_of_the_test_share_is_trained_on(book: FaceBook) -> None:
    trained = {name for families in book.families.values() for name in families}
    kept = {family.name for family in FAMILIES if family.share == "test"}
    named = {n for families in faces.TEST.values() for n in families}
    assert not trained & kept
    assert kept == named


def test_shares_have_no_face_in_common() -> None:
    shares = [faces.collect([FONTS], share) for share in ("training", "validation", "test")]
    files = [
        {face.file for cuts in book.families.values() for f in cuts.values() for face in f}
        for book in shares
    ]
    assert not files[0] & files[2]
    assert not files[0] & files[1]


@pytest.mark.parametrize(
    ("read", "truth", "edits"),
    [
        ("Họ tên: … Nam", "Họ tên:......Nam", 0),
        ("Họ tên: ….. Nam", "Họ tên: … Nam", 0),
        ("số", "só", 1),
        ("", "abc", 3),
    ],
)
def test_leaders_count_once(read: str, truth: str, edits: int) -> None:
    score = measure.score_texts([read], [truth])
    assert round(score.characters * len(measure.one_leader(truth))) == edits
    assert score.exact == (edits == 0)
