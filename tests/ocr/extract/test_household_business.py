"""A request over two pages: addresses of three lines, a sum and its words, a table that goes on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import PageReading, Table, TableCell, TickBox, TickState
from dossier.record import DocumentReading, FieldState
from ocr.extract.documents import read_documents
from tests.fakes.pages import LINE_HEIGHT, LINE_PITCH, Row, make_line, make_page

ADDRESS = (
    "Số nhà/phòng, ngách/hẻm, ngõ/kiệt, đường/phố/đại lộ, tổ/xóm/ấp/thôn: {} ......",
    "Xã/Phường/Đặc khu: {} ........",
    "Tỉnh/Thành phố trực thuộc trung ương: {} .....",
)


LONE = "    Không kinh doanh tại trụ sở"


def address(*values: str) -> list[Row]:
    return [text.format(value) for text, value in zip(ADDRESS, values, strict=True)]


FIRST: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    [("Hà Nội, ngày 06 tháng 11 năm 2025", 900.0)],
    "GIẤY ĐỀ NGHỊ",
    "ĐĂNG KÝ HỘ KINH DOANH",
    "Kính gửi: Phòng Kinh tế phường Láng",
    "Tôi là (ghi họ tên bằng chữ in hoa): NGUYỄN THỊ THƠ",
    "Sinh ngày: 15/12/1993 Giới tính: Nữ",
    "Số định danh cá nhân: 001193406133",
    "Điện thoại (nếu có): 0981022817 Thư điện tử (nếu có): tho@example.com",
    "Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Nơi thường trú:",
    *address("Số 11, ngách 18/9, phố Hàng Bông", "Phường Hà Đông", "Thành phố Hà Nội"),
    "Nơi ở hiện tại:",
    *address("", "", ""),
    "Đăng ký hộ kinh doanh do tôi là chủ hộ với các nội dung sau:",
    "1. Tên hộ kinh doanh:",
    "Tên hộ kinh doanh bằng tiếng Việt (ghi bằng chữ in hoa): HỘ KINH DOANH PHỞ THƠ",
    "Tên hộ kinh doanh bằng tiếng nước ngoài (nếu có): ........",
    "Tên hộ kinh doanh viết tắt (nếu có): ........",
    "2. Trụ sở của hộ kinh doanh:",
    *address("Số 301 phố Đội Cấn", "Phường Ngọc Hà", "Hà Nội"),
    "Điện thoại (nếu có): ........ Fax (nếu có): ........",
    "Thư điện tử (nếu có): ........ Website (nếu có): ........",
    LONE,
    "3. Ngành, nghề kinh doanh:",
]
SECOND: list[Row] = [
    "4. Vốn kinh doanh:",
    "Tổng số (bằng số, bằng chữ, VNĐ): 150.000.000 VNĐ (Bằng chữ: Một trăm năm mươi triệu",
    "đồng)",
    "5. Thông tin đăng ký thuế:",
    "5.2. Ngày bắt đầu hoạt động: 21/11/2025",
    "5.3. Tổng số lao động (dự kiến): 09",
    "5.4. Phương pháp tính thuế GTGT (chọn 1 trong 2 phương pháp):",
    [("Phương pháp kê khai", 250.0), ("Phương phap khoan", 700.0)],
    "6. Chủ thể thành lập hộ kinh doanh:",
    [("Cá nhân", 250.0), ("Các thành viên hộ gia đình", 700.0)],
    "Tôi xin cam kết:",
]
HEADER = ("STT", "Tên ngành", "Mã ngành", "Ngành, nghề kinh doanh chính")


def make_table(rows: Sequence[Sequence[str]], top: float) -> Table:
    cells = []
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            left, high = 150.0 + c * 320, top + r * 50
            box = PixelBox(left=left, top=high, right=left + 320, bottom=high + 50)
            lines = (make_line(text, left=left + 5, top=high + 8),) if text else ()
            cells.append(TableCell(row=r, column=c, box=box, lines=lines))
    box = PixelBox(left=150.0, top=top, right=1430.0, bottom=top + len(rows) * 50)
    return Table(box=box, rows=len(rows), columns=4, cells=tuple(cells))


def tick(row: int, left: float, state: TickState, *, page_top: float) -> TickBox:
    top = page_top + row * LINE_PITCH
    box = PixelBox(left=left - 30, top=top, right=left - 6, bottom=top + LINE_HEIGHT)
    return TickBox(box=box, state=state, confidence=0.99)


def make_pages(*, lone: TickState = TickState.EMPTY) -> list[PageReading]:
    end = 150.0 + len(FIRST) * LINE_PITCH
    first = make_page(
        FIRST,
        tables=[make_table([HEADER, ("1", "Bán lẻ lương thực", "4721", "")], end)],
        tick_boxes=[tick(FIRST.index(LONE), 150.0 + 4 * 14.0, lone, page_top=150.0)],
    )
    on, off = TickState.TICKED, TickState.EMPTY
    second = make_page(
        SECOND,
        top=400.0,
        tables=[make_table([("2", "Nhà hàng ăn uống", "5610", "X"), ("", "", "", "")], 150.0)],
        tick_boxes=[
            tick(7, 250.0, off, page_top=400.0), tick(7, 700.0, on, page_top=400.0),
            tick(9, 250.0, on, page_top=400.0), tick(9, 700.0, off, page_top=400.0),
        ],
    )  # fmt: skip
    return [first, second]


def read_one(pages: Sequence[PageReading]) -> DocumentReading:
    (document,) = read_documents(list(enumerate(pages, start=1)), catalog())
    return document


@pytest.fixture(scope="module")
def request_read() -> DocumentReading:
    return read_one(make_pages())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("declared_place", "Hà Nội"),
        ("declared_on", "2025-11-06"),
        ("owner_name", "NGUYỄN THỊ THƠ"),
        ("owner_email", "tho@example.com"),
        (
            "owner_permanent_address",
            "Số 11, ngách 18/9, phố Hàng Bông, Phường Hà Đông, Thành phố Hà Nội",
        ),
        ("business_name", "HỘ KINH DOANH PHỞ THƠ"),
        ("business_address", "Số 301 phố Đội Cấn, Phường Ngọc Hà, Hà Nội"),
        ("capital", "150000000"),
        ("capital_words", "Một trăm năm mươi triệu đồng"),
        ("workers", "9"),
        ("vat_method", "lump_sum"),
        ("founder", "individual"),
    ],
)
def test_values(request_read: DocumentReading, field: str, value: str) -> None:
    assert request_read.fields[field].value == value


@pytest.mark.parametrize("field", ["vat_method", "founder"])
def test_a_choice_is_held_against_the_options_of_its_own_form(
    request_read: DocumentReading, field: str
) -> None:
    checks = {check.rule: check.ok for check in request_read.fields[field].checks}
    assert checks["choice_listed"]


def test_an_address_of_blank_lines_is_blank(request_read: DocumentReading) -> None:
    assert request_read.fields["owner_current_address"].state is FieldState.BLANK


def test_a_table_goes_on_at_the_top_of_the_next_page(request_read: DocumentReading) -> None:
    assert request_read.fields["industries"].value == [
        {"name": "Bán lẻ lương thực", "code": "4721", "main": ""},
        {"name": "Nhà hàng ăn uống", "code": "5610", "main": "yes"},
    ]


@pytest.mark.parametrize(
    ("state", "value"), [(TickState.TICKED, "yes"), (TickState.EMPTY, None)], ids=["ticked", "not"]
)
def test_a_box_alone_before_its_words(state: TickState, value: str | None) -> None:
    field = read_one(make_pages(lone=state)).fields["no_trading_at_office"]
    assert field.value == value


def test_a_table_under_other_text_is_no_continuation() -> None:
    first, second = make_pages()
    heading = make_line("Danh sách khác", top=60.0)
    second = second.model_copy(update={"lines": (heading, *second.lines)})
    rows = read_one([first, second]).fields["industries"].value
    assert isinstance(rows, list)
    assert len(rows) == 1
