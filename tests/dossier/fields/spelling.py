"""Writes numbers and dates out in Vietnamese words, the other way round from the product."""

from __future__ import annotations

from datetime import date

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def spell(number: int) -> str:
    """`number` (below 10**12) in words."""
    if number < 1000:
        return _spell_group(number, lead=False)
    for scale, word in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if number >= scale:
            head, rest = divmod(number, scale)
            tail = ""
            if rest:
                tail = " " + (_spell_group(rest, lead=True) if rest < 1000 else spell(rest))
            return f"{spell(head)} {word}{tail}"
    raise AssertionError(number)


def spell_date(day: date) -> str:
    """'Ngày hai tháng ba năm hai nghìn không trăm hai mươi bốn'."""
    return f"Ngày {spell(day.day)} tháng {spell(day.month)} năm {spell(day.year)}"


def _spell_group(number: int, *, lead: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [_UNITS[hundreds], "trăm"] if hundreds or lead else []
    if rest or not words:
        words.append(_spell_tens(rest, after_hundred=bool(words)))
    return " ".join(words)


def _spell_tens(number: int, *, after_hundred: bool) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return f"linh {_UNITS[unit]}" if after_hundred else _UNITS[unit]
    last = {0: "", 5: "lăm"}.get(unit, _UNITS[unit])
    if tens == 1:
        return f"mười {last}".strip()
    return f"{_UNITS[tens]} mươi {'mốt' if unit == 1 else last}".strip()
