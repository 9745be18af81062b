"""What a page shows of where it belongs: labels, its printed number, notes and references to them.

Gathered once a page, so that every page can be held against every document of a pile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dossier.forms.definition import FormDefinition
from dossier.page import PageReading
from dossier.text import fold
from ocr.extract.page_numbers import PageNumber, number_in, rows_of
from ocr.extract.wordings import Shown, letters_of, shown_labels

_NOTE: Final = re.compile(r"^\W{0,2}\(([0-9]{1,2})\)\s")
"""A row that begins a printed note: "(1) Ghi rõ tên cơ quan đăng ký khai sinh"."""
_REFERENCE: Final = re.compile(r"(?<=\S)\s?\(([0-9]{1,2})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """The signs of one page."""

    page: PageReading
    plain: tuple[str, ...]
    """Its text row by row."""
    rows: tuple[str, ...]
    """The same, folded."""
    number: PageNumber | None
    notes: frozenset[int]
    """Numbers of the printed notes that stand on it."""
    references: frozenset[int]
    """Numbers of the notes that its text refers to."""
    shown: Mapping[str, Shown]
    """The labels on it, of every labelled form of the pile by key."""
    headings: frozenset[str]
    """Those of the forms whose heading over the notes stands on it, by key."""

    def closes(self, form: FormDefinition) -> bool:
        """Whether the heading of the form's notes stands on it."""
        return form.key in self.headings

    def mentions(self, form: FormDefinition) -> int:
        """How often it names what the form is about: the last two words of its title."""
        about = " ".join(fold(form.title).split()[-2:])
        return sum(row.count(about) for row in self.rows)

    def rival(self, key: str) -> float:
        """Letters of the wording of that form, other than `key`, of which it shows most."""
        return max((s.letters for other, s in self.shown.items() if other != key), default=0.0)


def read_signs(page: PageReading, forms: Sequence[FormDefinition]) -> PageSigns:
    """The signs of `page`, its labels among those of `forms`."""
    plain = rows_of(page)
    letters = letters_of(page)
    rows = tuple(fold(row) for row in plain)
    notes = [found for row in rows if (found := _NOTE.match(row))]
    return PageSigns(
        page=page,
        plain=tuple(plain),
        rows=rows,
        number=number_in(plain),
        notes=frozenset(int(note[1]) for note in notes),
        references=frozenset(int(n) for row in rows for n in _REFERENCE.findall(row)),
        shown={form.key: shown_labels(form, letters) for form in forms},
        headings=frozenset(form.key for form in forms if _closes(form, rows)),
    )


def _closes(form: FormDefinition, rows: Sequence[str]) -> bool:
    return any(row.startswith(fold(wording)) for wording in form.ends_at for row in rows)
