"""What lines say: inside the alphabet, short enough, as the seed has it."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.train import pieces
from models.train.alphabet import read_alphabet
from models.train.corpus import Corpus, plain
from models.train.texts import (
    LONGEST,
    WRITTEN_FROM,
    WRITTEN_TO,
    line_text,
    plain_line,
)

ALPHABET = frozenset(read_alphabet())
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")


def test_the_alphabet_writes_every_accented_letter() -> None:
    letters = {unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES} | {"đ"}
    both = letters | {letter.upper() for letter in letters}
    assert both <= ALPHABET
    assert len(read_alphabet()) == len(ALPHABET) == 240


@pytest.mark.parametrize("seed", range(400))
def test_lines_stay_inside_the_alphabet(seed: int, small_corpus: Corpus) -> None:
    line = line_text(np.random.default_rng(seed), small_corpus)
    assert set(line.text) <= ALPHABET
    assert len(line.text) <= LONGEST
    assert line.text == " ".join(line.text.split())
    assert unicodedata.is_normalized("NFC", line.text)


def test_the_same_seed_says_the_same(small_corpus: Corpus) -> None:
    first, second = (
        [line_text(np.random.default_rng(i), small_corpus) for i in range(50)] for _ in range(2)
    )
    assert first == second


def test_marks_of_handwriting_are_drawn_and_not_read() -> None:
    line = plain_line(f"Số: {WRITTEN_FROM}07 {WRITTEN_TO}/CT-UBND", written=False)
    assert line.text == "Số: 07 /CT-UBND"
    assert WRITTEN_FROM in line.drawn


@given(st.integers(0, 2**32))
def test_made_syllables_carry_at_most_one_tone(seed: int) -> None:
    syllable = pieces.syllable(np.random.default_rng(seed))
    marks = [c for c in unicodedata.normalize("NFD", syllable) if c in TONES]
    assert len(marks) <= 1
    assert set(syllable) <= ALPHABET


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Ðại  học", "Đại học"),
        ("2019 — 2021", "2019 – 2021"),
        ("a\u0302\u0301", "ấ"),
        ("5\u00a0km", "5 km"),
    ],
)
def test_signs_of_the_same_ink_are_one_class(raw: str, read: str) -> None:
    assert plain(raw) == read
