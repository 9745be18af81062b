"""`name`: a person's or business's name, as on the paper."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import ClassVar, Final

from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_names
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.record import Check
from dossier.text import (
    canonical_tones,
    clean,
    fold,
    is_syllable,
    mend_tones,
    part_syllables,
    plausibility,
)

_EDGE: Final = " .,;:-–—_|/\\*`~"
_HONORIFIC: Final = re.compile(r"^(?:ông/bà|ông \(bà\)|ông|bà|anh|chị)\s*:\s*", re.IGNORECASE)
_TITLED: Final = re.compile(
    r"^(?:[oô]ng\s+(?=(?P<man>\w+)(?:\s+\w+){2})|(?:bà|anh|chị)\s+(?=(?P<other>\w+)\s+\w))",
    re.IGNORECASE,
)
"""A title before a name. "Ông" is a rare surname too: Ông Văn Tuấn has three words with it."""
_BUSINESS: Final = re.compile(
    r"^(?:tong )?(?:cong ty|hop tac xa|htx|doanh nghiep|ho kinh doanh|ban quan ly)\b"
)
"""How the names of organisations begin; they follow no rule of persons' names."""
_ALLOWED: Final = re.compile(r"[^\W\d_]+(?:[ .'’\-][^\W\d_]+|'|’)*\.?")
_LONGEST: Final = 60


_THI: Final = re.compile(r"^([^\W\d_]+ (?:TH|Th|th))([Ii])(?= [^\W\d_]+)")
"""A woman's middle name without its dot; Thi is a given name and stands last."""
_NUMBER_BEFORE: Final = re.compile(r"^[0-9]{1,2}\s+(?=[^\W\d_]+\s+[^\W\d_])")
_POINT: Final = re.compile(r"\s*[.:,;]\s*")
"""No Vietnamese name has one; dots of a leader under the letters come out as points."""
_MOST_POINTS: Final = 4


class NameKind:
    name: ClassVar[str] = "name"

    def parse(self, text: str) -> Outcome:
        """The name with single spaces, its case kept: UPPER stays UPPER."""
        written = _untitled(_HONORIFIC.sub("", mend_tones(clean(text))).strip(_EDGE))
        pointless = _POINT.sub(" ", written)
        if pointless != written and len(_POINT.findall(written)) < _MOST_POINTS:
            outcome = self.parse(pointless)
            if isinstance(outcome, Parsed):
                note = "bỏ dấu chấm lạc / stray points taken out"
                return Parsed(outcome.value, min(outcome.certainty, 0.95), note)
        if not any(ch.isalpha() for ch in written):
            return Unreadable("không có chữ / no letters")
        spaced = " ".join(map(_part_words, written.split()))
        if spaced != written:
            return Parsed(spaced, 0.9, "tách các chữ viết liền / words written together parted")
        whole = _THI.sub(lambda m: m[1] + ("Ị" if m[2] == "I" else "ị"), written)
        if whole != written:
            return Parsed(whole, 0.6, "sửa Thi thành Thị / Thi as a middle name made Thị")
        numberless = _NUMBER_BEFORE.sub("", written)
        if numberless != written:
            return Parsed(numberless, 0.8, "bỏ số lạc trước tên / a figure before the name dropped")
        if any(ch.isdigit() for ch in written):
            return Parsed(written, 0.6, "có chữ số trong tên / a digit inside the name")
        return Parsed(written)

    def check(self, value: str) -> tuple[Check, ...]:
        if _BUSINESS.match(fold(value)):
            return (_check_alphabet(value),)
        return (
            _check_alphabet(value),
            _check_length(value),
            _check_syllables(value),
            _check_marks(value),
        )

    def compare(self, submitted: str, read: str) -> Comparison:
        return compare_names(submitted, read)


def _untitled(written: str) -> str:
    """Without "Ông" or "Bà" before a whole name that begins with a usual surname."""
    titled = _TITLED.match(written)
    surname = (titled["man"] or titled["other"]).casefold() if titled else ""
    return written[titled.end() :] if titled and canonical_tones(surname) in SURNAMES else written


def _part_words(word: str) -> str:
    """'NguyễnVăn' and 'NGUYỄNVĂN' as two words; what can be parted in two ways stays whole."""
    if not word.isalpha():
        return word
    if word.isupper() or word[1:].islower():
        return " ".join(part_syllables(word))
    cuts = [at for at in range(1, len(word)) if word[at].isupper() and word[at - 1].islower()]
    parts = [word[a:b] for a, b in pairwise([0, *cuts, len(word)])]
    return " ".join(parts) if all(map(is_syllable, parts)) else word


def _check_alphabet(value: str) -> Check:
    ok = bool(_ALLOWED.fullmatch(value)) and len(value) <= _LONGEST
    detail = "" if ok else "có ký tự không dùng trong tên / a character that no name has"
    return Check(rule="name_alphabet", ok=ok, detail=detail)


def _check_length(value: str) -> Check:
    count = len(value.split())
    ok = 2 <= count <= 6
    detail = "" if ok else f"tên có {count} từ, thường 2 đến 6 / {count} words, usually 2 to 6"
    return Check(rule="name_words", ok=ok, detail=detail, severity="warning")


def _check_syllables(value: str) -> Check:
    ok = plausibility(value) == 1.0
    detail = "" if ok else "có từ không đúng chính tả tiếng Việt / a word no Vietnamese spells"
    return Check(rule="name_syllables", ok=ok, detail=detail, severity="warning")


def _check_marks(value: str) -> Check:
    """A surname with other marks than any surname has ("NGUYÊN", "Trân") was misread.

    The same for a middle "Thi": Thị marks a woman's name, Thi is a given name and stands last.
    """
    words = value.casefold().split()
    surname = canonical_tones(words[0]) if words else ""
    like = surname not in SURNAMES and fold(surname) in _FOLDED_SURNAMES
    middle = len(words) > 2 and words[1] in ("thi", "thí", "thì", "thỉ")
    ok = not (like or middle)
    detail = "" if ok else "dấu khác họ hoặc chữ đệm thường gặp / marks unlike any usual surname"
    return Check(rule="name_marks", ok=ok, detail=detail)


_LIST: Final = Path(__file__).with_name("surnames.txt")
SURNAMES: Final = frozenset(map(canonical_tones, _LIST.read_text(encoding="utf-8").split()))
"""The usual surnames in small letters, older tone placement; there are rarer ones."""
_FOLDED_SURNAMES: Final = frozenset(map(fold, SURNAMES))
