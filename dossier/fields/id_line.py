"""The line 'Giấy tờ tùy thân': one line that holds document, number, issuer and date.

The form's own example: "Căn cước công dân số 025188001010 do Cục Cảnh sát QLHC về TTXH cấp ngày
20/11/2021"; people also write "cấp ngày … tại …", "CCCD: …, nơi cấp: …, ngày cấp: …".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dossier.fields.dates import parse_date
from dossier.fields.digits import DIGIT_LIKE
from dossier.fields.identity import IdNumberKind
from dossier.fields.outcome import LONGEST, Outcome
from dossier.fields.texts import TextKind
from dossier.text import fold_each

_D: Final = r"[0-9oqlisz|!]"
_SEP: Final = r"\s*[/.\-–—]\s*"
_DATE: Final = re.compile(
    rf"(?<![0-9]){_D}{{1,2}}\s*t?hang\s*{_D}{{1,2}}\s*,?\s*nam\s*{_D}{{4}}"
    rf"|(?<![0-9])(?:(?<![a-z]){_D}|[0-9]){_D}?{_SEP}{_D}{{1,2}}{_SEP}{_D}{{2,4}}(?![0-9])"
)
_AFTER_ISSUED: Final = re.compile(r"(?:cap[\s.…_·]*ngay|ngay\s*cap)\s*:?\s*")
_PLACED_DATE: Final = re.compile(
    rf"{_D}{{1,2}}[\s/.\-–—,]+{_D}{{1,2}}[\s/.\-–—,]+[0-9]{{4}}(?![0-9])"
)
"""A date where one must stand, its marks perhaps lost: "cấp ngày 8 9.2024"."""
_KEYWORDS: Final = re.compile(
    r"\b(?:so|no|cccd|cmnd|cmtnd|cc|cap|ngay|do|tai|noi|thang|nam|dan|cuoc|can|cong)\b"
)
_NUMBER: Final = re.compile(
    rf"(?<![^\W_])(?=(?:[^0-9]*[0-9]){{6}})[{DIGIT_LIKE}](?:[\s.\-·]{{0,2}}[{DIGIT_LIKE}]){{7,}}"
)
_CUT_NUMBER: Final = re.compile(
    r"(?<![^\W_])[0-9]{3}\s?…\s{0,2}[0-9]{3}[\s.]?[0-9]{3}[\s.]?[0-9]{3}(?![0-9])"
)
"""Its first group at the end of a row, the leader's rest behind it."""
_PASSPORT: Final = re.compile(r"(?<![^\W_])[A-Z]\s?[0-9]{7,8}(?![0-9])")
_ISSUER_HEAD: Final = re.compile(
    r"\b(?:co\s*quan\s*cap|noi\s*cap|cap\s*tai|cap\s*boi|do|tai)(?:\s*:\s*|\s+)|\bdo(?=[A-ZĐ])"
)
_ISSUER_TAIL: Final = re.compile(
    r"[\s,;.\-–]*(?:\b(?:da\s*)?cap[\s.…_·]*(?:ngay|$|[,;:#])|\bngay\s*cap|\bcap\s*(?:[^\W\d]{3,5}\s*)?#|\bngay\b|#|$)|cap\s*ngay"
)
_ISSUER_WORDS: Final = re.compile(
    r"\b(?:bo\s*cong\s*an|cuc\s|cong\s*an\s|ca\s*(?:tp|tinh)|so\s*tu)"
)
_DOCUMENT_TAIL: Final = re.compile(r"[\s:.,;\-]*(?:\bso\b|\bno\b)?[\s:.,;\-/]*$")


@dataclass(frozen=True, slots=True)
class IdPart:
    """One part of the line. `start` and `end` are offsets in the text that was parsed."""

    raw: str
    start: int
    end: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class IdLine:
    """The parts found; None where the line says nothing of that part."""

    document: IdPart | None = None
    """'Căn cước công dân', 'CCCD', 'Hộ chiếu' as written."""
    number: IdPart | None = None
    issuer: IdPart | None = None
    issued_on: IdPart | None = None

    @property
    def number_span(self) -> tuple[int, int] | None:
        """(start, end) of the number in the text that was parsed."""
        return _span_of(self.number)

    @property
    def issuer_span(self) -> tuple[int, int] | None:
        return _span_of(self.issuer)

    @property
    def issued_on_span(self) -> tuple[int, int] | None:
        return _span_of(self.issued_on)


