"""`until`: when a stay ended: a date, or "nay" where it goes on to this day."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.dates import DateKind
from dossier.fields.kind import Comparison
from dossier.fields.outcome import Outcome, Parsed
from dossier.record import Check, Verdict
from dossier.text import clean, fold

NOW: Final = "nay"
"""The value of an end that has not come, as the forms have it: "từ 09/2018 đến nay"."""

_NOW: Final = re.compile(r"\W*(?:den\s*)?(?:hien\s*)?(?:nay|tai|gio)\W*")


class UntilKind:
    name: ClassVar[str] = "until"

    def __init__(self) -> None:
        self._dates = DateKind()

    def parse(self, text: str) -> Outcome:
        if _NOW.fullmatch(fold(clean(text))):
            return Parsed(NOW)
        return self._dates.parse(text)

    def check(self, value: str) -> tuple[Check, ...]:
        return () if value == NOW else self._dates.check(value)

    def compare(self, submitted: str, read: str) -> Comparison:
        ended = [self.parse(side) != Parsed(NOW) for side in (submitted, read)]
        if all(ended):
            return self._dates.compare(submitted, read)
        if any(ended):
            detail = "một bên đã kết thúc / one side has ended"
            return Comparison(Verdict.DIFFERENT, detail)
        same = clean(submitted).casefold() == clean(read).casefold()
        return Comparison(Verdict.SAME if same else Verdict.EQUIVALENT, "")
