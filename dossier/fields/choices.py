"""`choice`: one of a form's own closed options, by the words that stand for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from dossier.fields.closed import ClosedList
from dossier.fields.kind import Comparison
from dossier.fields.outcome import Outcome, Unreadable
from dossier.record import Check, Verdict
from dossier.text import clean

YES_NO: Final[Mapping[str, Sequence[str]]] = {
    "yes": ("có", "yes", "x", "v", "✓", "true", "đúng"),
    "no": ("không", "no", "false", "ko", "k"),
}
"""Values and words of a plain tick: Có / Không."""


@dataclass(frozen=True)
class ChoiceKind:
    """`options` maps each value to the words that mean it; the value itself always does."""

    options: Mapping[str, Sequence[str]] = field(default_factory=lambda: YES_NO)
    name: ClassVar[str] = "choice"

    def parse(self, text: str) -> Outcome:
        found = self._list.find(text)
        if found is None:
            return Unreadable("không phải lựa chọn của biểu mẫu / not an option of the form")
        return found

    def check(self, value: str) -> tuple[Check, ...]:
        ok = value in self.options
        detail = "" if ok else "không phải lựa chọn in trên giấy / none of the printed options"
        return (Check(rule="choice_listed", ok=ok, detail=detail),)

    def compare(self, submitted: str, read: str) -> Comparison:
        if clean(submitted).casefold() == clean(read).casefold():
            return Comparison(Verdict.SAME, "")
        first, second = self._list.find(submitted), self._list.find(read)
        if first and second and first.value == second.value:
            return Comparison(Verdict.EQUIVALENT, "cùng lựa chọn / the same option")
        return Comparison(Verdict.DIFFERENT, "khác lựa chọn / different options")

    @property
    def _list(self) -> ClosedList:
        words = {word: value for value, listed in self.options.items() for word in listed}
        return ClosedList({**words, **{value: value for value in self.options}})
