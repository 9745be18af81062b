"""Whole documents: every block found by its neighbours, whatever stands around it."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import catalog
from dossier.geometry import PixelBox
from dossier.page import Line, PageReading, Seal
from dossier.record import FieldState, Source
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.letterhead import read_letterhead
from tests.ocr.extract.letterhead.sheets import (
    HEIGHT,
    MOTTO,
    NATION,
    WIDTH,
    foot,
    head,
    line,
    merged,
    sheet,
    starting,
    title,
)

SUBJECT = ("Về việc công bố Danh mục thủ tục hành chính", "thuộc thẩm quyền của Sở Tư pháp")
SEAL = Seal(box=PixelBox(left=900, top=1600, right=1150, bottom=1850), confidence=0.97)


def decision(*more: Line) -> list[Line]:
    return [
        *head("ỦY BAN NHÂN DÂN", "TỈNH TÂY NINH"),
        *title("QUYẾT ĐỊNH", *SUBJECT),
        *foot("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        *more,
    ]


def read(*pages: PageReading) -> dict[str, RawField]:
    return read_letterhead(DocumentPages(pages, tuple(range(1, len(pages) + 1))))


def values(*pages: PageReading) -> dict[str, object]:
    return {key: field.reading.value for key, field in read(*pages).items()}


def test_a_decision() -> None:
    assert values(sheet(decision(), seals=[SEAL])) == {
        "superior_body": None,
        "issuing_body": "ỦY BAN NHÂN DÂN TỈNH TÂY NINH",
        "number_symbol": "358/QĐ-UBND",
        "place": "Tây Ninh",
        "issued_on": "2025-02-20",
        "kind": "Quyết định",
        "subject": " ".join(SUBJECT),
        "recipients": "Như Điều 3; Lưu: VT, KSTTHC",
        "signer_position": "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "signer_name": "Nguyễn Hồng Thanh",
        "sealed": "yes",
    }


def test_keys_are_those_of_the_form() -> None:
    form = catalog()["administrative_document"]
    assert set(read(sheet([]))) == {spec.key for spec in form.fields}
    assert all(f.reading.state is FieldState.NOT_FOUND for f in read(sheet([])).values())


def test_boxes_and_pages_lead_back_to_the_scan() -> None:
    number = read(sheet(decision()))["number_symbol"].reading
    assert number.page == 1
    assert number.box is not None
    left, top, right, bottom = number.box
    assert left * WIDTH < 450 < right * WIDTH
    assert top * HEIGHT < 285 < bottom * HEIGHT


def test_a_department_and_the_body_above_it() -> None:
    page = sheet([*head("UBND TỈNH HẬU GIANG", "SỞ TƯ PHÁP"), *title("BÁO CÁO", "Về việc A")])
    found = values(page)
    assert (found["superior_body"], found["issuing_body"]) == ("UBND TỈNH HẬU GIANG", "SỞ TƯ PHÁP")


def test_a_body_standing_alone_has_a_blank_superior() -> None:
    assert read(sheet(decision()))["superior_body"].reading.state is FieldState.BLANK


def test_agency_and_nation_detected_as_one_line() -> None:
    agency = line("BỘ GIÁO DỤC VÀ ĐÀO TẠO", 420, 150)
    number = line("Số: 2750 /QĐ-BGDĐT", 420, 270)
    date = line("Hà Nội, ngày 03 tháng 10 năm 2025", 1040, 272)
    rows = [merged(agency, NATION), MOTTO, merged(number, date)]
    found = values(sheet([*rows, *title("QUYẾT ĐỊNH", *SUBJECT)]))
    assert found["issuing_body"] == "BỘ GIÁO DỤC VÀ ĐÀO TẠO"
    assert found["number_symbol"] == "2750/QĐ-BGDĐT"
    assert (found["place"], found["issued_on"]) == ("Hà Nội", "2025-10-03")


def test_an_official_letter() -> None:
    about = ["V/v góp ý Quy trình làm giàu,", "làm sạch dữ liệu đất đai"]
    lines = head("BỘ XÂY DỰNG", number="Số: 329 /BXD-QLN")
    lines += [line(text, 450, 312 + 36 * i) for i, text in enumerate(about)]
    lines += [line("Kính gửi: Bộ Tài nguyên và Môi trường", 830, 470)]
    found = read(sheet(lines))
    assert found["kind"].reading.state is FieldState.BLANK
    assert found["subject"].reading.value == "góp ý Quy trình làm giàu, làm sạch dữ liệu đất đai"
    assert found["number_symbol"].reading.value == "329/BXD-QLN"


@pytest.mark.parametrize(
    "noise",
    [
        pytest.param(starting("Ký bởi: Ủy ban nhân dân tỉnh", 1200, 20), id="signature at right"),
        pytest.param(starting("Thời gian ký: 19.02.2025", 300, 60), id="signature at left"),
        pytest.param(starting("SAO Y; ỦY BAN NHÂN DÂN TỈNH A", 1000, 20), id="copy mark"),
        pytest.param(starting("CÔNG VĂN ĐẾN", 500, 60), id="arrival stamp above"),
        pytest.param(starting("15/10/2025", 60, 264), id="arrival stamp beside the number"),
        pytest.param(starting("ĐẾN", 60, 400), id="arrival stamp beside the subject"),
        pytest.param(line("2", 830, 2250), id="page number"),
    ],
)
def test_noise_changes_nothing(noise: Line) -> None:
    assert values(sheet(decision(noise))) == values(sheet(decision()))


@pytest.mark.parametrize(
    "after",
    [
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
        "BỘ TRƯỞNG BỘ GIÁO DỤC VÀ ĐÀO TẠO",
        "HỘI ĐỒNG NHÂN DÂN TỈNH TÂY NINH",
        "Kính gửi: Hội đồng nhân dân tỉnh",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
    ],
)
def test_the_subject_ends_before_the_text(after: str) -> None:
    near = line(after, 830, 402 + 42 * 2)
    page = sheet([*head("ỦY BAN NHÂN DÂN"), *title("QUYẾT ĐỊNH", *SUBJECT), near])
    assert values(page)["subject"] == " ".join(SUBJECT)


def test_a_number_left_blank_is_unreadable_and_kept_raw() -> None:
    page = sheet([*head("HỘI ĐỒNG NHÂN DÂN", number="Số: /NQ-HĐND"), *title("NGHỊ QUYẾT", "Về A")])
    number = read(page)["number_symbol"].reading
    assert (number.state, number.value) == (FieldState.UNREADABLE, None)
    assert "NQ-HĐND" in number.raw


def test_the_foot_may_stand_on_a_later_page() -> None:
    first = sheet([*head("ỦY BAN NHÂN DÂN"), *title("QUYẾT ĐỊNH", *SUBJECT)])
    last = sheet(foot("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", top=900))
    found = read(first, last)
    assert found["signer_position"].reading.value == "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"
    assert {found[k].reading.page for k in ("recipients", "signer_name", "sealed")} == {2}


def test_a_missing_seal_is_said_without_certainty() -> None:
    sealed = read(sheet(decision()))["sealed"].reading
    assert (sealed.value, sealed.source) == ("no", Source.MARK)
    assert sealed.confidence <= 0.5


def test_a_seal_on_a_grey_scan_is_for_a_person_to_see() -> None:
    grey = sheet(decision()).model_copy(update={"colourless": True})
    sealed = read(grey)["sealed"].reading
    assert (sealed.value, sealed.state, sealed.review) == (None, FieldState.UNREADABLE, True)


def test_an_annex_that_agrees_makes_a_written_number_surer() -> None:
    written = [
        *head("ỦY BAN NHÂN DÂN", "TỈNH TÂY NINH", number="Số: 358 /QĐ-UBND"),
        *title("QUYẾT ĐỊNH", *SUBJECT),
    ]
    told = "(Ban hành kèm theo Quyết định số 358/QĐ-UBND ngày 20 tháng 02 năm 2025"
    other = told.replace("358", "353")
    alone = read(sheet(written))["number_symbol"].evidence.parsing
    agreed = read(sheet(written), sheet([line(told, 830, 300)]))["number_symbol"].evidence.parsing
    at_odds = read(sheet(written), sheet([line(other, 830, 300)]))["number_symbol"].evidence.parsing
    assert at_odds < alone < agreed
