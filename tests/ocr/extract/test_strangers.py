"""Editions that nobody knows yet: labels in other words, lines added, remarks in the print."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import catalog
from dossier.record import DocumentReading, FieldState
from ocr.extract.documents import read_documents
from tests.fakes.pages import Row, make_page

HEAD: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "Kính gửi: (1) UBND phường Cửa Nam",
    "Họ, chữ đệm, tên người yêu cầu: LÊ THỊ HOA",
    "Ngày, tháng, năm sinh: 15/01/1979",
]
TAIL: list[Row] = [
    "Giấy tờ tùy thân: (3) CCCD số 001179000001",
    "Quan hệ với người đã chết: Con đẻ",
    "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:",
    "Họ, chữ đệm, tên: TRẦN VĂN NAM",
    "Ngày, tháng, năm sinh: 03/02/1941",
    "Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Nguyên nhân chết: Tuổi già",
    "Làm tại: Cửa Nam, ngày 10 tháng 09 năm 2025",
]
KNOWN = "Nơi cư trú: (2) Số 5 phố Huế, Hà Nội"


def read(*rows: Row) -> DocumentReading:
    (document,) = read_documents([(1, make_page([*HEAD, *rows, *TAIL]))], catalog())
    return document


def test_an_added_line_is_no_part_of_the_value_before_it() -> None:
    address = read(KNOWN, "Tôn giáo: Phật giáo").fields["requester_address"]
    assert address.value == "Số 5 phố Huế, Hà Nội"
    assert address.review


def test_a_line_that_is_known_is_not_doubted() -> None:
    assert not read(KNOWN).fields["requester_address"].review


@pytest.mark.parametrize(
    "label",
    [
        "Nơi cư trú (ghi rõ số nhà, đường, phường/xã):",
        "Nơi cư trú / Place of residence:",
        "Nơi cư trú hiện nay: (2)",
        "Nơi cư trú: (ghi theo nơi thường trú, tạm trú)",
    ],
)
def test_what_a_print_says_to_a_label_is_no_value(label: str) -> None:
    address = read(f"{label} Số 5 phố Huế, Hà Nội").fields["requester_address"]
    assert address.value == "Số 5 phố Huế, Hà Nội"


def test_a_blank_above_an_unknown_label_is_not_filled_from_it() -> None:
    address = read("Nơi cư trú: (2)", "Nhóm máu: O").fields["requester_address"]
    assert address.value != "O"
    assert address.review


def test_a_label_in_other_words_is_not_taken_for_left_out() -> None:
    found = read("Chỗ ở hiện nay: Số 5 phố Huế, Hà Nội").fields["requester_address"]
    assert found.state is FieldState.NOT_FOUND
    assert found.review


def test_what_is_said_of_somebody_is_doubted_where_the_name_was_asked_for_otherwise() -> None:
    rows = [row for row in TAIL if row != "Họ, chữ đệm, tên: TRẦN VĂN NAM"]
    rows.insert(3, "Danh tính người quá cố: TRẦN VĂN NAM")
    (document,) = read_documents([(1, make_page([*HEAD, KNOWN, *rows]))], catalog())
    assert document.fields["deceased_ethnicity"].review
    assert not read(KNOWN).fields["deceased_ethnicity"].review


@pytest.mark.parametrize(
    "title",
    ["TỜ KHAI ĐĂNG KÝ NUÔI CON NUÔI", "ĐƠN XIN XÁC NHẬN THÂN NHÂN", "PHIẾU KHAI BÁO TẠM VẮNG"],
)
def test_a_paper_with_a_title_of_its_own_is_no_known_form(title: str) -> None:
    rows = [*HEAD[:2], title, *HEAD[3:], KNOWN, *TAIL]
    documents = read_documents([(1, make_page(rows))], catalog())
    assert [document.form for document in documents] == ["unknown"]


def test_a_form_left_out_of_the_catalogue_is_not_taken_for_its_neighbour() -> None:
    others = {key: form for key, form in catalog().items() if key != "death_registration"}
    documents = read_documents([(1, make_page([*HEAD, KNOWN, *TAIL]))], others)
    assert [document.form for document in documents] == ["unknown"]


def test_a_label_that_stands_elsewhere_is_not_taken_for_left_out() -> None:
    rows: list[Row] = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY ỦY QUYỀN",
        "Hôm nay, ngày 22 tháng 10 năm 2025, tại UBND phường Yên Sở, chúng tôi gồm:",
        "I. BÊN ỦY QUYỀN (Bên A):",
        "Họ và tên: Hoàng Ngọc Ánh Dân tộc: Mường",
        "Ngày, tháng, năm sinh: 30-9-1995",
        "Nơi cư trú: Thôn 3, xã Kim Anh, TP. Hà Nội",
        "II. BÊN ĐƯỢC ỦY QUYỀN (Bên B):",
        "Họ và tên: Nguyễn Đức Anh",
        "Ngày, tháng, năm sinh: 5-8-1983",
        "Nơi cư trú: Thôn 4, xã Kim Anh, TP. Hà Nội",
        "III. NỘI DUNG ỦY QUYỀN",
        "Bên A ủy quyền cho Bên B thay mặt Bên A: Nhận kết quả",
    ]
    (document,) = read_documents([(1, make_page(rows))], catalog())
    fields = document.fields
    assert fields["principal_ethnicity"].state is FieldState.NOT_FOUND
    assert fields["principal_ethnicity"].review
    assert not any(c.rule == "label_in_place" for c in fields["principal_nationality"].checks)
