"""One body on several lines, or a body and the one above it."""

from __future__ import annotations

import pytest

from ocr.extract.letterhead.issuer import split_bodies, tidy_body
from ocr.extract.letterhead.pieces import join, pieces_of
from tests.ocr.extract.letterhead.sheets import line, sheet


@pytest.mark.parametrize(
    ("lines", "bodies"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"], ["ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"]),
        (["UBND TỈNH HẬU GIANG", "SỞ TƯ PHÁP"], ["UBND TỈNH HẬU GIANG", "SỞ TƯ PHÁP"]),
        (["BỘ GIÁO DỤC VÀ ĐÀO TẠO"], ["BỘ GIÁO DỤC VÀ ĐÀO TẠO"]),
        (
            ["BỘ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"],
            ["BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"],
        ),
        (
            ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI", "SỞ VĂN HÓA VÀ", "THỂ THAO"],
            ["ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "SỞ VĂN HÓA VÀ THỂ THAO"],
        ),
        (
            ["SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CHI NHÁNH", "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI"],
            ["SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CHI NHÁNH VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI"],
        ),
        (["BỘ TƯ PHÁP", "CỤC HỘ TỊCH,"], ["BỘ TƯ PHÁP", "CỤC HỘ TỊCH"]),
        (["CÔNG AN", "TỈNH TÂY NINH"], ["CÔNG AN TỈNH TÂY NINH"]),
        (
            ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI", "ẮN QUẢN LÝ DỰ ÁN"],
            ["ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "ẮN QUẢN LÝ DỰ ÁN"],
        ),
        (
            ["ỦY BAN NHÂN DÂN", "PHƯỜNG VĂN MIẾU - QUỐC TỬ", "GIÁM"],
            ["ỦY BAN NHÂN DÂN PHƯỜNG VĂN MIẾU - QUỐC TỬ GIÁM"],
        ),
        (
            ["ỦY BAN NHÂN DÂN", "PHƯỜNG VĂN MIẾU -", "QUỐC TỬ GIÁM"],
            ["ỦY BAN NHÂN DÂN PHƯỜNG VĂN MIẾU - QUỐC TỬ GIÁM"],
        ),
        (
            ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ", "HỒ CHÍ MINH"],
            ["ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH"],
        ),
        ([], []),
    ],
)
def test_bodies(lines: list[str], bodies: list[str]) -> None:
    pieces = pieces_of(sheet([line(text, 450, 100 + 40 * i) for i, text in enumerate(lines)]))
    assert [tidy_body(join(body).text) for body in split_bodies(pieces)] == bodies
