from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text import is_syllable, plausibility

GOOD = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Đặng thuỷ thủy hoà hòa quý quí quyền quốc giếng gì giữa
nghiêng khuya khuỷu ngoằn xoong rượu yêu uống tỉnh phố khuếch huých quỳnh quẩy quýt gìn tuất
huơ áo ở Đắk Kạn Niê
"""
BAD = "Nguyênx nguyểm trầnn kuy cia gha ngi quon hoaf bặch phớc cuơ W zô"


@pytest.mark.parametrize("word", GOOD.split())
def test_knows_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", BAD.split())
def test_knows_what_no_one_spells(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "share"),
    [("Nguyễn Văn An", 1.0), ("Nguyễn Vzn An Bx", 0.5), ("", 1.0), ("2024", 1.0)],
)
def test_plausibility_is_the_share_of_good_words(text: str, share: float) -> None:
    assert plausibility(text) == share


@given(st.text())
def test_plausibility_is_a_share(text: str) -> None:
    assert 0.0 <= plausibility(text) <= 1.0
