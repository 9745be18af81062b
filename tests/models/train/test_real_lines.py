"""Lines of real scans: a truth without slips, cut where it says, told apart by draw."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from models.train import real_lines
from models.train.alphabet import read_alphabet
from models.train.real_lines import RealLine

TRUTH = Path(__file__).parents[2] / "accuracy" / "truth" / "real_lines.json"
REASONS = {"cut", "several lines", "seal", "signature", "a mark that may be a dot"}


def test_every_letter_of_the_truth_can_be_written() -> None:
    alphabet = set(read_alphabet())
    lines = real_lines.read_truth(TRUTH, handwriting=True)
    for line in lines:
        assert line.text == " ".join(unicodedata.normalize("NFC", line.text).split()) != ""
        assert alphabet.issuperset(line.text)


def test_both_draws_hold_enough_printed_lines() -> None:
    printed = real_lines.read_truth(TRUTH)
    assert not any(line.handwriting for line in printed)
    counts = {part: sum(line.part == part for line in printed) for part in real_lines.PARTS}
    assert counts["first"] >= 150
    assert counts["second"] >= 320
    assert len({line.file for line in printed if line.part == "second"}) == 17


def test_boxes_lie_on_their_pages_and_none_was_drawn_twice() -> None:
    body = json.loads(TRUTH.read_text(encoding="utf-8"))
    by_page = defaultdict(list)
    for entry in [*body["lines"], *body["left_out"]]:
        quad = np.array(entry["quad"], dtype=np.float32)
        assert quad.shape == (4, 2)
        assert ((quad >= 0) & (quad <= 1)).all()
        # Clockwise from the text's own top left, also where it lies on its side.
        assert cv2.contourArea(quad * 1000, oriented=True) > 0
        by_page[entry["file"], entry["page"]].append(quad * 1000)
    for quads in by_page.values():
        for one, other in combinations(quads, 2):
            shared, _ = cv2.intersectConvexConvex(one, other)
            assert shared < 0.5 * min(cv2.contourArea(one), cv2.contourArea(other))


def test_what_was_left_out_has_its_reason() -> None:
    body = json.loads(TRUTH.read_text(encoding="utf-8"))
    assert {entry["reason"] for entry in body["left_out"]} <= REASONS
    assert {entry["set"] for entry in body["left_out"]} <= set(real_lines.PARTS)


@pytest.mark.parametrize(
    "corners",
    [
        pytest.param([(0.2, 0.4), (0.6, 0.4), (0.6, 0.45), (0.2, 0.45)], id="level"),
        pytest.param([(0.2, 0.6), (0.2, 0.4), (0.3, 0.4), (0.3, 0.6)], id="on its side"),
    ],
)
def test_a_line_is_cut_level_with_its_margin(
    tmp_path: Path, corners: list[tuple[float, float]]
) -> None:
    width, height = 1000, 2000
    quad = np.array(corners, dtype=np.float32)
    page = np.full((height, width, 3), 255, dtype=np.uint8)
    cv2.fillPoly(page, [np.round(quad * (width, height)).astype(np.int32)], (0, 0, 0))
    Image.fromarray(page).save(tmp_path / "a.pdf", resolution=real_lines.DPI)
    line = RealLine(
        number=1, file="a.pdf", page=1, quad=quad, text="x", handwriting=False, part="first"
    )
    (crop,) = real_lines.cut_lines([line], tmp_path)
    assert crop.shape == (110, 420, 3)
    assert crop[len(crop) // 2, crop.shape[1] // 2].max() < 60
    assert crop[:, :5].min() > 200
    (made,) = real_lines.as_made([line], tmp_path)
    assert made.strip.shape[0] == 48
    assert made.text == "x"
