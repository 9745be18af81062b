"""Dates as people write them on forms: 05/12/2024, 5-12-2024, ngày 05 tháng 12 năm 2024, words."""

from __future__ import annotations

import random
from datetime import date
from typing import Literal

DateStyle = Literal["slashes", "short_dashes", "dots", "spelled"]
DATE_STYLES: tuple[DateStyle, ...] = ("slashes", "short_dashes", "dots", "spelled")

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười",
           "mười một", "mười hai")  # fmt: skip


def write_date(day: date, style: DateStyle) -> str:
    """Write `day` the way `style` says."""
    match style:
        case "slashes":
            return f"{day.day:02d}/{day.month:02d}/{day.year}"
        case "short_dashes":
            return f"{day.day}-{day.month}-{day.year}"
        case "dots":
            return f"{day.day:02d}.{day.month:02d}.{day.year}"
        case "spelled":
            return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def write_number_under_100(number: int) -> str:
    """Write 1..99 in words: "mười lăm", "hai mươi mốt"."""
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _UNITS[unit]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if unit == 0:
        return head
    tail = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(unit, _UNITS[unit])
    return f"{head} {tail}"


def write_year(year: int) -> str:
    """Write 1900..2099 in words: "hai nghìn không trăm hai mươi tư"."""
    century = "một nghìn chín trăm" if year < 2000 else "hai nghìn không trăm"
    rest = year % 100
    if rest == 0:
        return "một nghìn chín trăm" if year < 2000 else "hai nghìn"
    if rest < 10:
        return f"{century} linh {_UNITS[rest]}"
    return f"{century} {write_number_under_100(rest)}"


def write_date_in_words(day: date, rng: random.Random) -> str:
    """Write `day` in words with one of the usual openings; the first letter is a capital."""
    opening = "mùng" if day.day <= 10 and rng.random() < 0.6 else "ngày"
    words = write_number_under_100(day.day)
    text = f"{opening} {words} tháng {_MONTHS[day.month - 1]} năm {write_year(day.year)}"
    return text[0].upper() + text[1:]


def random_day(rng: random.Random, first: date, last: date) -> date:
    """Return a day from `first` to `last`, both possible."""
    return date.fromordinal(rng.randint(first.toordinal(), last.toordinal()))
