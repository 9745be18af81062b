from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields import KINDS
from dossier.fields.date_words import parse_words
from dossier.fields.number_words import number_of
from dossier.fields.outcome import Parsed, Unreadable
from dossier.record import Verdict
from tests.dossier.fields.spelling import spell, spell_date

DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(DATES)
def test_every_spelled_date_reads_back(day: date) -> None:
    assert parse_words(spell_date(day)) == Parsed(day.isoformat())


@given(st.integers(0, 10**12 - 1))
def test_every_spelled_number_reads_back(number: int) -> None:
    assert number_of(f"{spell(number)} đồng chẵn") == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Mùng chín tháng mười một năm một nghìn chín trăm bảy mươi ba", "1973-11-09"),
        ("ngày năm tháng năm năm hai nghìn lẻ năm", "2005-05-05"),
        ("tháng chạp năm hai nghìn", "2000-12"),
        ("ngày mười tháng giêng năm hai ngàn", "2000-01-10"),
        ("năm một nghìn chín trăm tám mươi", "1980"),
        ("hai tư tháng sáu năm hai không hai tư", "2024-06-24"),
        ("Ngày ba mươi mốt, tháng tư", None),
        ("ngày ba mươi mốt tháng tư năm hai nghìn", None),
        ("ngày hai tháng ba năm hai nghìn gì đó", None),
        ("", None),
    ],
)
def test_reads_or_refuses(words: str, value: str | None) -> None:
    outcome = parse_words(words)
    assert outcome == Parsed(value) if value else isinstance(outcome, Unreadable)


def test_parts_words_written_together() -> None:
    outcome = parse_words("Ngàyhai mươitháng ba năm hai nghìnkhông trăm hai mươi bốn")
    assert isinstance(outcome, Parsed)
    assert outcome.value == "2024-03-20"
    assert outcome.certainty < 1


@given(st.text(max_size=80))
def test_noise_never_raises(text: str) -> None:
    parse_words(text)
    number_of(text)


def test_compares_words_with_words() -> None:
    kind = KINDS["date_words"]
    spelled = "Ngày hai tháng ba năm hai nghìn không trăm hai mươi bốn"
    assert kind.compare(spelled, "2024-03-02").verdict is Verdict.SAME
    assert kind.compare("02/03/2024", "2024-03-02").verdict is Verdict.SAME
    assert kind.compare(spelled, "2025-03-02").verdict is Verdict.CLOSE
