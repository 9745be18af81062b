"""Sides of a region, at the edges of the picture."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.images.sides import fit_sides


def test_a_picture_filled_but_for_a_corner_has_no_sides() -> None:
    region = np.full((400, 300), 255, np.uint8)
    cv2.fillPoly(region, [np.array([[0, 0], [12, 0], [0, 40]])], 0)
    assert fit_sides(region) is None


def test_a_sheet_over_one_edge_of_the_picture_keeps_its_other_sides() -> None:
    region = np.zeros((400, 300), np.uint8)
    region[40:, 30:270] = 255
    found = fit_sides(region)
    assert found is not None
    assert np.abs(found.corners[0] - (30, 40)).max() < 3
    assert np.abs(found.corners[1] - (269, 40)).max() < 3
