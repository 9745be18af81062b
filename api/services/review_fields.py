"""One field as the desk shows it: its place, its reasons, and what other sources say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from api.services.review_pictures import turned
from api.services.review_shown import shown, words_of
from api.services.review_sources import keyed, others
from api.services.review_standing import Standing
from api.wire.review import Mark, Option, ReviewField
from dossier.forms.catalog import field_title
from dossier.forms.definition import FieldSpec
from dossier.record import (
    BoxList,
    FieldReading,
    FieldState,
    Record,
    Source,
)
from dossier.review import reasons_of, spec_of
from dossier.review_history import Action, ActionKind, Stage
from dossier.second_look import SecondLook

_DISPUTED: Final = (
    "hai người gõ khác nhau; xem giấy rồi quyết định / two people keyed it differently: decide "
    "from the paper"
)
_KEY_AGAIN: Final = (
    "gõ lại từ giấy, không xem giá trị của người trước / key it from the paper, without the value "
    "of whoever was first"
)


_UNDECIDED: Final[Mapping[str, object]] = {
    "state": FieldState.NOT_FOUND,
    "value": None,
    "raw": "",
    "confidence": 0.0,
}


def field_of(
    standing: Standing, number: int, key: str, reading: FieldReading, *, flagged: bool
) -> ReviewField:
    """A field with all that is known of it."""
    record = standing.reviewed.record
    spec = spec_of(record.documents[number - 1].form, key)
    told = shown(spec, reading.value)
    look = standing.looks.get((number, key))
    disputed = standing.stage is Stage.SENIOR and look is not None and look.open
    if disputed:
        # Neither person's value stands in the box: a hasty confirmation would let one of them win.
        reading, told = reading.model_copy(update=_UNDECIDED), ""
    settled = None if disputed else standing.reviewed.settled.get((number, key))
    return ReviewField(
        key=key,
        title=field_title(record.documents[number - 1].form, key),
        kind=spec.kind if spec else "text",
        critical=bool(spec and spec.critical),
        state=reading.state,
        value=reading.value,
        shown=told,
        raw=reading.raw,
        confidence=reading.confidence,
        source=reading.source,
        flagged=flagged,
        settled=mark_of(settled),
        reasons=[
            *([_DISPUTED] if disputed else []),
            *(reasons_of(record, number, key) if flagged else []),
        ],
        page=reading.page,
        box=_upright(record, reading),
        doubts=standing.doubts(reading, told or reading.raw) if standing.doubts else None,
        options=[Option(value=v, label=w) for v, w in words_of(spec).items()] if spec else [],
        columns=_columns(spec),
        others=[
            *(keyed(look, spec) if disputed and look else ()),
            *(others(standing.read, number, key, spec) if flagged else ()),
        ],
    )


def blind_field(standing: Standing, number: int, key: str, look: SecondLook) -> ReviewField:
    """A field to be keyed from the paper: its place, and what its keyer keyed, and nothing else."""
    record = standing.read
    document = record.documents[number - 1]
    reading, spec = document.fields[key], spec_of(document.form, key)
    second = look.second
    value = second.value if second else None
    return ReviewField(
        key=key,
        title=field_title(document.form, key),
        kind=spec.kind if spec else "text",
        critical=True,
        state=_keyed_state(second),
        value=value,
        shown=shown(spec, value),
        raw="",
        confidence=0.0,
        source=Source.REVIEWER,
        flagged=True,
        settled=mark_of(second),
        reasons=[_KEY_AGAIN],
        page=reading.page,
        box=_upright(record, reading),
        doubts=[],
        options=[Option(value=v, label=w) for v, w in words_of(spec).items()] if spec else [],
        columns=_columns(spec),
        others=[],
    )


def _keyed_state(keyed: Action | None) -> FieldState:
    if keyed is None:
        return FieldState.NOT_FOUND
    match keyed.kind:
        case ActionKind.NOT_APPLICABLE:
            return FieldState.BLANK
        case ActionKind.ILLEGIBLE:
            return FieldState.UNREADABLE
        case _:
            return FieldState.READ


def _upright(record: Record, reading: FieldReading) -> BoxList | None:
    if reading.box is None or reading.page is None:
        return reading.box
    return turned(reading.box, record.pages[reading.page - 1].rotation)


def _columns(spec: FieldSpec | None) -> list[Option]:
    return [Option(value=c.key, label=c.label[0]) for c in spec.columns] if spec else []


def mark_of(action: Action | None) -> Mark | None:
    """Who settled something; None where nobody has."""
    if action is None:
        return None
    return Mark(kind=action.kind, by=action.actor_name, at=action.at)
