"""Names of lunar years in subjects."""

from __future__ import annotations

import pytest

from ocr.extract.letterhead.years import mend_year_names


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("quà Tết nguyên đán Ất Ty - năm 2025", "quà Tết nguyên đán Ất Tỵ - năm 2025"),
        ("đón xuân Giáp Ty", "đón xuân Giáp Tý"),
        ("năm Ất Tỵ", "năm Ất Tỵ"),
        ("năm Bính Ngọ của công ty", "năm Bính Ngọ của công ty"),
        ("bổ nhiệm ông Đinh Tý", "bổ nhiệm ông Đinh Tý"),
    ],
)
def test_each_stem_has_one_branch(read: str, mended: str) -> None:
    assert mend_year_names(read) == mended
