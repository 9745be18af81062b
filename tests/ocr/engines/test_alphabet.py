"""No engine runs that cannot write Vietnamese."""

from __future__ import annotations

import unicodedata

import pytest

from dossier.errors import Misconfigured
from ocr.engines.alphabet import accented_letters, missing_letters, prove_alphabet
from ocr.engines.base import OcrEngine
from ocr.engines.replay import Recording, ReplayEngine


def _engine(alphabet: str) -> ReplayEngine:
    return ReplayEngine(Recording(name="some", fingerprint="sha256:0", alphabet=alphabet))


def test_there_are_134_letters() -> None:
    letters = accented_letters()
    assert len(letters) == 134
    assert len({letter for letter in letters if letter.islower()}) == 67
    assert {letter.upper() for letter in letters} <= letters
    assert all(len(letter) == 1 and unicodedata.is_normalized("NFC", letter) for letter in letters)
    assert {"ữ", "Ậ", "đ", "Đ", "ơ", "ỵ"} <= letters
    assert not letters & set("aeiouydAEIOUYDðÐ")


def test_an_engine_with_a_gap_is_refused_by_the_letters_it_lacks() -> None:
    with pytest.raises(Misconfigured) as refusal:
        prove_alphabet(_engine("".join(accented_letters() - {"ữ", "Ộ"})))
    assert "Ộ ữ" in refusal.value.detail


def test_a_known_gap_is_accepted_and_no_other() -> None:
    engine = _engine("".join(accented_letters() - {"ỵ"}))
    assert prove_alphabet(engine, frozenset("Ỵỵ")) is engine
    with pytest.raises(Misconfigured):
        prove_alphabet(engine, frozenset("ữ"))


def test_the_default_engine_writes_every_letter(paddle: OcrEngine) -> None:
    assert missing_letters(paddle) == ()


def test_tesseract_lacks_two_letters_and_no_more(tesseract: OcrEngine) -> None:
    assert missing_letters(tesseract) == ("Ỵ", "ỵ")
