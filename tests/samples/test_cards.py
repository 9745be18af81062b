"""Cards of made people."""

from __future__ import annotations

from datetime import date

from samples.generator.cards.holder import _expiry


def test_who_is_born_on_a_leap_day_gets_a_card() -> None:
    assert _expiry(date(2000, 2, 29), date(2020, 1, 1)) == date(2025, 2, 28)
    assert _expiry(date(1996, 2, 29), date(2025, 1, 1)) == date(2036, 2, 29)
