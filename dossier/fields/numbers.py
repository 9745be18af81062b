"""`number`: plain digits, a point before decimals: '50.000.000 đồng' -> 50000000, 'hai' -> 2."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar, Final

from dossier.fields.digits import DIGIT_LIKE, certainty_of, mend_digits, note_of
from dossier.fields.kind import Comparison
from dossier.fields.number_words import SCALES, number_of
from dossier.fields.outcome import LONGEST, TOO_LONG, Outcome, Parsed, Unreadable
from dossier.record import Check, Verdict
from dossier.text import clean, fold

_UNIT: Final = re.compile(r"\bm\s?[23²³]|[²³]|/\s*(?:thang|ngay|nam)\b")
_FIGURE: Final = re.compile(
    rf"(?<![{DIGIT_LIKE}])[0-9]+(?:[.,\s][0-9]{{3}})*(?:[.,][0-9]+)?(?![{DIGIT_LIKE}])"
)
_SCALED: Final = re.compile(r"(nghin|ngan|trieu|ty|ti)\b")
_LOOSE: Final = re.compile(
    rf"(?<![^\W_])(?=[{DIGIT_LIKE}.,]*[0-9])[{DIGIT_LIKE}][{DIGIT_LIKE}.,]+(?![^\W_])"
)
_LONE_TWIN: Final = re.compile(r"^[oOlI|]{1,2}$")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_ORDINALS: Final = {"nhat": 1, "nhi": 2, "dau": 1}


class NumberKind:
    name: ClassVar[str] = "number"

    def parse(self, text: str) -> Outcome:
        """The one number in figures or words; both must agree where both stand there."""
        plain = _UNIT.sub(" ", clean(text))
        if len(plain) > LONGEST:
            return TOO_LONG
        figures = _figures(plain)
        certainty, note = 1.0, ""
        if not figures:
            plain, mends = _mend(plain)
            figures, certainty, note = _figures(plain), certainty_of(mends), note_of(mends)
        if len(figures) > 1:
            return Unreadable(f"có {len(figures)} số khác nhau / {len(figures)} numbers")
        words = _in_words(plain)
        if not figures:
            return _from_words(words)
        value = figures.pop()
        if value is None:
            return Unreadable("dấu phân nhóm không đều / points and commas out of order")
        if words is not None and words != value:
            return Unreadable("số và chữ không khớp / figures and words disagree")
        return Parsed(_plain(value), certainty, note)

    def check(self, value: str) -> tuple[Check, ...]:
        ok = bool(re.fullmatch(r"[0-9]+(\.[0-9]+)?", value))
        detail = "" if ok else "không phải một số / not a number"
        return (Check(rule="number_form", ok=ok, detail=detail),)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted) == clean(read):
            return Comparison(Verdict.SAME, "")
        first, second = self.parse(submitted), self.parse(read)
        if isinstance(first, Unreadable) or isinstance(second, Unreadable):
            return Comparison(Verdict.DIFFERENT, "một bên không phải số / one side is no number")
        if first.value == second.value:
            return Comparison(Verdict.EQUIVALENT, "cùng giá trị / the same value")
        return _compare_figures(first.value, second.value)


def _figures(text: str) -> set[Decimal | None]:
    """The numbers in `text`; None for one whose points and commas make no sense."""
    found: set[Decimal | None] = set()
    for match in _FIGURE.finditer(text):
        scale = _SCALED.match(fold(text[match.end() :]))
        factor = SCALES[scale[1]] if scale else 1
        value = _decimal(match.group())
        found.add(value if value is None else value * factor)
    return found


def _decimal(figure: str) -> Decimal | None:
    """'1.250,5' -> 1250.5; a mark before exactly three digits parts thousands, except after 0.

    None for '50.000.00': a lost digit must not make fifty million fifty thousand.
    """
    joined = re.sub(r"\s", ".", figure)
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?:,[0-9]{3})+", joined):
        return Decimal(re.sub(r"[.,]", "", joined))
    if grouped := re.fullmatch(r"([0-9]{1,3}(?:([.,])[0-9]{3})+)(?!\2)[.,]([0-9]+)", joined):
        return Decimal(re.sub(r"[.,]", "", grouped[1]) + "." + grouped[3])
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", joined):
        return Decimal(joined.replace(",", "."))
    return None


def _plain(value: Decimal) -> str:
    """Without zeros that say nothing; one stays where 1.001 would be read as a thousand and one."""
    text = f"{value:f}"
    if "." not in text:
        return text
    text = text.rstrip("0").rstrip(".")
    return f"{text}0" if _GROUPED.fullmatch(text) else text


def _mend(text: str) -> tuple[str, int]:
    if _LONE_TWIN.match(text.strip(" .,:")):
        return mend_digits(text)
    mends, mended = 0, text
    for run in _LOOSE.finditer(text):
        digits, count = mend_digits(run.group())
        mended, mends = mended[: run.start()] + digits + mended[run.end() :], mends + count
    return mended, mends


def _in_words(text: str) -> Decimal | None:
    letters = re.sub(r"[0-9][0-9.,]*\s*(?:triệu|tỷ|tỉ|nghìn|ngàn)?", " ", text)
    words = re.findall(r"[^\W\d_]+", fold(letters))
    if words and words[-1] in _ORDINALS:
        return Decimal(_ORDINALS[words[-1]])
    number = number_of(letters)
    return None if number is None else Decimal(number)


def _from_words(words: Decimal | None) -> Outcome:
    if words is None:
        return Unreadable("không có số / no number")
    return Parsed(_plain(words), 0.95, "đọc từ chữ / read from words")


def _compare_figures(first: str, second: str) -> Comparison:
    one_digit = len(first) == len(second) > 1 and (
        sum(a != b for a, b in zip(first, second, strict=True)) == 1
    )
    if one_digit:
        return Comparison(Verdict.CLOSE, "khác một chữ số / one digit differs")
    return Comparison(Verdict.DIFFERENT, "hai số khác nhau / the numbers differ")