def _span_of(part: IdPart | None) -> tuple[int, int] | None:
    return None if part is None else (part.start, part.end)


_Span = tuple[int, int]


def parse_id_line(text: str) -> IdLine:
    """Take the line (NFC) apart, whatever the order of its parts. Never raises.

    A text longer than any line (500 characters) gives no parts.
    """
    if len(text) > LONGEST:
        return IdLine()
    plain = fold_each(text)
    issued_on = _find_date(plain)
    masked = _mask(text, issued_on)
    number = _find_number(masked, _mask(plain, issued_on))
    issuer = _find_issuer(text, _mask(_mask(plain, issued_on), number), number)
    document = _find_document(plain, number, issuer)
    return IdLine(
        document=_part(text, document, TextKind().parse),
        number=_part(text, number, _parse_number),
        issuer=_part(text, issuer, TextKind().parse),
        issued_on=_part(text, issued_on, parse_date),
    )


def _parse_number(text: str) -> Outcome:
    return IdNumberKind().parse(text.replace("…", ""))


def _part(text: str, span: _Span | None, parse: Callable[[str], Outcome]) -> IdPart | None:
    if span is None:
        return None
    start, end = span
    while start < end and text[start] in " ,.;:-–—\t":
        start += 1
    while end > start and text[end - 1] in " ,.;:-–—\t":
        end -= 1
    if start == end:
        return None
    return IdPart(text[start:end], start, end, parse(text[start:end]))


def _mask(text: str, span: _Span | None) -> str:
    """`text` with the span blotted out, as long as before."""
    return text if span is None else text[: span[0]] + "#" * (span[1] - span[0]) + text[span[1] :]


def _find_date(plain: str) -> _Span | None:
    """The date after 'cấp ngày', else the first date of the line."""
    dates = [found.span() for found in _DATE.finditer(plain)]
    heads = [found.end() for found in _AFTER_ISSUED.finditer(plain)]
    for head in heads:
        for start, end in dates:
            if 0 <= start - head <= len("ngày "):
                return start, end
        if placed := _PLACED_DATE.match(plain, head):
            return placed.span()
    return dates[0] if dates else None


def _find_number(text: str, plain: str) -> _Span | None:
    """The longest run of digits that is no date; a passport number where there is none."""
    open_text = text
    for keyword in _KEYWORDS.finditer(plain):
        open_text = _mask(open_text, keyword.span())
    kinds = (_NUMBER, _CUT_NUMBER)
    runs = [found.span() for kind in kinds for found in kind.finditer(open_text)]
    if not runs:
        passport = _PASSPORT.search(open_text)
        return passport.span() if passport else None
    return max(runs, key=lambda span: sum(ch.isdigit() for ch in text[span[0] : span[1]]))


def _find_issuer(text: str, masked: str, number: _Span | None) -> _Span | None:
    """What stands after 'do', 'tại', 'nơi cấp'; else from the first word of an office on."""
    # Upper case is wanted for 'doCục', so the heads are sought in a copy that keeps it.
    cased = "".join(m.upper() if t.isupper() else m for t, m in zip(text, masked, strict=True))
    head = _ISSUER_HEAD.search(cased) or _ISSUER_HEAD.search(masked)
    start = head.end() if head else None
    if start is None:
        office = _ISSUER_WORDS.search(masked, number[1] if number else 0)
        start = office.start() if office else None
    if start is None:
        return None
    tail = _ISSUER_TAIL.search(masked, start)
    return start, tail.start() if tail else len(masked)


def _find_document(plain: str, number: _Span | None, issuer: _Span | None) -> _Span | None:
    """What stands before the number (or the issuer), without 'số'."""
    ends = [span[0] for span in (number, issuer) if span]
    if not ends:
        return None
    head = plain[: min(ends)]
    tail = _DOCUMENT_TAIL.search(head)
    end = tail.start() if tail else len(head)
    return (0, end) if any(ch.isalpha() for ch in head[:end]) else None
