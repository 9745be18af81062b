"""What people said of fields, as data to learn from: never names, never numbers of people.

A kind of field leaves only if it is listed. Names, identity numbers, telephones, addresses and
tables are never listed: each such field needs a rule of its own with its source
(`[[training.allow]]` in `retention.toml`). Free text and ethnicity tell of people too, and are not
among the shipped kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from dossier.lifecycle.rules import Training
from dossier.record import FieldReading, FieldState, Record, Source
from dossier.review import spec_of
from dossier.review_history import Action, ActionKind, settled_fields

KINDS: Final = (
    *("date", "date_words", "date_time", "until", "sex", "nationality"),
    *("number", "measure", "choice", "relation"),
)
"""Kinds that leave unless an office says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One field that a person has settled, and where it stands."""

    form: str
    field: str
    kind: str
    page: int
    box: tuple[float, float, float, float]
    before: str
    """What the machine had read, as it stood on the paper; empty: nothing."""
    after: str
    """What the person said stands there; empty: nothing."""
    corrected: bool
    confidence: float
    by: str
    """Id of the key."""
    on: date


def judged(
    record: Record, history: Iterable[Action], rules: Training, left_out: Counter[str]
) -> Iterator[Judged]:
    """Fields of `record`, as it was read, that people have corrected or confirmed and that may
    leave. What may not is counted by its kind in `left_out`."""
    allowed = {rule.field for rule in rules.allow}
    for (number, key), action in settled_fields(history, len(record.documents)).items():
        document = record.documents[number - 1]
        reading, spec = document.fields.get(key), spec_of(document.form, key)
        if reading is None or spec is None:
            continue
        said = _said(reading, action)
        if said is None or reading.page is None or reading.box is None:
            continue
        if spec.kind not in (rules.kinds or KINDS) and f"{document.form}.{key}" not in allowed:
            left_out[spec.kind] += 1
            continue
        left, top, right, bottom = reading.box
        yield Judged(
            form=document.form,
            field=key,
            kind=spec.kind,
            page=reading.page,
            box=(left, top, right, bottom),
            before=reading.raw,
            after=said,
            corrected=action.kind is not ActionKind.CONFIRM,
            confidence=reading.confidence,
            by=action.actor,
            on=action.at.date(),
        )


def _said(reading: FieldReading, action: Action) -> str | None:
    """What stands on the paper, as the person has it; None where nobody can say."""
    if reading.source in (Source.REVIEWER, Source.QR, Source.MRZ):
        return None  # the picture at the box is not what was read
    match action.kind:
        case ActionKind.CONFIRM:
            return reading.raw if reading.state is FieldState.READ else None
        case ActionKind.CORRECT:
            return action.typed or None
        case ActionKind.NOT_APPLICABLE:
            return ""
        case _:
            return None
