"""From page readings to one record: the papers of a dossier are held against each other."""

from __future__ import annotations

import pytest

from dossier.errors import InvalidRequest
from dossier.page import Code, PageReading
from dossier.record import CompletenessVerdict, Decision, Record
from ocr.pipeline import SourcePage, assemble_record
from tests.fakes.pages import make_page

NUMBER = "001191000018"
FORM = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "Kính gửi: Ủy ban nhân dân phường Láng",
    "Họ, chữ đệm, tên người yêu cầu: Trần Thị Lan",
    "Ngày, tháng, năm sinh: 15/01/1991",
    "Nơi cư trú: Số 5 phố Mẫu, phường Láng, Hà Nội",
    f"Giấy tờ tùy thân: Căn cước công dân số {NUMBER} do Cục Cảnh sát QLHC về TTXH cấp ngày "
    "20/11/2021",
    "Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân: Bản thân",
    "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:",
    "Họ, chữ đệm, tên: Trần Thị Lan",
    "Ngày, tháng, năm sinh: 15/01/1991",
    "Giới tính: Nữ    Dân tộc: Kinh    Quốc tịch: Việt Nam",
    "Nơi cư trú: Số 5 phố Mẫu, phường Láng, Hà Nội",
    f"Giấy tờ tùy thân: Căn cước công dân số {NUMBER} do Cục Cảnh sát QLHC về TTXH cấp ngày "
    "20/11/2021",
    "Tình trạng hôn nhân: hiện tại chưa đăng ký kết hôn với ai",
    "Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân: vay vốn ngân hàng",
    "Làm tại: Hà Nội, ngày 03 tháng 11 năm 2025",
]


def _source(reading: PageReading) -> SourcePage:
    return SourcePage(file="a.pdf", file_page=1, sha256="0" * 64, reading=reading)


def _record(*pages: PageReading, procedure: str | None = None) -> Record:
    return assemble_record("A-1", [_source(page) for page in pages], procedure=procedure)


def test_one_person_of_two_places_is_one_person_in_the_record() -> None:
    record = _record(make_page(FORM))
    assert [person.roles for person in record.persons] == [
        ["marital_status_request.requester", "marital_status_request.subject"]
    ]
    assert record.findings == []
    assert record.completeness.verdict is CompletenessVerdict.NOT_CHECKED


def test_two_numbers_of_one_person_are_found_and_both_flagged() -> None:
    rows = [*FORM[:14], FORM[14].replace(NUMBER, "001191000078"), *FORM[15:]]
    record = _record(make_page(rows))
    (finding,) = record.findings
    assert finding.rule == "person_id_number"
    assert all(place.page == 1 and place.box for place in finding.places)
    fields = record.documents[0].fields
    assert fields["subject_id_number"].review
    assert fields["requester_id_number"].review
    assert record.decision is Decision.REVIEW
    told = [reason for reason in record.reasons if "các giấy tờ không khớp" in reason]
    assert told
    assert not any(NUMBER in reason for reason in told)
    assert Record.model_validate(record.to_json()) == record


def test_a_dossier_is_held_against_its_procedure_where_one_is_named() -> None:
    record = _record(make_page(FORM), procedure="auto")
    assert record.completeness.procedure == "1.004873"
    assert record.completeness.verdict is CompletenessVerdict.COMPLETE
    with pytest.raises(InvalidRequest):
        _record(make_page(FORM), procedure="0.000000")


def test_a_code_on_an_unknown_page_is_no_person() -> None:
    page = make_page(["một trang không rõ là gì"])
    code = Code(kind="qr", text="xin chào", box=page.lines[0].box)
    record = _record(page.model_copy(update={"codes": (code,)}))
    assert record.persons == []
