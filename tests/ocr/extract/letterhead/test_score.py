"""Which pages begin a document of the decree, and which only look a little like it."""

from __future__ import annotations

import pytest

from dossier.page import Line
from ocr.extract.letterhead import find_letterhead
from tests.ocr.extract.letterhead.sheets import head, line, sheet, starting, title


def _lowered(one: Line, by: float) -> Line:
    box = one.box.model_copy(update={"top": one.box.top + by, "bottom": one.box.bottom + by})
    return one.model_copy(update={"box": box})


_FORM = [
    line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 830, 150),
    line("Độc lập - Tự do - Hạnh phúc", 830, 190),
    line("TỜ KHAI ĐĂNG KÝ KHAI SINH", 830, 290),
    line("Kính gửi: Ủy ban nhân dân phường Ba Đình", 830, 360),
    starting("Họ, chữ đệm, tên người yêu cầu: Trần Văn An", 250, 420),
    starting("Nơi cư trú: 12 phố Hàng Bông, phường Hoàn Kiếm, thành phố Hà Nội", 250, 470),
]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([*head("ỦY BAN NHÂN DÂN"), *title("QUYẾT ĐỊNH", "Về A")], id="decision"),
        pytest.param(
            [*head("BỘ XÂY DỰNG", number="Số: 329/BXD-QLN"), line("V/v góp ý", 450, 312)],
            id="official letter",
        ),
        pytest.param(
            [*head("HỘI ĐỒNG NHÂN DÂN", number="Số: /NQ-HĐND"), *title("NGHỊ QUYẾT", "Về A")],
            id="draft without a number",
        ),
        pytest.param(
            [*head("ỦY BAN NHÂN DÂN", number=""), *title("QUYET ĐỊNH", "Về A")],
            id="number lost under a stamp",
        ),
    ],
)
def test_letterheads_score_high(lines: list[Line]) -> None:
    assert find_letterhead(sheet(lines)) >= 0.65


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="nothing"),
        pytest.param(_FORM, id="citizen's form"),
        pytest.param([starting("chức năng quản lý của Bộ.", 250, 90)], id="continuation"),
        pytest.param(
            [line("DANH MỤC THỦ TỤC", 830, 150), line("(Kèm theo số 1/QĐ-UBND)", 830, 190)],
            id="annex",
        ),
        pytest.param(
            [_lowered(one, 1100) for one in head("ỦY BAN NHÂN DÂN")],
            id="blank form printed half way down",
        ),
        pytest.param(
            [*head("UBND …", number="", date=""), *title("TỜ KHAI", "Đề nghị xác nhận")],
            id="form that names an office",
        ),
    ],
)
def test_other_pages_score_low(lines: list[Line]) -> None:
    assert find_letterhead(sheet(lines)) <= 0.4
