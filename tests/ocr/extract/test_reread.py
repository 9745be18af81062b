"""A value read again for its kind: the letters that may stand there, and what such values say."""

from __future__ import annotations

import pytest

from dossier.geometry import PixelBox
from dossier.page import Others
from ocr.extract.reread import read_again, surprise
from ocr.extract.reread.language import Wording, log_probability
from ocr.extract.stream import Glyph


def glyphs(text: str, others: dict[int, Others], confidence: float = 0.6) -> tuple[Glyph, ...]:
    """`text` as one line; the letters of `others` are read with `confidence`, the rest surely."""
    return tuple(
        Glyph(
            char,
            page=0,
            row=0,
            box=PixelBox(left=10.0 * i, top=0.0, right=10.0 * i + 10, bottom=30.0),
            confidence=confidence if i in others else 0.99,
            others=others.get(i, ()),
        )
        for i, char in enumerate(text)
    )


def text_of(kind: str, text: str, others: dict[int, Others]) -> str:
    return "".join(glyph.char for glyph in read_again(kind, glyphs(text, others)).glyphs)


@pytest.mark.parametrize(
    ("kind", "text", "others", "meant"),
    [
        ("name", "NGUYÊN THỊ OANH", {4: (("Ễ", 0.3),)}, "NGUYỄN THỊ OANH"),
        ("name", "LỀ MẠNH ĐẠT", {1: (("Ể", 0.3), ("Ê", 0.1))}, "LÊ MẠNH ĐẠT"),
        ("name", "Võ Thanh Khọa", {11: (("o", 0.2),)}, "Võ Thanh Khoa"),
        ("address", "phường Xuận Phương", {9: (("â", 0.1),)}, "phường Xuân Phương"),
        ("address", "thành phố Hà Nộ", {14: (("ội", 0.2),)}, "thành phố Hà Nội"),
        ("text", "Cục Cẩnh sát", {5: (("ả", 0.2),)}, "Cục Cảnh sát"),
        ("text", "người sử dung đất", {}, "người sử dụng đất"),
        ("text", "Xin: cấp", {3: ((" ", 0.2),)}, "Xin cấp"),
        ("text", "Côngg an", {4: (("", 0.3),)}, "Công an"),
        ("number", "30Q.000.000", {2: (("0", 0.3),)}, "300.000.000"),
        ("id_number", "O01082004567", {0: (("0", 0.3),)}, "001082004567"),
    ],
)
def test_the_likelier_reading_is_taken(
    kind: str, text: str, others: dict[int, Others], meant: str
) -> None:
    assert text_of(kind, text, others) == meant


@pytest.mark.parametrize(
    ("kind", "text", "others"),
    [
        ("name", "Thuần Khuyển", {}),
        ("text", "ngày 12", {5: (("1", 0.3),)}),
        ("sex", "Nự", {1: (("ữ", 0.4),)}),
    ],
    ids=["nothing in doubt", "marks are no letters", "a kind without rules"],
)
def test_other_readings_stay_as_they_are(kind: str, text: str, others: dict[int, Others]) -> None:
    again = read_again(kind, glyphs(text, others))
    assert not again.changed
    assert again.glyphs == glyphs(text, others)


def test_a_rare_name_read_surely_is_not_made_a_usual_one() -> None:
    surely = glyphs("Trần Thị Tuyền", {12: (("ê", 0.02),)}, confidence=0.97)
    assert not read_again("name", surely).changed


def test_a_changed_letter_is_less_sure_than_one_that_was_read() -> None:
    again = read_again("name", glyphs("NGUYÊN THỊ OANH", {4: (("Ễ", 0.3),)})).glyphs
    assert again[4].char == "Ễ"
    assert again[4].confidence < again[0].confidence
    sure = read_again("name", glyphs("NGUYỄN THỊ OANH", {4: (("Ê", 0.3),)})).glyphs
    assert sure[4].confidence > 0.9, "the language agrees with what was read"


def test_a_missed_letter_stands_beside_the_letter_before_it() -> None:
    again = read_again("address", glyphs("Hà Nộ", {4: (("ội", 0.3),)})).glyphs
    assert [glyph.char for glyph in again] == [*"Hà Nội"]


def test_names_are_likelier_among_names_than_in_other_texts() -> None:
    for before, word in (("|", "nguyễn"), ("văn", "hùng")):
        person = log_probability(before, word, Wording.PERSON)
        assert person > log_probability(before, word, Wording.ANY)
    # A word that nobody writes is less likely than a syllable that no list has.
    assert log_probability("|", "nguyg", Wording.ANY) < log_probability("|", "ngoeo", Wording.ANY)


@pytest.mark.parametrize(
    ("text", "others", "meant"),
    [
        ("thá ng năm", {3: (("", 0.5),)}, "tháng năm"),
        ("Hà Nội", {2: (("", 0.3),)}, "Hà Nội"),
        ("phố Kim, Mã", {7: ((" ", 0.2),)}, "phố Kim Mã"),
        ("Hàng Bạc, Hoàn Kiếm", {8: ((" ", 0.2),)}, "Hàng Bạc, Hoàn Kiếm"),
        ("Dịch Vọng quận Cầu Giấy", {9: ((",", 0.3),)}, "Dịch Vọng, quận Cầu Giấy"),
        ("Dịch Vọng quận Cầu Giấy", {}, "Dịch Vọng quận Cầu Giấy"),
    ],
)
def test_doubtful_spaces_and_commas_stand_where_words_want_them(
    text: str, others: dict[int, Others], meant: str
) -> None:
    assert text_of("address", text, others) == meant


def test_a_slash_in_a_phone_number_is_the_figure_it_may_be() -> None:
    slash: dict[int, Others] = {9: (("7", 0.4),)}
    assert text_of("phone", "078298173/", slash) == "0782981737"
    assert text_of("date", "12/03/2025", {2: (("1", 0.4),)}) == "12/03/2025"


@pytest.mark.parametrize(
    ("kind", "usual", "odd"),
    [
        ("text", "quản lý hành chính về trật tự", "quản lý hành chín về trật tự"),
        ("text", "Xin cấp giấy phép lao động", "Xin cấp giấy phép lao đông"),
        ("name", "Trương Mạnh Hiếu", "Trương Manh Hiếu"),
        ("address", "tỉnh Thanh Hóa", "tỉnh Thạnh Hóa"),
    ],
)
def test_a_mark_read_wrongly_makes_a_rare_word(kind: str, usual: str, odd: str) -> None:
    assert surprise(kind, odd) > surprise(kind, usual) > 0


def test_figures_cannot_surprise() -> None:
    assert surprise("date", "01/02/2003") == 0


@pytest.mark.parametrize(
    ("rank", "doubted"),
    [("II", True), ("Cấp II", True), ("XII", True), ("III", False), ("Cấp IV", False)],
)
def test_two_strokes_may_have_been_three(rank: str, *, doubted: bool) -> None:
    again = read_again("text", glyphs(rank, {}, confidence=0.99))
    assert "".join(glyph.char for glyph in again.glyphs) == rank
    assert (min(glyph.confidence for glyph in again.glyphs) < 0.9) is doubted
