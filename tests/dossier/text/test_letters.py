"""Capitals and small letters: a range of accented letters holds both, so classes are listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed
from dossier.text import mend_points, mend_units, mend_words
from dossier.text.letters import CAPITAL, SMALL

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("char", "AĂÂBĐEÊOÔƠUƯYÀẢÃÁẠẰẴỆỔỢỰỲỸỴÑ")
def test_capitals_are_no_small_letters(char: str) -> None:
    assert re.fullmatch(CAPITAL, char)
    assert re.fullmatch(SMALL, char.lower())
    assert not re.fullmatch(SMALL, char)
    assert not re.fullmatch(CAPITAL, char.lower())


@pytest.mark.parametrize("char", "1 .-_'")
def test_what_is_no_letter_is_neither(char: str) -> None:
    assert not re.fullmatch(CAPITAL, char)
    assert not re.fullmatch(SMALL, char)


def test_no_pattern_has_a_range_of_accented_letters() -> None:
    spread = re.compile(r"[À-ẶÈ-ỆÌ-ỊÒ-ỢÙ-ỰỲ-Ỵà-ặ]-[Ỳ-ỹỲỵ]")
    sources = [
        p
        for part in ("dossier", "ocr", "cli", "api", "worker")
        for p in (ROOT / part).rglob("*.py")
    ]
    faults = [
        str(path.relative_to(ROOT))
        for path in sources
        if path.name != "letters.py" and spread.search(path.read_text(encoding="utf-8"))
    ]
    assert not faults


def test_a_point_before_an_accented_capital_ends_a_part() -> None:
    assert mend_points("phố Hòa Bình. ngõ 3") == "phố Hòa Bình, ngõ 3"
    assert mend_points("Bình. Ấp Đông") == "Bình. Ấp Đông"


def test_a_house_number_is_parted_from_a_name_in_accented_letters() -> None:
    found = KINDS["address"].parse("Căn hộ 912. Ấp Đông, xã Phù Đổng, Hà Nội")
    assert isinstance(found, Parsed)
    assert found.value.startswith("Căn hộ 912, Ấp Đông")


def test_no_comma_is_put_behind_a_word_in_small_letters() -> None:
    assert mend_units("ở ấp xã Phù Đổng") == "ở ấp xã Phù Đổng"
    assert mend_units("phố Đặng Dung phường Ba Đình") == "phố Đặng Dung, phường Ba Đình"


def test_a_name_in_accented_letters_is_parted_from_the_word_before() -> None:
    assert mend_words("PhườngÂu Cơ") == "Phường Âu Cơ"


def test_an_office_of_urban_matters_is_no_town() -> None:
    office = "Phòng Kinh tế, Hạ tầng và Đô thị xã An Khánh"
    assert mend_units(office) == office
