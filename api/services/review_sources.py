"""What other sources say of a field: the submission, a second reading, other papers, people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from api.services.review_shown import shown
from api.wire.review import OtherSource
from dossier.fields.outcome import Unreadable
from dossier.fields.registry import KINDS, kind_of
from dossier.forms.catalog import form_title, printed_title
from dossier.forms.definition import FieldSpec
from dossier.record import FieldReading, FieldState, FindingPlace, Record, Verdict
from dossier.review_history import Action, ActionKind
from dossier.second_look import SecondLook

_AGREES: Final = frozenset({Verdict.SAME, Verdict.EQUIVALENT})
_RULES: Final = "kind"
"""Who made a reading of letters that the rules of a kind had changed (`ocr/extract/values.py`)."""
_MUCH_LONGER: Final = 1.3
"""A second reading of a whole line has its label too."""


def keyed(look: SecondLook, spec: FieldSpec | None) -> Iterator[OtherSource]:
    """What two people keyed, in no order that tells who was first."""
    said = [_said(action, spec) for action in (look.first, look.second) if action is not None]
    yield from sorted(said, key=lambda one: (one.mark, str(one.value)))


def _said(action: Action, spec: FieldSpec | None) -> OtherSource:
    return OtherSource.model_validate(
        {
            "source": "reviewer",
            "value": "" if action.value is None else action.value,
            "shown": shown(spec, action.value),
            "mark": "" if action.kind is ActionKind.CORRECT else action.kind,
            "where": "",
            "agrees": False,
        }
    )


def others(read: Record, number: int, key: str, spec: FieldSpec | None) -> Iterator[OtherSource]:
    """The submission first, then what was read again, then what other papers and codes say."""
    document = read.documents[number - 1]
    name = f"{document.form}.{key}"
    for compared in read.crosscheck.fields:
        if compared.field == name and compared.submitted:
            yield OtherSource(
                source="submitted",
                value=compared.submitted,
                shown=shown(spec, compared.submitted),
                where="",
                agrees=compared.verdict in _AGREES,
            )
    yield from _read_again(document.fields[key], spec)
    seen: set[str] = set()
    for fact in (fact for person in read.persons for fact in person.facts):
        if not any(s.place.document == number and s.place.field == key for s in fact.sources):
            continue
        for source in fact.sources:
            own = source.place.document == number and source.place.field == key
            if own or f"{source.rank} {source.value}" in seen:
                continue
            seen.add(f"{source.rank} {source.value}")
            yield OtherSource.model_validate(
                {
                    "source": source.rank,
                    "value": source.value,
                    "shown": shown(spec, source.value),
                    "where": _where(source.place, number),
                    "agrees": _same(document.fields[key], source.value),
                }
            )


def _where(place: FindingPlace, number: int) -> str:
    """The other place by its printed title, with its paper where that is another one."""
    paper = "" if place.document == number else form_title(place.form)
    return ", ".join(filter(None, (paper, printed_title(place.form, place.field))))


def _same(reading: FieldReading, value: str) -> bool:
    return reading.state is FieldState.READ and reading.value == value


def _read_again(reading: FieldReading, spec: FieldSpec | None) -> Iterator[OtherSource]:
    """What a second engine read there, as a value of the field's kind where it is one."""
    if not reading.readings or isinstance(reading.value, list):
        return
    first = reading.readings[0]
    again = " ".join(r.text for r in reading.readings[1:] if r.by not in (first.by, _RULES))
    if not again:
        return
    value = text = _part_like(first.text, again)
    if spec is not None and spec.kind in KINDS:
        outcome = kind_of(spec.kind, spec.options or None).parse(text)
        value = text if isinstance(outcome, Unreadable) else outcome.value
    yield OtherSource(
        source="second_reading",
        value=value,
        shown=shown(spec, value),
        where="",
        agrees=_same(reading, value),
    )


def _part_like(value: str, line: str) -> str:
    """The whole words of a line that are most like a value."""
    if len(line) <= _MUCH_LONGER * len(value):
        return line.strip()
    found = fuzz.partial_ratio_alignment(value, line)
    if found is None:
        return line.strip()
    start, end = found.dest_start, found.dest_end
    while start > 0 and line[start - 1].isalnum():
        start -= 1
    while end < len(line) and line[end].isalnum():
        end += 1
    return line[start:end].strip(" :.…")
