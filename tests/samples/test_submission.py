from __future__ import annotations

import random
import unicodedata

import pytest

from samples.generator.submission import change_day, change_digit, change_tone, move_tone_mark


@pytest.mark.parametrize("name", ["Ngô Diệu Liên", "NGUYỄN THỊ THẢO", "Lý Gia Bảo", "Đỗ Quốc Huy"])
def test_a_changed_tone_is_one_letter_and_stays_nfc(name: str) -> None:
    for seed in range(8):
        other = change_tone(name, random.Random(seed))
        assert other is not None
        assert unicodedata.is_normalized("NFC", other)
        assert sum(a != b for a, b in zip(name, other, strict=True)) == 1


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("phường Yên Hòa", "phường Yên Hoà"),
        ("Ủy ban nhân dân", "Uỷ ban nhân dân"),
        ("HOÀ LẠC", "HÒA LẠC"),
        ("Bệnh viện Quý", None),
        ("Hà Nội", None),
    ],
)
def test_a_tone_mark_moves_only_where_both_places_are_right(text: str, moved: str | None) -> None:
    assert move_tone_mark(text, random.Random(0)) == moved


def test_numbers_and_days_change_into_others_of_their_kind() -> None:
    for seed in range(8):
        digits = change_digit("001190012345", random.Random(seed))
        assert digits is not None
        assert digits.isdigit()
        assert digits != "001190012345"
        assert change_day("2025-02-28", random.Random(seed)) != "2025-02-28"
    assert change_day("1990", random.Random(0)) is None
