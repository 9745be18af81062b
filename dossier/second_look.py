"""Four eyes on what matters: nobody's critical correction counts before a second person keyed it.

The second person sees the paper and neither the machine's value nor the first person's: who sees a
value tends to find it (double keying beats visual checking, Barchard and others 2019, doi
10.3758/s13428-019-01207-3). Two who were made to agree with each other agree on errors, so where
they differ a third person settles it from the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from dossier.fields.registry import KINDS, kind_of
from dossier.forms.definition import FieldSpec
from dossier.record import FieldReading, FieldState, Record, Verdict
from dossier.review import Reviewed, spec_of
from dossier.review_history import ON_FIELD, Action, ActionKind, Stage, by_stage

_AGREES: Final = frozenset({Verdict.SAME, Verdict.EQUIVALENT})


class LookState(StrEnum):
    DUE = "due"
    """Waits for a second person."""
    AGREED = "agreed"
    DISPUTED = "disputed"
    """The second person keyed something else: waits for a third."""
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """How far the check of one critical correction has come."""

    state: LookState
    first: Action
    second: Action | None = None

    @property
    def open(self) -> bool:
        """Whether a third person must decide."""
        return self.state is LookState.DISPUTED


Looks = Mapping[tuple[int, str], SecondLook]
"""(document, field) -> the check of its correction."""


def second_looks(read: Record, history: Iterable[Action]) -> Looks:
    """The checks that corrections of critical fields need; `read` is as the machine left it."""
    looks: dict[tuple[int, str], SecondLook] = {}
    for stage, action in by_stage(history):
        if action.kind is ActionKind.WRONG_DOCUMENT:
            looks = {at: look for at, look in looks.items() if at[0] != action.target.document}
        if action.kind not in ON_FIELD or action.target.document is None:
            continue
        place = (action.target.document, action.target.field)
        document = read.documents[place[0] - 1]
        spec = spec_of(document.form, place[1])
        if spec is None or not spec.critical:
            continue
        look = looks.get(place)
        if stage is Stage.SECOND:
            if look is not None and look.state is LookState.DUE:
                looks[place] = _compare(look, action, spec)
        elif look is not None and _settles(look, action):
            looks[place] = replace(look, state=LookState.SETTLED)
        elif _changes(action, document.fields[place[1]]):
            looks[place] = SecondLook(state=LookState.DUE, first=action)
        elif action.kind is not ActionKind.CONFIRM:
            looks.pop(place, None)
    return looks


def waiting(stage: Stage, reviewed: Reviewed, looks: Looks) -> list[tuple[int, str]]:
    """Fields that the person who works at `stage` must still do something about."""
    if stage is Stage.SECOND:
        return _in_state(looks, LookState.DUE)
    open_ones = reviewed.waiting()
    disputed = _in_state(looks, LookState.DISPUTED) if stage is Stage.SENIOR else []
    return [*open_ones, *(place for place in disputed if place not in open_ones)]


def next_stage(looks: Looks) -> Stage | None:
    """Where a finished dossier goes from here; None: it may leave the desk."""
    if _in_state(looks, LookState.DUE):
        return Stage.SECOND
    return Stage.SENIOR if _in_state(looks, LookState.DISPUTED) else None


def _in_state(looks: Looks, state: LookState) -> list[tuple[int, str]]:
    return [place for place, look in looks.items() if look.state is state]


def _settles(look: SecondLook, action: Action) -> bool:
    if look.state is not LookState.DISPUTED or look.second is None:
        return False
    return action.actor not in {look.first.actor, look.second.actor}


def _changes(action: Action, reading: FieldReading) -> bool:
    match action.kind:
        case ActionKind.CORRECT:
            return reading.state is not FieldState.READ or action.value != reading.value
        case ActionKind.NOT_APPLICABLE:
            return reading.state is not FieldState.BLANK
        case ActionKind.ILLEGIBLE:
            return reading.state is not FieldState.UNREADABLE
        case _:
            return False


def _compare(look: SecondLook, second: Action, spec: FieldSpec) -> SecondLook:
    if second.actor == look.first.actor:
        return look
    agrees = second.kind is look.first.kind and _same(look.first, second, spec)
    state = LookState.AGREED if agrees else LookState.DISPUTED
    return replace(look, state=state, second=second)


def _same(first: Action, second: Action, spec: FieldSpec) -> bool:
    a, b = first.value, second.value
    if a == b or not isinstance(a, str) or not isinstance(b, str) or spec.kind not in KINDS:
        return a == b
    return kind_of(spec.kind, spec.options or None).compare(a, b).verdict in _AGREES
