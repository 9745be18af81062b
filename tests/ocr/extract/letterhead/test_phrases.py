"""Marks mended by their neighbours; letters, names of places and clean text stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.places.provinces import ID_PROVINCES
from dossier.text import fold
from ocr.extract.letterhead.count_phrases import count_pairs
from ocr.extract.letterhead.phrases import mend_marks


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Vè việc công bó thủ tục hành chính", "Về việc công bố thủ tục hành chính"),
        ("sửa đỗi, bỗ sung lĩnh vực khám bệnh", "sửa đổi, bổ sung lĩnh vực khám bệnh"),
        ("thuộc thẫm quyèn giải quyét", "thuộc thẩm quyền giải quyết"),
        ("ỦY BAN NHÂN DÂN THÀNH PHÓ CÀN THƠ", "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ"),
        ("HỘI ĐÒNG NHÂN DÂN TỈNH", "HỘI ĐỒNG NHÂN DÂN TỈNH"),
        ("làm sạch dữ liệu đắt đai", "làm sạch dữ liệu đất đai"),
    ],
)
def test_misread_marks_are_put_right(read: str, meant: str) -> None:
    mended = mend_marks(read)
    assert mended.text == meant
    assert mended.words > 0


@pytest.mark.parametrize(
    "text",
    [
        "Về việc tăng cường công tác thi hành án hành chính trên địa bàn tỉnh Quảng Ngãi",
        "Trung tâm Kiểm định chất lượng giáo dục Đông A",
        "UỶ BAN NHÂN DÂN TỈNH ĐẮK LẮK",
        "kế hoạch hoá gia đình",
        "358/QĐ-UBND",
        "",
    ],
)
def test_good_text_stays(text: str) -> None:
    assert mend_marks(text).text == text


@pytest.mark.parametrize("province", sorted(ID_PROVINCES.values()))
def test_provinces_stay(province: str) -> None:
    assert mend_marks(province).text == province
    body = f"ỦY BAN NHÂN DÂN TỈNH {province.upper()}"
    assert mend_marks(body).text == body


@given(st.text(alphabet="aăâeêioôơuưyáàảãạấầẩẫậốồổỗộđĐQTU nghctb,.-/1", max_size=60))
def test_only_marks_change(text: str) -> None:
    mended = mend_marks(text).text
    assert fold(mended) == fold(text)
    assert len(mended) == len(text)


def test_rare_pairs_are_not_counted() -> None:
    table = count_pairs(["hòa giải"] * 3 + ["hoà nhạc"] * 2, names=["Ba Vì"])
    assert table["hòa"]["giải"] == 3
    assert "nhạc" not in table["hòa"]
    assert table["ba"]["vì"] >= 3
