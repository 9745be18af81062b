from __future__ import annotations

import pytest

from dossier.fields import KINDS
from dossier.fields.kind import Level
from dossier.fields.names import NameKind
from dossier.fields.outcome import Parsed, Unreadable
from dossier.record import Verdict

NAME = NameKind()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NGUYỄN VĂN AN", "NGUYỄN VĂN AN"),
        ("Nguyễn  Văn An.", "Nguyễn Văn An"),
        (": Trần Thị Bích,", "Trần Thị Bích"),
        ("Bà: Trần Thị Bích", "Trần Thị Bích"),
        ("Bà TRẦN THỊ BÍCH", "TRẦN THỊ BÍCH"),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("Ông Văn Tuấn", "Ông Văn Tuấn"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Bà Triệu", "Bà Triệu"),
        ("Y Moan Êñuôl", "Y Moan Êñuôl"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("McDonald", "McDonald"),
    ],
)
def test_keeps_the_name_as_written(text: str, value: str) -> None:
    assert NAME.parse(text) == Parsed(value)


def test_an_organisation_is_held_to_no_rule_of_persons() -> None:
    rules = [check.rule for check in NAME.check("CÔNG TY CỔ PHẦN ĐẦU TƯ AN PHÚ")]
    assert rules == ["name_alphabet"]


def test_parts_words_written_together() -> None:
    for glued in ("NguyễnVăn An", "Nguyễnvăn An"):
        outcome = NAME.parse(glued)
        assert isinstance(outcome, Parsed)
        assert (outcome.value.title(), outcome.certainty) == ("Nguyễn Văn An", 0.9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Trương: Ngọc Hân", "Trương Ngọc Hân"),
        ("Trương Thị Minh, Chi", "Trương Thị Minh Chi"),
        ("Lê Thi Ngọc Oanh", "Lê Thị Ngọc Oanh"),
        ("02 NGUYỄN HỮU KHÁNH", "NGUYỄN HỮU KHÁNH"),
        ("LÊ THI OANH", "LÊ THỊ OANH"),
    ],
)
def test_what_no_name_has_is_mended_and_less_certain(text: str, value: str) -> None:
    outcome = NAME.parse(text)
    assert isinstance(outcome, Parsed)
    assert (outcome.value, outcome.certainty < 1) == (value, True)


@pytest.mark.parametrize("kind", ["text", "address"])
def test_a_province_cut_after_its_first_word_is_doubted(kind: str) -> None:
    cut = KINDS[kind].parse("phường Định Công, thành phố Hà")
    assert isinstance(cut, Parsed)
    assert cut.certainty < 0.5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("phường Giảng Võ TP. Hà Nội", "phường Giảng Võ, TP. Hà Nội"),
        ("đường Âu Cơ tổ dân phố số 3", "đường Âu Cơ, tổ dân phố số 3"),
        ("Quận Cầu: Giấy", "Quận Cầu Giấy"),
        ("Số 5, phường Từ Liêm Hà Nội", "Số 5, phường Từ Liêm, Hà Nội"),
        ("phường Khương Trung, TP.Hà Nội", "phường Khương Trung, TP. Hà Nội"),
        ("xã Bình Sơn Quảng Ngãi", "xã Bình Sơn, Quảng Ngãi"),
        ("xã Hà Đông, Hà Nội", "xã Hà Đông, Hà Nội"),
    ],
)
def test_an_address_gets_its_commas_back(text: str, value: str) -> None:
    outcome = KINDS["address"].parse(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value


@pytest.mark.parametrize("name", ["HOÀNGANH", "Maria", "Anna Lê", "Êñuôl"])
def test_leaves_a_word_that_may_be_parted_in_two_ways_or_is_foreign(name: str) -> None:
    assert NAME.parse(name) == Parsed(name)


@pytest.mark.parametrize("text", ["...", "123", "", "|"])
def test_refuses_what_has_no_letters(text: str) -> None:
    assert isinstance(NAME.parse(text), Unreadable)


@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("NGUYỄN VĂN AN", []),
        ("H'Hen Niê", []),
        ("NGUYỄN V4N AN", ["name_alphabet", "name_syllables"]),
        ("An", ["name_words"]),
        ("Nguyểm Văn An", ["name_syllables"]),
    ],
)
def test_checks(name: str, failed: list[str]) -> None:
    assert [check.rule for check in NAME.check(name) if not check.ok] == failed


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ("Trần Văn An", "TRẦN VĂN AN", Verdict.SAME),
        ("Trần  Văn An", "Trần Văn An", Verdict.SAME),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", Verdict.EQUIVALENT),
        ("Nguyễn Văn Quý", "Nguyễn Văn Quí", Verdict.EQUIVALENT),
        ("Lý Thị Thuý", "LÍ THỊ THÚY", Verdict.EQUIVALENT),
        ("H'Hen Niê", "H’Hen Niê", Verdict.EQUIVALENT),
        ("Ðỗ Thị Ðào", "Đỗ Thị Đào", Verdict.SAME),
        ("Nguyễn Anh Tuấn", "Nguyễn Anh Tuân", Verdict.TONES_ONLY),
        ("Nguyen Anh Tuan", "Nguyễn Anh Tuấn", Verdict.TONES_ONLY),
        ("Trần Văn Bình", "Trần Văn Bính", Verdict.TONES_ONLY),
        ("Trần Văn Minh", "Trần Văn Ninh", Verdict.DIFFERENT),
        ("Trần Thị Lan", "Trần Thị Nan", Verdict.CLOSE),
        ("Trần Văn Trung", "Trần Văn Chung", Verdict.CLOSE),
        ("Trần Văn Hải", "Trần Văn Bài", Verdict.CLOSE),
        ("Trần Văn An Hải", "Trần Văn An", Verdict.DIFFERENT),
        ("Nguyễn Trần Văn An", "Trần Văn An", Verdict.DIFFERENT),
        ("Phạm Nhật Minh Châu", "Phạm Nhật Minh Trâu", Verdict.CLOSE),
        ("Phạm Nhật Minh Châu", "Phạm Nhật Linh Trâu", Verdict.DIFFERENT),
        ("Trần Văn Nam Anh", "Trần Văn Anh", Verdict.CLOSE),
        ("Lê Hoàng Anh", "Lê Hoàn Ganh", Verdict.CLOSE),
        ("Lê HoàngAnh", "Lê Hoàng Anh", Verdict.EQUIVALENT),
        ("Trần Văn An", "Lê Thị Bích", Verdict.DIFFERENT),
        ("Trần Văn An", "Trần Thị Bích", Verdict.DIFFERENT),
    ],
)
def test_climbs_the_ladder(submitted: str, read: str, verdict: Verdict) -> None:
    assert NAME.compare(submitted, read).verdict is verdict


