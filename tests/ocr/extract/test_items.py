"""Numbered items in place of a table, and the couple whose blocks stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.record import DocumentReading
from ocr.extract.documents import read_documents
from tests.fakes.pages import Row, make_page

HEAD: list[Row] = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def receipt(*items: str) -> list[Row]:
    return [
        *HEAD,
        "Mã hồ sơ: 000.00.14.H26-251108-7576",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Bộ phận Tiếp nhận và Trả kết quả: Trung tâm Phục vụ hành chính công xã Phú Xuyên",
        "Tiếp nhận hồ sơ của: PHẠM HẢI HƯNG",
        "Địa chỉ: Số 5 phố Huế, thành phố Hà Nội",
        "Số điện thoại: 0906710438 Email: hung@example.org",
        "Nội dung yêu cầu giải quyết: Đăng ký thành lập hộ kinh doanh",
        "Thành phần hồ sơ nộp gồm:",
        *items,
        "Số lượng hồ sơ: 01 (bộ)",
        "Thời gian giải quyết hồ sơ theo quy định là: 07 ngày",
        "Thời gian nhận hồ sơ: 09 giờ 42 phút, ngày 08 tháng 11 năm 2025",
        "Thời gian trả kết quả giải quyết hồ sơ: 11 giờ 00 phút, ngày 15 tháng 11 năm 2025",
        "Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công",
    ]


def read_one(rows: Sequence[Row], form: str) -> DocumentReading:
    (document,) = read_documents([(1, make_page(rows))], {form: catalog()[form]})
    return document


@pytest.mark.parametrize(
    ("items", "rows"),
    [
        pytest.param(
            ["1. Giấy đề nghị đăng ký (03 bản chính)", "2. Hợp đồng thuê địa điểm - 01 bản"],
            [
                {"name": "Giấy đề nghị đăng ký", "copies": "3"},
                {"name": "Hợp đồng thuê địa điểm", "copies": "1"},
            ],
            id="with their copies",
        ),
        pytest.param(
            ["1. Giấy đề nghị đăng ký hộ kinh doanh của cá nhân và các thành viên", "hộ: 2 bản"],
            [
                {
                    "name": "Giấy đề nghị đăng ký hộ kinh doanh của cá nhân và các thành viên hộ",
                    "copies": "2",
                }
            ],
            id="wrapped",
        ),
        pytest.param(["1. Giấy chứng sinh"], [{"name": "Giấy chứng sinh"}], id="no copies"),
    ],
)
def test_numbered_papers(items: list[str], rows: list[dict[str, str]]) -> None:
    fields = read_one(receipt(*items), "dossier_receipt").fields
    assert fields["components"].value == rows
    assert fields["received_at"].value == "2025-11-08T09:42"
    assert fields["due_at"].value == "2025-11-15T11:00"
    assert fields["applicant_phone"].value == "0906710438"


def test_papers_that_are_not_numbered_go_to_a_person() -> None:
    field = read_one(receipt("Giấy chứng sinh"), "dossier_receipt").fields["components"]
    assert field.review


def test_a_couple_side_by_side_keeps_its_wrapped_addresses_apart() -> None:
    left, right = 150.0, 900.0
    pairs = [
        ("Họ và tên chồng: PHẠM HẢI ĐĂNG", "Họ và tên vợ: TRẦN THU BÍCH"),
        ("Ngày, tháng, năm sinh: 21/03/1973", "Ngày, tháng, năm sinh: 01/01/1987"),
        ("Dân tộc: Kinh", "Dân tộc: Tày"),
        ("Quốc tịch: Việt Nam", "Quốc tịch: Việt Nam"),
        ("Nơi thường trú/tạm trú: Thôn Cổ Điển,", "Nơi thường trú/tạm trú: Số 36 phố Kim"),
        ("phường Bồ Đề, Hà Nội", "Mã, xã Uy Nỗ, Hà Nội"),
        ("Giấy tờ tùy thân: CCCD số 020073115406", "Giấy tờ tùy thân: CCCD 001187010022"),
    ]
    couple: list[Row] = [[(first, left), (second, right)] for first, second in pairs]
    rows: list[Row] = [
        *HEAD, "CHỨNG NHẬN KẾT HÔN", "Số: 161 Quyển số: 03/2015", *couple,
        "Nơi đăng ký kết hôn: UBND phường Dịch Vọng", "Ngày, tháng, năm đăng ký: 13/02/2015",
    ]  # fmt: skip
    document = read_one(rows, "marriage_certificate")
    expected = {
        "certificate_number": "161",
        "husband_name": "PHẠM HẢI ĐĂNG",
        "husband_address": "Thôn Cổ Điển, phường Bồ Đề, Hà Nội",
        "husband_id_number": "020073115406",
        "wife_name": "TRẦN THU BÍCH",
        "wife_dob": "1987-01-01",
        "wife_address": "Số 36 phố Kim Mã, xã Uy Nỗ, Hà Nội",
        "wife_id_number": "001187010022",
        "registered_on": "2015-02-13",
        "is_copy": "no",
    }
    assert document.edition == "2010-05-10"
    assert {key: document.fields[key].value for key in expected} == expected
