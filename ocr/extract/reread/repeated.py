"""A name that the same document writes twice, under other marks the second time.

Who declares signs below with the name in full: "LÊ MẠNH TIÊN" above and "Lê Mạnh Tiến" below are
one person, and one of the two was misread. Which one is for a person to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dossier.forms.definition import FormDefinition
from dossier.page import Line
from dossier.record import FieldState, OtherReading
from dossier.text import canonical_tones, fold, fold_each
from ocr.extract.found import DocumentPages, RawField

_DISPUTED: Final = 0.5
"""Confidence of a letter that stands otherwise where the name is repeated."""
_SURE: Final = 0.8
"""A letter of the repeated name less sure than this disputes nothing."""
_LEAST_WORDS: Final = 2


def doubt_repeated_names(
    form: FormDefinition, fields: Mapping[str, RawField], pages: DocumentPages
) -> dict[str, RawField]:
    """`fields` with every name in doubt that `pages` repeat under other marks."""
    names = {spec.key for spec in form.fields if spec.kind == "name"}
    return {key: _doubted(raw, pages) if key in names else raw for key, raw in fields.items()}


def _doubted(raw: RawField, pages: DocumentPages) -> RawField:
    name = raw.reading.value
    if raw.reading.state is not FieldState.READ or not isinstance(name, str):
        return raw
    for page in pages.readings:
        for line in page.lines:
            for other in _repeats(name, line):
                if _key(other) != _key(name) and other not in (raw.reading.raw or ""):
                    return _with_other(raw, OtherReading(by=page.engine, text=other))
    return raw


def _repeats(name: str, line: Line) -> Iterator[str]:
    """The places of `line` with the letters of `name`, each mark of which was read surely."""
    letters = fold(name)
    if len(letters.split()) < _LEAST_WORDS:
        return
    for found in re.finditer(rf"\b{re.escape(letters)}\b", fold_each(line.text)):
        if min(line.char_confidences[found.start() : found.end()], default=1.0) >= _SURE:
            yield line.text[found.start() : found.end()]


def _key(name: str) -> str:
    return canonical_tones(name.lower())


def _with_other(raw: RawField, other: OtherReading) -> RawField:
    characters = (*raw.evidence.characters, _DISPUTED)
    reading = raw.reading.model_copy(update={"readings": [*raw.reading.readings, other]})
    return RawField(reading=reading, evidence=replace(raw.evidence, characters=characters))
