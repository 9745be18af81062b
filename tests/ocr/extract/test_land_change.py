"""Changes of land: the certificate is asked for in the newest and the oldest print alone."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import TickBox, TickState
from dossier.record import DocumentReading, FieldState
from ocr.extract.documents import read_documents
from tests.fakes.pages import LINE_HEIGHT, LINE_PITCH, Row, make_page

HEAD: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT",
    "Kính gửi: Văn phòng đăng ký đất đai Hà Nội (1)",
]
OWNER: list[Row] = [
    "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất, người quản lý đất:",
    "a) Tên (2): Bà TRẦN THỊ BÍCH, sinh năm 1980",
    "b) Giấy tờ nhân thân/pháp nhân (2): CCCD số 001180001234 cấp ngày 12/05/2021",
    "c) Địa chỉ (2): Số 12 phố Láng, phường Láng, thành phố Hà Nội",
    "d) Điện thoại liên hệ (nếu có): 0912345678 Hộp thư điện tử (nếu có): ........",
]
CERTIFICATE: list[Row] = [
    "2. Giấy chứng nhận đã cấp (3):",
    "2.1. Số vào sổ cấp Giấy chứng nhận: CH 01234;",
    "2.2. Số phát hành Giấy chứng nhận (Số seri): BK 123456;",
    "2.3. Ngày cấp Giấy chứng nhận: 15/06/2015;",
    "3. Nội dung biến động (4): Nhận chuyển nhượng thửa đất số 12, tờ bản đồ số 3,",
    "diện tích 80,5 m2",
    "4. Thông tin về đối tượng được miễn, giảm nghĩa vụ tài chính về đất đai (nếu có)(5): ....",
    "5. Giấy tờ liên quan đến nội dung biến động nộp kèm theo đơn này gồm có (6):",
]
CHANGE: list[Row] = [
    "2. Nội dung biến động (3): Cấp đổi Giấy chứng nhận do bị hư hỏng",
    "3. Giấy tờ liên quan đến nội dung biến động nộp kèm theo đơn này gồm có (4):",
]
NEEDS = "    Có nhu cầu cấp mới Giấy chứng nhận (7)    "
NEEDS_NOT = "    Không có nhu cầu cấp mới Giấy chứng nhận"
END: list[Row] = [
    "(1) Giấy chứng nhận đã cấp;",
    NEEDS,
    NEEDS_NOT,
    "Cam đoan nội dung kê khai trên đơn là đúng sự thật và chịu trách nhiệm trước pháp luật.",
    [("Hà Nội, ngày 05 tháng 3 năm 2026", 800.0)],
    [("Người viết đơn", 900.0)],
    [("(Ký, ghi rõ họ tên, đóng dấu nếu có)", 800.0)],
]


def read_one(rows: list[Row], *, wanted: TickState, unwanted: TickState) -> DocumentReading:
    boxes = []
    for text, state in ((NEEDS, wanted), (NEEDS_NOT, unwanted)):
        top = 150.0 + rows.index(text) * LINE_PITCH
        box = PixelBox(left=160, top=top, right=184, bottom=top + LINE_HEIGHT)
        boxes.append(TickBox(box=box, state=state, confidence=0.98))
    page = make_page(rows, tick_boxes=boxes)
    (document,) = read_documents([(1, page)], catalog())
    return document


T, E = TickState.TICKED, TickState.EMPTY


@pytest.fixture(scope="module")
def newest() -> DocumentReading:
    rows = ["Mẫu số 29", *HEAD, *OWNER, *CERTIFICATE, *END]
    return read_one(rows, wanted=T, unwanted=E)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to_office", "Văn phòng đăng ký đất đai Hà Nội"),
        ("owner_name", "TRẦN THỊ BÍCH"),
        ("owner_id_document", "CCCD số 001180001234 cấp ngày 12/05/2021"),
        ("owner_address", "Số 12 phố Láng, phường Láng, thành phố Hà Nội"),
        ("owner_phone", "0912345678"),
        ("certificate_register_number", "CH 01234"),
        ("certificate_serial", "BK 123456"),
        ("certificate_issued_on", "2015-06-15"),
        (
            "change_content",
            "Nhận chuyển nhượng thửa đất số 12, tờ bản đồ số 3, diện tích 80,5 m2",
        ),
        ("reissue_requested", "yes"),
        ("declared_place", "Hà Nội"),
        ("declared_on", "2026-03-05"),
    ],
)
def test_values_of_the_newest_print(newest: DocumentReading, field: str, value: str) -> None:
    assert newest.fields[field].value == value


def test_the_newest_print_is_known_by_its_own_parts(newest: DocumentReading) -> None:
    assert newest.edition == "2026-01-31"
    assert newest.fields["owner_email"].state is FieldState.BLANK


def test_a_cross_over_its_box_is_a_letter_before_the_word() -> None:
    crossed = "X Có nhu cầu cấp mới Giấy chứng nhận (7)"
    rows = ["Mẫu số 29", *HEAD, *OWNER, *CERTIFICATE, *END]
    top = 150.0 + rows.index(NEEDS_NOT) * LINE_PITCH
    box = PixelBox(left=160, top=top, right=184, bottom=top + LINE_HEIGHT)
    empty = TickBox(box=box, state=E, confidence=0.98)
    page = make_page([crossed if row == NEEDS else row for row in rows], tick_boxes=[empty])
    (document,) = read_documents([(1, page)], catalog())
    assert document.fields["reissue_requested"].value == "yes"


@pytest.mark.parametrize(
    ("mark", "edition"), [("Mẫu số 18", "2025-07-01"), ("Mẫu số 11/ĐK", "2024-08-01")]
)
def test_prints_without_the_certificate_miss_nothing(mark: str, edition: str) -> None:
    document = read_one([mark, *HEAD, *OWNER, *CHANGE, *END], wanted=E, unwanted=T)
    fields = document.fields
    assert document.edition == edition
    assert fields["change_content"].value == "Cấp đổi Giấy chứng nhận do bị hư hỏng"
    assert fields["reissue_requested"].value == "no"
    assert fields["certificate_serial"].state is FieldState.NOT_FOUND
    assert not fields["certificate_serial"].review


def test_registering_land_for_the_first_time_is_another_form() -> None:
    first = [row for row in HEAD if "BIẾN ĐỘNG" not in str(row)]
    first.insert(2, "ĐƠN ĐĂNG KÝ ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT")
    (document,) = read_documents([(1, make_page(first))], catalog())
    assert document.form == "unknown"
