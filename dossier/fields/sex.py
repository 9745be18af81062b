"""`sex`: male or female from 'Nam', 'Nữ' and how they come out of a recogniser."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.kind import Comparison
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.record import Check, Verdict
from dossier.text import clean, fold

MALE: Final = "male"
FEMALE: Final = "female"

_EXACT: Final = {
    "nam": MALE, "nữ": FEMALE, "male": MALE, "female": FEMALE, "m": MALE, "f": FEMALE,
    "nam giới": MALE, "nữ giới": FEMALE, "đàn ông": MALE, "phụ nữ": FEMALE, "trai": MALE,
    "gái": FEMALE, "nam male": MALE, "nữ female": FEMALE,
}  # fmt: skip
_BENT: Final = {
    **{fold(word): value for word, value in _EXACT.items()},
    "narn": MALE, "nain": MALE, "nani": MALE, "nann": MALE,
}  # fmt: skip
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_LABEL: Final = re.compile(r"^(?:gioi tinh|sex)\b")


class SexKind:
    name: ClassVar[str] = "sex"

    def parse(self, text: str) -> Outcome:
        words = _NOT_LETTERS.sub(" ", clean(text).casefold()).strip()
        if words.startswith("giới tính"):
            words = words.removeprefix("giới tính").strip()
        if words in _EXACT:
            return Parsed(_EXACT[words])
        plain = _LABEL.sub("", fold(words)).strip()
        for attempt, certainty in ((plain, 0.9), (plain.replace(" ", ""), 0.8)):
            if attempt in _BENT:
                return Parsed(_BENT[attempt], certainty, f"đọc được “{words}” / as read")
        return Unreadable("không phải Nam hay Nữ / neither Nam nor Nữ")

    def check(self, value: str) -> tuple[Check, ...]:
        ok = value in (MALE, FEMALE)
        detail = "" if ok else "không phải Nam hay Nữ / neither male nor female"
        return (Check(rule="sex_listed", ok=ok, detail=detail),)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted).casefold() == clean(read).casefold():
            return Comparison(Verdict.SAME, "")
        sides = [self.parse(side) for side in (submitted, read)]
        values = {side.value for side in sides if isinstance(side, Parsed)}
        if len(values) == 1 and all(isinstance(side, Parsed) for side in sides):
            return Comparison(Verdict.EQUIVALENT, "cùng giới tính / the same sex")
        return Comparison(Verdict.DIFFERENT, "khác giới tính / the sexes differ")
