"""Which untitled pages carry an administrative document on."""

from __future__ import annotations

import pytest

from dossier.page import PageReading
from ocr.extract.continuity import Tie, tie
from tests.fakes.pages import make_page

OPEN = make_page(["UBND PHƯỜNG CỬA NAM", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH", "Điều 1. Phê duyệt"])
CLOSED = make_page(["2", "Điều 3. Các ông, bà thi hành.", "Nơi nhận:", "- Như Điều 3"])
ANNEX = make_page(["PHỤ LỤC I", "(Kèm theo Quyết định số 12/QĐ-UBND)", "1. Bàn ghế"])
PLAIN = make_page(["tiếp tục thực hiện các nhiệm vụ đã được giao", "theo kế hoạch năm."])


@pytest.mark.parametrize(
    ("pages", "page", "expected"),
    [
        ([OPEN], PLAIN, True),
        ([OPEN], CLOSED, True),
        ([OPEN, CLOSED], ANNEX, True),
        ([OPEN, CLOSED, ANNEX], PLAIN, True),
        ([OPEN, CLOSED], make_page(["3", "3. Ghế xoay", "4. Tủ hồ sơ"]), True),
        ([OPEN, CLOSED], PLAIN, False),
        ([OPEN, CLOSED], make_page(["PHIẾU THU TIỀN ĐIỆN", "Họ tên: Trần Văn Nam"]), False),
        ([OPEN, CLOSED, ANNEX], make_page(["PHIẾU THU TIỀN ĐIỆN", "Số tiền: 300.000"]), False),
        (
            [OPEN],
            make_page(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]),
            False,
        ),
    ],
)
def test_carrying_on(pages: list[PageReading], page: PageReading, expected: bool) -> None:
    assert (tie(pages, page) > Tie.NONE) is expected
