"""What reviewers' actions say of the fields that the machine had read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dossier.calibration.model import Calibration
from dossier.calibration.sample import Sample, group_of
from dossier.record import FieldReading, FieldState, Record, Source
from dossier.review import spec_of
from dossier.review_history import Action, ActionKind, settled_fields


def judged_fields(
    record: Record, history: Iterable[Action], calibration: Calibration
) -> Iterator[Sample]:
    """A sample for every field of `record`, as it was read, that a person has settled.

    `calibration` is the one that the record was made with: its scale is taken off again. What no
    person can read, and what was read as a paper that it is not, says nothing of confidence.
    """
    for (number, key), action in settled_fields(history, len(record.documents)).items():
        document = record.documents[number - 1]
        spec, reading = spec_of(document.form, key), document.fields.get(key)
        if spec is None or reading is None:
            continue
        right = _was_right(reading, action)
        if right is None:
            continue
        group = group_of(spec.kind, reading)
        yield Sample(
            group=group,
            critical=spec.critical and reading.state is FieldState.READ,
            stated=calibration.stated(group, reading.confidence),
            right=right,
        )


def _was_right(reading: FieldReading, action: Action) -> bool | None:
    """None where that cannot be told."""
    if reading.source is Source.REVIEWER:
        return None
    if reading.state not in (FieldState.READ, FieldState.BLANK):
        return None
    match action.kind:
        case ActionKind.CONFIRM:
            return True
        case ActionKind.CORRECT:
            return reading.state is FieldState.READ and action.value == reading.value
        case ActionKind.NOT_APPLICABLE:
            return reading.state is FieldState.BLANK
        case _:
            return None
