"""The marriage form as the circular prints it: place and day without words, copies at the foot."""

from __future__ import annotations

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import TickBox, TickState
from dossier.record import DocumentReading
from ocr.extract.documents import read_documents
from tests.fakes.pages import LINE_HEIGHT, LINE_PITCH, Row, make_page

TOP: list[Row] = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
    "Kính gửi: (3) UBND phường Láng",
    [("Thông tin", 150.0), ("Bên nữ", 600.0), ("Bên nam", 1000.0)],
    [("Họ, chữ đệm, tên", 150.0), ("TRẦN THỊ MAI", 560.0), ("LÊ VĂN NAM", 960.0)],
    [("Ngày, tháng, năm sinh", 150.0), ("02/03/1995", 560.0), ("05/06/1993", 960.0)],
    [("Dân tộc", 150.0), ("Kinh", 560.0), ("Kinh", 960.0)],
    [("Quốc tịch", 150.0), ("Việt Nam", 560.0), ("Việt Nam", 960.0)],
    "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi",
    "là tự nguyện, không vi phạm quy định của Luật hôn nhân và gia đình Việt Nam.",
    "Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.",
    "Đề nghị Quý cơ quan đăng ký.",
]
SIGNATURES: list[Row] = [
    [("Bên nữ", 300.0), ("Bên nam", 1000.0)],
    [("(Ký, ghi rõ họ, chữ đệm, tên)", 200.0), ("(Ký, ghi rõ họ, chữ đệm, tên)", 900.0)],
]
COPIES: list[Row] = ["Đề nghị cấp bản sao(6): Có     , Không", "Số lượng: 02 bản"]


def read_one(rows: list[Row]) -> DocumentReading:
    row = rows.index(COPIES[0])
    top = 150.0 + row * LINE_PITCH
    boxes = [
        TickBox(
            box=PixelBox(left=left, top=top, right=left + 24, bottom=top + LINE_HEIGHT),
            state=state,
            confidence=0.98,
        )
        for left, state in ((556.0, TickState.TICKED), (734.0, TickState.EMPTY))
    ]
    (document,) = read_documents([(1, make_page(rows, tick_boxes=boxes))], catalog())
    return document


def values_of(document: DocumentReading) -> tuple[object, ...]:
    keys = ("declared_place", "declared_on", "copy_requested", "copy_count")
    return tuple(document.fields[key].value for key in keys)


WANTED = ("Hà Nội", "2025-11-05", "yes", "2")


def test_place_and_day_stand_over_the_signatures() -> None:
    day: list[Row] = [[("Hà Nội, ngày 05 tháng 11 năm 2025", 800.0)]]
    assert values_of(read_one([*TOP, *day, *SIGNATURES, *COPIES])) == WANTED


def test_prints_that_say_where_have_the_copies_before_it() -> None:
    day: list[Row] = [[("Làm tại: Hà Nội, ngày 05 tháng 11 năm 2025", 600.0)]]
    assert values_of(read_one([*TOP, *COPIES, *day, *SIGNATURES])) == WANTED
