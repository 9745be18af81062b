"""Every fault of a picture comes with what to do, in both languages."""

from __future__ import annotations

import pytest

from dossier.advice import ADVICE, advise


@pytest.mark.parametrize("reason", sorted(ADVICE))
def test_both_languages(reason: str) -> None:
    advice = ADVICE[reason]
    for text in (advice.fault, advice.remedy):
        vietnamese, english = text.split(" / ")
        assert vietnamese
        assert english.isascii()


def test_several_faults_make_one_line() -> None:
    line = advise(["blur", "dark"])
    assert ADVICE["blur"].remedy in line
    assert ADVICE["dark"].remedy in line