@pytest.mark.parametrize(
    ("submitted", "read", "said"),
    [
        ("Nguyễn Anh Tuấn", "Nguyễn Anh Tuân", "word 3"),
        ("Nguyễn Văn Quý", "Nguyễn Văn Quí", "please confirm"),
        ("Nguyen Anh Tuan", "Nguyễn Anh Tuấn", "without marks"),
        ("Trần Văn Nam Anh", "Trần Văn Anh", "lacks word 3"),
        ("Nguyễn Anh Tuấn", "Nguyễn Anh Tuân", "these tones are easily confused"),
        ("Nguyễn Thị Hăng", "Nguyễn Thị Hâng", "these letters are easily confused"),
        ("Trần Thị Lan", "Trần Thị Nan", "l and n are easily confused"),
    ],
)
def test_says_what_differs(submitted: str, read: str, said: str) -> None:
    detail = NAME.compare(submitted, read).detail
    assert said in detail
    assert " / " in detail


@pytest.mark.parametrize(
    ("submitted", "read", "level"),
    [
        ("Trần Văn An", "TRẦN  VĂN AN", Level.IDENTICAL),
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", Level.TONE_PLACE),
        ("Nguyễn Văn Quý", "Nguyễn Văn Quí", Level.SPELLING),
        ("H'Hen Niê", "HHen Niê", Level.SPELLING),
        ("Nguyễn Anh Tuấn", "Nguyễn Anh Tuân", Level.MARKS),
        ("Trần Thị Lan", "Trần Thị Nan", Level.NEAR),
        ("Trần Văn An", "Lê Văn An", Level.OTHER),
    ],
)
def test_gives_a_level_and_not_a_boolean(submitted: str, read: str, level: Level) -> None:
    assert NAME.compare(submitted, read).level is level
    assert NAME.compare(read, submitted).level is level


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ("Ngõ 12/3", "ngõ 123", Verdict.CLOSE),
        ("Chưa kết hôn.", "chưa kết hôn", Verdict.EQUIVALENT),
        ("358/QĐ-UBND", "358/QĐ - UBND", Verdict.EQUIVALENT),
    ],
)
def test_compares_texts(submitted: str, read: str, verdict: Verdict) -> None:
    assert KINDS["text"].compare(submitted, read).verdict is verdict


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("an.b@vidu.vn", "an.b@vidu.vn"),
        ("Email: a@b.com.", "a@b.com"),
        ("an @vidu. vn", "an@vidu.vn"),
    ],
)
def test_reads_email(text: str, value: str) -> None:
    outcome = KINDS["email"].parse(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value
    assert all(check.ok for check in KINDS["email"].check(value))


def test_a_point_in_an_email_matters() -> None:
    assert KINDS["email"].compare("an.b@vidu.vn", "anb@vidu.vn").verdict is Verdict.CLOSE
    assert isinstance(KINDS["email"].parse("không có"), Unreadable)
