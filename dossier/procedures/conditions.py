"""Whether a condition of the catalogue holds for the papers of a dossier: yes, no, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dossier.checks.operators import number_in
from dossier.procedures.definition import Condition, Paper
from dossier.record import DocumentReading, FieldReading, FieldState
from dossier.text import fold

_WORDS_APART: Final = re.compile(r"\s*;\s*")


def holds(condition: Condition, documents: Sequence[DocumentReading]) -> bool | None:
    """True or False where every field that it asks for was read or is blank; else None."""
    answers = list(_answers(condition, documents))
    if False in answers:
        return False
    return None if None in answers else True


def is_paper(paper: Paper, document: DocumentReading) -> bool:
    """Whether `document` is that paper."""
    return document.form == paper.form and all(
        contains(_text(document.fields.get(key)), words) for key, words in paper.says.items()
    )


def contains(text: str, words: str) -> bool:
    """Whether `text` contains one of `words` (parted by ;), marks and case aside."""
    folded = fold(text)
    return any(fold(word) in folded for word in _WORDS_APART.split(words) if word)


def _answers(condition: Condition, documents: Sequence[DocumentReading]) -> Iterator[bool | None]:
    readings = _readings(documents)
    if condition.filled:
        yield _filled(readings.get(condition.filled))
    if condition.blank:
        filled = _filled(readings.get(condition.blank))
        yield None if filled is None else not filled
    for key, words in condition.says.items():
        text = _text(readings.get(key))
        yield contains(text, words) if text else _filled(readings.get(key))
    for key, words in condition.says_not.items():
        text = _text(readings.get(key))
        yield not contains(text, words) if text else None
    for key, least in condition.above.items():
        number = number_in(_text(readings.get(key)))
        yield _filled(readings.get(key)) if number is None else float(number) > least


def _readings(documents: Sequence[DocumentReading]) -> Mapping[str, FieldReading]:
    """`form.field` -> the reading on the first paper of that form."""
    found: dict[str, FieldReading] = {}
    for document in documents:
        for key, reading in document.fields.items():
            found.setdefault(f"{document.form}.{key}", reading)
    return found


def _filled(reading: FieldReading | None) -> bool | None:
    """None where that was not seen: the paper or the place is missing, or cannot be read."""
    if reading is None:
        return None
    match reading.state:
        case FieldState.READ:
            return True
        case FieldState.BLANK:
            return False
        case FieldState.UNREADABLE | FieldState.NOT_FOUND:
            return None


def _text(reading: FieldReading | None) -> str:
    read = reading is not None and reading.state is FieldState.READ
    return reading.value if read and reading and isinstance(reading.value, str) else ""
