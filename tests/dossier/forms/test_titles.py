"""Titles: every form by its own, and none by those of other papers that citizens bring."""

from __future__ import annotations

import pytest

from dossier.forms.catalog import catalog
from ocr.extract.classify import bears_other_title, find_title
from ocr.extract.stream import build_stream
from tests.fakes.pages import Row, make_page

FORMS = {key: form for key, form in catalog().items() if form.titles and form.layout == "labels"}
OWN = [(key, title) for key, form in FORMS.items() for title in form.titles]
OTHERS = (
    "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH",
    "TỜ KHAI ĐĂNG KÝ LẠI KẾT HÔN",
    "TỜ KHAI ĐĂNG KÝ LẠI KHAI TỬ",
    "TỜ KHAI ĐĂNG KÝ NHẬN CHA, MẸ, CON",
    "TỜ KHAI ĐĂNG KÝ GIÁM HỘ",
    "TỜ KHAI ĐĂNG KÝ CHẤM DỨT GIÁM HỘ",
    "TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH,",
    "TỜ KHAI GHI CHÚ KẾT HÔN",
    "TỜ KHAI GHI VÀO SỔ HỘ TỊCH VIỆC KHAI SINH",
    "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI",
    "ĐƠN ĐĂNG KÝ ĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT",
    "ĐƠN ĐỀ NGHỊ TÁCH THỬA ĐẤT, HỢP THỬA ĐẤT",
    "ĐƠN ĐỀ NGHỊ ĐIỀU CHỈNH GIẤY PHÉP XÂY DỰNG",
    "ĐƠN ĐỀ NGHỊ GIA HẠN GIẤY PHÉP XÂY DỰNG",
    "ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP XÂY DỰNG",
    "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP HOẠT ĐỘNG XÂY DỰNG",
    "VĂN BẢN YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
    "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1",
    "GIẤY ĐỀ NGHỊ ĐĂNG KÝ THAY ĐỔI NỘI DUNG ĐĂNG KÝ HỘ KINH DOANH",
    "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
    "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ",
    "GIẤY CHỨNG SINH",
    "GIẤY CHỨNG TỬ",
    "TRÍCH LỤC KHAI TỬ (BẢN SAO)",
    "TRÍCH LỤC CẢI CHÍNH HỘ TỊCH",
    "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT",
    "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT",
)


def form_of(title: str) -> str | None:
    rows: list[Row] = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
        title,
        "Kính gửi: Ủy ban nhân dân phường Láng",
    ]
    found = find_title(build_stream([make_page(rows)]), FORMS)
    return found.form.key if found else None


@pytest.mark.parametrize(("form", "title"), OWN)
def test_a_title_leads_to_its_form(form: str, title: str) -> None:
    assert form_of(title) == form


@pytest.mark.parametrize(("form", "title"), OWN)
def test_a_misread_letter_leads_nowhere_else(form: str, title: str) -> None:
    letters = [place for place, char in enumerate(title) if char.isalpha()]
    for place in letters[::7]:
        misread = title[:place] + "M" + title[place + 1 :]
        assert form_of(misread) == form, misread


@pytest.mark.parametrize("title", OTHERS)
def test_titles_of_other_papers_lead_to_no_form(title: str) -> None:
    assert form_of(title) is None


@pytest.mark.parametrize("form", FORMS)
def test_no_form_bears_the_title_of_another_paper(form: str) -> None:
    for title in FORMS[form].titles:
        assert not bears_other_title(build_stream([make_page([title])]), FORMS[form])


def test_a_paper_like_a_form_is_known_by_its_title() -> None:
    guardianship = build_stream([make_page(["TỜ KHAI ĐĂNG KÝ CHẤM DỨT GIÁM HỘ"])])
    assert bears_other_title(guardianship, FORMS["death_registration"])
    assert bears_other_title(guardianship, FORMS["residence_ct01"])
