"""Remains of footnote marks go; what belongs to the value stays."""

from __future__ import annotations

import pytest

from ocr.extract.footnotes import footnote_end, footnote_start


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
        ("v- Công an xã", "Công an xã"),
        ("@. Số 176 đường Âu Cơ", "Số 176 đường Âu Cơ"),
        ("vUBND phường Láng", "UBND phường Láng"),
        ("v Ủy ban nhân dân", "Ủy ban nhân dân"),
        ("v Có", "v Có"),
        ("' Ủy ban nhân dân", "Ủy ban nhân dân"),
        ("y UBND xã Thanh Oai", "UBND xã Thanh Oai"),
        ("x Nam Nữ", "x Nam Nữ"),
        ("…) … (trong đó", "…) … (trong đó"),
    ],
)
def test_the_value_begins_behind_the_mark(read: str, value: str) -> None:
    assert read[footnote_end(read) :] == value


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("phường Ô Chợ Dừau)", "phường Ô Chợ Dừa"),
        ("phường Kiến Hưngo)", "phường Kiến Hưng"),
        ("Cửa Nam2)", "Cửa Nam"),
        ("chợ (cũ)", "chợ (cũ)"),
        ("phường Láng)", "phường Láng)"),
        ("phường Láng", "phường Láng"),
    ],
)
def test_the_value_ends_before_the_mark(read: str, value: str) -> None:
    assert read[: footnote_start(read)] == value
