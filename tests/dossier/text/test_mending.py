"""Stray points and set phrases: mended where nobody means them, left where somebody does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.text import (
    mend_committee,
    mend_pairs,
    mend_phrases,
    mend_points,
    mend_set_forms,
    mend_tones,
    mend_units,
    mend_words,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Số.17, ngách. 14/28, phố Trần Duy Hưng", "Số 17, ngách 14/28, phố Trần Duy Hưng"),
        ("số .24, phố .Vĩnh Tuy", "số 24, phố Vĩnh Tuy"),
        ("phố Tràng Thi. phường Cửa Nam", "phố Tràng Thi, phường Cửa Nam"),
        ("ngách 2.65/12", "ngách 265/12"),
        ("46./2023", "46/2023"),
        ("04/20.17", "04/2017"),
        ("Bệnh viện.Phụ sản", "Bệnh viện Phụ sản"),
        ("phường Giảng Võ,. Hà Nội", "phường Giảng Võ, Hà Nội"),
    ],
)
def test_points_of_a_leader_go(written: str, meant: str) -> None:
    assert mend_points(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "TP. Hà Nội, P. Cửa Nam, Q. Ba Đình",
        "TP.HCM",
        "ThS. Trần Văn Nam",
        "từ ngày 30.09.2025 đến ngày 29.09.2026",
        "50.000.000 đồng",
        "358/QĐ-UBND",
    ],
)
def test_points_that_somebody_wrote_stay(text: str) -> None:
    assert mend_points(text) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("huyên Ý Yên, tinh Nam Định", "huyện Ý Yên, tỉnh Nam Định"),
        ("tố dân phố số 2", "tổ dân phố số 2"),
        ("Uỷ ban nhận dân xã Phù Đổng", "Uỷ ban nhân dân xã Phù Đổng"),
        ("thông tin về cự trú", "thông tin về cư trú"),
        ("phường Đại Mỗ, thành phố Hà. Nội", "phường Đại Mỗ, thành phố Hà Nội"),
        ("phường Đại Mỗ, thành, phố Hà Nội", "phường Đại Mỗ, thành phố Hà Nội"),
        ("Hỳ han nhân dân phường Xuân Phương", "Ủy ban nhân dân phường Xuân Phương"),
        ("Trạm v tế xã Quảng Oai", "Trạm y tế xã Quảng Oai"),
        ("Bộ Công căn", "Bộ Công an"),
        ("Căn, hộ 2011", "Căn hộ 2011"),
        ("toàn bô thửa đất", "toàn bộ thửa đất"),
    ],
)
def test_set_phrases_get_their_marks_back(written: str, meant: str) -> None:
    assert mend_phrases(written) == meant


@pytest.mark.parametrize("text", ["Nguyễn Tinh Quân", "TINH DẦU", "chị Phương Huyền"])
def test_names_that_look_like_phrases_stay(text: str) -> None:
    assert mend_phrases(text) == text


@given(st.text(max_size=60))
def test_mending_never_raises_and_settles(text: str) -> None:
    once = mend_phrases(text)
    assert mend_phrases(once) == once


@pytest.mark.parametrize("name", ["NGUYÊN MINH MẠNH", "Trân Văn An"])
def test_a_surname_with_foreign_marks_is_doubted(name: str) -> None:
    outcome = KINDS["name"].parse(name)
    assert isinstance(outcome, Parsed)
    assert any(c.rule == "name_marks" and not c.ok for c in KINDS["name"].check(outcome.value))


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "HÀ THUỶ CHI", "Ksor H'Nia", "Lê Thi"])
def test_usual_and_rare_surnames_are_not_doubted(name: str) -> None:
    assert all(c.ok for c in KINDS["name"].check(name) if c.rule == "name_marks")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("phố Đội Cấn phường, Cửa Nam", "phố Đội Cấn, phường Cửa Nam"),
        ("phố Văn Khê phường Hà Đông", "phố Văn Khê, phường Hà Đông"),
        ("tổ dân phố số 14 xã Đan Phượng", "tổ dân phố số 14, xã Đan Phượng"),
        ("Ủy ban nhân dân phường Láng", "Ủy ban nhân dân phường Láng"),
        ("Công an phường Láng", "Công an phường Láng"),
        ("Căn hộ 912 tòa CT2", "Căn hộ 912, tòa CT2"),
        ("Thôn CỔ Điển, Hà Nội", "Thôn Cổ Điển, Hà Nội"),
        ("THÔN CỔ ĐIỂN", "THÔN CỔ ĐIỂN"),
        ("UBND phường CN, xã OÓ", "UBND phường CN, xã OÓ"),
        ("phường, xã nơi cư trú", "phường, xã nơi cư trú"),
        ("đường Âu Cơ, phường, Hai Bà Trưng", "đường Âu Cơ, phường Hai Bà Trưng"),
        ("phường Đông NgạC", "phường Đông Ngạc"),
        ("công ty McDonald, VPBank", "công ty McDonald, VPBank"),
    ],
)
def test_addresses_keep_their_units_whole(written: str, meant: str) -> None:
    assert mend_units(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Số 9, ngách219/64", "Số 9, ngách 219/64"),
        ("ngày25-3-2012", "ngày 25-3-2012"),
        ("phườngHà Đông", "phường Hà Đông"),
        ("đăng ký thườngtrú", "đăng ký thường trú"),
        ("ngày 24/06/2019của Tòa án", "ngày 24/06/2019 của Tòa án"),
        ("diện tích 1200m2", "diện tích 1200m2"),
        ("tòa CT2 khu A10, QĐST-HNGĐ, McDonald", "tòa CT2 khu A10, QĐST-HNGĐ, McDonald"),
    ],
)
def test_words_stand_apart_from_numbers_and_names(written: str, meant: str) -> None:
    assert mend_words(written) == meant


@pytest.mark.parametrize("text", ["145/ 2025", "145 /2025", "145 / 2025"])
def test_a_slash_between_figures_stands_alone(text: str) -> None:
    assert mend_points(text) == "145/2025"


def test_the_town_of_an_office_is_no_unit() -> None:
    office = "Phòng Kinh tế, Hạ tầng và Đô thị xã Phúc Thọ"
    assert mend_units(office) == office
    assert mend_units("phố Kim Mã phường Ba Đình") == "phố Kim Mã, phường Ba Đình"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("(UBND phường Cầu Giấy", "UBND phường Cầu Giấy"),
        ("UBND phường Hà Đông()", "UBND phường Hà Đông"),
        ('tổ dân phố số 28, " xã Ba Vì', "tổ dân phố số 28, xã Ba Vì"),
        ("(cũ) phường Láng", "(cũ) phường Láng"),
        ("phường Láng (quận Đống Đa)", "phường Láng (quận Đống Đa)"),
        ('Cửa hàng "Hoa Mai"', 'Cửa hàng "Hoa Mai"'),
    ],
)
def test_brackets_and_quotation_marks_come_in_pairs(written: str, meant: str) -> None:
    assert mend_pairs(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ĐV.928914", "ĐV 928914"), ("CĐ.146020", "CĐ 146020"), ("TT.27/2024", "TT.27/2024")],
)
def test_a_leaders_dot_in_a_serial_is_a_space(written: str, meant: str) -> None:
    assert mend_points(written) == meant


def test_set_phrases_of_land_and_money_are_spelled_right() -> None:
    assert mend_phrases("Văn phòng đăng ký đất đại Hà Nội") == "Văn phòng đăng ký đất đai Hà Nội"
    assert mend_phrases("Ba mươi triêu đồng") == "Ba mươi triệu đồng"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("LKO5-41", "LK05-41"),
        ("LÔ 5, OTO 2", "LÔ 5, OTO 2"),
        ("BXD 42069777", "BXD-42069777"),
        ("HAN.00012345", "HAN-00012345"),
        ("Số 6: ngách 309/59", "Số 6, ngách 309/59"),
        ("Số 57 ngô 266 đường Phạm Văn Đồng", "Số 57 ngõ 266 đường Phạm Văn Đồng"),
        ("ngô nghê", "ngô nghê"),
        ("Phòng Kinh tế. Hạ tầng và Đô thị", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ],
)
def test_what_has_one_set_form_gets_it(written: str, meant: str) -> None:
    assert mend_set_forms(written) == meant


def test_a_rank_has_no_point_before_it() -> None:
    assert mend_points("cấp. III") == "cấp III"
    assert mend_points("cấp. Hà Nội") == "cấp. Hà Nội"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("03/2025-SCT/CK.ĐC", "03/2025-SCT/CK,ĐC"),
        ("LK20_44", "LK20-44"),
        ("Số 140 phố Đại La: phường Ba Đình", "Số 140 phố Đại La, phường Ba Đình"),
        ("210 ngõ 4 +, Cầu Diễn", "210 ngõ 4, Cầu Diễn"),
        ("16 ng0 121, Đội Cấn", "16 ngõ 121, Đội Cấn"),
        ("Số 47 nạõ 297 phố Vĩnh Tuy", "Số 47 ngõ 297 phố Vĩnh Tuy"),
        ("tòa Ài khu đô thị", "tòa A1 khu đô thị"),
        ("D8 607645", "DB 607645"),
        ("02/2025-SCT/CK, ĐC", "02/2025-SCT/CK,ĐC"),
        ("59/2013 8", "59/2013"),
        ("theo quy định của pháp luật 0", "theo quy định của pháp luật"),
        ("09 UBND phường Phúc Xá", "UBND phường Phúc Xá"),
        ("9.Hiện tại chưa đăng ký", "Hiện tại chưa đăng ký"),
        ("ỤBND phường Hà Đông", "UBND phường Hà Đông"),
        ("Thành phố Hà Nôị", "Thành phố Hà Nội"),
        ("HẠN-80306844", "HAN-80306844"),
        ("Uỷ ban nhân dân, phường Đại Mỗ", "Uỷ ban nhân dân phường Đại Mỗ"),
        ("Phụ sản 'Trung ương", "Phụ sản Trung ương"),
        ("ủy ban nhân dân xã Xuân Mai", "Ủy ban nhân dân xã Xuân Mai"),
    ],
)
def test_what_has_one_set_form_is_given_it(written: str, meant: str) -> None:
    assert mend_set_forms(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Họ tên mẹ: Trương Thị Tình",
        "16 ngách 121",
        "9 Hàng Bài",
        "tòa CT2",
        "12/2013",
        "D8 phố Huế",
        "B1234567",
        "khối B lớp 10",
    ],
)
def test_what_only_resembles_a_set_form_stays(text: str) -> None:
    assert mend_set_forms(text) == text


def test_an_opening_bracket_alone_goes() -> None:
    assert mend_pairs("xã Quảng (Oai, Hà Nội") == "xã Quảng Oai, Hà Nội"
    assert mend_pairs("chợ (cũ), Hà Nội") == "chợ (cũ), Hà Nội"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ỦY/ BAN NHÂN DÂN PHƯỜNG KHƯƠNG ĐÌNH", "ỦY BAN NHÂN DÂN PHƯỜNG KHƯƠNG ĐÌNH"),
        ("ỦY BAN NHẬN DÂN", "ỦY BAN NHÂN DÂN"),
        ("UỶ BAN NHÁN DẪN", "UỶ BAN NHÂN DÂN"),
        ("uỷ ban nhân dân xã", "uỷ ban nhân dân xã"),
        ("Ủy Ban Nhân Dân", "Ủy Ban Nhân Dân"),
        ("Ủy ban Mặt trận", "Ủy ban Mặt trận"),
    ],
)
def test_the_commonest_office_has_one_spelling(read: str, meant: str) -> None:
    assert mend_committee(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("NGUỸÊN THỊ THU", "NGUYỄN THỊ THU"),
        ("phừơng", "phường"),
        ("Nguyễn Quí", "Nguyễn Quí"),
        ("hoà thúy", "hoà thúy"),
    ],
)
def test_a_tone_stands_on_the_vowel_with_a_mark(read: str, meant: str) -> None:
    assert mend_tones(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("BXD-5 073995 9", "BXD-50739959"),
        ("BXD-5 073995", "BXD-5 073995"),
        ("Hà Nội i", "Hà Nội"),
        ("Nguyễn Văn Tí", "Nguyễn Văn Tí"),
    ],
)
def test_codes_and_signing_marks_have_set_forms(read: str, meant: str) -> None:
    assert mend_set_forms(read) == meant
