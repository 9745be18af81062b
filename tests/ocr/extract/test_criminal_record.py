"""Criminal records: the identity paper moved, two people on one form, a table of two in a cell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import Table, TableCell, TickBox, TickState
from dossier.record import DocumentReading, FieldState
from ocr.extract.documents import read_documents
from ocr.extract.evidence import Evidence, probability
from ocr.extract.tables import read_table
from tests.fakes.pages import LINE_HEIGHT, LINE_PITCH, Row, make_line, make_page

HEAD: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
    "Kính gửi: Công an thành phố Hà Nội",
]
OLDER: list[Row] = [
    "1. Tên tôi là: LÊ THỊ HOA",
    "2. Tên gọi khác (nếu có): ............ 3. Giới tính: Nữ",
    "4. Ngày, tháng, năm sinh: 15/01/1990 5. Nơi sinh: tỉnh Bắc Ninh",
    "6. Quốc tịch: Việt Nam 7. Dân tộc: Kinh",
    "8. Nơi thường trú: Số 1 phố Láng, phường Láng, Hà Nội",
    "9. Nơi tạm trú: //",
    "10. Giấy CMND/Hộ chiếu/Thẻ căn cước công dân: CCCD Số: 027190001234",
    "Cấp ngày 05 tháng 12 năm 2022 Tại: Cục Cảnh sát QLHC về TTXH",
    "11. Họ tên cha: LÊ VĂN NAM Ngày sinh: 1960",
    "12. Họ tên mẹ: TRẦN THỊ MAI Ngày sinh: 1962",
    "13. Họ tên vợ/chồng: ............ Ngày sinh: ......",
    "14. Số điện thoại/e-mail: 0912345678 / hoa@example.com",
    "QUÁ TRÌNH CƯ TRÚ CỦA BẢN THÂN (Tính từ khi đủ 14 tuổi)",
]
FIRST_PART: list[Row] = [
    "I. PHẦN KHAI VỀ NGƯỜI ĐƯỢC ỦY QUYỀN HOẶC CHA/MẸ CỦA NGƯỜI CHƯA THÀNH NIÊN YÊU CẦU CẤP",
    "PHIẾU LÝ LỊCH TƯ PHÁP",
    "1. Tên tôi là (ghi bằng chữ in hoa, đủ dấu): TRẦN THỊ MAI",
    "2. Ngày, tháng, năm sinh: 02/03/1962",
    "Tôi làm Tờ khai này đề nghị cấp Phiếu lý lịch tư pháp cho người có tên dưới đây:",
    "II. PHẦN KHAI VỀ NGƯỜI ỦY QUYỀN HOẶC NGƯỜI CHƯA THÀNH NIÊN",
    "1. Họ và tên (ghi bằng chữ in hoa, đủ dấu): LÊ THỊ HOA",
]
CURRENT: list[Row] = [
    "2. Tên gọi khác (nếu có): ............ 3. Giới tính: Nữ",
    "4. Ngày, tháng, năm sinh: 15/01/1990",
    "5. Chứng minh nhân dân/Thẻ căn cước công dân/Thẻ căn cước/Giấy chứng nhận căn cước/Hộ",
    "chiếu: Thẻ căn cước Số: 027190001234",
    "Cấp ngày 05 tháng 12 năm 2022 Tại: Cục Cảnh sát QLHC về TTXH",
    "6. Nơi sinh (tỉnh/thành phố trực thuộc Trung ương): tỉnh Bắc Ninh",
    "7. Quốc tịch: Việt Nam 8. Dân tộc: Kinh",
    "9. Nơi thường trú: Số 1 phố Láng, phường Láng, Hà Nội",
    "10. Nơi tạm trú: //",
    "11. Họ và tên cha (ghi bằng chữ in hoa, đủ dấu): LÊ VĂN NAM Năm sinh: 1960",
    "12. Họ và tên mẹ (ghi bằng chữ in hoa, đủ dấu): TRẦN THỊ MAI Năm sinh: 1962",
    "13. Họ và tên vợ/chồng (ghi bằng chữ in hoa, đủ dấu): ......... Năm sinh: ......",
    "14. Số điện thoại/e-mail: 0912345678",
    "15. Quá trình cư trú, nghề nghiệp, nơi làm việc từ khi đủ 14 tuổi:",
]
KIND = "Yêu cầu cấp Phiếu lý lịch tư pháp: Số 1      Số 2"
REQUEST: list[Row] = [
    "Phần khai về án tích, nội dung bị cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp,",
    "hợp tác xã (nếu có): ..........",
    KIND,
    "Yêu cầu xác nhận về nội dung cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp, hợp tác",
    "xã theo quyết định tuyên bố phá sản (trong trường hợp yêu cầu cấp Phiếu lý lịch tư pháp số",
    "1): Có      Không",
    "Mục đích yêu cầu cấp Phiếu lý lịch tư pháp: Bổ sung hồ sơ xin việc",
    "Số lượng Phiếu lý lịch tư pháp yêu cầu cấp: 02 Phiếu",
    "Tôi xin cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm về lời khai của",
    "mình.",
    [("Hà Nội, ngày 05 tháng 11 năm 2025", 800.0)],
    [("Người khai", 900.0)],
]


def read_one(first: Sequence[Row], *, ticked: int) -> DocumentReading:
    place = REQUEST.index(KIND)
    boxes = []
    for number, wording in ((1, "Số 1"), (2, "Số 2")):
        left = 150.0 + 14.0 * (KIND.index(wording) + len(wording) + 1)
        top = 150.0 + place * LINE_PITCH
        box = PixelBox(left=left, top=top, right=left + 24, bottom=top + LINE_HEIGHT)
        state = TickState.TICKED if number == ticked else TickState.EMPTY
        boxes.append(TickBox(box=box, state=state, confidence=0.98))
    pages = [make_page(first), make_page(REQUEST, tick_boxes=boxes)]
    (document,) = read_documents(list(enumerate(pages, start=1)), catalog())
    assert document.form == "criminal_record_request"
    return document


@pytest.fixture(scope="module", params=["older", "for another"])
def request_read(request: pytest.FixtureRequest) -> DocumentReading:
    if request.param == "older":
        return read_one([*HEAD, *OLDER], ticked=2)
    return read_one(["Mẫu số 04/2024/LLTP", *HEAD, *FIRST_PART, *CURRENT], ticked=1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to_office", "Công an thành phố Hà Nội"),
        ("subject_name", "LÊ THỊ HOA"),
        ("subject_sex", "female"),
        ("subject_dob", "1990-01-15"),
        ("subject_birth_place", "tỉnh Bắc Ninh"),
        ("subject_ethnicity", "Kinh"),
        ("subject_permanent_address", "Số 1 phố Láng, phường Láng, Hà Nội"),
        ("subject_id_number", "027190001234"),
        ("subject_id_issued_on", "2022-12-05"),
        ("subject_id_issuer", "Cục Cảnh sát QLHC về TTXH"),
        ("father_name", "LÊ VĂN NAM"),
        ("mother_name", "TRẦN THỊ MAI"),
        ("subject_phone", "0912345678"),
        ("purpose", "Bổ sung hồ sơ xin việc"),
        ("copy_count", "2"),
        ("declared_place", "Hà Nội"),
        ("declared_on", "2025-11-05"),
    ],
)
def test_values(request_read: DocumentReading, field: str, value: str) -> None:
    assert request_read.fields[field].value == value


@pytest.mark.parametrize(
    "field", ["subject_other_name", "subject_temporary_address", "spouse_name"]
)
def test_what_may_be_left_empty_is_blank(request_read: DocumentReading, field: str) -> None:
    assert request_read.fields[field].state is FieldState.BLANK


def test_the_edition_and_the_kind(request_read: DocumentReading) -> None:
    found = (request_read.edition, request_read.fields["record_kind"].value)
    assert found in {("2014-01-10", "2"), ("2024-07-01", "1")}


COLUMNS = catalog()["criminal_record_request"].field("residence_history").columns
TWO = ("Từ tháng, năm đến tháng, năm", "Nơi thường trú/Tạm trú", "Nghề nghiệp, nơi làm việc")


def make_table(*rows: Sequence[str]) -> Table:
    cells = []
    for r, texts in enumerate(rows):
        for c, text in enumerate(texts):
            box = PixelBox(left=c * 400, top=r * 50, right=c * 400 + 400, bottom=r * 50 + 50)
            lines = (make_line(text, left=c * 400 + 5, top=r * 50 + 5),) if text else ()
            cells.append(TableCell(row=r, column=c, box=box, lines=lines))
    box = PixelBox(left=0, top=0, right=1600, bottom=len(rows) * 50)
    return Table(box=box, rows=len(rows), columns=len(rows[0]), cells=tuple(cells))


@pytest.mark.parametrize(
    ("period", "begun", "ended"),
    [
        ("09/2008 đến 08/2015", "2008-09", "2015-08"),
        ("Từ tháng 9/2008 đến tháng 8/2015", "2008-09", "2015-08"),
        ("9-2008 - 8-2015", "2008-09", "2015-08"),
        ("2008–2015", "2008", "2015"),
        ("Từ 08/2015 đến nay", "2015-08", "nay"),
        ("08/2015", "2015-08", ""),
    ],
)
def test_a_stay_is_parted_into_its_ends(period: str, begun: str, ended: str) -> None:
    reading = read_table([make_table(TWO, (period, "Phường Láng", "Sinh viên"))], COLUMNS)
    assert reading is not None
    assert reading.rows == [
        {"from": begun, "to": ended, "address": "Phường Láng", "occupation": "Sinh viên"}
    ]


def test_a_cell_that_is_no_period_is_kept_and_doubted() -> None:
    reading = read_table([make_table(TWO, ("hồi nhỏ", "Phường Láng", "Học sinh"))], COLUMNS)
    assert reading is not None
    assert (reading.rows[0]["from"], reading.rows[0]["to"]) == ("hồi nhỏ", "")
    assert probability("table", Evidence(parts=reading.cells)) < 0.5


def test_two_columns_may_be_ruled_apart() -> None:
    header = ("Từ tháng, năm", "Đến tháng, năm", *TWO[1:])
    reading = read_table([make_table(header, ("09/2008", "nay", "Láng", "Sinh viên"))], COLUMNS)
    assert reading is not None
    assert (reading.rows[0]["from"], reading.rows[0]["to"]) == ("2008-09", "nay")
