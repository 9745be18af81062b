"""Figures of the second reader replace ours where figures stand, and nowhere else."""

from __future__ import annotations

import pytest

from ocr.engines.base import CropReading
from ocr.engines.figures import merge_figures, wants_second_reading


def reading(text: str, confidence: float = 0.99) -> CropReading:
    return CropReading(
        text=text,
        confidence=confidence,
        char_confidences=(confidence,) * len(text),
        char_centers=tuple(10.0 * i for i in range(len(text))),
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("Số: L0Ý /QĐ-UBND", "S:209/QD-UBND", "Số: 209/QĐ-UBND"),
        ("Số: 508 /QĐ-UBND", "só: 308 /QD-UBND", "Số: 308 /QĐ-UBND"),
        ("Số: 35)/QĐ-UBND", "só: 358/QD-UBND", "Số: 358/QĐ-UBND"),
        ("Bạc Liêu, ngày 48 tháng 02 năm 2025", "Bc Liêu, ngày 18tháng 02năm 2025",
         "Bạc Liêu, ngày 18 tháng 02 năm 2025"),
        ("Quảng Ngãi, ngày Lổ tháng 3 năm 2018", "Qung Ngãi, ngày 20 tháng 3 năm 2018",
         "Quảng Ngãi, ngày 20 tháng 3 năm 2018"),
    ],
)  # fmt: skip
def test_figures_of_numbers_and_dates(ours: str, theirs: str, merged: str) -> None:
    result = merge_figures(reading(ours), theirs)
    assert "".join(result.text.split()) == "".join(merged.split())
    assert len(result.text) == len(result.char_confidences) == len(result.char_centers)
    assert min(result.char_confidences) < 0.9


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Căn cứ Luật Tổ chức", "Cn c Lut T chc"),
        ("Số: 22/TTr-UBND", "S:22/TTr-UBND"),
        ("Số 5B ngõ 12 phố Huế", "S 58 ngõ 12 ph Hu"),
        ("Số: /QĐ-UBND", "Số: 12345/QĐ-UBND"),
    ],
)
def test_words_and_sure_figures_stay(ours: str, theirs: str) -> None:
    assert merge_figures(reading(ours), theirs).text == ours


def test_only_lines_of_figures_or_doubt_are_read_again() -> None:
    assert wants_second_reading(reading("Số: 47 /QĐ-UBND"))
    assert wants_second_reading(reading("Hà Nội, ngày 05 tháng 02 năm 2023"))
    assert wants_second_reading(reading("CCCD 001090012345", 0.6))
    assert not wants_second_reading(reading("CCCD 001090012345"))
    assert not wants_second_reading(reading("Căn cứ Luật Tổ chức", 0.6))
