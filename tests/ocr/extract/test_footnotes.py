"""Remains of footnote marks go; what belongs to the value stays."""

from __future__ import annotations

import pytest

from ocr.extract.footnotes import footnote_end


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("2): Tách hộ", "Tách hộ"),
        ("(Đ) UBND", "UBND"),
        ("(4 Bệnh viện", "Bệnh viện"),
        ("(Ủy ban nhân dân", "Ủy ban nhân dân"),
        ("(ụUý ban nhân dân", "Uý ban nhân dân"),
        ("3Số 9, ngách 2", "Số 9, ngách 2"),
        ("vỦy ban", "Ủy ban"),
        ("(148/2025", "48/2025"),
        ("( Ủy ban", "Ủy ban"),
        ("Số 9 (tầng 2)", "Số 9 (tầng 2)"),
        ("12/2025", "12/2025"),
        ("KTên", "KTên"),
        ("c Ủy ban nhân dân", "Ủy ban nhân dân"),
        ("0 Số 2, ngách 189/18", "Số 2, ngách 189/18"),
        ("0 Kinh", "Kinh"),
        ("i LÝ VĂN TIẾN", "LÝ VĂN TIẾN"),
        ("y; NGUYỄN THANH VIỆT", "NGUYỄN THANH VIỆT"),
        ("5 Hàng Bài", "5 Hàng Bài"),
        ("ở Hà Nội", "ở Hà Nội"),
        ("x Có", "x Có"),
        ("P 12", "P 12"),
        ("3B phố Huế", "3B phố Huế"),
    ],
)
def test_the_value_begins_behind_the_mark(read: str, value: str) -> None:
    assert read[footnote_end(read) :] == value
