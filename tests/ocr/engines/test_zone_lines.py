from __future__ import annotations

from dossier.geometry import PixelBox
from ocr.engines.zone_lines import find_zone_lines


def box(top: float, *, left: float = 100, right: float = 1000) -> PixelBox:
    return PixelBox(left=left, top=top, right=right, bottom=top + 30)


def test_all_three_lines_are_found_by_either_line_of_digits() -> None:
    texts = ["Nguyễn Quốc Mẫu", "IDVNM07826285150330782628516<7", "7810059M3810051VNM6<4", "LECUC"]
    boxes = [box(0, left=300), box(60), box(105), box(150, right=800)]
    assert find_zone_lines(texts, boxes) == {1, 2, 3}
    assert find_zone_lines(["x", "1OVNl#", *texts[2:]], boxes) == {1, 2, 3}


def test_what_stands_elsewhere_is_left_alone() -> None:
    texts = ["IDVNM07826285150330782628516<7", "narrow", "far", "indented"]
    boxes = [box(60), box(105, right=300), box(400), box(105, left=400, right=1300)]
    assert find_zone_lines(texts, boxes) == {0}


def test_a_page_without_a_zone() -> None:
    assert find_zone_lines(["Số: 12/QĐ-UBND", "ID 012345678901"], [box(0), box(60)]) == frozenset()
