"""Figures of the second reader replace ours where figures stand, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr.engines.base import CropReading
from ocr.engines.figures import figures_part, merge_figures


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


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("Số: 47 /QĐ-UBND", "Số: 47 /QĐ-UBND"),
        ("Hà Nội, ngày 05 tháng 02 năm 2023", "ngày 05 tháng 02 năm 2023"),
        ("Căn cứ Luật Tổ chức", None),
        ("CCCD 001090012345", None),
    ],
)
def test_only_the_figures_of_numbers_and_dates_are_read_again(line: str, again: str | None) -> None:
    part = figures_part(reading(line))
    assert (line[part] if part else None) == again


def test_doubtful_figures_are_read_again_with_the_words_beside_them() -> None:
    line = reading("Họ và tên: Nguyễn Văn An, số 45 phố Huế, quận Hai Bà Trưng, thành phố Hà Nội")
    sure = [0.6 if char.isdigit() else 0.99 for char in line.text]
    part = figures_part(replace(line, char_confidences=tuple(sure)))
    assert part is not None
    assert "số 45 phố" in line.text[part]
    assert len(line.text[part]) < 0.5 * len(line.text)
    assert figures_part(reading("Căn cứ Luật Tổ chức", 0.6)) is None


def test_figures_of_a_part_go_to_their_place_in_the_line() -> None:
    line = reading("Bạc Liêu, ngày 48 tháng 02 năm 2025")
    merged = merge_figures(line, "ngày 18tháng 02năm 2025", figures_part(line))
    assert merged.text.startswith("Bạc Liêu, ngày 18")


def test_figures_written_by_hand_are_read_again_however_sure() -> None:
    line = reading("CCCD 001090012345")
    by_hand = replace(line, char_written=(0.1,) * 5 + (0.9,) * 12)
    assert figures_part(line) is None
    part = figures_part(by_hand)
    assert part is not None
    assert by_hand.text[part] == "CCCD 001090012345"


def test_sure_figures_that_the_second_reader_reads_otherwise_stay_and_are_doubted() -> None:
    merged = merge_figures(reading("CCCD 001090012345"), "CCCD 001090072345")
    assert merged.text == "CCCD 001090012345"
    assert [i for i, c in enumerate(merged.char_confidences) if c < 0.9] == [12]
    ((char, share),) = merged.char_others[12]
    assert char == "7"
    assert share == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("ours", "theirs", "doubted"),
    [
        ("Số: 13 bản", "S:113 bn", True),
        ("cao 1.8 m", "cao 18 m", True),
        ("cao 18 m", "cao 18m", False),
    ],
)
def test_handwritten_figures_that_one_reader_saw_more_of_are_doubted(
    ours: str, theirs: str, doubted: bool
) -> None:
    by_hand = replace(reading(ours), char_written=(0.9,) * len(ours))
    merged = merge_figures(by_hand, theirs)
    assert merged.text == ours
    sure = [s for char, s in zip(ours, merged.char_confidences, strict=True) if char.isdigit()]
    assert (min(sure) < 0.9) is doubted


def test_printed_figures_are_not_doubted_for_a_sign_more() -> None:
    printed = replace(reading("cao 1.8 m"), char_written=(0.0,) * 9)
    assert merge_figures(printed, "cao 18 m") == printed
