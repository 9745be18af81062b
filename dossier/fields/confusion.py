"""Letters, marks and digits that readers and hands confuse: a reason for a doubt, never an excuse.

A name that differs by such a pair may be the same name misread; that it may be is told to the
reviewer, and the difference stays a difference.
"""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

from dossier.text import fold, split_tone

_LETTERS: Final = (
    "n-u h-b h-k b-k rn-m nh-rh l-t g-q g-y q-y ng-ny c-e v-r i-l i-t th-tn d-b "  # seen by eye
    "tr-ch s-x d-gi d-r gi-r l-n"  # heard alike in the north, and so misspelled
)
_PAIRS: Final = tuple(
    pair
    for entry in _LETTERS.split()
    for a, _, b in (entry.partition("-"),)
    for pair in ((a, b), (b, a))
)
_DIGITS: Final = frozenset(
    frozenset(pair) for pair in ("17", "06", "38", "56", "49", "27", "08", "14")
)
_VOWEL_GROUPS: Final = ("aăâ", "oôơ", "uư", "eê")
_TONE_NAMES: Final = {
    "": "ngang",
    "\u0300": "huyền",
    "\u0301": "sắc",
    "\u0303": "ngã",
    "\u0309": "hỏi",
    "\u0323": "nặng",
}
_TONES: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("hỏi", "ngã"),
        ("sắc", "hỏi"),
        ("huyền", "sắc"),
        # A dot of the leader under a word, or one lost at the line's foot.
        ("ngang", "nặng"),
        ("ngang", "sắc"),
        ("ngang", "huyền"),
    )
)


def why_letters(first: str, second: str) -> str:
    """Why two words of other letters may be one word misread, Vietnamese / English; else ''."""
    a, b = fold(first), fold(second)
    for old, new in _PAIRS:
        at = a.find(old)
        while at >= 0:
            if a[:at] + new + a[at + len(old) :] == b:
                return f"{old}–{new} dễ lẫn / {old} and {new} are easily confused"
            at = a.find(old, at + 1)
    return ""


def why_marks(first: str, second: str) -> str:
    """Why two words of the same letters may differ in marks by a misreading; else ''."""
    (a, tone_a), (b, tone_b) = split_tone(first.casefold()), split_tone(second.casefold())
    if a == b:
        names = [_TONE_NAMES[tone_a], _TONE_NAMES[tone_b]]
        if frozenset(names) in _TONES:
            return f"dấu {names[0]}–{names[1]} dễ lẫn / these tones are easily confused"
        return ""
    odd = [(x, y) for x, y in zip(a, b, strict=True) if x != y] if len(a) == len(b) else []
    if tone_a != tone_b or len(odd) != 1:
        return ""
    pair = normalize("NFC", "".join(odd[0]))
    alike = pair in ("đd", "dđ") or any(set(pair) <= set(group) for group in _VOWEL_GROUPS)
    return f"{pair[0]}–{pair[1]} dễ lẫn / these letters are easily confused" if alike else ""


def why_digits(first: str, second: str) -> str:
    """Why two numbers of one length may be one number misread; '' unless every digit says so."""
    odd = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if not odd or not all(frozenset(pair) in _DIGITS for pair in odd):
        return ""
    listed = ", ".join(f"{a}–{b}" for a, b in odd)
    return f"{listed} dễ lẫn / easily confused"
