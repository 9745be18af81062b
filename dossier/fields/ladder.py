"""The ladder a clerk climbs when two writings of one value lie side by side.

same -> written otherwise (tone placement, spaces and points, i/y) -> only marks differ -> nearly
the same -> different. Vietnamese names that differ only in marks are names of two people, so that
rung is never taken for agreement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from rapidfuzz.distance import OSA

from dossier.fields.confusion import why_letters, why_marks
from dossier.fields.kind import Comparison, Level
from dossier.record import Verdict
from dossier.text import canonical_tones, clean, fold, fold_iy

_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9])[\W_]+(?=[0-9])")
_PUNCTUATION: Final = re.compile(r"[^\w/]+|_+|(?<![0-9])/|/(?![0-9])")
_APART: Final = re.compile(r"[\W_]+")
_CLOSE_SHARE: Final = 0.12
"""Of the letters, at most so many may differ in a value still called close."""
_CLOSE_WORD: Final = 2
"""At most so many slips in the one word that differs."""


RANK: Final = (
    Verdict.SAME,
    Verdict.EQUIVALENT,
    Verdict.TONES_ONLY,
    Verdict.CLOSE,
    Verdict.DIFFERENT,
)
"""Verdicts on two values that stand there, from best to worst."""


def worst_of(parts: Sequence[Comparison]) -> Comparison:
    """One comparison for all `parts` of a value: the worst verdict and every detail."""
    worst = max((part.verdict for part in parts), key=RANK.index, default=Verdict.SAME)
    details = dict.fromkeys(part.detail for part in parts if part.detail)
    # Two parts may each be the same while the whole was written otherwise.
    verdict = Verdict.EQUIVALENT if worst is Verdict.SAME else worst
    return Comparison(verdict, "; ".join(details))


def letters_of(text: str) -> str:
    """`text` without spaces and punctuation; what parted two digits stays as one slash."""
    return _PUNCTUATION.sub("", _BETWEEN_DIGITS.sub("/", text))


_RUNGS: Final[tuple[tuple[Callable[[str], str], Level, str], ...]] = (
    (
        canonical_tones,
        Level.TONE_PLACE,
        "khác vị trí đặt dấu thanh / tone mark placed otherwise",
    ),
    (
        lambda text: letters_of(canonical_tones(text)),
        Level.SPELLING,
        "khác dấu câu, cách chữ / punctuation, spaces",
    ),
    (
        lambda text: letters_of(canonical_tones(fold_iy(text))),
        Level.SPELLING,
        "khác i/y, cần xác nhận / i or y, please confirm",
    ),
)


def compare_texts(submitted: str, read: str) -> Comparison:
    """Compare two texts down the ladder; the detail names the words that differ."""
    first, second = clean(submitted), clean(read)
    if first.casefold() == second.casefold():
        return Comparison(Verdict.SAME, "")
    # All further rungs but the last need the same letters: most pairs that differ end here.
    if not _same_letters(first, second):
        return _compare_letters(first, second)
    if _parted_otherwise(first, second):
        return Comparison(Verdict.CLOSE, "ranh giới các từ khác nhau / words parted elsewhere")
    for key, level, reason in _RUNGS:
        if key(first.casefold()) == key(second.casefold()):
            return Comparison(Verdict.EQUIVALENT, reason, level)
    if letters_of(fold(first)) == letters_of(fold(second)):
        return Comparison(Verdict.TONES_ONLY, _name_marks(first, second))
    return _compare_letters(first, second)


def _same_letters(first: str, second: str) -> bool:
    """Whether letters and digits are the same but for marks, i or y, and what parts them."""
    return any(
        _APART.sub("", fold(key(first))) == _APART.sub("", fold(key(second)))
        for key in (str, fold_iy)
    )


def compare_names(submitted: str, read: str) -> Comparison:
    """Compare two names of persons, stricter than texts: one letter makes another person.

    Near are only names parted elsewhere, those with one word misread by a pair that readers
    confuse, and those that lack a middle word; the reason is told, the difference stays.
    """
    found = compare_texts(submitted, read)
    first, second = clean(submitted), clean(read)
    odd = _odd_words(first, second)
    match found.verdict:
        case Verdict.TONES_ONLY:
            reasons = [why_marks(a, b) for _, a, b in odd or []]
            return _with_reason(found, reasons[0] if len(reasons) == 1 else "")
        case Verdict.CLOSE if _parted_otherwise(first, second) or _lacks_middle(first, second):
            return found
        case Verdict.CLOSE | Verdict.DIFFERENT:
            reason = why_letters(odd[0][1], odd[0][2]) if odd and len(odd) == 1 else ""
            verdict = Verdict.CLOSE if reason else Verdict.DIFFERENT
            return _with_reason(Comparison(verdict, found.detail), reason)
        case _:
            return found


def _with_reason(found: Comparison, reason: str) -> Comparison:
    return Comparison(found.verdict, f"{found.detail}; {reason}" if reason else found.detail)


def _lacks_middle(first: str, second: str) -> bool:
    """Whether one name has one word more, and that between its first and its last."""
    a, b = first.split(), second.split()
    ends = {(_key(side[0]), _key(side[-1])) for side in (a, b) if side}
    return len(ends) == 1 and bool(_missing_word(first, second))


def _parted_otherwise(first: str, second: str) -> bool:
    """As many words of the same letters with other boundaries: Hoàng Anh, Hoàn Ganh."""
    a, b = ([fold(part) for part in _PUNCTUATION.split(side)] for side in (first, second))
    words = list(filter(None, a)), list(filter(None, b))
    same_letters = "".join(words[0]) == "".join(words[1])
    return same_letters and len(words[0]) == len(words[1]) and words[0] != words[1]


def _name_marks(first: str, second: str) -> str:
    if first.isascii() != second.isascii():
        return "một bên không có dấu / one side is written without marks"
    odd = _odd_words(first, second)
    if odd is None:
        return "chỉ khác dấu / only marks differ"
    words = ", ".join(f"từ {at} “{a}” – “{b}”" for at, a, b in odd)
    places = ", ".join(str(at) for at, _, _ in odd)
    return f"chỉ khác dấu: {words} / only marks differ, word {places}"


def _compare_letters(first: str, second: str) -> Comparison:
    odd = _odd_words(first, second)
    if odd is not None and len(odd) == 1:
        at, a, b = odd[0]
        slips = OSA.distance(fold(a), fold(b))
        if slips <= min(_CLOSE_WORD, max(1, len(b) // 2)) and not (a.isdigit() and slips > 1):
            detail = f"từ {at} khác: “{a}” – “{b}” / word {at} differs by {slips}"
            return Comparison(Verdict.CLOSE, detail)
    a, b = letters_of(fold(first)), letters_of(fold(second))
    slips = OSA.distance(a, b)
    if slips <= _CLOSE_SHARE * max(len(a), len(b)):
        return Comparison(Verdict.CLOSE, f"khác {slips} ký tự / {slips} characters differ")
    if missing := _missing_word(first, second):
        return Comparison(Verdict.CLOSE, missing)
    return Comparison(Verdict.DIFFERENT, _name_words(odd))


def _odd_words(first: str, second: str) -> list[tuple[int, str, str]] | None:
    """(position from 1, word, word) where two texts of as many words differ; else None."""
    a, b = first.split(), second.split()
    if len(a) != len(b):
        return None
    pairs = enumerate(zip(a, b, strict=True), start=1)
    return [(at, x, y) for at, (x, y) in pairs if _key(x) != _key(y)]


def _key(word: str) -> str:
    return letters_of(canonical_tones(word.casefold()))


def _missing_word(first: str, second: str) -> str:
    """Says which word one side has more, where dropping it leaves the same text; else ''."""
    a, b = first.split(), second.split()
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if len(longer) - len(shorter) != 1 or len(shorter) < 2:
        return ""
    keys, wanted = [_key(word) for word in longer], [_key(word) for word in shorter]
    for at, word in enumerate(longer):
        if keys[:at] + keys[at + 1 :] == wanted:
            return f"một bên thiếu từ “{word}” / one side lacks word {at + 1}"
    return ""


def _name_words(odd: list[tuple[int, str, str]] | None) -> str:
    if not odd:
        return "khác số từ hoặc nội dung / different words"
    places = ", ".join(str(at) for at, _, _ in odd)
    return f"khác từ thứ {places} / word {places} differs"
