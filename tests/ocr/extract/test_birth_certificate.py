"""Certificates: editions in different orders, blocks beside each other, what marks a copy."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.record import DocumentReading
from ocr.extract.columns import part_columns
from ocr.extract.documents import read_documents
from ocr.extract.stream import build_stream
from tests.fakes.pages import Row, make_page

HEAD: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    [("Số: 484/2017", 1200.0)],
    "GIẤY KHAI SINH",
]
EXTRACT_HEAD: list[Row] = [
    [("ỦY BAN NHÂN DÂN", 150.0), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 800.0)],
    [("PHƯỜNG HÀNG BẠC", 150.0), ("Độc lập - Tự do - Hạnh phúc", 850.0)],
    [("Số: 147/TLKS-BS", 150.0), ("Hàng Bạc, ngày 17 tháng 10 năm 2022", 850.0)],
    "TRÍCH LỤC KHAI SINH",
    "(BẢN SAO)",
]
CURRENT: list[Row] = [
    "Họ, chữ đệm, tên: BÙI TUẤN THẮNG",
    "Ngày, tháng, năm sinh: 18/03/2016 ghi bằng chữ: Ngày mười tám tháng ba năm hai",
    "nghìn không trăm mười sáu",
    "Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Nơi sinh: Bệnh viện Bạch Mai, thành phố Hà Nội",
    "Quê quán: xã Thanh Trì, thành phố Hà Nội",
    "Số định danh cá nhân: 001216764934",
    "Họ, chữ đệm, tên người mẹ: Nguyễn Ngọc Hân",
    "Năm sinh: 1984 Dân tộc: Tày Quốc tịch: Việt Nam",
    "Nơi cư trú: xã Đan Phượng, thành phố Hà Nội",
    "Họ, chữ đệm, tên người cha: Bùi Hải Tùng",
    "Năm sinh: 26/01/1980 Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Nơi cư trú: xã Thanh Trì, thành phố Hà Nội",
    "Họ, chữ đệm, tên người đi khai sinh: Bùi Hải Tùng",
    "Giấy tờ tùy thân: CCCD số 001080431778 cấp ngày 13/11/2021",
    "Nơi đăng ký khai sinh: UBND phường Hàng Bạc",
    "Ngày, tháng, năm đăng ký: 08/05/2016",
    "NGƯỜI KÝ GIẤY KHAI SINH",
]
OLDER: list[Row] = [
    "Họ và tên: LÊ VĂN AN Nam, nữ: Nam",
    "Ngày, tháng, năm sinh: 03/02/2012 (Bằng chữ: Mùng ba tháng hai năm hai nghìn không trăm",
    "mười hai)",
    "Nơi sinh: Trạm y tế xã Quảng Oai",
    "Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Họ và tên cha: Lê Văn Bình",
    "Dân tộc: Kinh Quốc tịch: Việt Nam Năm sinh: 1980",
    "Nơi thường trú/tạm trú: xã Uy Nỗ, huyện Đông Anh",
    "Họ và tên mẹ: Trần Thị Cúc",
    "Dân tộc: Tày Quốc tịch: Việt Nam Năm sinh: 1983",
    "Nơi thường trú/tạm trú: Đã chết",
    "Nơi đăng ký: UBND xã Uy Nỗ",
    "Ngày, tháng, năm đăng ký: 10/02/2012",
    "Ghi chú: ..........",
]
STAMP: list[Row] = ["", "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "Số chứng thực: 793 - SCT/BS"]


def read_one(rows: Sequence[Row]) -> DocumentReading:
    certificate = {"birth_certificate": catalog()["birth_certificate"]}
    (document,) = read_documents([(1, make_page(rows))], certificate)
    return document


def test_the_present_print_has_the_mother_first() -> None:
    fields = read_one([*HEAD, *CURRENT]).fields
    expected = {
        "certificate_number": "484/2017",
        "child_dob_words": "Ngày mười tám tháng ba năm hai nghìn không trăm mười sáu",
        "child_id_number": "001216764934",
        "mother_name": "Nguyễn Ngọc Hân",
        "mother_dob": "1984",
        "mother_ethnicity": "Tày",
        "father_name": "Bùi Hải Tùng",
        "father_dob": "1980-01-26",
        "declarant_id_number": "001080431778",
        "registered_on": "2016-05-08",
        "is_copy": "no",
    }
    assert {key: fields[key].value for key in expected} == expected


def test_the_older_print_has_the_father_first() -> None:
    document = read_one([*HEAD, *OLDER])
    expected = {
        "child_sex": "male",
        "father_name": "Lê Văn Bình",
        "father_dob": "1980",
        "mother_name": "Trần Thị Cúc",
        "mother_ethnicity": "Tày",
        "mother_dob": "1983",
        "mother_address": "Đã chết",
        "registered_at": "UBND xã Uy Nỗ",
    }
    assert document.edition == "2010-05-10"
    assert {key: document.fields[key].value for key in expected} == expected
    assert not document.fields["child_id_number"].review


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        pytest.param([*HEAD, *CURRENT], "no", id="original"),
        pytest.param([*EXTRACT_HEAD, *CURRENT], "yes", id="extract"),
        pytest.param([*HEAD, "(BẢN SAO)", *OLDER], "yes", id="from the register"),
        pytest.param([*HEAD, *CURRENT, *STAMP], "yes", id="certified photocopy"),
    ],
)
def test_what_marks_a_copy(rows: list[Row], value: str) -> None:
    assert read_one(rows).fields["is_copy"].value == value


def test_the_number_beside_the_day_of_issue_is_the_number_alone() -> None:
    fields = read_one([*EXTRACT_HEAD, *CURRENT]).fields
    assert fields["certificate_number"].value == "147/TLKS-BS"


def test_blocks_beside_each_other_are_read_one_after_the_other() -> None:
    stream = build_stream([make_page([*EXTRACT_HEAD, *CURRENT[:1]])])
    parted = part_columns(catalog()["birth_certificate"], stream)
    rows = [row.strip() for row in parted.text.split("\n")]
    assert rows[:3] == [
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG HÀNG BẠC",
        "Số: 147/TLKS-BS",
    ]
    assert rows[3:7] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hàng Bạc, ngày 17 tháng 10 năm 2022",
        "TRÍCH LỤC KHAI SINH",
    ]


def test_a_centred_head_is_left_as_it_is() -> None:
    stream = build_stream([make_page([*HEAD, *CURRENT])])
    assert part_columns(catalog()["birth_certificate"], stream) == stream
