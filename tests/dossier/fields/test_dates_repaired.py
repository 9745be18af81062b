"""Dates and addresses that a scanner spoiled in known ways."""

from __future__ import annotations

import pytest

from dossier.fields import KINDS
from dossier.fields.outcome import Parsed


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "S-1-1986", "1986-01-05"),
        ("date", "ngày 23 tháng 09 năm 2.024", "2024-09-23"),
        ("date", "12.03 2021", "2021-03-12"),
        ("date", "8 9.2024", "2024-09-08"),
        ("email", "gampham86@mail,examplẹ.vn", "gampham86@mail.example.vn"),
        ("email", "haohuynh83@example com", "haohuynh83@example.com"),
    ],
)
def test_spoiled_values_are_mended_and_less_certain(kind: str, text: str, value: str) -> None:
    outcome = KINDS[kind].parse(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == value
    assert outcome.certainty < 1


@pytest.mark.parametrize("text", ["20.09,.1995", "20.09. ,1995", "20-.09-1995", "20/09/.1995"])
def test_a_leaders_dot_beside_a_mark_is_none(text: str) -> None:
    outcome = KINDS["date"].parse(text)
    assert isinstance(outcome, Parsed)
    assert outcome.value == "1995-09-20"
    assert outcome.certainty < 1
