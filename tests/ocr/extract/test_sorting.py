"""A pile becomes documents with their pages in order, however it was fed."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import Code, PageReading
from ocr.extract.sorting import sort_pages
from tests.fakes.pages import make_page

BIRTH = make_page([
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "Kính gửi: (1) UBND phường Cửa Nam", "Họ, chữ đệm, tên người yêu cầu: Trần Văn Nam",
    "Nơi cư trú: (2) Số 5 phố Huế", "Giấy tờ tùy thân: (3) CCCD số 001090012345",
    "Quan hệ với người được khai sinh: Cha", "Họ, chữ đệm, tên: TRẦN NGỌC BẢO ANH",
])  # fmt: skip
BIRTH_END = make_page([
    "Họ, chữ đệm, tên người cha: Trần Văn Nam", "Làm tại: Cửa Nam, ngày 10 tháng 09 năm 2025",
    "Đề nghị cấp bản sao: Có", "Người yêu cầu", "Chú thích:",
    "(1) Ghi rõ tên cơ quan đăng ký khai sinh.", "(2) Ghi theo nơi đăng ký thường trú.",
    "(3) Ghi rõ số, cơ quan cấp, ngày cấp giấy tờ tùy thân.",
])  # fmt: skip
BIRTH_SIGNED = make_page([
    "Làm tại: Cửa Nam, ngày 10 tháng 09 năm 2025", "Đề nghị cấp bản sao (5): Có",
    "Số lượng: 2 bản", "Người yêu cầu",
])  # fmt: skip
BIRTH_NOTES = make_page([
    "Chú thích:", "(1) Ghi rõ tên cơ quan đăng ký khai sinh.",
    "Trường hợp phải cung cấp thông tin “Nơi cư trú” thì ghi theo nơi đăng ký thường trú.",
    "(2) Ghi số định danh cá nhân của người yêu cầu đăng ký khai sinh.",
    "(3) Giấy tờ tùy thân: ghi rõ số, cơ quan cấp, ngày cấp.",
])  # fmt: skip
BIRTH_SIGNATURE = make_page(["Người yêu cầu", "(Ký, ghi rõ họ, chữ đệm, tên)", "Trần Văn Nam"])
BIRTH_LAST_NOTE = make_page(["(4) Đề nghị đánh dấu X vào ô nếu có yêu cầu cấp bản sao."])
BIRTH_MOST_NOTES = make_page([
    "Họ, chữ đệm, tên người cha: Trần Văn Nam", "Làm tại: Cửa Nam, ngày 10 tháng 09 năm 2025",
    "Đề nghị cấp bản sao (4): Có", "Người yêu cầu", "(Ký, ghi rõ họ, chữ đệm, tên)", "Chú thích:",
    "(1) Ghi rõ tên cơ quan đăng ký khai sinh.", "(2) Ghi theo nơi đăng ký thường trú.",
    "(3) Ghi rõ số, cơ quan cấp, ngày cấp giấy tờ tùy thân (ví dụ: Căn cước công",
])  # fmt: skip
BIRTH_NOTE_RUNS_ON = make_page(["dân số 025188001010 do Cục Cảnh sát cấp ngày 20/11/2021)."])
RESIDENCE = make_page([
    "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", "Kính gửi(1): Công an phường Cửa Nam",
    "1. Họ, chữ đệm và tên khai sinh: Lê Hoa", "2. Ngày, tháng, năm sinh: 15/01/1999",
    "5. Số điện thoại liên hệ: 0912345678 6. Email: hoa@example.vn",
    "10. Nội dung đề nghị(2): đăng ký thường trú",
])  # fmt: skip
RESIDENCE_END = make_page([
    "Chú thích:", "(1) Cơ quan đăng ký cư trú.",
    "(2) Ghi rõ nội dung đề nghị, ví dụ: xác nhận thông tin về cư trú.", "2",
])  # fmt: skip
AGENCY = make_page([
    [("ỦY BAN NHÂN DÂN", 150.0), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 850.0)],
    [("PHƯỜNG CỬA NAM", 150.0), ("Độc lập - Tự do - Hạnh phúc", 900.0)],
    [("Số: 12/BC-UBND", 150.0), ("Cửa Nam, ngày 10 tháng 09 năm 2025", 850.0)],
    [("BÁO CÁO", 760.0)], "Thực hiện chế độ báo cáo, phường đã giao các bộ phận và",
])  # fmt: skip
AGENCY_MIDDLE = make_page([
    "Quy trình nội bộ giải quyết thủ tục hành chính tương ứng được công bố tại các",
    "quyết định trước đây của thành phố được thực hiện cho đến hết ngày 30 tháng 6.",
])  # fmt: skip
AGENCY_END = make_page(["tổ dân phố rà soát.", "Nơi nhận:", "- Như trên;", "- Lưu: VT."])
LOOSE = make_page(["PHIẾU THU TIỀN ĐIỆN", "Điều 1. Số tiền phải nộp là 300.000 đồng."])
SHEET = make_page(["TỜ NGĂN HỒ SƠ", "Không lấy tờ này ra khỏi tập giấy"])
CODED = make_page([]).model_copy(
    update={
        "codes": (Code(kind="qr", text="PATCHT", box=PixelBox(left=0, top=0, right=9, bottom=9)),)
    }
)


def sorted_as(*pages: PageReading) -> list[tuple[str, list[int]]]:
    drafts = sort_pages(list(enumerate(pages, start=1)), catalog())
    return [(draft.form.key if draft.form else "unknown", draft.pages) for draft in drafts]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((BIRTH, BIRTH_END, LOOSE), [("birth_registration", [1, 2]), ("unknown", [3])]),
        ((BIRTH_END, BIRTH), [("birth_registration", [2, 1])]),
        ((BIRTH, BIRTH_SIGNED, BIRTH_NOTES), [("birth_registration", [1, 2, 3])]),
        ((BIRTH, BIRTH_NOTES, BIRTH_SIGNED), [("birth_registration", [1, 3, 2])]),
        ((BIRTH, LOOSE, BIRTH_END), [("birth_registration", [1, 3]), ("unknown", [2])]),
        (
            (RESIDENCE_END, RESIDENCE, BIRTH_END, BIRTH),
            [("residence_ct01", [2, 1]), ("birth_registration", [4, 3])],
        ),
        (
            (BIRTH_END, AGENCY, RESIDENCE, BIRTH),
            [("birth_registration", [4, 1]), ("administrative_document", [2]),
             ("residence_ct01", [3])],
        ),
        ((AGENCY_END, AGENCY, LOOSE), [("administrative_document", [2, 1]), ("unknown", [3])]),
        ((AGENCY, AGENCY_MIDDLE, AGENCY_END), [("administrative_document", [1, 2, 3])]),
        ((AGENCY, LOOSE), [("administrative_document", [1]), ("unknown", [2])]),
        (
            (AGENCY, RESIDENCE_END, RESIDENCE),
            [("administrative_document", [1]), ("residence_ct01", [3, 2])],
        ),
        ((BIRTH, BIRTH_SIGNATURE), [("birth_registration", [1, 2])]),
        ((BIRTH_SIGNATURE, RESIDENCE, BIRTH), [("birth_registration", [3, 1]),
                                               ("residence_ct01", [2])]),
        ((BIRTH, BIRTH_MOST_NOTES, BIRTH_LAST_NOTE), [("birth_registration", [1, 2, 3])]),
        ((BIRTH, BIRTH_MOST_NOTES, BIRTH_NOTE_RUNS_ON), [("birth_registration", [1, 2, 3])]),
        ((BIRTH, BIRTH_MOST_NOTES, BIRTH_SIGNATURE), [("birth_registration", [1, 2]),
                                                      ("unknown", [3])]),
    ],
    ids=["in order", "swapped", "notes apart", "notes before the end", "astray", "face up",
         "far astray", "an agency's", "an agency's middle", "no annex", "numbered alike",
         "the signature alone", "the signature astray", "one more note", "within a note",
         "signed already"],
)  # fmt: skip
def test_pages_find_their_documents(
    pages: tuple[PageReading, ...], expected: list[tuple[str, list[int]]]
) -> None:
    assert sorted_as(*pages) == expected


@pytest.mark.parametrize("sheet", [SHEET, CODED], ids=["title", "code"])
def test_nothing_is_joined_across_a_separator(sheet: PageReading) -> None:
    assert sorted_as(BIRTH, sheet, BIRTH_END) == [
        ("birth_registration", [1]),
        ("unknown", [3]),
    ]


def test_of_two_alike_each_keeps_its_own_last_page() -> None:
    assert sorted_as(BIRTH, BIRTH_END, BIRTH, BIRTH_END) == [
        ("birth_registration", [1, 2]),
        ("birth_registration", [3, 4]),
    ]
