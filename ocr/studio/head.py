"""What is printed around the fields: title, edition marks, instructions, notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz import fuzz

from dossier.text import fold
from ocr.studio.segments import Row, fold_marks

_MOTTO: Final = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc")
MOTTO: Final = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_LIKE: Final = 80.0
_BEGINS_TITLE: Final = re.compile(
    r"(?:to khai|don|giay|phieu|bien ban|ban|to trinh|hop dong|de nghi|thong bao|bao cao|van ban|"
    r"danh sach|cam ket|trich luc|chung nhan|uy quyen|so yeu)\b"
)
_HEAD_SHARE: Final = 0.45
"""Titles stand in the upper part of the first page."""
_TITLE_GAP: Final = 2.2
"""Rows of one title follow each other within this many of their heights."""
_NOTES: Final = re.compile(r"(?:chu thich|ghi chu|huong dan (?:ghi|khai|dien|cach ghi))\b")
_ACT: Final = re.compile(
    r"(?:Thông tư|Nghị định|Quyết định|Luật)(?:\s+liên tịch)?\s+số\s*:?\s*"
    r"(?P<number>[0-9]{1,4}/[0-9]{4}/[A-ZĐ0-9][A-ZĐ0-9-]*)",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    r"ngày\s+(?P<d>[0-9]{1,2})\s+tháng\s+(?P<m>[0-9]{1,2})\s+năm\s+(?P<y>[0-9]{4})", re.IGNORECASE
)
_FORM_NUMBER: Final = re.compile(r"\bMẫu(?:\s+số)?\s*:?\s*[A-ZĐ0-9][\w./-]*", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    text: str
    """In capitals, as printed; '' where none was found."""
    rows: frozenset[int]
    """Indices of its rows on the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionMarks:
    edition: str
    """ISO date: of the act that issued the form, 1 January of the year in its number, or today."""
    circular: str
    markers: tuple[str, ...]


def find_title(rows: Sequence[Row], height_px: float) -> Title:
    """The title among the rows of the first page: capitals on rows of their own, under the motto.

    Rows that begin as titles of papers do go before all others. `height_px` is the page's.
    """
    upper = [r for r in rows if r.page == 0 and not is_motto(r.text)]
    head = [r for r in upper if r.box.top <= _HEAD_SHARE * height_px and _in_capitals(r.text)]
    begun = [r for r in head if _BEGINS_TITLE.match(fold(r.text))]
    if not begun and not head:
        return Title(text="", rows=frozenset())
    first = begun[0] if begun else max(head, key=lambda r: r.box.height)
    title = [first]
    for row in head:
        gap = row.box.top - title[-1].box.bottom
        if row.index > title[-1].index and gap < (_TITLE_GAP - 1) * row.box.height:
            title.append(row)
    text = " ".join(" ".join(fold_marks(r.text).split()) for r in title)
    return Title(text=text.strip(" .:-"), rows=frozenset(r.index for r in title))


def is_motto(text: str) -> bool:
    """Whether a row is the name of the country or its motto."""
    return any(fuzz.partial_ratio(fold(text), line) >= _LIKE for line in _MOTTO) and len(text) > 20


def find_edition_marks(rows: Iterable[Row], today: date) -> EditionMarks:
    """What tells this edition from others: the number of the form, the act that issued it."""
    markers: list[str] = []
    act, day, year = "", "", ""
    for row in rows:
        form_number = _FORM_NUMBER.search(row.text)
        issued = _ACT.search(row.text)
        if not (form_number or issued):
            continue
        if issued and not act:
            act = issued.group("number").upper()
            markers.append(" ".join(issued.group().split()))
            day = _iso(_DAY.search(row.text))
        elif form_number and len(row.text) < 60 and not markers:
            markers.append(" ".join(form_number.group().split()))
        found = _YEAR.search(act or row.text)
        year = year or (f"{found.group()}-01-01" if found else "")
    return EditionMarks(
        edition=day or year or today.isoformat(), circular=act, markers=tuple(markers)
    )


def begins_notes(row: Row) -> bool:
    """Whether a row heads the notes that end a form ("Chú thích:", "Ghi chú:")."""
    return _NOTES.match(fold(row.text).lstrip(" *-_.(")) is not None and len(row.text) < 40


def is_instruction(text: str) -> bool:
    """Whether a row is wholly in brackets: "(Ký, ghi rõ họ, chữ đệm, tên)"."""
    bare = text.strip(" .")
    return bare.startswith("(") and bare.endswith(")") and len(bare) > 5


def _in_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 6 and sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def _iso(day: re.Match[str] | None) -> str:
    if day is None:
        return ""
    try:
        return date(int(day["y"]), int(day["m"]), int(day["d"])).isoformat()
    except ValueError:
        return ""
