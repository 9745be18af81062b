"""Place and date of a document: "Hà Nội, ngày 05 tháng 01 năm 2026".

Day and month are often written in by hand. A stroke that no day can begin with is mended (48 is
18: the flag of a written 1 looks like a 4), always at a certainty that sends it to a person.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from dossier.fields.digits import TWINS, mend_digits
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.text import fold_each

_FRAME: Final = re.compile(
    r"ng[aoe]y(?P<day>.{0,12}?)t\W?h[ao]\W?ng(?P<month>.{0,10}?)n[ao]m(?P<year>.{0,12})$"
)
_NUMERIC: Final = re.compile(
    r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})"
)
_START: Final = re.compile(r",?\W*ng[aoe]y|,\s*\W*\d")
_WRITTEN: Final = {
    **dict.fromkeys("oOöÔôốồổỗộỐỒỔỖỘóòỏõọÓÒ", "0"),
    **dict.fromkeys("TtYỶỸ?", "7"),
    **dict.fromkeys("AΛʌJ][Ị", "1"),
    **dict.fromkeys("gq", "9"),
    "b": "6",
    "%": "8",
}
"""What a recogniser makes of written digits, beyond the twins of printed ones."""
_SURE: Final = 1.0
_MENDED: Final = 0.5
_FIRST_YEAR, _LAST_YEAR = 1945, 2099


def split_place(text: str) -> int:
    """Where the place ends in `text`; 0 when the row begins with the date."""
    found = _START.search(fold_each(text))
    return found.start() if found else 0


def read_date(text: str) -> Outcome:
    """The date in `text`, a row of the head, as ISO; unreadable when a part is blank."""
    folded = fold_each(text)
    found = _FRAME.search(folded) or _NUMERIC.search(folded)
    if found is None:
        return Unreadable("không thấy ngày … tháng … năm / no date frame")
    day, sure_day = _two_digits(text[slice(*found.span("day"))], 3)
    month, sure_month = _two_digits(text[slice(*found.span("month"))], 1)
    year, sure_year = _four_digits(text[slice(*found.span("year"))])
    if not (day and month and year):
        return Unreadable("ngày hoặc tháng để trống, không đọc được / day or month blank")
    try:
        value = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return Unreadable("ngày không có trong lịch / no such day in the calendar")
    certainty = min(sure_day, sure_month, sure_year)
    note = "" if certainty == _SURE else "chữ số viết tay, sửa theo lịch / written digits mended"
    return Parsed(value, certainty, note)


def _two_digits(slot: str, most_tens: int) -> tuple[str, float]:
    """('05', certainty) of a day (tens up to 3) or month (tens up to 1); '' when it is neither."""
    compact = re.sub(r"[\s.,…_:;'’\"-]", "", slot)
    # Two figures and the tail of the pen that wrote them.
    figures = compact[:2] if re.fullmatch(r"\d\d[/\\]", compact) else compact
    if not 1 <= len(figures) <= 2:
        return "", 0.0
    mended = "".join(_as_digit(c) for c in figures)
    if not mended.isdigit():
        return "", 0.0
    sure = _SURE if mended == compact else _MENDED
    if len(mended) == 2 and int(mended[0]) > most_tens:
        # Only a written 1 is taken for another digit at its flag and stroke: 4, 7 or 9.
        if mended[0] not in "479":
            return "", 0.0
        mended, sure = "1" + mended[1], _MENDED
    return mended, sure


def _as_digit(char: str) -> str:
    if char.isdigit():
        return char
    return _WRITTEN.get(char) or TWINS.get(char, char)


def _four_digits(slot: str) -> tuple[str, float]:
    compact = re.sub(r"[\s.,…_:;-]", "", slot)[:4]
    mended, mends = mend_digits(compact)
    if not (len(mended) == 4 and mended.isdigit()):
        return "", 0.0
    if not _FIRST_YEAR <= int(mended) <= _LAST_YEAR:
        return "", 0.0
    return mended, _MENDED if mends else _SURE
