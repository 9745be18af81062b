"""`measure`: a size whose details stand behind it: '245,6 m² (tầng 1: 81 m²; tum: 20 m²)' -> 245.6.

The forms of building permits ask for the details in the same blank, so several figures are no
mistake there; the first one is the size.
"""

from __future__ import annotations

import re
from typing import ClassVar, Final

from dossier.fields.kind import Comparison
from dossier.fields.numbers import NumberKind
from dossier.fields.outcome import Outcome, Parsed, Unreadable
from dossier.record import Check, Verdict
from dossier.text import clean, fold, fold_each

_DETAILS: Final = re.compile(r"[(\[;+:]|,\s|\b(?:va|gom|trong do)\b")
"""What opens the details: "(tầng 1 …", "; tầng 2 …", "+ 01 tum", "gồm …"."""
_PART: Final = re.compile(r"\b(?:ham|lung|tum|ban ham)\b")
"""Storeys that are no size of the whole where they stand first: "01 tầng hầm + 03 tầng nổi"."""


class MeasureKind:
    name: ClassVar[str] = "measure"

    def __init__(self) -> None:
        self._numbers = NumberKind()

    def parse(self, text: str) -> Outcome:
        """The one number, or the one that stands before the details."""
        whole = self._numbers.parse(text)
        if isinstance(whole, Parsed):
            return whole
        plain = clean(text)
        details = _DETAILS.search(fold_each(plain))
        if details is None:
            return whole
        head = plain[: details.start()]
        if _PART.search(fold(head)):
            return Unreadable("chỉ có số của một phần / the figure of a part alone")
        return self._numbers.parse(head)

    def check(self, value: str) -> tuple[Check, ...]:
        return self._numbers.check(value)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted) == clean(read):
            return Comparison(Verdict.SAME, "")
        first = self.parse(submitted)
        plain = first.value if isinstance(first, Parsed) else submitted
        found = self._numbers.compare(plain, read)
        if found.verdict is Verdict.SAME:
            return Comparison(Verdict.EQUIVALENT, "cùng giá trị / the same value")
        return found
