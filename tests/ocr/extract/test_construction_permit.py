"""Building permits: three prints, of whose blocks on kinds of buildings one is filled in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.record import DocumentReading, FieldState
from ocr.extract.documents import read_documents
from tests.fakes.pages import Row, make_page

HEAD: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
    "(Sử dụng cho công trình: Không theo tuyến/Theo tuyến trong đô thị/Nhà ở riêng lẻ)",
    "Kính gửi: Ủy ban nhân dân phường Láng",
]
DECREE: list[Row] = [
    "1. Thông tin về chủ đầu tư:",
    "- Tên chủ đầu tư (tên chủ hộ): NGUYỄN VĂN AN",
    "- Người đại diện: ............ Chức vụ (nếu có): .........",
    "- Số định danh cá nhân/Mã số doanh nghiệp: 001080001234",
    "- Số điện thoại: 0912345678",
]
PROVINCE: list[Row] = [
    "1. Tên chủ đầu tư (Chủ hộ): CÔNG TY TNHH AN PHÚ; Số định danh cá nhân/Mã số doanh",
    "nghiệp: 0101234565",
    "- Người đại diện: Lê Văn Hải ; Chức vụ: Giám đốc ;",
    "Số định danh cá nhân: 001080001234 Số điện thoại: 0912345678",
]
OLDER: list[Row] = [
    "1. Thông tin về chủ đầu tư:",
    "- Tên chủ đầu tư (tên chủ hộ): NGUYỄN VĂN AN",
    "- Người đại diện: ............ Chức vụ (nếu có): .........",
    "- Địa chỉ liên hệ: số nhà: 9 đường/phố: Kim Mã phường/xã: Ngọc Hà quận/huyện: Ba Đình",
    "tỉnh/thành phố: Hà Nội",
    "- Số điện thoại: 0912345678",
]
SITE: list[Row] = [
    "2. Thông tin công trình:",
    "- Địa điểm xây dựng:",
    "- Lô đất số: 57, tờ bản đồ số 44 Diện tích: 110,2 m2.",
    "- Tại số nhà: 12 đường/phố: Láng phường/xã: Láng tỉnh/thành phố: Hà Nội",
    "3. Tổ chức/cá nhân lập, thẩm tra thiết kế xây dựng:",
    "3.1. Tổ chức/cá nhân lập thiết kế xây dựng:",
    "- Tên tổ chức/cá nhân: Công ty TNHH Nhà Xanh",
    "- Mã số chứng chỉ năng lực/hành nghề: HAN-00012345",
    "- Tên và mã số chứng chỉ hành nghề của các chủ nhiệm, chủ trì thiết kế: KTS. Trần Nam,",
    "HAN-00098765",
    "3.2. Tổ chức/cá nhân thẩm tra thiết kế xây dựng:",
    "- Tên tổ chức/cá nhân: ..........",
    "- Mã số chứng chỉ năng lực/hành nghề: ..........",
    "- Tên và mã số chứng chỉ hành nghề của các chủ trì thẩm tra thiết kế: .......",
    "4. Nội dung đề nghị cấp phép:",
]
FREE: list[Row] = [
    "4.1. Đối với công trình không theo tuyến, tín ngưỡng, tôn giáo:",
    "- Loại công trình: {kind} Cấp công trình: {grade}",
    "- Diện tích xây dựng: {ground} m2.",
    "- Cốt xây dựng: ....... m.",
    "- Tổng diện tích sàn: {total} m2 (ghi rõ diện tích sàn các tầng hầm, tầng trên mặt đất, tầng",
    "kỹ thuật, tầng lửng, tum).",
    "- Chiều cao công trình: {height} m (trong đó ghi rõ chiều cao các tầng hầm, tầng trên mặt",
    "đất, tầng lửng, tum - nếu có).",
    "- Số tầng: {storeys} (ghi rõ số tầng hầm, tầng trên mặt đất, tầng kỹ thuật, tầng lửng, tum).",
    "4.2. Đối với công trình theo tuyến trong đô thị:",
    "- Loại công trình: ............ Cấp công trình: ............",
    "- Tổng chiều dài công trình: ....... m.",
]
HOUSE: list[Row] = [
    "4.5. Đối với công trình nhà ở riêng lẻ:",
    "- Cấp công trình: Cấp III",
    "- Diện tích xây dựng tầng 1 (tầng trệt): 66,5 m2.",
    "- Cốt xây dựng: +0,45 m.",
    "- Khoảng lùi (nếu có): 1,2 m.",
    "- Tổng diện tích sàn: 245,6 m2 (tầng 1: 66,5 m2; tầng 2: 81,1 m2; tầng 3: 98 m2).",
    "- Chiều cao công trình: 12,5 m (trong đó ghi rõ chiều cao các tầng hầm, tầng trên mặt đất,",
    "tầng lửng, tum).",
    "- Số tầng: 03 tầng + 01 tum (trong đó ghi rõ số tầng hầm, tầng trên mặt đất, tầng lửng, tum).",
]
END: list[Row] = [
    "5. Dự kiến thời gian hoàn thành công trình: 06 tháng.",
    "6. Cam kết: Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu",
    "trách nhiệm và bị xử lý theo quy định của pháp luật.",
    "Gửi kèm theo Đơn này các tài liệu:",
    "1 - Giấy chứng nhận quyền sử dụng đất",
    "2 - Bản vẽ thiết kế xây dựng",
    [("Phường Láng, ngày 05 tháng 11 năm 2025", 800.0)],
    [("NGƯỜI LÀM ĐƠN/ĐẠI DIỆN CHỦ ĐẦU TƯ", 800.0)],
    [("(Ký, ghi rõ họ tên, đóng dấu (nếu có))", 800.0)],
]
EMPTY = dict.fromkeys(("kind", "grade", "ground", "total", "height", "storeys"), ".......")
TEMPLE = {
    "kind": "Nhà thờ họ", "grade": "IV", "ground": "120", "total": "120", "height": "6,5",
    "storeys": "01",
}  # fmt: skip


def filled(rows: Sequence[Row], values: dict[str, str]) -> list[Row]:
    return [row.format(**values) if isinstance(row, str) else row for row in rows]


def read_one(*rows: Row) -> DocumentReading:
    per_page = 34
    pages = [make_page(rows[at : at + per_page]) for at in range(0, len(rows), per_page)]
    (document,) = read_documents(list(enumerate(pages, start=1)), catalog())
    assert document.form == "construction_permit_request"
    return document


@pytest.fixture(scope="module")
def house() -> DocumentReading:
    return read_one(*HEAD, *DECREE, *SITE, *filled(FREE, EMPTY), *HOUSE, *END)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to_office", "Ủy ban nhân dân phường Láng"),
        ("owner_name", "NGUYỄN VĂN AN"),
        ("owner_id_number", "001080001234"),
        ("owner_phone", "0912345678"),
        ("site_lot", "57, tờ bản đồ số 44"),
        ("site_area_m2", "110.2"),
        ("site_address", "12, Láng, Láng, Hà Nội"),
        ("designer_name", "Công ty TNHH Nhà Xanh"),
        ("designer_code", "HAN-00012345"),
        ("building_grade", "Cấp III"),
        ("ground_floor_area_m2", "66.5"),
        ("total_floor_area_m2", "245.6"),
        ("height_m", "12.5"),
        ("storeys", "3"),
        ("duration_months", "6"),
        ("declared_place", "Phường Láng"),
        ("declared_on", "2025-11-05"),
    ],
)
def test_values_of_a_house(house: DocumentReading, field: str, value: str) -> None:
    assert house.fields[field].value == value


def test_nobody_represents_the_owner(house: DocumentReading) -> None:
    assert house.fields["representative_name"].state is FieldState.BLANK


def test_another_kind_of_building_fills_another_block() -> None:
    temple = read_one(*HEAD, *DECREE, *SITE, *filled(FREE, TEMPLE), *END).fields
    assert temple["building_grade"].value == "IV"
    assert (temple["height_m"].value, temple["storeys"].value) == ("6.5", "1")


def test_a_provinces_print_has_the_owners_number_beside_the_name() -> None:
    company = read_one(*HEAD, "Phụ lục II - Mẫu số 01", *PROVINCE, *SITE, *HOUSE, *END)
    assert company.fields["owner_name"].value == "CÔNG TY TNHH AN PHÚ"
    assert company.fields["owner_id_number"].value == "0101234565"
    assert company.fields["representative_name"].value == "Lê Văn Hải"
    assert company.edition == "2024-12-30"


def test_the_older_print_asks_for_an_address_in_place_of_a_number() -> None:
    older = read_one(*HEAD, *OLDER, *SITE, *HOUSE, *END)
    assert older.edition == "2021-03-03"
    assert older.fields["owner_id_number"].state is FieldState.NOT_FOUND
    assert not older.fields["owner_id_number"].review
    assert older.fields["site_address"].value == "12, Láng, Láng, Hà Nội"


@pytest.mark.parametrize(
    ("read", "place"),
    [
        ("Phường Láng 5, ngày 05 tháng 11 năm 2025", "Phường Láng"),
        ("Phường 5, ngày 05 tháng 11 năm 2025", "Phường 5"),
        ("21/11/2025 Phường Láng, ngày 05 tháng 11 năm 2025", "Phường Láng"),
    ],
)
def test_the_place_before_the_date_has_nothing_else_in_it(read: str, place: str) -> None:
    end = [[(read, 800.0)] if row == END[-3] else row for row in END]
    fields = read_one(*HEAD, *DECREE, *SITE, *HOUSE, *end).fields
    assert fields["declared_place"].value == place
    assert fields["declared_on"].value == "2025-11-05"
