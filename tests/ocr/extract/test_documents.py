"""Whole documents from text rows: values between labels, blanks, wraps, several on a line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import DigitRow, PageReading, TickBox, TickState
from dossier.record import DocumentReading, FieldState
from ocr.extract.documents import read_documents
from tests.fakes.pages import CHAR_WIDTH, LINE_HEIGHT, LINE_PITCH, Row, make_page

BIRTH: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "Kính gửi: (1) UBND phường Cửa Nam......",
    "Họ, chữ đệm, tên người yêu cầu: Trần Văn Nam",
    "Ngày, tháng, năm sinh: 03/02/1990",
    "Nơi cư trú: (2) Số 5 ngõ 12 phố Huế, phường Hai Bà",
    "Trưng, thành phố Hà Nội............",
    "Giấy tờ tùy thân: (3) CCCD số 001090012345 do Cục Cảnh sát QLHC về TTXH cấp ngày 20/11/2021",
    "Quan hệ với người được khai sinh: Cha",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Họ, chữ đệm, tên: TRẦN NGỌC BẢO ANH",
    "Ngày, tháng, năm sinh: 05/09/2025 ghi bằng chữ: Ngày năm tháng chín năm hai",
    "nghìn không trăm hai mươi lăm",
    "Giới tính: Nữ ..... Dân tộc: Kinh ...... Quốc tịch: Việt Nam",
    "Nơi sinh: (4) Bệnh viện Phụ sản Hà Nội",
    "Quê quán: xã Gia Lâm, thành phố Hà Nội",
    "Họ, chữ đệm, tên người mẹ: Lê Thị Hoa",
    "Năm sinh: (5) 1992 Dân tộc: (2) .......... Quốc tịch: (2) ..........",
    "Nơi cư trú: (2) ............................",
    "Giấy tờ tùy thân: (3) Số định danh cá nhân: 001192012346",
    "Họ, chữ đệm, tên người cha: ......................",
    "Năm sinh: (5) ......... Dân tộc: (2) .......... Quốc tịch: (2) ..........",
    "Nơi cư trú: (2) ............................",
    "Giấy tờ tùy thân: (3) ......................",
    "Thông tin về Giấy chứng nhận kết hôn của cha, mẹ trẻ (nếu cha, mẹ trẻ đã ĐKKH): Số: 12/2020,",
    "Quyển số: 01/2020, đăng ký ngày 05 tháng 03 năm 2020 tại UBND phường Cửa Nam",
    "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa thuận",
    "nhất trí của các bên liên quan theo quy định pháp luật.",
    "Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.",
    "Làm tại: Cửa Nam, ngày 10 tháng 09 năm 2025",
    [("Đề nghị cấp bản sao(6): Có , Không", 150.0), ("Người yêu cầu", 1050.0)],
    [("Số lượng: 02 bản", 150.0), ("(Ký, ghi rõ họ, chữ đệm, tên)", 950.0)],
    "",
    "",
    [("Trần Văn Nam", 1050.0)],
]


def tick_after(row: int, column: int, state: TickState) -> TickBox:
    """A tick box right after character `column` of page row `row`."""
    left = 150.0 + CHAR_WIDTH * column
    top = 150.0 + LINE_PITCH * row
    box = PixelBox(left=left, top=top, right=left + 24, bottom=top + LINE_HEIGHT)
    return TickBox(box=box, state=state, confidence=0.99)


def read_one(pages: Sequence[PageReading]) -> DocumentReading:
    (document,) = read_documents(list(enumerate(pages, start=1)), catalog())
    return document


@pytest.fixture(scope="module")
def birth() -> DocumentReading:
    ticks = [tick_after(31, 26, TickState.TICKED), tick_after(31, 35, TickState.EMPTY)]
    return read_one([make_page(BIRTH, tick_boxes=ticks)])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to_office", "UBND phường Cửa Nam"),
        ("requester_name", "Trần Văn Nam"),
        ("requester_dob", "1990-02-03"),
        ("requester_address", "Số 5 ngõ 12 phố Huế, phường Hai Bà Trưng, thành phố Hà Nội"),
        ("requester_id_number", "001090012345"),
        ("requester_id_issuer", "Cục Cảnh sát QLHC về TTXH"),
        ("requester_id_issued_on", "2021-11-20"),
        ("child_name", "TRẦN NGỌC BẢO ANH"),
        ("child_dob", "2025-09-05"),
        ("child_sex", "female"),
        ("child_ethnicity", "Kinh"),
        ("child_nationality", "Việt Nam"),
        ("mother_dob", "1992"),
        ("mother_id_number", "001192012346"),
        ("marriage_certificate_number", "12/2020"),
        ("marriage_certificate_book", "01/2020"),
        ("marriage_registered_on", "2020-03-05"),
        ("marriage_registered_at", "UBND phường Cửa Nam"),
        ("declared_place", "Cửa Nam"),
        ("declared_on", "2025-09-10"),
        ("copy_requested", "yes"),
        ("copy_count", "2"),
    ],
)
def test_birth_registration_values(birth: DocumentReading, field: str, value: str) -> None:
    assert birth.fields[field].value == value


def test_a_single_mothers_form_leaves_the_father_blank_not_missing(
    birth: DocumentReading,
) -> None:
    fathers = ["father_name", "father_dob", "father_ethnicity", "father_address"]
    assert {birth.fields[f].state for f in fathers} == {FieldState.BLANK}
    assert birth.fields["father_id_number"].state is FieldState.BLANK


def test_the_edition_follows_the_requesters_birth_date(birth: DocumentReading) -> None:
    assert birth.edition == "2024-06-06"
    older = read_one([make_page([r for r in BIRTH if r != BIRTH[5]])])
    assert older.edition == "2020-07-16"
    assert older.fields["requester_dob"].state is FieldState.NOT_FOUND
    assert older.fields["child_dob"].value == "2025-09-05"


def test_boxes_point_at_the_value(birth: DocumentReading) -> None:
    box = birth.fields["child_sex"].box
    assert box is not None
    left, top, right, bottom = box
    row = (150.0 + 14 * LINE_PITCH) / 2339
    assert top == pytest.approx(row, abs=0.002)
    assert bottom > top
    assert left == pytest.approx((150.0 + 11 * CHAR_WIDTH) / 1654, abs=0.01)
    assert right > left


@pytest.mark.parametrize(("last", "doubted"), [(0.999, False), (0.9, True)])
def test_digit_boxes_give_the_id_number(last: float, doubted: bool) -> None:
    rows = [
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "1. Họ, chữ đệm và tên khai sinh: Lê Hoa",
        "2. Ngày, tháng, năm sinh: 15/01/1999 3. Giới tính: Nữ",
        "4. Số định danh cá nhân:",
        "5. Số điện thoại liên hệ: 0912345678 6. Email: hoa@example.vn",
    ]
    left = 150.0 + CHAR_WIDTH * 25
    top = 150.0 + 3 * LINE_PITCH
    boxes = PixelBox(left=left, top=top - 4, right=left + 480, bottom=top + 34)
    sure = (*(0.999,) * 11, last)
    row = DigitRow(box=boxes, cells=12, text="001199000001", char_confidences=sure)
    document = read_one([make_page(rows, digit_rows=[row])])
    number = document.fields["declarant_id_number"]
    assert (number.value, number.confidence < 0.97) == ("001199000001", doubted)
    assert document.fields["declarant_phone"].value == "0912345678"


def test_an_untitled_page_of_another_kind_is_unknown_and_costs_nothing() -> None:
    pages = [make_page(BIRTH), make_page(["Hóa đơn bán lẻ", "Tổng cộng 120.000"])]
    documents = read_documents(list(enumerate(pages, start=1)), catalog())
    assert [d.form for d in documents] == ["birth_registration", "unknown"]
    assert documents[0].pages == [1]
    assert documents[1].pages == [2]


@pytest.mark.parametrize(
    "rows",
    [
        ["Chú thích:", "(1) Ghi rõ tên cơ quan đăng ký khai sinh."],
        ["trú thì ghi theo nơi ở hiện tại.", "(3) Ghi số định danh cá nhân.", "(4) Ghi tên cơ sở."],
    ],
    ids=["heading", "run on"],
)
def test_printed_notes_on_the_next_page_belong_to_the_form(rows: list[Row]) -> None:
    documents = read_documents([(1, make_page(BIRTH)), (2, make_page(rows))], catalog())
    assert [d.pages for d in documents] == [[1, 2]]


@pytest.mark.parametrize(("first", "pages"), [("3,4", [[1, 2]]), ("7", [[1], [2]])])
def test_notes_without_brackets_run_on_by_their_numbers(first: str, pages: list[list[int]]) -> None:
    notes: list[Row] = ["Chú thích:", "1 Ghi tên cơ quan đăng ký.", "2 Ghi theo nơi cư trú."]
    rest: list[Row] = [f"{first} Trường hợp có cả hai nơi thì ghi cả hai."]
    documents = read_documents([(1, make_page([*BIRTH, *notes])), (2, make_page(rest))], catalog())
    assert [d.pages for d in documents] == pages
