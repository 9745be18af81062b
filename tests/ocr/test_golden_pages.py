"""The cases of the counter that are about what a page shows; the others are in
`tests/dossier/test_golden_cases.py`, under the same numbers."""

from __future__ import annotations

import numpy as np

from dossier.evidence import fuse
from dossier.geometry import PixelBox
from dossier.page import PageReading, Seal, StruckText
from dossier.record import CopyType, DocumentReading, Record
from ocr.engines.base import OcrEngine
from ocr.images.scan import ScanImage
from ocr.images.straighten import straighten
from ocr.pipeline import SourcePage, assemble_record
from tests.fakes.pages import LINE_HEIGHT, Row, make_page
from tests.ocr.extract.test_variants import noted
from tests.ocr.images.printed import print_page
from tests.ocr.test_assemble import FORM

COUNTRY: list[Row] = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
DEATH: list[Row] = [
    *COUNTRY,
    "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
    "Kính gửi: UBND phường Láng",
    "Họ, chữ đệm, tên người yêu cầu: Trần Văn An",
    "Ngày, tháng, năm sinh: 15/01/1991",
    "Nơi cư trú: Số 5 phố Mẫu, phường Láng, Hà Nội",
    "Quan hệ với người đã chết: Con",
    "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:",
    "Họ, chữ đệm, tên: Trần Văn Bình",
    "Ngày, tháng, năm sinh: 03/02/1960",
    "Giới tính: Nam Dân tộc: Tày Kinh Quốc tịch: Việt Nam",
    "Nơi cư trú cuối cùng: Số 5 phố Mẫu, phường Láng, Hà Nội",
    "Đã chết vào lúc: 08 giờ 30 phút, ngày 01 tháng 11 năm 2025",
    "Nơi chết: Bệnh viện Bạch Mai, thành phố Hà Nội",
    "Nguyên nhân chết: Bệnh già",
    "Số Giấy báo tử/Giấy tờ thay thế Giấy báo tử: 15/2025 do Bệnh viện Bạch Mai cấp ngày 01 "
    "tháng 11 năm 2025",
    "Làm tại: Hà Nội, ngày 03 tháng 11 năm 2025",
]
CERTIFICATE: list[Row] = [
    *COUNTRY,
    "GIẤY KHAI SINH",
    "Họ, chữ đệm, tên: BÙI TUẤN THẮNG",
    "Ngày, tháng, năm sinh: 18/03/2016",
    "Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam",
    "Họ, chữ đệm, tên người mẹ: Nguyễn Ngọc Hân",
    "Họ, chữ đệm, tên người cha: Bùi Hải Tùng",
    "Nơi đăng ký khai sinh: UBND phường Hàng Bạc",
    "Ngày, tháng, năm đăng ký: 08/05/2016",
]
CERTIFIED: list[Row] = ["CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "Số chứng thực: 12/2025"]
SEAL = Seal(box=PixelBox(left=800, top=1200, right=1000, bottom=1400), confidence=0.9)


def record_of(*pages: PageReading) -> Record:
    sources = [
        SourcePage(file="a.pdf", file_page=at, sha256="0" * 64, reading=page)
        for at, page in enumerate(pages, start=1)
    ]
    return assemble_record("A-1", sources)


def strike(page: PageReading, row: int, words: str) -> PageReading:
    """A stroke through `words` of a row."""
    line = page.lines[row]
    start = line.text.index(words)
    centers = line.char_centers[start : start + len(words)]
    box = PixelBox(
        left=centers[0] - 7, top=line.box.top, right=centers[-1] + 7, bottom=line.box.bottom
    )
    assert box.height == LINE_HEIGHT
    struck = StruckText(text=words, box=box)
    return page.model_copy(update={"struck": (*page.struck, struck)})


def only(record: Record) -> DocumentReading:
    (document,) = record.documents
    return document


def test_14_a_sheet_with_a_note_is_two_pages_and_one_paper() -> None:
    record = record_of(make_page(FORM), noted())
    assert [page.variant_of for page in record.pages] == [None, 1]
    document = only(record)
    assert document.pages == [1]
    assert document.fields["subject_name"].value == "Trần Thị Lan"
    assert record.findings == []


def test_16_a_change_of_land_is_no_first_registration() -> None:
    rows = [*COUNTRY, "ĐƠN ĐĂNG KÝ {}ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT", "Kính gửi: UBND"]
    forms = [
        [d.form for d in record_of(make_page([str(r).format(word) for r in rows])).documents]
        for word in ("BIẾN ĐỘNG ", "")
    ]
    assert forms[0] == ["land_change_registration"]
    assert "land_change_registration" not in forms[1]


def test_18_words_that_were_crossed_out_are_no_value() -> None:
    page = make_page(DEATH)
    notice = DEATH.index(next(row for row in DEATH if str(row).startswith("Số Giấy báo tử")))
    people = DEATH.index(next(row for row in DEATH if str(row).startswith("Giới tính")))
    # The unused phrase of note (4) belongs to the label, which is found as ever.
    struck = strike(strike(page, notice, "Giấy tờ thay thế Giấy báo tử"), people, "Tày")
    fields = only(record_of(struck)).fields
    assert fields["death_notice_number"].value == "15/2025"
    assert fields["death_notice_issuer"].value == "Bệnh viện Bạch Mai"
    assert fields["deceased_ethnicity"].value == "Kinh"
    assert fields["deceased_ethnicity"].raw == "Kinh"
    # A person looks: the stroke may as well be the edge of a table.
    assert not all(check.ok for check in fields["deceased_ethnicity"].checks)
    assert all(check.ok for check in fields["death_notice_number"].checks)


def test_20_a_certified_copy_that_lost_its_red_seal() -> None:
    rows = [*CERTIFICATE, *CERTIFIED]
    sealed = make_page(rows).model_copy(update={"seals": (SEAL,)})
    assert only(record_of(sealed)).copy_type is CopyType.CERTIFIED
    assert fuse(record_of(sealed).documents, record_of(sealed).pages).findings == ()
    record = record_of(make_page(rows))
    assert only(record).copy_type is CopyType.CERTIFIED
    (finding,) = record.findings
    assert (finding.rule, finding.severity) == ("copy_type_conflict", "warning")
    assert finding.places[0].form == "birth_certificate"


def test_20_an_original_without_colour_is_noted() -> None:
    record = record_of(make_page(CERTIFICATE))
    assert only(record).copy_type is CopyType.PHOTOCOPY
    assert [(f.rule, f.severity) for f in record.findings] == [("copy_type_conflict", "note")]


def test_23_a_certificate_of_a5_across_and_upside_down(paddle: OcrEngine) -> None:
    upright = print_page(tuple(str(row) for row in CERTIFICATE), width=1240, height=874).pixels
    scan = ScanImage(pixels=np.ascontiguousarray(upright[::-1, ::-1]), dpi=150)
    straight = straighten(scan, paddle)
    assert straight.rotation == 180
    assert straight.image.pixels.shape[1] > straight.image.pixels.shape[0]
