"""Which labels of a form stand on a page, at a glance: enough to sort a pile by.

A page's letters are searched for every label as one string, without its place or its order. That
is a hundredth of the work of laying the form over the page, which reading its fields needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from dossier.forms.definition import FormDefinition, Label
from dossier.page import PageReading
from dossier.text import fold

_SHOWN: Final = 84.0
"""Share of a label, of 100, that must stand on a page."""
_SHORTEST: Final = 8
"""Letters: shorter labels stand on every page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The labels of one form that stand on a page."""

    labels: Mapping[str, int]
    """The letters of each wording, and where in the form it stands first."""
    required: int
    """Letters of all labels that every filled form shows."""
    found: int
    """Letters of those that were found."""

    @property
    def letters(self) -> float:
        return float(sum(map(len, self.labels)))

    @property
    def share(self) -> float:
        """0..1 of the wording that the form must show."""
        return self.found / self.required if self.required else 0.0

    @property
    def place(self) -> float:
        """Where the labels stand in the form, on the average."""
        return sum(self.labels.values()) / len(self.labels) if self.labels else 0.0

    def beyond(self, others: Iterable[Shown]) -> float:
        """Letters of labels that none of `others` has."""
        known = {wording for other in others for wording in other.labels}
        return float(sum(len(wording) for wording in self.labels if wording not in known))


def letters_of(page: PageReading) -> str:
    """The letters of `page` as labels are looked for in them: folded, without spaces."""
    return "".join(fold(" ".join(line.text for line in page.lines)).split())


def shown_labels(form: FormDefinition, letters: str) -> Shown:
    """The labels of `form` that stand in `letters` of a page."""
    labels: dict[str, int] = {}
    required = found = 0
    for at, label in enumerate(form.labels):
        wording = _squeeze(label.text[0])
        if len(wording) < _SHORTEST:
            continue
        is_in = wording in labels or _is_in(label, letters)
        required += label.required * len(wording)
        found += (label.required and is_in) * len(wording)
        if is_in:
            labels.setdefault(wording, at)
    return Shown(labels=labels, required=required, found=found)


def _is_in(label: Label, letters: str) -> bool:
    wordings = (_squeeze(wording) for wording in label.text)
    return any(fuzz.partial_ratio(wording, letters, score_cutoff=_SHOWN) for wording in wordings)


@lru_cache(maxsize=4096)
def _squeeze(text: str) -> str:
    return "".join(fold(text).split())
