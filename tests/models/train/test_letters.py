"""The measure of single letters."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from models.train.letters import count_letters, markdown
from models.train.texts import letter_line
from ocr.engines.alphabet import accented_letters


def test_letter_lines_hold_every_letter_about_as_often() -> None:
    chance = np.random.default_rng(5)
    seen = Counter("".join(letter_line(chance).text for _ in range(2000)))
    counts = [seen[letter] for letter in accented_letters()]
    assert min(counts) > 30
    assert max(counts) < 12 * min(counts)


def test_a_letter_read_as_another_or_not_at_all_is_counted() -> None:
    scores = count_letters(["tổ dân ph", "tố"], ["tổ dân phố", "tổ"])
    assert scores.confused == {("ố", ""): 1, ("ổ", "ố"): 1}
    assert scores.recall("ổ") == pytest.approx(0.5)
    assert scores.recall("t") == 1
    with pytest.raises(KeyError):
        scores.recall("ỵ")


def test_the_card_lists_weak_letters_and_confusions() -> None:
    table = markdown(count_letters(["tố"], ["tổ"]))
    assert "| ổ | 0.0% | 1 |" in table
    assert "| ổ | ố | 1 | 1 |" in table
