from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.layout.ink import measure_ink
from ocr.layout.rules import Rule, find_rules, typical_slope
from tests.ocr.layout.drawing import Sheet


def long_rules(rules: tuple[Rule, ...], px_per_mm: float) -> list[Rule]:
    return [rule for rule in rules if rule.length > 15 * px_per_mm]


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize(
    ("grey", "tilt", "noise"), [(0, 0.0, 0.0), (150, 0.0, 6.0), (60, 0.5, 10.0), (0, -0.5, 0.0)]
)
def test_rules_are_found_whole(dpi: int, grey: int, tilt: float, noise: float) -> None:
    sheet = Sheet(dpi=dpi)
    sheet.rule(40, 30, 160, 30, (grey, grey, grey))
    sheet.rule(60, 20, 60, 90, (grey, grey, grey))
    ink = measure_ink(sheet.image(tilt_deg=tilt, noise=noise))
    rules = find_rules(ink)
    across = long_rules(rules.horizontal, ink.px_per_mm)
    down = long_rules(rules.vertical, ink.px_per_mm)
    assert [round(r.length / ink.px_per_mm) for r in across] == [pytest.approx(120, abs=2)]
    assert [round(r.length / ink.px_per_mm) for r in down] == [pytest.approx(70, abs=2)]
    assert typical_slope(across) == pytest.approx(np.tan(np.radians(tilt)), abs=0.002)


def test_broken_line_is_one_rule() -> None:
    sheet = Sheet()
    sheet.rule(40, 30, 160, 30)
    image = sheet.image()
    for x in range(340, 1200, 61):
        image.pixels[:, x : x + 2] = 255
    ink = measure_ink(image)
    assert len(long_rules(find_rules(ink).horizontal, ink.px_per_mm)) == 1


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("blur", [0.0, 0.8])
def test_dotted_leaders_and_print_are_no_rules(dpi: int, blur: float) -> None:
    sheet = Sheet(dpi=dpi)
    sheet.text(25, 20, "Kính gửi: " + "." * 80)
    sheet.text(25, 35, "Họ, chữ đệm, tên: " + "…" * 30)
    sheet.text(25, 50, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", face="Tinos-Bold")
    ink = measure_ink(sheet.image(blur=blur))
    assert not [r for r in find_rules(ink).horizontal if r.length > 10.5 * ink.px_per_mm]


def test_crease_beside_a_border_does_not_take_it_away() -> None:
    sheet = Sheet()
    sheet.rule(40, 50, 160, 50)
    image = sheet.image()
    cv2.line(image.pixels, (0, 397), (1700, 397), (205, 205, 205), 2)
    ink = measure_ink(image)
    lengths = [r.length / ink.px_per_mm for r in find_rules(ink).horizontal]
    assert any(length == pytest.approx(120, abs=4) for length in lengths)
