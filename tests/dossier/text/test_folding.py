from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text import canonical_tones, fold, fold_each, fold_iy

VIETNAMESE = st.text(
    alphabet="aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
    "đbcghklmnpqrstvxĐÂƯ "
)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "HÒA"),
        ("thuỵ", "thụy"),
        ("loé", "lóe"),
        ("hùynh", "huỳnh"),
        ("qúy", "quý"),
        ("gía", "giá"),
        ("tòan", "toàn"),
        ("quà", "quà"),
        ("quý", "quý"),
        ("giếng", "giếng"),
        ("khuỷu", "khuỷu"),
        ("mía", "mía"),
        ("của", "của"),
        ("hươu", "hươu"),
        ("Yên Hoà, Thanh Hoá", "Yên Hòa, Thanh Hóa"),
        ("B'Lao - 2024", "B'Lao - 2024"),
    ],
)
def test_puts_the_tone_where_the_older_spelling_does(written: str, canonical: str) -> None:
    assert canonical_tones(written) == canonical


@pytest.mark.parametrize(
    ("written", "folded"),
    [("kỹ", "kĩ"), ("Quý", "Quí"), ("LÝ", "LÍ"), ("Mỹ", "Mĩ"), ("sỹ", "sĩ"), ("hy", "hi")],
)
def test_writes_i_for_y(written: str, folded: str) -> None:
    assert fold_iy(written) == folded


@pytest.mark.parametrize("word", ["thủy", "tay", "cây", "huy", "yên", "Nguyễn", "khuya"])
def test_leaves_y_that_is_another_sound(word: str) -> None:
    assert fold_iy(word) == word


@pytest.mark.parametrize(
    ("text", "key"),
    [("Đỗ  Thị Thuỷ", "do thi thuy"), ("ƯỚC", "uoc"), ("ð", "d"), ("Hrê", "hre"), ("", "")],
)
def test_folds(text: str, key: str) -> None:
    assert fold(text) == key


@given(VIETNAMESE)
def test_canonical_tones_is_idempotent(text: str) -> None:
    once = canonical_tones(text)
    assert canonical_tones(once) == once
    assert fold(once) == fold(text)


@given(st.text())
def test_keys_ignore_the_encoding_form(text: str) -> None:
    nfd, nfc = normalize("NFD", text), normalize("NFC", text)
    assert fold(nfd) == fold(nfc)
    assert canonical_tones(nfd) == canonical_tones(nfc)
    assert fold_iy(nfd) == fold_iy(nfc)


@given(st.text())
def test_fold_each_keeps_the_length(text: str) -> None:
    assert len(fold_each(text)) == len(text)
