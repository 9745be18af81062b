"""What people did at the review desk: actions that are only ever added, and which of them count.

Pure. A dossier goes through stages. In the first it is reviewed; in the second another person keys
the critical corrections again without seeing any value; where the two disagree a third settles,
from the paper, in the senior stage. Undo and redo reach back to the beginning of their stage and
no further: nobody takes back what another person handed on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from dossier.submission import SubmittedValue


class ActionKind(StrEnum):
    CORRECT = "correct"
    CONFIRM = "confirm"
    """The value is right as it stands."""
    NOT_APPLICABLE = "not_applicable"
    """Nothing stands there, and nothing has to."""
    ILLEGIBLE = "illegible"
    """Something stands there that no person can read."""
    WRONG_DOCUMENT = "wrong_document"
    """The paper is not the form that it was taken for."""
    RESCAN = "rescan"
    """The page must be scanned again."""
    VERIFY = "verify"
    """"Đã đối chiếu": the data were held against the paper (Thông tư 01/2023, Điều 9)."""
    UNDO = "undo"
    REDO = "redo"
    TAKE_OVER = "take_over"
    COMPLETE = "complete"
    HAND_ON = "hand_on"
    """To another stage, which `before` names."""
    SKIP = "skip"
    """Put aside for the reason in `before`, with a word of explanation in `typed`."""
    COMMENT = "comment"
    """Said to whoever comes next, in `typed`."""
    LETTER = "letter"
    """One letter of the value was held against its picture among others like it; `before` says
    which and whether it is right."""


ON_FIELD: Final = frozenset(
    {ActionKind.CORRECT, ActionKind.CONFIRM, ActionKind.NOT_APPLICABLE, ActionKind.ILLEGIBLE}
)
ON_DOCUMENT: Final = frozenset({ActionKind.WRONG_DOCUMENT, ActionKind.VERIFY})
REVERSIBLE: Final = ON_FIELD | ON_DOCUMENT | {ActionKind.RESCAN}


class Stage(StrEnum):
    FIRST = "first"
    SECOND = "second"
    """Blind: another person keys the critical corrections without seeing what stands."""
    SENIOR = "senior"
    """A third person settles what two disagree about, or what was asked of a senior."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an action is about; numbers count from 1."""

    document: int | None = None
    field: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that a person did. Kept for ever."""

    revision: int
    """Place in the dossier's history, from 1."""
    kind: ActionKind
    target: Target = field(default_factory=Target)
    value: SubmittedValue | None = None
    """Of a correction, in normal form."""
    typed: str = ""
    """What was typed, as it stands on the paper."""
    before: Mapping[str, object] | None = None
    """`value`, `state`, `source` and `confidence` of the field as they stood."""
    actor: str
    """Id of the key."""
    actor_name: str
    at: datetime


@dataclass(slots=True)
class _Stacks:
    """What counts and what was undone, each with its stage, after a walk through a history."""

    done: list[tuple[Stage, Action]] = field(default_factory=list)
    undone: list[tuple[Stage, Action]] = field(default_factory=list)
    stage: Stage = Stage.FIRST
    floor: int = 0
    """So many of `done` belong to earlier stages and stay."""

    def walk(self, history: Iterable[Action]) -> _Stacks:
        for action in history:
            if action.kind is ActionKind.HAND_ON:
                self.stage = Stage(str((action.before or {})["stage"]))
                self.floor = len(self.done)
                self.undone.clear()
            elif action.kind is ActionKind.UNDO and len(self.done) > self.floor:
                self.undone.append(self.done.pop())
            elif action.kind is ActionKind.REDO and self.undone:
                self.done.append(self.undone.pop())
            elif action.kind in REVERSIBLE:
                self.done.append((self.stage, action))
                self.undone.clear()
        return self


def standing(history: Iterable[Action]) -> list[Action]:
    """The reversible actions that the record is made of, after every undo and redo.

    A new action ends all redos. What was keyed blind is only compared and never stands itself.
    """
    return [action for stage, action in by_stage(history) if stage is not Stage.SECOND]


def settled_fields(history: Iterable[Action], documents: int) -> dict[tuple[int, str], Action]:
    """(Document, field) -> what people said of it as it was read, in the first `documents` papers.

    A confirmation after a correction confirms the correction, not what was read: the correction
    counts. Papers that are not the form that they were taken for are left out.
    """
    settled: dict[tuple[int, str], Action] = {}
    elsewhere: set[int] = set()
    for action in standing(history):
        number = action.target.document
        if number is None or number > documents:
            continue
        place = (number, action.target.field)
        if action.kind is ActionKind.WRONG_DOCUMENT:
            elsewhere.add(number)
        elif action.kind in ON_FIELD and (
            action.kind is not ActionKind.CONFIRM or place not in settled
        ):
            settled[place] = action
    return {place: action for place, action in settled.items() if place[0] not in elsewhere}


def by_stage(history: Iterable[Action]) -> list[tuple[Stage, Action]]:
    """As `standing`, with what was keyed blind, and the stage that each was done in."""
    return _Stacks().walk(history).done


def stage_of(history: Iterable[Action]) -> Stage:
    """The stage that a history has come to."""
    return _Stacks().walk(history).stage


def undone_next(history: Sequence[Action], kind: ActionKind) -> Action | None:
    """The action that `kind` (undo or redo) would take back or bring back."""
    stacks = _Stacks().walk(history)
    stack = stacks.done[stacks.floor :] if kind is ActionKind.UNDO else stacks.undone
    return stack[-1][1] if stack else None


def chain(previous: str, action: Action) -> str:
    """SHA-256 over an action and the hash before it: a change anywhere breaks all that follow."""
    said = [
        previous,
        action.revision,
        action.kind.value,
        [action.target.document, action.target.field, action.target.page],
        action.value,
        action.typed,
        dict(action.before) if action.before is not None else None,
        action.actor,
        action.at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
